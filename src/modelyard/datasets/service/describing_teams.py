"""Team tasks and their samples as they are shown."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabelRow, SampleRow
from modelyard.datasets.models.teams import TaskCheckRow, TaskMemberRow, TeamSampleRow, TeamTaskRow
from modelyard.datasets.rules import teamwork
from modelyard.datasets.schemas.datasets import LabelStats
from modelyard.datasets.schemas.team_tasks import (
    CheckDesc,
    CheckStats,
    Labeler,
    TeamSampleAnswer,
    TeamSampleStats,
    TeamStats,
    TeamTaskAnswer,
    WorkerTask,
)
from modelyard.datasets.service import describing
from modelyard.datasets.service.describing_samples import sample_of
from modelyard.datasets.service.team_access import LEADERS, WATCHERS, Entry
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import CheckState, Role, TeamTaskStatus

_OPEN_CHECKS = frozenset({CheckState.DRAWING, CheckState.OPEN, CheckState.WRITING})


def totals(members: Iterable[TaskMemberRow]) -> dict[str, int]:
    """Return how many samples members have in which state."""
    found: dict[str, int] = {}
    for member in members:
        for state, often in member.counts.items():
            found[state] = found.get(state, 0) + often
    return found


def stats_of(counts: Mapping[str, int], *, sampled: int = 0) -> TeamSampleStats:
    """Return counts by state under their public names; drafts are not labelled yet."""
    return TeamSampleStats(
        total_sample_count=sum(counts.values()),
        unannotated_sample_count=counts.get(SampleState.UNLABELLED, 0) + counts.get(SampleState.LABELLED, 0),
        unreviewed_sample_count=counts.get(SampleState.UNREVIEWED, 0),
        uncheck_sample_count=counts.get(SampleState.UNCHECKED, 0),
        sampled_sample_count=sampled,
        rejected_sample_count=counts.get(SampleState.REJECTED, 0),
        accepted_sample_count=counts.get(SampleState.ACCEPTED, 0),
        auto_annotation_sample_count=counts.get(SampleState.TO_CONFIRM, 0),
        deleted_sample_count=0,
    )


def words_of(counts: Mapping[str, int], *, with_total: bool) -> dict[str, int]:
    """Return counts by state under the words that figures have for them."""
    drafts = counts.get(SampleState.LABELLED, 0)
    found = {
        "un_annotation": counts.get(SampleState.UNLABELLED, 0) + drafts,
        "auto_annotation": counts.get(SampleState.TO_CONFIRM, 0),
        "unreviewed": counts.get(SampleState.UNREVIEWED, 0),
        "uncheck": counts.get(SampleState.UNCHECKED, 0),
        "accepted": counts.get(SampleState.ACCEPTED, 0),
        "rejected": counts.get(SampleState.REJECTED, 0),
    }
    return {"total": sum(counts.values()), **found} if with_total else found


def label_stats_of(labels: Iterable[LabelRow], members: Iterable[TaskMemberRow]) -> list[LabelStats]:
    """Return how often members used labels. On how many samples is not counted: it is told as often."""
    used: dict[str, int] = {}
    for member in members:
        for number, often in member.labels.items():
            used[number] = used.get(number, 0) + often
    return [
        LabelStats(
            **describing.label_of(each).model_dump(),
            count=used.get(str(each.number), 0),
            sample_count=used.get(str(each.number), 0),
        )
        for each in labels
    ]


def pass_rate(counts: Mapping[str, int]) -> float:
    """Return the share of what was decided on that was accepted."""
    good, bad = counts.get(SampleState.ACCEPTED, 0), counts.get(SampleState.REJECTED, 0)
    return good / (good + bad) if good + bad else 0.0


def worker_task_of(dataset: DatasetRow, task: TeamTaskRow, member: TaskMemberRow) -> WorkerTask:
    """Return what a member does in a task."""
    return WorkerTask(
        task_id=task.id,
        workforce_task_name=task.name,
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        dataset_type=dataset.type,
        worker_id=member.member_id,
        workforce_id=member.team_id,
        email=member.email,
        role=member.role,
        task_status=_status_for_members(task),
        sample_stats=stats_of(member.counts),
        email_status=member.mail_status,
        last_notify_time=to_milliseconds(member.notified_at) if member.notified_at else 0,
        pass_rate=pass_rate(member.counts),
        score=0.0,
        spent_seconds=member.seconds,
        create_time=to_milliseconds(member.created_at),
        update_time=to_milliseconds(task.changed_at),
    )


def _status_for_members(task: TeamTaskRow) -> int:
    """Members know no drawing and no writing: to them it is all acceptance."""
    inner = {TeamTaskStatus.SAMPLING, TeamTaskStatus.WRITING}
    return TeamTaskStatus.ACCEPTING.value if task.status in inner else task.status


async def task_of(
    db: AsyncSession,
    entry: Entry,
    *,
    with_labels: bool = False,
    with_samples: bool = True,
    with_teams: bool = True,
    with_workers: bool = False,
) -> TeamTaskAnswer:
    """Return a task as it is shown to the caller: labelers see of the members themselves alone."""
    task, dataset = entry.task, entry.dataset
    seen = seen_members(entry)
    counts = totals(seen)
    checks = list(await db.scalars(select(TaskCheckRow).where(TaskCheckRow.task_id == task.id).order_by(TaskCheckRow.number)))
    now_open = next((check for check in checks if check.state in _OPEN_CHECKS), None)
    last = checks[-1] if checks else None
    labels = (await queries.labels_of(db, [entry.job.id]))[entry.job.id] if with_labels else []
    done = sum(often for state, often in counts.items() if state in teamwork.HANDED_IN)
    everybody = total_stats(task, checks)
    return TeamTaskAnswer(
        task_id=task.id,
        task_name=task.name,
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        dataset_type=dataset.type,
        task_type=entry.job.type,
        project_id=task.project_id,
        description=task.description,
        status=task.status,
        repetition=task.repetition,
        assignment=task.assignment,
        workforces_config=_config_of(entry) if entry.roles & LEADERS else {},
        synchronize_data=task.settings["synchronize_data"],
        synchronize_auto_labeling_data=task.settings["synchronize_auto_labeling_data"],
        auto_sync_dataset=task.settings["auto_sync_dataset"],
        sample_search_conditions=_conditions_of(task),
        total_sample_count=sum(counts.values()),
        annotated_sample_count=done,
        sample_stats=stats_of(counts, sampled=now_open.wanted if now_open else 0) if with_samples else None,
        label_stats=label_stats_of(labels, seen) if with_labels else None,
        workforce_stats=_team_stats(entry) if with_teams else None,
        worker_stats=[worker_task_of(dataset, task, member) for member in seen] if with_workers else None,
        checking_task_desc=None if last is None or not entry.roles & WATCHERS else desc_of(task, last, checks),
        check_rate=everybody.sampling_rate,
        pass_rate=everybody.pass_rate,
        score=teamwork.average(_scores(checks)),
        roles=sorted(role.value for role in entry.roles),
        worker_ids=sorted(entry.own_ids),
        busy=None if task.work is None else str(task.work["kind"]),
        create_time=to_milliseconds(task.created_at),
        update_time=to_milliseconds(task.changed_at),
    )


def seen_members(entry: Entry) -> list[TaskMemberRow]:
    """Return the members that the caller may see: labelers themselves alone."""
    if entry.roles & WATCHERS:
        return list(entry.members.values())
    return [member for member in entry.members.values() if member.member_id in entry.own_ids]


def desc_of(task: TeamTaskRow, check: TaskCheckRow, checks: Iterable[TaskCheckRow]) -> CheckDesc:
    """Return an acceptance as it is shown."""
    counted = {name: value for name, value in check.result.items() if isinstance(value, int)}
    return CheckDesc(
        checking_task_id=check.id,
        action=check.action,
        overwrite_last_result=check.overwrite,
        state=check.state,
        result=counted,
        checking_stats=check_stats(task, check),
        total_stats=total_stats(task, checks),
    )


def check_stats(task: TeamTaskRow, check: TaskCheckRow) -> CheckStats:
    """Return the figures of one acceptance."""
    return _stats(task, check.rate, check.wanted, check.total, [check])


def total_stats(task: TeamTaskRow, checks: Iterable[TaskCheckRow]) -> CheckStats:
    """Return the figures of all acceptances of a task that were neither cancelled nor undone."""
    counted = [check for check in checks if check.state not in {CheckState.CANCELLED, CheckState.UNDONE}]
    wanted, total = sum(check.wanted for check in counted), sum(check.total for check in counted)
    return _stats(task, wanted / total if total else 0.0, wanted, total, counted)


def _stats(task: TeamTaskRow, rate: float, wanted: int, total: int, checks: list[TaskCheckRow]) -> CheckStats:
    good = sum(check.result.get("accepted", 0) for check in checks)
    bad = sum(check.result.get("rejected", 0) for check in checks)
    scores = _scores(checks)
    return CheckStats(
        task_id=task.id,
        sampling_rate=rate,
        sampling_num=wanted,
        total_sample_count=total,
        sampled_sample_count=wanted,
        checked_sample_count=good + bad,
        unchecked_sample_count=max(0, wanted - good - bad),
        accepted_sample_count=good,
        rejected_sample_count=bad,
        pass_rate=good / (good + bad) if good + bad else 0.0,
        score=teamwork.grade_of(teamwork.average(scores)),
        total_score=teamwork.total_points(scores),
    )


def _scores(checks: Iterable[TaskCheckRow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for check in checks:
        for grade, often in check.result.get("scores", {}).items():
            found[grade] = found.get(grade, 0) + often
    return {grade: often for grade, often in found.items() if often > 0}


def _team_stats(entry: Entry) -> TeamStats:
    members = entry.members.values()
    return TeamStats(
        workforce_count=len({member.team_id for member in members}),
        labeler_count=sum(1 for member in members if member.role == Role.LABELER),
        reviewer_count=sum(1 for member in members if member.role == Role.REVIEWER),
    )


def _config_of(entry: Entry) -> dict[str, Any]:
    teams: dict[str, list[dict[str, Any]]] = {}
    for member in entry.members.values():
        shown = {"worker_id": member.member_id, "email": member.email, "role": member.role}
        teams.setdefault(member.team_id, []).append(shown)
    found: dict[str, Any] = {"workforces": [{"workforce_id": key, "workers": workers} for key, workers in teams.items()]}
    agency = entry.task.config.get("agency")
    return found | ({"agency": agency} if agency else {})


def _conditions_of(task: TeamTaskRow) -> list[dict[str, Any]]:
    text = task.settings["sample_conditions"].strip()
    if not text:
        return []
    found = orjson.loads(text)
    return found if isinstance(found, list) else [found]


def team_sample_of(
    entry: Entry,
    sample: SampleRow,
    row: TeamSampleRow,
    labels: Mapping[str, LabelRow],
    *,
    link: str,
    labelers: Iterable[TaskMemberRow],
) -> TeamSampleAnswer:
    """Return a sample as a member has it."""
    said = AnnotationRow(
        job=entry.job.number,
        sample=row.sample,
        document=row.document,
        state=row.state,
        usage="",
        author=row.author,
        hardness=row.hardness,
        revision=row.revision,
        changed_at=row.changed_at,
    )
    shown = sample_of(entry.dataset, entry.job, sample, said, labels, link=link)
    has = [Labeler(worker_id=each.member_id, email=each.email, role=each.role) for each in labelers]
    why = teamwork.closed(
        SampleState(row.state), TeamTaskStatus(entry.task.status), in_check=row.drawn or _is_drawing(entry.task)
    )
    if row.comment:
        shown.metadata["comment"] = row.comment
    return TeamSampleAnswer(
        **shown.model_dump(),
        worker_id=row.member_id,
        labelers=has,
        review_accept=row.reviewed,
        review_comment=row.review_comment,
        review_score=row.review_score,
        review_by=row.review_by,
        check_accept=row.checked,
        check_comment=row.check_comment,
        check_score=row.check_score,
        score=row.check_score or row.review_score,
        is_sampled=row.drawn,
        seconds=row.seconds,
        closed=why is not None,
    )


def _is_drawing(task: TeamTaskRow) -> bool:
    return task.status == TeamTaskStatus.SAMPLING
