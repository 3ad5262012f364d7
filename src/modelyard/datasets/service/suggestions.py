"""Suggestions about samples that nobody has labelled: they wait to be confirmed, and replace nothing that people said."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.ids import sample_number
from modelyard.datasets.service import annotations
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.reading_documents import pages
from modelyard.datasets.service.working import TaskNow
from modelyard.datasets.types.datasets import SampleState

AUTHOR = "auto"


@dataclass(frozen=True)
class Suggestion:
    """What is suggested about a sample. Labels are numbers. reasons: why it is a hard example, with how hard; none if not."""

    ordinal: int
    annotations: tuple[Annotation, ...]
    coefficient: float = 0.0
    reasons: tuple[int, ...] = ()


async def write(db: AsyncSession, task: TaskNow, some: Sequence[Suggestion]) -> int:
    """Write suggestions about samples that are there and that nobody labelled meanwhile, and return how many."""
    dataset, job = await get_rows(db, task.who, task.dataset_id, lock=True)
    said = await annotations.find(db, job, [sample_number(dataset.number, each.ordinal) for each in some])
    there = {each.ordinal for each in await pages(db, dataset, job, ordinals=[each.ordinal for each in some])}
    labelled = {row.sample for row in said.values() if row.state != SampleState.UNLABELLED}
    changes = []
    for each in some:
        if each.ordinal not in there or sample_number(dataset.number, each.ordinal) in labelled:
            continue
        shown = tuple(_marked(one, each) for one in each.annotations)
        told = {"@modelarts:hard_coefficient": each.coefficient, "@modelarts:hard_reasons": list(each.reasons)}
        changes.append(DocumentChange(each.ordinal, shown, SampleState.TO_CONFIRM, told if each.reasons else None))
    await annotations.save(db, task.who, dataset, job, changes)
    return len(changes)


def _marked(one: Annotation, of: Suggestion) -> Annotation:
    if not of.reasons:
        return one._replace(author=AUTHOR)
    return one._replace(author=AUTHOR, hard=True, hard_coefficient=of.coefficient, hard_reasons=of.reasons)
