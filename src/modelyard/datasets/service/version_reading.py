"""Reading what a version holds, out of its parts: they never change, whatever becomes of samples, labels and logs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.versions import DatasetVersionPartRow
from modelyard.datasets.rules import bitmaps, paths, version_parts
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.versions import PART
from modelyard.objects.service import places


async def parts_of(db: AsyncSession, version_id: str) -> dict[int, DatasetVersionPartRow]:
    """Return the parts of a version by number, in order."""
    statement = select(DatasetVersionPartRow).where(DatasetVersionPartRow.version_id == version_id)
    return {each.number: each for each in await db.scalars(statement.order_by(DatasetVersionPartRow.number))}


def ordinals_in(part: DatasetVersionPartRow) -> list[int]:
    """Return the ordinals of a part, in the order of its lines."""
    return list(bitmaps.members_of(version_parts.unpacked(part.members, part.number)))


async def lines_in(context: DatasetsContext, inner: str, part: DatasetVersionPartRow) -> dict[int, bytes]:
    """Return all lines of a part by ordinals. inner: the folder that the dataset has for itself."""
    place = places.read_place(paths.part_path(inner, part.digest), field="work_path")
    async with context.objects.store.get(place.bucket, place.key) as chunks:
        content = b"".join([chunk async for chunk in chunks])
    return dict(zip(ordinals_in(part), content.split(b"\n"), strict=False))


async def lines_of(
    context: DatasetsContext, inner: str, parts: dict[int, DatasetVersionPartRow], ordinals: Sequence[int]
) -> dict[int, bytes]:
    """Return the lines of some samples by ordinals; those that the version does not have are left out."""
    found: dict[int, bytes] = {}
    for number in sorted({ordinal // PART for ordinal in ordinals}):
        if number in parts:
            lines = await lines_in(context, inner, parts[number])
            found |= {ordinal: lines[ordinal] for ordinal in ordinals if ordinal in lines}
    return found
