"""scikit-learn, and everything else that is a Python object with `predict`: pickle, joblib and skops files."""

from __future__ import annotations

import os
import pickle
from typing import Any

import numpy as np

from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.engines.tabular import TabularPredictor, quiet
from model_service.runtime.problems import PackageProblem


class EstimatorPredictor(TabularPredictor):
    """An object with `predict`, and perhaps `predict_proba`."""

    engine = "sklearn"

    def __init__(self, model: Any, columns: list[str]) -> None:
        self.model = model
        names = getattr(model, "feature_names_in_", None)
        self.columns = [str(name) for name in names] if names is not None else columns or None
        width = getattr(model, "n_features_in_", None)
        self.width = int(width) if isinstance(width, (int, np.integer)) else len(self.columns) if self.columns else None
        if self.columns is not None and self.width is not None and len(self.columns) != self.width:
            self.columns = None
        # A bare estimator takes its columns by position; what is composed may pick them by name or take text.
        composed = (
            hasattr(model, "steps")
            or hasattr(model, "transformers")
            or (hasattr(model, "get_params") and any(hasattr(value, "fit") for value in model.get_params(deep=False).values()))
        )
        self.as_frame = names is not None and bool(composed)
        self.accepts_missing = _accepts_missing(model)
        self.has_probabilities = callable(_probabilities_of(model))
        classes = getattr(model, "classes_", None)
        self.classes = None if classes is None or isinstance(classes, list) else np.asarray(classes).tolist()
        if self.has_probabilities and self.classes is None:
            self.has_probabilities = False
        quiet()
        self.describe()

    def predict(self, rows: Any) -> Any:
        """Ask the estimator."""
        return self.model.predict(rows)

    def probabilities(self, rows: Any) -> Any:
        """Ask the estimator for its probabilities."""
        return self.model.predict_proba(rows)


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load a pickle, joblib or skops file."""
    model = _skops(path) if kind == "skops" else _unpickled(path)
    return wrap(model, os.path.basename(path), columns)


def wrap(model: Any, place: str, columns: list[str]) -> Predictor:
    """Return the predictor of an object that was in a file. Raises PackageProblem when it cannot predict."""
    top = type(model).__module__.partition(".")[0]
    if top in {"xgboost", "lightgbm"} and type(model).__name__ == "Booster":
        from importlib import import_module

        booster: Predictor = import_module(f"model_service.runtime.engines.{top}").wrap(model, columns)
        return booster
    if not callable(getattr(model, "predict", None)):
        raise PackageProblem(
            f"holds an object of type {type(model).__module__}.{type(model).__qualname__}, which has no method `predict`; "
            "pickle the estimator or the pipeline itself, or write customize_service.py",
            place,
        )
    return EstimatorPredictor(model, columns)


def _unpickled(path: str) -> Any:
    place = os.path.basename(path)
    try:
        try:
            import joblib

            return joblib.load(path)
        except ModuleNotFoundError as error:
            if error.name != "joblib":
                raise
            with open(path, "rb") as file:
                return pickle.load(file)  # noqa: S301 - it runs in the sandbox of the service, which is what that is for
    except AttributeError as error:
        if "__main__" in str(error):
            raise PackageProblem(
                f"loading it failed: {error}. The model uses a class or function of the script that saved it: "
                "put it into a module of the package and save the model anew",
                place,
            ) from error
        raise
    except ModuleNotFoundError as error:
        raise PackageProblem(
            f"loading it failed: {error}. Add the package to `dependencies`, or the module to the model package", place
        ) from error


def _skops(path: str) -> Any:
    from skops.io import get_untrusted_types
    from skops.io import load as load_skops

    untrusted = get_untrusted_types(file=path)
    trusted = [name for name in os.environ.get("MODEL_SERVICE_SKOPS_TRUSTED", "").split(",") if name]
    refused = [name for name in untrusted if name not in trusted]
    if refused:
        raise PackageProblem(
            f"holds types that skops does not trust: {', '.join(refused)}. "
            "Read what they do, then name them in MODEL_SERVICE_SKOPS_TRUSTED, separated by commas",
            os.path.basename(path),
        )
    return load_skops(path, trusted=untrusted)


def _probabilities_of(model: Any) -> Any:
    try:
        return getattr(model, "predict_proba", None)
    except Exception:  # noqa: BLE001 - estimators raise various errors where they have none
        return None


def _accepts_missing(model: Any) -> bool:
    """Whether the estimator says that it takes missing values."""
    try:
        from sklearn.utils import get_tags

        return bool(get_tags(model).input_tags.allow_nan)
    except Exception:  # noqa: BLE001 - other libraries, older versions: let the model itself refuse
        return type(model).__module__.partition(".")[0] != "sklearn"
