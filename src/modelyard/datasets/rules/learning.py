"""A small classifier for labelling the rest: softmax regression on descriptors, trained where it stands, without libraries."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modelyard.datasets.rules.likeness import Vectors

_ROUNDS = 300
_RATE = 2.0
_MOMENTUM = 0.9
_WEIGHT_DECAY = 1e-3
_SURE = 0.95


class Model(NamedTuple):
    """What was learnt: how vectors are scaled, and the weights of each class (the last row is the bias)."""

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]


def learnt(vectors: Vectors, labels: NDArray[np.int64], classes: int, weights: NDArray[np.float64] | None = None) -> Model:
    """Return a model of labelled samples; all classes weigh the same, however many samples they have.

    weights: of each sample. Gradient descent with momentum from zero: the same samples give the same model.
    """
    middle = vectors.mean(axis=0).astype(np.float64)
    spread = np.maximum(vectors.std(axis=0).astype(np.float64), 1e-3)
    inputs = _with_bias((vectors - middle) / spread / np.sqrt(vectors.shape[1]))
    given = np.ones(len(labels)) if weights is None else weights
    totals = np.bincount(labels, given, minlength=classes)
    each = given / np.maximum(totals, 1e-12)[labels]
    each /= each.sum()
    wanted = np.zeros((len(labels), classes))
    wanted[np.arange(len(labels)), labels] = 1
    found = np.zeros((inputs.shape[1], classes))
    speed = np.zeros_like(found)
    for _ in range(_ROUNDS):
        error = (_softmax(inputs @ found) - wanted) * each[:, None]
        speed = _MOMENTUM * speed - _RATE * (inputs.T @ error + _WEIGHT_DECAY * found)
        found = found + speed
    return Model(middle, spread, found)


def predicted(model: Model, vectors: Vectors) -> NDArray[np.float64]:
    """Return the probability of each class for each sample."""
    inputs = _with_bias((vectors - model.middle) / model.spread / np.sqrt(vectors.shape[1]))
    return _softmax(inputs @ model.weights)


def learnt_with_rest(vectors: Vectors, labels: NDArray[np.int64], classes: int, rest: Vectors) -> Model:
    """Return a model that also learnt from samples without labels: those that the first one was sure of, at half weight."""
    model = learnt(vectors, labels, classes)
    if not len(rest):
        return model
    chances = predicted(model, rest)
    sure = chances.max(axis=1) >= _SURE
    if not sure.any():
        return model
    more = np.vstack([vectors, rest[sure]])
    weights = np.concatenate([np.ones(len(labels)), np.full(int(sure.sum()), 0.5)])
    return learnt(more, np.concatenate([labels, chances[sure].argmax(axis=1)]), classes, weights)


def _softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def _with_bias(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hstack([vectors, np.ones((len(vectors), 1))])
