"""The work of automatic grouping: looks at every image, cuts them into groups, writes the group of each sample."""

import asyncio
import csv
import io
from collections.abc import Sequence

import numpy as np
import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.datasets.errors.insight import TooManyGroups
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.rules import grouping
from modelyard.datasets.rules.facets import META, pair
from modelyard.datasets.rules.ids import ordinal_of, sample_id, sample_number
from modelyard.datasets.service import facets, looks
from modelyard.datasets.service.analysing import MOST_COMPARED
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.reading_documents import pages
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.objects.service import writing

_WRITTEN = 1000
# Which traits weigh, by the field that asks for them and its place among the measures.
_TRAITS = {"image_brightness": 0, "ambiguity": 2, "image_colorfulness": 3}
GROUPS_FILE = "groups.csv"


async def look_at_page(context: DatasetsContext, task: TaskNow, after: int) -> Step | None:
    """Look at some samples after an ordinal; None if there are no more. For work that needs all looks first."""
    async with context.database.read_session() as db:
        dataset, job = await get_rows(db, task.who, task.dataset_id)
        page = await pages(db, dataset, job, after=after, before=task.goal.get("before"), limit=looks.AT_ONCE)
        there = await looks.known(db, dataset, page)
    if not page:
        return None
    seen = await looks.look(context, task.who, dataset.number, page, there)

    async def write(db: AsyncSession, _step: Step) -> None:
        await looks.write(db, seen.rows)

    return Step(
        {"after": page[-1].ordinal},
        total=dataset.sample_count,
        done=len(page),
        bad=len(page) - len(seen.measured),
        problems=seen.problems,
        write=write,
    )


class GroupingWork(Work):
    """Automatic grouping. Checkpoint: `after`, the last ordinal that was looked at; `written`, how many samples have a group.

    The groups are the same however often they are computed: a worker that takes over computes them again.
    """

    def __init__(self) -> None:
        self._groups: tuple[list[int], list[int]] | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        if "written" not in task.checkpoint:
            step = await look_at_page(context, task, int(task.checkpoint.get("after", -1)))
            return step or Step({"written": 0}, result={"stage": "grouping"})
        ordinals, groups = await self._grouped(context, task)
        start = int(task.checkpoint["written"])
        some = dict(zip(ordinals[start : start + _WRITTEN], groups[start : start + _WRITTEN], strict=True))
        if task.goal["result_type"] == 0:
            return await self._save(context, task, ordinals, groups)
        if not some:
            return Step(finished=True, result={"groups": len(set(groups))})

        async def write(db: AsyncSession, _step: Step) -> None:
            await _write_groups(db, task, some)

        return Step({"written": start + len(some)}, good=len(some), write=write)

    async def _grouped(self, context: DatasetsContext, task: TaskNow) -> tuple[list[int], list[int]]:
        if self._groups is None:
            async with context.database.read_session() as db:
                dataset, _ = await get_rows(db, task.who, task.dataset_id)
                seen = await looks.vectors(db, dataset, most=MOST_COMPARED * 10)
            count = int(task.goal["n_clusters"])
            if len(seen.ordinals) <= count:
                raise TooManyGroups(groups=count, count=len(seen.ordinals))
            traits = seen.measures[:, [place for name, place in _TRAITS.items() if task.goal.get(name)]]
            weighted = grouping.weighted(seen.vectors, traits)
            found = await asyncio.to_thread(grouping.grouped, weighted, count)
            self._groups = seen.ordinals.tolist(), found.tolist()
        return self._groups

    async def _save(self, context: DatasetsContext, task: TaskNow, ordinals: Sequence[int], groups: Sequence[int]) -> Step:
        async with context.database.read_session() as db:
            dataset, _ = await get_rows(db, task.who, task.dataset_id)
            statement = select(SampleRow.id, SampleRow.source).where(SampleRow.dataset == dataset.number)
            sources = {row[0]: row[1] for row in await db.execute(statement)}
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["sample_id", "source", "group"])
        for ordinal, group in zip(ordinals, groups, strict=True):
            number = sample_number(dataset.number, ordinal)
            rows.writerow([sample_id(dataset.id, number), sources.get(number, ""), group])
        place = f"{task.goal['output_dir']}{task.id}/{GROUPS_FILE}"
        await writing.create_object(context.objects, task.who, place, out.getvalue().encode())
        counts = np.bincount(np.array(groups, np.int64))
        return Step(finished=True, good=len(ordinals), result={"groups": int((counts > 0).sum()), "place": place})


async def _write_groups(db: AsyncSession, task: TaskNow, groups: dict[int, int]) -> None:
    """Give samples an attribute with their group, and take the one away that an earlier grouping gave."""
    dataset, _ = await get_rows(db, task.who, task.dataset_id, lock=True)
    name = str(task.goal["property"])
    moved = facets.Changes()
    numbers = [sample_number(dataset.number, ordinal) for ordinal in groups]
    for start in range(0, len(numbers), 500):
        statement = select(SampleRow).where(SampleRow.id.in_(numbers[start : start + 500]))
        for sample in await db.scalars(for_update(statement)):
            properties = dict(orjson.loads(sample.properties)) if sample.properties else {}
            value = str(groups[ordinal_of(sample.id)])
            before = properties.get(name)
            had = set() if before is None else {(META, pair(name, before)), (META, pair(name, ""))}
            moved.note(ordinal_of(sample.id), had, {(META, pair(name, value)), (META, pair(name, ""))})
            sample.properties = orjson.dumps(properties | {name: value})
    await facets.apply(db, dataset.number, moved)
