"""Requests to the store: signed, over connections that are kept, tried again when the store or the network fails."""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Mapping, Union
from xml.etree import ElementTree as ET

from .errors import (
    MoxFileNotExistsException,
    MoxFilePermissionException,
    MoxFileRespException,
    StoreAnswer,
)
from .settings import Keys, Settings
from .signing import Query, Signer, encode_path, encode_query

# A store drops connections that were idle for 30 s.
IDLE_SECONDS = 20.0
LONGEST_WAIT_SECONDS = 10.0
BROKEN = (OSError, http.client.HTTPException)
_TRIED_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class FilePart:
    """A piece of a local file, as the body of a request."""

    path: str
    offset: int
    size: int


Body = Union[bytes, FilePart]


class Answer:
    """An answer of the store whose content is read by the caller. Use as a context manager: the connection goes back."""

    def __init__(self, connections: Connections, connection: _Connection, response: http.client.HTTPResponse) -> None:
        self._connections, self._connection, self._response = connections, connection, response
        self.status = response.status
        self.headers = response.headers
        self.length = int(response.headers.get("content-length") or 0)
        self.content = b""  # of an answer that was asked for as a whole

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self) -> bytes:
        """Return all that is left."""
        content = self._response.read()
        self.close()
        return content

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as something is there; 0 at the end, also at a premature one."""
        return self._response.readinto(buffer)

    def close(self) -> None:
        """Give the connection back, or end it when something is left on it."""
        if not self._response.isclosed() and self._response.length == 0:
            self._response.read()  # nothing comes, but it has to be told
        if self._response.isclosed() and not self._response.will_close:
            self._connections.give(self._connection)
        else:
            self._connection.close()
        self._connection = _NOBODY


class _OverSocket(http.client.HTTPConnection):
    """A connection over a unix socket that leads to the store. context: where the store is spoken to in secret."""

    def __init__(self, path: str, host: str, timeout: float, context: ssl.SSLContext | None) -> None:
        super().__init__(host, timeout=timeout)
        self._path, self._secret = path, context

    def connect(self) -> None:
        """Open it."""
        found = socket.socket(socket.AF_UNIX)
        try:
            found.settimeout(self.timeout)
            found.connect(self._path)
            self.sock = found if self._secret is None else self._secret.wrap_socket(found, server_hostname=self.host)
        except BaseException:
            found.close()
            raise


class _Connection:
    """One connection to the store."""

    def __init__(self, settings: Settings, context: ssl.SSLContext | None) -> None:
        endpoint, timeout = settings.endpoint, settings.timeout_seconds
        self.reused = False
        self.idle_since = 0.0
        self._http: http.client.HTTPConnection
        if settings.socket:
            self._http = _OverSocket(settings.socket, endpoint.host, timeout, context if endpoint.secure else None)
        elif endpoint.secure:
            self._http = http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=timeout, context=context)
        else:
            self._http = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=timeout)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: Body | None) -> http.client.HTTPResponse:
        """Send one request and return the answer's head."""
        http_ = self._http
        http_.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            http_.putheader(name, value)
        try:
            if isinstance(body, FilePart):
                http_.endheaders()
                self._send_file(body)
            else:
                http_.endheaders(body)
        except (BrokenPipeError, ConnectionResetError):
            # The store may have refused before it has read everything: then there is an answer.
            with contextlib.suppress(*BROKEN):
                return http_.getresponse()
            raise
        return http_.getresponse()

    def _send_file(self, part: FilePart) -> None:
        with open(part.path, "rb", buffering=0) as stream:
            sent = _send(self._http.sock, stream, part)
        if sent != part.size:
            raise ShrunkFile(f"{part.path} became shorter while it was being uploaded")

    def close(self) -> None:
        self._http.close()


class _Nobody(_Connection):
    """Stands where a connection was before it was given back."""

    def __init__(self) -> None:
        self.reused = False

    def close(self) -> None:
        pass


_NOBODY = _Nobody()


class ShrunkFile(Exception):
    """A local file changed under an upload; trying again would not help."""


def _send(sock: socket.socket, stream: BinaryIO, part: FilePart) -> int:
    if part.size == 0:
        return 0
    stream.seek(part.offset)
    return sock.sendfile(stream, part.offset, part.size)


class Connections:
    """Connections of this process that wait for their next request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._idle: list[_Connection] = []
        self._pid = os.getpid()
        self._context: ssl.SSLContext | None = None
        if settings.endpoint.secure:
            self._context = ssl.create_default_context()
            if not settings.verify:
                self._context.check_hostname = False
                self._context.verify_mode = ssl.CERT_NONE

    def take(self) -> _Connection:
        """Return an idle connection, or a new one that is not open yet."""
        self._leave_to_the_parent()
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return _Connection(self._settings, self._context)
            if time.monotonic() - connection.idle_since < IDLE_SECONDS:
                connection.reused = True
                return connection
            connection.close()

    def give(self, connection: _Connection) -> None:
        """Keep a connection whose last answer was read to its end."""
        if connection is _NOBODY:
            return
        if not self._settings.keep_connections or self._pid != os.getpid():
            connection.close()
            return
        connection.idle_since = time.monotonic()
        with self._lock:
            self._idle.append(connection)

    def drop(self) -> None:
        """Close the idle ones: if one is dead, the others probably are, too."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def __del__(self) -> None:
        for connection in self._idle:
            connection.close()

    def _leave_to_the_parent(self) -> None:
        if self._pid == os.getpid():
            return
        # After a fork both processes would speak on the same connections; the lock may be held by a thread that is not here.
        self._lock, self._idle, self._pid = threading.Lock(), [], os.getpid()


class Transport:
    """Asks the store and tries again what may be tried again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._connections = Connections(settings)
        self._signer = Signer(settings.region)

    def ask(
        self,
        method: str,
        bucket: str,
        key: str = "",
        *,
        query: Query = (),
        headers: Mapping[str, str] | None = None,
        amz: Mapping[str, str] | None = None,
        body: Body | None = None,
        tries_again: bool = True,
        whole: bool = False,
    ) -> Answer:
        """Send a request and return its answer, whose content is still to be read.

        whole: the content is read and the connection given back; a break within counts as a failed try.
        headers: sent as they are. amz: sent and signed. Raises MoxFileNotExistsException (404 without a word about the
        bucket), MoxFilePermissionException, MoxFileRespException, or the error of the connection.
        """
        url = f"obs://{bucket}/{key}"
        tries = _Tries(self.settings if tries_again else None, f"{method} {url}")
        was_renewed = False
        while True:
            keys = self.settings.keys(False)
            connection = self._connections.take()
            try:
                answer = self._send(connection, keys, method, bucket, key, query, headers or {}, amz or {}, body)
                if whole and answer.status < 300:
                    answer.content = answer.read()
            except BROKEN as error:
                connection.close()
                if connection.reused:
                    self._connections.drop()
                elif isinstance(error, (ssl.SSLCertVerificationError, socket.gaierror)) and not tries_again:
                    raise
                else:
                    tries.wait_or_raise(error)
                continue
            if answer.status < 300:
                return answer
            refusal = _refusal(method, answer)
            if answer.status in _TRIED_AGAIN:
                tries.wait_or_raise(_error(url, refusal, tries.done))
            elif answer.status in {400, 401, 403} and not was_renewed and self.settings.keys(True) != keys:
                was_renewed = True
            elif answer.status == 403 and keys.has_expired(time.time()):
                # The platform is about to renew them.
                tries.wait_or_raise(_error(url, refusal, tries.done))
            else:
                raise _error(url, refusal, tries.done)

    def _send(
        self,
        connection: _Connection,
        keys: Keys,
        method: str,
        bucket: str,
        key: str,
        query: Query,
        headers: Mapping[str, str],
        amz: Mapping[str, str],
        body: Body | None,
    ) -> Answer:
        endpoint = self.settings.endpoint
        host = endpoint.authority
        path = endpoint.prefix + "/" + encode_path(f"{bucket}/{key}" if key or not self.settings.path_style else bucket)
        if not self.settings.path_style:
            host, path = f"{bucket}.{host}", endpoint.prefix + "/" + encode_path(key)
        asked = encode_query(query)
        all_headers = {**headers, **self._signer.headers(keys, method, path, asked, host, amz)}
        if body is not None or method in {"PUT", "POST"}:
            size = body.size if isinstance(body, FilePart) else len(body or b"")
            all_headers["content-length"] = str(size)
        response = connection.ask(method, path + ("?" + asked if asked else ""), all_headers, body)
        return Answer(self._connections, connection, response)


class _Tries:
    """Counts the tries of one request."""

    def __init__(self, settings: Settings | None, what: str) -> None:
        self.done = 0
        self._left = settings.retries if settings else 0
        self._wait = settings.retry_wait_seconds if settings else 0.0
        self._what = what

    def wait_or_raise(self, problem: BaseException) -> None:
        """Wait before the next try, or raise the problem when there is none."""
        if self._left <= 0:
            raise problem
        self._left -= 1
        self.done += 1
        logging.warning(
            "Retry=%d, Wait=%s, Timestamp=%.2f, Request=%s, Error=%s", self._left, self._wait, time.time(), self._what, problem
        )
        time.sleep(self._wait)
        self._wait = min(self._wait * 2, LONGEST_WAIT_SECONDS)


def _refusal(method: str, answer: Answer) -> StoreAnswer:
    response_reason = answer._response.reason  # noqa: SLF001 - of this module
    try:
        content = answer.read() if method != "HEAD" else b""
    except BROKEN:
        content = b""
    answer.close()
    code, message, request_id = read_refusal(content)
    request_id = request_id or answer.headers.get("x-obs-request-id") or answer.headers.get("x-amz-request-id")
    return StoreAnswer(answer.status, response_reason, code, message, request_id)


def read_refusal(content: bytes) -> tuple[str | None, str | None, str | None]:
    """Return code, message and request id of an error body, as far as it has them."""
    try:
        found = {_local_name(child.tag): child.text for child in ET.fromstring(content)}  # noqa: S314 - of the own store
    except ET.ParseError:
        return None, content[:200].decode("utf-8", "replace").strip() or None, None
    return found.get("Code"), found.get("Message"), found.get("RequestId")


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _error(url: str, refusal: StoreAnswer, retries: int) -> OSError:
    if refusal.status == 404 and refusal.errorCode in {None, "NoSuchKey", "NotFound"}:
        return MoxFileNotExistsException(url, refusal)
    if refusal.status in {401, 403}:
        return MoxFilePermissionException(url, refusal, retries=retries)
    return MoxFileRespException(url, refusal, retries=retries)
