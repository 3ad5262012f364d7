"""Imports a directory that lies on the server: counts it, then writes file after file, several at once."""

import asyncio
import hashlib
import os
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from modelyard.core.errors import AppError
from modelyard.objects import access
from modelyard.objects.adapters import server_files
from modelyard.objects.adapters.server_files import Found, Kind
from modelyard.objects.errors.store import StoreUnavailable
from modelyard.objects.loops.steps import Facts, Gang, Report, Worker, write_object
from modelyard.objects.rules.keys import Location, key_problem
from modelyard.objects.service.space import require_space
from modelyard.objects.types import TaskPhase, TaskState

_BATCH = 500
_CHUNK = 2**20
# The name that s3fs and rclone use as well for the time of the file.
_MTIME = "mtime"
_PASSED_OVER = {
    Kind.LINK: "symbolic links are not imported",
    Kind.SPECIAL: "devices, pipes and sockets are not imported",
    Kind.UNREADABLE: "cannot be read",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `reason` says why it was not written; then it failed, unless it was there already."""

    found: Found
    skipped: bool = False
    reason: str | None = None


class FileProblem(Exception):
    """One file cannot be imported; the others can."""


async def import_step(worker: Worker) -> Report:
    """Go on from the cursor for a while. A file that was written before the process died is seen to be there already."""
    await worker.context.demand(worker.who, access.IMPORT_FILES, "*")
    roots = [Path(root) for root in worker.context.settings.import_roots]
    await server_files.in_thread(server_files.resolve_source, worker.task.source, roots)
    facts = worker.task.facts
    end = time.monotonic() + worker.context.settings.step_seconds
    # What a step writes first may be there already, from a step that died before it noted how far it was.
    is_new = False
    walk = server_files.walk(worker.task.source, roots, after=_path_of(facts.cursor.get("after", "")))
    while time.monotonic() < end:
        try:
            batch = await server_files.in_thread(lambda: list(islice(walk, _BATCH)))
        except OSError as error:
            raise FileNotFoundError(f"{worker.task.source}: {error.strerror}") from error
        if not batch:
            return await _end_of_walk(worker, facts)
        if facts.phase is TaskPhase.COUNT:
            facts = _counted(facts, batch)
        else:
            facts = await _write(worker, facts, batch, roots, is_new=is_new)
        facts = replace(facts, cursor={**facts.cursor, "after": _sayable(batch[-1].path)})
        is_new = bool(facts.cursor.get("is_new"))
        if not batch[-1].path:
            return await _end_of_walk(worker, facts)
        if facts.phase is TaskPhase.WORK:
            await worker.save(facts)
    return Report(facts)


async def _end_of_walk(worker: Worker, facts: Facts) -> Report:
    if facts.phase is TaskPhase.COUNT:
        require_space(worker.context, worker.context.store_directory, facts.total_bytes or 0)
        target = worker.task.target_place
        there = await worker.context.store.list_page(target.bucket, prefix=target.key, limit=1)
        facts = replace(facts, total_files=facts.total_files or 0, total_bytes=facts.total_bytes or 0)
        return Report(replace(facts, phase=TaskPhase.WORK, cursor={"is_new": not there.objects}))
    return Report(facts, ended=TaskState.FAILED if facts.failed_files else TaskState.SUCCEEDED)


def _counted(facts: Facts, batch: list[Found]) -> Facts:
    files = [found for found in batch if found.kind is Kind.FILE]
    return replace(
        facts,
        total_files=(facts.total_files or 0) + len(files),
        total_bytes=(facts.total_bytes or 0) + sum(found.size_bytes for found in files),
    )


async def _write(worker: Worker, facts: Facts, batch: list[Found], roots: list[Path], *, is_new: bool) -> Facts:
    """Write a batch of files, several at once; the facts change only when all of it is done."""
    outcomes: list[Outcome] = []

    async def write(found: Found) -> None:
        outcomes.append(await _import_file(worker, found, roots, is_new=is_new))

    gang = Gang(worker.context.settings.parallel_files)
    try:
        for found in batch:
            if found.kind is Kind.FILE:
                await gang.start(write, found)
            else:
                failed = found.kind is Kind.UNREADABLE
                facts = facts.with_problem(found.path, _PASSED_OVER[found.kind], failed=failed)
        await gang.finish()
    finally:
        await gang.give_up()
    for outcome in outcomes:
        if outcome.reason is not None:
            facts = facts.with_problem(outcome.found.path or worker.task.source, outcome.reason, failed=True)
            continue
        facts = replace(
            facts,
            done_files=facts.done_files + 1,
            done_bytes=facts.done_bytes + outcome.found.size_bytes,
            skipped_files=facts.skipped_files + outcome.skipped,
        )
    return facts


async def _import_file(worker: Worker, found: Found, roots: list[Path], *, is_new: bool) -> Outcome:
    place = worker.task.target_place
    key = place.key + (found.path or worker.task.source.rpartition("/")[2])
    problem = key_problem(key)
    if problem is not None:
        return Outcome(found, reason=f"the key {problem}")
    place = Location(place.bucket, key)
    try:
        await worker.demand(access.PUT_OBJECT, place)
        skipped = await _import_to(worker, found, place, roots, is_new=is_new)
    except FileProblem as error:
        return Outcome(found, reason=str(error))
    except OSError as error:
        return Outcome(found, reason=error.strerror or type(error).__name__)
    except StoreUnavailable:
        raise
    except AppError as error:
        return Outcome(found, reason=error.message())
    return Outcome(found, skipped=skipped)


async def _import_to(worker: Worker, found: Found, place: Location, roots: list[Path], *, is_new: bool) -> bool:
    """Write one file; returns True if the same was there already. is_new: nothing can be there, so nobody looks."""
    descriptor = await server_files.in_thread(_open, worker.task.source, roots, found.path)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise FileProblem("is no regular file any more")
        mtime = f"{facts.st_mtime_ns / 1e9:.6f}"
        there = None if is_new else await worker.context.store.head(place.bucket, place.key)
        if there is not None:
            same_time = there.metadata.get(_MTIME) == mtime
            if there.size_bytes == facts.st_size and (same_time or there.etag == await asyncio.to_thread(_md5, descriptor)):
                return True
            if not worker.task.overwrite:
                raise FileProblem("another object of this name is there; overwrite was not asked for")
        chunks = _read(descriptor, facts.st_size)
        await write_object(worker.context, place, chunks, facts.st_size, {_MTIME: mtime})
        after = os.fstat(descriptor)
        if (after.st_size, after.st_mtime_ns) != (facts.st_size, facts.st_mtime_ns):
            await worker.context.store.delete_many(place.bucket, [place.key])
            raise FileProblem("was changed while it was read")
    finally:
        os.close(descriptor)
    return False


def _open(source: str, roots: list[Path], path: str) -> int:
    with server_files.open_below(source, roots, path) as descriptor:
        return os.dup(descriptor)


async def _read(descriptor: int, size: int) -> AsyncIterator[bytes]:
    position = 0
    while position < size:
        chunk = await asyncio.to_thread(os.pread, descriptor, min(_CHUNK, size - position), position)
        if not chunk:
            raise FileProblem("became shorter while it was read")
        position += len(chunk)
        yield chunk


def _md5(descriptor: int) -> str:
    digest, position = hashlib.md5(usedforsecurity=False), 0
    while chunk := os.pread(descriptor, _CHUNK, position):
        digest.update(chunk)
        position += len(chunk)
    return digest.hexdigest()


def _sayable(path: str) -> str:
    """Return a path in a form that every database can hold, whatever bytes are in it."""
    return os.fsencode(path).hex()


def _path_of(text: str) -> str:
    return os.fsdecode(bytes.fromhex(text))
