"""Imports from archives and from directories of the server: a storage task makes files of them, a reader reads these."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from modelyard.core.i18n import Language
from modelyard.datasets.errors.sources import FormatUnknown, StagingFailed
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows, own_folder
from modelyard.datasets.service.formats.files import ObjectFiles
from modelyard.datasets.service.formats.folder import READERS, DirectoryReader
from modelyard.datasets.service.formats.rows import ParquetReader
from modelyard.datasets.service.formats.suggesting import suggested
from modelyard.datasets.service.formats.table import TableReader
from modelyard.datasets.service.readers import Batch, ImportNow, Reader
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.sources import Format
from modelyard.datasets.types.stores import SERVER
from modelyard.objects.rules.keys import Location
from modelyard.objects.schemas.tasks import TaskCreate
from modelyard.objects.service import places
from modelyard.objects.service import tasks as storage
from modelyard.objects.types import TaskKind, TaskState

_WAIT = timedelta(seconds=1)
_SURE = 50


class StagedReader(Reader):
    """Has the storage unpack or copy the source into the dataset's own folder, then reads that as any folder.

    What may go wrong with an archive (bombs, links, names that lead out, disks that fill) is the storage's to refuse: it
    reads the whole archive before it writes, with limits, in a process without rights. options.format: what is in it;
    without that it is looked at.
    """

    kind: ClassVar[TaskKind]

    def __init__(self) -> None:
        self._inner: Reader | None = None

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        checkpoint = dict(task.checkpoint)
        if "staging" not in checkpoint:
            return await self._start(context, task)
        if not checkpoint.get("ready"):
            return await self._wait(context, task, checkpoint)
        now = replace(task, source=checkpoint["folder"], checkpoint=checkpoint.get("inner", {}))
        if self._inner is None:
            self._inner = _INNER[checkpoint["format"]]() if checkpoint.get("format") else DirectoryReader()
        batch = await self._inner.read(context, now)
        batch.checkpoint = {**checkpoint, "inner": batch.checkpoint}
        return batch

    async def close(self) -> None:
        """See `Reader`."""
        if self._inner is not None:
            await self._inner.close()

    async def _folder(self, context: DatasetsContext, task: ImportNow) -> str:
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
        return own_folder(row, task.task_id, str(task.goal.get("folder") or ""))

    async def _start(self, context: DatasetsContext, task: ImportNow) -> Batch:
        target = await self._folder(context, task)
        source = task.source if self.in_storage else task.goal["path"]
        # Killed before this is written down, it is asked for twice: the same files at the same places.
        wanted = TaskCreate(kind=self.kind, source=source, target=target, overwrite=True)
        staged = await storage.create_task(context.objects, task.who, wanted, language=Language.EN)
        return Batch({"staging": staged.id, "folder": target}, is_last=False, seen=0, wait=_WAIT)

    async def _wait(self, context: DatasetsContext, task: ImportNow, checkpoint: dict[str, Any]) -> Batch:
        staged = await storage.get_task(context.objects, task.who, checkpoint["staging"], language=Language.EN)
        if staged.state in {TaskState.FAILED, TaskState.CANCELED}:
            raise StagingFailed(problem=staged.error.error_msg if staged.error else "it was cancelled.")
        if staged.state is not TaskState.SUCCEEDED:
            return Batch(checkpoint, is_last=False, seen=0, wait=_WAIT)
        return await self._ready(context, task, checkpoint)

    async def _ready(self, context: DatasetsContext, task: ImportNow, checkpoint: dict[str, Any], *, only: str = "") -> Batch:
        """Say what is read from now on, and as what. only: the name of the file, if there is one alone."""
        found = str((task.goal.get("options") or {}).get("format") or "")
        folder = await self._top(context, task, checkpoint["folder"], names_count=found.upper() == Format.FOLDERS)
        if found and found not in _INNER:
            raise FormatUnknown(value=found[:64])
        ready = {**checkpoint, "ready": True}
        if only.lower().endswith(_ARCHIVES):
            return Batch({**ready, "folder": f"{checkpoint['folder']}{only}", "format": "archive"}, is_last=False, seen=0)
        if not found:
            files = ObjectFiles(context.objects, task.who, places.read_place(folder, field="import_path"))
            found = await _looks_like(files, task)
        return Batch({**ready, "folder": folder, "format": found}, is_last=False, seen=0)

    async def _top(self, context: DatasetsContext, task: ImportNow, folder: str, *, names_count: bool) -> str:
        """Return the folder that holds more than one folder: many archives have one around everything.

        names_count: the folders that files are in name their labels, also when it is the same for all.
        """
        place = before = places.read_place(folder, field="import_path")
        for _ in range(8):
            files, below = await ObjectFiles(context.objects, task.who, place).inside("")
            if files or len(below) != 1:
                return str(before if files and names_count else place)
            before, place = place, Location(place.bucket, place.key + below[0])
        return str(place)


class ArchiveReader(StagedReader):
    """Reads a zip or tar archive in a bucket."""

    kind = TaskKind.EXTRACT


class ServerReader(StagedReader):
    """Reads a directory of the server, below those that the operator has allowed (`objects.import_roots`)."""

    kind = TaskKind.IMPORT
    in_storage = False


async def _looks_like(files: ObjectFiles, task: ImportNow) -> str:
    """Return the format of a folder, empty where the type of the dataset decides."""
    page, _ = await files.page("")
    if page and all(each.path.lower().endswith(".parquet") for each in page):
        return PARQUET
    if task.label_type is LabelType.TABLE:
        return "table"
    best = next((each for each in await suggested(files) if each.sure >= _SURE), None)
    found = best.format.lower() if best is not None else ""
    return found if found in READERS else ""


PARQUET = "parquet"
STAGED: Mapping[str, type[Reader]] = {"archive": ArchiveReader, SERVER: ServerReader}
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")
_INNER: Mapping[str, type[Reader]] = {**READERS, PARQUET: ParquetReader, "table": TableReader, "archive": ArchiveReader}
