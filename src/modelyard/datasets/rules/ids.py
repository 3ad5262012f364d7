"""Ids on the wire. Sample ids are made of numbers (decision 0085), the others are 19 characters that sort by time."""

import hashlib
import re
import secrets
import time
from functools import lru_cache

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTH = 19
_RANDOM = 62**11
_ORDINAL_BITS = 32
_HEX_HALF = 16
_LONGEST_PLACE = 2200
# The last digits of a name that is read backwards.
_NUMBER = re.compile(r"[^0-9/]*([0-9]{1,9})")


def new_id() -> str:
    """Return a new id for a dataset, a version, a task or a team: eight characters of time, eleven of chance."""
    value = (time.time_ns() // 1_000_000) * _RANDOM + secrets.randbelow(_RANDOM)
    found = []
    for _ in range(_LENGTH):
        value, digit = divmod(value, len(_DIGITS))
        found.append(_DIGITS[digit])
    return "".join(reversed(found))


def is_id(text: str) -> bool:
    """Return whether a text has the form of such an id."""
    return len(text) == _LENGTH and all(letter in _DIGITS for letter in text)


def sample_number(dataset_number: int, ordinal: int) -> int:
    """Return the key of a sample's row."""
    return dataset_number << _ORDINAL_BITS | ordinal


def ordinal_of(sample: int) -> int:
    """Return the place of a sample in its dataset."""
    return sample & (1 << _ORDINAL_BITS) - 1


def sample_range(dataset_number: int) -> tuple[int, int]:
    """Return the first key of a dataset's samples, and the first one after them."""
    return dataset_number << _ORDINAL_BITS, (dataset_number + 1) << _ORDINAL_BITS


def sample_id(dataset_id: str, sample: int) -> str:
    """Return the public id of a sample: 32 hex digits."""
    return f"{_mark(dataset_id)}{sample:016x}"


def sample_of(dataset_id: str, text: str) -> int | None:
    """Return the key that a public id of a sample stands for; None for what is no id of this dataset."""
    mark, digits = text[:_HEX_HALF], text[_HEX_HALF:]
    if mark != _mark(dataset_id) or len(digits) != _HEX_HALF or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    found = int(digits, 16)
    return found if found < 1 << 63 else None


def source_key(source: str) -> bytes:
    """Return what tells whether a source is in a dataset already.

    Files of a folder that are numbered one after the other have keys one after the other, so that an import of many of
    them writes a few pages of the index again and again, and not all of them: four bytes of the folder, four of the last
    number in the name, eight of the whole.
    """
    folder, _, name = source[: _LONGEST_PLACE + 1].rpartition("/")
    found = _NUMBER.match(name[::-1]) if len(source) <= _LONGEST_PLACE else None
    number = int(found[1][::-1]) if found else 0
    whole = hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return _folder_mark(folder) + number.to_bytes(4, "big") + whole


@lru_cache(maxsize=1024)
def _folder_mark(folder: str) -> bytes:
    return hashlib.blake2b(folder.encode("utf-8", "surrogatepass"), digest_size=4).digest()


def _mark(dataset_id: str) -> str:
    return hashlib.blake2b(dataset_id.encode(), digest_size=8, person=b"sample").hexdigest()
