"""Publishing and exporting a table, as the worker does it: rows that imports wrote become files (decision 0161).

No import runs while a version is published, and each step follows from where the one before has ended: a worker that was
killed is followed by one that writes the same bytes under the same names.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets.errors.versions import NothingToPublish
from modelyard.datasets.models.versions import DatasetVersionDetailRow
from modelyard.datasets.rules import paths
from modelyard.datasets.service import table_versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.formats.table import columns_of, header_of
from modelyard.datasets.service.row_files import BEGIN, Joining, join_some, remove_others
from modelyard.datasets.service.version_completing import make_usable
from modelyard.datasets.service.version_writing import Publication
from modelyard.datasets.service.versions import usable_version
from modelyard.datasets.service.working import Step, TaskNow
from modelyard.objects.service import places


async def publish_rows(context: DatasetsContext, task: TaskNow, current: Publication) -> Step:
    """Write the next file of a version; after the last one, make the version usable."""
    at = task.checkpoint or BEGIN
    version = current.version
    async with context.database.read_session() as db:
        folders, total = await table_versions.sources(db, current.row, version.created_at)
    header = header_of(columns_of(current.row))
    target = paths.data_path(current.inner, version.name)
    joining = Joining(folders, target, header, header if version.options["with_column_header"] else b"")
    after = await join_some(context.objects.store, joining, at)
    if after is not None:
        return _counted(at, after, total)
    if not at["file"]:
        raise NothingToPublish
    await remove_others(context.objects.store, target, at["file"])
    return _complete(task.who, current, at)


async def export_rows(context: DatasetsContext, task: TaskNow) -> Step:
    """Write the next file of an export of a table as it is now, or of a version."""
    at, goal = task.checkpoint or BEGIN, task.goal
    await places.require_writable(context.objects, task.who, places.read_place(goal["path"], field="path"))
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, task.who, task.dataset_id)
        head = header = header_of(columns_of(row))
        if goal["version_id"]:
            version = await usable_version(db, row, goal["version_id"])
            folders, total = [paths.data_path(inner_of(row), version.name)], version.figures["total"]
            head = header if version.options["with_column_header"] else b""
        else:
            folders, total = await table_versions.sources(db, row)
    joining = Joining(folders, goal["path"], head, header if goal["with_column_header"] else b"")
    after = await join_some(context.objects.store, joining, at)
    return Step(finished=True) if after is None else _counted(at, after, total)


def _counted(at: Mapping[str, Any], after: dict[str, Any], total: int) -> Step:
    count = after["rows"] - at["rows"]
    return Step(checkpoint=after, total=total, done=count, good=count)


def _complete(who: Subject, current: Publication, at: Mapping[str, Any]) -> Step:
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
