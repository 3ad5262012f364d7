"""Lines of manifests that say what an earlier line said, of another file and at another time: made ready without being parsed.

A manifest of a million images in twenty classes has a million sources, a million times and twenty other texts. A line is cut
at its source and its times; where what is left was seen before, so was what it becomes. All other lines are read as usual.
"""

import re
from datetime import datetime, timezone

from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.manifest import location
from modelyard.datasets.rules.preparing import Known, Preparer
from modelyard.datasets.types.datasets import Kind

# Nothing after the source has an escape, and so no other spelling of a key.
_LINE = re.compile(
    rb'\{ ?"source" ?: ?"((?:s3|obs)://[^"\\\x00-\x1f]{1,2000})"(?:, ?"id" ?: ?"[ !#-\[\]-~]{0,64}")?([^\\\x00]*)'
)
_TIME = re.compile(rb'"creation-time" ?: ?"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"')
_PARTS = 5
_TIME_KEY, _SOURCE_KEY = b'"creation-time"', b'"source"'
_MOST_KNOWN = 20_000
_LONGEST = 4000
_DAY = 24 * 60 * 60


class QuickLines:
    """Takes lines for a preparer, as far as it has learnt them."""

    def __init__(self, preparer: Preparer) -> None:
        self._preparer = preparer
        self._known: dict[tuple[bytes, ...], Known] = {}
        self._days: dict[bytes, int | None] = {}

    def take(self, line: bytes, number: int) -> bool:
        """Have a line made ready; return False for one that is to be read."""
        found = _LINE.fullmatch(line)
        if found is None:
            return False
        source, rest = found.groups()
        parts = _TIME.split(rest)
        known = self._known.get(tuple(parts[::_PARTS]))
        if known is None:
            return False
        document = known.pieces[0]
        for place, piece in enumerate(known.pieces[1:]):
            created = self._created(*parts[1 + place * _PARTS : (1 + place) * _PARTS])
            if created is None:
                return False
            document += b"%d%b" % (created, piece)
        try:
            place_of_file = location(source.decode())
        except UnicodeDecodeError:
            return False
        self._preparer.take_known(known, place_of_file, document, number)
        return True

    def learn(self, line: bytes, item: Item, number: int) -> None:
        """Remember what a line became that the preparer has just taken; not if anything was wrong with it.

        line: in UTF-8.
        """
        found = _LINE.fullmatch(line) if _is_plain(item) and len(line) <= _LONGEST else None
        if found is None or not self._preparer.takes_all or self._preparer.has_told(number):
            return
        rest = found[2]
        if _SOURCE_KEY in rest:
            return
        parts = _TIME.split(rest)
        times = [self._created(*parts[at : at + _PARTS - 1]) for at in range(1, len(parts), _PARTS)]
        said = [each.created for each in item.annotations if each.created is not None]
        if times != said or rest.count(_TIME_KEY) != len(said):
            return
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[tuple(parts[::_PARTS])] = self._preparer.last(said)

    def _created(self, date: bytes, hour: bytes, minute: bytes, second: bytes) -> int | None:
        """Return the seconds of a time; None for what is none, or not surely one."""
        if date not in self._days:
            if len(self._days) >= _MOST_KNOWN:
                self._days.clear()
            self._days[date] = _start_of(date)
        start = self._days[date]
        if start is None or hour > b"23" or minute > b"59" or second > b"59":
            return None
        return start + (int(hour) * 60 + int(minute)) * 60 + int(second)


def _is_plain(item: Item) -> bool:
    """Return whether an item says nothing that depends on its file."""
    return not item.properties and not item.files and all(each.kind is Kind.CLASS for each in item.annotations)


def _start_of(date: bytes) -> int | None:
    try:
        return int(datetime.fromisoformat(date.decode()).replace(tzinfo=timezone.utc).timestamp())
    except ValueError:
        return None
