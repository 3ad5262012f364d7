"""What the store can do, one function for each of its operations."""

from __future__ import annotations

import base64
import calendar
import functools
import hashlib
import logging
import re
import threading
import time
from dataclasses import dataclass
from email.utils import parsedate_tz
from typing import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote_plus
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from .connections import BROKEN, Answer, Body, Transport, read_refusal
from .errors import MoxFileNotExistsException, MoxFileReadException, MoxFileRespException, StoreAnswer
from .places import Stored
from .settings import Settings
from .signing import encode_path

MOST_DELETED_AT_ONCE = 1000
Taker = Callable[[memoryview, int], None]  # gets a piece of a content and its offset; must be done with it on return
LARGEST_COPY_BYTES = 5 * 2**30
COPIED_PART_BYTES = 2**30
MOST_PARTS = 10_000
_LISTING_TIME = re.compile(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(\.\d+)?")


@dataclass(frozen=True)
class ObjectFacts:
    """An object. modified_ns: since the epoch."""

    key: str
    size: int
    modified_ns: int = 0
    etag: str = ""


@dataclass(frozen=True)
class Page:
    """A piece of a listing. folders: prefixes that end with a slash."""

    objects: Sequence[ObjectFacts]
    folders: Sequence[str] = ()


class Store:
    """A client of one store, for any number of threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._ask = Transport(settings).ask
        self._fetch = functools.partial(self._ask, whole=True)

    def bucket_exists(self, bucket: str) -> bool:
        """Return whether there is such a bucket that the caller may see."""
        try:
            self._ask("HEAD", bucket).close()
        except MoxFileNotExistsException:
            return False
        return True

    def find(self, place: Stored) -> ObjectFacts | None:
        """Return the facts of one object, or None when there is none."""
        try:
            with self._ask("HEAD", place.bucket, place.key) as answer:
                return _facts(place.key, answer)
        except MoxFileNotExistsException:
            return None

    def open(self, place: Stored, start: int = 0, end: int | None = None, *, etag: str = "") -> Answer:
        """Begin to read an object from byte `start` up to before `end`; with an etag, only this content."""
        headers = {}
        if start or end is not None:
            headers["range"] = f"bytes={start}-" + ("" if end is None else str(end - 1))
        if etag:
            headers["if-match"] = etag
        return self._ask("GET", place.bucket, place.key, headers=headers)

    def read_into(self, place: Stored, size: int, start: int, etag: str, take: Taker) -> None:
        """Read bytes `start` to `start + size`; goes on where it was when the connection breaks.

        Raises MoxFileReadException when it breaks too often.
        """
        self.read_on(None, place, size, start, etag, take)

    def read_on(self, answer: Answer | None, place: Stored, size: int, start: int, etag: str, take: Taker) -> None:
        """Do what `read_into` does, beginning with an answer that is there already."""
        buffer = memoryview(bytearray(min(max(size, 1), 2**20)))
        done, left = 0, self.settings.retries
        wait = self.settings.retry_wait_seconds
        while done < size:
            if answer is None:
                answer = self.open(place, start + done, start + size, etag=etag)
            problem = "the connection was closed"
            with answer:
                while done < size:
                    try:
                        count = answer.readinto(buffer[: min(len(buffer), size - done)])
                    except BROKEN as error:
                        problem = str(error) or type(error).__name__
                        break
                    if not count:
                        break
                    take(buffer[:count], start + done)
                    done += count
            status, answer = answer.status, None
            if done >= size:
                return
            if left <= 0:
                raise MoxFileReadException(place.url, StoreAnswer(status, "", None, None, None), problem)
            left -= 1
            moment = time.time()
            logging.warning(
                "Retry=%d, Wait=%s, Timestamp=%.2f, Request=GET %s, Error=%s", left, wait, moment, place.url, problem
            )
            time.sleep(wait)
            wait = min(wait * 2, 10.0)

    def read(self, place: Stored) -> bytes:
        """Return the whole content of an object."""
        with self.open(place) as answer:
            content = bytearray(answer.length)
            view = memoryview(content)

            def take(piece: memoryview, offset: int) -> None:
                view[offset : offset + len(piece)] = piece

            self.read_on(answer, place, answer.length, 0, etag_of(answer), take)
        view.release()
        return bytes(content)

    def write(self, place: Stored, body: Body) -> None:
        """Write an object in one piece."""
        self._fetch("PUT", place.bucket, place.key, body=body)

    def delete(self, place: Stored) -> None:
        """Delete an object; one that is not there is deleted already."""
        try:
            self._fetch("DELETE", place.bucket, place.key)
        except MoxFileNotExistsException:
            return

    def delete_many(self, bucket: str, keys: Iterable[str]) -> None:
        """Delete objects. Raises MoxFileRespException for the first that could not be deleted, after trying all."""
        refused: tuple[str, StoreAnswer] | None = None
        batch: list[str] = []
        for key in keys:
            batch.append(key)
            if len(batch) == MOST_DELETED_AT_ONCE:
                refused = refused or self._delete_batch(bucket, batch)
                batch = []
        if batch:
            refused = refused or self._delete_batch(bucket, batch)
        if refused is not None:
            key, answer = refused
            raise MoxFileRespException(f"obs://{bucket}/{key}", answer)

    def _delete_batch(self, bucket: str, keys: Sequence[str]) -> tuple[str, StoreAnswer] | None:
        items = "".join(f"<Object><Key>{escape(key)}</Key></Object>" for key in keys)
        body = f"<Delete><Quiet>true</Quiet>{items}</Delete>".encode()
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        headers = {"content-md5": digest, "content-type": "application/xml"}
        content = self._fetch("POST", bucket, query=[("delete", "")], headers=headers, body=body).content
        for child in _xml(content):
            if _name(child) == "Error":
                code, message = _text(child, "Code"), _text(child, "Message")
                status = 403 if code == "AccessDenied" else 400
                return _text(child, "Key"), StoreAnswer(status, "Forbidden" if status == 403 else "", code, message, None)
        return None

    def pages(self, bucket: str, prefix: str, *, in_folder: bool = False, most: int | None = None) -> Iterator[Page]:
        """Yield what lies below a prefix, or only in the folder of that prefix. most: keys of each page.

        Raises MoxFileRespException for a missing bucket.
        """
        token = ""
        while True:
            query = [("list-type", "2"), ("encoding-type", "url"), ("max-keys", str(most or self.settings.list_max_keys))]
            query += [("prefix", prefix)] if prefix else []
            query += [("delimiter", "/")] if in_folder else []
            query += [("continuation-token", token)] if token else []
            try:
                content = self._fetch("GET", bucket, query=query).content
            except MoxFileRespException as error:
                logging.error("List objects failed, obs_client resp: %s", error.resp)  # noqa: TRY400 - it is raised
                raise
            page, token = _page(content)
            yield page
            if not token:
                return

    def copy(self, source: Stored, target: Stored, size: int, etag: str = "") -> None:
        """Copy an object inside the store, without its content coming here."""
        amz = {"x-amz-copy-source": encode_path(f"/{source.bucket}/{source.key}")}
        if size <= LARGEST_COPY_BYTES:
            self._check_copied(target, self._fetch("PUT", target.bucket, target.key, amz=amz).content)
            return
        with Upload(self, target) as upload:
            for number, start in enumerate(range(0, size, COPIED_PART_BYTES), 1):
                upload.copy_part(number, source, start, min(size, start + COPIED_PART_BYTES), etag)

    def _check_copied(self, target: Stored, content: bytes) -> None:
        # A copy that fails half-way has answered 200 before.
        if content and _name(_xml(content)) == "Error":
            code, message, request_id = read_refusal(content)
            raise MoxFileRespException(target.url, StoreAnswer(200, "OK", code, message, request_id))


class Upload:
    """An upload in parts: leaving the block completes it, an exception abandons it. Parts may come from many threads."""

    def __init__(self, store: Store, place: Stored) -> None:
        self._fetch = store._fetch  # noqa: SLF001 - of this module
        self._store, self._place = store, place
        self._lock = threading.Lock()
        self._parts: dict[int, str] = {}
        self._size = 0
        self._id = ""

    def __enter__(self) -> Upload:
        content = self._fetch("POST", self._place.bucket, self._place.key, query=[("uploads", "")]).content
        self._id = _text(_xml(content), "UploadId")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self._abandon()
            return
        try:
            self._complete()
        except BaseException:
            self._abandon()
            raise

    def write_part(self, number: int, body: Body) -> None:
        """Upload a part. number: from 1, at most 10,000."""
        query = [("partNumber", str(number)), ("uploadId", self._id)]
        answer = self._fetch("PUT", self._place.bucket, self._place.key, query=query, body=body)
        self._have(number, etag_of(answer), len(body) if isinstance(body, bytes) else body.size)

    def copy_part(self, number: int, source: Stored, start: int, end: int, etag: str = "") -> None:
        """Take bytes `start` up to before `end` of another object as a part."""
        query = [("partNumber", str(number)), ("uploadId", self._id)]
        amz = {
            "x-amz-copy-source": encode_path(f"/{source.bucket}/{source.key}"),
            "x-amz-copy-source-range": f"bytes={start}-{end - 1}",
        }
        if etag:
            amz["x-amz-copy-source-if-match"] = etag
        content = self._fetch("PUT", self._place.bucket, self._place.key, query=query, amz=amz).content
        self._store._check_copied(self._place, content)  # noqa: SLF001 - of this module
        self._have(number, _text(_xml(content), "ETag"), end - start)

    def _have(self, number: int, etag: str, size: int) -> None:
        with self._lock:
            self._parts[number] = etag
            self._size += size

    def _complete(self) -> None:
        items = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>"
            for number, etag in sorted(self._parts.items())
        )
        body = f"<CompleteMultipartUpload>{items}</CompleteMultipartUpload>".encode()
        place, query = self._place, [("uploadId", self._id)]
        try:
            self._store._check_copied(place, self._fetch("POST", place.bucket, place.key, query=query, body=body).content)  # noqa: SLF001
        except OSError as error:
            # The answer to a first try may have been lost after the upload was completed.
            found = self._store.find(place) if getattr(error, "resp", None) and error.resp.status == 404 else None  # type: ignore[attr-defined]
            if found is None or found.size != self._size:
                raise

    def _abandon(self) -> None:
        try:
            self._fetch("DELETE", self._place.bucket, self._place.key, query=[("uploadId", self._id)], tries_again=False)
        except BROKEN as error:
            logging.info("the upload %s of %s could not be abandoned: %s", self._id, self._place.url, error)


def etag_of(answer: Answer) -> str:
    """Return the mark of the content that an answer is about; empty when it has none."""
    return answer.headers.get("etag") or ""


def _facts(key: str, answer: Answer) -> ObjectFacts:
    moment = parsedate_tz(answer.headers.get("last-modified") or "")
    modified = calendar.timegm((*moment[:6], 0, 0, 0)) if moment else 0
    return ObjectFacts(key, answer.length, modified * 10**9, etag_of(answer))


def _page(content: bytes) -> tuple[Page, str]:
    root = _xml(content)
    decode = unquote_plus if _text(root, "EncodingType") == "url" else str
    objects, folders, token, is_cut = [], [], "", False
    for child in root:
        name = _name(child)
        if name == "Contents":
            facts = {_name(field): field.text or "" for field in child}
            objects.append(
                ObjectFacts(
                    decode(facts["Key"]),
                    int(facts.get("Size") or 0),
                    _listed_at(facts.get("LastModified", "")),
                    facts.get("ETag", ""),
                )
            )
        elif name == "CommonPrefixes":
            folders.append(decode(_text(child, "Prefix")))
        elif name == "NextContinuationToken":
            token = child.text or ""
        elif name == "IsTruncated":
            is_cut = child.text == "true"
    return Page(objects, folders), token if is_cut else ""


def _listed_at(text: str) -> int:
    match = _LISTING_TIME.match(text)
    if match is None:
        return 0
    seconds = calendar.timegm((*(int(part) for part in match.groups()[:6]), 0, 0, 0))
    return seconds * 10**9 + int(float(match[7] or 0) * 10**9)


def _xml(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - the store is the user's own


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ET.Element, name: str) -> str:
    return next((child.text or "" for child in element if _name(child) == name), "")
