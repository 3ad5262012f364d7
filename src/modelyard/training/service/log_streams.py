"""Following logs while they grow. All that follow one log share one poll of it; each reads on at its own pace.

A stream tells, as server-sent events: `state` when the job goes from one state to another, `log` for each piece, `end`
with the facts of the end, and `error` when it must end earlier. The id of a `log` event names run and byte: a client that
comes again with the id that it saw last goes on right there.
"""

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass

from modelyard.compute.errors import TaskNotFound
from modelyard.compute.ports import LogPart
from modelyard.core.errors import AppError, NotFound
from modelyard.core.i18n import Language
from modelyard.core.streams import HEARTBEAT, HEARTBEAT_SECONDS, RECHECK_SECONDS, event
from modelyard.core.subject import Subject
from modelyard.training.rules.ends import facts_of
from modelyard.training.rules.logs import as_text, whole_characters
from modelyard.training.rules.states import ENDED
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.runs import Run, get_run, log_of
from modelyard.training.service.task_logs import TaskLog
from modelyard.training.types import Phase

log = logging.getLogger(__name__)

PIECE_BYTES = 2**16
# A log that grew a moment ago is looked at more often than one that is silent.
BUSY_SECONDS = 0.04
QUIET_SECONDS = 0.12
BUSY_FOR_SECONDS = 2.0
TROUBLE_SECONDS = 1.0
WAIT_SECONDS = 0.3
# The rest of a character is waited for so long.
CHARACTER_SECONDS = 1.0
# Between two pieces of a log that lies ready: one reader gets 3 MB a second, and leaves the others their turn.
PACE_SECONDS = 0.02

_EVENT_ID = re.compile(r"(?:(\d{1,5})-)?(\d{1,18})")


class Follower:
    """Watches one log for everybody who follows it."""

    def __init__(self, source: TaskLog) -> None:
        self._source = source
        self._grown = asyncio.Event()
        self._newest: LogPart | None = None
        self._trouble: AppError | None = None
        self.readers = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def after(self, offset: int, known: int, seconds: float) -> LogPart | None:
        """Return the piece at `offset` as soon as the log is longer than `known`, or has ended; None when the time is over."""
        late = time.monotonic() + seconds
        while self._newest is None or (self._newest.size <= known and not self._newest.ended):
            if self._trouble is not None:
                raise self._trouble
            grown = self._grown
            try:
                await asyncio.wait_for(grown.wait(), max(0.0, late - time.monotonic()))
            except asyncio.TimeoutError:
                return None
        newest = self._newest
        if newest.offset <= offset < newest.offset + len(newest.content):
            content = newest.content[offset - newest.offset :]
            return LogPart(offset=offset, content=content, size=newest.size, ended=newest.ended)
        return await self._source.read(offset, PIECE_BYTES)

    async def _watch(self) -> None:
        part = await self._look(-1)
        grew = time.monotonic()
        while not (part is not None and part.ended):
            now = time.monotonic()
            await asyncio.sleep(
                TROUBLE_SECONDS if part is None else BUSY_SECONDS if now - grew < BUSY_FOR_SECONDS else QUIET_SECONDS
            )
            before = self._newest.size if self._newest is not None else 0
            part = await self._look(before)
            if part is not None and part.size > before:
                grew = time.monotonic()

    async def _look(self, offset: int) -> LogPart | None:
        """Read what is new, and wake who waits for it."""
        try:
            part = await self._source.read(offset, PIECE_BYTES)
        except NotFound as error:
            self._trouble = error
            self._wake()
            return None
        except Exception:
            # An engine that does not answer now is asked again.
            log.warning("log_stream.read_failed", exc_info=True, extra={"task": self._source.task})
            return None
        self._trouble = None
        known = self._newest
        self._newest = part
        if known is None or part.size > known.size or part.ended:
            self._wake()
        return part

    def _wake(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()


class Followers:
    """The logs that are followed now, in this process."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, ...], Follower] = {}

    @contextlib.contextmanager
    def of(self, key: tuple[str, ...], source: TaskLog) -> Iterator[Follower]:
        """Share the follower of a log for as long as the block lasts."""
        follower = self._open.get(key)
        if follower is None:
            follower = self._open[key] = Follower(source)
            follower.start()
        follower.readers += 1
        try:
            yield follower
        finally:
            follower.readers -= 1
            if not follower.readers:
                follower.stop()
                self._open.pop(key, None)


@dataclass(frozen=True)
class Position:
    """Where a stream begins. attempt: None for the newest run."""

    attempt: int | None
    offset: int


@dataclass(frozen=True)
class Followed:
    """What a stream needs to know of the task it follows.

    key: names the task among all. look: returns the job as it is now; raises when the caller may not see it any more.
    log_of: the log of one of its runs. again: raises when the caller may not do this any more.
    """

    key: tuple[str, ...]
    task: str
    look: Callable[[], Awaitable[Run]]
    log_of: Callable[[Run, int], TaskLog]
    again: Callable[[], Awaitable[None]]
    language: Language = Language.EN


def followed_task(
    context: TrainingContext,
    who: Subject,
    run: Run,
    task: str,
    *,
    again: Callable[[], Awaitable[None]],
    language: Language = Language.EN,
) -> Followed:
    """Return what following a task of a job needs."""
    return Followed(
        key=(run.row_id, task),
        task=task,
        look=lambda: get_run(context, who, run.job_id),
        log_of=lambda newest, attempt: log_of(context, who, newest, task, attempt),
        again=again,
        language=language,
    )


def position_of(event_id: str | None) -> Position | None:
    """Return the place that the id of an event names, `run-byte` or only the byte; None for what is no id."""
    found = _EVENT_ID.fullmatch(event_id or "")
    return found and Position(int(found[1]) if found[1] else None, int(found[2]))


class Tail:
    """One client that follows logs: what it gets of each, and whether it still may.

    key: names what is followed among all. again: raises when the caller may not do this any more.
    """

    def __init__(self, followers: Followers, key: tuple[str, ...], again: Callable[[], Awaitable[None]]) -> None:
        self._followers = followers
        self._key = key
        self._again = again
        self._checked = self._sent = time.monotonic()

    async def pieces_of(self, source: TaskLog, offset: int) -> AsyncGenerator[bytes, None]:
        """Yield a log from an offset on as events, until it has ended."""
        known = offset
        with self._followers.of((*self._key, str(source.attempt)), source) as follower:
            if offset < 0:
                offset = known = (await source.read(offset, 1)).offset
            while True:
                held = known > offset
                part = await follower.after(offset, known, CHARACTER_SECONDS if held else HEARTBEAT_SECONDS / 3)
                await self.check()
                if part is None and held:
                    part = await source.read(offset, PIECE_BYTES)
                    kept = len(part.content)
                elif part is None:
                    if self.is_silent():
                        yield self.mark(HEARTBEAT)
                    continue
                else:
                    kept = len(part.content) if part.ended else whole_characters(part.content)
                end = part.offset + len(part.content)
                if kept:
                    offset = part.offset + kept
                    data = {"attempt": source.attempt, "offset": part.offset, "next_offset": offset, "size": part.size}
                    yield self.mark(event("log", data | {"text": as_text(part.content[:kept])}, f"{source.attempt}-{offset}"))
                known = max(offset, end)
                if part.ended and end >= part.size:
                    return
                if end < part.size:
                    known = offset
                    await asyncio.sleep(PACE_SECONDS)

    async def check(self) -> None:
        """Ask from time to time whether the caller may still do this."""
        if time.monotonic() - self._checked >= RECHECK_SECONDS:
            await self._again()
            self._checked = time.monotonic()

    def is_silent(self) -> bool:
        """Return whether nothing was sent for so long that a sign of life is due."""
        return time.monotonic() - self._sent >= HEARTBEAT_SECONDS

    def mark(self, item: bytes) -> bytes:
        """Note that something is sent, and return it."""
        self._sent = time.monotonic()
        return item


async def follow_log(tail: Tail, source: TaskLog, offset: int, language: Language) -> AsyncGenerator[bytes, None]:
    """Yield the events of one log that is nothing but a log: `log` until it has ended, then `end`, or `error`."""
    yield b"retry: 1000\n\n"
    try:
        async with aclosing(tail.pieces_of(source, offset)) as items:
            async for item in items:
                yield item
        yield event("end", {})
    except AppError as error:
        yield _refusal(error, language)


class LogStream:
    """One client that follows the log of one task, through all runs that come, or through one."""

    def __init__(self, followers: Followers, followed: Followed, start: Position, *, only: bool) -> None:
        self._tail = Tail(followers, followed.key, followed.again)
        self._followed = followed
        self._start = start
        self._only = only
        self._told: tuple[str, int] | None = None

    async def events(self) -> AsyncGenerator[bytes, None]:
        """Yield the events until the job, or the run that was asked for, has ended."""
        yield b"retry: 1000\n\n"
        try:
            async with aclosing(self._runs()) as items:
                async for item in items:
                    yield item
        except AppError as error:
            yield _refusal(error, self._followed.language)

    async def _runs(self) -> AsyncGenerator[bytes, None]:
        attempt, offset = self._start.attempt, self._start.offset
        while True:
            run = await self._followed.look()
            state = (run.phase, run.attempt)
            if state != self._told:
                self._told = state
                yield self._tail.mark(event("state", _state(run, self._followed.language)))
            number = run.attempt if attempt is None else attempt
            if 1 <= number <= run.attempt:
                try:
                    async with aclosing(self._tail.pieces_of(self._followed.log_of(run, number), offset)) as items:
                        async for item in items:
                            yield item
                except TaskNotFound:
                    attempt = number  # it is being started
                else:
                    attempt, offset = number + 1, 0
                    if self._only:
                        yield event("end", await self._facts(number))
                        return
                    continue
            if has_ended(run):
                yield event("end", await self._facts(run.attempt))
                return
            await self._tail.check()
            if self._tail.is_silent():
                yield self._tail.mark(HEARTBEAT)
            await asyncio.sleep(WAIT_SECONDS)

    async def _facts(self, attempt: int) -> dict[str, object]:
        """Return how the task ended, once that is written down; the log may be complete a moment earlier."""
        for _ in range(20):
            run = await self._followed.look()
            tasks = () if run.workload is None else run.workload.tasks
            end = next((task.end for task in tasks if (task.name, task.attempt) == (self._followed.task, attempt)), None)
            if end is not None or has_ended(run) or run.attempt != attempt:
                break
            await asyncio.sleep(WAIT_SECONDS)
        known = {**_state(run, self._followed.language), "attempt": attempt}
        if end is not None:
            facts = facts_of(self._followed.task, end)
            message = facts.zh if self._followed.language is Language.ZH else facts.text
            known |= {"exit_code": facts.exit_code, "ended_by": facts.ended_by.value, "message": message}
        return known


def has_ended(run: Run) -> bool:
    """Return whether a job will not run any more."""
    return Phase(run.phase) in ENDED


def _refusal(error: AppError, language: Language) -> bytes:
    return event("error", {"error_code": error.code, "error_msg": error.message(language)})


def _state(run: Run, language: Language) -> dict[str, object]:
    workload = run.workload
    reason = None if workload is None else workload.reason or workload.wait_reason
    return {"phase": run.phase, "attempt": run.attempt, "reason": "" if reason is None else reason.message(language)}
