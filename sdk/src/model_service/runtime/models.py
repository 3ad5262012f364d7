"""The two kinds of models as the server sees them: an engine without code, and a class of user code."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from typing import Any, Sequence

from model_service.base import BaseService, InvalidInput
from model_service.runtime.engines import load_engine
from model_service.runtime.engines.predictor import Predictor, Tensor
from model_service.runtime.package import Package
from model_service.runtime.problems import BadInput, ModelFailed, NoSuchPath, Problem
from model_service.runtime.protocols import Request, Stream
from model_service.runtime.settings import Settings
from model_service.runtime.user_code import call, last_line, load_service

logger = logging.getLogger("model_service")


class EngineModel:
    """A model that an engine runs without code. `run` answers many requests by one call."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor
        self.engine = predictor.engine
        self.batch_size = 0  # as many as the settings say
        self.may_run_inline = predictor.may_run_inline

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        """What the model takes."""
        return self.predictor.inputs

    @property
    def outputs(self) -> tuple[Tensor, ...]:
        """What the model gives."""
        return self.predictor.outputs

    def has(self, method: str) -> bool:
        """Whether requests for a method of user code are answered."""
        return method == "inference"

    def prepare(self, request: Request) -> None:
        """Read a request on the loop, so that mistakes are answered at once. Large ones are read by the worker."""
        if request.is_small:
            request.call = request.protocol.read_call(self.predictor, request)

    def run(self, requests: Sequence[Request]) -> list[Any]:
        """Answer requests, together where that works, each by itself where it does not."""
        answers: list[Any] = [None] * len(requests)
        good: list[int] = []
        for number, request in enumerate(requests):
            try:
                if request.call is None:
                    request.call = request.protocol.read_call(self.predictor, request)
                good.append(number)
            except Exception as error:  # noqa: BLE001 - it is the answer
                answers[number] = failure(error)
        for number, answer in zip(good, self._answers([requests[number] for number in good])):
            answers[number] = answer
        return answers

    def _answers(self, requests: list[Request]) -> list[Any]:
        if not requests:
            return []
        try:
            found = self.predictor.answer_all([request.call for request in requests if request.call is not None])
            if len(requests) == 1:
                return [requests[0].protocol.write(found[0], requests[0])]
        except Exception as error:  # noqa: BLE001 - it is the answer
            if len(requests) == 1:
                return [failure(error)]
            return [self._answers([single])[0] for single in requests]
        return [self._written(answer, request) for answer, request in zip(found, requests)]

    @staticmethod
    def _written(answer: Any, request: Request) -> Any:
        try:
            return request.protocol.write(answer, request)
        except Exception as error:  # noqa: BLE001 - it is the answer
            return failure(error)

    def warm_up(self) -> None:
        """Ask the model once, since the first call is slow."""
        self.predictor.warm_up()


class CodeModel:
    """A model with user code."""

    may_run_inline = False
    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()

    def __init__(self, service: BaseService) -> None:
        self.service = service
        self.engine = next(
            kind.__name__ for kind in type(service).__mro__ if kind.__module__.startswith(("model_service.", "mms."))
        )
        self.batches = callable(getattr(service, "_inference_batch", None)) and int(service.max_batch_size) > 1
        self.batch_size = int(service.max_batch_size) if self.batches else 1

    def has(self, method: str) -> bool:
        """Whether the code has a method."""
        return callable(getattr(self.service, method, None))

    def prepare(self, request: Request) -> None:
        """Nothing is read here: the code may take any form, and the worker is needed anyway."""
        if not self.has(request.protocol.method):
            raise NoSuchPath(f"The class {type(self.service).__name__} has no method {request.protocol.method!r}.")

    def run(self, requests: Sequence[Request]) -> list[Any]:
        """Answer requests by user code."""
        if self.batches and len(requests) > 1 and all(request.protocol.method == "inference" for request in requests):
            return self._together(requests)
        return [self._one(request) for request in requests]

    def _one(self, request: Request) -> Any:
        began = time.perf_counter()
        try:
            method = getattr(self.service, request.protocol.method)
            answer = self._written(call(method, request.protocol.read_data(request)), request)
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
                data = request.protocol.read_data(request)
                inputs.append((number, call(self.service._preprocess, data)))  # noqa: SLF001 - its interface
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
                answer = call(self.service._postprocess, output)  # noqa: SLF001 - its interface
                answers[number] = self._written(answer, requests[number])
            except Exception as error:  # noqa: BLE001 - it is the answer
                answers[number] = failure(error)
        return answers

    def _batch(self, inputs: list[Any]) -> list[Any]:
        method: Any = self.service._inference_batch  # type: ignore[attr-defined]  # noqa: SLF001 - its interface
        outputs = list(call(method, inputs))
        if len(outputs) != len(inputs):
            raise ModelFailed(f"_inference_batch was given {len(inputs)} inputs and returned {len(outputs)} outputs")
        return outputs

    def _written(self, answer: Any, request: Request) -> Any:
        """Return an answer as bytes, or the stream that it comes in."""
        if inspect.isawaitable(answer):
            answer = asyncio.run(_await(answer))
        if inspect.isasyncgen(answer):
            raise ModelFailed("asynchronous generators are not supported; yield from an ordinary method")
        if hasattr(answer, "__next__") and getattr(request.protocol, "streams", True):
            return Stream(answer, request.protocol)
        return request.protocol.write(answer, request)

    def warm_up(self) -> None:
        """Let the code warm itself up, if it can."""
        method = getattr(self.service, "warm_up", None)
        if callable(method):
            call(method)


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
