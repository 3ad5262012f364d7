"""Imports of files that lie in another store: they are copied into the dataset's own folder, then read as any folder."""

from typing import Any

from modelyard.datasets.adapters.other_files import open_files
from modelyard.datasets.errors.stores import OtherStoreRefused
from modelyard.datasets.ports import OtherFile, OtherFiles
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service import stores
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats.staging import StagedReader
from modelyard.datasets.service.readers import Batch, ImportNow
from modelyard.objects.service import places, writing

_FILES = 64
_BYTES = 64 * 2**20


class RemoteReader(StagedReader):
    """Copies some files a step. Killed, it goes on after the last one that was written down; the next is written again.

    A file that the store refuses is a problem; a store that does not answer is tried again.
    """

    in_storage = False

    def __init__(self) -> None:
        super().__init__()
        self._files: OtherFiles | None = None
        self._page: list[OtherFile] = []
        self._is_last = False

    async def close(self) -> None:
        """See `Reader`."""
        if self._files is not None:
            await self._files.close()
        await super().close()

    async def _start(self, context: DatasetsContext, task: ImportNow) -> Batch:
        target = await self._folder(context, task)
        await places.require_writable(context.objects, task.who, places.read_place(target, field="import_folder"))
        return Batch({"staging": "remote", "folder": target, "after": "", "copied": 0}, is_last=False, seen=0)

    async def _wait(self, context: DatasetsContext, task: ImportNow, checkpoint: dict[str, Any]) -> Batch:
        if self._files is None:
            address = stores.opened(context, task.dataset_id, task.goal)
            assert context.open_s3 is not None
            self._files = open_files(address, context.settings.stores.allowed, context.open_s3)
        after, problems, size, copied = checkpoint["after"], list[Problem](), 0, 0
        if not self._page:
            self._page, self._is_last = await self._files.page(after)
        while self._page and copied + len(problems) < _FILES and size < _BYTES:
            file = self._page.pop(0)
            after = file.name
            place = places.spell(f"{checkpoint['folder']}{file.name}")
            if place is None or place.endswith("/"):
                problems.append(Problem("shape", "", f"name of a file: {file.name[:200]}", file=file.name[:200]))
                continue
            try:
                async with self._files.get(file.name) as chunks:
                    size += await writing.write_object(context.objects, task.who, place, chunks)
                copied += 1
            except OtherStoreRefused as error:
                problems.append(Problem("unreadable", "", str(error.params["problem"]), file=file.name[:200]))
        total = checkpoint["copied"] + copied
        state = {**checkpoint, "after": after, "copied": total}
        if self._page or not self._is_last:
            return Batch(state, is_last=False, problems=problems, seen=len(problems))
        if not total:
            raise OtherStoreRefused(store=task.goal["path"], problem=_first(problems))
        batch = await self._ready(context, task, state, only=after if total == 1 else "")
        batch.problems += problems
        batch.seen = len(problems)
        return batch


def _first(problems: list[Problem]) -> str:
    return problems[0].value if problems else "there are no files"
