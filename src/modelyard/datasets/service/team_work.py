"""Steps of team tasks: handing samples out, drawing, writing what was accepted, undoing. Each is one transaction.

`task.work` says what is done and how far that is; the first step is taken with the request, the others by a loop, which
also goes on after a crash. Small tasks are done with the request.
"""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import claimed, for_update, now, wake_after_commit
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.events_teams import AcceptanceChanged, TeamTaskEnded
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.models.teams import (
    TaskCheckRow,
    TaskMemberRow,
    TeamRemovalRow,
    TeamSampleRow,
    TeamTaskRow,
    TeamValueRow,
)
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids, teamwork
from modelyard.datasets.rules.agreement import best
from modelyard.datasets.service import annotations, team_copies, team_values
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.searching import Search, read_conditions
from modelyard.datasets.service.team_access import members_of
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import CheckAction, CheckState, Role, TeamTaskStatus, Work

log = logging.getLogger(__name__)

LOOP = "datasets.teams"
_STEP = 500
_SWEEP = 2000


async def begin(db: AsyncSession, task: TeamTaskRow, kind: Work, who: Subject, **goal: Any) -> None:
    """Have a task carried through something, and take the first step. Its dataset and the task are locked by the caller."""
    task.work = {"kind": kind.value, "who": who.to_json(), **goal}
    await step(db, task)
    if task.work is not None:
        wake_after_commit(db, LOOP)


async def step(db: AsyncSession, task: TeamTaskRow) -> None:
    """Take one step; `task.work` is None when that was the last one."""
    work = dict(task.work or {})
    dataset = await db.get_one(DatasetRow, task.dataset_id)
    job = await db.get_one(LabellingJobRow, dataset.default_job_id)
    doing = {
        Work.HAND_OUT: _hand_out,
        Work.DRAW: _draw,
        Work.FINISH: _finish,
        Work.UNDO: _undo,
        Work.HAND_OVER: _hand_over,
    }[Work(work["kind"])]
    task.work = await doing(db, dataset, job, task, work)
    task.changed_at = now(db)


async def run_due(context: DatasetsContext) -> int:
    """Take all steps that are due, and return how many. A task whose step fails is left alone; the next round tries again."""
    steps = 0
    async with context.database.read_session() as db:
        running = [TeamTaskStatus.RUNNING, TeamTaskStatus.REJECTED, TeamTaskStatus.ACCEPTING]
        statement = (
            select(TeamTaskRow.id, TeamTaskRow.dataset_id)
            .join(DatasetRow, DatasetRow.id == TeamTaskRow.dataset_id)
            .where(
                or_(
                    TeamTaskRow.work.is_not(None),
                    TeamTaskRow.status.in_(running) & (TeamTaskRow.next_ordinal < DatasetRow.next_ordinal),
                )
            )
        )
        due = [(found[0], found[1]) for found in await db.execute(statement)]
    for task_id, dataset_id in due:
        more = True
        while more:
            try:
                async with context.database.session() as db:
                    more = await _one(db, task_id, dataset_id)
            except Exception:  # the other tasks do not wait for this one
                log.exception("datasets.team_step_failed", extra={"task_id": task_id})
                break
            steps += 1
    await _sweep(context)
    return steps


async def _one(db: AsyncSession, task_id: str, dataset_id: str) -> bool:
    """Take a step of a task; return whether there is another."""
    # The dataset before the task, as everybody locks them.
    dataset = await db.scalar(for_update(select(DatasetRow).where(DatasetRow.id == dataset_id)))
    task = await db.scalar(for_update(select(TeamTaskRow).where(TeamTaskRow.id == task_id)))
    if dataset is None or task is None:
        return False
    if task.work is None:
        if not task.settings["synchronize_data"] or task.status not in teamwork.WORKING:
            task.next_ordinal = dataset.next_ordinal
            return False
        if task.next_ordinal >= dataset.next_ordinal:
            return False
        task.work = {"kind": Work.HAND_OUT.value, "who": task.owner}
    await step(db, task)
    return task.work is not None


async def _hand_out(
    db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, task: TeamTaskRow, work: dict[str, Any]
) -> dict[str, Any] | None:
    """Give the next unlabelled samples to labelers, each in his turn."""
    members = await members_of(db, task.id)
    labelers = [member.member_id for member in members.values() if member.role == Role.LABELER]
    ordinals = list(islice(await _unlabelled(db, dataset, job, task), _STEP))
    if ordinals and labelers:
        at = to_milliseconds(now(db))
        said = await annotations.find(db, job, [ids.sample_number(dataset.number, ordinal) for ordinal in ordinals])
        rows = []
        for place, ordinal in enumerate(ordinals, task.dealt):
            number = ids.sample_number(dataset.number, ordinal)
            old = said.get(number)
            for member_id in teamwork.turns(labelers, place, task.repetition, task.number):
                row = team_copies.blank(task, number, member_id, at=at, seen=old.revision if old else 0)
                if old is not None and old.state == SampleState.TO_CONFIRM:
                    row |= {"document": old.document, "state": old.state, "author": old.author, "hardness": old.hardness}
                rows.append(row)
        await team_copies.hand_out(db, members, rows)
        task.dealt += len(ordinals)
    if len(ordinals) == _STEP:
        task.next_ordinal = ordinals[-1] + 1
        return work
    task.next_ordinal = dataset.next_ordinal
    if task.status == TeamTaskStatus.STARTING:
        task.status = TeamTaskStatus.RUNNING
    return None


async def _unlabelled(db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, task: TeamTaskRow) -> Iterator[int]:
    labels = (await queries.labels_of(db, [job.id]))[job.id]
    sets = []
    words = ["__NONE__", *(["__AUTO_ANNOTATION__"] if task.settings["synchronize_auto_labeling_data"] else [])]
    for word in words:
        search = Search(db, dataset, job, labels)
        await search.start()
        await search.in_state(word)
        if task.settings["sample_conditions"]:
            for condition in read_conditions(task.settings["sample_conditions"]):
                await search.meeting(condition)
        sets.append(search.found)
    found = bitmaps.union(sets)
    first = task.next_ordinal // bitmaps.CHUNK
    later = {number: bits for number, bits in found.items() if number >= first}
    return (ordinal for ordinal in bitmaps.members_of(later) if ordinal >= task.next_ordinal)


async def _draw(
    db: AsyncSession, _dataset: DatasetRow, _job: LabellingJobRow, task: TeamTaskRow, work: dict[str, Any]
) -> dict[str, Any] | None:
    """Walk past what waits for acceptance, and mark what is drawn."""
    check = await db.get_one(TaskCheckRow, task.check_id)
    drawing = teamwork.Drawing(task.number ^ check.number, check.total, check.wanted, work["passed"], work["drawn"])
    statement = team_copies.matching(task, teamwork.Filter(frozenset({SampleState.UNCHECKED})))
    statement = statement.where(team_copies.after(work["sample"], work["member"]))
    rows = list(await db.scalars(statement.order_by(TeamSampleRow.sample, TeamSampleRow.member_id).limit(_STEP)))
    for row in rows:
        row.drawn, drawing = drawing.next()
        row.checked = row.check_score = row.check_comment = None
    if len(rows) == _STEP:
        last = rows[-1]
        place = {"sample": last.sample, "member": last.member_id}
        return {**work, "passed": drawing.passed, "drawn": drawing.drawn, **place}
    check.state, task.status = CheckState.OPEN, TeamTaskStatus.ACCEPTING
    return None


async def _finish(
    db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, task: TeamTaskRow, work: dict[str, Any]
) -> dict[str, Any] | None:
    """Decide on the next samples that wait for acceptance, and write those that are accepted into the dataset."""
    check = await db.get_one(TaskCheckRow, task.check_id)
    action, members = CheckAction(check.action or 0), await members_of(db, task.id)
    numbers = await team_copies.whole_samples(db, task, [SampleState.UNCHECKED], past=work["sample"], limit=_STEP)
    found = await team_copies.find(db, task, [(number, None) for number in numbers])
    result = dict(check.result)
    taken: dict[int, TeamSampleRow] = {}
    for (number, _), rows in found.items():
        waiting = [row for row in rows if row.state == SampleState.UNCHECKED]
        for row in waiting:
            passes = teamwork.verdict(action, drawn=row.drawn, passed=row.checked)
            team_copies.move(members[row.member_id], row, SampleState.ACCEPTED if passes else SampleState.REJECTED)
            row.closed_in, row.drawn, row.revision = check.number, False, row.revision + 1
            result["passed" if passes else "returned"] = result.get("passed" if passes else "returned", 0) + 1
        good = [row for row in rows if row.state == SampleState.ACCEPTED]
        if good and any(row.closed_in == check.number for row in good):
            points = [
                teamwork.total_points({grade: 1}) if (grade := row.check_score or row.review_score) else 0 for row in good
            ]
            said = [(point, documents.parsed(row.document)) for point, row in zip(points, good, strict=True)]
            taken[number] = good[best(said)]
    there = set(await db.scalars(select(SampleRow.id).where(SampleRow.id.in_(list(taken)))))
    taken = {number: row for number, row in taken.items() if number in there}
    if task.settings["auto_sync_dataset"] and taken:
        written, kept = await _write(db, Subject.from_json(work["who"]), dataset, job, taken, overwrite=check.overwrite)
        result["written"], result["kept"] = result.get("written", 0) + written, result.get("kept", 0) + kept
    check.result = result
    if len(numbers) == _STEP:
        return {**work, "sample": numbers[-1]}
    await _close(db, task, check, Subject.from_json(work["who"]), members)
    return None


async def _write(
    db: AsyncSession,
    who: Subject,
    dataset: DatasetRow,
    job: LabellingJobRow,
    taken: dict[int, TeamSampleRow],
    *,
    overwrite: bool,
) -> tuple[int, int]:
    """Write what members said into the dataset; what was labelled there meanwhile stays, unless it is to be replaced."""
    known = {str(label.number) for label in (await queries.labels_of(db, [job.id]))[job.id]}
    there = await annotations.find(db, job, list(taken))
    changes, rows = [], {}
    for number, row in taken.items():
        old = there.get(number)
        is_other = old is not None and old.revision > row.seen and old.revision != row.written
        if is_other and old is not None and old.state != SampleState.UNLABELLED and not overwrite:
            continue
        said = tuple(each for each in documents.parsed(row.document) if not each.label or each.label in known)
        hardness = None if row.hardness is None else orjson.loads(row.hardness)
        changes.append(DocumentChange(ids.ordinal_of(number), said, SampleState.LABELLED, hardness))
        rows[number] = row
    if changes:
        saved = await annotations.save(db, who, dataset, job, changes)
        for row in rows.values():
            row.written = saved.revision
    return len(rows), len(taken) - len(rows)


async def _close(
    db: AsyncSession, task: TeamTaskRow, check: TaskCheckRow, who: Subject, members: dict[str, TaskMemberRow]
) -> None:
    """End an acceptance whose samples are all decided on."""
    check.state, check.ended_at = CheckState.DONE, now(db)
    totals: dict[str, int] = {}
    for member in members.values():
        for state, often in member.counts.items():
            totals[state] = totals.get(state, 0) + often
    left = sum(often for state, often in totals.items() if state != SampleState.ACCEPTED)
    if totals.get(SampleState.REJECTED):
        task.status = TeamTaskStatus.REJECTED
    elif left or not totals:
        task.status = TeamTaskStatus.RUNNING
    else:
        task.status, task.ended_at = TeamTaskStatus.FINISHED, now(db)
        await emit(db, TeamTaskEnded(resource_id=task.dataset_id, task_name=task.name), by=who, at=now(db))
    event = AcceptanceChanged(resource_id=task.dataset_id, task_name=task.name, number=check.number, what="completed")
    await emit(db, event, by=who, at=now(db))


async def _undo(
    db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, task: TeamTaskRow, work: dict[str, Any]
) -> dict[str, Any] | None:
    """Take back the next samples of an acceptance: in the task they wait again, in the dataset is what was there before."""
    check, members = await db.get_one(TaskCheckRow, task.check_id), await members_of(db, task.id)
    states = [SampleState.ACCEPTED, SampleState.REJECTED]
    numbers = await team_copies.whole_samples(db, task, states, past=work["sample"], limit=_STEP)
    found = await team_copies.find(db, task, [(number, None) for number in numbers])
    result, written = dict(check.result), {}
    for (number, _), rows in found.items():
        for row in rows:
            if row.closed_in != check.number or row.state not in {state.value for state in states}:
                continue
            if row.written is not None and row.state == SampleState.ACCEPTED:
                written[number] = row.written
            team_copies.move(members[row.member_id], row, SampleState.UNCHECKED)
            row.written = row.closed_in = row.checked = row.check_score = row.check_comment = None
            row.revision += 1
    restored = await _restore(db, Subject.from_json(work["who"]), dataset, job, written)
    result["restored"] = result.get("restored", 0) + restored
    result["left"] = result.get("left", 0) + len(written) - restored
    check.result = result
    if len(numbers) == _STEP:
        return {**work, "sample": numbers[-1]}
    check.state, task.status, task.ended_at = CheckState.UNDONE, TeamTaskStatus.RUNNING, None
    return None


async def _restore(db: AsyncSession, who: Subject, dataset: DatasetRow, job: LabellingJobRow, written: dict[int, int]) -> int:
    """Put back what documents were before; what somebody changed since stays."""
    there = await annotations.find(db, job, list(written))
    mine = [number for number, row in there.items() if row.revision == written[number]]
    statement = select(AnnotationLogRow).where(AnnotationLogRow.job == job.number, AnnotationLogRow.sample.in_(mine))
    log = {
        row.sample: row
        for row in await db.scalars(statement.where(AnnotationLogRow.revision.in_({written[number] for number in mine})))
        if row.revision == written[row.sample]
    }
    changes = []
    for number in mine:
        old: AnnotationLogRow | AnnotationRow | None = log.get(number)
        changes.append(
            DocumentChange(
                ids.ordinal_of(number),
                () if old is None else documents.parsed(old.document),
                SampleState.UNLABELLED if old is None else SampleState(old.state),
                None if old is None or old.hardness is None else orjson.loads(old.hardness),
                "" if old is None else old.usage,
            )
        )
    if changes:
        await annotations.save(db, who, dataset, job, changes)
    return len(changes)


async def _hand_over(
    db: AsyncSession, _dataset: DatasetRow, _job: LabellingJobRow, task: TeamTaskRow, work: dict[str, Any]
) -> dict[str, Any] | None:
    """Give the next samples that a member has not finished to another one, who does not have them yet."""
    members = await members_of(db, task.id)
    wanted = team_copies.matching(task, teamwork.Filter(teamwork.OPEN), members=[work["from"]])
    statement = wanted.where(TeamSampleRow.sample > work["sample"]).order_by(TeamSampleRow.sample).limit(_STEP)
    rows = list(await db.scalars(statement))
    await pass_on(db, members, rows, work["to"])
    return {**work, "sample": rows[-1].sample} if len(rows) == _STEP else None


async def pass_on(db: AsyncSession, members: dict[str, TaskMemberRow], rows: list[TeamSampleRow], to: str) -> list[int]:
    """Give rows of members to another one; return the numbers of those samples that he got, and did not have before."""
    numbers = [row.sample for row in rows]
    has = (
        set(
            await db.scalars(
                select(TeamSampleRow.sample).where(
                    TeamSampleRow.task == rows[0].task, TeamSampleRow.member_id == to, TeamSampleRow.sample.in_(numbers)
                )
            )
        )
        if rows
        else set()
    )
    passed = []
    before = [(row.task, row.sample, row.member_id) for row in rows if row.sample not in has]
    moved = []
    for row in rows:
        if row.sample in has:
            continue
        has.add(row.sample)
        labels = dict(team_copies.labels_in(documents.parsed(row.document)))
        team_copies.count(members[row.member_id], states={row.state: -1}, labels={name: -n for name, n in labels.items()})
        team_copies.count(members[to], states={row.state: 1}, labels=labels)
        row.member_id, row.revision = to, row.revision + 1
        passed.append(row.sample)
        moved.append(row)
    await team_values.forget(db, before)
    await team_values.note(db, moved)
    return passed


async def _sweep(context: DatasetsContext) -> None:
    """Delete samples of tasks that are gone."""
    while True:
        async with context.database.session() as db:
            gone = await db.scalar(claimed(select(TeamRemovalRow).order_by(TeamRemovalRow.number).limit(1)))
            if gone is None:
                return
            statement = select(TeamSampleRow.sample).where(TeamSampleRow.task == gone.number)
            numbers = list(await db.scalars(statement.order_by(TeamSampleRow.sample).limit(_SWEEP)))
            if numbers:
                last = TeamSampleRow.sample <= numbers[-1]
                await db.execute(delete(TeamSampleRow).where(TeamSampleRow.task == gone.number, last))
                of_them = TeamValueRow.sample <= numbers[-1]
                await db.execute(delete(TeamValueRow).where(TeamValueRow.task == gone.number, of_them))
            if len(numbers) < _SWEEP:
                await db.delete(gone)
