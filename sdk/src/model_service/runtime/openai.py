"""The interface of OpenAI: user code answers `chat_completions`, `completions` or `embeddings`."""

from __future__ import annotations

import time
import uuid
from typing import Any

from model_service.runtime import wire
from model_service.runtime.problems import BadInput, Problem, WrongContentType
from model_service.runtime.protocols import JSON_TYPES, Protocol, Request, media_type

METHODS = {
    "/v1/chat/completions": "chat_completions",
    "/v1/completions": "completions",
    "/v1/embeddings": "embeddings",
}
_TYPES = {400: "invalid_request_error", 404: "not_found_error", 413: "invalid_request_error", 415: "invalid_request_error"}


class OpenAI(Protocol):
    """One request; text that the code returns or yields is put into the shapes of the interface, dicts pass as they are."""

    def __init__(self, method: str, model_name: str) -> None:
        self.method = method
        self.model = model_name
        self.is_chat = method == "chat_completions"
        self.id = f"{'chatcmpl' if self.is_chat else 'cmpl'}-{uuid.uuid4().hex}"
        self.created = int(time.time())
        self.streams = False
        self.is_first = True

    def read_data(self, request: Request) -> Any:
        """Return the body; it must have what every client sends."""
        kind = media_type(request.content_type)
        if kind not in JSON_TYPES:
            raise WrongContentType(f"This path takes application/json, not {kind}.")
        body = wire.loads(request.body)
        needed = {"chat_completions": "messages", "completions": "prompt", "embeddings": "input"}[self.method]
        if not isinstance(body, dict) or needed not in body:
            raise BadInput(f"The body needs {needed!r}.")
        self.streams = body.get("stream") is True and self.method != "embeddings"
        self.model = str(body.get("model") or self.model)
        return body

    def write(self, answer: Any, request: Request) -> Any:
        """Return a whole answer."""
        if isinstance(answer, dict):
            return wire.dumps(answer)
        if self.method == "embeddings":
            vectors = answer.tolist() if hasattr(answer, "tolist") else list(answer)
            data = [{"object": "embedding", "index": number, "embedding": vector} for number, vector in enumerate(vectors)]
            usage = {"prompt_tokens": 0, "total_tokens": 0}
            return wire.dumps({"object": "list", "data": data, "model": self.model, "usage": usage})
        text = answer if isinstance(answer, str) else "".join(self._text(item) for item in answer)
        choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
        if self.is_chat:
            choice["message"] = {"role": "assistant", "content": text}
        else:
            choice["text"] = text
        usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        kind = "chat.completion" if self.is_chat else "text_completion"
        return wire.dumps({**self._shell(kind), "choices": [choice], "usage": usage})

    def part(self, item: Any) -> bytes:
        """Return a piece of text as the change that clients expect."""
        if isinstance(item, dict):
            return b"data: %s\n\n" % wire.dumps(item)
        choice: dict[str, Any] = {"index": 0, "finish_reason": None}
        if self.is_chat:
            choice["delta"] = {"role": "assistant", "content": item} if self.is_first else {"content": item}
        else:
            choice["text"] = item
        self.is_first = False
        kind = "chat.completion.chunk" if self.is_chat else "text_completion"
        return b"data: %s\n\n" % wire.dumps({**self._shell(kind), "choices": [choice]})

    def end(self) -> bytes:
        """Return what tells clients that nothing follows."""
        return b"data: [DONE]\n\n"

    def failed_part(self, problem: Problem) -> bytes:
        """Return the error in the place of a chunk, where clients look for it."""
        return b"data: %s\n\n" % self.problem(problem)

    def problem(self, problem: Problem) -> bytes:
        """Return the body in which clients look for `error.message`."""
        kind = _TYPES.get(problem.status, "server_error")
        return wire.dumps({"error": {"message": str(problem), "type": kind, "param": None, "code": problem.code}})

    def _shell(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}

    @staticmethod
    def _text(item: Any) -> str:
        """Return the text of a part that was yielded for a client that does not stream."""
        if isinstance(item, dict):
            choice = (item.get("choices") or [{}])[0]
            return str((choice.get("delta") or {}).get("content") or choice.get("text") or "")
        return str(item)
