"""Samples by a part of their names: looked through once, remembered for as long as names stay what they are.

No index finds parts of names. A search reads all names of a dataset, some ten thousand at a time so that others get their
turn, and remembers the set for the pages that follow. Samples that came later are looked through when it is asked again;
`DatasetRow.renames` says when a name has changed. Labelling does not touch it (decision 0121).
"""

import asyncio
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import read_tuples
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.rules.ids import ordinal_of, sample_number

_AT_ONCE = 4 * bitmaps.CHUNK
_MOST_KNOWN = 64

# By dataset and part of the name: renames, ordinals looked through, what was found. A set of a million takes 120 KiB.
_known: OrderedDict[tuple[str, str], tuple[int, int, dict[int, int]]] = OrderedDict()


async def named(db: AsyncSession, row: DatasetRow, name: str) -> dict[int, int]:
    """Return the samples that ever were in a dataset and have this in their names, whatever the case."""
    key = (row.id, name.lower())
    renames, place, found = _known.pop(key, (row.renames, 0, {}))
    if renames != row.renames:
        place, found = 0, {}
    while place < row.next_ordinal:
        end = min(place + _AT_ONCE, row.next_ordinal)
        first, last = (sample_number(row.number, each) for each in (place, end))
        like = SampleRow.name_folded.contains(key[1], autoescape=True)
        rows = await read_tuples(db, select(SampleRow.id).where(SampleRow.id >= first, SampleRow.id < last, like))
        found = bitmaps.union((found, bitmaps.of(ordinal_of(each[0]) for each in rows)))
        place = end
        await asyncio.sleep(0)
    _known[key] = (row.renames, place, found)
    while len(_known) > _MOST_KNOWN:
        _known.popitem(last=False)
    return found
