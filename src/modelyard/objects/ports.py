"""What objects needs of the outside: a store of buckets and objects that trusts us.

The store knows nothing of accounts and rights; whoever calls it has decided about those before.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from modelyard.objects.rules.archives import Limits
from modelyard.objects.rules.keys import Location


@dataclass(frozen=True)
class ObjectInfo:
    """What the store says about one object. `metadata` has lower-case names and is only known after `head`."""

    key: str
    size_bytes: int
    modified_at: datetime
    etag: str
    storage_class: str = "STANDARD"
    content_type: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListPage:
    """A page of a listing in order of keys. `next_marker` is None at the end."""

    objects: list[ObjectInfo]
    prefixes: list[str]
    next_marker: str | None


@dataclass(frozen=True)
class DeleteFailure:
    """A key that could not be deleted, and the store's reason."""

    key: str
    code: str
    message: str


class ObjectStore(Protocol):
    """Buckets and objects.

    Every method raises StoreUnavailable when the store does not answer, BucketNotFound for a bucket that is not there,
    and StoreRefused for what the store will not do.
    """

    async def is_name_free(self, bucket: str) -> bool:
        """Return whether nobody has a bucket of this name there. A store of somebody else has buckets that are not ours."""
        ...

    async def create_bucket(self, bucket: str) -> None:
        """Make a bucket; one that is there is left as it is."""
        ...

    async def delete_bucket(self, bucket: str) -> None:
        """Delete an empty bucket; an absent one is fine. Raises BucketNotEmpty."""
        ...

    async def list_page(
        self, bucket: str, *, prefix: str = "", delimiter: str = "", marker: str = "", limit: int = 1000
    ) -> ListPage:
        """List up to `limit` (1 to 1000) objects and prefixes that come after `marker`, in order of keys."""
        ...

    async def head(self, bucket: str, key: str) -> ObjectInfo | None:
        """Return what is known of an object, None when there is none."""
        ...

    def get(
        self, bucket: str, key: str, *, offset: int = 0, length: int | None = None, etag: str | None = None
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open an object, or `length` bytes of it from `offset`, and iterate over its bytes.

        etag: raises ObjectChanged when the object is another by now. Raises ObjectNotFound.
        """
        ...

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
        """Write an object of a known size as a whole, replacing one that is there; return its ETag.

        An object becomes visible when all its bytes have arrived, never before.
        """
        ...

    async def start_upload(self, bucket: str, key: str, *, metadata: Mapping[str, str] | None = None) -> str:
        """Begin an upload in parts and return its id."""
        ...

    async def put_part(self, bucket: str, key: str, upload_id: str, number: int, content: bytes) -> str:
        """Send one part (numbers from 1) and return its ETag."""
        ...

    async def complete_upload(self, bucket: str, key: str, upload_id: str, etags: Sequence[str]) -> str:
        """Join the parts 1 to n in order; the object is there afterwards. Returns its ETag."""
        ...

    async def abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        """Forget an upload and its parts; an unknown one is fine."""
        ...

    async def copy(self, bucket: str, key: str, to_bucket: str, to_key: str) -> None:
        """Copy an object within the store. Raises ObjectNotFound."""
        ...

    async def delete_many(self, bucket: str, keys: Sequence[str]) -> list[DeleteFailure]:
        """Delete up to 1000 objects and return those that could not be deleted; absent ones count as deleted."""
        ...


@dataclass(frozen=True)
class ArchiveFile:
    """A file of an archive: its key below the target, and its size."""

    key: str
    size_bytes: int


@dataclass(frozen=True)
class ArchiveSummary:
    """What an archive holds. `folders` are those that hold nothing."""

    files: int
    bytes: int
    folders: list[str]


@dataclass(frozen=True)
class UnpackedFile:
    """A file on its way out of an archive; its `chunks` must be read to their end before the next one comes."""

    key: str
    size_bytes: int
    modified_at: float
    chunks: AsyncIterator[bytes]


class Unpacker(Protocol):
    """Opens archives that strangers have made. Raises the failures of `errors.archives` for what it refuses."""

    async def check(self, archive: Path, limits: Limits, seen: Callable[[ArchiveFile], None]) -> ArchiveSummary:
        """Read a whole archive without writing anything; `seen` is told of each file in order."""
        ...

    def extract(
        self, archive: Path, limits: Limits, *, skip: int = 0
    ) -> AbstractAsyncContextManager[AsyncIterator[UnpackedFile]]:
        """Open an archive that was checked and iterate over its files, without the first `skip`."""
        ...


class Copier(Protocol):
    """Copies many objects to files beside the API."""

    async def copy(self, folder: Location, files: Sequence[str], directory: Path, *, most_bytes: int) -> None:
        """Copy objects of a folder, named by paths relative to it, to files that do not exist, in folders that do.

        What was copied before a failure stays. Raises ObjectNotFound, FolderOverLimit for more bytes than `most_bytes`,
        StoreUnavailable, OSError for what the disk says.
        """
        ...
