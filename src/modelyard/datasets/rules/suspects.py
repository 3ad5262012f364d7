"""Labels that are probably wrong: confident learning (Northcutt, Jiang, Chuang: Journal of AI Research 70, 2021).

Probabilities come from neighbours, never from the sample itself, so nothing is judged by what was learnt from it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Suspect(NamedTuple):
    """A sample whose label is in doubt. score: 0 to 1, how much more likely the other label is."""

    place: int
    label: int
    likelier: int
    score: float


def voted(
    labels: NDArray[np.int64], nearest: NDArray[np.int64], distances: NDArray[np.float32], classes: int
) -> NDArray[np.float64]:
    """Return the probability of each class for each sample, by the labels of its nearest neighbours.

    Nearer ones weigh more: exp(1 - (d / d0)^2), d0 the distance of the farthest of them. One vote is added for all classes
    together, by how often they are, so that few neighbours do not make certain. labels: -1 for a neighbour that has none.
    """
    known = labels >= 0
    share = np.bincount(labels[known], minlength=classes) / max(int(known.sum()), 1)
    votes = np.tile(share, (len(nearest), 1))
    if nearest.shape[1]:
        scale = np.maximum(distances[:, -1:], 1e-9)
        weight = np.exp(-((distances / scale) ** 2)) * np.e
        said = labels[nearest]
        for each in range(classes):
            votes[:, each] += np.where(said == each, weight, 0).sum(axis=1)
    return np.asarray(votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-12), np.float64)


def suspects(labels: NDArray[np.int64], probabilities: NDArray[np.float64]) -> list[Suspect]:
    """Return samples whose label is in doubt, the surest first.

    A class is confident of a sample from the mean probability on that those have that carry its label. A sample is suspect if
    the likeliest class that is confident of it is another one than its own, and likelier than that.
    """
    classes = probabilities.shape[1]
    own = probabilities[np.arange(len(labels)), labels]
    counts = np.bincount(labels, minlength=classes)
    sums = np.bincount(labels, own, minlength=classes)
    # A class without samples is never confident.
    least = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    confident = np.where(probabilities >= least, probabilities, -1.0)
    likelier = confident.argmax(axis=1)
    highest = confident.max(axis=1)
    doubtful = np.nonzero((highest > own) & (likelier != labels))[0]
    found = [Suspect(int(at), int(labels[at]), int(likelier[at]), float(highest[at] - own[at])) for at in doubtful]
    return sorted(found, key=lambda each: (-each.score, each.place))
