"""Use cases of the files that versions keep: whether, how far, stop, go on (decision 0129). The worker copies them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.kept_files import FilesNotKeptYet
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.kept_files import DatasetKeepingRow, KeptFileRow, VersionFilesRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, ids, kept_files, version_parts
from modelyard.datasets.schemas.kept_files import Keeping, KeepingWanted, VersionFiles
from modelyard.datasets.service import tasks
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import DataType, TaskKind
from modelyard.datasets.types.kept_files import FilesState
from modelyard.datasets.types.tasks import TaskState
from modelyard.datasets.types.versions import PART

_NO_FILES = frozenset({DataType.TEXT, DataType.TABLE})
_AT_ONCE = 500
_STATES = {
    TaskState.WAITING: "waiting",
    TaskState.RUNNING: "running",
    TaskState.STOPPED: "stopped",
    TaskState.FAILED: "failed",
}


async def begin(db: AsyncSession, who: Subject, row: DatasetRow, version: DatasetVersionRow) -> None:
    """Have the files of a version copied that became usable, unless it has them in its folder; the dataset is locked."""
    total = 0 if DataType(row.data_type) in _NO_FILES else version.figures["total"]
    has_own, kept = version.options["export_images"], 0
    if has_own or not total:
        state, kept = FilesState.KEPT, version.figures["copied"]
    else:
        state = FilesState.WAITING if (await keeping_of(db, row)).keep else FilesState.OFF
    lost = total - kept if has_own else 0
    db.add(
        VersionFilesRow(version_id=version.id, dataset_id=row.id, state=state, total=total, kept=kept, lost=lost, size_bytes=0)
    )
    if state is FilesState.WAITING:
        await wake(db, who, row)


async def wake(db: AsyncSession, who: Subject, row: DatasetRow) -> None:
    """Have somebody copy files, or tidy up, unless somebody is at it; the dataset is locked."""
    if not any(each.kind == TaskKind.KEEP for each in await tasks.active(db, row.id)):
        await tasks.submit(db, who, row, TaskKind.KEEP, {})


async def forget(db: AsyncSession, who: Subject, row: DatasetRow) -> None:
    """Have files deleted that only a version needed that is gone; the dataset is locked."""
    (await keeping_of(db, row)).deletions += 1
    await wake(db, who, row)


async def get_keeping(db: AsyncSession, who: Subject, dataset_id: str, *, language: Language = Language.EN) -> Keeping:
    """Return whether versions of a dataset keep their files, and who is at it. Raises DatasetNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    found = await db.get(DatasetKeepingRow, row.id)
    waiting = await db.scalar(select(func.count()).select_from(VersionFilesRow).where(*_waiting(row)))
    task = await tasks.latest(db, row, TaskKind.KEEP)
    error = (task.error if task is not None else None) or {}
    return Keeping(
        keep=True if found is None else found.keep,
        state="idle" if task is None else _STATES.get(TaskState(task.state), "idle"),
        waiting_versions=waiting or 0,
        error_code=error.get("code"),
        error_msg=error.get(language.value),
    )


async def set_keeping(
    db: AsyncSession, who: Subject, dataset_id: str, wanted: KeepingWanted, *, language: Language = Language.EN
) -> Keeping:
    """Say whether versions keep their files. Switched on, those that wait go on; switched off, none waits any more.

    What was copied stays. Raises DatasetNotFound.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    (await keeping_of(db, row)).keep = wanted.keep
    before, after = (FilesState.OFF, FilesState.WAITING) if wanted.keep else (FilesState.WAITING, FilesState.OFF)
    of_dataset = VersionFilesRow.dataset_id == row.id
    changed = list(await db.scalars(select(VersionFilesRow).where(of_dataset, VersionFilesRow.state == before)))
    for each in changed:
        each.state = after
    if wanted.keep and changed:
        await wake(db, who, row)
    await db.flush()  # the answer counts them
    return await get_keeping(db, who, dataset_id, language=language)


async def stop(db: AsyncSession, who: Subject, dataset_id: str) -> None:
    """Stop copying files; what was copied stays, and the next version, or `resume`, goes on. Raises DatasetNotFound."""
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    for each in await tasks.active(db, row.id):
        if each.kind == TaskKind.KEEP:
            await tasks.request_stop(db, each)


async def resume(db: AsyncSession, who: Subject, dataset_id: str) -> None:
    """Go on copying files, with the rights of the caller. Raises DatasetNotFound."""
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    await wake(db, who, row)


async def refuse_unkept(db: AsyncSession, row: DatasetRow, ordinals: Sequence[int]) -> None:
    """Refuse that files of samples go which a version has still to copy. Raises FilesNotKeptYet."""
    of_version = DatasetVersionRow.id == VersionFilesRow.version_id
    waiting = select(DatasetVersionRow).join(VersionFilesRow, of_version).where(*_waiting(row))
    for version in await db.scalars(waiting.order_by(DatasetVersionRow.number)):
        numbers = sorted({ordinal // PART for ordinal in ordinals})
        parts = select(DatasetVersionPartRow.number, DatasetVersionPartRow.members)
        parts = parts.where(DatasetVersionPartRow.version_id == version.id, DatasetVersionPartRow.number.in_(numbers))
        members: dict[int, int] = {}
        for number, packed in await db.execute(parts):
            members |= version_parts.unpacked(packed, number)
        wanted = [ordinal for ordinal in ordinals if bitmaps.has(members, ordinal)]
        kept = await kept_in(db, row, version, wanted)
        if len(kept) < len(wanted):
            raise FilesNotKeptYet(count=len(wanted) - len(kept), version=version.name)


async def refuse_waiting(db: AsyncSession, row: DatasetRow) -> None:
    """Refuse that any file goes while a version has still to copy its files. Raises FilesNotKeptYet."""
    of_version = DatasetVersionRow.id == VersionFilesRow.version_id
    waiting = select(DatasetVersionRow.name, VersionFilesRow).join(VersionFilesRow, of_version).where(*_waiting(row))
    for name, each in await db.execute(waiting.limit(1)):
        raise FilesNotKeptYet(count=each.total - each.kept - each.lost, version=name)


async def is_waiting(db: AsyncSession, row: DatasetRow) -> bool:
    """Return whether a version has still to copy its files."""
    return await db.scalar(select(VersionFilesRow.version_id).where(*_waiting(row)).limit(1)) is not None


async def kept_in(db: AsyncSession, row: DatasetRow, version: DatasetVersionRow, ordinals: Sequence[int]) -> dict[int, bytes]:
    """Return what the files of samples are called that a version keeps, by ordinals."""
    rows = await rows_of(db, [ids.sample_number(row.number, ordinal) for ordinal in ordinals])
    digests = {ids.ordinal_of(sample): kept_files.row_for(found, version.number) for sample, found in rows.items()}
    return {ordinal: digest for ordinal, digest in digests.items() if digest is not None}


async def rows_of(db: AsyncSession, samples: Sequence[int]) -> dict[int, list[tuple[int, bytes]]]:
    """Return (since, digest) of what is kept of samples, in order, by their numbers."""
    found: dict[int, list[tuple[int, bytes]]] = {}
    for start in range(0, len(samples), _AT_ONCE):
        statement = select(KeptFileRow.sample, KeptFileRow.since, KeptFileRow.digest)
        statement = statement.where(KeptFileRow.sample.in_(samples[start : start + _AT_ONCE]))
        for sample, since, digest in await db.execute(statement.order_by(KeptFileRow.sample, KeptFileRow.since)):
            found.setdefault(sample, []).append((since, bytes(digest)))
    return found


async def shown(db: AsyncSession, version_ids: Sequence[str]) -> Mapping[str, VersionFiles]:
    """Return how far the files of versions are kept, by their ids."""
    rows = await db.scalars(select(VersionFilesRow).where(VersionFilesRow.version_id.in_(version_ids)))
    return {
        each.version_id: VersionFiles(
            state=FilesState(each.state), total=each.total, kept=each.kept, lost=each.lost, size_bytes=each.size_bytes
        )
        for each in rows
    }


async def keeping_of(db: AsyncSession, row: DatasetRow) -> DatasetKeepingRow:
    """Return how a dataset keeps files; the dataset is locked by the caller."""
    found = await db.get(DatasetKeepingRow, row.id)
    if found is None:
        found = DatasetKeepingRow(dataset_id=row.id, keep=True, deletions=0, swept=0)
        db.add(found)
    return found


def _waiting(row: DatasetRow) -> tuple[ColumnElement[bool], ...]:
    return (VersionFilesRow.dataset_id == row.id, VersionFilesRow.state == FilesState.WAITING)
