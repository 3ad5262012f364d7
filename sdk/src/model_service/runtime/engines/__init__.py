"""Engines that need no code: which one a package wants, and loading it."""

from __future__ import annotations

import importlib
import os
from typing import Any

from model_service.runtime.engines.predictor import Predictor
from model_service.runtime.package import CONFIG, Package, input_columns
from model_service.runtime.problems import PackageProblem
from model_service.runtime.settings import Settings

MODEL_FILES = {
    "pickle": (".pkl", ".pickle", ".joblib", ".m", ".sav"),
    "skops": (".skops",),
    "lightgbm": (".txt", ".lgb"),
    "xgboost": (".ubj", ".json", ".bst", ".xgb", ".model"),
    "pytorch": (".pt", ".pth", ".pt2", ".ts", ".torchscript", ".pkl", ".bin"),
    "onnx": (".onnx",),
    "keras": (".keras", ".h5", ".hdf5"),
    "classic": (".pkl", ".pickle", ".joblib", ".m", ".sav", ".skops", ".ubj", ".bst", ".xgb", ".model", ".txt", ".lgb"),
}

# What config.json calls them, and in which order the kinds of file are tried.
_TYPES = {
    "scikit_learn": ("pickle", "skops", "onnx"),
    "sklearn": ("pickle", "skops", "onnx"),
    "scikit-learn": ("pickle", "skops", "onnx"),
    "lightgbm": ("lightgbm", "pickle"),
    "xgboost": ("xgboost", "pickle"),
    "pytorch": ("torchscript", "onnx"),
    "tensorflow": ("saved_model", "keras", "onnx"),
    "keras": ("keras", "saved_model", "onnx"),
    "onnx": ("onnx",),
}
_ANY = ("saved_model", "skops", "onnx", "keras", "pickle", "xgboost", "lightgbm", "torchscript")
_MODULES = {
    "pickle": "sklearn",
    "skops": "sklearn",
    "lightgbm": "lightgbm",
    "xgboost": "xgboost",
    "torchscript": "torchscript",
    "onnx": "onnx",
    "keras": "tensorflow",
    "saved_model": "tensorflow",
}
_ENDINGS = {**{kind: MODEL_FILES[kind] for kind in MODEL_FILES if kind in _MODULES}, "torchscript": MODEL_FILES["pytorch"]}
_KNOWN = "Scikit_Learn, LightGBM, XGBoost, PyTorch, TensorFlow, Keras, ONNX"
_NO_MODELS = {"config.json", "requirements.txt", "readme.txt", "labels.txt", "license.txt", "classes.txt"}


def load_engine(package: Package, settings: Settings) -> Predictor:
    """Load the model of a package without code. Raises PackageProblem."""
    kind, path = find_engine(package, settings)
    return _load(kind, path, input_columns(package))


def find_engine(package: Package, settings: Settings) -> tuple[str, str]:
    """Return the kind of model in a package and its file or folder. Raises PackageProblem."""
    kinds = _kinds(settings.engine.lower() or package.model_type)
    if settings.model_file:
        return _kind_of(settings.model_file, package, kinds), os.path.join(package.folder, settings.model_file)
    for kind in kinds:
        if kind == "saved_model":
            if os.path.isfile(os.path.join(package.folder, "saved_model.pb")):
                return kind, package.folder
        else:
            found = find_model_file(package, _ENDINGS[kind])
            if found:
                return kind, found
    endings = ", ".join(dict.fromkeys(ending for kind in kinds for ending in _ENDINGS.get(kind, ("saved_model.pb",))))
    raise PackageProblem(f"neither customize_service.py nor a model was found; looked for {endings}")


def _kinds(wanted: str) -> tuple[str, ...]:
    """Return the kinds of file to look for, in order, for a `model_type`. Raises PackageProblem."""
    if wanted in _TYPES:
        return _TYPES[wanted]
    if wanted in _MODULES:
        return (wanted,)
    if wanted and wanted not in {"custom", "image"}:
        raise PackageProblem(
            f"model_type {wanted!r} needs code in customize_service.py; without code there are {_KNOWN}", CONFIG
        )
    return _ANY


def _kind_of(name: str, package: Package, kinds: tuple[str, ...]) -> str:
    """Return the kind of a file or folder that was named by hand. Raises PackageProblem."""
    path = os.path.join(package.folder, name)
    if not os.path.exists(path):
        raise PackageProblem("there is no such file in the package", name)
    for kind in kinds:
        if kind == "saved_model" if os.path.isdir(path) else name.lower().endswith(_ENDINGS.get(kind, ())):
            return kind
    raise PackageProblem("no engine without code reads this file", name)


def find_model_file(package: Package, endings: tuple[str, ...], *, strict: bool = True) -> str | None:
    """Return the file with one of the endings, or None; of several the one named `model`, or the first unless strict."""
    found = [
        name
        for name in package.files()
        if name.lower().endswith(endings) and name.lower() not in _NO_MODELS and _could_be(os.path.join(package.folder, name))
    ]
    named = [name for name in found if os.path.splitext(name)[0].lower() == "model"]
    if len(found) > 1 and len(named) == 1:
        found = named
    if len(found) > 1 and strict:
        raise PackageProblem(
            f"several files could be the model: {', '.join(found)}; name one `model`, or set MODEL_SERVICE_MODEL_FILE"
        )
    return os.path.join(package.folder, found[0]) if found else None


def _could_be(path: str) -> bool:
    """Look into files whose endings say little: labels are written as .json and .txt, too."""
    if not path.lower().endswith((".json", ".txt")):
        return True
    with open(path, "rb") as file:
        head = file.read(4096)
    return b'"learner"' in head if path.lower().endswith(".json") else head.startswith(b"tree")


def load_file(path: str) -> Predictor:
    """Load a single file by its ending, for base classes. Raises PackageProblem."""
    for kind in _ANY:
        if path.lower().endswith(_ENDINGS.get(kind, ())):
            return _load(kind, path, [])
    raise PackageProblem("no engine reads this file", os.path.basename(path))


def load_saved_model(path: str) -> Any:
    """Load a SavedModel, for base classes. Raises PackageProblem."""
    return _load("saved_model", path, [])


def _load(kind: str, path: str, columns: list[str]) -> Predictor:
    module = importlib.import_module(f"model_service.runtime.engines.{_MODULES[kind]}")
    place = os.path.basename(path)
    try:
        loaded: Predictor = module.load(kind, path, columns)
    except PackageProblem:
        raise
    except ImportError as error:
        raise PackageProblem(f"loading it failed: {error}; this package is not in the image of the service", place) from error
    except Exception as error:
        lines = str(error).strip().splitlines()
        raise PackageProblem(f"loading it failed: {type(error).__name__}: {lines[-1] if lines else ''}", place) from error
    return loaded
