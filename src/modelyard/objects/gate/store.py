"""The store as the gate reaches it: a small client for the few requests that the gate makes by itself.

The rest of the platform uses the `ObjectStore` port; its HTTP library would make the gate half as large again.
"""

import asyncio
import base64
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, unescape

import httptools

from modelyard.core.clock import Clock, SystemClock
from modelyard.objects.rules.external import KEY_PROBLEM, KEY_PROBLEMS, ExternalStore
from modelyard.objects.rules.xml import element, error_code

_LARGEST_ANSWER_BYTES = 16 * 2**20


class StoreAway(Exception):
    """The store does not answer now. `hint` is what a client may be told."""

    hint = "The store does not answer now. Try again."


class StoreRefusesKey(StoreAway):
    """The external store refuses the platform's own key."""

    def __init__(self, code: str) -> None:
        self.hint = KEY_PROBLEM.format(code=code)
        super().__init__(self.hint)


@dataclass(frozen=True)
class StoreAnswer:
    """An answer of the store; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class SocketStore:
    """Speaks S3 to the sealed store, unsigned: reaching its socket is the right to do so."""

    def __init__(self, socket: Path, *, timeout_seconds: float = 30) -> None:
        self._socket = str(socket)
        self._timeout_seconds = timeout_seconds

    async def request(
        self, method: str, target: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> StoreAnswer:
        """Send a request on a connection of its own and return the answer. Raises StoreAway."""
        dressed = self._dress(method, target, headers or {}, body)
        lines = {"connection": "close", "content-length": str(len(body)), **dressed}
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        try:
            answer = await asyncio.wait_for(self._exchange(method, head.encode() + b"\r\n" + body), self._timeout_seconds)
        except (OSError, asyncio.TimeoutError, httptools.HttpParserError) as error:
            raise StoreAway(str(error) or type(error).__name__) from error
        self._check(answer)
        return answer

    async def is_name_free(self, name: str) -> bool:
        """Return whether a bucket of this name can be made. Raises StoreAway."""
        return True  # only we make buckets there, and what we made is in the database

    async def ensure_bucket(self, name: str) -> None:
        """Make a bucket; one that is there is left as it is. Raises StoreAway."""
        answer = await self.request("PUT", f"/{name}", body=self._bucket_document())
        if answer.status != 200 and not (answer.status == 409 and b"Bucket" in answer.body):
            raise StoreAway(f"making a bucket was answered with {answer.status} {_message(answer.body)}")

    async def remove_bucket(self, name: str) -> bool:
        """Remove an empty bucket; returns whether it is gone. Raises StoreAway."""
        answer = await self.request("DELETE", f"/{name}")
        if answer.status in {200, 204, 404}:
            return True
        if answer.status == 409:
            return False
        raise StoreAway(f"removing a bucket was answered with {answer.status} {_message(answer.body)}")

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(self._socket)

    def _dress(self, _method: str, _target: str, headers: Mapping[str, str], _body: bytes) -> Mapping[str, str]:
        return {"host": "store", **headers}

    def _bucket_document(self) -> bytes:
        return b""

    def _check(self, answer: StoreAnswer) -> None:
        """Raise StoreAway for an answer that is about us, not about what was asked."""

    async def _exchange(self, method: str, data: bytes) -> StoreAnswer:
        reader, writer = await self._connect()
        try:
            writer.write(data)
            answer = _Answer()
            parser = httptools.HttpResponseParser(answer)
            while not answer.complete:
                chunk = await reader.read(65536)
                if not chunk:
                    # An answer without a length ends with the connection; one to HEAD has no body at all.
                    if parser_has_head(answer, method):
                        break
                    raise OSError("the connection ended before the answer did")
                parser.feed_data(chunk)
                if answer.size > _LARGEST_ANSWER_BYTES:
                    raise OSError("the answer is too large")
            return StoreAnswer(parser.get_status_code(), answer.headers, b"".join(answer.chunks))
        finally:
            writer.close()


class ExternalClient(SocketStore):
    """Speaks S3 to a store that somebody else runs, signed with the platform's key."""

    def __init__(self, store: ExternalStore, *, clock: Clock | None = None, timeout_seconds: float = 30) -> None:
        super().__init__(Path(), timeout_seconds=timeout_seconds)
        self._store = store
        self._clock = clock or SystemClock()
        self._tls = ssl.create_default_context() if store.is_tls else None

    async def is_name_free(self, name: str) -> bool:
        """See `SocketStore`. A bucket that is there is somebody's: making it ours would hand over what is in it."""
        answer = await self.request("GET", f"/{name}?max-keys=1")
        return answer.status == 404

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._store.host, self._store.port, ssl=self._tls)

    def _dress(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        plain = {name: value for name, value in headers.items() if not name.startswith("x-amz-")}
        if body:
            # Others than ours refuse a batch deletion without it.
            plain["content-md5"] = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        return plain | self._store.sign(method, target, headers, at=self._clock.now())

    def _bucket_document(self) -> bytes:
        if self._store.region == "us-east-1":
            return b""
        return element("CreateBucketConfiguration", f"<LocationConstraint>{escape(self._store.region)}</LocationConstraint>")

    def _check(self, answer: StoreAnswer) -> None:
        code = error_code(answer.body) if answer.status in {400, 401, 403} else ""
        if code in KEY_PROBLEMS:
            raise StoreRefusesKey(code)


class _Answer:
    """Collects what the parser finds."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.chunks: list[bytes] = []
        self.size = 0
        self.head_complete = False
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.head_complete = True

    def on_body(self, body: bytes) -> None:
        self.chunks.append(body)
        self.size += len(body)

    def on_message_complete(self) -> None:
        self.complete = True


def parser_has_head(answer: _Answer, method: str) -> bool:
    """Return whether an answer that the other side ended can count as whole."""
    return answer.head_complete and (method == "HEAD" or "content-length" not in answer.headers)


def _message(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    start, end = text.find("<Message>"), text.find("</Message>")
    return unescape(text[start + 9 : end]) if 0 <= start < end else text[:200]
