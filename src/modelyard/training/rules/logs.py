"""What lines of a log are: who wrote them, how bad they are, which repeat; and where bytes of a log may be cut."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelyard.training.types.logs import LineLevel, LineSource

LONGEST_PERIOD = 4

_PLATFORM_MARKS = (b"[modelarts service log]", b"platform=modelarts-service")
_LEVEL_WORDS = {
    b"debug": LineLevel.DEBUG,
    b"trace": LineLevel.DEBUG,
    b"info": LineLevel.INFO,
    b"notice": LineLevel.INFO,
    b"warn": LineLevel.WARNING,
    b"warning": LineLevel.WARNING,
    b"error": LineLevel.ERROR,
    b"fatal": LineLevel.ERROR,
    b"critical": LineLevel.ERROR,
}
_GLOG_LETTERS = {b"I": LineLevel.INFO, b"W": LineLevel.WARNING, b"E": LineLevel.ERROR, b"F": LineLevel.ERROR}
# Only the start of a line tells its level: what follows is the message, which may quote anything.
_NAME_WITHIN = 160
_KEYED = re.compile(rb"\blevel=\"?(debug|trace|info|notice|warn|warning|error|fatal|critical)\b", re.IGNORECASE)
_NAMED = re.compile(rb"\b(DEBUG|TRACE|INFO|NOTICE|WARNING|WARN|ERROR|FATAL|CRITICAL)\b")
_GLOG = re.compile(rb"([IWEF])(?:\d{4}|\d{8}) \d\d:\d\d:\d\d")
_WARNING = re.compile(rb"\b(?:[A-Z]\w*)?Warning: ")
_FAILURE = re.compile(
    rb"Traceback \(most recent call last\)|(?:[A-Za-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception|Interrupt)(?:: |$)"
)

# A moment at the start of a line, in the usual forms: two lines that differ only there say the same.
_MOMENT = re.compile(
    rb"[IWEF]?\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?: +\d+(?= ))?"
)
# One part, as RFC 9110 (14.1.2) writes it.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True)
class Line:
    """One line of a log. offset: of its first byte. size: in bytes, with the break at its end."""

    offset: int
    size: int
    content: bytes
    source: LineSource
    level: LineLevel

    @property
    def end(self) -> int:
        """Where the next line begins."""
        return self.offset + self.size


@dataclass(frozen=True)
class Fold:
    """A block of lines that comes `repeats` times in a row; a line that does not repeat is a fold of one, once."""

    lines: tuple[Line, ...]
    repeats: int


def is_platform_line(line: bytes) -> bool:
    """Return whether the platform wrote a line, by the two marks that its lines carry, in any case of letters."""
    lowered = line.lower()
    return any(mark in lowered for mark in _PLATFORM_MARKS)


def level_of(line: bytes) -> LineLevel | None:
    """Return how bad a line says that it is; None when it does not say."""
    start = line[:_NAME_WITHIN]
    glog = _GLOG.match(start)
    if glog is not None:
        return _GLOG_LETTERS[glog[1]]
    word = _KEYED.search(start) or _NAMED.search(start)
    if word is not None:
        return _LEVEL_WORDS[word[1].lower()]
    if _FAILURE.match(start):
        return LineLevel.ERROR
    return LineLevel.WARNING if _WARNING.search(line[:1000]) else None


def shown(raw: bytes) -> bytes:
    """Return what a terminal would show of a line: progress bars write it again and again after a carriage return."""
    if b"\r" not in raw:
        return raw
    return raw.rstrip(b"\r").rpartition(b"\r")[2]


def read_lines(content: bytes, offset: int, *, ended: bool) -> list[Line]:
    """Split a piece of a log that begins where a line begins into its lines.

    ended: the log ends with this piece, so that what follows the last break is a line, too; otherwise it is left out.
    An indented line that does not say how bad it is belongs to the line above: the frames of a traceback are as bad as
    its first line.
    """
    raws = content.split(b"\n")
    rest = raws.pop()
    lines: list[Line] = []
    level = LineLevel.PLAIN
    for raw, size in [*((raw, len(raw) + 1) for raw in raws), *([(rest, len(rest))] if ended and rest else [])]:
        text = shown(raw)
        level = level_of(text) or (level if text[:1] in {b" ", b"\t"} else LineLevel.PLAIN)
        source = LineSource.PLATFORM if is_platform_line(text) else LineSource.USER
        lines.append(Line(offset, size, text, source, level))
        offset += size
    return lines


def fold(lines: Sequence[Line]) -> Iterator[Fold]:
    """Join what repeats: the same line, or the same block of up to 4 lines, many times in a row.

    Lines are the same when they differ only in a moment at their start. Numbers count as differences: the lines of a
    training loop stay apart.
    """
    keys = [_MOMENT.sub(b"", line.content, count=1) if _MOMENT.match(line.content) else line.content for line in lines]
    index = 0
    while index < len(lines):
        period, repeats = _longest_repeat(keys, index)
        yield Fold(tuple(lines[index : index + period]), repeats)
        index += period * repeats


def _longest_repeat(keys: Sequence[bytes], start: int) -> tuple[int, int]:
    """Return period and number of the repeat at `start` that covers most lines; the shorter period of two that do."""
    best = (1, 1)
    for period in range(1, LONGEST_PERIOD + 1):
        block = keys[start : start + period]
        repeats = 1
        while keys[start + period * repeats : start + period * (repeats + 1)] == block:
            repeats += 1
        if repeats > 1 and period * repeats > best[0] * best[1]:
            best = (period, repeats)
    return best


def whole_characters(content: bytes) -> int:
    """Return how many of these bytes do not end within a character of UTF-8; what is no UTF-8 anyway is not cut."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte >= 0b1100_0000:
            wanted = 2 if byte < 0b1110_0000 else 3 if byte < 0b1111_0000 else 4
            return len(content) if back >= wanted else len(content) - back
        if byte < 0b1000_0000:
            break
    return len(content)


def as_text(content: bytes) -> str:
    """Return bytes of a log as text; what is no UTF-8 becomes the replacement character."""
    return content.decode("utf-8", "replace")


def log_file_name(job_id: str, task: str) -> str:
    """Return the published name of a log: `modelarts-job-<job>-worker-0.log`."""
    return f"modelarts-job-{job_id}-{task}.log"


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Return begin and end (not included) of the part that a header `Range` asks for; None for all of it.

    A part that begins behind the end is empty. Several parts at once, and other units, are not supported and mean all.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    begin = int(found[1])
    end = size if not found[2] else min(size, int(found[2]) + 1)
    return begin, end
