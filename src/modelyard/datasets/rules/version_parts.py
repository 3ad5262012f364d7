"""Parts of versions: which ordinals they hold, how that is stored, how two versions differ."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

from modelyard.datasets.rules.bitmaps import CHUNK, Set
from modelyard.datasets.types.versions import PART

_BYTES = PART // 8
_CHUNK_BYTES = CHUNK // 8
_CHUNKS = PART // CHUNK


def numbers_of(members: Set) -> list[int]:
    """Return the numbers of the parts that hold a set, in order."""
    return sorted({number // _CHUNKS for number in members})


def packed(members: Set, part: int) -> bytes:
    """Return what a part holds of a set, as it is stored."""
    found = bytearray(_BYTES)
    for place in range(_CHUNKS):
        bits = members.get(part * _CHUNKS + place, 0)
        found[place * _CHUNK_BYTES : (place + 1) * _CHUNK_BYTES] = bits.to_bytes(_CHUNK_BYTES, "little")
    return zlib.compress(bytes(found), 1) if any(found) else b""


def unpacked(content: bytes, part: int) -> dict[int, int]:
    """Return the set that `packed` stored."""
    if not content:
        return {}
    found = zlib.decompress(content)
    chunks = {
        part * _CHUNKS + place: int.from_bytes(found[place * _CHUNK_BYTES : (place + 1) * _CHUNK_BYTES], "little")
        for place in range(_CHUNKS)
    }
    return {number: bits for number, bits in chunks.items() if bits}


def packed_all(sets: Sequence[Set], part: int) -> bytes:
    """Return several sets of a part, as they are stored together; nothing if all of them are empty."""
    each = [packed(members, part) for members in sets]
    return b"".join(len(one).to_bytes(4, "little") + one for one in each) if any(each) else b""


def unpacked_all(content: bytes, part: int) -> list[dict[int, int]]:
    """Return the sets that `packed_all` stored."""
    found = []
    while content:
        length = int.from_bytes(content[:4], "little")
        found.append(unpacked(content[4 : 4 + length], part))
        content = content[4 + length :]
    return found


def merged(counts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Return the sums of counts that parts have, group by group."""
    found: dict[str, dict[str, int]] = {}
    for each in counts:
        for group, values in each.items():
            into = found.setdefault(group, {})
            for name, count in values.items():
                into[name] = into.get(name, 0) + count
    return found


def dumped(members: Set) -> bytes:
    """Return a whole set as bytes."""
    chunks = (number.to_bytes(4, "little") + members[number].to_bytes(_CHUNK_BYTES, "little") for number in sorted(members))
    return zlib.compress(b"".join(chunks), 1)


def loaded(content: bytes) -> dict[int, int]:
    """Return the set that `dumped` gave."""
    found, length = zlib.decompress(content), 4 + _CHUNK_BYTES
    return {
        int.from_bytes(found[start : start + 4], "little"): int.from_bytes(found[start + 4 : start + length], "little")
        for start in range(0, len(found), length)
    }
