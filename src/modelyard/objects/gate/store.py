"""The store over its unix socket: a small client for the few requests that the gate makes by itself.

The rest of the platform uses the `ObjectStore` port; its HTTP library would make the gate half as large again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

import httptools

_LARGEST_ANSWER_BYTES = 16 * 2**20


class StoreAway(Exception):
    """The store does not answer now."""


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
        lines = {"host": "store", "connection": "close", "content-length": str(len(body)), **(headers or {})}
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        try:
            return await asyncio.wait_for(self._exchange(method, head.encode() + b"\r\n" + body), self._timeout_seconds)
        except (OSError, asyncio.TimeoutError, httptools.HttpParserError) as error:
            raise StoreAway(str(error) or type(error).__name__) from error

    async def ensure_bucket(self, name: str) -> None:
        """Make a bucket; one that is there is left as it is. Raises StoreAway."""
        answer = await self.request("PUT", f"/{name}")
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

    async def _exchange(self, method: str, data: bytes) -> StoreAnswer:
        reader, writer = await asyncio.open_unix_connection(self._socket)
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
