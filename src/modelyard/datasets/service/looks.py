"""What samples look like: measured once for each file, kept, and read back as arrays."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many
from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.models.insight import SampleLooksRow
from modelyard.datasets.ports import CannotDecode, Looks
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules.box_metrics import Box, boxes_of
from modelyard.datasets.rules.columns import Measured
from modelyard.datasets.rules.ids import ordinal_of, sample_number, sample_range
from modelyard.datasets.rules.pixels import DESCRIPTOR_LENGTH
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.previews import MOST_IMAGE_BYTES, decoder_of
from modelyard.datasets.service.reading_documents import Document
from modelyard.datasets.types.insight import Undecodable
from modelyard.objects.service import reading

# How many samples one step looks at: a second or two of decoding.
AT_ONCE = 128
_AT_ONCE_READ = 8
_AT_ONCE_SQL = 500
# What may be the machine's fault and not that of the file: such files are looked at again by the next work.
_OF_THE_MOMENT = frozenset({Undecodable.TIME, Undecodable.MEMORY})


@dataclass
class Seen:
    """What a step has looked at: values of samples, rows to write, what was wrong."""

    measured: list[Measured] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Vectors(NamedTuple):
    """Samples that have looks, in order of ordinals."""

    ordinals: NDArray[np.int64]
    vectors: NDArray[np.float32]
    hashes: NDArray[np.uint64]
    measures: NDArray[np.float32]
    digests: list[bytes]
    sizes: NDArray[np.float32]


async def known(db: AsyncSession, dataset: DatasetRow, page: Sequence[Document]) -> dict[int, SampleLooksRow]:
    """Return the looks of samples whose file is still the same, by ordinals."""
    etags = {each.ordinal: each.etag for each in page}
    numbers = [sample_number(dataset.number, ordinal) for ordinal in etags]
    found: dict[int, SampleLooksRow] = {}
    for start in range(0, len(numbers), _AT_ONCE_SQL):
        some = numbers[start : start + _AT_ONCE_SQL]
        for row in await db.scalars(select(SampleLooksRow).where(SampleLooksRow.sample.in_(some))):
            if row.etag == etags[ordinal_of(row.sample)] and row.problem not in _OF_THE_MOMENT:
                found[ordinal_of(row.sample)] = row
    return found


async def look(
    context: DatasetsContext,
    who: Subject,
    number: int,
    page: Sequence[Document],
    there: dict[int, SampleLooksRow],
    *,
    with_boxes: bool = False,
) -> Seen:
    """Look at samples. No session is open. number: of the dataset. there: what is known; boxes are looked at again."""
    seen, turns = Seen(), asyncio.Semaphore(_AT_ONCE_READ)

    async def one(document: Document) -> None:
        boxes = boxes_of(documents.parsed(document.document)) if with_boxes else []
        kept = there.get(document.ordinal)
        if kept is not None and (kept.problem or not boxes):
            _note(seen, document, kept, boxes, ())
            return
        async with turns:
            try:
                content = await _content(context, who, document)
                found = await decoder_of(context).looks(content, boxes)
            except CannotDecode as error:
                row = _row(number, document, None, error.reason)
            except AppError as error:
                if error.status >= 500:
                    raise
                seen.problems.append(Problem("value", value=error.message()[:120], file=document.source))
                return
            else:
                row = _row(number, document, found, "")
        seen.rows.append(row)
        _note(seen, document, SampleLooksRow(**row), boxes, found.boxes if not row["problem"] else ())

    together = [asyncio.ensure_future(one(document)) for document in page]
    try:
        await asyncio.gather(*together)
    finally:
        for each in together:
            each.cancel()
    seen.measured.sort(key=lambda each: each.ordinal)
    return seen


async def write(db: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what samples look like."""
    numbers = [row["sample"] for row in rows]
    for start in range(0, len(numbers), _AT_ONCE_SQL):
        await db.execute(delete(SampleLooksRow).where(SampleLooksRow.sample.in_(numbers[start : start + _AT_ONCE_SQL])))
    await insert_many(db, SampleLooksRow, rows)


async def vectors(db: AsyncSession, dataset: DatasetRow, *, most: int) -> Vectors:
    """Return the looks of the samples of a dataset that have any, at most the first `most`."""
    first, end = sample_range(dataset.number)
    columns = (
        SampleLooksRow.sample,
        SampleLooksRow.descriptor,
        SampleLooksRow.hash,
        SampleLooksRow.measures,
        SampleLooksRow.etag,
        SampleLooksRow.width,
        SampleLooksRow.height,
    )
    mine = (SampleLooksRow.sample >= first, SampleLooksRow.sample < end, SampleLooksRow.problem == "")
    # Samples that were deleted have left their looks.
    statement = select(*columns).join(SampleRow, SampleRow.id == SampleLooksRow.sample).where(*mine)
    rows = (await db.execute(statement.order_by(SampleLooksRow.sample).limit(most))).all()
    count = len(rows)
    return Vectors(
        np.array([ordinal_of(row[0]) for row in rows], np.int64),
        np.frombuffer(b"".join(row[1] for row in rows), "<f2").reshape(count, DESCRIPTOR_LENGTH).astype(np.float32),
        np.frombuffer(b"".join(row[2] for row in rows), ">u8").astype(np.uint64),
        np.frombuffer(b"".join(row[3] for row in rows), "<f4").reshape(count, 4),
        [row[4].encode() for row in rows],
        np.array([(row[5], row[6]) for row in rows], np.float32).reshape(count, 2),
    )


async def _content(context: DatasetsContext, who: Subject, document: Document) -> bytes:
    if document.size_bytes > MOST_IMAGE_BYTES:
        raise CannotDecode(Undecodable.LARGE)
    return await reading.read_object(context.objects, who, document.source, MOST_IMAGE_BYTES)


def _note(seen: Seen, document: Document, row: SampleLooksRow, boxes: list[Box], lights: Sequence[tuple[float, float]]) -> None:
    if row.problem:
        seen.problems.append(Problem("image", value=row.problem, file=document.source))
        return
    measures = [float(each) for each in np.frombuffer(row.measures, "<f4")]
    seen.measured.append(Measured(document.ordinal, document.usage, row.width, row.height, measures, boxes, lights))


def _row(number: int, document: Document, found: Looks | None, problem: str) -> dict[str, Any]:
    return {
        "sample": sample_number(number, document.ordinal),
        "etag": document.etag,
        "problem": problem,
        "width": found.width if found else 0,
        "height": found.height if found else 0,
        "measures": np.array(found.measures if found else (0,) * 4, "<f4").tobytes(),
        "hash": (found.hash if found else 0).to_bytes(8, "big"),
        "descriptor": found.descriptor if found else b"",
    }
