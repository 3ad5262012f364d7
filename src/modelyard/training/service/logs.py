"""Reading the log of a task: its newest part, by lines, by range, filtered and folded, and searching all of it."""

import asyncio
from collections.abc import Collection

from modelyard.training.rules.logs import Fold, Line, as_text, fold, whole_characters
from modelyard.training.rules.searching import Hit, Search
from modelyard.training.schemas.logs import LogByLines, LogHit, LogHits, LogLine, LogLines, LogPreview, LogRange
from modelyard.training.service.task_logs import TaskLog, line_start, lines_after, lines_before, pieces, spans
from modelyard.training.types.logs import LineLevel, LineSource

PREVIEW_BYTES = 5 * 2**20
# How much of a log one request looks at; the answer says where to go on.
LINES_BUDGET_BYTES = 4 * 2**20
SEARCH_BUDGET_BYTES = 64 * 2**20
LONGEST_SHOWN_BYTES = 16_384


async def preview_log(log: TaskLog) -> LogPreview:
    """Return the newest 5 MiB of a log."""
    size = (await log.read(-1, 1)).size
    found = await spans(log, max(0, size - PREVIEW_BYTES), size)
    content = b"".join(span.content for span in found)
    return LogPreview(content=as_text(content), current_size=len(content), full_size=size)


async def read_log(log: TaskLog, *, offset: int, limit: int) -> LogRange:
    """Return a piece of a log. A negative offset counts from its end; characters of UTF-8 are not cut."""
    part = await log.read(offset, limit)
    end = part.offset + len(part.content)
    # The rest of a character comes with the next piece, unless nothing will follow.
    kept = len(part.content) if part.ended and end >= part.size else whole_characters(part.content) or len(part.content)
    return LogRange(
        attempt=log.attempt,
        offset=part.offset,
        next_offset=part.offset + kept,
        size=part.size,
        ended=part.ended,
        content=as_text(part.content[:kept]),
    )


async def read_log_by_lines(log: TaskLog, *, base_line: int | None, lines: int, newest_first: bool) -> LogByLines:
    """Return lines after `base_line` in one direction, or from the newest (oldest) one; a line is named by its offset."""
    size = (await log.read(-1, 1)).size
    found: list[Line] = []
    if newest_first:
        async for chunk in lines_before(log, size if base_line is None else min(base_line, size)):
            found = chunk + found
            if len(found) >= lines:
                break
        found = found[-lines:][::-1]
    else:
        begin = 0 if base_line is None else await line_start(log, base_line, size)
        async for chunk in lines_after(log, begin, size):
            found += [line for line in chunk if base_line is None or line.offset > base_line]
            if len(found) >= lines:
                break
        found = found[:lines]
    return LogByLines(
        start_line=str(found[0].offset) if found else "",
        end_line=str(found[-1].offset) if found else "",
        lines=len(found),
        content="".join(as_text(line.content[:LONGEST_SHOWN_BYTES]) + "\n" for line in found),
    )


async def list_log_lines(
    log: TaskLog,
    *,
    offset: int | None,
    backwards: bool,
    limit: int,
    sources: Collection[LineSource],
    levels: Collection[LineLevel],
    folded: bool,
) -> LogLines:
    """Return the lines of the wanted sources and levels after an offset, or before it; without one, the newest lines.

    limit: of lines before what repeats is folded. One call looks at 4 MiB of the log at most.
    """
    newest = await log.read(-1, 1)
    size = newest.size
    backwards = backwards or offset is None
    begin = size if offset is None else min(offset, size)
    if not backwards:
        begin = await line_start(log, begin, size)
    first, last, found = begin, begin, list[Line]()
    async for chunk in lines_before(log, begin) if backwards else lines_after(log, begin, size):
        await asyncio.sleep(0)  # as in `search_log`
        wanted = [line for line in chunk if line.source in sources and line.level in levels]
        room = limit - len(found)
        if backwards:
            found = wanted[-room:] + found
            first = wanted[-room].offset if len(wanted) >= room else chunk[0].offset
        else:
            found += wanted[:room]
            last = wanted[room - 1].end if len(wanted) >= room else chunk[-1].end
        if len(found) >= limit or last - first >= LINES_BUDGET_BYTES:
            break
    unfinished = not newest.ended and bool(found) and found[-1].end == size and not await _has_break(log, size)
    return LogLines(
        attempt=log.attempt,
        lines=[item for group in _groups(found, folded=folded) for item in group],
        previous_offset=first,
        next_offset=found[-1].offset if unfinished else last,
        size=size,
        ended=newest.ended,
        complete=first <= 0 if backwards else last >= size,
    )


async def search_log(log: TaskLog, *, text: str, ignore_case: bool, offset: int, limit: int) -> LogHits:
    """Find where a text occurs, from an offset on. One call looks at 64 MiB of the log at most."""
    newest = await log.read(-1, 1)
    search = Search(text.encode("utf-8", "replace"), ignore_case, limit, offset)
    position = offset
    async for part in pieces(log, offset, newest.size):
        if part.offset > position:
            search.jump(part.offset)
        search.feed(part.content)
        position = part.offset + len(part.content)
        if position - offset >= SEARCH_BUDGET_BYTES:
            break
        # What reads from a local disk may never wait by itself; others want their turn.
        await asyncio.sleep(0)
    complete = position >= newest.size
    if complete:
        search.feed(b"", last=True)
    return LogHits(
        attempt=log.attempt,
        hits=[_hit(hit, len(search.needle)) for hit in search.hits],
        total=search.total,
        next_offset=search.next_offset,
        size=newest.size,
        ended=newest.ended,
        complete=complete,
    )


def _hit(hit: Hit, size: int) -> LogHit:
    """Count in characters what was found in bytes."""
    before, found = as_text(hit.line[: hit.start]), as_text(hit.line[hit.start : hit.start + size])
    rest = as_text(hit.line[hit.start + size :])
    return LogHit(
        offset=hit.offset, line_offset=hit.line_offset, line=before + found + rest, start=len(before), length=len(found)
    )


async def _has_break(log: TaskLog, size: int) -> bool:
    return (await log.read(max(0, size - 1), 1)).content == b"\n"


def _groups(lines: list[Line], *, folded: bool) -> list[list[LogLine]]:
    if not folded:
        return [[_line(line, 1, 1) for line in lines]]
    return [_fold(item) for item in fold(lines)]


def _fold(item: Fold) -> list[LogLine]:
    return [_line(line, item.repeats, len(item.lines)) for line in item.lines]


def _line(line: Line, repeats: int, period: int) -> LogLine:
    return LogLine(
        offset=line.offset,
        next_offset=line.end,
        source=line.source,
        level=line.level,
        text=as_text(line.content[:LONGEST_SHOWN_BYTES]),
        truncated=len(line.content) > LONGEST_SHOWN_BYTES,
        repeats=repeats,
        period=period,
    )
