"""The log of one run of one task, read in pieces: forwards, backwards, by lines. Bytes that were dropped leave gaps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from modelyard.compute.ports import LogPart
from modelyard.training.rules.logs import Line, read_lines

CHUNK_BYTES = 2**18
# A line without an end is taken in pieces of this size; progress bars write such lines.
LONGEST_LINE_BYTES = 2**20


@dataclass(frozen=True)
class TaskLog:
    """A log. read: returns a piece of at most `limit` bytes from `offset`, or from the first byte after it that is kept."""

    task: str
    attempt: int
    read: Callable[[int, int], Awaitable[LogPart]]


@dataclass(frozen=True)
class Span:
    """Bytes of a log without a gap."""

    offset: int
    content: bytes

    @property
    def end(self) -> int:
        """Where what follows begins."""
        return self.offset + len(self.content)


async def pieces(log: TaskLog, offset: int, end: int) -> AsyncIterator[LogPart]:
    """Yield what there is of a log between two offsets, in order."""
    while offset < end:
        part = await log.read(offset, min(CHUNK_BYTES, end - offset))
        if not part.content or part.offset >= end:
            return
        yield part
        offset = part.offset + len(part.content)


async def spans(log: TaskLog, offset: int, end: int) -> list[Span]:
    """Return what there is of a log between two offsets; more than one span where bytes in between were dropped."""
    found: list[Span] = []
    async for part in pieces(log, offset, end):
        content = part.content[: end - part.offset]
        if found and found[-1].end == part.offset:
            found[-1] = Span(found[-1].offset, found[-1].content + content)
        else:
            found.append(Span(part.offset, content))
    return found


async def line_start(log: TaskLog, offset: int, size: int) -> int:
    """Return where the first line begins that begins at `offset` or later."""
    if offset <= 0:
        return 0
    async for part in pieces(log, offset - 1, min(size, offset + LONGEST_LINE_BYTES)):
        if part.offset > offset - 1:
            return part.offset  # what was before is gone, so that this is where a line begins for us
        found = part.content.find(b"\n")
        if found >= 0:
            return part.offset + found + 1
        break
    return offset


async def lines_after(log: TaskLog, offset: int, size: int) -> AsyncIterator[list[Line]]:
    """Yield the lines from a line's beginning to the end of the log, a chunk at a time.

    The last one may be unfinished: it has no break at its end.
    """
    rest = Span(offset, b"")
    async for part in pieces(log, offset, size):
        joined = part.offset == rest.end
        if not joined and rest.content:
            yield read_lines(rest.content, rest.offset, ended=True)
        rest = Span(rest.offset, rest.content + part.content) if joined else Span(part.offset, part.content)
        cut = rest.content.rfind(b"\n") + 1
        if not cut and len(rest.content) >= LONGEST_LINE_BYTES:
            cut = len(rest.content)
        if cut:
            yield read_lines(rest.content[:cut], rest.offset, ended=True)
            rest = Span(rest.offset + cut, rest.content[cut:])
    if rest.content:
        yield read_lines(rest.content, rest.offset, ended=True)


async def lines_before(log: TaskLog, end: int) -> AsyncIterator[list[Line]]:
    """Yield the lines that end at `end` or before, the newest chunk first; within a chunk in the order of the log."""
    width = CHUNK_BYTES
    while end > 0:
        found = await spans(log, max(0, end - width), end)
        if not found:
            end = await _end_of_what_is_before(log, end)
            continue
        last = found[-1]
        begin = 0
        if len(found) == 1 and last.offset == end - width:
            # It most likely begins within a line, whose beginning is in the chunk before.
            begin = last.content.find(b"\n") + 1
            if begin in {0, len(last.content)}:
                begin = 0
                if width < LONGEST_LINE_BYTES:
                    width *= 2
                    continue
        width = CHUNK_BYTES
        yield read_lines(last.content[begin:], last.offset + begin, ended=True)
        end = last.offset + begin


async def _end_of_what_is_before(log: TaskLog, end: int) -> int:
    """Return where the gap begins that ends at `end`; 0 when nothing before it was kept."""
    kept, gone = 0, end
    if (await log.read(0, 1)).offset >= end:
        return 0
    while gone - kept > 1:
        middle = (kept + gone) // 2
        if (await log.read(middle, 1)).offset == middle:
            kept = middle
        else:
            gone = middle
    return kept + 1
