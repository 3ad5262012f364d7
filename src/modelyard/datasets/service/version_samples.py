"""Samples as they are in a version: what the lines say, with links to the files that it keeps."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import SampleNotFound
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.models.versions import DatasetVersionRow
from modelyard.datasets.rules import bitmaps, ids, kept_files, manifest, version_parts, wire
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.schemas.datasets import SampleAnswer, SampleList, SearchAnswer
from modelyard.datasets.service import kept_files as keeping
from modelyard.datasets.service import samples, version_indexing, version_reading, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_samples import folder_of, name_of
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import SampleQuery, links_to
from modelyard.datasets.service.searching import found_by, read_conditions
from modelyard.datasets.service.version_searching import VersionSearch, labels_in
from modelyard.datasets.types.datasets import DataType, LabelType, SampleState, SampleType

_CONTENT = "content://"


class Linked(NamedTuple):
    """What a link is made for."""

    id: int
    source: str


async def list_samples(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    version_id: str,
    query: SampleQuery,
    *,
    host: str | None = None,
) -> SampleList:
    """Return a page (from 0) of the samples of a version that match, as they are in it.

    Raises DatasetNotFound, VersionNotFound, VersionNotUsable, NotOfVersions, VersionNotIndexed, InvalidPayload.
    """
    conditions = read_conditions(query.conditions) if query.conditions else []
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
        version = await versions.usable_version(db, row, version_id)
        parts = await version_reading.parts_of(db, version.id)
    found = bitmaps.union(version_parts.unpacked(part.members, part.number) for part in parts.values())
    if _is_searched(query):
        owner = await version_indexing.owner_of(context, who, dataset_id, version)
        async with context.database.read_session() as db:
            labels = await labels_in(db, version)
            found = await found_by(
                db,
                row,
                job,
                labels,
                state=query.state,
                email=query.email,
                label=query.label,
                label_type=query.label_type,
                scores=(query.low, query.high),
                conditions=conditions,
                search=VersionSearch(db, row, job, labels, version, owner=owner, members=found),
            )
    if query.sample_type not in {None, SampleType.FREE, DataType(row.data_type).sample_type}:
        found = {}
    page = bitmaps.page(found, offset=query.page * query.limit, limit=query.limit, newest_first=query.newest_first)
    async with context.database.read_session() as db:
        lengths = await version_reading.lengths_of(db, version.id, page)
    lines = await version_reading.lines_of(context, inner_of(row), parts, page, lengths=lengths)
    shown = await shown_of(context, who, row, version, {each: lines[each] for each in page if each in lines}, host=host)
    return SampleList(sample_count=bitmaps.count(found), samples=list(shown.values()))


async def search_words(context: DatasetsContext, who: Subject, dataset_id: str, version_id: str) -> SearchAnswer:
    """Return what the samples of a version can be searched by.

    Raises DatasetNotFound, VersionNotFound, VersionNotUsable, VersionNotIndexed.
    """
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
        version = await versions.usable_version(db, row, version_id)
    owner = await version_indexing.owner_of(context, who, dataset_id, version)
    async with context.database.read_session() as db:
        return await samples.words_of(db, await labels_in(db, version), own=owner, said=owner)


async def get_sample(
    context: DatasetsContext, who: Subject, dataset_id: str, version_id: str, sample_id: str, *, host: str | None = None
) -> SampleAnswer:
    """Return a sample as it is in a version. Raises DatasetNotFound, VersionNotFound, VersionNotUsable, SampleNotFound."""
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
        version = await versions.usable_version(db, row, version_id)
        parts = await version_reading.parts_of(db, version.id)
        number = ids.sample_of(row.id, sample_id)
        ordinal = -1 if number is None or number >> 32 != row.number else ids.ordinal_of(number)
        lengths = await version_reading.lengths_of(db, version.id, [ordinal])
    lines = await version_reading.lines_of(context, inner_of(row), parts, [ordinal], lengths=lengths)
    if not lines:
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    return (await shown_of(context, who, row, version, lines, host=host))[ordinal]


async def shown_of(
    context: DatasetsContext,
    who: Subject,
    row: DatasetRow,
    version: DatasetVersionRow,
    lines: Mapping[int, bytes],
    *,
    host: str | None,
) -> dict[int, SampleAnswer]:
    """Return samples as lines of a version say they are, in the order of the lines."""
    items = {ordinal: item for ordinal, line in lines.items() if (item := manifest.read_line(line)[0]) is not None}
    numbers = {ordinal: ids.sample_number(row.number, ordinal) for ordinal in items}
    async with context.database.read_session() as db:
        facts = await _facts(db, list(numbers.values()))
        kept = await keeping.kept_in(db, row, version, list(items))
    places = []
    for ordinal, item in items.items():
        if not item.source.startswith(_CONTENT):
            copy = kept.get(ordinal)
            source = _obs(item.source) if copy is None else kept_files.place_of(inner_of(row), copy)
            places.append(Linked(numbers[ordinal], source))
    links = await links_to(context, who, places, host)
    return {
        ordinal: _shown(row, version, item, facts.get(numbers[ordinal], (0, 0)), links.get(numbers[ordinal]))
        for ordinal, item in items.items()
    }


def labels_of(item: Item, label_type: int) -> list[dict[str, Any]]:
    """Return what a line says about its sample, as the public API writes it."""
    return [wire.written(one, one.label, LabelType(label_type)) for one in item.annotations]


def _is_searched(query: SampleQuery) -> bool:
    unsearched = SampleQuery(
        page=query.page,
        limit=query.limit,
        newest_first=query.newest_first,
        sample_type=query.sample_type,
        preview=query.preview,
        language=query.language,
    )
    return query != unsearched


def _shown(row: DatasetRow, version: DatasetVersionRow, item: Item, facts: tuple[int, int], link: str | None) -> SampleAnswer:
    is_text = item.source.startswith(_CONTENT)
    metadata: dict[str, Any] = dict(item.properties)
    if item.size is not None:
        metadata["@modelarts:size"] = list(item.size)
    if item.hard:
        metadata["@modelarts:hard"] = True
    return SampleAnswer(
        sample_id=item.id,
        sample_name="" if is_text else name_of(item.source),
        sample_dir="" if is_text else folder_of(_obs(item.source)),
        sample_type=DataType(row.data_type).sample_type,
        sample_size=facts[0],
        sample_time=facts[1],
        sample_status=SampleState.LABELLED if item.annotations else SampleState.UNLABELLED,
        sample_usage=item.usage or None,
        sample_data=[item.source.removeprefix(_CONTENT)] if is_text else None,
        source=link,
        annotated_by=item.annotations[0].author if item.annotations else None,
        labels=labels_of(item, version.label_type),
        metadata=metadata,
    )


async def _facts(db: AsyncSession, numbers: list[int]) -> dict[int, tuple[int, int]]:
    """Return sizes and times of files as the dataset knows them; nothing for samples that have left it."""
    statement = select(SampleRow.id, SampleRow.size_bytes, SampleRow.changed_at).where(SampleRow.id.in_(numbers))
    return {number: (size, at) for number, size, at in await db.execute(statement)}


def _obs(source: str) -> str:
    return "obs://" + source.removeprefix("s3://").removeprefix("obs://")
