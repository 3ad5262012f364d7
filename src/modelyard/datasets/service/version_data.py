"""Copying the files of a version into its own folder, before it is written: what `export_images` asks for."""

import asyncio

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets.models.versions import DatasetVersionPartRow
from modelyard.datasets.rules import bitmaps, exporting, paths, version_parts
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.reading_documents import Document, pages
from modelyard.datasets.service.version_writing import Publication
from modelyard.datasets.service.working import Step
from modelyard.objects.service import places

_STEP = 500
_AT_ONCE = 16


def place_of(current: Publication, source: str, ordinal: int) -> str:
    """Return where the file of a sample lies in the folder of its version."""
    return paths.data_path(current.inner, current.version.name) + exporting.name_of(source, current.row.input_path, ordinal)


async def copy_some(context: DatasetsContext, who: Subject, current: Publication, number: int, after: int) -> Step | None:
    """Copy the next files of a part whose ordinals come after one; None when there are none left."""
    async with context.database.read_session() as db:
        part = await db.get_one(DatasetVersionPartRow, (current.version.id, number))
        members = version_parts.unpacked(part.members, number)
        copied = version_parts.unpacked(part.files, number)
        ordinals = bitmaps.page(bitmaps.without(members, bitmaps.up_to(after + 1)), offset=0, limit=_STEP)
        if not ordinals:
            return None
        documents = await pages(db, current.row, current.job, ordinals=ordinals)
    slots, readable = asyncio.Semaphore(_AT_ONCE), dict[str, bool]()

    async def one(each: Document) -> Problem | None:
        folder = each.source.rpartition("/")[0] + "/"
        async with slots:
            if folder not in readable:
                readable[folder] = await places.may_read(context.objects, who, folder)
            if not readable[folder]:
                return Problem("forbidden", "source", each.source[:200], file=each.source)
            source = places.read_place(each.source, field="source")
            target = places.read_place(place_of(current, each.source, each.ordinal), field="work_path")
            try:
                await context.objects.store.copy(source.bucket, source.key, target.bucket, target.key)
            except AppError as error:
                if error.status >= 500:
                    raise
                return Problem("gone", "source", each.source[:200], file=each.source)
        return None

    files = [each for each in documents if each.content is None]
    told = await asyncio.gather(*(one(each) for each in files))
    done = bitmaps.of(each.ordinal for each, problem in zip(files, told, strict=True) if problem is None)
    packed = version_parts.packed(bitmaps.union([copied, done]), number)
    problems = [each for each in told if each is not None]

    async def write(db: AsyncSession, _step: Step) -> None:
        mine = (DatasetVersionPartRow.version_id == current.version.id, DatasetVersionPartRow.number == number)
        await db.execute(update(DatasetVersionPartRow).where(*mine).values(files=packed))

    return Step(
        checkpoint={"phase": "files", "part": number, "after": ordinals[-1]}, bad=len(problems), problems=problems, write=write
    )
