"""How labelling went on by days: counts are written down while they change, and read for a period."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now, take_turn
from modelyard.core.subject import Subject
from modelyard.datasets.errors.teams import PeriodInvalid, TeamTaskNotFound
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.teams import DayRow, TeamTaskRow
from modelyard.datasets.schemas.team_tasks import DatasetMetrics
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_teams import totals
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.team_access import members_of
from modelyard.datasets.types.datasets import SampleState

_DAY_MILLISECONDS = 86_400_000
_MOST_DAYS = 1100
_SERIES = (
    "total",
    "un_annotation",
    "manual_annotation",
    "queuing",
    "unfinished",
    "success",
    "failed",
    "failed_user",
    "failed_system",
)
_LOOK_BACK = timedelta(hours=1)


async def metrics(
    db: AsyncSession, who: Subject, dataset_id: str, *, start: int, end: int, task_id: str = ""
) -> DatasetMetrics:
    """Return counts of samples of a dataset, or of a team task, at the end of each day from `start` to `end` (milliseconds).

    Today has the counts of now. Days before anything was written down are left out; quiet days have what the day before
    had. Raises DatasetNotFound, TeamTaskNotFound, PeriodInvalid.
    """
    dataset, job = await get_rows(db, who, dataset_id)
    if end < start:
        raise PeriodInvalid(field="end_time", problem="lies before start_time", problem_zh="早于 start_time")
    first, last = start // _DAY_MILLISECONDS, end // _DAY_MILLISECONDS
    if last - first >= _MOST_DAYS:
        raise PeriodInvalid(
            field="end_time",
            problem=f"at most {_MOST_DAYS} days are shown at once",
            problem_zh=f"一次最多查询 {_MOST_DAYS} 天",
        )
    owner, present = dataset.id, _of_dataset(dataset, job)
    if task_id:
        task = await db.get(TeamTaskRow, task_id)
        if task is None or task.dataset_id != dataset.id:
            raise TeamTaskNotFound(task_id=task_id, resource=task_id)
        owner, present = task.id, await _of_task(db, task)
    today = to_milliseconds(now(db)) // _DAY_MILLISECONDS
    rows = {row.day: row.counts for row in await db.scalars(select(DayRow).where(DayRow.owner == owner, DayRow.day <= last))}
    rows[today] = present
    known = max((day for day in rows if day <= first), default=None)
    counts = rows[known] if known is not None else None
    series: dict[str, dict[str, int]] = {name: {} for name in _SERIES}
    for day in range(first, min(last, today) + 1):
        counts = rows.get(day, counts)
        for name, value in (counts or {}).items():
            series[name][str(day * _DAY_MILLISECONDS)] = value
    return DatasetMetrics(metrics=series)


async def write_down(context: DatasetsContext) -> int:
    """Write down the counts of today for what changed lately; return for how many."""
    async with context.database.session() as db:
        await take_turn(db, "datasets.days")
        at = now(db)
        day, since = to_milliseconds(at) // _DAY_MILLISECONDS, at - _LOOK_BACK
        written = 0
        for dataset in await db.scalars(select(DatasetRow).where(DatasetRow.data_changed_at >= since)):
            await _put(db, dataset.id, day, _of_dataset(dataset, await db.get_one(LabellingJobRow, dataset.default_job_id)))
            written += 1
        for task in await db.scalars(select(TeamTaskRow).where(TeamTaskRow.ended_at.is_(None))):
            await _put(db, task.id, day, await _of_task(db, task))
            written += 1
        return written


async def _put(db: AsyncSession, owner: str, day: int, counts: dict[str, int]) -> None:
    row = await db.get(DayRow, (owner, day))
    if row is None:
        db.add(DayRow(owner=owner, day=day, counts=counts))
    elif row.counts != counts:
        row.counts = counts


def _of_dataset(dataset: DatasetRow, job: LabellingJobRow) -> dict[str, int]:
    labelled = job.labelled_count
    return {"total": dataset.sample_count, "un_annotation": dataset.sample_count - labelled, "manual_annotation": labelled}


async def _of_task(db: AsyncSession, task: TeamTaskRow) -> dict[str, int]:
    counts = totals((await members_of(db, task.id)).values())
    total, open_states = sum(counts.values()), (SampleState.UNLABELLED, SampleState.TO_CONFIRM, SampleState.LABELLED)
    unlabelled = sum(counts.get(state, 0) for state in open_states)
    accepted, rejected = counts.get(SampleState.ACCEPTED, 0), counts.get(SampleState.REJECTED, 0)
    return {
        "total": total,
        "un_annotation": unlabelled,
        "manual_annotation": total - unlabelled,
        "queuing": counts.get(SampleState.UNREVIEWED, 0) + counts.get(SampleState.UNCHECKED, 0),
        "unfinished": total - accepted,
        "success": accepted,
        "failed": rejected,
    }
