"""Publishing, as the worker does it: freeze, write the parts, compose the manifest (decision 0088).

What is frozen is a revision, the ordinals that are there, and what each is for. All else follows from these: a worker that
was killed is followed by one that writes the same bytes under the same names.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, ids, version_parts
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.rules.splits import USAGES, Split
from modelyard.datasets.service import splitting, version_annotations, version_data
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.processed import processed_ordinals
from modelyard.datasets.service.table_publishing import publish_rows
from modelyard.datasets.service.version_completing import make_usable
from modelyard.datasets.service.version_sending import PartSender
from modelyard.datasets.service.version_writing import Part, PartWriter, Publication
from modelyard.datasets.service.versions import labels_as_kept
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.versions import SplitMethod, VersionFormat
from modelyard.objects.service import places

_STEP_SECONDS = 1.0
_MOST_TRIES = 5


class PublishWork(Work):
    """Publishes one version. Checkpoint: `phase`, and the number of the last part that was written."""

    def __init__(self) -> None:
        self._now: Publication | None = None
        self._sender: PartSender | None = None
        self._writer: PartWriter | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Freeze; then write parts; at last compose the manifest."""
        current = self._now or await self._look(context, task)
        if current is None:
            return Step(finished=True, result={"deleted": True})
        self._now = current
        if current.version.format == VersionFormat.CSV:
            return await publish_rows(context, task, current)
        phase = task.checkpoint.get("phase", "")
        if not phase:
            return await _freeze(context, current)
        if phase == "files":
            return await self._copy_files(context, task.who, current, task.checkpoint)
        self._sender = self._sender or PartSender(context)
        if phase == "parts":
            return await self._write_parts(context, current, self._sender, task.checkpoint)
        step = await version_annotations.write_some(context, current, task.checkpoint)
        return step or await _complete(context, task.who, current, self._sender)

    async def close(self) -> None:
        """Give up what is on its way."""
        if self._writer is not None:
            await self._writer.close()
        if self._sender is not None:
            await self._sender.close()

    async def _look(self, context: DatasetsContext, task: TaskNow) -> Publication | None:
        async with context.database.read_session() as db:
            version = await db.get(DatasetVersionRow, task.goal["version_id"])
            if version is None:
                return None
            row, _ = await get_rows(db, task.who, task.dataset_id)
            job = await db.get_one(LabellingJobRow, version.job_id)
            labels = (await queries.labels_of(db, [job.id]))[job.id]
            previous = None if version.previous_id is None else await db.get(DatasetVersionRow, version.previous_id)
            numbers = select(DatasetVersionPartRow.number).where(DatasetVersionPartRow.version_id == version.id)
            parts = list(await db.scalars(numbers.order_by(DatasetVersionPartRow.number)))
        inner = inner_of(row)
        await places.require_writable(context.objects, task.who, places.read_place(inner, field="work_path"))
        return Publication(row, job, version, labels, inner, ids.sample_id(row.id, 0)[:16], previous, parts)

    async def _copy_files(self, context: DatasetsContext, who: Subject, current: Publication, at: Any) -> Step:
        """Copy some files into the folder of the version; begin with the lines when all are there."""
        for number in current.parts:
            if number >= at["part"]:
                after = at["after"] if number == at["part"] else -1
                step = await version_data.copy_some(context, who, current, number, after)
                if step is not None:
                    return step
        return Step(checkpoint={"phase": "parts", "part": -1})

    async def _write_parts(self, context: DatasetsContext, current: Publication, sender: PartSender, checkpoint: Any) -> Step:
        """Write parts for a while."""
        left = [each for each in current.parts if each > checkpoint["part"]]
        if not left:
            return Step(checkpoint={"phase": "manifest"})
        self._writer = self._writer or PartWriter(context, current, left)
        clock = asyncio.get_running_loop().time
        until = clock() + _STEP_SECONDS
        written: list[Part] = []
        while clock() < until and (part := await self._writer.next()) is not None:
            await sender.send(current, part)
            written.append(part)
        await sender.arrived()

        async def write(db: AsyncSession, _step: Step) -> None:
            for each in written:
                of_part = (DatasetVersionPartRow.version_id == current.version.id, DatasetVersionPartRow.number == each.number)
                values = {
                    "digest": each.digest,
                    "size_bytes": each.size_bytes,
                    "counts": each.counted.counts,
                    "members": each.counted.members,
                }
                await db.execute(update(DatasetVersionPartRow).where(*of_part).values(**values))

        count = sum(each.counted.seen for each in written)
        gone = [each.counted.gone for each in written if each.counted.gone]
        problems = [Problem("missing", f"{number} samples were deleted while the version was published") for number in gone]
        at = {"phase": "parts", "part": written[-1].number}
        return Step(checkpoint=at, done=count, good=count, bad=len(problems), problems=problems, write=write)


async def _freeze(context: DatasetsContext, current: Publication) -> Step:
    """Take a revision, and what is there at it; divide it; write down the parts that are to be written."""
    split = Split(**(current.version.options["split"] | {"method": SplitMethod(current.version.options["split"]["method"])}))
    for attempt in range(_MOST_TRIES):
        # Nothing may change while the sets are read. On the last attempt nothing can.
        is_last = attempt == _MOST_TRIES - 1
        async with context.database.session() if is_last else context.database.read_session() as db:
            row = await db.get_one(DatasetRow, current.row.id, with_for_update=is_last)
            revision = row.revision
            material = await splitting.material(db, row, current.job, split)
            if current.version.options.get("processing"):
                left = await processed_ordinals(db, row, current.version.options["processing"])
                material = replace(material, members=bitmaps.common(material.members, bitmaps.of(left)))
            labels = (await queries.labels_of(db, [current.job.id]))[current.job.id]
            await db.refresh(row)
            if row.revision == revision:
                break
    splitting.check(material, split, {str(each.number): each for each in labels})
    sets = splitting.divide(material, split)
    current.labels = labels
    version = current.version
    current.parts = version_parts.numbers_of(material.members)
    rows = [
        {
            "version_id": version.id,
            "number": number,
            "members": version_parts.packed(material.members, number),
            "usages": version_parts.packed_all([sets.get(usage, {}) for usage in USAGES], number),
            "files": b"",
            "digest": "",
            "size_bytes": 0,
            "counts": {},
        }
        for number in current.parts
    ]
    version.revision = revision

    async def write(db: AsyncSession, _step: Step) -> None:
        await db.execute(insert(DatasetVersionPartRow), rows)
        of_version = DatasetVersionRow.id == version.id
        await db.execute(update(DatasetVersionRow).where(of_version).values(revision=revision))
        kept = labels_as_kept(labels, {}, {})
        db.add(DatasetVersionDetailRow(version_id=version.id, labels=kept, usages={}))

    total = bitmaps.count(material.members)
    phase = {"phase": "files", "part": 0, "after": -1} if version.options["export_images"] else {"phase": "parts", "part": -1}
    return Step(checkpoint=phase, total=total, write=write)


async def _complete(context: DatasetsContext, who: Subject, current: Publication, sender: PartSender) -> Step:
    """Write the manifest, and make the version usable."""
    version = current.version
    async with context.database.read_session() as db:
        statement = select(DatasetVersionPartRow).where(DatasetVersionPartRow.version_id == version.id)
        parts = list(await db.scalars(statement.order_by(DatasetVersionPartRow.number)))
        before = {} if current.previous is None else await members_of(db, current.previous.id)
        detail = await db.get_one(DatasetVersionDetailRow, version.id)
    if version.options.get("annotation_format"):
        await version_annotations.write_manifest(context, current, parts)
    else:
        await sender.compose(current, parts)
    counts = version_parts.merged(each.counts for each in parts)
    members = {chunk: bits for each in parts for chunk, bits in version_parts.unpacked(each.members, each.number).items()}
    figures = {
        "annotated": 0,
        **counts.get("figures", {}),
        "total": bitmaps.count(members),
        "deleted": bitmaps.count(bitmaps.without(before, members)),
        "previous_total": 0 if current.previous is None else current.previous.figures.get("total", 0),
        "previous_annotated": 0 if current.previous is None else current.previous.figures.get("annotated", 0),
        "bytes": sum(each.size_bytes for each in parts),
        "copied": sum(bitmaps.count(version_parts.unpacked(each.files, each.number)) for each in parts),
    }
    sets = counts.get("sets", {})
    labels = [_with_counts(each, counts, sets) for each in detail.labels]
    usages = {str(usage): sets[usage] for usage in USAGES if usage in sets}

    async def write(db: AsyncSession, _step: Step) -> None:
        if await make_usable(db, who, current.row.id, version.id, figures) is not None:
            of_version = DatasetVersionDetailRow.version_id == version.id
            await db.execute(update(DatasetVersionDetailRow).where(of_version).values(labels=labels, usages=usages))

    return Step(finished=True, result={"version_id": version.id}, write=write)


async def members_of(db: AsyncSession, version_id: str) -> dict[int, int]:
    """Return the ordinals of a version."""
    statement = select(DatasetVersionPartRow.number, DatasetVersionPartRow.members)
    found: dict[int, int] = {}
    for number, members in await db.execute(statement.where(DatasetVersionPartRow.version_id == version_id)):
        found |= version_parts.unpacked(members, number)
    return found


def _with_counts(label: Mapping[str, Any], counts: Mapping[str, Mapping[str, int]], sets: Mapping[str, int]) -> dict[str, Any]:
    number = str(label["number"])
    usages = {str(usage): sets.get(f"{number} {usage}", 0) for usage in USAGES if usage in sets}
    return {
        **label,
        "count": counts.get("labels", {}).get(number, 0),
        "sample_count": counts.get("samples", {}).get(number, 0),
        "usages": usages,
    }
