"""What team samples are found by: the values of what members say, kept beside it (decision 0136)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, between, bindparam, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import execute_many, insert_many
from modelyard.datasets import queries
from modelyard.datasets.errors.pages import TeamSearchTooWide
from modelyard.datasets.models.datasets import LabelRow
from modelyard.datasets.models.teams import TeamSampleRow, TeamTaskRow, TeamValueRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules import facets as values
from modelyard.datasets.rules.searching import scores_between
from modelyard.datasets.schemas.datasets import SearchCondition, SearchLabel
from modelyard.datasets.service.searching import Search, read_conditions
from modelyard.datasets.service.team_access import Entry
from modelyard.datasets.types.datasets import SampleState

_NOTHING = documents.document(())
# More samples than this are named by where they begin and end, if that is often enough the same.
_MOST_NAMED, _MOST_RUNS = 20_000, 400
_GONE = delete(TeamValueRow).where(
    TeamValueRow.task == bindparam("of_task"),
    TeamValueRow.sample == bindparam("of_sample"),
    TeamValueRow.member_id == bindparam("of_member"),
)


@dataclass(frozen=True)
class TeamFilter:
    """What a list is narrowed by, beside states and members. scores: of any annotation."""

    label: str = ""
    label_type: int | None = None
    scores: tuple[float, float] = (0.0, 1.0)
    conditions: str = ""


def rows_for(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the values of a row that is handed out."""
    said = () if row["document"] == _NOTHING else documents.parsed(row["document"])
    found = values.of_document(
        said,
        SampleState(row["state"]),
        row["author"],
        hardness=None if row["hardness"] is None else orjson.loads(row["hardness"]),
    )
    key = {name: row[name] for name in ("task", "sample", "member_id")}
    return [{**key, "facet": facet, "text": text} for facet, text in sorted(found) if facet != values.STATE]


async def note(db: AsyncSession, rows: Iterable[TeamSampleRow]) -> None:
    """Write down anew what samples are found by, after members have said something else."""
    named = list(rows)
    await forget(db, [(row.task, row.sample, row.member_id) for row in named])
    columns = ("task", "sample", "member_id", "document", "state", "author", "hardness")
    found = [each for row in named for each in rows_for({name: getattr(row, name) for name in columns})]
    await insert_many(db, TeamValueRow, found)


async def forget(db: AsyncSession, keys: Sequence[tuple[int, int, str]]) -> None:
    """Forget what samples of members, by task and sample, are found by."""
    gone = [{"of_task": task, "of_sample": sample, "of_member": member} for task, sample, member in keys]
    await execute_many(db, _GONE, gone)


async def narrowed(db: AsyncSession, entry: Entry, statement: Select[Any], wanted: TeamFilter) -> Select[Any]:
    """Keep of a selection of samples what a filter means. Raises InvalidPayload, TeamSearchTooWide."""
    if wanted == TeamFilter():
        return statement
    task = entry.task
    labels = (await queries.labels_of(db, [entry.job.id]))[entry.job.id]
    if wanted.label:
        statement = statement.where(_has(task, values.LABEL, _numbers(labels, wanted.label, wanted.label_type)))
    if wanted.scores != (0.0, 1.0):
        statement = statement.where(_has(task, values.SCORE, scores_between(*wanted.scores)))
    for condition in read_conditions(wanted.conditions) if wanted.conditions.strip() else []:
        statement = statement.where(*_said(task, labels, condition))
        own = condition.model_copy(update={"label_list": None, "hard": None, "labeler": None})
        if own != SearchCondition():
            search = Search(db, entry.dataset, entry.job, labels)
            await search.start()
            await search.meeting(own)
            statement = statement.where(_among(entry, search.found))
    return statement


def _said(task: TeamTaskRow, labels: Sequence[LabelRow], condition: SearchCondition) -> list[ColumnElement[bool]]:
    """Return what a condition asks of the annotations of a member."""
    found: list[ColumnElement[bool]] = []
    if condition.label_list is not None and condition.label_list.labels:
        each = [_label(task, labels, one) for one in condition.label_list.labels]
        found.append(or_(*each) if condition.label_list.op == "OR" else and_(*each))
    if condition.hard is not None:
        hard = _has(task, values.HARD, ["1"])
        found.append(hard if condition.hard == "1" else ~hard)
    if condition.labeler:
        found.append(_has(task, values.AUTHOR, [values.cut(condition.labeler)]))
    return found


def _label(task: TeamTaskRow, labels: Sequence[LabelRow], wanted: SearchLabel) -> ColumnElement[bool]:
    numbers = _numbers(labels, wanted.name, wanted.type)
    found = _has(task, values.LABEL, numbers)
    if not wanted.property:
        return found
    clauses = []
    for name, accepted in wanted.property.items():
        asked: list[str | None] = [None] if accepted is None else list(accepted)
        texts = [values.attribute(number, name, value) for number in numbers for value in asked]
        clauses.append(_has(task, values.ATTRIBUTE, texts))
    return and_(found, or_(*clauses) if wanted.op == "OR" else and_(*clauses))


def _has(task: TeamTaskRow, facet: str, texts: Sequence[str]) -> ColumnElement[bool]:
    of_value = (TeamValueRow.task == task.number, TeamValueRow.facet == facet, TeamValueRow.text.in_(list(texts)))
    there = select(TeamValueRow.sample, TeamValueRow.member_id).where(*of_value)
    return tuple_(TeamSampleRow.sample, TeamSampleRow.member_id).in_(there)


def _numbers(labels: Sequence[LabelRow], name: str, label_type: int | None) -> list[str]:
    return [str(row.number) for row in labels if row.name == name and label_type in {None, row.type}]


def _among(entry: Entry, found: dict[int, int]) -> ColumnElement[bool]:
    """Return the condition that a sample is one of a set, by name or by runs of neighbours."""
    number = entry.dataset.number
    if bitmaps.count(found) <= _MOST_NAMED:
        return TeamSampleRow.sample.in_([ids.sample_number(number, ordinal) for ordinal in bitmaps.members_of(found)])
    runs: list[list[int]] = []
    for ordinal in bitmaps.members_of(found):
        if runs and ordinal == runs[-1][1] + 1:
            runs[-1][1] = ordinal
        elif len(runs) == _MOST_RUNS:
            raise TeamSearchTooWide(most=_MOST_NAMED)
        else:
            runs.append([ordinal, ordinal])
    named = [[ids.sample_number(number, ordinal) for ordinal in run] for run in runs]
    return or_(*(between(TeamSampleRow.sample, first, last) for first, last in named))
