"""Reading what a version holds, out of its parts: they never change, whatever becomes of samples, labels and logs."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.version_searches import VersionNamesRow
from modelyard.datasets.models.versions import DatasetVersionPartRow
from modelyard.datasets.rules import bitmaps, paths, version_parts, version_values
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.versions import PART
from modelyard.objects.service import places as storage_places

# So many bytes are read along rather than asked for anew.
_NEAR_BYTES = 256 * 1024


async def parts_of(db: AsyncSession, version_id: str) -> dict[int, DatasetVersionPartRow]:
    """Return the parts of a version by number, in order."""
    statement = select(DatasetVersionPartRow).where(DatasetVersionPartRow.version_id == version_id)
    return {each.number: each for each in await db.scalars(statement.order_by(DatasetVersionPartRow.number))}


def ordinals_in(part: DatasetVersionPartRow) -> list[int]:
    """Return the ordinals of a part, in the order of its lines."""
    return list(bitmaps.members_of(version_parts.unpacked(part.members, part.number)))


async def lines_in(context: DatasetsContext, inner: str, part: DatasetVersionPartRow) -> dict[int, bytes]:
    """Return all lines of a part by ordinals. inner: the folder that the dataset has for itself."""
    place = storage_places.read_place(paths.part_path(inner, part.digest), field="work_path")
    async with context.objects.store.get(place.bucket, place.key) as chunks:
        content = b"".join([chunk async for chunk in chunks])
    return dict(zip(ordinals_in(part), content.split(b"\n"), strict=False))


async def lines_of(
    context: DatasetsContext,
    inner: str,
    parts: dict[int, DatasetVersionPartRow],
    ordinals: Sequence[int],
    *,
    lengths: Mapping[int, bytes] | None = None,
) -> dict[int, bytes]:
    """Return the lines of some samples by ordinals; those that the version does not have are left out.

    lengths: by part, of lines (`rules.version_values.packed_lengths`): of these parts only what is asked for is read.
    """
    found: dict[int, bytes] = {}
    for number in sorted({ordinal // PART for ordinal in ordinals}):
        if number not in parts:
            continue
        wanted = [ordinal for ordinal in ordinals if ordinal // PART == number]
        if lengths is not None and number in lengths:
            found |= await _some_lines(context, inner, parts[number], wanted, lengths[number])
        else:
            lines = await lines_in(context, inner, parts[number])
            found |= {ordinal: lines[ordinal] for ordinal in wanted if ordinal in lines}
    return found


async def lengths_of(db: AsyncSession, version_id: str, ordinals: Sequence[int]) -> dict[int, bytes]:
    """Return how long lines are, of those parts with these ordinals where somebody has looked."""
    numbers = sorted({ordinal // PART for ordinal in ordinals})
    mine = (VersionNamesRow.version_id == version_id, VersionNamesRow.number.in_(numbers))
    rows = await db.execute(select(VersionNamesRow.number, VersionNamesRow.lengths).where(*mine))
    return {row[0]: row[1] for row in rows}


async def _some_lines(
    context: DatasetsContext, inner: str, part: DatasetVersionPartRow, ordinals: Sequence[int], lengths: bytes
) -> dict[int, bytes]:
    place_of = {ordinal: place for place, ordinal in enumerate(ordinals_in(part))}
    places = {place_of[each]: each for each in ordinals if each in place_of}
    spans = version_values.spans_of(lengths, places)
    # What lies near each other is read at once.
    runs: list[list[int]] = []
    for place in sorted(spans):
        if runs and spans[place][0] - sum(spans[runs[-1][-1]]) < _NEAR_BYTES:
            runs[-1].append(place)
        else:
            runs.append([place])
    target = storage_places.read_place(paths.part_path(inner, part.digest), field="work_path")
    found: dict[int, bytes] = {}
    for run in runs:
        first, end = spans[run[0]][0], sum(spans[run[-1]])
        async with context.objects.store.get(target.bucket, target.key, offset=first, length=end - first) as chunks:
            content = b"".join([chunk async for chunk in chunks])
        for place in run:
            start, length = spans[place]
            found[places[place]] = content[start - first : start - first + length]
    return found
