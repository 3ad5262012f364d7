"""Loading customize_service.py: find the class, find its model, make it."""

from __future__ import annotations

import importlib.util
import inspect
import os
import sys
import traceback
import types
from typing import Any

from model_service.base import BaseService
from model_service.runtime.engines import MODEL_FILES, find_model_file
from model_service.runtime.package import CODE, Package
from model_service.runtime.problems import PackageProblem
from model_service.runtime.settings import Settings

_PARENT = "model_package"  # helper modules are found as `from . import x` and as `import x`


def load_service(package: Package, settings: Settings) -> BaseService:
    """Return an instance of the class in customize_service.py. Raises PackageProblem with the line that failed."""
    kind = find_class(import_code(package))
    path = _model_path(kind, package, settings)
    try:
        return _make(kind, settings.model_name, path)
    except PackageProblem:
        raise
    except BaseException as error:
        raise _failed("making the class", kind.__name__, error, package) from error


def import_code(package: Package) -> types.ModuleType:
    """Import customize_service.py of a package. Raises PackageProblem."""
    legacy = os.path.join(os.path.dirname(os.path.dirname(__file__)), "legacy")
    if package.folder not in sys.path:
        sys.path.insert(0, package.folder)
    if legacy not in sys.path:
        sys.path.append(legacy)
    parent = types.ModuleType(_PARENT)
    parent.__path__ = [package.folder]
    sys.modules[_PARENT] = parent
    name = f"{_PARENT}.customize_service"
    spec = importlib.util.spec_from_file_location(name, package.code)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # The same module under both names: pickles name it `customize_service`.
    sys.modules[name] = sys.modules["customize_service"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name], sys.modules["customize_service"]
        raise _failed("importing it", "", error, package) from error
    return module


def find_class(module: types.ModuleType) -> type[BaseService]:
    """Return the one class of the module that is a model. Raises PackageProblem."""
    found = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, BaseService) and value.__module__ == module.__name__
    ]
    found = [kind for kind in dict.fromkeys(found) if not any(kind in other.__mro__[1:] for other in found)]
    if not found:
        raise PackageProblem("no class here derives from a base class of model_service, such as PTServingBaseService", CODE)
    if len(found) > 1:
        names = ", ".join(kind.__name__ for kind in found)
        raise PackageProblem(f"several classes could be the model: {names}; keep one", CODE)
    return found[0]


def _make(kind: type[BaseService], name: str, path: str) -> BaseService:
    """Make the class with the arguments that it takes: name and path, the path alone, or none."""
    parameters = [
        parameter
        for parameter in inspect.signature(kind).parameters.values()
        if parameter.kind in {parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD}
    ]
    if any(p.kind is p.VAR_POSITIONAL for p in inspect.signature(kind).parameters.values()) or len(parameters) > 1:
        return kind(name, path)
    if parameters:
        return kind(name if parameters[0].name == "model_name" else path)
    return kind()


def _model_path(kind: type[BaseService], package: Package, settings: Settings) -> str:
    """Return what the class gets as its path: a folder or a file, as its engine has it."""
    from model_service.python_model_service import XgSklServingBaseService
    from model_service.pytorch_model_service import PTServingBaseService
    from model_service.spark_model_service import SparkServingBaseService

    if settings.model_file:
        return os.path.join(package.folder, settings.model_file)
    if issubclass(kind, PTServingBaseService):
        endings = MODEL_FILES["pytorch"]
    elif issubclass(kind, (XgSklServingBaseService, SparkServingBaseService)):
        endings = MODEL_FILES["classic"]
    else:
        return package.folder
    return find_model_file(package, endings, strict=False) or package.folder


def _failed(doing: str, name: str, error: BaseException, package: Package) -> PackageProblem:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(package.folder + os.sep)
    ]
    place = CODE
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{os.path.relpath(error.filename, package.folder)}, line {error.lineno}"
    elif frames:
        place = f"{os.path.relpath(frames[-1].filename, package.folder)}, line {frames[-1].lineno}"
    what = f"{doing} {name}".strip()
    return PackageProblem(f"{what} failed: {last_line(error)}", place)


def last_line(error: BaseException) -> str:
    """Return the last line that a traceback would have, with the kind of the exception before it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kind = type(error).__name__
    if not lines:
        return kind
    return lines[-1] if lines[-1].startswith(f"{kind}:") else f"{kind}: {lines[-1]}"


def call(method: Any, *arguments: Any) -> Any:
    """Call a method of user code: an exit or an interrupt there must not end the server."""
    try:
        return method(*arguments)
    except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
        raise RuntimeError(last_line(error)) from error
