"""The two kinds of models as the server sees them: an engine without code, and a class of user code."""

from __future__ import annotations

import inspect
import logging
import time
from typing import Any, Sequence

from model_service.base import BaseService, InvalidInput
from model_service.runtime import wire
from model_service.runtime.engines import load_engine
from model_service.runtime.engines.predictor import Call, Predictor
from model_service.runtime.multipart import read_form
from model_service.runtime.package import Package
from model_service.runtime.problems import BadInput, ModelFailed, Problem, WrongContentType
from model_service.runtime.settings import Settings
from model_service.runtime.user_code import call, last_line, load_service

logger = logging.getLogger("model_service")

_SMALL_BYTES = 64 * 1024  # up to which a body is read on the loop


class Request:
    """A request for a prediction on its way to the model."""

    __slots__ = ("body", "call", "content_type", "is_small")

    def __init__(self, body: bytes, content_type: str) -> None:
        self.body = body
        self.content_type = content_type
        self.call: Call | None = None
        self.is_small = len(body) <= _SMALL_BYTES


class EngineModel:
    """A model that an engine runs without code. `run` answers many requests by one call."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        self.engine = predictor.engine
        self.batch_size = 0  # as many as the settings say
        self.may_run_inline = predictor.may_run_inline

    def prepare(self, request: Request) -> None:
        """Read a request on the loop, so that mistakes are answered at once. Large ones are read by the worker."""
        if request.is_small:
            request.call = self._read(request)

    def _read(self, request: Request) -> Call:
        kind = media_type(request.content_type)
        if kind not in JSON_TYPES:
            raise WrongContentType(f"This model takes application/json, not {kind}.")
        return self.predictor.prepare(wire.loads(request.body))

    def run(self, requests: Sequence[Request]) -> list[Any]:
        """Answer requests, together where that works, each by itself where it does not."""
        calls: list[Any] = []
        for request in requests:
            try:
                calls.append(request.call or self._read(request))
            except Exception as error:  # noqa: BLE001 - it is the answer
                calls.append(error)
        good = [item for item in calls if isinstance(item, Call)]
        answers = iter(self._answers(good)) if good else iter(())
        return [next(answers) if isinstance(item, Call) else item for item in calls]

    def _answers(self, calls: list[Call]) -> list[Any]:
        try:
            return [wire.dumps(answer) for answer in self.predictor.answer_all(calls)]
        except Exception as error:  # noqa: BLE001 - it is the answer
            if len(calls) == 1:
                return [failure(error)]
            return [self._answers([single])[0] for single in calls]

    def warm_up(self) -> None:
        """Ask the model once, since the first call is slow."""
        self.predictor.warm_up()


class CodeModel:
    """A model with user code."""

    def __init__(self, service: BaseService) -> None:
        self.service = service
        self.engine = next(kind.__name__ for kind in type(service).__mro__ if kind.__module__.startswith("model_service."))
        self.batches = callable(getattr(service, "_inference_batch", None)) and int(service.max_batch_size) > 1
        self.batch_size = int(service.max_batch_size) if self.batches else 1
        self.may_run_inline = False

    def prepare(self, request: Request) -> None:
        """Nothing: bodies are read by the worker, as the code may take any form."""

    def read(self, request: Request) -> Any:
        """Return what the code is given as `data`."""
        kind = media_type(request.content_type)
        if kind in JSON_TYPES:
            return wire.loads(request.body)
        if kind == "multipart/form-data":
            return read_form(request.body, request.content_type)
        if kind == "application/x-www-form-urlencoded":
            from urllib.parse import parse_qsl

            return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000))
        raise WrongContentType(f"This model takes application/json and multipart/form-data, not {kind}.")

    def run(self, requests: Sequence[Request]) -> list[Any]:
        """Answer requests by user code."""
        if self.batches and len(requests) > 1:
            return self._together(requests)
        return [self._one(request) for request in requests]

    def _one(self, request: Request) -> Any:
        began = time.perf_counter()
        try:
            answer = self._written(call(self.service.inference, self.read(request)))
        except Exception as error:  # noqa: BLE001 - it is the answer
            return failure(error)
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("prediction: %.2f ms", (time.perf_counter() - began) * 1000)
        return answer

    def _together(self, requests: Sequence[Request]) -> list[Any]:
        """Answer requests by one call of `_inference_batch`; each by itself when that fails."""
        answers: list[Any] = [None] * len(requests)
        inputs: list[tuple[int, Any]] = []
        for number, request in enumerate(requests):
            try:
                inputs.append((number, call(self.service._preprocess, self.read(request))))  # noqa: SLF001 - its interface
            except Exception as error:  # noqa: BLE001 - it is the answer
                answers[number] = failure(error)
        try:
            outputs = self._batch([item for _, item in inputs]) if inputs else []
        except Exception:
            logger.exception("a batch failed; its requests are answered one by one")
            for number, _ in inputs:
                answers[number] = self._one(requests[number])
            return answers
        for (number, _), output in zip(inputs, outputs):
            try:
                answers[number] = self._written(call(self.service._postprocess, output))  # noqa: SLF001 - its interface
            except Exception as error:  # noqa: BLE001 - it is the answer
                answers[number] = failure(error)
        return answers

    def _batch(self, inputs: list[Any]) -> list[Any]:
        method: Any = self.service._inference_batch  # type: ignore[attr-defined]  # noqa: SLF001 - its interface
        outputs = list(call(method, inputs))
        if len(outputs) != len(inputs):
            raise ModelFailed(f"_inference_batch was given {len(inputs)} inputs and returned {len(outputs)} outputs")
        return outputs

    def _written(self, answer: Any) -> Any:
        """Return an answer as bytes, or the iterator that a stream comes from."""
        if isinstance(answer, (bytes, bytearray)):
            return bytes(answer)
        if inspect.isgenerator(answer) or (hasattr(answer, "__next__") and hasattr(answer, "__iter__")):
            return answer
        if inspect.isawaitable(answer):
            import asyncio

            return self._written(asyncio.run(_await(answer)))
        return wire.dumps(answer)

    def warm_up(self) -> None:
        """Let the code warm itself up, if it can."""
        method = getattr(self.service, "warm_up", None)
        if callable(method):
            call(method)


JSON_TYPES = {"application/json", "", "applicaton/json", "text/json"}  # one is misspelt in packages that are in use


def media_type(content_type: str) -> str:
    """Return the media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


async def _await(answer: Any) -> Any:
    return await answer


def failure(error: Exception) -> Exception:
    """Return what the caller is told of an exception; the traceback goes to the log."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, InvalidInput):
        return BadInput(str(error) or "The input is not valid.")
    logger.error("prediction failed", exc_info=error)
    return ModelFailed(last_line(error))


def load(package: Package, settings: Settings) -> Any:
    """Load the model of a package, by its code where it has any. Raises PackageProblem."""
    if package.code:
        return CodeModel(load_service(package, settings))
    return EngineModel(load_engine(package, settings))
