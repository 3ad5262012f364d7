"""Files of an import that go to the dataset's own folder: copied within the storage, each once (decision 0126)."""

import asyncio

from modelyard.datasets.rules.preparing import Block, Row
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.rules.relocating import place_below, relocated
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows, own_folder
from modelyard.datasets.service.readers import ImportNow
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.ports import ObjectInfo
from modelyard.objects.service import places

_AT_ONCE = 16


class Copies:
    """Copies what the blocks of one import name. Repeated, it finds what is there and copies nothing twice."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def take(self, context: DatasetsContext, task: ImportNow, block: Block, problems: list[Problem]) -> None:
        """Copy the files of a block and have its rows name the copies. What cannot be copied leaves the block, and is told."""
        top = task.source if task.source.endswith("/") else task.source.rpartition("/")[0] + "/"
        moves = relocated(block, lambda source: place_below(self._target, top, source))
        told = await asyncio.gather(*(self._copied(context, move) for move in moves))
        kept = []
        for row, move, code in zip(block.rows, moves, told, strict=True):
            if not code or move is None:
                kept.append(row)
                continue
            found = Row._make(row)
            problems.append(Problem(code, "source", move[code == "other"][:200], found.line, found.file))
        block.rows[:] = kept

    async def _copied(self, context: DatasetsContext, move: tuple[str, str] | None) -> str:
        """Copy a file unless it was; return what is wrong with that."""
        if move is None:
            return ""
        source, target = (places.read_place(each, field="import_folder") for each in move)
        store = context.objects.store
        async with self._room:
            there = await store.head(target.bucket, target.key)
            if there is not None:
                origin = await store.head(source.bucket, source.key)
                return "absent" if origin is None else "" if _is_same(origin, there) else "other"
            try:
                await store.copy(source.bucket, source.key, target.bucket, target.key)
            except ObjectNotFound:
                return "absent"
        return ""


async def copies_of(context: DatasetsContext, task: ImportNow, folder: str) -> Copies:
    """Return what copies files into a folder of the dataset's own. Raises Forbidden where the caller may not write there."""
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, task.who, task.dataset_id)
    target = places.read_place(own_folder(row, task.task_id, folder), field="import_folder")
    await places.require_writable(context.objects, task.who, target)
    return Copies(str(target))


def _is_same(one: ObjectInfo, other: ObjectInfo) -> bool:
    """Return whether two objects have the same bytes, as far as their ETags say it: those of uploads in parts do not."""
    is_known = "-" not in one.etag + other.etag
    return one.size_bytes == other.size_bytes and (one.etag == other.etag or not is_known)
