"""Copying the files of versions, each content once, and deleting copies that no version needs (decision 0129).

There is one such task for a dataset at a time, so that nothing is deleted that somebody is about to count on.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson
from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.models.kept_files import DatasetKeepingRow, KeptFileRow, VersionFilesRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, ids, kept_files, paths, version_parts
from modelyard.datasets.service import kept_files as keeping
from modelyard.datasets.service import tasks, version_reading
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.file_copies import Copies, File
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.version_writing import pieces
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.kept_files import FilesState
from modelyard.datasets.types.versions import PART
from modelyard.objects.service import places

# Samples of a step: most of them may have to be copied.
_STEP = 400
_MOST_IN_MEMORY = 16 * 2**20


class KeepFilesWork(Work):
    """Checkpoint: of the version that is worked on its id, the part, how many of its lines are done; or of the sweep."""

    def __init__(self) -> None:
        self._version: DatasetVersionRow | None = None
        self._parts: dict[int, DatasetVersionPartRow] = {}
        self._lines: tuple[int, list[tuple[int, bytes]]] = (-1, [])
        self._copies = Copies()

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Copy some files of the oldest version that waits for it; delete what is not needed when none does."""
        at = task.checkpoint
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            version = await _next_version(db, row)
            found = await db.get(DatasetKeepingRow, row.id)
            to_sweep = found is not None and found.swept < found.deletions
            deletions = 0 if found is None else found.deletions
            others = await tasks.others_wait(db, task.id)
        inner = inner_of(row)
        await places.require_writable(context.objects, task.who, places.read_place(inner, field="work_path"))
        if "sweep" in at or (version is None and to_sweep):
            step = await self._sweep(context, row, inner, at if "sweep" in at else {"sweep": deletions, "part": -1})
        elif version is not None:
            is_same = at.get("version") == version.id
            step = await self._keep(context, task.who, row, version, at if is_same else {"part": -1, "line": 0})
            if not is_same:
                step.total = (task.total or 0) + (await _total(context, version))
        else:
            return Step(finished=True, write=_look_again(row.id))
        # Whoever waits for the worker comes first: this may take hours.
        step.wait = timedelta(0) if others else None
        return step

    async def _keep(
        self, context: DatasetsContext, who: Subject, row: DatasetRow, version: DatasetVersionRow, at: Mapping[str, Any]
    ) -> Step:
        if self._version is None or self._version.id != version.id:
            async with context.database.read_session() as db:
                self._parts = await version_reading.parts_of(db, version.id)
            self._version, self._lines = version, (-1, [])
        inner, number, line = inner_of(row), at["part"], at["line"]
        while number < 0 or line >= len(await self._lines_of(context, inner, number)):
            following = next((each for each in self._parts if each > number), None)
            if following is None:
                return await self._complete(context, row, version)
            number, line = following, 0
        some = self._lines[1][line : line + _STEP]
        files = await _known_files(context, row, version, some)
        kept, problems = await self._copies.of(context, who, version, files, inner=inner)
        rows = [
            {"sample": each.sample, "since": version.number, "digest": each.digest, "size_bytes": each.size_bytes}
            for each in kept
            if each.is_new
        ]
        size = sum(each.size_bytes for each in kept)
        is_first = at["part"] < 0

        async def write(db: AsyncSession, _step: Step) -> None:
            samples = [each["sample"] for each in rows]
            if samples:
                mine = (KeptFileRow.since == version.number, KeptFileRow.sample.in_(samples))
                await db.execute(delete(KeptFileRow).where(*mine))
                await insert_many(db, KeptFileRow, rows)
            of_version = VersionFilesRow.version_id == version.id
            counts = {"kept": len(kept), "lost": len(files) - len(kept), "size_bytes": size}
            added = {name: (0 if is_first else getattr(VersionFilesRow, name)) + value for name, value in counts.items()}
            await db.execute(update(VersionFilesRow).where(of_version).values(**added))

        return Step(
            checkpoint={"version": version.id, "part": number, "line": line + len(some)},
            done=len(files),
            good=len(kept),
            bad=len(files) - len(kept),
            problems=problems,
            write=write,
        )

    async def _lines_of(self, context: DatasetsContext, inner: str, number: int) -> list[tuple[int, bytes]]:
        """Return the lines of a part that stand for files."""
        if self._lines[0] != number:
            lines = await version_reading.lines_in(context, inner, self._parts[number])
            self._lines = number, [(each, text) for each, text in lines.items() if kept_files.has_file(text)]
        return self._lines[1]

    async def _complete(self, context: DatasetsContext, row: DatasetRow, version: DatasetVersionRow) -> Step:
        """Write the manifest that names the copies, and say that the version keeps its files."""
        inner = inner_of(row)
        with SpooledTemporaryFile(_MOST_IN_MEMORY) as file:
            for part in self._parts.values():
                lines = await version_reading.lines_in(context, inner, part)
                async with context.database.read_session() as db:
                    kept = await keeping.kept_in(db, row, version, list(lines))
                for ordinal, line in lines.items():
                    copy = kept.get(ordinal)
                    place = "" if copy is None else "s3://" + kept_files.place_of(inner, copy).removeprefix("obs://")
                    file.write((kept_files.with_source(line, place) if place else line) + b"\n")
            size = file.tell()
            file.seek(0)
            target = places.read_place(paths.kept_manifest_path(inner, version.name), field="work_path")
            await context.objects.store.put(target.bucket, target.key, pieces(file), size_bytes=size)

        async def write(db: AsyncSession, _step: Step) -> None:
            waiting = (VersionFilesRow.version_id == version.id, VersionFilesRow.state == FilesState.WAITING)
            await db.execute(update(VersionFilesRow).where(*waiting).values(state=FilesState.KEPT))

        return Step(checkpoint={}, write=write)

    async def _sweep(self, context: DatasetsContext, row: DatasetRow, inner: str, at: Mapping[str, Any]) -> Step:
        """Take away rows that no version needs, a part at a time; their copies in the step after, if nobody has them."""
        free = [bytes.fromhex(each) for each in at.get("free", [])]
        first, end = ids.sample_range(row.number)
        async with context.database.read_session() as db:
            used = set()
            if free:
                still = select(KeptFileRow.digest).where(
                    KeptFileRow.digest.in_(free), KeptFileRow.sample.between(first, end - 1)
                )
                used = {bytes(each) for each in await db.scalars(still)}
            after = ids.sample_number(row.number, (at["part"] + 1) * PART)
            later = select(KeptFileRow.sample).where(KeptFileRow.sample >= after, KeptFileRow.sample < end)
            following = await db.scalar(later.order_by(KeptFileRow.sample).limit(1))
            part = None if following is None else ids.ordinal_of(following) // PART
            rows = [] if part is None else await _unneeded(db, row, part)
        gone = [kept_files.place_of(inner, each) for each in free if each not in used]
        for start in range(0, len(gone), 1000):
            some = [places.read_place(each, field="work_path") for each in gone[start : start + 1000]]
            await context.objects.store.delete_many(some[0].bucket, [each.key for each in some])
        swept = at["sweep"]

        async def write(db: AsyncSession, _step: Step) -> None:
            if part is None:
                await db.execute(update(DatasetKeepingRow).where(DatasetKeepingRow.dataset_id == row.id).values(swept=swept))
            keys = [(each.sample, each.since) for each in rows]
            for start in range(0, len(keys), _STEP):
                some = tuple_(KeptFileRow.sample, KeptFileRow.since).in_(keys[start : start + _STEP])
                await db.execute(delete(KeptFileRow).where(some))

        if part is None:
            return Step(checkpoint={}, write=write)
        free_next = sorted({bytes(each.digest).hex() for each in rows})
        return Step(checkpoint={"sweep": swept, "part": part, "free": free_next}, write=write)


async def _known_files(
    context: DatasetsContext, row: DatasetRow, version: DatasetVersionRow, lines: Sequence[tuple[int, bytes]]
) -> list[File]:
    numbers = {ids.sample_number(row.number, ordinal): line for ordinal, line in lines}
    async with context.database.read_session() as db:
        statement = select(SampleRow.id, SampleRow.etag, SampleRow.size_bytes, SampleRow.changed_at).where(
            SampleRow.id.in_(numbers)
        )
        known = {each.id: each for each in await db.execute(statement)}
        kept = await keeping.rows_of(db, list(numbers))
    files = []
    for number, line in numbers.items():
        sample, rows = known.get(number), kept.get(number, [])
        files.append(
            File(
                number,
                "obs://" + orjson.loads(line)["source"].removeprefix("s3://").removeprefix("obs://"),
                "" if sample is None else sample.etag,
                0 if sample is None else sample.size_bytes,
                None if sample is None else sample.changed_at,
                kept_files.row_for(rows, version.number),
            )
        )
    return files


async def _unneeded(db: AsyncSession, row: DatasetRow, part: int) -> list[KeptFileRow]:
    """Return the rows of the samples of a part that no version needs which is still there."""
    statement = select(DatasetVersionRow.number, DatasetVersionRow.options, DatasetVersionPartRow.members)
    statement = statement.join(DatasetVersionPartRow, DatasetVersionPartRow.version_id == DatasetVersionRow.id)
    statement = statement.where(DatasetVersionRow.dataset_id == row.id, DatasetVersionPartRow.number == part)
    holders = [
        (number, version_parts.unpacked(members, part))
        for number, options, members in await db.execute(statement)
        if not options["export_images"]
    ]
    first = ids.sample_number(row.number, part * PART)
    kept = select(KeptFileRow).where(KeptFileRow.sample >= first, KeptFileRow.sample < first + PART)
    rows = list(await db.scalars(kept.order_by(KeptFileRow.sample, KeptFileRow.since)))
    found = []
    for index, each in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        until = following.since if following is not None and following.sample == each.sample else None
        ordinal = ids.ordinal_of(each.sample)
        versions = (number for number, members in holders if bitmaps.has(members, ordinal))
        if not kept_files.is_needed(each.since, until, versions):
            found.append(each)
    return found


async def _next_version(db: AsyncSession, row: DatasetRow) -> DatasetVersionRow | None:
    """Return the oldest version whose files wait."""
    of_version = VersionFilesRow.version_id == DatasetVersionRow.id
    waiting = (VersionFilesRow.dataset_id == row.id, VersionFilesRow.state == FilesState.WAITING)
    statement = select(DatasetVersionRow).join(VersionFilesRow, of_version).where(*waiting)
    found: DatasetVersionRow | None = await db.scalar(statement.order_by(DatasetVersionRow.number).limit(1))
    return found


async def _total(context: DatasetsContext, version: DatasetVersionRow) -> int:
    async with context.database.read_session() as db:
        found = await db.get(VersionFilesRow, version.id)
        return 0 if found is None else found.total


def _look_again(dataset_id: str) -> Callable[[AsyncSession, Step], Awaitable[None]]:
    """Return what ends the work, unless there is more by then."""

    async def write(db: AsyncSession, step: Step) -> None:
        row = await db.get_one(DatasetRow, dataset_id, with_for_update=True, populate_existing=True)
        found = await db.get(DatasetKeepingRow, dataset_id, populate_existing=True)
        has_more = found is not None and found.swept < found.deletions
        step.finished = not has_more and await _next_version(db, row) is None

    return write
