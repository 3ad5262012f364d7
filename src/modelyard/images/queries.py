"""Reads of images."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.images.models import BuildRow


async def find_build(db: AsyncSession, build_id: str, *, lock: bool = False) -> BuildRow | None:
    """Return a build."""
    statement = select(BuildRow).where(BuildRow.id == build_id)
    row: BuildRow | None = (await db.scalars(for_update(statement) if lock else statement)).first()
    return row
