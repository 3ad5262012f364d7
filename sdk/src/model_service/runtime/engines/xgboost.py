"""XGBoost models in its own formats: JSON, UBJSON, and what older versions wrote."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.engines.tabular import TabularPredictor


class BoosterPredictor(TabularPredictor):
    """A booster; of a classifier the most probable class is the prediction."""

    engine = "xgboost"
    accepts_missing = True
    dtype = np.float32

    def __init__(self, model: Any, columns: list[str]) -> None:
        self.model = model
        self.width = int(model.num_features())
        names = model.feature_names
        self.columns = list(names) if names else (columns if len(columns) == self.width else None)
        learner = json.loads(model.save_config())["learner"]
        objective = learner["objective"]["name"]
        count = int(learner["learner_model_param"].get("num_class", "0"))
        if objective.startswith("multi:"):
            self.classes = list(range(count))
        elif objective in {"binary:logistic", "reg:logistic"} and objective != "reg:logistic":
            self.classes = [0, 1]
        self.is_soft = objective in {"multi:softprob", "binary:logistic"}
        self.has_probabilities = self.classes is not None and self.is_soft
        self.describe()

    def _raw(self, rows: Any) -> Any:
        return self.model.inplace_predict(rows, validate_features=False)

    def predict(self, rows: Any) -> Any:
        """Return values, or the most probable class."""
        raw = self._raw(rows)
        if self.classes is None:
            return raw
        if raw.ndim == 2:
            return raw.argmax(axis=1)
        return (raw > 0.5).astype(np.int64) if self.is_soft else raw.astype(np.int64)

    def probabilities(self, rows: Any) -> Any:
        """Return the probability of each class."""
        raw = self._raw(rows)
        return raw if raw.ndim == 2 else np.stack([1 - raw, raw], axis=1)


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load a model that `save_model` wrote."""
    import xgboost

    model = xgboost.Booster()
    model.load_model(path)
    return wrap(model, columns)


def wrap(model: Any, columns: list[str]) -> Predictor:
    """Return the predictor of a booster."""
    return BoosterPredictor(model, columns)
