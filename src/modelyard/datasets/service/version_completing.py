"""The end of publishing, the same for all versions."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.datasets.events_versions import VersionPublished
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.versions import DatasetVersionRow
from modelyard.datasets.service import kept_files, version_indexing
from modelyard.datasets.types.datasets import VersionStatus
from modelyard.datasets.types.versions import VersionFormat


async def make_usable(
    db: AsyncSession, who: Subject, dataset_id: str, version_id: str, figures: Mapping[str, int]
) -> DatasetVersionRow | None:
    """Make a version that was written usable and current; None if it was deleted meanwhile. Locks the dataset."""
    found = await db.get(DatasetVersionRow, version_id, with_for_update=True, populate_existing=True)
    if found is None:
        return None
    row = await db.get_one(DatasetRow, dataset_id, with_for_update=True, populate_existing=True)
    found.status, found.figures, found.changed_at = VersionStatus.USABLE, dict(figures), now(db)
    row.current_version_id = found.id
    event = VersionPublished(
        resource_id=row.id,
        version_name=found.name,
        version_id=found.id,
        total=figures["total"],
        annotated=figures["annotated"],
    )
    await emit(db, event, by=who, at=found.changed_at)
    await kept_files.begin(db, who, row, found)
    if found.format == VersionFormat.DEFAULT:
        await version_indexing.begin(db, who, row, found)
    return found
