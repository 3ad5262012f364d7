"""Exporting, as the worker does it: page by page, small files at once, large ones out of pieces at the end.

Pieces lie below `.export-<task>/` in the target until the file that they make up is written. A step that is repeated writes
the same objects again.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import orjson

from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.versions import DatasetExportRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, exporting, ids, manifest, splits, version_parts
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.exporting import Composed, End, Sample, Written
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.rules.splits import Split
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.service import datasets, exported_versions, imports
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.exported_versions import Entry, Reader
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.reading_documents import Document, pages
from modelyard.datasets.service.table_publishing import export_rows
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import COUNTED, DataType, LabelType
from modelyard.datasets.types.sources import Format
from modelyard.datasets.types.versions import SplitMethod
from modelyard.objects.service import places

_WITH_FILES, _WITHOUT = 500, 4000
_AT_ONCE = 16
_HARD = "@modelarts:hard_coefficient"
_MANIFEST = "manifest"


class ExportWork(Work):
    """Exports samples. Checkpoint: the last ordinal, the state of the writer, the pieces of each section with their sizes."""

    def __init__(self) -> None:
        self._members: dict[int, int] | None = None
        self._readable: dict[str, bool] = {}
        self._reader: Reader | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Write a page of samples; after the last one, what is made of all of them."""
        goal, checkpoint = task.goal, task.checkpoint
        if goal["format"] == Format.TABLE:
            return await export_rows(context, task)
        if self._members is None:
            target = places.read_place(goal["path"], field="path")
            await places.require_writable(context.objects, task.who, target)
            async with context.database.read_session() as db:
                self._members = version_parts.loaded((await db.get_one(DatasetExportRow, task.id)).members)
        if checkpoint.get("finished"):
            return await _finish(context, task)
        after = int(checkpoint.get("after", -1))
        limit = _WITH_FILES if goal["with_files"] else _WITHOUT
        left = bitmaps.without(self._members, bitmaps.up_to(after + 1))
        ordinals = bitmaps.page(left, offset=0, limit=limit)
        if not ordinals:
            return Step(checkpoint={**checkpoint, "finished": True})
        async with context.database.read_session() as db:
            row, job = await get_rows(db, task.who, task.dataset_id)
            names = {str(each.number): each.name for each in (await queries.labels_of(db, [job.id]))[job.id]}
            found = [] if goal["version_id"] else await pages(db, row, job, ordinals=ordinals, revision=goal["revision"])
        if goal["version_id"]:
            self._reader = self._reader or await exported_versions.reader_of(
                context, task.who, task.dataset_id, goal["version_id"]
            )
            entries = await self._reader.read(context, ordinals, with_files=goal["with_files"])
        else:
            entries = [_entry(row, each, names) for each in found]
        written = _written(row, job, entries, goal=goal, state=checkpoint.get("state", {}))
        problems = list(written.problems)
        problems += await self._copy(context, task, written.copies)
        await _put_all(context, goal["path"], written.files)
        pieces = {name: list(sizes) for name, sizes in checkpoint.get("pieces", {}).items()}
        for name, content in written.pieces.items():
            number = len(pieces.setdefault(name, []))
            await _put(context, _piece(task, name, number), content)
            pieces[name].append(len(content))
        bad = len({each.file for each in problems if each.file})
        return Step(
            checkpoint={"after": ordinals[-1], "state": written.state, "pieces": pieces},
            done=len(ordinals),
            good=len(ordinals) - bad,
            bad=bad,
            problems=problems,
        )

    async def _copy(self, context: DatasetsContext, task: TaskNow, copies: Sequence[tuple[str, str]]) -> list[Problem]:
        problems: list[Problem] = []
        slots = asyncio.Semaphore(_AT_ONCE)

        async def one(source: str, name: str) -> None:
            found = places.read_place(source, field="source")
            target = places.read_place(task.goal["path"] + name, field="path")
            async with slots:
                try:
                    await context.objects.store.copy(found.bucket, found.key, target.bucket, target.key)
                except AppError as error:
                    if error.status >= 500:
                        raise
                    problems.append(Problem("gone", "source", source[:200], file=source))

        wanted = []
        for source, name in copies:
            if await self._may_read(context, task.who, source):
                wanted.append((_obs(source), name))
            else:
                problems.append(Problem("forbidden", "source", source[:200], file=source))
        await asyncio.gather(*(one(*each) for each in wanted))
        return problems

    async def _may_read(self, context: DatasetsContext, who: Subject, source: str) -> bool:
        folder = _obs(source).rpartition("/")[0]
        if folder not in self._readable:
            self._readable[folder] = await places.may_read(context.objects, who, f"{folder}/")
        return self._readable[folder]


def _written(
    row: DatasetRow, job: LabellingJobRow, entries: Sequence[Entry], *, goal: Mapping[str, Any], state: Mapping[str, Any]
) -> Written:
    usages = _usages([each.ordinal for each in entries], goal["train"])
    samples = []
    for each in entries:
        item = each.item if goal["keep_hard"] else _without_hard(each.item)
        item = item._replace(usage=usages.get(each.ordinal, item.usage))
        samples.append(Sample(item, exporting.name_of(each.source, row.input_path, each.ordinal)))
    if Format(goal["format"]) is not Format.MANIFEST:
        return exporting.write(Format(goal["format"]), samples, state, with_files=goal["with_files"])
    done = Written(dict(state))
    lines = []
    for sample in samples:
        item = sample.item
        if goal["with_files"] and not item.source.startswith("content://"):
            done.copies.append((item.source, f"data/{sample.name}"))
            item = item._replace(source=f"{goal['path']}data/{sample.name}")
        if not item.source.startswith("content://"):
            item = item._replace(source=goal["head"] + _obs(item.source).removeprefix("obs://"))
        lines.append(manifest.write_line(item, LabelType(job.type), keep_hard=goal["keep_hard"]) + b"\n")
    done.add(_MANIFEST, b"".join(lines))
    return done


def _entry(row: DatasetRow, each: Document, names: Mapping[str, str]) -> Entry:
    said = documents.parsed(each.document) if each.state in COUNTED else ()
    shown = [one._replace(label=names.get(one.label, "")) for one in said if not one.label or one.label in names]
    hardness = orjson.loads(each.hardness) if each.hardness else None
    item = Item(
        source="s3://" + each.source.removeprefix("obs://") if each.content is None else f"content://{each.content}",
        annotations=tuple(shown),
        usage=each.usage,
        id=ids.sample_id(row.id, ids.sample_number(row.number, each.ordinal)),
        hard=hardness is not None,
        hard_coefficient=None if hardness is None else hardness.get(_HARD),
        sample_type=DataType(row.data_type).sample_type,
        size=(each.width, each.height or 0, each.depth or 3) if each.width else None,
        properties=tuple(sorted(orjson.loads(each.properties).items())) if each.properties else (),
    )
    return Entry(each.ordinal, item, each.source)


def _without_hard(item: Item) -> Item:
    said = tuple(one._replace(hard=False, hard_coefficient=None, hard_reasons=()) for one in item.annotations)
    return item._replace(annotations=said, hard=False, hard_coefficient=None)


def _usages(ordinals: Sequence[int], train: float) -> dict[int, str]:
    """Return the marks of a split by chance; each sample draws for itself, so that pages need not know each other."""
    if train >= 1:
        return {}
    sets = splits.by_chance(bitmaps.of(ordinals), Split(SplitMethod.RANDOM, train, 1 - train))
    return {ordinal: str(usage) for usage, members in sets.items() for ordinal in bitmaps.members_of(members)}


async def _finish(context: DatasetsContext, task: TaskNow) -> Step:
    """Write the files that all pages make up, take the pieces away, make the new dataset."""
    goal, pieces = task.goal, task.checkpoint.get("pieces", {})
    chosen = Format(goal["format"])
    if chosen is Format.MANIFEST:
        end = End(composed=[Composed("dataset.manifest", (_MANIFEST,))])
    else:
        end = exporting.finish(chosen, task.checkpoint.get("state", {}))
    await _put_all(context, goal["path"], end.files)
    for composed in end.composed:
        await _compose(context, task, composed, pieces)
    names = [_piece(task, name, number) for name, sizes in pieces.items() for number in range(len(sizes))]
    for start in range(0, len(names), 1000):
        found = [places.read_place(each, field="path") for each in names[start : start + 1000]]
        await context.objects.store.delete_many(found[0].bucket, [each.key for each in found])
    params = goal["params"]
    if params["export_dest"] != "NEW_DATASET":
        return Step(finished=True)
    dataset_id = task.result.get("dataset_id") or await _new_dataset(context, task)
    return Step(finished=True, result={"dataset_id": dataset_id})


async def _compose(context: DatasetsContext, task: TaskNow, composed: Composed, pieces: Mapping[str, Sequence[int]]) -> None:
    size = sum(len(part) if isinstance(part, bytes) else sum(pieces.get(part, ())) for part in composed.parts)

    async def content() -> AsyncIterator[bytes]:
        for part in composed.parts:
            if isinstance(part, bytes):
                yield part
                continue
            for number in range(len(pieces.get(part, ()))):
                place = places.read_place(_piece(task, part, number), field="path")
                async with context.objects.store.get(place.bucket, place.key) as chunks:
                    async for chunk in chunks:
                        yield chunk

    target = places.read_place(task.goal["path"] + composed.name, field="path")
    await context.objects.store.put(target.bucket, target.key, content(), size_bytes=size)


async def _new_dataset(context: DatasetsContext, task: TaskNow) -> str:
    """Create the dataset that the export is for, and import the manifest that was written."""
    params = task.goal["params"]
    async with context.database.read_session() as db:
        row, job = await get_rows(db, task.who, task.dataset_id)
        labels = (await queries.labels_of(db, [job.id]))[job.id]
    wanted = DatasetCreate.model_validate(
        {
            "dataset_name": params["export_new_dataset_name"],
            "dataset_type": row.type,
            "data_sources": [{"data_type": 0, "data_path": "/" + task.goal["path"].removeprefix("obs://")}],
            "work_path": params["export_new_dataset_work_path"],
            "work_path_type": 0,
            "workspace_id": row.workspace_id,
            "import_annotations": False,
            "labels": [
                {"name": each.name, "type": each.type, "property": each.property, "attributes": each.attributes}
                for each in labels
            ],
            "schema": row.settings["columns"],
        }
    )
    created = await datasets.create_dataset(context, task.who, wanted)
    path = "/" + task.goal["path"].removeprefix("obs://") + "dataset.manifest"
    await imports.start_import(
        context, task.who, created.dataset_id, ImportCreate(import_path=path, import_type="manifest", import_annotations=True)
    )
    return created.dataset_id


async def _put_all(context: DatasetsContext, target: str, files: Mapping[str, bytes]) -> None:
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str, content: bytes) -> None:
        async with slots:
            await _put(context, target + name, content)

    await asyncio.gather(*(one(*each) for each in files.items()))


async def _put(context: DatasetsContext, place: str, content: bytes) -> None:
    found = places.read_place(place, field="path")
    await context.objects.store.put(found.bucket, found.key, content, size_bytes=len(content))


def _piece(task: TaskNow, section: str, number: int) -> str:
    return f"{task.goal['path']}.export-{task.id}/{section}/{number}"


def _obs(source: str) -> str:
    return "obs://" + source.removeprefix("s3://").removeprefix("obs://")
