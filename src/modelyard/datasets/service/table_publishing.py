"""Publishing a table, as the worker does it: the rows that imports wrote become files of the version (decision 0161).

No import runs meanwhile, and each step follows from where the one before has ended: a worker that was killed is followed by
one that writes the same bytes under the same names.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets.errors.version_forms import RowsChanged
from modelyard.datasets.errors.versions import NothingToPublish
from modelyard.datasets.models.versions import DatasetVersionDetailRow
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.csv_rows import RowCount
from modelyard.datasets.service import table_versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats.table import columns_of, header_of
from modelyard.datasets.service.version_completing import make_usable
from modelyard.datasets.service.version_writing import Publication
from modelyard.datasets.service.working import Step, TaskNow
from modelyard.objects.ports import ObjectInfo, ObjectStore
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import places

# Files of rows are joined into files of about this size.
_FILE_BYTES = 64 * 2**20
_PART = re.compile(r"part-[0-9]{5,}\.csv")
_BEGIN: Mapping[str, Any] = {"folder": 0, "after": "", "file": 0, "rows": 0, "bytes": 0}


async def publish_rows(context: DatasetsContext, task: TaskNow, current: Publication) -> Step:
    """Write the next file of a version; after the last one, make the version usable."""
    at = task.checkpoint or _BEGIN
    store = context.objects.store
    async with context.database.read_session() as db:
        names, total = await table_versions.sources(db, current.row, current.version)
    folders = [places.read_place(each, field="work_path") for each in names]
    chosen, after = await _next_files(store, folders, at)
    if not chosen:
        return await _complete(context, task.who, current, at)
    header = header_of(columns_of(current.row))
    before = [header] if current.version.options["with_column_header"] else []
    size = sum(map(len, before)) + sum(each.size_bytes - len(header) for each in chosen)
    target = places.read_place(_file(current, at["file"]), field="work_path")
    counted = RowCount()

    async def content() -> AsyncIterator[bytes]:
        for each in before:
            yield each
        async for chunk in _rows(store, folders[0].bucket, chosen, header):
            counted.take(chunk)
            yield chunk

    await store.put(target.bucket, target.key, content(), size_bytes=size)
    done = {"file": at["file"] + 1, "rows": at["rows"] + counted.rows, "bytes": at["bytes"] + size}
    return Step(checkpoint={**after, **done}, total=total, done=counted.rows, good=counted.rows)


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
            if _PART.fullmatch(each.key[len(place.key) :]):
                size += each.size_bytes
                if found and size > _FILE_BYTES:
                    return found, {"folder": folder, "after": after}
                found.append(each)
            after = each.key
        folder, after = (folder + 1, "") if page.next_marker is None else (folder, page.next_marker)
    return found, {"folder": folder, "after": after}


async def _rows(store: ObjectStore, bucket: str, files: Sequence[ObjectInfo], header: bytes) -> AsyncIterator[bytes]:
    """Yield the rows of files that all begin with the same header. Raises RowsChanged."""
    for each in files:
        async with store.get(bucket, each.key, length=len(header), etag=each.etag) as chunks:
            if b"".join([chunk async for chunk in chunks]) != header:
                raise RowsChanged(path=f"obs://{bucket}/{each.key}", resource=each.key)
        async with store.get(bucket, each.key, offset=len(header), etag=each.etag) as chunks:
            async for chunk in chunks:
                yield chunk


async def _complete(context: DatasetsContext, who: Subject, current: Publication, at: Mapping[str, Any]) -> Step:
    if not at["file"]:
        raise NothingToPublish
    await _remove_others(context.objects.store, current, at["file"])
    before = 0 if current.previous is None else current.previous.figures.get("total", 0)
    figures = {
        "annotated": 0,
        "total": at["rows"],
        "added": max(0, at["rows"] - before),
        "deleted": max(0, before - at["rows"]),
        "previous_total": before,
        "bytes": at["bytes"],
        "copied": 0,
    }

    async def write(db: AsyncSession, _step: Step) -> None:
        if await make_usable(db, who, current.row.id, current.version.id, figures) is not None:
            db.add(DatasetVersionDetailRow(version_id=current.version.id, labels=[], usages={}))

    return Step(finished=True, result={"version_id": current.version.id}, write=write)


async def _remove_others(store: ObjectStore, current: Publication, count: int) -> None:
    """Delete files that a version of the same name has left, which was deleted."""
    folder = places.read_place(paths.data_path(current.inner, current.version.name), field="work_path")
    ours = {places.read_place(_file(current, number), field="work_path").key for number in range(count)}
    marker: str | None = ""
    while marker is not None:
        page = await store.list_page(folder.bucket, prefix=folder.key, marker=marker)
        others = [each.key for each in page.objects if _PART.fullmatch(each.key[len(folder.key) :]) and each.key not in ours]
        if others:
            await store.delete_many(folder.bucket, others)
        marker = page.next_marker


def _file(current: Publication, number: int) -> str:
    return f"{paths.data_path(current.inner, current.version.name)}part-{number:05}.csv"
