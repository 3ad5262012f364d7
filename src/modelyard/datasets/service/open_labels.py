"""Labels that come with the annotations: in datasets whose label set is open, a new name is a new label."""

import contextlib
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import LabellingJobRow
from modelyard.datasets.schemas.datasets import Label, SampleLabels, SamplesOutcome
from modelyard.datasets.service import labels, samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, LabelType

# What the settings of a dataset call it.
OPEN = "open_labels"
_FROM = "@modelarts:from"


async def label_samples(
    context: DatasetsContext,
    db: AsyncSession,
    who: Subject,
    dataset_id: str,
    wanted: Sequence[SampleLabels],
    *,
    language: Language,
) -> SamplesOutcome:
    """Replace what is said about samples, as `samples.label_samples` does; new names become labels if the dataset allows it.

    Relations name entities of certain labels, so their labels are never made here.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    missing = await _missing(db, job, wanted) if row.settings.get(OPEN, False) else []
    # What cannot be a label is told of each annotation: there is none of this name.
    with contextlib.suppress(AppError):
        if missing:
            await labels.create_labels(db, context, who, row.id, missing, language=language)
            await db.flush()
    return await samples.label_samples(db, who, dataset_id, wanted, language=language)


async def _missing(db: AsyncSession, job: LabellingJobRow, wanted: Sequence[SampleLabels]) -> list[Label]:
    kind = TRIPLET_ENTITY if job.type == LabelType.TEXT_TRIPLET else job.type
    known = {each.name for each in (await queries.labels_of(db, [job.id]))[job.id] if each.type == kind}
    named = [each.name for sample in wanted for each in sample.labels if each.name and _FROM not in each.property]
    return [Label(name=name, type=kind) for name in dict.fromkeys(named) if name not in known]
