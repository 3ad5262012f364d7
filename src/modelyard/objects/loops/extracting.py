"""Unpacks an archive of a bucket into a folder.

The archive is copied to the data disk and read through once before anything is written, so that a refused one leaves
nothing behind. Each object that is made carries the id of the task; when the task fails or is canceled later, what
carries it is removed again.
"""

import asyncio
import hashlib
import json
import shutil
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from modelyard.objects import access
from modelyard.objects.errors.archives import EntryTooLong
from modelyard.objects.errors.store import ObjectChanged, ObjectNotFound
from modelyard.objects.errors.tasks import TargetOccupied
from modelyard.objects.loops.steps import SMALL_BYTES, Facts, Gang, Report, Worker, in_pieces, write_object
from modelyard.objects.ports import ArchiveFile, ArchiveSummary, ObjectInfo, UnpackedFile
from modelyard.objects.rules.archives import Limits
from modelyard.objects.rules.keys import Location, key_problem
from modelyard.objects.service.space import require_space
from modelyard.objects.types import TaskPhase, TaskState

MARK = "modelyard-task"
_SPOOL_CHUNK = 2**20
_CLEAN_BATCH = 500


async def extract_step(worker: Worker) -> Report:
    """Check the whole archive in the first step, then write what is in it from the cursor on."""
    place = worker.task.source_place
    await worker.demand(access.GET_OBJECT, place)
    await worker.demand(access.PUT_OBJECT, worker.task.target_place)
    facts = worker.task.facts
    archive, facts = await _spool(worker, facts)
    if facts.phase is TaskPhase.COUNT or not _manifest(worker).exists():
        return Report(await _check(worker, archive, facts))
    facts = await _write(worker, archive, facts)
    return Report(facts, ended=TaskState.SUCCEEDED)


async def clean_step(worker: Worker) -> Report:
    """Remove what the task has made, then end as it was to end. Objects of others at the same keys are left alone."""
    facts = worker.task.facts
    assert facts.outcome is not None
    begun, cleaned = int(facts.cursor.get("begun", 0)), int(facts.cursor.get("cleaned", 0))
    end = time.monotonic() + worker.context.settings.step_seconds
    manifest = _manifest(worker)
    if not manifest.exists():
        return await _clean_by_listing(worker, end)
    if begun:
        while cleaned < begun and time.monotonic() < end:
            keys = list(islice(_keys_of(manifest), cleaned, min(cleaned + _CLEAN_BATCH, begun)))
            await _remove_own(worker, keys)
            cleaned += _CLEAN_BATCH
        if cleaned < begun:
            return Report(replace(facts, cursor={**facts.cursor, "cleaned": cleaned}))
        folders = _folders(worker) if facts.cursor.get("folders") else []
        for start in range(0, len(folders), _CLEAN_BATCH):
            await _remove_own(worker, [f"{folder}/" for folder in folders[start : start + _CLEAN_BATCH]])
    return Report(replace(facts, done_files=0, done_bytes=0), ended=facts.outcome)


async def _clean_by_listing(worker: Worker, end: float) -> Report:
    """Remove what carries our mark when nothing is left that says what was made."""
    facts, target = worker.task.facts, worker.task.target_place
    assert facts.outcome is not None
    marker: str | None = str(facts.cursor.get("clean_marker", ""))
    while marker is not None and time.monotonic() < end:
        page = await worker.context.store.list_page(target.bucket, prefix=target.key, marker=marker)
        await _remove_own(worker, [info.key.removeprefix(target.key) for info in page.objects])
        marker = page.next_marker
    if marker is not None:
        return Report(replace(facts, cursor={**facts.cursor, "clean_marker": marker}))
    return Report(replace(facts, done_files=0, done_bytes=0), ended=facts.outcome)


def forget_spool(root: Path, task_id: str) -> None:
    """Remove what a task keeps on the data disk; nothing is fine."""
    shutil.rmtree(root / task_id, ignore_errors=True)


def limits_of(worker: Worker) -> Limits:
    """Return the limits for archives from the settings."""
    settings = worker.context.settings
    return Limits(
        max_entries=settings.archive_max_entries,
        max_bytes=settings.archive_max_bytes,
        max_ratio=settings.archive_max_ratio,
        memory_bytes=settings.archive_memory_bytes,
    )


async def _spool(worker: Worker, facts: Facts) -> tuple[Path, Facts]:
    """Copy the archive to the data disk unless it lies there already. Raises ObjectChanged, NotEnoughSpace."""
    place = worker.task.source_place
    info = await worker.context.store.head(place.bucket, place.key)
    if info is None:
        raise ObjectNotFound(bucket=place.bucket, key=place.key, resource=place.key)
    if facts.cursor.get("etag", info.etag) != info.etag:
        raise ObjectChanged(bucket=place.bucket, key=place.key, problem="changed")
    facts = replace(facts, cursor={**facts.cursor, "etag": info.etag})
    folder = worker.context.spool / worker.task.id
    archive = folder / "archive"
    if not archive.exists():
        require_space(worker.context, worker.context.spool, info.size_bytes)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        await _download(worker, facts, info, folder / "archive.part")
        (folder / "archive.part").rename(archive)
    return archive, facts


async def _download(worker: Worker, facts: Facts, info: ObjectInfo, file: Path) -> None:
    place, received = worker.task.source_place, 0
    next_save = time.monotonic() + worker.context.settings.step_seconds
    with file.open("wb") as stream:
        async with worker.context.store.get(place.bucket, place.key, etag=info.etag) as chunks:
            async for chunk in _larger(chunks):
                await asyncio.to_thread(stream.write, chunk)
                received += len(chunk)
                if time.monotonic() > next_save:
                    await worker.save(facts)
                    next_save = time.monotonic() + worker.context.settings.step_seconds
    if received != info.size_bytes:
        raise ObjectChanged(bucket=place.bucket, key=place.key, problem="changed")


async def _check(worker: Worker, archive: Path, facts: Facts) -> Facts:
    """Read the whole archive, and see that all of it may and can be written."""
    target, manifest = worker.task.target_place, _manifest(worker)
    part = manifest.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:

        def seen(file: ArchiveFile) -> None:
            if key_problem(target.key + file.key) is not None:
                raise EntryTooLong(field="source", problem="too_long", entry=file.key[:200], detail="-")
            stream.write(json.dumps(file.key) + "\n")

        summary = await _until_canceled(worker, facts, worker.context.unpacker.check(archive, limits_of(worker), seen))
    require_space(worker.context, worker.context.store_directory, summary.bytes)
    for key in _keys_of(part):
        await worker.demand(access.PUT_OBJECT, Location(target.bucket, target.key + key))
    if not worker.task.overwrite:
        await _refuse_occupied(worker, part)
    _folders_file(worker).write_text(json.dumps(summary.folders), encoding="utf-8")
    part.rename(manifest)
    # A task that goes on after its spool was lost keeps its place.
    return replace(facts, phase=TaskPhase.WORK, total_files=summary.files, total_bytes=summary.bytes)


async def _refuse_occupied(worker: Worker, manifest: Path) -> None:
    """Raise TargetOccupied if an object of somebody else is where one of ours would go."""
    store, target = worker.context.store, worker.task.target_place
    first = await store.list_page(target.bucket, prefix=target.key, limit=1)
    if not first.objects:
        return
    # Short digests instead of names keep a million of them small; what looks taken is looked at.
    wanted = {_digest(target.key + key) for key in _keys_of(manifest)}
    marker: str | None = ""
    while marker is not None:
        page = await store.list_page(target.bucket, prefix=target.key, marker=marker)
        for info in page.objects:
            if _digest(info.key) not in wanted:
                continue
            found = await store.head(target.bucket, info.key)
            if found is not None and found.metadata.get(MARK) != worker.task.id:
                raise TargetOccupied(bucket=target.bucket, key=info.key, problem="it exists")
        marker = page.next_marker


async def _write(worker: Worker, archive: Path, facts: Facts) -> Facts:
    """Write all files from the cursor on, small ones several at a time, noting how far it is again and again."""
    settings = worker.context.settings
    skip = int(facts.cursor.get("index", 0))
    gang = Gang(settings.parallel_files)
    next_save = time.monotonic() + settings.step_seconds
    pending_files, pending_bytes, saved = 0, 0, facts
    # What is begun is noted before it is begun, so that a clean-up after a crash knows of it.
    saved = await _note_begun(worker, saved, skip + _CLEAN_BATCH)
    try:
        async with worker.context.unpacker.extract(archive, limits_of(worker), skip=skip) as files:
            async for file in files:
                await _write_file(worker, gang, file)
                pending_files, pending_bytes = pending_files + 1, pending_bytes + file.size_bytes
                if pending_files >= _CLEAN_BATCH or time.monotonic() > next_save:
                    await gang.finish()
                    index = int(saved.cursor.get("index", 0)) + pending_files
                    saved = replace(
                        saved, done_files=saved.done_files + pending_files, done_bytes=saved.done_bytes + pending_bytes,
                        cursor={**saved.cursor, "index": index},
                    )  # fmt: skip
                    saved = await _note_begun(worker, saved, index + _CLEAN_BATCH)
                    pending_files, pending_bytes, next_save = 0, 0, time.monotonic() + settings.step_seconds
        await gang.finish()
    finally:
        await gang.give_up()
    index = int(saved.cursor.get("index", 0)) + pending_files
    saved = replace(
        saved, done_files=saved.done_files + pending_files, done_bytes=saved.done_bytes + pending_bytes,
        cursor={**saved.cursor, "index": index, "begun": index, "folders": True},
    )  # fmt: skip
    await worker.save(saved)
    await _make_folders(worker)
    return saved


async def _note_begun(worker: Worker, facts: Facts, begun: int) -> Facts:
    facts = replace(facts, cursor={**facts.cursor, "begun": begun})
    await worker.save(facts)
    return facts


async def _write_file(worker: Worker, gang: Gang, file: UnpackedFile) -> None:
    target = worker.task.target_place
    place = Location(target.bucket, target.key + file.key)
    await worker.demand(access.PUT_OBJECT, place)
    metadata = {MARK: worker.task.id}
    if file.modified_at:
        metadata["mtime"] = f"{file.modified_at:.6f}"
    if file.size_bytes > SMALL_BYTES:
        await write_object(worker.context, place, file.chunks, file.size_bytes, metadata)
        return
    content = b"".join([chunk async for chunk in file.chunks])
    await gang.start(write_object, worker.context, place, in_pieces(content), file.size_bytes, metadata)


async def _make_folders(worker: Worker) -> None:
    """Make the folders that hold nothing; those that hold something need no object of their own."""
    target, store = worker.task.target_place, worker.context.store
    for folder in _folders(worker):
        place = Location(target.bucket, f"{target.key}{folder}/")
        await worker.demand(access.PUT_OBJECT, place)
        if await store.head(place.bucket, place.key) is None:
            await store.put(place.bucket, place.key, b"", size_bytes=0, metadata={MARK: worker.task.id})


async def _remove_own(worker: Worker, keys: list[str]) -> None:
    """Delete those objects that carry the mark of this task."""
    target, store = worker.task.target_place, worker.context.store
    own: list[str] = []

    async def look(key: str) -> None:
        info = await store.head(target.bucket, key)
        if info is not None and info.metadata.get(MARK) == worker.task.id:
            own.append(key)

    gang = Gang(2 * worker.context.settings.parallel_files)
    try:
        for key in keys:
            await gang.start(look, target.key + key)
        await gang.finish()
    finally:
        await gang.give_up()
    if own:
        await store.delete_many(target.bucket, sorted(own, key=len, reverse=True))


async def _until_canceled(worker: Worker, facts: Facts, work: Coroutine[Any, Any, ArchiveSummary]) -> ArchiveSummary:
    """Wait for long work, looking now and then whether it is still wanted."""
    task = asyncio.create_task(work)
    try:
        while not (await asyncio.wait([task], timeout=worker.context.settings.step_seconds))[0]:
            await worker.save(facts)
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _larger(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    gathered = bytearray()
    async for chunk in chunks:
        gathered += chunk
        if len(gathered) >= _SPOOL_CHUNK:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _manifest(worker: Worker) -> Path:
    return worker.context.spool / worker.task.id / "manifest.jsonl"


def _folders_file(worker: Worker) -> Path:
    return worker.context.spool / worker.task.id / "folders.json"


def _folders(worker: Worker) -> list[str]:
    folders: list[str] = json.loads(_folders_file(worker).read_text(encoding="utf-8"))
    return folders


def _keys_of(manifest: Path) -> Iterator[str]:
    with manifest.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=8).digest()
