"""The sets of samples that lists are answered from. Written in the transaction of the change, under the dataset's lock."""

import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import execute_many, insert_many, read_tuples
from modelyard.datasets.models.datasets import FacetChunkRow, FacetValueRow
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.rules.facets import Value

_AT_ONCE = 400
_CHUNK = (
    FacetChunkRow.owner == bindparam("of_owner"),
    FacetChunkRow.facet == bindparam("of_facet"),
    FacetChunkRow.number == bindparam("of"),
    FacetChunkRow.chunk == bindparam("at"),
)
_VALUE = (
    FacetValueRow.owner == bindparam("of_owner"),
    FacetValueRow.facet == bindparam("of_facet"),
    FacetValueRow.number == bindparam("of"),
)


class Changes:
    """Which samples get and lose which values."""

    def __init__(self) -> None:
        self.added: dict[Value, set[int]] = defaultdict(set)
        self.removed: dict[Value, set[int]] = defaultdict(set)
        self.added_sets: dict[Value, dict[int, int]] = {}

    def add_set(self, values: Iterable[Value], members: bitmaps.Set) -> None:
        """Note that all members of a set get some values: quicker than saying so of each."""
        for value in values:
            self.added_sets[value] = bitmaps.union((self.added_sets.get(value, {}), members))

    def note(self, ordinal: int, before: set[Value], after: set[Value]) -> None:
        """Note what a sample had and has."""
        for value in after - before:
            self.added[value].add(ordinal)
        for value in before - after:
            self.removed[value].add(ordinal)


async def apply(db: AsyncSession, owner: int, changes: Changes) -> None:
    """Write changes of an owner's values. The dataset is locked by the caller."""
    values = sorted({*changes.added, *changes.added_sets, *changes.removed})
    numbers = await _numbers(db, owner, values)
    added = {
        value: bitmaps.union((bitmaps.of(changes.added.get(value, ())), changes.added_sets.get(value, {}))) for value in values
    }
    removed = {value: bitmaps.of(changes.removed.get(value, ())) for value in values}
    kept = await _chunks(db, owner, [(value, {*added[value], *removed[value]}) for value in values], numbers)
    gone: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    counts: dict[Value, int] = defaultdict(int)
    for value in values:
        facet, number = value[0], numbers[value]
        for chunk in sorted({*added[value], *removed[value]}):
            before = kept.get((facet, number, chunk), 0)
            after = (before | added[value].get(chunk, 0)) & ~removed[value].get(chunk, 0)
            if before == after:
                continue
            counts[value] += after.bit_count() - before.bit_count()
            key = {"of_owner": owner, "of_facet": facet, "of": number, "at": chunk}
            if not after:
                gone.append(key)
            elif before:
                changed.append(key | {"to": bitmaps.encoded(after)})
            else:
                row = {"owner": owner, "facet": facet, "number": number, "chunk": chunk}
                rows.append(row | {"bits": bitmaps.encoded(after)})
    await execute_many(db, delete(FacetChunkRow).where(*_CHUNK), gone)
    await execute_many(db, update(FacetChunkRow).where(*_CHUNK).values(bits=bindparam("to")), changed)
    await insert_many(db, FacetChunkRow, rows)
    # Whoever remembers a set by its mark must not take what was rolled back for what came instead: so none is drawn twice.
    mark = secrets.randbits(62)
    setting = {"count": FacetValueRow.count + bindparam("change", type_=BigInteger), "mark": mark}
    await execute_many(
        db,
        update(FacetValueRow).where(*_VALUE).values(**setting),
        [{"of_owner": owner, "of_facet": value[0], "of": numbers[value], "change": change} for value, change in counts.items()],
    )


async def matching(db: AsyncSession, owner: int, facet: str, texts: Iterable[str] | None = None) -> dict[int, int]:
    """Return the samples that have any of these values of a facet; any value at all if no texts are given.

    A set that did not change since it was read is not read again: page after page asks for the same ones (decision 0160).
    """
    of_facet = (FacetValueRow.owner == owner, FacetValueRow.facet == facet)
    statement = select(FacetValueRow.number, FacetValueRow.mark).where(*of_facet)
    if texts is not None:
        statement = statement.where(FacetValueRow.text.in_(list(texts)))
    marks = sorted(tuple(each) for each in await read_tuples(db, statement))
    key = (owner, facet, tuple(marks))
    found = _REMEMBERED.get(key)
    if found is None:
        found = {}
        of_chunk = (FacetChunkRow.owner == owner, FacetChunkRow.facet == facet)
        chunks = select(FacetChunkRow.chunk, FacetChunkRow.bits).where(*of_chunk)
        numbers = [number for number, _ in marks]
        for start in range(0, len(numbers), _AT_ONCE):
            some = FacetChunkRow.number.in_(numbers[start : start + _AT_ONCE])
            for chunk, bits in await read_tuples(db, chunks.where(some)):
                found[chunk] = found.get(chunk, 0) | bitmaps.decoded(bits)
        _REMEMBERED.put(key, found)
    return dict(found)


class _Remembered:
    """Sets that were read lately, up to so many chunks of a kilobyte."""

    def __init__(self, most_chunks: int) -> None:
        self._most, self._chunks = most_chunks, 0
        self._sets: OrderedDict[Hashable, dict[int, int]] = OrderedDict()

    def get(self, key: Hashable) -> dict[int, int] | None:
        found = self._sets.get(key)
        if found is not None:
            self._sets.move_to_end(key)
        return found

    def put(self, key: Hashable, found: dict[int, int]) -> None:
        self._chunks += len(found) + 1 - (len(self._sets.pop(key)) + 1 if key in self._sets else 0)
        self._sets[key] = found
        while self._chunks > self._most:
            self._chunks -= len(self._sets.popitem(last=False)[1]) + 1


_REMEMBERED = _Remembered(32_768)


async def counts(db: AsyncSession, owner: int, facet: str, *, most: int = 10_000) -> dict[str, int]:
    """Return the values of a facet that samples have, with how many have them."""
    statement = select(FacetValueRow.text, FacetValueRow.count).where(
        FacetValueRow.owner == owner, FacetValueRow.facet == facet, FacetValueRow.count > 0
    )
    rows = await db.execute(statement.order_by(FacetValueRow.text).limit(most))
    return {row[0]: row[1] for row in rows}


async def forget(db: AsyncSession, owners: Sequence[int]) -> None:
    """Delete all that is kept for owners that are gone."""
    for model in (FacetChunkRow, FacetValueRow):
        await db.execute(delete(model).where(model.owner.in_(owners)))


async def take_away(db: AsyncSession, owner: int, value: Value, ordinals: Iterable[int]) -> None:
    """Take a value away from those samples that have it. The dataset is locked by the caller."""
    there = bitmaps.common(await matching(db, owner, value[0], [value[1]]), bitmaps.of(ordinals))
    if there:
        changes = Changes()
        changes.removed[value].update(bitmaps.members_of(there))
        await apply(db, owner, changes)


async def forget_facet(db: AsyncSession, owner: int, facet: str) -> None:
    """Delete all that is kept for a facet of an owner."""
    for model in (FacetChunkRow, FacetValueRow):
        await db.execute(delete(model).where(model.owner == owner, model.facet == facet))


async def _numbers(db: AsyncSession, owner: int, values: Sequence[Value]) -> dict[Value, int]:
    found: dict[Value, int] = {}
    by_facet: dict[str, list[str]] = defaultdict(list)
    for facet, text in values:
        by_facet[facet].append(text)
    for facet, texts in by_facet.items():
        of_facet = and_(FacetValueRow.owner == owner, FacetValueRow.facet == facet)
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            known = await db.execute(
                select(FacetValueRow.text, FacetValueRow.number).where(of_facet, FacetValueRow.text.in_(some))
            )
            found |= {(facet, text): number for text, number in known}
        new = [text for text in texts if (facet, text) not in found]
        first = (await db.scalar(select(func.max(FacetValueRow.number)).where(of_facet)) or 0) + 1 if new else 0
        numbered = {(facet, text): number for number, text in enumerate(new, first)}
        rows = [
            {"owner": owner, "facet": facet, "number": n, "text": text, "count": 0, "mark": 0}
            for (_, text), n in numbered.items()
        ]
        await insert_many(db, FacetValueRow, rows)
        found |= numbered
    return found


async def _chunks(
    db: AsyncSession, owner: int, wanted: Sequence[tuple[Value, set[int]]], numbers: Mapping[Value, int]
) -> dict[tuple[str, int, int], int]:
    """Return chunks as they are, locked by the lock of the dataset."""
    found: dict[tuple[str, int, int], int] = {}
    by_facet: dict[str, list[int]] = defaultdict(list)
    at: dict[str, set[int]] = defaultdict(set)
    for value, chunks in wanted:
        by_facet[value[0]].append(numbers[value])
        at[value[0]] |= chunks
    columns = (FacetChunkRow.number, FacetChunkRow.chunk, FacetChunkRow.bits)
    for facet, those in by_facet.items():
        of_facet = (FacetChunkRow.owner == owner, FacetChunkRow.facet == facet, FacetChunkRow.chunk.in_(sorted(at[facet])))
        for start in range(0, len(those), _AT_ONCE):
            some = FacetChunkRow.number.in_(those[start : start + _AT_ONCE])
            for number, chunk, bits in await db.execute(select(*columns).where(*of_facet, some)):
                found[facet, number, chunk] = bitmaps.decoded(bits)
    return found
