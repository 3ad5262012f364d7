"""Masks: areas of pixels as polygons along the edges of these pixels, and polygons as areas. Nothing is smoothed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from modelyard.datasets.rules.geometry import Point
from modelyard.datasets.rules.problems import Unreadable

# By row: where an area begins and ends in it, in order, with something between one part and the next.
Runs = Mapping[int, Sequence[tuple[int, int]]]
Corner = tuple[int, int]

MOST_PIXELS = 1 << 28
# What is in more pieces than this is noise, which nobody has drawn.
MOST_RUNS = 200_000
_RIGHT, _DOWN, _LEFT, _UP = range(4)


def outlines(runs: Runs) -> list[list[Point]]:
    """Return the polygons around an area, one for each connected part; `covered` gives the area back.

    A hole is a part of its polygon's line, which goes there and back along one way.
    """
    rings = _rings(_edges(runs))
    outer = [ring for ring in rings if _turn(ring) > 0]
    for hole in (ring for ring in rings if _turn(ring) < 0):
        around = [number for number, ring in enumerate(outer) if _surrounds(ring, _beside(hole))]
        # Of several rings around each other the smallest one is the hole's own.
        number = min(around, key=lambda each: _turn(outer[each]))
        outer[number] = [*outer[number], outer[number][0], *hole, hole[0]]
    return [[(float(x), float(y)) for x, y in ring] for ring in outer]


def covered(ring: Sequence[Point], height: int, width: int) -> dict[int, list[tuple[int, int]]]:
    """Return the pixels whose middle is inside a line that crosses itself or not (even-odd), within an image."""
    found: dict[int, list[tuple[int, int]]] = {}
    crossings: dict[int, list[float]] = {}
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        (left, low), (right, high) = ((x1, y1), (x2, y2)) if y1 < y2 else ((x2, y2), (x1, y1))
        for row in range(max(0, _middle(low)), min(height, _middle(high))):
            crossings.setdefault(row, []).append(left + (row + 0.5 - low) / (high - low) * (right - left))
    for row, places in crossings.items():
        ends = [min(max(_middle(place), 0), width) for place in sorted(places)]
        parts = [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True) if start < end]
        if parts:
            found[row] = _joined(parts)
    return found


def from_counts(counts: Sequence[int], height: int, width: int) -> list[list[Point]]:
    """Return the polygons of a run-length mask: how many pixels are out, in, out ..., column by column. Raises `Unreadable`."""
    if not 0 < height * width <= MOST_PIXELS or len(counts) > MOST_RUNS:
        raise Unreadable("long", value=f"{MOST_RUNS} runs")
    if any(count < 0 for count in counts) or sum(counts) != height * width:
        raise Unreadable("shape", value="mask")
    columns: dict[int, list[tuple[int, int]]] = {}
    at = 0
    for number, count in enumerate(counts):
        end = at + count
        while number % 2 and at < end:
            column, start = divmod(at, height)
            stop = min(height, start + end - at)
            columns.setdefault(column, []).append((start, stop))
            at = column * height + stop
        at = end
    joined = {column: _joined(parts) for column, parts in columns.items()}
    return [[(x, y) for y, x in ring] for ring in outlines(joined)]


def counts_of(text: str) -> list[int]:
    """Return the counts of a mask that was packed into characters, six bits each; raises `Unreadable`."""
    found: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64 or shift > 30:
            raise Unreadable("shape", value="mask")
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits & 0x20:
            continue
        if bits & 0x10:
            value -= 1 << shift
        found.append(value + found[-2] if len(found) > 2 else value)
        value = shift = 0
    if shift:
        raise Unreadable("shape", value="mask")
    return found


def _joined(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in parts:
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _middle(value: float) -> int:
    """Return the first pixel whose middle is at or behind a place."""
    return -int((0.5 - value) // 1)


def _edges(runs: Runs) -> dict[Corner, dict[int, Corner]]:
    """Return the lines between inside and outside, by their beginnings and directions; the inside is on their right."""
    edges: dict[Corner, dict[int, Corner]] = {}
    for row in runs:
        for start, end in runs[row]:
            edges.setdefault((start, row + 1), {})[_UP] = (start, row)
            edges.setdefault((end, row), {})[_DOWN] = (end, row + 1)
    for row in {*runs, *(row + 1 for row in runs)}:
        above, below = runs.get(row - 1, ()), runs.get(row, ())
        for start, end in _without(below, above):
            edges.setdefault((start, row), {})[_RIGHT] = (end, row)
        for start, end in _without(above, below):
            edges.setdefault((end, row), {})[_LEFT] = (start, row)
    return edges


def _without(parts: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is in the parts and not in the others, cut wherever one of the others begins or ends."""
    mine, theirs = set(chain.from_iterable(parts)), set(chain.from_iterable(others))
    is_mine = is_theirs = False
    start = 0
    for end in sorted(mine | theirs):
        if is_mine and not is_theirs:
            yield start, end
        is_mine ^= end in mine
        is_theirs ^= end in theirs
        start = end


def _rings(edges: dict[Corner, dict[int, Corner]]) -> list[list[Corner]]:
    """Follow the lines until each is back where it began; where two meet, it turns right and so stays at its pixels."""
    rings = []
    while edges:
        first, ways = next(iter(edges.items()))
        began = direction = next(iter(ways))
        corner, ring, last = first, [first], direction
        while True:
            ways = edges[corner]
            here, corner = corner, ways.pop(direction)
            if not ways:
                del edges[here]
            right = (direction + 1) % 4
            ways = edges.get(corner, {})
            if corner == first and (not ways or began == right):
                break
            direction = next(way for way in (right, direction, (direction - 1) % 4) if way in ways)
            if direction != last:
                ring.append(corner)
            last = direction
        rings.append(ring[1:] if last == began else ring)
    return rings


def _turn(ring: Sequence[Corner]) -> int:
    """Return twice the area, negative for what goes round against the clock."""
    ends = (*ring[1:], ring[0])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ends, strict=True))


def _beside(ring: Sequence[Corner]) -> Point:
    """Return the middle of the pixel inside the area, to the right of where a line begins."""
    (x, y), (to_x, to_y) = ring[0], ring[1]
    along = ((to_x > x) - (to_x < x), (to_y > y) - (to_y < y))
    return x + (along[0] - along[1]) / 2, y + (along[1] + along[0]) / 2


def _surrounds(ring: Sequence[Corner], place: Point) -> bool:
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside
