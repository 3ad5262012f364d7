"""Which samples of a dataset a run of a processing task left: what its version is made of."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.processing import ProcessorResultRow
from modelyard.datasets.rules.ids import source_key
from modelyard.datasets.service.samples import known_keys


async def processed_ordinals(db: AsyncSession, row: DatasetRow, version_id: str) -> list[int]:
    """Return the ordinals of the samples that a run kept, changed or added, as far as the dataset has them."""
    of_run = (ProcessorResultRow.version_id == version_id, ProcessorResultRow.new_source != "")
    sources = await db.scalars(select(ProcessorResultRow.new_source).where(*of_run))
    return list((await known_keys(db, row, [source_key(source) for source in sources])).values())
