"""How requests are written: what is read from a body, how an answer, a stream and a problem look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator
from urllib.parse import parse_qsl

from model_service.runtime import wire
from model_service.runtime.engines.predictor import Call, Predictor
from model_service.runtime.multipart import read_form
from model_service.runtime.problems import Problem, WrongContentType

JSON_TYPES = {"application/json", "", "applicaton/json", "text/json"}  # one is misspelt in packages that are in use

JSON_HEADER = (b"content-type", b"application/json")
EVENTS_HEADER = (b"content-type", b"text/event-stream;charset=UTF-8")

_SMALL_BYTES = 64 * 1024  # up to which a body is read on the loop


@dataclass(frozen=True)
class Answer:
    """An answer that is not just JSON."""

    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


class Stream:
    """An answer that comes in parts."""

    def __init__(self, parts: Iterator[Any], protocol: Protocol) -> None:
        self.parts = parts
        self.protocol = protocol


class Request:
    """A request for a prediction on its way to the model."""

    __slots__ = ("body", "call", "content_type", "head_length", "is_small", "protocol")

    def __init__(self, body: bytes, content_type: str, protocol: Protocol, head_length: int = 0) -> None:
        self.body = body
        self.content_type = content_type
        self.protocol = protocol
        self.head_length = head_length  # of the JSON before binary data, 0 when all is JSON
        self.call: Call | None = None
        self.is_small = len(body) <= _SMALL_BYTES


class Protocol:
    """The public form: JSON or a form with files to `inference`, JSON back, and a stream as events."""

    method = "inference"  # of user code

    def read_call(self, predictor: Predictor, request: Request) -> Call:
        """Return what an engine is asked. Raises Problem."""
        kind = media_type(request.content_type)
        if kind not in JSON_TYPES:
            raise WrongContentType(f"This model takes application/json, not {kind}.")
        return predictor.prepare(wire.loads(request.body))

    def read_data(self, request: Request) -> Any:
        """Return what user code is given as `data`. Raises Problem."""
        kind = media_type(request.content_type)
        if kind in JSON_TYPES:
            return wire.loads(request.body)
        if kind == "multipart/form-data":
            return read_form(request.body, request.content_type)
        if kind == "application/x-www-form-urlencoded":
            try:
                return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000))
            except ValueError as error:
                raise WrongContentType(f"The form cannot be read: {error}.") from None
        raise WrongContentType(f"This model takes application/json and multipart/form-data, not {kind}.")

    def write(self, answer: Any, request: Request) -> Any:
        """Return the body for an answer: bytes of JSON, or an Answer."""
        return bytes(answer) if isinstance(answer, (bytes, bytearray)) else wire.dumps(answer)

    def part(self, item: Any) -> bytes:
        """Return one part of a stream as an event."""
        if isinstance(item, (bytes, bytearray)):
            return bytes(item)
        if isinstance(item, str):
            return b"".join(b"data: %s\n" % line.encode() for line in item.splitlines() or [""]) + b"\n"
        return b"data: %s\n\n" % wire.dumps(item)

    def end(self) -> bytes:
        """Return what ends a stream."""
        return b""

    def failed_part(self, problem: Problem) -> bytes:
        """Return the event that tells of a stream that broke off."""
        return b"event: error\ndata: %s\n\n" % self.problem(problem)

    def problem(self, problem: Problem) -> bytes:
        """Return the body that tells of a problem."""
        return wire.dumps(problem.body())


PLAIN = Protocol()


def media_type(content_type: str) -> str:
    """Return the media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()
