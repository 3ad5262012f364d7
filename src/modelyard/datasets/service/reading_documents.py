"""Samples with what is said about them, many at a time, in order of ordinals, as they are or as they were at a revision.

Reads past the session's objects, since whoever reads a million samples wants plain values. A caller that reads page after
page opens a session for each: what was said at a revision stays what it was, however much is labelled in between.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import read_tuples
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.rules.ids import ordinal_of, sample_number
from modelyard.datasets.types.datasets import SampleState

_AT_ONCE = 500
_NOTHING = b"[]"


class Document(NamedTuple):
    """A sample with what is said about it. The fields of samples and annotations have the meaning of the columns.

    document: canonical JSON with numbers of labels (`rules.annotations.parsed`); `[]` where nothing was ever said.
    """

    ordinal: int
    source: str
    content: str | None
    size_bytes: int
    etag: str
    changed_at: int
    width: int | None
    height: int | None
    depth: int | None
    properties: bytes | None
    document: bytes = _NOTHING
    state: str = SampleState.UNLABELLED
    usage: str = ""
    author: str = ""
    hardness: bytes | None = None
    revision: int = 0


class Said(NamedTuple):
    """What is said about a sample."""

    document: bytes = _NOTHING
    state: str = SampleState.UNLABELLED
    usage: str = ""
    author: str = ""
    hardness: bytes | None = None
    revision: int = 0


_SAMPLE = (
    SampleRow.id,
    SampleRow.source,
    SampleRow.content,
    SampleRow.size_bytes,
    SampleRow.etag,
    SampleRow.changed_at,
    SampleRow.width,
    SampleRow.height,
    SampleRow.depth,
    SampleRow.properties,
)
_SAID = (
    AnnotationRow.document,
    AnnotationRow.state,
    AnnotationRow.usage,
    AnnotationRow.author,
    AnnotationRow.hardness,
    AnnotationRow.revision,
)
_SAID_IN_LINE = (
    AnnotationRow.document,
    AnnotationRow.state,
    AnnotationRow.usage,
    AnnotationRow.hardness,
    AnnotationRow.revision,
)
LINE: tuple[Any, ...] = (
    SampleRow.id,
    SampleRow.source,
    SampleRow.content,
    SampleRow.width,
    SampleRow.height,
    SampleRow.depth,
    SampleRow.properties,
    *_SAID_IN_LINE,
)
_LOGGED = tuple(getattr(AnnotationLogRow, name) for name in (*Said._fields[:-1], "since"))


async def pages(
    db: AsyncSession,
    row: DatasetRow,
    job: LabellingJobRow,
    *,
    ordinals: Sequence[int] | None = None,
    after: int = -1,
    before: int | None = None,
    limit: int = 2000,
    revision: int | None = None,
) -> list[Document]:
    """Return some samples of a dataset in order of ordinals, with what a job says about them.

    ordinals: exactly these, as far as they are there. Otherwise the first `limit` that come after `after`, and before
    `before` if that is given. revision: what was said then; None for what is said now.
    """
    if ordinals is None:
        first = sample_number(row.number, after + 1)
        end = sample_number(row.number, row.next_ordinal if before is None else before)
        found = list(await db.execute(_statement(job).where(SampleRow.id >= first, SampleRow.id < end).limit(limit)))
    else:
        numbers = sorted(sample_number(row.number, ordinal) for ordinal in ordinals)
        found = []
        for start in range(0, len(numbers), _AT_ONCE):
            found += await db.execute(_statement(job).where(SampleRow.id.in_(numbers[start : start + _AT_ONCE])))
    documents = [_document(each) for each in found]
    if revision is None or not documents:
        return documents
    newer = [each.ordinal for each in documents if each.revision > revision]
    before_that = await said_at(db, row, job, newer, revision=revision)
    nothing = Said()
    return [
        each._replace(**before_that.get(each.ordinal, nothing)._asdict()) if each.revision > revision else each
        for each in documents
    ]


async def lines_of(
    db: AsyncSession, row: DatasetRow, job: LabellingJobRow, *, first: int, end: int, revision: int
) -> list[Sequence[Any]]:
    """Return what lines of versions are made of: `LINE` of the samples from one ordinal up to another, in their order.

    What is said is as it was at a revision; None in all its places where nothing was said.
    """
    start, stop = sample_number(row.number, first), sample_number(row.number, end)
    # The bounds are said of both tables: PostgreSQL does not conclude from one to the other, and would read all before.
    of_job = and_(
        AnnotationRow.job == job.number,
        AnnotationRow.sample == SampleRow.id,
        AnnotationRow.sample >= start,
        AnnotationRow.sample < stop,
    )
    statement = select(*LINE).outerjoin(AnnotationRow, of_job).where(SampleRow.id >= start, SampleRow.id < stop)
    found = await read_tuples(db, statement.order_by(SampleRow.id))
    newer = [ordinal_of(each[0]) for each in found if (each[-1] or 0) > revision]
    if not newer:
        return found
    before_that = await said_at(db, row, job, newer, revision=revision)
    nothing = Said()
    rows: list[Sequence[Any]] = []
    for each in found:
        if (each[-1] or 0) > revision:
            said = before_that.get(ordinal_of(each[0]), nothing)
            values = tuple(each[: -len(_SAID_IN_LINE)])
            rows.append((*values, said.document, said.state, said.usage, said.hardness, said.revision))
        else:
            rows.append(each)
    return rows


async def said_at(
    db: AsyncSession, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int], *, revision: int
) -> dict[int, Said]:
    """Return what the log has of samples at a revision, by ordinals; nothing for those about which nothing was said then."""
    numbers = [sample_number(row.number, ordinal) for ordinal in ordinals]
    found: dict[int, Said] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        statement = select(AnnotationLogRow.sample, *_LOGGED).where(
            AnnotationLogRow.job == job.number,
            AnnotationLogRow.sample.in_(some),
            AnnotationLogRow.revision > revision,
            AnnotationLogRow.since <= revision,
        )
        found |= {ordinal_of(each[0]): Said(*each[1:]) for each in await db.execute(statement)}
    return found


def _statement(job: LabellingJobRow) -> Select[Any]:
    of_job = and_(AnnotationRow.job == job.number, AnnotationRow.sample == SampleRow.id)
    columns: tuple[Any, ...] = (*_SAMPLE, *_SAID)
    return select(*columns).outerjoin(AnnotationRow, of_job).order_by(SampleRow.id)


def _document(found: Row[Any]) -> Document:
    values: tuple[Any, ...] = tuple(found[1:])
    number: int = found[0]
    if found.document is None:
        return Document(ordinal_of(number), *values[: len(_SAMPLE) - 1])
    return Document(ordinal_of(number), *values)
