"""Files with the rows of a table, joined into fewer and larger ones: the same bytes under the same names, however often."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, NamedTuple

from modelyard.datasets.errors.version_forms import RowsChanged
from modelyard.datasets.rules.csv_rows import RowCount
from modelyard.objects.ports import ObjectInfo, ObjectStore
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import places

# Files are joined into files of about this size.
FILE_BYTES = 64 * 2**20
BEGIN: Mapping[str, Any] = {"folder": 0, "after": "", "file": 0, "rows": 0, "bytes": 0}
_PART = re.compile(r"part-[0-9]{5,}\.csv")


class Joining(NamedTuple):
    """What is joined to what. folders: with files, in order, of one bucket. target: the folder of the new files.

    head: what each file begins with; new_head: what each new one is to begin with.
    """

    folders: Sequence[str]
    target: str
    head: bytes
    new_head: bytes


async def join_some(store: ObjectStore, joining: Joining, at: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write the next file; return where the one after it begins, with counts so far. None when there is nothing left.

    at: what was returned before, `BEGIN` at first. Raises RowsChanged.
    """
    folders = [places.read_place(each, field="work_path") for each in joining.folders]
    chosen, after = await _next_files(store, folders, at)
    if not chosen:
        return None
    size = len(joining.new_head) + sum(each.size_bytes - len(joining.head) for each in chosen)
    counted = RowCount()

    async def content() -> AsyncIterator[bytes]:
        if joining.new_head:
            yield joining.new_head
        async for chunk in _rows(store, folders[0].bucket, chosen, joining.head):
            counted.take(chunk)
            yield chunk

    target = places.read_place(_file(joining.target, at["file"]), field="work_path")
    await store.put(target.bucket, target.key, content(), size_bytes=size)
    return {**after, "file": at["file"] + 1, "rows": at["rows"] + counted.rows, "bytes": at["bytes"] + size}


async def remove_others(store: ObjectStore, folder: str, count: int) -> None:
    """Delete files of rows beyond the first so many, which somebody before has left in a folder."""
    place = places.read_place(folder, field="work_path")
    ours = {places.read_place(_file(folder, number), field="work_path").key for number in range(count)}
    marker: str | None = ""
    while marker is not None:
        page = await store.list_page(place.bucket, prefix=place.key, marker=marker)
        others = [each.key for each in page.objects if _is_part(place, each) and each.key not in ours]
        if others:
            await store.delete_many(place.bucket, others)
        marker = page.next_marker


async def _next_files(
    store: ObjectStore, folders: Sequence[Location], at: Mapping[str, Any]
) -> tuple[list[ObjectInfo], dict[str, Any]]:
    """Return the files that are to be joined next, and where those after them are found."""
    found: list[ObjectInfo] = []
    size, folder, after = 0, at["folder"], at["after"]
    while folder < len(folders):
        place = folders[folder]
        page = await store.list_page(place.bucket, prefix=place.key, marker=after)
        for each in page.objects:
            if _is_part(place, each):
                size += each.size_bytes
                if found and size > FILE_BYTES:
                    return found, {"folder": folder, "after": after}
                found.append(each)
            after = each.key
        folder, after = (folder + 1, "") if page.next_marker is None else (folder, page.next_marker)
    return found, {"folder": folder, "after": after}


async def _rows(store: ObjectStore, bucket: str, files: Sequence[ObjectInfo], head: bytes) -> AsyncIterator[bytes]:
    """Yield the rows of files that all begin in the same way. Raises RowsChanged."""
    for each in files:
        if head:
            async with store.get(bucket, each.key, length=len(head), etag=each.etag) as chunks:
                if b"".join([chunk async for chunk in chunks]) != head:
                    raise RowsChanged(path=f"obs://{bucket}/{each.key}", resource=each.key)
        async with store.get(bucket, each.key, offset=len(head), etag=each.etag) as chunks:
            async for chunk in chunks:
                yield chunk


def _is_part(folder: Location, found: ObjectInfo) -> bool:
    return _PART.fullmatch(found.key[len(folder.key) :]) is not None


def _file(folder: str, number: int) -> str:
    return f"{folder}part-{number:05}.csv"
