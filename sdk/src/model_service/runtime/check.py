"""`check`: loads a package and says what it is, or what is wrong with it and where."""

from __future__ import annotations

import os
import resource
import sys
import time
import traceback
from typing import Any

from model_service.runtime import models, wire
from model_service.runtime.engines.predictor import Tensor
from model_service.runtime.package import CODE, Package, open_package
from model_service.runtime.problems import PackageProblem
from model_service.runtime.settings import Settings


def check(folder: str, settings: Settings) -> int:
    """Print the verdict as one line of JSON, the only one on the standard output; return 0 when the package can be served."""
    out = os.dup(1)
    os.dup2(2, 1)  # what user code prints must not mix with the verdict
    verdict = judge(folder, settings)
    sys.stdout.flush()
    with os.fdopen(out, "wb") as file:
        file.write(wire.dumps(verdict) + b"\n")
    return 0 if verdict["ok"] else 3


def judge(folder: str, settings: Settings) -> dict[str, Any]:
    """Load the model of a package and return what was found."""
    began = time.monotonic()
    try:
        package = open_package(folder)
        model = models.load(package, settings)
        model.warm_up()
    except PackageProblem as problem:
        return _refusal(problem.text, problem.place, problem)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the verdict
        return _refusal(f"{type(error).__name__}: {error}", "", error)
    return {
        "ok": True,
        "kind": "code" if package.code else "engine",
        "engine": model.engine,
        **_inside(package, model),
        "inputs": _told(model.inputs),
        "outputs": _told(model.outputs),
        "apis": [
            {
                "url": api.path,
                "method": api.method,
                "content_type": api.content_type,
                "request": api.request,
                "response": api.response,
            }
            for api in package.apis
        ],
        "load_seconds": round(time.monotonic() - began, 3),
        "memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _inside(package: Package, model: Any) -> dict[str, Any]:
    if package.code:
        methods = [name for name in ("chat_completions", "completions", "embeddings", "websocket") if model.has(name)]
        return {"file": CODE, "class": type(model.service).__name__, "methods": ["inference", *methods]}
    columns = getattr(model.predictor, "columns", None)
    return {"columns": columns, "classes": model.predictor.classes, "batches": True}


def _refusal(text: str, place: str, error: BaseException) -> dict[str, Any]:
    cause = error.__cause__ or error
    told = "".join(traceback.format_exception(type(cause), cause, cause.__traceback__))
    return {"ok": False, "problem": {"text": text, "place": place}, "traceback": "" if cause is error else told[-8000:]}


def _told(tensors: tuple[Tensor, ...]) -> list[dict[str, Any]]:
    return [{"name": tensor.name, "datatype": tensor.datatype, "shape": list(tensor.shape)} for tensor in tensors]
