"""The newest files of datasets, to show what they hold."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.schemas.datasets import AnnotationFile, DatasetAnswer
from modelyard.datasets.service import presence
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_samples import name_of
from modelyard.datasets.service.samples import links_to

_MOST = 4
# So many are looked at, some of which may be gone from the storage.
_LOOKED_AT = 40


async def show_files(
    context: DatasetsContext, who: Subject, shown: Sequence[DatasetAnswer], *, host: str | None = None
) -> None:
    """Put up to four of the newest files of each dataset into its answer, with links that the caller may follow."""
    found: dict[str, list[SampleRow]] = {}
    async with context.database.read_session() as db:
        for each in shown:
            row = await queries.find_dataset(db, who, each.dataset_id)
            found[each.dataset_id] = [] if row is None else await _newest(db, row)
    links = await links_to(context, who, [row for rows in found.values() for row in rows], host)
    for each in shown:
        each.samples = each.files = [
            AnnotationFile(
                file_id=ids.sample_id(each.dataset_id, row.id),
                file_name=name_of(row.source),
                file_type=name_of(row.source).rpartition(".")[2].lower(),
                dataset_id=each.dataset_id,
                url=links[row.id],
                create_time=row.changed_at,
                size=row.size_bytes,
                width=row.width,
                height=row.height,
                depth=row.depth,
            )
            for row in found[each.dataset_id]
            if row.id in links
        ]


async def _newest(db: AsyncSession, dataset: DatasetRow) -> list[SampleRow]:
    first = ids.sample_number(dataset.number, 0)
    last = ids.sample_number(dataset.number, max(dataset.next_ordinal - 1, 0))
    statement = select(SampleRow).where(SampleRow.id.between(first, last)).order_by(SampleRow.id.desc()).limit(_LOOKED_AT)
    gone = await presence.missing(db, dataset)
    rows = [row for row in await db.scalars(statement) if not bitmaps.has(gone, ids.ordinal_of(row.id))]
    return rows[:_MOST]
