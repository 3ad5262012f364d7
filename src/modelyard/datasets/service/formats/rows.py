"""Readers of rows: databases and Parquet files. Rows become samples, or rows of a table, by the type of the dataset."""

import asyncio
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from modelyard.datasets.adapters.parquet import ParquetRows, open_parquet
from modelyard.datasets.adapters.sql import SqlRows, Wanted
from modelyard.datasets.errors.stores import RowsMismatch
from modelyard.datasets.rules import images, rows
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.service import stores
from modelyard.datasets.service.checking import checked
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats.files import MOST_BYTES, ObjectFiles
from modelyard.datasets.service.formats.folder import root_of
from modelyard.datasets.service.formats.table import Target, target_of, write_part
from modelyard.datasets.service.readers import Batch, Found, ImportNow, Reader
from modelyard.datasets.service.rights import Readable
from modelyard.datasets.types.datasets import LabelType
from modelyard.objects.service import places

_LIMIT = 1000
_AT_ONCE = 16
_PIECE = 4 * 2**20
_S3 = "s3://"
_CONTENT = "content://"
_NAMES = {"jpeg": "jpg"}


class RowTaker:
    """Makes samples, or rows of a table, of the rows of one import."""

    def __init__(self, task: ImportNow) -> None:
        self._task = task
        options = task.goal.get("options") or {}
        given = options.get("columns")
        self._columns = {str(name): str(theirs) for name, theirs in given.items()} if isinstance(given, dict) else {}
        maps = (options.get("data_source") or {}).get("schema_maps") or []
        self._renamed = {str(each["dest_name"]): str(each["src_name"]) for each in maps}
        self._rights = Readable()
        self._target: Target | None = None
        self._sources: dict[str, str] = {}

    async def take(
        self,
        context: DatasetsContext,
        found: Sequence[Mapping[str, Any]],
        *,
        first: int,
        part: int,
        top: str,
        file: str = "",
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> Batch:
        """Return a batch without its checkpoint. first: the number of the first row. top: of relative paths, `s3://…/`."""
        problems = Problems(file)
        if self._target is None:
            self._target = await target_of(context, self._task)
        if self._task.label_type is LabelType.TABLE:
            count = await self._write(context, found, problems, first, part)
            return Batch({}, False, [], list(problems), seen=len(found), rows=count)
        taken: list[tuple[int, rows.RowItem]] = []
        for number, row in enumerate(found, first):
            with problems.at("", number):
                taken.append((number, rows.row_item(row, self._columns, names or {}, problems, number)))
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int, said: rows.RowItem) -> Found | None:
            source = said.item.source
            async with room:
                with problems.at("", number):
                    if said.content is not None:
                        # Files of one import may use the same names over and over again.
                        stem = f"{file.rpartition('.')[0]}/" if file else ""
                        source = await self._put(context, stem + source, said.content)
                    elif "://" not in source:
                        source = top + source.lstrip("/")
                    return Found(said.item._replace(source=source), line=number, file=file)
            return None

        made = await asyncio.gather(*(one(*each) for each in taken))
        told: list[Problem] = []
        kept = await checked(context, self._task, self._rights, [each for each in made if each is not None], told)
        return Batch({}, False, kept, [*problems, *told], seen=len(found))

    async def _put(self, context: DatasetsContext, name: str, content: bytes) -> str:
        """Write the bytes of a row into the dataset's own folder, unless they are there; return where."""
        assert self._target is not None
        if not content:
            raise Unreadable("empty")
        if len(content) > MOST_BYTES:
            raise Unreadable("long", value="100 MiB")
        if "." not in name.rpartition("/")[2]:
            name = f"{name}.{_ending(content)}"
        place = places.spell(f"{self._target.folder}{name}")
        if place is None:
            raise Unreadable("shape", "name", f"name of a file: {name}")
        location = places.read_place(place, field="name")
        there = await context.objects.store.head(location.bucket, location.key)
        if there is not None and there.etag != hashlib.md5(content, usedforsecurity=False).hexdigest():
            raise Unreadable("other", "name", name)
        if there is None and not self._task.goal.get("dry_run"):
            await context.objects.store.put(location.bucket, location.key, content, size_bytes=len(content))
        return f"{_S3}{location.bucket}/{location.key}"

    async def _write(
        self, context: DatasetsContext, found: Sequence[Mapping[str, Any]], problems: Problems, first: int, part: int
    ) -> int:
        if not found:
            return 0
        assert self._target is not None
        if not self._sources:
            self._sources, missing = rows.sources_of(self._target.columns, list(found[0]), self._renamed)
            if missing:
                lacking = ", ".join(missing)[:200]
                raise RowsMismatch(
                    source=self._task.goal["path"], problem=f"they lack {lacking}.", problem_zh=f"缺少列 {lacking}。"
                )
        written = [
            rows.cells(row, self._target.columns, self._sources, problems, number) for number, row in enumerate(found, first)
        ]
        if not self._task.goal.get("dry_run"):
            await write_part(context, self._target, part, written)
        return len(written)


class SqlReader(Reader):
    """Reads a table or a query of a database. The checkpoint is the key of the last row, or how many rows were read."""

    in_storage = False

    def __init__(self) -> None:
        self._rows: SqlRows | None = None
        self._taker: RowTaker | None = None

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        state = dict(task.checkpoint)
        count, part = int(state.get("row", 0)), int(state.get("part", 0))
        if self._rows is None or self._taker is None:
            self._taker = RowTaker(task)
            await self._open(context, task, state)
        assert self._rows is not None
        found = await self._rows.next(_LIMIT)
        top = f"{_S3}{task.source.removeprefix('obs://').rpartition('/')[0]}/"
        batch = await self._taker.take(context, found, first=count + 1, part=part, top=top)
        batch.checkpoint = {"row": count + len(found), "part": part + bool(batch.rows), **self._after(state, found)}
        batch.is_last = len(found) < _LIMIT
        return batch

    async def close(self) -> None:
        """See `Reader`."""
        if self._rows is not None:
            await self._rows.close()

    async def _open(self, context: DatasetsContext, task: ImportNow, state: Mapping[str, Any]) -> None:
        address = stores.opened(context, task.dataset_id, task.goal)
        options = task.goal.get("options") or {}
        self._rows = SqlRows(address, await stores.reached(context, address), options)
        table, query, key = (str(options.get(name) or "") for name in ("table", "query", "key"))
        after, same, row = state.get("after"), int(state.get("same", 0)), int(state.get("row", 0))
        await self._rows.start(Wanted(table, query, state.get("key") or key, after, same, row))

    def _after(self, state: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        assert self._rows is not None
        key = self._rows.key
        if not key:
            return {}
        before = {name: state[name] for name in ("key", "after", "same") if name in state}
        if not found:
            return before
        values = [each.get(key) for each in found]
        if any(type(each) not in {int, str} for each in values):
            raise RowsMismatch(
                source=key, problem="rows are ordered by it, so it must hold whole numbers or text everywhere.",
                problem_zh="用于排序的列必须全部为整数或文本。",
            )  # fmt: skip
        same = sum(each == values[-1] for each in values)
        return {"key": key, "after": values[-1], "same": same + (before.get("same", 0) if same == len(values) else 0)}


class ParquetReader(Reader):
    """Reads Parquet files of a folder, one after another, or one. The checkpoint is the file and the row in it."""

    def __init__(self) -> None:
        self._rows: ParquetRows | None = None
        self._taker: RowTaker | None = None
        self._name = ""

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        root, only = root_of(places.read_place(task.source, field="import_path"))
        files = ObjectFiles(context.objects, task.who, root)
        state = dict(task.checkpoint)
        after, part = str(state.get("after", "")), int(state.get("part", 0))
        name = str(state.get("file") or "") or only or await _next(files, after)
        if not name:
            missing = [] if after else [Problem("absent", "", "*.parquet")]
            return Batch(state, is_last=True, problems=missing, seen=len(missing))
        count = int(state.get("row", 0))
        problems = Problems(name)
        self._taker = self._taker or RowTaker(task)
        found: list[dict[str, Any]] = []
        with problems.at(""):
            if self._rows is None or self._name != name:
                await self.close()
                self._rows, self._name = await _opened(context, files, name, count), name
            while len(found) < _LIMIT and (more := await self._rows.next()):
                found += more
        names = self._rows.names if self._rows is not None else {}
        top = f"{_S3}{root.bucket}/{root.key}{name.rpartition('/')[0]}".rstrip("/") + "/"
        batch = await self._taker.take(context, found, first=count + 1, part=part, top=top, file=name, names=names)
        batch.problems += problems
        batch.seen = len(found) + len(problems)
        if len(found) >= _LIMIT and not problems:
            batch.checkpoint = {"after": after, "file": name, "row": count + len(found)}
        else:
            await self.close()
            batch.checkpoint = {"after": name}
            batch.is_last = bool(only) or not await _next(files, name)
        batch.checkpoint["part"] = part + bool(batch.rows)
        return batch

    async def close(self) -> None:
        """See `Reader`."""
        if self._rows is not None:
            await self._rows.close()
            self._rows = None


async def _next(files: ObjectFiles, after: str) -> str:
    is_last = False
    while not is_last:
        page, is_last = await files.page(after)
        for each in page:
            if each.path.lower().endswith((".parquet", ".parq")):
                return each.path
        after = page[-1].path if page else after
    return ""


async def _opened(context: DatasetsContext, files: ObjectFiles, name: str, skip: int) -> ParquetRows:
    """Open a file, which lies on the disk meanwhile: Parquet is read from its end. Raises `Unreadable`."""
    info = await files.info(name)
    if info is None:
        raise Unreadable("absent", value=name)
    if not info.size_bytes:
        raise Unreadable("empty")
    await asyncio.to_thread(context.objects.spool.mkdir, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=context.objects.spool) as spooled:
        for offset in range(0, info.size_bytes, _PIECE):
            spooled.write(await files.read(name, offset=offset, length=_PIECE))
        spooled.flush()
        return await open_parquet(Path(spooled.name), skip)


def _ending(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    try:
        kind = str(images.inspected(content[:65536]).kind)
    except Unreadable:
        return "bin"
    return _NAMES.get(kind.lower(), kind.lower())
