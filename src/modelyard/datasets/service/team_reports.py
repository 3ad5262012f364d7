"""Figures of team tasks: counts, what each member did, how far members agree."""

from collections import defaultdict
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import InvalidPayload
from modelyard.core.subject import Subject
from modelyard.datasets import access, queries
from modelyard.datasets.models.teams import TeamSampleRow
from modelyard.datasets.rules import agreement, teamwork
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.schemas.datasets import LabelStats
from modelyard.datasets.schemas.team_tasks import (
    MemberReport,
    PairAgreement,
    TeamTaskMetrics,
    TeamTaskReport,
    TeamTaskStats,
)
from modelyard.datasets.service import team_copies
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_teams import label_stats_of, pass_rate, seen_members, totals, words_of
from modelyard.datasets.service.team_access import WATCHERS, Entry, enter, right_of
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import Role

# Agreement is computed on at most so many samples, the first ones.
MOST_COMPARED = 5000


async def stats(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, *, state: str = "") -> TeamTaskStats:
    """Return figures of a task; labelers see their own. state: the counts of samples in other states are left out."""
    wanted = teamwork.filter_of(state)
    if wanted is None:
        raise InvalidPayload(field="sample_state", problem=f"{state[:64]!r} is no state of samples")
    right = await right_of(context, who, access.GET_TEAM_TASK, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        labels = (await queries.labels_of(db, [entry.job.id]))[entry.job.id]
        seen = seen_members(entry)
        shown = label_stats_of(labels, seen)
        hard = await _hard(db, entry)
    grouped: dict[str, list[LabelStats]] = {}
    for each in shown:
        grouped.setdefault(str(each.type), []).append(each)
    counts = {name: often for name, often in totals(seen).items() if SampleState(name) in wanted.states}
    total = sum(counts.values())
    key = {"total": total, "key_sample": hard, "non_key_sample": max(0, total - hard)}
    return TeamTaskStats(
        label_stats=shown, grouped_label_stats=grouped, sample_stats=words_of(counts, with_total=True), key_sample_stats=key
    )


async def metrics(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str) -> TeamTaskMetrics:
    """Return how many samples each labeler has in which state, by address. Labelers see their own."""
    right = await right_of(context, who, access.GET_TEAM_TASK, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
    labelers = [member for member in seen_members(entry) if member.role == Role.LABELER]
    return TeamTaskMetrics(
        sample_stats={member.email or member.member_id: words_of(member.counts, with_total=False) for member in labelers}
    )


async def report(context: DatasetsContext, who: Subject, dataset_id: str, task_id: str) -> TeamTaskReport:
    """Return what each labeler did, and how far those agree who labelled the same samples. Raises NotYours for labelers."""
    right = await right_of(context, who, access.GET_TEAM_TASK, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        entry.require(WATCHERS, problem="Labelers do not see the report", problem_zh="标注员不能查看报告")
        said, is_whole = await _said_by_several(db, entry)
    members = [
        MemberReport(
            worker_id=member.member_id,
            email=member.email,
            role=member.role,
            assigned=sum(member.counts.values()),
            done=(done := sum(often for state, often in member.counts.items() if state in teamwork.HANDED_IN)),
            accepted=member.counts.get(SampleState.ACCEPTED, 0),
            rejected=member.counts.get(SampleState.REJECTED, 0),
            waiting=member.counts.get(SampleState.UNREVIEWED, 0) + member.counts.get(SampleState.UNCHECKED, 0),
            spent_seconds=member.seconds,
            seconds_per_sample=member.seconds / done if done else 0.0,
            pass_rate=pass_rate(member.counts),
        )
        for member in entry.members.values()
        if member.role == Role.LABELER
    ]
    classes = [[agreement.category(each) for each in by_member.values()] for by_member in said]
    alike = [value for by_member in said for value in agreement.between_all(list(by_member.values()))]
    return TeamTaskReport(
        members=members,
        compared=len(said),
        is_whole=is_whole,
        kappa=agreement.fleiss(classes),
        alikeness=agreement.mean(alike),
        pairs=_pairs(entry, said),
    )


def _pairs(entry: Entry, said: list[dict[str, tuple[Annotation, ...]]]) -> list[PairAgreement]:
    both: dict[tuple[str, str], list[tuple[tuple[Annotation, ...], tuple[Annotation, ...]]]] = defaultdict(list)
    for by_member in said:
        for one, other in combinations(sorted(by_member), 2):
            both[one, other].append((by_member[one], by_member[other]))
    return [
        PairAgreement(
            worker_ids=list(pair),
            emails=[entry.members[member_id].email for member_id in pair],
            samples=len(values),
            kappa=agreement.cohen([(agreement.category(one), agreement.category(other)) for one, other in values]),
            alikeness=agreement.mean([agreement.alikeness(one, other) for one, other in values]),
        )
        for pair, values in sorted(both.items())
    ]


async def _said_by_several(db: AsyncSession, entry: Entry) -> tuple[list[dict[str, tuple[Annotation, ...]]], bool]:
    """Return what members said about samples that several have handed in, and whether these are all such samples."""
    task = entry.task
    states = [state.value for state in teamwork.HANDED_IN]
    statement = (
        select(TeamSampleRow.sample)
        .where(TeamSampleRow.task == task.number, TeamSampleRow.state.in_(states))
        .group_by(TeamSampleRow.sample)
        .having(func.count() > 1)
        .order_by(TeamSampleRow.sample)
        .limit(MOST_COMPARED + 1)
    )
    numbers = list(await db.scalars(statement)) if len(entry.members) > 1 else []
    found = await team_copies.find(db, task, [(number, None) for number in numbers[:MOST_COMPARED]])
    said = [
        {row.member_id: documents.parsed(row.document) for row in rows if row.state in teamwork.HANDED_IN}
        for rows in found.values()
    ]
    return said, len(numbers) <= MOST_COMPARED


async def _hard(db: AsyncSession, entry: Entry) -> int:
    statement = select(func.count()).select_from(TeamSampleRow)
    statement = statement.where(TeamSampleRow.task == entry.task.number, TeamSampleRow.hardness.is_not(None))
    if not entry.roles & WATCHERS:
        statement = statement.where(TeamSampleRow.member_id.in_(entry.own_ids))
    return await db.scalar(statement) or 0
