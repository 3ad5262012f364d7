"""Images that something runs in."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.queries import workloads as queries


async def images_in_use(db: AsyncSession) -> set[str]:
    """Return the digests of the images that workloads need which have not ended."""
    return {str(runtime["digest"]) for runtime in await queries.unfinished_runtimes(db)}
