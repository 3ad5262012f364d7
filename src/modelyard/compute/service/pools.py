"""Use cases of pools."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import PoolNotFound
from modelyard.compute.queries import pools as queries
from modelyard.core.subject import Subject, SubjectKind

PUBLIC = "public"


async def open_pool(db: AsyncSession, who: Subject, pool_id: str | None) -> str:
    """Return the id of a pool in which the caller's project may run something. Raises PoolNotFound."""
    if pool_id in {None, "", PUBLIC}:
        return PUBLIC
    assert pool_id is not None
    row = await queries.find_pool(db, pool_id)
    if row is None or not (who.kind is SubjectKind.SYSTEM or who.project_id in row.projects):
        raise PoolNotFound(pool=pool_id, resource=pool_id)
    return row.id
