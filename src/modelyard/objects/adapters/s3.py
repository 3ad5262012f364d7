"""The object store over the S3 protocol: the sealed one of the platform on its unix socket, or an external endpoint.

The sealed store has no identities, whoever reaches its socket is trusted; requests to it are not signed. An external
endpoint gets signed requests with the keys from the settings.
"""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, unquote_plus, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import httpx

from modelyard.core.clock import Clock, SystemClock
from modelyard.objects.errors import BucketNotEmpty, BucketNotFound
from modelyard.objects.errors.store import ObjectChanged, ObjectNotFound, StoreRefused, StoreUnavailable
from modelyard.objects.ports import DeleteFailure, ListPage, ObjectInfo
from modelyard.objects.rules.signing_v4 import Credentials, canonical_query, encoded_path, signed_headers

_META = "x-amz-meta-"
_CHUNK = 256 * 1024
_DEFAULT_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class S3Endpoint:
    """Where the store is: a unix socket, or a URL with credentials."""

    url: str
    socket: Path | None = None
    credentials: Credentials | None = None
    region: str = "us-east-1"


def sealed_endpoint(socket: Path) -> S3Endpoint:
    """Return the endpoint of the platform's own store."""
    return S3Endpoint(url="http://storage.internal", socket=socket)


class S3Store:
    """An `ObjectStore` that speaks S3 with path-style addresses. Close it when it is no longer needed."""

    def __init__(
        self,
        endpoint: S3Endpoint,
        *,
        clock: Clock | None = None,
        max_connections: int = 32,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Connect when asked for something; transport: that connects in another way, to stores of others."""
        self._endpoint = endpoint
        self._clock = clock or SystemClock()
        limits = httpx.Limits(max_connections=max_connections, max_keepalive_connections=max_connections)
        socket = None if endpoint.socket is None else str(endpoint.socket)
        self._client = httpx.AsyncClient(
            base_url=endpoint.url,
            transport=transport or httpx.AsyncHTTPTransport(uds=socket, limits=limits, retries=1),
            timeout=httpx.Timeout(60, connect=5),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def is_name_free(self, bucket: str) -> bool:
        """See `ObjectStore`."""
        answer = await self._send("GET", bucket, query={"max-keys": "1"})
        if answer.status_code == 404:
            return True
        if answer.status_code != 403 or _code(answer) != "AccessDenied":
            _check(answer, "look for bucket", bucket)
        return False

    async def create_bucket(self, bucket: str) -> None:
        """See `ObjectStore`."""
        body = b""
        if self._endpoint.socket is None and self._endpoint.region != "us-east-1":
            region = escape(self._endpoint.region)
            body = _document("CreateBucketConfiguration", f"<LocationConstraint>{region}</LocationConstraint>")
        answer = await self._send("PUT", bucket, content=body)
        if answer.status_code == 409 and _code(answer) in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
            return
        _check(answer, "create bucket", bucket)

    async def delete_bucket(self, bucket: str) -> None:
        """See `ObjectStore`."""
        answer = await self._send("DELETE", bucket)
        if answer.status_code == 404:
            return
        if answer.status_code == 409:
            raise BucketNotEmpty(bucket=bucket)
        _check(answer, "delete bucket", bucket)

    async def list_page(
        self, bucket: str, *, prefix: str = "", delimiter: str = "", marker: str = "", limit: int = 1000
    ) -> ListPage:
        """See `ObjectStore`."""
        query = {"prefix": prefix, "delimiter": delimiter, "marker": marker, "max-keys": str(limit), "encoding-type": "url"}
        answer = await self._send("GET", bucket, query={name: value for name, value in query.items() if value})
        _check(answer, "list objects", bucket)
        return _list_page(answer.content)

    async def head(self, bucket: str, key: str) -> ObjectInfo | None:
        """See `ObjectStore`."""
        answer = await self._send("HEAD", bucket, key)
        if answer.status_code == 404:
            return None
        _check(answer, "read object", bucket, key)
        headers = answer.headers
        return ObjectInfo(
            key=key,
            size_bytes=int(headers.get("content-length", "0")),
            modified_at=parsedate_to_datetime(headers["last-modified"]),
            etag=headers.get("etag", "").strip('"'),
            storage_class=headers.get("x-amz-storage-class", "STANDARD"),
            content_type=headers.get("content-type", ""),
            metadata={name[len(_META) :]: value for name, value in headers.items() if name.startswith(_META)},
        )

    @asynccontextmanager
    async def get(
        self, bucket: str, key: str, *, offset: int = 0, length: int | None = None, etag: str | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `ObjectStore`."""
        headers = {} if etag is None else {"if-match": f'"{etag}"'}
        if offset or length is not None:
            headers["range"] = f"bytes={offset}-" if length is None else f"bytes={offset}-{offset + length - 1}"
        request = self._request("GET", bucket, key, headers=headers)
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.TransportError as error:
            raise _unavailable(error) from error
        try:
            if answer.status_code == 412:
                raise ObjectChanged(bucket=bucket, key=key, problem="changed")
            if not answer.is_success:
                await answer.aread()
                _check(answer, "read object", bucket, key)
            yield _chunks(answer)
        finally:
            await answer.aclose()

    async def put(
        self,
        bucket: str,
        key: str,
        content: bytes | AsyncIterator[bytes],
        *,
        size_bytes: int,
        content_type: str = "",
        metadata: Mapping[str, str] | None = None,
    ) -> str:
        """See `ObjectStore`."""
        headers = {"content-type": content_type or _DEFAULT_TYPE, "content-length": str(size_bytes), **_meta(metadata)}
        answer = await self._send("PUT", bucket, key, headers=headers, content=content)
        _check(answer, "write object", bucket, key)
        return str(answer.headers.get("etag", "")).strip('"')

    async def start_upload(self, bucket: str, key: str, *, metadata: Mapping[str, str] | None = None) -> str:
        """See `ObjectStore`."""
        headers = {"content-type": _DEFAULT_TYPE, **_meta(metadata)}
        answer = await self._send("POST", bucket, key, query={"uploads": ""}, headers=headers)
        _check(answer, "start upload", bucket, key)
        return _text(_parse(answer.content), "UploadId")

    async def put_part(self, bucket: str, key: str, upload_id: str, number: int, content: bytes) -> str:
        """See `ObjectStore`."""
        query = {"partNumber": str(number), "uploadId": upload_id}
        answer = await self._send("PUT", bucket, key, query=query, content=content)
        _check(answer, "write part", bucket, key)
        return str(answer.headers.get("etag", "")).strip('"')

    async def complete_upload(self, bucket: str, key: str, upload_id: str, etags: Sequence[str]) -> str:
        """See `ObjectStore`."""
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>" for number, etag in enumerate(etags, 1)
        )
        body = _document("CompleteMultipartUpload", parts)
        answer = await self._send("POST", bucket, key, query={"uploadId": upload_id}, content=body)
        _check(answer, "complete upload", bucket, key)
        root = _parse(answer.content)
        if root.tag == "Error":  # a failure may come with status 200, since the answer begins before the work ends
            raise StoreRefused(operation="complete upload", problem=_text(root, "Message"))
        return _text(root, "ETag").strip('"')

    async def abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        """See `ObjectStore`."""
        answer = await self._send("DELETE", bucket, key, query={"uploadId": upload_id})
        if answer.status_code != 404:
            _check(answer, "abort upload", bucket, key)

    async def copy(self, bucket: str, key: str, to_bucket: str, to_key: str) -> None:
        """See `ObjectStore`."""
        headers = {"x-amz-copy-source": quote(f"{bucket}/{key}", safe="/-_.~")}
        answer = await self._send("PUT", to_bucket, to_key, headers=headers)
        if answer.status_code == 404 and _code(answer) == "NoSuchKey":
            raise ObjectNotFound(bucket=bucket, key=key, resource=key)
        _check(answer, "copy object", to_bucket, to_key)

    async def delete_many(self, bucket: str, keys: Sequence[str]) -> list[DeleteFailure]:
        """See `ObjectStore`."""
        sayable = [key for key in keys if _fits_xml(key)]
        failures = [failure for key in keys if not _fits_xml(key) for failure in await self._delete_one(bucket, key)]
        if not sayable:
            return failures
        objects = "".join(f"<Object><Key>{escape(key)}</Key></Object>" for key in sayable)
        body = _document("Delete", f"<Quiet>true</Quiet>{objects}")
        digest = b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        answer = await self._send("POST", bucket, query={"delete": ""}, headers={"content-md5": digest}, content=body)
        _check(answer, "delete objects", bucket)
        return failures + [
            DeleteFailure(_text(error, "Key"), _text(error, "Code"), _text(error, "Message"))
            for error in _parse(answer.content).iter("Error")
            if _text(error, "Code") != "NoSuchKey"
        ]

    async def _delete_one(self, bucket: str, key: str) -> list[DeleteFailure]:
        """Delete an object whose key no XML document can hold."""
        answer = await self._send("DELETE", bucket, key)
        if answer.is_success or answer.status_code == 404:
            return []
        return [DeleteFailure(key, _code(answer) or str(answer.status_code), _message(answer))]

    async def _send(
        self,
        method: str,
        bucket: str,
        key: str = "",
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterator[bytes] = b"",
    ) -> httpx.Response:
        try:
            return await self._client.send(self._request(method, bucket, key, query=query, headers=headers, content=content))
        except httpx.TransportError as error:
            raise _unavailable(error) from error

    def _request(
        self,
        method: str,
        bucket: str,
        key: str = "",
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterator[bytes] = b"",
    ) -> httpx.Request:
        path = encoded_path(bucket, key)
        target = f"{path}?{canonical_query(query.items())}" if query else path
        sent = dict(headers or {})
        if self._endpoint.credentials is not None:
            sent["host"] = urlsplit(self._endpoint.url).netloc
            now, region = self._clock.now(), self._endpoint.region
            sent = signed_headers(self._endpoint.credentials, method, path, query or {}, sent, at=now, region=region)
        # The raw path keeps our encoding; a URL object would normalise `.`, `..` and doubled slashes within keys.
        request = self._client.build_request(method, "/", headers=sent, content=content)
        request.url = request.url.copy_with(raw_path=target.encode("ascii"))
        return request


async def _chunks(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_bytes(_CHUNK):
            yield chunk
    except httpx.TransportError as error:
        raise _unavailable(error) from error


def _list_page(document: bytes) -> ListPage:
    root = _parse(document)
    objects = [_object_info(item) for item in root.findall("Contents")]
    prefixes = [unquote_plus(_text(item, "Prefix")) for item in root.findall("CommonPrefixes")]
    if _text(root, "IsTruncated") != "true":
        return ListPage(objects, prefixes, None)
    names = [info.key for info in objects] + prefixes
    marker = unquote_plus(_text(root, "NextMarker")) or max(names, default="")
    return ListPage(objects, prefixes, marker or None)


def _object_info(item: ET.Element) -> ObjectInfo:
    return ObjectInfo(
        key=unquote_plus(_text(item, "Key")),
        size_bytes=int(_text(item, "Size") or 0),
        modified_at=_moment(_text(item, "LastModified")),
        etag=_text(item, "ETag").strip('"'),
        storage_class=_text(item, "StorageClass") or "STANDARD",
    )


def _document(root: str, content: str) -> bytes:
    return f"<{root}>{content}</{root}>".encode()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _parse(document: bytes) -> ET.Element:
    """Parse an answer of the store and forget its namespace."""
    root = ET.fromstring(document)  # noqa: S314 - the store is ours or was chosen by the operator
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(name) or ""


def _code(answer: httpx.Response) -> str:
    return _error_field(answer, "Code")


def _message(answer: httpx.Response) -> str:
    return _error_field(answer, "Message") or answer.reason_phrase


def _error_field(answer: httpx.Response, name: str) -> str:
    try:
        return _text(_parse(answer.content), name) if answer.content else ""
    except ET.ParseError:
        return ""


def _check(answer: httpx.Response, operation: str, bucket: str, key: str = "") -> None:
    """Raise the failure that an answer stands for."""
    if answer.is_success:
        return
    code = _code(answer)
    if answer.status_code >= 500 or answer.status_code == 429:
        raise StoreUnavailable(part="storage", problem=f"{operation}: {code or answer.status_code}")
    if answer.status_code == 404:
        if code == "NoSuchBucket" or not key:
            raise BucketNotFound(bucket=bucket, resource=f"Bucket {bucket}")
        raise ObjectNotFound(bucket=bucket, key=key, resource=key)
    raise StoreRefused(operation=operation, problem=f"{code or answer.status_code} {_message(answer)}".strip())


def _unavailable(error: httpx.TransportError) -> StoreUnavailable:
    return StoreUnavailable(part="storage", problem=type(error).__name__)


def _meta(metadata: Mapping[str, str] | None) -> dict[str, str]:
    return {f"{_META}{name}": value for name, value in (metadata or {}).items()}


def _fits_xml(key: str) -> bool:
    """Return whether XML 1.0 can hold a key: most control characters cannot be said in it at all."""
    return all(character >= " " and character not in "\ufffe\uffff" for character in key)
