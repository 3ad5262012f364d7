"""Samples whose files are copied: the rows of a block are given the places that their files will have."""

from collections.abc import Callable

from modelyard.datasets.rules import ids
from modelyard.datasets.rules.facets import FOLDER, Value, cut
from modelyard.datasets.rules.preparing import Block, Row

_KEY, _SOURCE, _CONTENT, _OWN = (Row._fields.index(name) for name in ("key", "source", "content", "own"))
_NAMES = Row._fields.index("name_folded")
_NAME_CHARACTERS = 256
_SCHEME = "obs://"


def place_below(target: str, top: str, source: str) -> str:
    """Return where a file is copied to: its path below what is imported, else below the name of its bucket.

    target, top: folders with a slash at their ends. A file that lies in the target stays there.
    """
    if source.startswith(target):
        return source
    return target + (source[len(top) :] if source.startswith(top) else source.removeprefix(_SCHEME))


def relocated(block: Block, place_of: Callable[[str], str]) -> list[tuple[str, str] | None]:
    """Give the samples of a block other places; return for each row from where to where its file goes, None for none."""
    sets = {values: number for number, values in enumerate(block.own)}
    moves: list[tuple[str, str] | None] = []
    for index, row in enumerate(block.rows):
        source = row[_SOURCE]
        place = source if row[_CONTENT] is not None else place_of(source)
        if place == source:
            moves.append(None)
            continue
        values = _in_folder(block.own[row[_OWN]], place)
        own = sets.setdefault(values, len(sets))
        if own == len(block.own):
            block.own.append(values)
        changed = list(row)
        changed[_KEY], changed[_SOURCE], changed[_OWN] = ids.source_key(place), place, own
        changed[_NAMES] = place.rpartition("/")[2].lower()[:_NAME_CHARACTERS]
        block.rows[index] = tuple(changed)
        moves.append((source, place))
    return moves


def _in_folder(values: tuple[Value, ...], place: str) -> tuple[Value, ...]:
    folder = cut(f"/{place.removeprefix(_SCHEME).rpartition('/')[0]}/")
    return tuple(sorted((FOLDER, folder) if name == FOLDER else (name, text) for name, text in values))
