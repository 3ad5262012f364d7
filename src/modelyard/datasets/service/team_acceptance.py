"""Acceptance of team tasks: draw some of the finished work, look at it, decide on all of it; take that back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.datasets import access, queries
from modelyard.datasets.errors.teams import AcceptanceOpen, CannotStart, NoAcceptance, NothingToCheck, NotSampled, NotYours
from modelyard.datasets.events_teams import AcceptanceChanged
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.models.teams import TaskCheckRow, TeamSampleRow
from modelyard.datasets.rules import teamwork
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.rules.teamwork import Filter
from modelyard.datasets.schemas.team_tasks import (
    AcceptanceEnd,
    AcceptanceEnded,
    AcceptanceStart,
    CheckReport,
    CreatedTeamTask,
    SampleComment,
    TeamSampleAnswer,
)
from modelyard.datasets.service import annotations, team_copies, team_work
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_teams import check_stats, team_sample_of, total_stats
from modelyard.datasets.service.team_access import WATCHERS, Entry, enter, right_of
from modelyard.datasets.service.team_samples import commented
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import CheckAction, CheckState, TeamTaskStatus, Work

_MOST_SHOWN = 100
_STARTABLE = frozenset({TeamTaskStatus.RUNNING, TeamTaskStatus.REJECTED})


async def start(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, wanted: AcceptanceStart
) -> CreatedTeamTask:
    """Draw from what waits for acceptance. Raises AcceptanceOpen, NothingToCheck, CannotStart, NotYours."""
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_leader()
        task = entry.task
        if task.status in {TeamTaskStatus.SAMPLING, TeamTaskStatus.ACCEPTING, TeamTaskStatus.WRITING}:
            raise AcceptanceOpen
        if task.status not in _STARTABLE or task.work is not None:
            raise CannotStart(problem="The task is not running, or busy", problem_zh="任务未在运行或正忙")
        total = sum(member.counts.get(SampleState.UNCHECKED, 0) for member in entry.members.values())
        if not total:
            raise NothingToCheck
        number = await db.scalar(select(func.count()).select_from(TaskCheckRow).where(TaskCheckRow.task_id == task.id)) or 0
        drawn = teamwork.to_draw(total, wanted.sampling_rate, wanted.sampling_num)
        check = TaskCheckRow(
            id=new_id(),
            task_id=task.id,
            number=number + 1,
            state=CheckState.DRAWING,
            rate=drawn / total,
            wanted=drawn,
            total=total,
            overwrite=False,
            result={},
            status_before=task.status,
            created_at=now(db),
        )
        db.add(check)
        task.check_id, task.status = check.id, TeamTaskStatus.SAMPLING
        await _tell(db, entry, check, "started")
        await db.flush()  # drawing reads it
        await team_work.begin(db, task, Work.DRAW, who, sample=-1, member="", passed=0, drawn=0)
        return CreatedTeamTask(task_id=check.id)


async def report(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, check_id: str | None) -> CheckReport:
    """Return the figures of an acceptance (the open or the latest one if none is named), and of all. Raises NoAcceptance."""
    right = await right_of(context, who, access.GET_TEAM_TASK, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        entry.require(WATCHERS, problem="Labelers do not see acceptances", problem_zh="标注员不能查看验收")
        statement = select(TaskCheckRow).where(TaskCheckRow.task_id == entry.task.id).order_by(TaskCheckRow.number)
        checks = list(await db.scalars(statement))
        wanted = check_id or entry.task.check_id
        check = next((each for each in checks if each.id == wanted), None)
        if check is None:
            raise NoAcceptance(what="such", what_zh="此编号")
        return CheckReport(
            checking_task_id=check.id,
            state=check.state,
            checking_stats=check_stats(entry.task, check),
            total_stats=total_stats(entry.task, checks),
        )


async def judge(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, comments: Sequence[SampleComment]
) -> None:
    """Say of samples that were drawn whether they pass; all of it or nothing. What was said before is replaced.

    Raises NoAcceptance, NotSampled, SampleNotFound, NotYours.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, lock=True)
        check = await _open_check(db, entry)
        rows = await commented(db, entry, comments)
        for index, (comment, row) in enumerate(zip(comments, rows, strict=True)):
            _refuse_own(entry, row)
            if not row.drawn or row.state != SampleState.UNCHECKED:
                what, what_zh = "among those that were drawn", "未被抽中"
                raise NotSampled(field=f"comments.{index}", sample_id=comment.sample_id, what=what, what_zh=what_zh)
            check.result = _counted(check.result, row, -1)
            row.checked, row.check_score, row.check_comment = comment.accept, comment.score, comment.comment or None
            check.result = _counted(check.result, row, 1)
            row.revision += 1


async def finish(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, wanted: AcceptanceEnd
) -> AcceptanceEnded:
    """End an acceptance: what passes goes into the dataset, in steps; the rest goes back. Or cancel it, or look first.

    Action 3 ends nothing: it shows what is labelled in the dataset by now, and would be replaced. Raises NoAcceptance,
    NotYours.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    action = CheckAction(wanted.action)
    if action is CheckAction.CONFLICTS:
        async with context.database.read_session() as db:
            entry = await enter(db, who, right, dataset_id, task_id)
            await _open_check(db, entry)
            return await _conflicts(db, entry)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        check, task = await _open_check(db, entry), entry.task
        check.action = action
        if action is CheckAction.CANCEL:
            drawn = team_copies.matching(task, Filter(frozenset({SampleState.UNCHECKED}), drawn=True))
            for row in await db.scalars(drawn):
                row.drawn = False
                row.checked = row.check_score = row.check_comment = None
            check.state, check.ended_at, task.status = CheckState.CANCELLED, now(db), check.status_before
            await _tell(db, entry, check, "cancelled")
            return AcceptanceEnded()
        check.state, check.overwrite, task.status = CheckState.WRITING, wanted.overwrite_last_result, TeamTaskStatus.WRITING
        await team_work.begin(db, task, Work.FINISH, who, sample=-1)
        return AcceptanceEnded()


async def roll_back(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str) -> None:
    """Take the last acceptance back: its samples wait again, the dataset says what it said before.

    What somebody changed in the dataset since stays as it is. Only who may change the dataset's team tasks can do it.
    Raises NoAcceptance, AcceptanceOpen, NotYours.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_owner()
        check = None if entry.task.check_id is None else await db.get(TaskCheckRow, entry.task.check_id)
        if check is not None and check.state in {CheckState.DRAWING, CheckState.OPEN, CheckState.WRITING}:
            raise AcceptanceOpen
        if check is None or check.state != CheckState.DONE:
            raise NoAcceptance(what="completed", what_zh="已完成")
        check.state, entry.task.status = CheckState.UNDOING, TeamTaskStatus.WRITING
        await _tell(db, entry, check, "taken back")
        await team_work.begin(db, entry.task, Work.UNDO, who, sample=-1)


async def _open_check(db: AsyncSession, entry: Entry) -> TaskCheckRow:
    entry.require_leader()
    check = None if entry.task.check_id is None else await db.get(TaskCheckRow, entry.task.check_id)
    if check is None or check.state != CheckState.OPEN:
        raise NoAcceptance(what="open", what_zh="进行中")
    return check


async def _conflicts(db: AsyncSession, entry: Entry) -> AcceptanceEnded:
    """Return the first of the samples that were labelled in the dataset after they were handed out."""
    found: list[TeamSampleAnswer] = []
    past, count = -1, 0
    labels = {str(row.number): row for row in (await queries.labels_of(db, [entry.job.id]))[entry.job.id]}
    while numbers := await team_copies.whole_samples(db, entry.task, [SampleState.UNCHECKED], past=past, limit=_MOST_SHOWN):
        past = numbers[-1]
        there = await annotations.find(db, entry.job, numbers)
        rows = await team_copies.find(db, entry.task, [(number, None) for number in numbers])
        for number in numbers:
            row, old = rows[number, None][0], there.get(number)
            if old is None or old.state == SampleState.UNLABELLED or old.revision <= row.seen or old.revision == row.written:
                continue
            count += 1
            sample = await db.get(SampleRow, number)
            if len(found) < _MOST_SHOWN and sample is not None:
                member = entry.members[row.member_id]
                found.append(team_sample_of(entry, sample, row, labels, link="", labelers=[member]))
    return AcceptanceEnded(sample_count=count, samples=found)


def _refuse_own(entry: Entry, row: TeamSampleRow) -> None:
    if row.member_id in entry.own_ids:
        raise NotYours(problem="Nobody accepts his own work", problem_zh="不能验收自己的标注")


def _counted(result: dict[str, Any], row: TeamSampleRow, change: int) -> dict[str, Any]:
    """Return the counters of an acceptance with what is said about a sample added, or taken away."""
    if row.checked is None:
        return result
    name = "accepted" if row.checked else "rejected"
    found = {**result, name: result.get(name, 0) + change}
    if row.check_score:
        scores = dict(result.get("scores", {}))
        scores[row.check_score] = scores.get(row.check_score, 0) + change
        found["scores"] = {grade: often for grade, often in scores.items() if often > 0}
    return found


async def _tell(db: AsyncSession, entry: Entry, check: TaskCheckRow, what: str) -> None:
    event = AcceptanceChanged(resource_id=entry.dataset.id, task_name=entry.task.name, number=check.number, what=what)
    await emit(db, event, by=entry.who, at=now(db))
