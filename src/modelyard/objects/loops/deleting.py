"""Deletes an object or all that lies below a folder, a page at a time."""

import time
from collections.abc import Sequence
from dataclasses import replace

from modelyard.core.errors import Forbidden
from modelyard.objects import access
from modelyard.objects.loops.steps import Facts, Report, Worker
from modelyard.objects.ports import ListPage
from modelyard.objects.rules.keys import Location, folder_of
from modelyard.objects.types import TaskPhase, TaskState

_MOST_ROUNDS = 3
_MOST_AT_ONCE = 1000


async def delete_step(worker: Worker) -> Report:
    """Count, then delete; a page that was deleted before the process died is simply not found again."""
    facts = worker.task.facts
    place = worker.task.source_place
    await worker.demand(access.LIST_BUCKET, place, prefix=place.key, delimiter="")
    end = time.monotonic() + worker.context.settings.step_seconds
    while time.monotonic() < end:
        page = await _page(worker, facts, place)
        if facts.phase is TaskPhase.COUNT:
            facts = _counted(facts, page)
        else:
            facts = await _delete(worker, facts, place, page)
        marker = page.next_marker
        if marker is not None:
            facts = replace(facts, cursor={**facts.cursor, "marker": marker})
        elif facts.phase is TaskPhase.COUNT:
            facts = replace(facts, phase=TaskPhase.WORK, cursor={})
        elif not page.objects or facts.failed_files or facts.cursor.get("round", 1) >= _MOST_ROUNDS:
            return Report(facts, ended=TaskState.FAILED if facts.failed_files else TaskState.SUCCEEDED)
        else:
            # Once more from the beginning: what came meanwhile, and folders that were not empty at their turn.
            facts = replace(facts, cursor={"round": facts.cursor.get("round", 1) + 1})
        # What is gone cannot be counted again after a failure.
        await worker.save(facts)
    return Report(facts)


async def _page(worker: Worker, facts: Facts, place: Location) -> ListPage:
    store, marker = worker.context.store, str(facts.cursor.get("marker", ""))
    if not place.key or place.key.endswith("/"):
        return await store.list_page(place.bucket, prefix=place.key, marker=marker)
    page = await store.list_page(place.bucket, prefix=folder_of(place.key), marker=marker)
    # `a/b` means the object of that name and all below `a/b/`, but not `a/bc`.
    info = None if marker else await store.head(place.bucket, place.key)
    return page if info is None else ListPage([replace(info, metadata={}), *page.objects], page.prefixes, page.next_marker)


def _counted(facts: Facts, page: ListPage) -> Facts:
    return replace(
        facts,
        total_files=(facts.total_files or 0) + len(page.objects),
        total_bytes=(facts.total_bytes or 0) + sum(info.size_bytes for info in page.objects),
    )


async def _delete(worker: Worker, facts: Facts, place: Location, page: ListPage) -> Facts:
    allowed: dict[str, int] = {}
    for info in page.objects:
        refusal = await _refusal(worker, Location(place.bucket, info.key))
        if refusal is None:
            allowed[info.key] = info.size_bytes
        else:
            facts = facts.with_problem(info.key, refusal, failed=True)
    if not allowed:
        return facts
    # The deepest first, so that a folder is empty when its turn comes.
    for failure in await worker.context.store.delete_many(place.bucket, sorted(allowed, key=len, reverse=True)):
        facts = facts.with_problem(failure.key, f"{failure.code}: {failure.message}", failed=True)
        allowed.pop(failure.key, None)
    if not facts.failed_files:
        await _forget_folders(worker, place, list(allowed))
    return replace(facts, done_files=facts.done_files + len(allowed), done_bytes=facts.done_bytes + sum(allowed.values()))


async def _forget_folders(worker: Worker, place: Location, keys: Sequence[str]) -> None:
    """Take away what is left of the folders of deleted objects; one that still holds something stays.

    The store keeps a folder for a while after its last object and lists it all that time.
    """
    inside = folder_of(place.key)
    folders = {key[: end + 1] for key in keys for end, sign in enumerate(key) if sign == "/" and end + 1 >= len(inside)}
    deepest_first = sorted(folders, key=len, reverse=True)
    for start in range(0, len(deepest_first), _MOST_AT_ONCE):
        await worker.context.store.delete_many(place.bucket, deepest_first[start : start + _MOST_AT_ONCE])


async def _refusal(worker: Worker, place: Location) -> str | None:
    """Return why an object may not be deleted, None when it may."""
    try:
        await worker.demand(access.DELETE_OBJECT, place)
    except Forbidden as error:
        return error.message()
    return None
