"""Use cases of team tasks: create, list, show, start, change, delete, assign."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now, wake_after_commit
from modelyard.core.events import emit
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import access, queries, queries_teams
from modelyard.datasets.errors.datasets import NotForThisType, SampleNotFound
from modelyard.datasets.errors.pages import NothingToGive
from modelyard.datasets.errors.teams import (
    CannotStart,
    MemberNotFound,
    OneManager,
    TeamTaskNameTaken,
    TooFewLabelers,
    TooManyTasks,
)
from modelyard.datasets.events_teams import (
    TeamTaskChanged,
    TeamTaskCreated,
    TeamTaskDeleted,
    TeamTaskEnded,
    TeamTaskStarted,
)
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.models.teams import (
    MemberRow,
    TaskMemberRow,
    TeamRemovalRow,
    TeamRow,
    TeamSampleRow,
    TeamTaskRow,
)
from modelyard.datasets.rules import bitmaps, ids, teamwork
from modelyard.datasets.schemas.batches import SamplesSearch
from modelyard.datasets.schemas.team_tasks import (
    CreatedTeamTask,
    TeamAssignment,
    TeamTaskAnswer,
    TeamTaskCreate,
    TeamTaskList,
    TeamTaskUpdate,
    WorkerTaskList,
    WorkforcesConfig,
)
from modelyard.datasets.service import annotations, describing_teams, team_copies, team_work, teams
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.searching import found_by, read_conditions
from modelyard.datasets.service.team_access import Entry, enter, members_of, right_of
from modelyard.datasets.types.datasets import DataType, SampleState
from modelyard.datasets.types.teams import Assignment, Role, TeamTaskStatus, Work

_AT_ONCE = 500
_NOT_FOR = frozenset({DataType.TABLE, DataType.FREE})


async def create_task(
    db: AsyncSession, context: DatasetsContext, who: Subject, dataset_id: str, wanted: TeamTaskCreate
) -> CreatedTeamTask:
    """Create a team task and hand out its samples, or leave that to its manager, or to `assign`.

    Raises DatasetNotFound, TeamTaskNameTaken, TeamNotFound, MemberNotFound, TooFewLabelers, OneManager, TooManyTasks,
    NotForThisType, InvalidPayload.
    """
    dataset, _ = await get_rows(db, who, dataset_id, lock=True)
    if DataType(dataset.data_type) in _NOT_FOR:
        raise NotForThisType(operation="Team labelling", operation_zh="团队标注", type=dataset.data_type)
    if wanted.sample_conditions:
        read_conditions(wanted.sample_conditions)
    unfinished = select(func.count()).select_from(TeamTaskRow)
    unfinished = unfinished.where(TeamTaskRow.dataset_id == dataset.id, TeamTaskRow.status != TeamTaskStatus.FINISHED)
    if (await db.scalar(unfinished) or 0) >= context.settings.max_team_tasks:
        raise TooManyTasks(limit=context.settings.max_team_tasks)
    at, task_id = now(db), ids.new_id()
    task = TeamTaskRow(
        id=task_id,
        number=secrets.randbits(62),
        dataset_id=dataset.id,
        project_id=dataset.project_id,
        name=wanted.task_name or f"task-{task_id[-8:]}",
        description=wanted.description,
        status=TeamTaskStatus.CREATED,
        assignment=wanted.assignment,
        repetition=wanted.repetition,
        settings={
            "synchronize_data": wanted.synchronize_data or bool((wanted.data_sync_type or 0) & 1),
            "synchronize_auto_labeling_data": wanted.synchronize_auto_labeling_data,
            "auto_sync_dataset": wanted.auto_sync_dataset,
            "sample_conditions": wanted.sample_conditions or "",
        },
        config=wanted.workforces_config.model_dump(exclude_none=True),
        owner=who.to_json(),
        has_reviewer=False,
        dealt=0,
        next_ordinal=0,
        created_at=at,
        changed_at=at,
    )
    db.add(task)
    await _flush_name(db, task)
    await emit(db, TeamTaskCreated(resource_id=dataset.id, task_name=task.name), by=who, at=at)
    config = wanted.workforces_config
    if config.workforces:
        await _take_in(db, who, task, config)
        await _start(db, who, task)
    elif config.agency:
        await _take_in_manager(db, who, task, config.agency)
    return CreatedTeamTask(task_id=task.id)


async def list_tasks(db: AsyncSession, who: Subject, dataset_id: str, *, page: int, limit: int) -> TeamTaskList:
    """Return a page (from 0) of the team tasks of a dataset, the newest first. Raises DatasetNotFound."""
    dataset, job = await get_rows(db, who, dataset_id)
    statement = select(TeamTaskRow).where(TeamTaskRow.dataset_id == dataset.id)
    statement = statement.order_by(TeamTaskRow.created_at.desc(), TeamTaskRow.id.desc())
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    shown = []
    for task in found.items:
        entry = Entry(who, dataset, job, task, frozenset({Role.OWNER}), frozenset(), await members_of(db, task.id))
        shown.append(await describing_teams.task_of(db, entry))
    return TeamTaskList(count=found.total, tasks=shown)


async def get_task(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    task_id: str,
    *,
    with_labels: bool = False,
    with_samples: bool = False,
    with_teams: bool = False,
) -> TeamTaskAnswer:
    """Return a team task; labelers see of its members themselves alone. Raises DatasetNotFound, TeamTaskNotFound."""
    right = await right_of(context, who, access.GET_TEAM_TASK, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        return await describing_teams.task_of(
            db, entry, with_labels=with_labels, with_samples=with_samples, with_teams=with_teams, with_workers=True
        )


async def list_worker_tasks(
    db: AsyncSession, who: Subject, *, name: str, sort_by: str, descending: bool, page: int, limit: int
) -> WorkerTaskList:
    """Return a page (from 0) of what the caller takes part in; one who takes part twice is there twice."""
    column = TeamTaskRow.created_at if sort_by == "create_time" else TeamTaskRow.name
    statement = (
        select(TaskMemberRow)
        .join(TeamTaskRow, TeamTaskRow.id == TaskMemberRow.task_id)
        .join(MemberRow, MemberRow.id == TaskMemberRow.member_id)
        .where(MemberRow.user_id == who.user_id, MemberRow.project_id == (who.project_id or ""))
    )
    if name:
        statement = statement.where(func.lower(TeamTaskRow.name).contains(name.lower(), autoescape=True))
    keys = (column, TaskMemberRow.member_id)
    statement = statement.order_by(*(key.desc() if descending else key.asc() for key in keys))
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    shown = []
    for member in found.items:
        task = await db.get_one(TeamTaskRow, member.task_id)
        dataset = await db.get_one(DatasetRow, task.dataset_id)
        shown.append(describing_teams.worker_task_of(dataset, task, member))
    return WorkerTaskList(count=found.total, worker_tasks=shown)


async def start_task(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, config: WorkforcesConfig) -> None:
    """Start a task that waits for it: its manager says who takes part. Raises TeamTaskNotFound, NotYours, CannotStart."""
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_leader()
        if entry.task.status != TeamTaskStatus.CREATED:
            raise CannotStart(problem="The task was started before", problem_zh="任务已启动")
        if not config.workforces:
            raise TooFewLabelers(field="workforces_config.workforces", wanted=entry.task.repetition, count=0)
        await _take_in(db, who, entry.task, config)
        await _start(db, who, entry.task)


async def change_task(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, wanted: TeamTaskUpdate) -> None:
    """Change the name or the description of a task, take in more members, or end it.

    Nobody works on a task that was ended; what was not accepted stays to be seen. Members who come later get what others
    hand over, or new samples. Raises TeamTaskNotFound, TeamTaskNameTaken, NotYours, CannotStart, and what teams raise.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_owner()
        task, at = entry.task, now(db)
        changed = []
        if wanted.task_name is not None and wanted.task_name != task.name:
            task.name = wanted.task_name
            changed.append("task_name")
            await _flush_name(db, task)
        if wanted.description is not None and wanted.description != task.description:
            task.description = wanted.description
            changed.append("description")
        if wanted.workforces_config is not None and wanted.workforces_config.workforces:
            if task.status == TeamTaskStatus.FINISHED:
                raise CannotStart(problem="The task has ended", problem_zh="任务已结束")
            await _take_in(db, who, task, wanted.workforces_config)
            changed.append("workforces_config")
        if changed:
            task.changed_at = at
            event = TeamTaskChanged(resource_id=task.dataset_id, task_name=task.name, what=", ".join(changed))
            await emit(db, event, by=who, at=at)
        if wanted.end and task.status != TeamTaskStatus.FINISHED:
            if task.work is not None or task.status in {TeamTaskStatus.ACCEPTING, TeamTaskStatus.SAMPLING}:
                raise CannotStart(
                    problem="An acceptance is open. Complete or cancel it first", problem_zh="验收尚未完成，请先完成或取消"
                )
            task.status, task.ended_at, task.changed_at = TeamTaskStatus.FINISHED, at, at
            await emit(db, TeamTaskEnded(resource_id=task.dataset_id, task_name=task.name), by=who, at=at)


async def delete_task(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str) -> None:
    """Delete a task. What was not accepted is lost, the rest stays in the dataset. Raises TeamTaskNotFound, NotYours."""
    right = await right_of(context, who, access.DELETE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_owner()
        await emit(db, TeamTaskDeleted(resource_id=entry.dataset.id, task_name=entry.task.name), by=who, at=now(db))
        db.add(TeamRemovalRow(number=entry.task.number))
        await db.delete(entry.task)
        wake_after_commit(db, team_work.LOOP)


async def assign(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, wanted: TeamAssignment) -> int:
    """Give samples to a labeler: from the dataset, or from another member; return how many he has got by now.

    From the dataset only samples that nobody has in this task, or as many people as the task's repetition admits. From a
    member only what he has not finished; all of it if no samples are named, in steps. Raises MemberNotFound, SampleNotFound,
    CannotStart, NotYours, NothingToGive.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, write=True)
        entry.require_leader()
        task = entry.task
        if task.status not in teamwork.WORKING or task.work is not None:
            raise CannotStart(problem="The task is not running, or busy", problem_zh="任务未在运行或正忙")
        to = entry.members.get(wanted.to_worker_id)
        if to is None or to.role != Role.LABELER:
            raise MemberNotFound(worker_id=wanted.to_worker_id, resource=wanted.to_worker_id)
        if wanted.from_worker_id is not None and wanted.from_worker_id not in entry.members:
            raise MemberNotFound(worker_id=wanted.from_worker_id, resource=wanted.from_worker_id)
        what = f"{len(wanted.samples) or 'all'} samples to {to.email}"
        event = TeamTaskChanged(resource_id=task.dataset_id, task_name=task.name, what=what)
        await emit(db, event, by=who, at=now(db))
        if wanted.from_worker_id is not None and not wanted.samples:
            goal = {"from": wanted.from_worker_id, "to": to.member_id, "sample": -1}
            await team_work.begin(db, task, Work.HAND_OVER, who, **goal)
            return sum(to.counts.values())
        if wanted.search is not None and wanted.from_worker_id is None:
            numbers = await _free(db, entry, to, wanted.search, wanted.most)
            await _give(db, entry, to, numbers)
            return sum(to.counts.values())
        numbers = [_number(entry, sample_id) for sample_id in dict.fromkeys(wanted.samples)]
        if wanted.from_worker_id is not None:
            found = await team_copies.find(db, task, [(number, wanted.from_worker_id) for number in numbers])
            rows = [row for each in found.values() for row in each if row.state in teamwork.OPEN]
            await team_work.pass_on(db, entry.members, rows, to.member_id)
        else:
            await _give(db, entry, to, numbers)
        return sum(to.counts.values())


async def _free(db: AsyncSession, entry: Entry, to: TaskMemberRow, search: SamplesSearch, most: int) -> list[int]:
    """Return the first samples that a search finds and a member can get. Raises NothingToGive, InvalidPayload."""
    labels = (await queries.labels_of(db, [entry.job.id]))[entry.job.id]
    found = await found_by(
        db,
        entry.dataset,
        entry.job,
        labels,
        state=search.sample_state,
        label=search.label_name,
        label_type=search.label_type,
        scores=(search.low_score, search.high_score),
        conditions=search.search_conditions,
    )
    # What has enough people, and what he has himself, is not to be had.
    of_task = select(TeamSampleRow.sample).where(TeamSampleRow.task == entry.task.number)
    full = of_task.group_by(TeamSampleRow.sample).having(func.count() >= entry.task.repetition)
    own = of_task.where(TeamSampleRow.member_id == to.member_id)
    taken = {number for statement in (full, own) for number in await db.scalars(statement)}
    numbers: list[int] = []
    for ordinal in bitmaps.members_of(found):
        number = ids.sample_number(entry.dataset.number, ordinal)
        if number not in taken:
            numbers.append(number)
        if len(numbers) == most:
            break
    if not numbers:
        raise NothingToGive
    return numbers


async def _give(db: AsyncSession, entry: Entry, to: TaskMemberRow, numbers: Sequence[int]) -> None:
    there: set[int] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        some = SampleRow.id.in_(numbers[start : start + _AT_ONCE])
        there |= set(await db.scalars(select(SampleRow.id).where(some, SampleRow.dataset == entry.dataset.number)))
    missing = next((number for number in numbers if number not in there), None)
    if missing is not None:
        sample_id = ids.sample_id(entry.dataset.id, missing)
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    has = await team_copies.find(db, entry.task, [(number, None) for number in numbers])
    said = await annotations.find(db, entry.job, numbers)
    at, rows = to_milliseconds(now(db)), []
    for number in numbers:
        holders = {row.member_id for row in has[number, None]}
        if to.member_id in holders or len(holders) >= entry.task.repetition:
            continue
        old = said.get(number)
        row = team_copies.blank(entry.task, number, to.member_id, at=at, seen=old.revision if old else 0)
        if old is not None and old.state == SampleState.TO_CONFIRM:
            row |= {"document": old.document, "state": old.state, "author": old.author, "hardness": old.hardness}
        rows.append(row)
    await team_copies.hand_out(db, entry.members, rows)


def _number(entry: Entry, sample_id: str) -> int:
    number = ids.sample_of(entry.dataset.id, sample_id)
    if number is None:
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    return number


async def _start(db: AsyncSession, who: Subject, task: TeamTaskRow) -> None:
    task.status = TeamTaskStatus.STARTING
    await emit(db, TeamTaskStarted(resource_id=task.dataset_id, task_name=task.name), by=who, at=now(db))
    if task.assignment == Assignment.MANUAL:
        task.status = TeamTaskStatus.RUNNING
    else:
        await team_work.begin(db, task, Work.HAND_OUT, who)
    members = await members_of(db, task.id)
    for member in members.values():
        member.mail_wanted = bool(member.counts) or member.role != Role.LABELER
    wake_after_commit(db, team_work.LOOP)


async def _take_in(db: AsyncSession, who: Subject, task: TeamTaskRow, config: WorkforcesConfig) -> None:
    """Have members of teams take part; who does already stays as he is. Raises TeamNotFound, MemberNotFound, TooFewLabelers."""
    wanted: list[MemberRow] = []
    for at, each in enumerate(config.workforces):
        team = await teams.get_row(db, who, each.workforce_id)
        statement = select(MemberRow).where(MemberRow.team_id == team.id).order_by(MemberRow.created_at, MemberRow.id)
        of_team = list(await db.scalars(statement))
        if not each.workers:
            wanted += of_team
            continue
        for place, worker in enumerate(each.workers):
            name = (worker.email or "").lower()
            row = next((one for one in of_team if one.id == worker.worker_id or (name and one.email_folded == name)), None)
            if row is None:
                named = worker.worker_id or worker.email or ""
                raise MemberNotFound(
                    worker_id=named, resource=named, field=f"workforces_config.workforces.{at}.workers.{place}"
                )
            wanted.append(row)
    there = await members_of(db, task.id)
    for row in wanted:
        if row.id not in there:
            there[row.id] = _task_member(db, task, row, len(there))
    labelers = sum(1 for member in there.values() if member.role == Role.LABELER)
    if labelers < max(1, task.repetition):
        raise TooFewLabelers(field="workforces_config.workforces", wanted=task.repetition, count=labelers)
    task.has_reviewer = any(member.role == Role.REVIEWER for member in there.values())
    task.config = {**task.config, **config.model_dump(exclude_none=True, exclude_defaults=True)}
    await db.flush()  # handing out reads who takes part


async def _take_in_manager(db: AsyncSession, who: Subject, task: TeamTaskRow, named: str) -> None:
    team_ids = queries_teams.visible_teams(who).with_only_columns(TeamRow.id)
    statement = select(MemberRow).where(MemberRow.team_id.in_(team_ids), MemberRow.role == Role.MANAGER)
    statement = statement.where((MemberRow.id == named) | (MemberRow.email_folded == named.lower()))
    found = list(await db.scalars(statement.limit(2)))
    if len(found) != 1:
        raise OneManager(
            field="workforces_config.agency",
            problem=f"{named!r} is {'no manager of a team' if not found else 'the manager of several teams; give his id'}",
            problem_zh=f"{named!r} {'不是任何团队的管理员' if not found else '是多个团队的管理员，请使用成员编号'}",
        )
    _task_member(db, task, found[0], 0).mail_wanted = True
    await db.flush()  # who reads the task next finds him


def _task_member(db: AsyncSession, task: TeamTaskRow, row: MemberRow, place: int) -> TaskMemberRow:
    at = now(db)
    values: dict[str, Any] = {"counts": {}, "labels": {}, "seconds": 0, "mail_status": 0, "mail_wanted": False}
    member = TaskMemberRow(
        task_id=task.id,
        member_id=row.id,
        place=place,
        team_id=row.team_id,
        role=row.role,
        email=row.email,
        created_at=at,
        changed_at=at,
        **values,
    )
    db.add(member)
    return member


async def _flush_name(db: AsyncSession, task: TeamTaskRow) -> None:
    name = task.name
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise TeamTaskNameTaken(field="task_name", name=name, problem="taken") from error
