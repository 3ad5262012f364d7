"""What members say about samples, until it is accepted. The one door: counters of members change with what they count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many
from modelyard.datasets.models.teams import TaskMemberRow, TeamSampleRow, TeamTaskRow, TeamValueRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.teamwork import Filter
from modelyard.datasets.service import team_values
from modelyard.datasets.types.datasets import SampleState

_NOTHING = documents.document(())
_AT_ONCE = 500


def labels_in(said: Sequence[Annotation]) -> Counter[str]:
    """Return how often labels, by number, are used in annotations."""
    return Counter(each.label for each in said if each.label)


def blank(task: TeamTaskRow, sample: int, member_id: str, *, at: int, seen: int) -> dict[str, object]:
    """Return the row of a sample that is handed out with nothing said about it."""
    return {
        "task": task.number,
        "sample": sample,
        "member_id": member_id,
        "document": _NOTHING,
        "state": SampleState.UNLABELLED.value,
        "author": "",
        "hardness": None,
        "comment": None,
        "revision": 1,
        "changed_at": at,
        "seconds": 0,
        "seen": seen,
        "written": None,
        "closed_in": None,
        "drawn": False,
        "reviewed": None,
        "review_by": None,
        "review_score": None,
        "review_comment": None,
        "checked": None,
        "check_score": None,
        "check_comment": None,
    }


async def hand_out(db: AsyncSession, members: Mapping[str, TaskMemberRow], rows: Sequence[dict[str, object]]) -> None:
    """Write rows made by `blank`, perhaps filled in, and count them."""
    await insert_many(db, TeamSampleRow, rows)
    await insert_many(db, TeamValueRow, [each for row in rows for each in team_values.rows_for(row)])
    for row in rows:
        said = documents.parsed(row["document"]) if row["document"] != _NOTHING else ()  # type: ignore[arg-type]
        count(members[str(row["member_id"])], states={str(row["state"]): 1}, labels=labels_in(said))


def move(member: TaskMemberRow, row: TeamSampleRow, state: SampleState) -> None:
    """Put a sample of a member in another state."""
    if row.state != state:
        count(member, states={row.state: -1, state.value: 1})
        row.state = state.value


def say(member: TaskMemberRow, row: TeamSampleRow, said: Sequence[Annotation]) -> None:
    """Replace what a member says about a sample."""
    before, after = labels_in(documents.parsed(row.document)), labels_in(said)
    row.document = documents.document(said)
    if before != after:
        changes = {label: after[label] - before[label] for label in {*before, *after}}
        count(member, labels=changes)


def count(member: TaskMemberRow, *, states: Mapping[str, int] | None = None, labels: Mapping[str, int] | None = None) -> None:
    """Add to the counters of a member."""
    if states:
        member.counts = _added(member.counts, states)
    if labels:
        member.labels = _added(member.labels, labels)


def _added(values: Mapping[str, int], changes: Mapping[str, int]) -> dict[str, int]:
    found = dict(values)
    for name, change in changes.items():
        found[name] = found.get(name, 0) + change
    return {name: value for name, value in found.items() if value}


async def find(
    db: AsyncSession, task: TeamTaskRow, wanted: Sequence[tuple[int, str | None]]
) -> dict[tuple[int, str | None], list[TeamSampleRow]]:
    """Return rows by sample and member; None for the member means all who have the sample."""
    numbers = list({sample for sample, _ in wanted})
    found: dict[int, list[TeamSampleRow]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        statement = select(TeamSampleRow).where(TeamSampleRow.task == task.number, TeamSampleRow.sample.in_(some))
        for row in await db.scalars(statement.order_by(TeamSampleRow.sample, TeamSampleRow.member_id)):
            found.setdefault(row.sample, []).append(row)
    return {
        (sample, member): [row for row in found.get(sample, []) if member in {None, row.member_id}] for sample, member in wanted
    }


def matching(task: TeamTaskRow, wanted: Filter, *, members: Sequence[str] | None = None) -> Select[Any]:
    """Select the rows of a task that a filter means. members: only theirs."""
    statement = select(TeamSampleRow).where(TeamSampleRow.task == task.number)
    if wanted.states != frozenset(SampleState):
        statement = statement.where(TeamSampleRow.state.in_([state.value for state in wanted.states]))
    if members is not None:
        statement = statement.where(TeamSampleRow.member_id.in_(members))
    if wanted.drawn is not None:
        statement = statement.where(TeamSampleRow.drawn.is_(wanted.drawn))
    if wanted.judged is not None:
        statement = statement.where(TeamSampleRow.checked.is_not(None) if wanted.judged else TeamSampleRow.checked.is_(None))
    if wanted.passed is not None:
        statement = statement.where(TeamSampleRow.checked.is_(wanted.passed))
    return statement


def after(sample: int, member_id: str) -> ColumnElement[bool]:
    """Return the condition for rows that come after one, in order of samples and members."""
    return or_(TeamSampleRow.sample > sample, and_(TeamSampleRow.sample == sample, TeamSampleRow.member_id > member_id))


async def whole_samples(
    db: AsyncSession, task: TeamTaskRow, states: Sequence[SampleState], *, past: int, limit: int
) -> list[int]:
    """Return the numbers of the next samples, in order, of which some member has a row in one of these states."""
    statement = (
        select(TeamSampleRow.sample)
        .where(
            TeamSampleRow.task == task.number,
            TeamSampleRow.state.in_([state.value for state in states]),
            TeamSampleRow.sample > past,
        )
        .distinct()
        .order_by(TeamSampleRow.sample)
        .limit(limit)
    )
    return list(await db.scalars(statement))
