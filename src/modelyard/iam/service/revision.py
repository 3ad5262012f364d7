"""The number that says how fresh a cached decision is."""

from sqlalchemy import ScalarSelect, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.iam.models import AccessRevisionRow

_ROW_ID = 1


async def bump_revision(db: AsyncSession) -> None:
    """Count a change of users, groups, members, grants, policies, agencies or the authorization mode.

    It belongs into the transaction of the change: decisions cached under the old number end with its commit.
    """
    result = await db.execute(
        update(AccessRevisionRow)
        .where(AccessRevisionRow.id == _ROW_ID)
        .values(revision=AccessRevisionRow.revision + 1)
        .returning(AccessRevisionRow.revision)
    )
    if result.first() is None:
        db.add(AccessRevisionRow(id=_ROW_ID, revision=1))


def current_revision() -> ScalarSelect[int]:
    """Return the number as a part of somebody's own question to the database: one question then answers both."""
    return select(AccessRevisionRow.revision).where(AccessRevisionRow.id == _ROW_ID).scalar_subquery()
