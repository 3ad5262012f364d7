"""The work of comparing two versions: parts that have the same name are the same and are not read."""

from collections import Counter
from collections.abc import Awaitable, Callable

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.comparing import VersionComparisonPartRow, VersionComparisonRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, comparing, version_parts
from modelyard.datasets.rules.comparing import CHANGES
from modelyard.datasets.service import version_reading
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work

# So many kinds of relabelling are told, the most frequent first.
_MOST_RELABELLED = 200


class ComparisonWork(Work):
    """Compares part by part. Checkpoint: the number of the last one."""

    def __init__(self) -> None:
        self._parts: tuple[dict[int, DatasetVersionPartRow], dict[int, DatasetVersionPartRow]] | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Compare the next part that differs; add up at the end."""
        pair = str(task.goal["before"]), str(task.goal["after"])
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            if self._parts is None:
                self._parts = await version_reading.parts_of(db, pair[0]), await version_reading.parts_of(db, pair[1])
        old, new = self._parts
        numbers = sorted({*old, *new})
        last = int(task.checkpoint.get("part", -1))
        different = [each for each in numbers if each > last and not _is_same(old.get(each), new.get(each))]
        if not different:
            return Step(finished=True, total=len(numbers), done=len(numbers) - task.done, write=_summed(pair))
        number, inner = different[0], inner_of(row)
        lines = [await version_reading.lines_in(context, inner, side[number]) if number in side else {} for side in self._parts]
        found = comparing.difference(*lines)
        values = VersionComparisonPartRow(
            before_id=pair[0],
            after_id=pair[1],
            number=number,
            sets=version_parts.packed_all(found.sets, number),
            relabelled=[[*names, count] for names, count in found.relabelled.items()],
        )

        async def write(db: AsyncSession, _step: Step) -> None:
            await db.execute(delete(VersionComparisonPartRow).where(*_of(pair), VersionComparisonPartRow.number == number))
            db.add(values)

        passed = sum(last < each <= number for each in numbers)
        return Step(checkpoint={"part": number}, total=len(numbers), done=passed, write=write)


def _is_same(old: DatasetVersionPartRow | None, new: DatasetVersionPartRow | None) -> bool:
    return old is not None and new is not None and old.digest == new.digest


def _of(pair: tuple[str, str]) -> tuple[ColumnElement[bool], ...]:
    return VersionComparisonPartRow.before_id == pair[0], VersionComparisonPartRow.after_id == pair[1]


def _summed(pair: tuple[str, str]) -> Callable[[AsyncSession, Step], Awaitable[None]]:
    """Return what adds up the parts."""

    async def write(db: AsyncSession, _step: Step) -> None:
        found = await db.get(VersionComparisonRow, pair, populate_existing=True)
        after = await db.get(DatasetVersionRow, pair[1])
        if found is None or after is None:
            return
        counts: Counter[str] = Counter()
        relabelled: Counter[tuple[str, str]] = Counter()
        for part in await db.scalars(select(VersionComparisonPartRow).where(*_of(pair))):
            for change, members in zip(CHANGES, version_parts.unpacked_all(part.sets, part.number), strict=False):
                counts[change] += bitmaps.count(members)
            for was, now, count in part.relabelled:
                relabelled[was, now] += count
        figures = {str(change): counts[change] for change in CHANGES}
        differ = sum(count for change, count in figures.items() if change != comparing.Change.REMOVED)
        most = [[*names, count] for names, count in relabelled.most_common(_MOST_RELABELLED)]
        found.counts = {**figures, "unchanged": after.figures.get("total", 0) - differ, "relabelled": most}

    return write
