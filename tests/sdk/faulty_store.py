"""A store that misbehaves as told: names that a good one refuses, answers that break off, keys that expire."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape


@dataclass
class FaultyStore:
    """Objects of one bucket, and what goes wrong.

    refuse: gets method, key and headers of each request; an answer (status, code) instead of None is sent, code "" without a
    body, status 0 closes the connection. cut_after: a content breaks off after so many bytes, once for each entry.
    """

    objects: dict[str, bytes] = field(default_factory=dict)
    refuse: Callable[[str, str, Any], tuple[int, str] | None] = lambda method, key, headers: None
    cut_after: list[int] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    port: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator["FaultyStore"]:
        """Answer on a free port."""
        handler = type("Handler", (_Handler,), {"store": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


class _Handler(BaseHTTPRequestHandler):
    store: FaultyStore
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the library
        pass

    def do_GET(self) -> None:
        asked, query, key = self._read_target()
        if asked is None:
            return
        if not key:
            self._send(
                200, _listing(self.store.objects, query), cut=self.store.cut_after.pop(0) if self.store.cut_after else None
            )
            return
        content = self.store.objects.get(key)
        if content is None:
            self._send(404, _error("NoSuchKey"))
            return
        start, end, status = 0, len(content), 200
        if "range" in self.headers:
            first, _, last = self.headers["range"][6:].partition("-")
            start, end, status = int(first), int(last) + 1 if last else len(content), 206
        self._send(status, content[start:end], cut=self._cut())

    def _cut(self) -> int | None:
        return self.store.cut_after.pop(0) if self.store.cut_after else None

    def do_HEAD(self) -> None:
        asked, _, key = self._read_target()
        if asked is None:
            return
        found = not key or key in self.store.objects
        self.send_response(200 if found else 404)
        self.send_header("content-length", str(len(self.store.objects.get(key, b""))))
        self.end_headers()

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        asked, _, key = self._read_target()
        if asked is None:
            return
        source = self.headers.get("x-amz-copy-source")
        self.store.objects[key] = self.store.objects[unquote(source).split("/", 2)[2]] if source else body
        self._send(200, b"")

    def do_DELETE(self) -> None:
        asked, _, key = self._read_target()
        if asked is not None:
            self.store.objects.pop(key, None)
            self._send(204, b"")

    def _read_target(self) -> tuple[bool | None, dict[str, str], str]:
        parts = urlsplit(self.path)
        key = unquote(parts.path[1:].partition("/")[2])
        self.store.requests.append((self.command, key))
        self.store.connections.add(self.client_address)
        refused = self.store.refuse(self.command, key, self.headers)
        if refused is None:
            return True, {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}, key
        status, code = refused
        if status == 0:
            self.close_connection = True
        else:
            self._send(status, _error(code) if code and self.command != "HEAD" else b"")
        return None, {}, key

    def _send(self, status: int, body: bytes, *, cut: int | None = None) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.send_header("etag", '"mark"')
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>No.</Message><RequestId>1</RequestId></Error>".encode()


def _listing(objects: dict[str, bytes], query: dict[str, str]) -> bytes:
    prefix, most = query.get("prefix", ""), int(query["max-keys"])
    after = query.get("continuation-token", "")
    found: dict[str, int | None] = {}
    for key in sorted(objects):
        if key.startswith(prefix):
            rest = key[len(prefix) :]
            if "delimiter" in query and "/" in rest:
                found[prefix + rest.split("/")[0] + "/"] = None
            else:
                found[key] = len(objects[key])
    names = [name for name in found if name > after]
    items = "".join(_item(name, found[name]) for name in names[:most])
    is_cut = len(names) > most
    token = f"<NextContinuationToken>{escape(names[most - 1])}</NextContinuationToken>" if is_cut else ""
    return (
        f"<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>{str(is_cut).lower()}</IsTruncated>{token}{items}"
        "</ListBucketResult>"
    ).encode()


def _item(name: str, size: int | None) -> str:
    if size is None:
        return f"<CommonPrefixes><Prefix>{quote(name)}</Prefix></CommonPrefixes>"
    modified = "<LastModified>2026-01-02T03:04:05.000Z</LastModified>"
    return f"<Contents><Key>{quote(name)}</Key><Size>{size}</Size>{modified}</Contents>"
