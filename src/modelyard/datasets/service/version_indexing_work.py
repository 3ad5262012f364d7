"""The work of reading from the lines of a version what its samples are searched by."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta, timezone

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import read_tuples
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.models.version_searches import VersionNamesRow, VersionSearchRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import ids, version_values
from modelyard.datasets.rules.facets import DAY
from modelyard.datasets.rules.searching import day_of
from modelyard.datasets.service import facets, tasks, version_reading
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.versions import PART

_DAY = 86_400_000


class IndexWork(Work):
    """Takes a part at a time. Checkpoint: the number of the last part that was read."""

    def __init__(self) -> None:
        self._numbers: Mapping[tuple[str, str], str] | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Read the next part."""
        after = int(task.checkpoint.get("part", -1))
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            version = await db.get(DatasetVersionRow, task.goal["version_id"])
            found = await db.get(VersionSearchRow, task.goal["version_id"])
            if version is None or found is None or found.task_id != task.id:
                return Step(finished=True)
            if self._numbers is None:
                detail = await db.get_one(DatasetVersionDetailRow, version.id)
                self._numbers = version_values.numbers_of(detail.labels, LabelType(version.label_type))
            following = select(DatasetVersionPartRow).where(
                DatasetVersionPartRow.version_id == version.id, DatasetVersionPartRow.number > after
            )
            part = await db.scalar(following.order_by(DatasetVersionPartRow.number).limit(1))
            days = {} if part is None else await _days(db, row.number, part.number)
            others = await tasks.others_wait(db, task.id)
        if part is None:
            return Step(finished=True, write=_ready(task))
        lines = await version_reading.lines_in(context, inner_of(row), part)
        moved = facets.Changes()
        names = []
        for ordinal, line in lines.items():
            told = version_values.told(line, self._numbers)
            names.append(told.name)
            for value in told.values:
                moved.added[value].add(ordinal)
            if ordinal in days:
                moved.added[DAY, days[ordinal]].add(ordinal)
        packed = {"names": version_values.packed_names(names), "lengths": version_values.packed_lengths(lines.values())}

        async def write(db: AsyncSession, step: Step) -> None:
            found = await db.get(VersionSearchRow, version.id)
            if found is None or found.task_id != task.id:
                step.finished = True
                return
            await facets.apply(db, found.number, moved)
            db.add(VersionNamesRow(version_id=version.id, number=part.number, **packed))

        # Whoever waits for the worker comes first.
        wait = timedelta(0) if others else None
        return Step({"part": part.number}, done=len(lines), good=len(lines), wait=wait, write=write)


def _ready(task: TaskNow) -> Callable[[AsyncSession, Step], Awaitable[None]]:
    async def write(db: AsyncSession, _step: Step) -> None:
        found = await db.get(VersionSearchRow, task.goal["version_id"])
        if found is not None and found.task_id == task.id:
            found.ready = True

    return write


async def _days(db: AsyncSession, dataset: int, part: int) -> dict[int, str]:
    """Return the days of the files of a part, as the dataset knows them: lines say nothing of it."""
    first, end = (ids.sample_number(dataset, number * PART) for number in (part, part + 1))
    statement = select(SampleRow.id, SampleRow.changed_at).where(SampleRow.id >= first, SampleRow.id < end)
    known: dict[int, str] = {}
    found: dict[int, str] = {}
    for number, at in await read_tuples(db, statement):
        day = known.get(at // _DAY)
        if day is None:
            day = known[at // _DAY] = day_of(datetime.fromtimestamp(at / 1000, timezone.utc))
        found[ids.ordinal_of(number)] = day
    return found
