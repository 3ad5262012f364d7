"""An object store in memory: for tests, with the same contract as the real one."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from modelyard.core.clock import Clock, SystemClock
from modelyard.objects.errors import BucketNotEmpty, BucketNotFound
from modelyard.objects.errors.store import ObjectChanged, ObjectNotFound, StoreRefused
from modelyard.objects.ports import DeleteFailure, ListPage, ObjectInfo

_CHUNK = 64 * 1024


@dataclass
class _Upload:
    bucket: str
    key: str
    metadata: Mapping[str, str]
    parts: dict[int, bytes] = field(default_factory=dict)


class MemoryStore:
    """Buckets as dictionaries."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self.buckets: dict[str, dict[str, tuple[ObjectInfo, bytes]]] = {}
        self._uploads: dict[str, _Upload] = {}

    async def is_name_free(self, bucket: str) -> bool:
        """See `ObjectStore`."""
        return bucket not in self.buckets

    async def create_bucket(self, bucket: str) -> None:
        """See `ObjectStore`."""
        self.buckets.setdefault(bucket, {})

    async def delete_bucket(self, bucket: str) -> None:
        """See `ObjectStore`."""
        if self.buckets.get(bucket) or any(upload.bucket == bucket for upload in self._uploads.values()):
            raise BucketNotEmpty(bucket=bucket)
        self.buckets.pop(bucket, None)

    async def list_page(
        self, bucket: str, *, prefix: str = "", delimiter: str = "", marker: str = "", limit: int = 1000
    ) -> ListPage:
        """See `ObjectStore`."""
        found: dict[str, ObjectInfo | None] = {}
        for key, (known, _) in self._bucket(bucket).items():
            if not key.startswith(prefix):
                continue
            end = key.find(delimiter, len(prefix)) if delimiter else -1
            if end < 0:
                found[key] = replace(known, metadata={}, content_type="")
            else:
                found[key[: end + len(delimiter)]] = None
        names = sorted((name for name in found if name > marker), key=lambda name: name.encode())
        page = names[:limit]
        return ListPage(
            [info for name in page if (info := found[name]) is not None],
            [name for name in page if found[name] is None],
            page[-1] if len(names) > limit else None,
        )

    async def head(self, bucket: str, key: str) -> ObjectInfo | None:
        """See `ObjectStore`."""
        found = self._bucket(bucket).get(key)
        return found[0] if found else None

    @asynccontextmanager
    async def get(
        self, bucket: str, key: str, *, offset: int = 0, length: int | None = None, etag: str | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `ObjectStore`."""
        found = self._bucket(bucket).get(key)
        if found is None:
            raise ObjectNotFound(bucket=bucket, key=key, resource=key)
        if etag is not None and found[0].etag != etag:
            raise ObjectChanged(bucket=bucket, key=key, problem="changed")
        content = found[1][offset : None if length is None else offset + length]
        if offset and offset >= len(found[1]):
            raise StoreRefused(operation="read object", problem="InvalidRange")
        yield _chunks(content)

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
        self._bucket(bucket)
        whole = content if isinstance(content, bytes) else b"".join([chunk async for chunk in content])
        if len(whole) != size_bytes:
            raise StoreRefused(operation="write object", problem="IncompleteBody")
        etag = hashlib.md5(whole, usedforsecurity=False).hexdigest()
        info = ObjectInfo(key, size_bytes, self._now(), etag, content_type=content_type, metadata=dict(metadata or {}))
        return self._store(bucket, info, whole)

    async def start_upload(self, bucket: str, key: str, *, metadata: Mapping[str, str] | None = None) -> str:
        """See `ObjectStore`."""
        self._bucket(bucket)
        upload_id = secrets.token_hex(16)
        self._uploads[upload_id] = _Upload(bucket, key, metadata or {})
        return upload_id

    async def put_part(self, bucket: str, key: str, upload_id: str, number: int, content: bytes) -> str:
        """See `ObjectStore`."""
        self._upload(upload_id).parts[number] = content
        return hashlib.md5(content, usedforsecurity=False).hexdigest()

    async def complete_upload(self, bucket: str, key: str, upload_id: str, etags: Sequence[str]) -> str:
        """See `ObjectStore`."""
        upload = self._upload(upload_id)
        parts = [upload.parts[number] for number in range(1, len(etags) + 1)]
        digests = b"".join(hashlib.md5(part, usedforsecurity=False).digest() for part in parts)
        etag = f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"
        del self._uploads[upload_id]
        whole = b"".join(parts)
        return self._store(bucket, ObjectInfo(key, len(whole), self._now(), etag, metadata=dict(upload.metadata)), whole)

    async def abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        """See `ObjectStore`."""
        self._uploads.pop(upload_id, None)

    async def copy(self, bucket: str, key: str, to_bucket: str, to_key: str) -> None:
        """See `ObjectStore`."""
        found = self._bucket(bucket).get(key)
        if found is None:
            raise ObjectNotFound(bucket=bucket, key=key, resource=key)
        self._bucket(to_bucket)
        self._store(to_bucket, replace(found[0], key=to_key, modified_at=self._now()), found[1])

    async def delete_many(self, bucket: str, keys: Sequence[str]) -> list[DeleteFailure]:
        """See `ObjectStore`."""
        objects = self._bucket(bucket)
        for key in keys:
            objects.pop(key, None)
        return []

    async def close(self) -> None:
        """Nothing is open."""

    def _bucket(self, bucket: str) -> dict[str, tuple[ObjectInfo, bytes]]:
        if bucket not in self.buckets:
            raise BucketNotFound(bucket=bucket, resource=f"Bucket {bucket}")
        return self.buckets[bucket]

    def _upload(self, upload_id: str) -> _Upload:
        if upload_id not in self._uploads:
            raise StoreRefused(operation="write part", problem="NoSuchUpload")
        return self._uploads[upload_id]

    def _store(self, bucket: str, info: ObjectInfo, content: bytes) -> str:
        self.buckets[bucket][info.key] = (info, content)
        return info.etag

    def _now(self) -> datetime:
        """Return the time as stores know it: in whole seconds."""
        return self._clock.now().replace(microsecond=0)


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
