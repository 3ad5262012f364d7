"""Samples whose file is gone: they leave lists and counts, their rows and documents stay and come back with the file."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules.facets import CHANGED, MISSING, PRESENT, Value, of_document
from modelyard.datasets.service import annotations, facets
from modelyard.datasets.types.datasets import SampleState

_IS_MISSING: Value = (MISSING, "1")
_IS_PRESENT: Value = (PRESENT, "")
IS_CHANGED: Value = (CHANGED, "1")


async def missing(db: AsyncSession, row: DatasetRow) -> dict[int, int]:
    """Return the set of samples whose file is gone."""
    return await facets.matching(db, row.number, MISSING)


async def hide(db: AsyncSession, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int]) -> None:
    """Take samples out of lists and counts that are in them. The dataset is locked by the caller."""
    moved = facets.Changes()
    moved.removed[_IS_PRESENT].update(ordinals)
    moved.added[_IS_MISSING].update(ordinals)
    await facets.apply(db, row.number, moved)
    await _count(db, row, job, ordinals, -1)
    row.sample_count -= len(ordinals)


async def restore(db: AsyncSession, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int]) -> list[int]:
    """Bring those of the samples back that are missing, and return them. The dataset is locked by the caller."""
    gone = bitmaps.common(await missing(db, row), bitmaps.of(ordinals))
    back = list(bitmaps.members_of(gone))
    if back:
        moved = facets.Changes()
        moved.added[_IS_PRESENT].update(back)
        moved.removed[_IS_MISSING].update(back)
        await facets.apply(db, row.number, moved)
        await _count(db, row, job, back, 1)
        row.sample_count += len(back)
    return back


async def _count(db: AsyncSession, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int], sign: int) -> None:
    """Have what is said about samples count, or not."""
    moved = facets.Changes()
    states: Counter[str] = Counter()
    used: Counter[str] = Counter()
    said = await annotations.find(db, job, [ids.sample_number(row.number, ordinal) for ordinal in ordinals])
    for number, each in said.items():
        states[each.state] += sign
        values = _values(each, used, sign)
        ordinal = ids.ordinal_of(number)
        moved.note(ordinal, values if sign < 0 else set(), values if sign > 0 else set())
    await facets.apply(db, job.number, moved)
    await annotations.count(db, job, states, used)


def _values(row: AnnotationRow, used: Counter[str], sign: int) -> set[Value]:
    said = documents.parsed(row.document)
    for each in said:
        if each.label:
            used[each.label] += sign
    return of_document(said, SampleState(row.state), row.author, hardness=annotations.hardness_in(row))
