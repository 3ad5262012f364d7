"""LightGBM boosters in their own text format."""

from __future__ import annotations

from typing import Any

import numpy as np

from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.engines.tabular import TabularPredictor


class BoosterPredictor(TabularPredictor):
    """A booster; what it predicts for one of two classes or more are probabilities, and their best is the prediction."""

    engine = "lightgbm"
    accepts_missing = True

    def __init__(self, model: Any, columns: list[str]) -> None:
        self.model = model
        self.width = model.num_feature()
        names = model.feature_name()
        # Names that LightGBM made up say nothing to a caller.
        made_up = all(name == f"Column_{number}" for number, name in enumerate(names))
        self.columns = (columns if len(columns) == self.width else None) if made_up else names
        objective = str(model.dump_model(num_iteration=1).get("objective", "")).split(" ")[0]
        count = model.num_model_per_iteration()
        if objective in {"binary", "cross_entropy"}:
            self.classes = [0, 1]
        elif count > 1:
            self.classes = list(range(count))
        self.has_probabilities = self.classes is not None
        self.describe()

    def _raw(self, rows: Any) -> Any:
        # A team of threads costs more than the few rows that arrive together.
        return self.model.predict(rows, num_threads=1 if len(rows) < 256 else 0)

    def predict(self, rows: Any) -> Any:
        """Return values, or the most probable class."""
        raw = self._raw(rows)
        if self.classes is None:
            return raw
        return raw.argmax(axis=1) if raw.ndim == 2 else (raw > 0.5).astype(np.int64)

    def probabilities(self, rows: Any) -> Any:
        """Return the probability of each class."""
        raw = self._raw(rows)
        return raw if raw.ndim == 2 else np.stack([1 - raw, raw], axis=1)


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load a booster that `save_model` wrote."""
    import lightgbm

    return wrap(lightgbm.Booster(model_file=path), columns)


def wrap(model: Any, columns: list[str]) -> Predictor:
    """Return the predictor of a booster."""
    return BoosterPredictor(model, columns)
