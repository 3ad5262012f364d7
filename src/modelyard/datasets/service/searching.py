"""Finding samples: every filter is a set, a search is what they have in common."""

from collections.abc import Sequence
from datetime import timezone

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.errors import InvalidPayload
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.teams import TaskMemberRow, TeamSampleRow, TeamTaskRow
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.rules import facets as values
from modelyard.datasets.rules.ids import ordinal_of
from modelyard.datasets.rules.searching import bounds_of, days_of, scores_between, states_of
from modelyard.datasets.schemas.datasets import SearchCondition, SearchLabel, SearchProp
from modelyard.datasets.service import analysis_parts, facets, names
from modelyard.datasets.types.datasets import SampleState

_CONDITIONS = TypeAdapter(list[SearchCondition])
_MOST_CONDITIONS = 20
# Ours, beside the public states: files that are gone, and files that were changed since they were labelled.
_MARKS = {"MISSING": values.MISSING, "CHANGED": values.CHANGED}
# Where all samples come from, as callers may say it.
_ORIGINS = frozenset({"0", "obs"})


class Search:
    """The samples of a dataset that all conditions hold for so far."""

    def __init__(self, db: AsyncSession, row: DatasetRow, job: LabellingJobRow, labels: Sequence[LabelRow]) -> None:
        self._db, self._row, self._job, self._labels = db, row, job, labels
        # Whose facets say what samples are, and what is said about them.
        self._own, self._said = row.number, job.number
        self.found: dict[int, int] = {}

    async def start(self) -> None:
        """Begin with all samples."""
        self.found = await facets.matching(self._db, self._row.number, values.PRESENT)

    async def in_state(self, text: str) -> None:
        """Keep what is in a state. Raises InvalidPayload."""
        mark = _MARKS.get(text.strip("_").upper())
        if mark is not None:
            marked = await facets.matching(self._db, self._row.number, mark)
            # What is missing is in no other list.
            self.found = marked if mark == values.MISSING else bitmaps.common(self.found, marked)
            return
        states = states_of(text)
        if states is None:
            raise _no_state(text)
        if SampleState.UNLABELLED in states:
            said = await facets.matching(self._db, self._said, values.STATE)
            self.found = bitmaps.without(self.found, said)
        else:
            await self._keep(self._said, values.STATE, sorted(states))

    async def of_member(self, email: str) -> None:
        """Keep what was handed out to the member of a team with this address, in any task of the dataset."""
        statement = (
            select(TeamSampleRow.sample)
            .join(TeamTaskRow, TeamTaskRow.number == TeamSampleRow.task)
            .join(TaskMemberRow, TaskMemberRow.member_id == TeamSampleRow.member_id)
            .where(TaskMemberRow.task_id == TeamTaskRow.id)
            .where(TeamTaskRow.dataset_id == self._row.id, TaskMemberRow.email == email)
        )
        self._common(bitmaps.of(ordinal_of(number) for number in await self._db.scalars(statement)))

    async def with_score(self, low: float, high: float) -> None:
        """Keep what has an annotation with a confidence between two bounds, in steps of hundredths."""
        await self._keep(self._said, values.SCORE, scores_between(low, high))

    async def with_label(self, name: str, label_type: int | None) -> None:
        """Keep what carries a label."""
        await self._keep(self._said, values.LABEL, self._numbers(name, label_type))

    async def meeting(self, condition: SearchCondition) -> None:
        """Keep what meets a condition."""
        await self._annotated(condition)
        if condition.metadata is not None and condition.metadata.props:
            await self._metadata(condition.metadata)
        await self._analysed(condition)
        own = [(values.META, values.pair(name, value)) for name, value in condition.attributes.items()]
        if condition.sample_dir:
            own.append((values.FOLDER, values.cut(condition.sample_dir)))
        for facet, text in own:
            await self._keep(self._own, facet, [text])
        if condition.sample_time:
            days = days_of(condition.sample_time, now(self._db).astimezone(timezone.utc).date())
            if days is None:
                raise InvalidPayload(
                    field="search_conditions.sample_time", problem="names no days, or more than a year of them"
                )
            await self._keep(self._own, values.DAY, days)
        if condition.import_origin and condition.import_origin not in _ORIGINS:
            self.found = {}
        if condition.sample_name:
            self._common(await self._named(condition.sample_name))

    async def _named(self, name: str) -> dict[int, int]:
        return await names.named(self._db, self._row, name)

    async def _analysed(self, condition: SearchCondition) -> None:
        if condition.finding is not None:
            await self._keep(self._row.number, values.FINDING, [condition.finding])
        if condition.measured is not None:
            self._common(await analysis_parts.matching(self._db, self._row, condition.measured))

    async def _annotated(self, condition: SearchCondition) -> None:
        """Keep what a condition says of annotations."""
        job = self._said
        if condition.label_list is not None and condition.label_list.labels:
            sets = [await self._label(each) for each in condition.label_list.labels]
            self._common(_joined(sets, condition.label_list.op))
        if condition.hard is not None:
            hard = await facets.matching(self._db, job, values.HARD)
            self.found = bitmaps.common(self.found, hard) if condition.hard == "1" else bitmaps.without(self.found, hard)
        if condition.labeler:
            await self._keep(job, values.AUTHOR, [values.cut(condition.labeler)])
        for facet, text in ((values.SCORE, condition.score), (values.COEFFICIENT, condition.coefficient)):
            if text:
                await self._keep(job, facet, _steps(facet, text))

    async def _label(self, wanted: SearchLabel) -> dict[int, int]:
        job, numbers = self._said, self._numbers(wanted.name, wanted.type)
        found = await facets.matching(self._db, job, values.LABEL, numbers)
        if not wanted.property:
            return found
        sets = []
        for name, accepted in wanted.property.items():
            texts = [
                text
                for number in numbers
                for text in (
                    [values.attribute(number, name)]
                    if accepted is None
                    else [values.attribute(number, name, value) for value in accepted]
                )
            ]
            sets.append(await facets.matching(self._db, job, values.ATTRIBUTE, texts))
        return bitmaps.common(found, _joined(sets, wanted.op))

    async def _metadata(self, wanted: SearchProp) -> None:
        sets = []
        for name, accepted in wanted.props.items():
            texts = [values.pair(name, "")] if accepted is None else [values.pair(name, value) for value in accepted]
            sets.append(await facets.matching(self._db, self._own, values.META, texts))
        self._common(_joined(sets, wanted.op))

    async def _keep(self, owner: int, facet: str, texts: Sequence[str]) -> None:
        self._common(await facets.matching(self._db, owner, facet, texts))

    def _common(self, other: dict[int, int]) -> None:
        self.found = bitmaps.common(self.found, other)

    def _numbers(self, name: str, label_type: int | None) -> list[str]:
        return [str(row.number) for row in self._labels if row.name == name and label_type in {None, row.type}]


async def found_by(
    db: AsyncSession,
    row: DatasetRow,
    job: LabellingJobRow,
    labels: Sequence[LabelRow],
    *,
    state: str = "",
    email: str = "",
    label: str = "",
    label_type: int | None = None,
    scores: tuple[float, float] = (0.0, 1.0),
    conditions: Sequence[SearchCondition] = (),
    search: Search | None = None,
) -> dict[int, int]:
    """Return the samples that all of this holds for. search: where to look, if not in the dataset. Raises InvalidPayload."""
    search = search or Search(db, row, job, labels)
    await search.start()
    if state:
        await search.in_state(state)
    if email:
        await search.of_member(email)
    if label:
        await search.with_label(label, label_type)
    if scores != (0.0, 1.0):
        await search.with_score(*scores)
    for condition in conditions:
        await search.meeting(condition)
    return search.found


def _steps(facet: str, text: str) -> list[str]:
    bounds = bounds_of(text)
    if bounds is None:
        problem = f"{text!r} must be two numbers from 0 to 1, such as 0.2-0.8, or one of them"
        raise InvalidPayload(field=f"search_conditions.{facet}", problem=problem)
    return scores_between(*bounds)


def is_mark(text: str) -> bool:
    """Return whether a state is one of files: gone, or changed."""
    return text.strip("_").upper() in _MARKS


def check_search(state: str) -> None:
    """Refuse a state that no search knows, before work is begun with it. Raises InvalidPayload."""
    if state and states_of(state) is None and not is_mark(state):
        raise _no_state(state)


def _no_state(text: str) -> InvalidPayload:
    return InvalidPayload(field="sample_state", problem=f"{text[:64]!r} is no state of samples")


def read_conditions(text: str) -> list[SearchCondition]:
    """Read the conditions that a query carries as JSON: one, or a list. Raises InvalidPayload."""
    text = text.strip()
    try:
        found = _CONDITIONS.validate_json(text if text.startswith("[") else f"[{text}]")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in ("search_conditions", *first["loc"]))
        raise InvalidPayload(field=place, problem=first["msg"]) from None
    if len(found) > _MOST_CONDITIONS:
        raise InvalidPayload(field="search_conditions", problem=f"more than {_MOST_CONDITIONS}")
    return found


def _joined(sets: Sequence[dict[int, int]], op: str) -> dict[int, int]:
    return bitmaps.union(sets) if op == "OR" else bitmaps.common(*sets)
