"""The work of setting annotations back to a version, and of undoing that."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.datasets import queries
from modelyard.datasets.events_versions import VersionRestored
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids, manifest, wire
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.service import annotations, presence, samples, undoing, version_reading
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.versions import find_version
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import COUNTED, LabelType

_STEP = 1000
_COEFFICIENT = "@modelarts:hard_coefficient"
Names = Mapping[tuple[int, str], str]


class RestoreWork(Work):
    """Checkpoint: part and line; `changes`: of each step the first and the last ordinal and the revision, to undo it by."""

    def __init__(self) -> None:
        self._parts: dict[int, DatasetVersionPartRow] | None = None
        self._lines: tuple[int, list[tuple[int, bytes]]] = (-1, [])

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Set the next samples back; or undo a step of the task that is undone."""
        if "undo" in task.goal:
            return await self._undo(context, task)
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            version = await find_version(db, row, task.goal["version_id"])
            if self._parts is None:
                self._parts = await version_reading.parts_of(db, version.id)
        number, line = int(task.checkpoint.get("part", -1)), int(task.checkpoint.get("line", 0))
        while number < 0 or line >= len(await self._lines_of(context, row, number)):
            following = next((each for each in self._parts if each > number), None)
            if following is None:
                return Step(finished=True, write=_told(task, version))
            number, line = following, 0
        some = self._lines[1][line : line + _STEP]
        items = {ordinal: item for ordinal, text in some if (item := manifest.read_line(text)[0]) is not None}
        changes = list(task.checkpoint.get("changes", ()))

        async def write(db: AsyncSession, step: Step) -> None:
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            names = await _names(db, job, version)
            wanted = await _changes(db, (row, job), version, names, items)
            step.checkpoint = {"part": number, "line": line + len(some), "changes": changes}
            if wanted:
                result = await annotations.save(db, task.who, row, job, wanted)
                step.checkpoint["changes"] = [*changes, [wanted[0].ordinal, wanted[-1].ordinal, result.revision]]
            step.good = len(wanted)

        return Step(done=len(some), write=write)

    async def _lines_of(self, context: DatasetsContext, row: DatasetRow, number: int) -> list[tuple[int, bytes]]:
        if self._lines[0] != number:
            assert self._parts is not None
            lines = await version_reading.lines_in(context, inner_of(row), self._parts[number])
            self._lines = number, list(lines.items())
        return self._lines[1]

    async def _undo(self, context: DatasetsContext, task: TaskNow) -> Step:
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            version = await find_version(db, row, task.goal["version_id"])
            undone = (await db.get_one(DatasetTaskRow, task.goal["undo"])).checkpoint.get("changes", [])
        at = int(task.checkpoint.get("at", 0))
        if at >= len(undone):
            return Step(finished=True, write=_told(task, version))
        first, last, revision = undone[-1 - at]
        changes = list(task.checkpoint.get("changes", ()))

        async def write(db: AsyncSession, step: Step) -> None:
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            wanted = await undoing.changes_back(db, row, job, (first, last), revision)
            step.checkpoint = {"at": at + 1, "changes": changes}
            if wanted:
                result = await annotations.save(db, task.who, row, job, wanted)
                step.checkpoint["changes"] = [*changes, [wanted[0].ordinal, wanted[-1].ordinal, result.revision]]
            step.good = step.done = len(wanted)

        return Step(write=write)


def _told(task: TaskNow, version: DatasetVersionRow) -> Callable[[AsyncSession, Step], Awaitable[None]]:
    async def write(db: AsyncSession, _step: Step) -> None:
        event = VersionRestored(resource_id=task.dataset_id, version_name=version.name, count=task.good)
        await emit(db, event, by=task.who, at=now(db))

    return write


async def _names(db: AsyncSession, job: LabellingJobRow, version: DatasetVersionRow) -> Names:
    """Return the numbers of labels by type and name, as the version knows them; labels that are gone are made again."""
    detail = await db.get_one(DatasetVersionDetailRow, version.id)
    rows = (await queries.labels_of(db, [job.id]))[job.id]
    numbers, names = {row.number for row in rows}, {(row.type, row.name): row.number for row in rows}
    found: dict[tuple[int, str], str] = {}
    for each in detail.labels:
        key = (int(each["type"]), str(each["name"]))
        number = int(each["number"])
        if number not in numbers:
            number = names.get(key, number)
        if number not in numbers:
            values = {name: each[name] for name in ("number", "name", "type", "property", "attributes")}
            db.add(LabelRow(job_id=job.id, **values, annotation_count=0))
            numbers.add(number)
        found[key] = str(number)
    await db.flush()  # their counters are changed by statements
    return found


async def _changes(
    db: AsyncSession,
    rows: tuple[DatasetRow, LabellingJobRow],
    version: DatasetVersionRow,
    names: Names,
    items: Mapping[int, Item],
) -> list[DocumentChange]:
    """Return what has to be said so that samples say what the version says; nothing of those that do already."""
    row, job = rows
    gone = await presence.missing(db, row)
    there = [each for each in await samples.existing(db, row, list(items)) if not bitmaps.has(gone, each)]
    said = await annotations.find(db, job, [ids.sample_number(row.number, ordinal) for ordinal in there])
    without_hard, kind = bool(version.options["clear_hard"]), LabelType(job.type)
    found = []
    for ordinal in there:
        item, old = items[ordinal], said.get(ids.sample_number(row.number, ordinal))
        wanted = _numbered(item, names, kind)
        before = () if old is None else documents.parsed(old.document)
        if without_hard:
            before = tuple(map(_without_hard, before))
        if wanted == before and (old is None or not before or old.state in COUNTED):
            continue
        hardness = _hardness(item)
        if without_hard:
            hardness = None if old is None or old.hardness is None else orjson.loads(old.hardness)
        found.append(DocumentChange(ordinal, wanted, hardness=hardness))
    return found


def _numbered(item: Item, names: Names, kind: LabelType) -> tuple[Annotation, ...]:
    found = []
    for one in item.annotations:
        number = names.get((wire.label_type(one, kind), one.label), "") if one.label else ""
        if number or not one.label:
            found.append(one._replace(label=number))
    return tuple(found)


def _without_hard(one: Annotation) -> Annotation:
    return one._replace(hard=False, hard_coefficient=None, hard_reasons=())


def _hardness(item: Item) -> dict[str, Any] | None:
    if not item.hard:
        return None
    return {} if item.hard_coefficient is None else {_COEFFICIENT: item.hard_coefficient}
