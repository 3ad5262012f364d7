"""A client of the storage port for bulk work: list, get and put with temporary keys (AWS signature version 4)."""

import contextlib
import hashlib
import hmac
import http.client
import os
import re
import socket
import ssl
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, unquote_plus, urlsplit

_TRIES = 5
_TIMEOUT_SECONDS = 60
_PIECE_BYTES = 64 * 2**20
_MOST_PIECES = 9_000
_PIECES_AT_ONCE = 4
_READ_BYTES = 2**20
_UNSIGNED = "UNSIGNED-PAYLOAD"
_ERROR = re.compile(r"<Code>([^<]*)</Code>.*?<Message>([^<]*)</Message>", re.DOTALL)


class Refused(Exception):
    """The store does not do it; the message says why, in words for the owner of the task."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Changed(Refused):
    """An object is not what it was when it was listed."""

    def __init__(self) -> None:
        super().__init__("it was changed while it was copied")


class BrokenOff(Refused):
    """Nobody wants it any more."""

    def __init__(self) -> None:
        super().__init__("it was broken off")


class _Again(Exception):
    """Something that may pass."""


class Store:
    """The storage port, as the owner of a task may use it. Each thread has a connection of its own."""

    def __init__(self, place: dict[str, Any]) -> None:
        address = urlsplit(place["endpoint"])
        self._host, self._authority = address.hostname or "", address.netloc
        self._port = address.port or (443 if address.scheme == "https" else 80)
        self._region = place["region"]
        self._tls = None
        if address.scheme == "https":
            self._tls = ssl.create_default_context()
            if place["certificates"]:
                # The certificate of our own door is good as it is, whoever signed it.
                self._tls.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
                self._tls.load_verify_locations(cadata=place["certificates"])
        self._local = threading.local()
        self._pieces = ThreadPoolExecutor(_PIECES_AT_ONCE)
        self._is_down = False
        self._broken_off = threading.Event()
        self._connections: list[http.client.HTTPConnection] = []
        self.use(place["access"], place["secret"], place["security_token"])

    def use(self, access: str, secret: str, token: str) -> None:
        """Sign with these keys from now on."""
        self._keys = (access, secret, token)

    def close(self) -> None:
        """Close the connections. Nothing may be asked at the same time, nor afterwards."""
        self._pieces.shutdown()
        for connection in self._connections:
            connection.close()

    def break_off(self) -> None:
        """Have every request that is under way end at once, and every other one until `resume` fail."""
        self._broken_off.set()
        for connection in list(self._connections):
            with contextlib.suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def resume(self) -> None:
        """Take requests again."""
        self._broken_off.clear()

    def size_of(self, bucket: str, key: str) -> int | None:
        """Return the size of an object, or None when there is none."""
        facts = self.facts_of(bucket, key)
        return None if facts is None else facts[0]

    def facts_of(self, bucket: str, key: str) -> tuple[int, str] | None:
        """Return size and ETag of an object, or None when there is none. Takes the right to read it."""
        try:
            headers, _ = self._ask("HEAD", bucket, key)
        except Refused as problem:
            if problem.status == 404:
                return None
            raise
        return int(headers.get("content-length", 0)), headers.get("etag", "").strip('"')

    def listed(self, bucket: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the keys below a prefix, with their sizes."""
        for key, size, _ in self.entries(bucket, prefix):
            yield key, size

    def entries(self, bucket: str, prefix: str) -> Iterator[tuple[str, int, str]]:
        """Yield the keys below a prefix, with their sizes and ETags."""
        query = {"list-type": "2", "encoding-type": "url", "prefix": prefix}
        while True:
            _, body = self._ask("GET", bucket, "", query)
            tree = ET.fromstring(body)  # noqa: S314 - our own store wrote it
            space = tree.tag.partition("}")[0] + "}" if tree.tag.startswith("{") else ""
            for entry in tree.iter(f"{space}Contents"):
                tag = (entry.findtext(f"{space}ETag") or "").strip('"')
                yield unquote_plus(entry.findtext(f"{space}Key") or ""), int(entry.findtext(f"{space}Size") or 0), tag
            token = tree.findtext(f"{space}NextContinuationToken")
            if tree.findtext(f"{space}IsTruncated") != "true" or not token:
                return
            query["continuation-token"] = token

    def get(self, bucket: str, key: str, descriptor: int, size: int, tag: str = "") -> None:
        """Write an object into an open file; large ones in several pieces at once.

        tag: the ETag that it must have. Raises Changed when it has another one.
        """
        if size <= 2 * _PIECE_BYTES:
            self._get_piece(bucket, key, descriptor, 0, size, tag, whole=True)
            return
        os.truncate(descriptor, size)
        begins = range(0, size, _PIECE_BYTES)
        work = [
            self._pieces.submit(self._get_piece, bucket, key, descriptor, begin, min(_PIECE_BYTES, size - begin), tag)
            for begin in begins
        ]
        for one in work:
            one.result()

    def put(self, bucket: str, key: str, pieces: list[tuple[int, int, int]]) -> None:
        """Write an object from pieces of open files: descriptor, offset, length. Large ones go in several parts at once."""
        size = sum(length for _, _, length in pieces)
        if size <= 2 * _PIECE_BYTES:
            self._ask("PUT", bucket, key, body=pieces)
            return
        _, body = self._ask("POST", bucket, key, {"uploads": ""})
        upload = _text_of(body, "UploadId")
        step = max(_PIECE_BYTES, -(-size // _MOST_PIECES))
        parts = list(_cut(pieces, step))
        try:
            work = [
                self._pieces.submit(self._ask, "PUT", bucket, key, {"partNumber": str(number), "uploadId": upload}, part)
                for number, part in enumerate(parts, 1)
            ]
            tags = [one.result()[0]["etag"] for one in work]
            listed = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>{tag}</ETag></Part>" for n, tag in enumerate(tags, 1))
            text = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
            _, body = self._ask("POST", bucket, key, {"uploadId": upload}, text)
            _demand_success(body, bucket)
        except BaseException:
            self._abandon(bucket, key, upload)
            raise

    def _abandon(self, bucket: str, key: str, upload: str) -> None:
        try:
            self._ask("DELETE", bucket, key, {"uploadId": upload}, always=True)
        except Refused:
            pass  # what is left of it is the store's to clean up

    def _get_piece(  # noqa: PLR0917 - which piece of what goes where
        self, bucket: str, key: str, descriptor: int, begin: int, length: int, tag: str = "", *, whole: bool = False
    ) -> None:
        if not length:
            return
        wanted = {} if whole else {"range": f"bytes={begin}-{begin + length - 1}"}
        answer, _ = self._ask("GET", bucket, key, headers=wanted, into=(descriptor, begin, length))
        if tag and answer.get("etag", "").strip('"') != tag:
            raise Changed

    def _ask(  # noqa: PLR0917 - as a request is written
        self,
        method: str,
        bucket: str,
        key: str,
        query: dict[str, str] | None = None,
        body: bytes | list[tuple[int, int, int]] = b"",
        headers: dict[str, str] | None = None,
        into: tuple[int, int, int] | None = None,
        *,
        always: bool = False,
    ) -> tuple[dict[str, str], bytes]:
        """Send a request until it succeeds or is refused; what may pass is tried again after a while.

        always: once at least, even if everything was broken off.
        """
        problem = ""
        # Where one request was tried in vain for so long, the others need not be.
        for attempt in range(1 if self._is_down else _TRIES):
            if attempt:
                self._broken_off.wait(0.25 * 3**attempt)
            # The first time may meet a connection that was broken off.
            if self._broken_off.is_set() and attempt >= 2 * always:
                raise BrokenOff
            try:
                answer = self._once(method, bucket, key, query or {}, body, headers or {}, into)
            except _Again as passing:
                problem = str(passing)
            except (OSError, http.client.HTTPException) as error:
                problem = f"{type(error).__name__}: {error}"
            except Refused as refused:
                if not refused.status:  # in the middle of a request
                    self._close()
                raise
            else:
                self._is_down = False
                return answer
            self._close()
        if self._broken_off.is_set():
            raise BrokenOff
        self._is_down = True
        raise Refused(f"the object store does not answer as it should: {problem}")

    def _once(  # noqa: PLR0917 - as above
        self,
        method: str,
        bucket: str,
        key: str,
        query: dict[str, str],
        body: bytes | list[tuple[int, int, int]],
        headers: dict[str, str],
        into: tuple[int, int, int] | None,
    ) -> tuple[dict[str, str], bytes]:
        path = "/" + quote(f"{bucket}/{key}" if key else bucket, safe="/-_.~")
        text = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))
        length = len(body) if isinstance(body, bytes) else sum(piece[2] for piece in body)
        connection = self._connection()
        connection.putrequest(method, f"{path}?{text}" if text else path, skip_host=True, skip_accept_encoding=True)
        sized = {"content-length": str(length)} if method in {"PUT", "POST"} else {}
        for name, value in {**self._signed(method, path, text), **headers, **sized}.items():
            connection.putheader(name, value)
        connection.endheaders()
        if isinstance(body, bytes):
            if body:
                connection.send(body)
        else:
            _send_pieces(connection.sock, body)
        answer = connection.getresponse()
        if answer.status // 100 == 2 and into is not None:
            if answer.length not in {None, into[2]}:
                raise Changed
            _receive(answer, *into)
            content = b""
        else:
            content = answer.read()
        if answer.will_close:
            self._close()
        if answer.status // 100 == 2:
            return {name.lower(): value for name, value in answer.getheaders()}, content
        reason = _reason(answer.status, content, bucket)
        if answer.status in {408, 429, 500, 502, 503, 504} or "ExpiredToken" in reason:
            raise _Again(reason)
        raise Refused(reason, answer.status)

    def _signed(self, method: str, path: str, query: str) -> dict[str, str]:
        access, secret, token = self._keys
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        scope = f"{now[:8]}/{self._region}/s3/aws4_request"
        headers = {"host": self._authority, "x-amz-content-sha256": _UNSIGNED, "x-amz-date": now}
        if token:
            headers["x-amz-security-token"] = token
        names = ";".join(sorted(headers))
        listed = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        canonical = f"{method}\n{path}\n{query}\n{listed}\n{names}\n{_UNSIGNED}"
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{secret}".encode()
        for word in (now[:8], self._region, "s3", "aws4_request"):
            key = hmac.digest(key, word.encode(), "sha256")
        signature = hmac.new(key, text.encode(), "sha256").hexdigest()
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={names}, Signature={signature}"
        return headers

    def _connection(self) -> http.client.HTTPConnection:
        known: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if known is None:
            if self._tls is not None:
                known = http.client.HTTPSConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS, context=self._tls)
            else:
                known = http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS)
            known.connect()
            known.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._local.connection = known
            self._connections.append(known)
        return known

    def _close(self) -> None:
        known = getattr(self._local, "connection", None)
        if known is not None:
            known.close()
            self._connections.remove(known)
            self._local.connection = None


def _send_pieces(channel: socket.socket, pieces: list[tuple[int, int, int]]) -> None:
    """Send exactly the bytes that were announced; a file that has become shorter breaks the request off."""
    for descriptor, offset, length in pieces:
        done = 0
        while done < length:
            if isinstance(channel, ssl.SSLSocket):
                data = os.pread(descriptor, min(_READ_BYTES, length - done), offset + done)
                channel.sendall(data)
                count = len(data)
            else:
                with open(os.dup(descriptor), "rb") as stream:
                    count = channel.sendfile(stream, offset + done, length - done)
            if not count:
                raise Refused("the file became shorter while it was uploaded")
            done += count


def _receive(answer: http.client.HTTPResponse, descriptor: int, begin: int, length: int) -> None:
    buffer = memoryview(bytearray(min(_READ_BYTES, length)))
    done = 0
    while done < length:
        count = answer.readinto(buffer[: min(len(buffer), length - done)])
        if not count:
            raise _Again("the connection broke off")
        written = 0
        while written < count:
            written += os.pwrite(descriptor, buffer[written:count], begin + done + written)
        done += count
    answer.read()


def _cut(pieces: list[tuple[int, int, int]], step: int) -> Iterator[list[tuple[int, int, int]]]:
    """Yield the pieces in groups of `step` bytes; the last may be shorter."""
    group: list[tuple[int, int, int]] = []
    room = step
    for descriptor, offset, length in pieces:
        begin, left = offset, length
        while left:
            taken = min(left, room)
            group.append((descriptor, begin, taken))
            begin, left, room = begin + taken, left - taken, room - taken
            if not room:
                yield group
                group, room = [], step
    if group:
        yield group


def _demand_success(body: bytes, bucket: str) -> None:
    """Raise Refused where the answer of a long request began well and then turned into an error."""
    if b"<Error>" in body:
        raise Refused(_reason(500, body, bucket))


def _text_of(body: bytes, tag: str) -> str:
    found = re.search(rf"<{tag}>([^<]+)</{tag}>", body.decode("utf-8", "replace"))
    if found is None:
        raise Refused(f"the object store gave no {tag}")
    return found.group(1)


def _reason(status: int, body: bytes, bucket: str) -> str:
    found = _ERROR.search(body.decode("utf-8", "replace"))
    what = f"{found.group(1)}: {found.group(2)}" if found else {403: "AccessDenied", 404: "not found"}.get(status, str(status))
    if status == 403:
        return f"{what} (the owner of this job needs rights on bucket {bucket})"
    return what
