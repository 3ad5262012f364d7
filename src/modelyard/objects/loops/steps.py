"""What the steps of all storage tasks share: what they know, what they report, how they keep to the rights."""

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any, ParamSpec

from sqlalchemy import update

from modelyard.core.access import Action
from modelyard.core.subject import Subject
from modelyard.objects.errors.tasks import TaskOwnerGone
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.rules.keys import Location, read_location
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.types import TaskKind, TaskPhase, TaskState

P = ParamSpec("P")

MOST_PROBLEMS = 100
SMALL_BYTES = 4 * 2**20
_LARGEST_PUT_BYTES = 5 * 2**30
_MOST_PARTS = 9_000
_PART_BYTES = 64 * 2**20


class LeaseLost(Exception):
    """Another worker has taken the task over."""


class CancelAsked(Exception):
    """The user wants the task to stop."""


@dataclass(frozen=True)
class Facts:
    """How far a task is. A step returns a changed copy; the row becomes what it says."""

    phase: TaskPhase
    cursor: Mapping[str, Any]
    done_files: int = 0
    total_files: int | None = None
    done_bytes: int = 0
    total_bytes: int | None = None
    skipped_files: int = 0
    failed_files: int = 0
    problems: tuple[Mapping[str, str], ...] = ()
    outcome: TaskState | None = None
    error: Mapping[str, Any] | None = None

    def with_problem(self, path: str, reason: str, *, failed: bool) -> "Facts":
        """Note a file that was passed over; one that failed makes the task fail in the end."""
        shown = path.encode("utf-8", "replace").decode()[:500].replace("\0", "?")
        problems = self.problems
        if len(problems) < MOST_PROBLEMS:
            problems = (*problems, {"path": shown, "reason": reason[:300]})
        return replace(self, problems=problems, failed_files=self.failed_files + failed)


@dataclass(frozen=True)
class Task:
    """A claimed task, as it was when its step began."""

    id: str
    token: str
    kind: TaskKind
    source: str
    target: str | None
    overwrite: bool
    cancel_asked: bool
    is_started: bool
    subject: Subject
    facts: Facts

    @property
    def source_place(self) -> Location:
        """The source as a place in a bucket."""
        place = read_location(self.source)
        assert place is not None
        return place

    @property
    def target_place(self) -> Location:
        """The folder that receives what the task makes."""
        place = read_location(self.target or "")
        assert place is not None
        return place


@dataclass(frozen=True)
class Report:
    """What a step found: how far the task is now, and whether it has ended."""

    facts: Facts
    ended: TaskState | None = None


@dataclass
class Worker:
    """One step of one task: with the rights of whoever started it, as they are now."""

    context: ObjectsContext
    task: Task
    who: Subject

    async def demand(self, action: Action, place: Location, **conditions: str) -> None:
        """Raise Forbidden unless the task's owner may do this now."""
        path = f"{place.bucket}/{place.key}" if action.resource_type == "object" else place.bucket
        await self.context.demand(self.who, action, path, **conditions)

    async def save(self, facts: Facts, **columns: Any) -> None:
        """Write down how far the task is while it goes on. Raises LeaseLost, CancelAsked."""
        values = {**columns_of(facts), **columns}
        async with self.context.database.session() as db:
            found = await db.execute(
                update(StorageTaskRow)
                .where(StorageTaskRow.id == self.task.id, StorageTaskRow.lease_token == self.task.token)
                .values(**values)
                .returning(StorageTaskRow.cancel_asked)
            )
            row = found.first()
        if row is None:
            raise LeaseLost(self.task.id)
        if row[0] and facts.phase is not TaskPhase.CLEAN:
            raise CancelAsked
        # Rights may have changed while it worked.
        self.who = await owner_now(self.context, self.task)


async def start_work(context: ObjectsContext, task: Task) -> Worker:
    """Return the worker for one step. Raises TaskOwnerGone, BucketNotFound."""
    worker = Worker(context, task, await owner_now(context, task))
    for text in (task.source if task.kind is not TaskKind.IMPORT else None, task.target):
        place = None if text is None else read_location(text)
        if place is not None:
            await find_bucket(context, worker.who, place.bucket)
    return worker


async def owner_now(context: ObjectsContext, task: Task) -> Subject:
    """Return whoever started a task as he is now. Raises TaskOwnerGone."""
    who = await context.find_subject(task.subject)
    if who is None:
        raise TaskOwnerGone(action="storage", user_name=task.subject.user_name, reason="user_disabled")
    return who


def columns_of(facts: Facts) -> dict[str, Any]:
    """Return the columns that hold how far a task is."""
    return {
        "phase": facts.phase,
        "cursor": dict(facts.cursor),
        "done_files": facts.done_files,
        "total_files": facts.total_files,
        "done_bytes": facts.done_bytes,
        "total_bytes": facts.total_bytes,
        "skipped_files": facts.skipped_files,
        "failed_files": facts.failed_files,
        "problems": [dict(problem) for problem in facts.problems],
        "outcome": facts.outcome,
        "error": None if facts.error is None else dict(facts.error),
    }


async def write_object(
    context: ObjectsContext, place: Location, chunks: AsyncIterator[bytes], size: int, metadata: Mapping[str, str]
) -> None:
    """Write an object of a known size; one that is too large for a single request is written in parts."""
    store = context.store
    content_type = mimetypes.guess_type(place.key)[0] or ""
    if size <= _LARGEST_PUT_BYTES:
        await store.put(place.bucket, place.key, chunks, size_bytes=size, content_type=content_type, metadata=metadata)
        return
    upload = await store.start_upload(place.bucket, place.key, metadata=metadata)
    try:
        etags: list[str] = []
        async for part in _parts(chunks, max(_PART_BYTES, -(-size // _MOST_PARTS))):
            etags.append(await store.put_part(place.bucket, place.key, upload, len(etags) + 1, part))
        await store.complete_upload(place.bucket, place.key, upload, etags)
    except BaseException:
        await asyncio.shield(store.abort_upload(place.bucket, place.key, upload))
        raise


async def _parts(chunks: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    part = bytearray()
    async for chunk in chunks:
        part += chunk
        if len(part) >= size:
            yield bytes(part[:size])
            del part[:size]
    if part:
        yield bytes(part)


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """Yield bytes that are in memory already."""
    yield content


class Gang:
    """Does up to so many things at once; the first failure is raised, and nothing is left running."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: set[asyncio.Task[Any]] = set()

    async def start(self, work: Callable[P, Coroutine[Any, Any, Any]], *args: P.args, **kwargs: P.kwargs) -> None:
        """Start something when there is room."""
        while len(self._running) >= self._most:
            await self._wait(asyncio.FIRST_COMPLETED)
        self._running.add(asyncio.create_task(work(*args, **kwargs)))

    async def finish(self) -> None:
        """Wait for all."""
        while self._running:
            await self._wait(asyncio.ALL_COMPLETED)

    async def give_up(self) -> None:
        """Cancel what runs and wait until it is gone."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()

    async def _wait(self, until: str) -> None:
        done, self._running = await asyncio.wait(self._running, return_when=until)
        for task in done:
            task.result()
