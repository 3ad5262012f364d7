"""Splits: which samples are for training, evaluation, test. The same seed gives the same split, in any order of work.

Every ordinal draws a number from a hash of the seed (SplitMix64), so that no list has to be shuffled, and a sample keeps
its number when the dataset grows. `by_chance` compares it with the shares: what was for training stays there for ever.
The others count, so that shares are met in each stratum, or as well as whole groups allow; there a few samples may change
sides when a dataset has grown.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modelyard.datasets.rules.bitmaps import CHUNK, Set
from modelyard.datasets.types.datasets import Usage
from modelyard.datasets.types.versions import SplitMethod

USAGES = (Usage.TRAIN, Usage.EVAL, Usage.TEST)
Sets = dict[Usage, dict[int, int]]
_Numbers = npt.NDArray[np.int64]
_BYTES = CHUNK // 8
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_UNIT = 2.0**64


@dataclass(frozen=True)
class Split:
    """How to divide samples. Shares add up to one. by: what groups are made of: `folder`, or an attribute of samples."""

    method: SplitMethod = SplitMethod.NONE
    train: float = 1.0
    evaluate: float = 0.0
    test: float = 0.0
    seed: int = 0
    by: str = ""

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares in the order of `USAGES`."""
        return self.train, self.evaluate, self.test


def ordinals_of(members: Set) -> _Numbers:
    """Return the ordinals of a set in order."""
    found = [np.flatnonzero(_bits_of(members[number])) + number * CHUNK for number in sorted(members)]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, np.int64)


def set_of(ordinals: _Numbers) -> dict[int, int]:
    """Return the set of these ordinals."""
    found: dict[int, int] = {}
    chunks = ordinals // CHUNK
    for number in np.unique(chunks):
        bits = np.zeros(CHUNK, np.uint8)
        bits[ordinals[chunks == number] % CHUNK] = 1
        found[int(number)] = int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")
    return found


def draws(seed: int, ordinals: _Numbers) -> npt.NDArray[np.uint64]:
    """Return the number that each ordinal draws."""
    with np.errstate(over="ignore"):
        start = _mixed(np.array([seed % 2**64], np.uint64))[0]
        return _mixed(start + (ordinals.astype(np.uint64) + np.uint64(1)) * _GOLDEN)


def by_chance(members: Set, split: Split) -> Sets:
    """Return the sets of a split in which each sample is drawn by itself."""
    ordinals = ordinals_of(members)
    drawn = draws(split.seed, ordinals) / _UNIT
    last = split.train + split.evaluate
    chosen = (drawn < split.train, (drawn >= split.train) & (drawn < last), (drawn >= split.train) & (drawn >= last))
    return {usage: set_of(ordinals[which]) for usage, which in zip(USAGES, chosen, strict=True)}


def by_counts(strata: Sequence[Set], split: Split) -> Sets:
    """Return the sets of a split in which each stratum meets the shares. Strata have no sample in common."""
    found: dict[Usage, list[_Numbers]] = {usage: [] for usage in USAGES}
    for members in strata:
        ordinals = ordinals_of(members)
        ordered = ordinals[np.argsort(draws(split.seed, ordinals), kind="stable")]
        start = 0
        for usage, count in zip(USAGES, counts(len(ordered), split), strict=True):
            found[usage].append(ordered[start : start + count])
            start += count
    return {usage: set_of(np.sort(np.concatenate(some))) if some else {} for usage, some in found.items()}


def by_group(groups: Mapping[str, Set], split: Split) -> Sets:
    """Return the sets of a split that leaves groups whole: in an order drawn by the seed, each goes where most lacks."""
    sizes = {name: sum(bits.bit_count() for bits in members.values()) for name, members in groups.items()}
    total = sum(sizes.values())
    lacks = [share * total for share in split.shares]
    found: Sets = {usage: {} for usage in USAGES}
    for name in sorted(groups, key=lambda name: _drawn(split.seed, name)):
        place = max(range(len(lacks)), key=lambda index: lacks[index])
        lacks[place] -= sizes[name]
        chosen = found[USAGES[place]]
        for number, bits in groups[name].items():
            chosen[number] = chosen.get(number, 0) | bits
    return found


def strata_of(labels: Mapping[str, Set], rest: Set) -> list[dict[int, int]]:
    """Return sets without anything in common: each sample is in that of its rarest label, what has no label in the last."""
    left = dict(rest)
    found: list[dict[int, int]] = []
    for name in sorted(labels, key=lambda name: (sum(bits.bit_count() for bits in labels[name].values()), name)):
        members = {number: bits & left.get(number, 0) for number, bits in labels[name].items()}
        members = {number: bits for number, bits in members.items() if bits}
        left = {number: bits & ~members.get(number, 0) for number, bits in left.items()}
        if members:
            found.append(members)
    left = {number: bits for number, bits in left.items() if bits}
    return [*found, left] if left else found


def counts(total: int, split: Split) -> tuple[int, int, int]:
    """Return how many samples of a stratum go where. Each side that has a share gets one as long as there are enough."""
    exact = [share * total for share in split.shares]
    # A billionth makes up for shares such as 0.1 + 0.2 that floats cannot say.
    found = [math.floor(each + 1e-9) for each in exact]
    for index in sorted(range(3), key=lambda index: found[index] - exact[index])[: total - sum(found)]:
        found[index] += 1
    wanted = [index for index, share in enumerate(split.shares) if share > 0]
    if total >= len(wanted):
        for index in wanted:
            if found[index] == 0:
                found[max(wanted, key=lambda other: found[other])] -= 1
                found[index] = 1
    return found[0], found[1], found[2]


def _bits_of(bits: int) -> npt.NDArray[np.uint8]:
    return np.unpackbits(np.frombuffer(bits.to_bytes(_BYTES, "little"), np.uint8), bitorder="little")


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    values = (values ^ (values >> _SHIFTS[0])) * _MIX[0]
    values = (values ^ (values >> _SHIFTS[1])) * _MIX[1]
    mixed: npt.NDArray[np.uint64] = values ^ (values >> _SHIFTS[2])
    return mixed


def _drawn(seed: int, name: str) -> bytes:
    return hashlib.blake2b(
        name.encode("utf-8", "surrogatepass"), digest_size=8, key=(seed % 2**64).to_bytes(8, "little")
    ).digest()
