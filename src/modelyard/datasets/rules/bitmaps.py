"""Sets of samples as bitmaps: how a chunk is stored, how sets are counted and paged (decision 0086).

A set is a dictionary from the number of a chunk to an integer, whose bit n stands for the ordinal `chunk * CHUNK + n`.
Chunks without a bit are absent.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

CHUNK = 8192
_BYTES = CHUNK // 8
_FULL = (1 << CHUNK) - 1
# Above it a bitmap is stored: reading long lists takes more time than reading a kilobyte.
_MOST_LISTED = 64

Set = Mapping[int, int]


def encoded(bits: int) -> bytes:
    """Return a chunk as it is stored: two bytes for each member while they are few, else the bitmap."""
    if bits.bit_count() > _MOST_LISTED:
        return bits.to_bytes(_BYTES, "little")
    return b"".join(place.to_bytes(2, "little") for place in _places(bits))


def decoded(content: bytes) -> int:
    """Return the bits of a stored chunk."""
    if len(content) == _BYTES:
        return int.from_bytes(content, "little")
    chunk = bytearray(_BYTES)
    for low, high in zip(content[::2], content[1::2], strict=True):
        chunk[(high << 8 | low) >> 3] |= 1 << (low & 7)
    return int.from_bytes(chunk, "little")


def of(ordinals: Iterable[int]) -> dict[int, int]:
    """Return the set of these ordinals. Costs little for each of them, however many there are."""
    chunks: dict[int, bytearray] = {}
    for ordinal in ordinals:
        number, place = divmod(ordinal, CHUNK)
        chunk = chunks.get(number)
        if chunk is None:
            chunk = chunks[number] = bytearray(_BYTES)
        chunk[place >> 3] |= 1 << (place & 7)
    return {number: int.from_bytes(chunk, "little") for number, chunk in sorted(chunks.items())}


def between(first: int, end: int) -> dict[int, int]:
    """Return the set of the ordinals from one on and before another."""
    return without(up_to(end), up_to(first))


def up_to(count: int) -> dict[int, int]:
    """Return the set of the first `count` ordinals."""
    full, rest = divmod(count, CHUNK)
    found = dict.fromkeys(range(full), _FULL)
    if rest:
        found[full] = (1 << rest) - 1
    return found


def union(sets: Iterable[Set]) -> dict[int, int]:
    """Return what is in any of the sets."""
    found: dict[int, int] = {}
    for each in sets:
        for number, bits in each.items():
            found[number] = found.get(number, 0) | bits
    return found


def common(first: Set, *others: Set) -> dict[int, int]:
    """Return what is in all of the sets."""
    found = dict(first)
    for other in others:
        found = {number: bits & other[number] for number, bits in found.items() if number in other}
    return {number: bits for number, bits in found.items() if bits}


def without(first: Set, other: Set) -> dict[int, int]:
    """Return what is in the first set and not in the other."""
    found = {number: bits & ~other.get(number, 0) for number, bits in first.items()}
    return {number: bits for number, bits in found.items() if bits}


def has(members: Set, ordinal: int) -> bool:
    """Return whether an ordinal is in the set."""
    number, place = divmod(ordinal, CHUNK)
    return bool(members.get(number, 0) >> place & 1)


def count(members: Set) -> int:
    """Return how many there are."""
    return sum(bits.bit_count() for bits in members.values())


def page(members: Set, *, offset: int, limit: int, newest_first: bool = False) -> list[int]:
    """Return the ordinals of a page; chunks before it are counted, not walked."""
    found: list[int] = []
    for number in sorted(members, reverse=newest_first):
        bits = members[number]
        inside = bits.bit_count()
        if offset >= inside:
            offset -= inside
            continue
        some = islice(_walk(bits, backwards=newest_first), offset, offset + limit - len(found))
        found += [number * CHUNK + place for place in some]
        offset = 0
        if len(found) == limit:
            break
    return found


def members_of(members: Set) -> Iterator[int]:
    """Yield all ordinals in order."""
    for number in sorted(members):
        yield from (number * CHUNK + place for place in _places(members[number]))


def _walk(bits: int, *, backwards: bool) -> Iterator[int]:
    """Yield the places of a chunk one by one: for a caller that wants few of them."""
    content = bits.to_bytes(_BYTES, "little")
    for at in range(_BYTES - 1, -1, -1) if backwards else range(_BYTES):
        if content[at]:
            inside = _BITS_OF[content[at]]
            yield from (at * 8 + bit for bit in (reversed(inside) if backwards else inside))


def _places(bits: int) -> "array[int]":
    places = array("H")
    for at, byte in enumerate(bits.to_bytes(_BYTES, "little")):
        if byte:
            places.extend([at * 8 + bit for bit in _BITS_OF[byte]])
    return places


_BITS_OF = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
