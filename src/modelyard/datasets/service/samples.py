"""Use cases of samples: list, show, label, delete, figures. `insert` and `remove` are for all who add and take away samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, NamedTuple, Protocol

import orjson
from sqlalchemy import and_, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many, read_tuples
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import AnnotationConflict, FilesRemain, LabelNotFound, SampleInvalid, SampleNotFound
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, LabelRow, SampleRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids, wire
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.facets import AUTHOR, META, Value, of_sample, parts
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.searching import day_of
from modelyard.datasets.schemas.datasets import (
    BatchOutcome,
    SampleAnswer,
    SampleLabel,
    SampleLabels,
    SampleList,
    SamplesOutcome,
    SearchAnswer,
)
from modelyard.datasets.service import annotations, counting, describing, facets, kept_files, presence
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_samples import folder_of, name_of, sample_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.outcomes import outcome_of
from modelyard.datasets.service.searching import found_by, read_conditions
from modelyard.datasets.types.datasets import DataType, Kind, LabelType, SampleState, SampleType
from modelyard.objects.schemas.browser import URLRequest
from modelyard.objects.service import browser, places, signed_urls

_AT_ONCE = 500
_FOLDER_BYTES = 4
_FEW = 50
_LINK_SECONDS = 3600
_NAME_CHARACTERS = 256
_OURS = "@modelarts:"
_IS_HARD = frozenset({"1", "1.0", "true"})


class HasFile(Protocol):
    """Something with a file that a link can be made to."""

    @property
    def id(self) -> int: ...
    @property
    def source(self) -> str: ...


class NewSample(NamedTuple):
    """A sample to add. source: `obs://bucket/key`. content: of text. changed_at: of the file, in milliseconds."""

    source: str
    size_bytes: int
    etag: str
    changed_at: int
    content: str | None = None
    size: tuple[int, int, int] | None = None
    properties: Mapping[str, str] | None = None

    @property
    def key(self) -> bytes:
        """What tells whether a dataset has the sample already: the place of a file, and the text of a text."""
        return ids.source_key(self.source if self.content is None else f"content://{self.content}")


@dataclass(frozen=True)
class Inserted:
    """Ordinals by the keys of samples: of those that are new, and of those that were known."""

    new: dict[bytes, int]
    known: dict[bytes, int]


@dataclass(frozen=True)
class SampleQuery:
    """What a list of samples is asked for. low, high: bounds of confidence. conditions: JSON.

    email: of a member of a team who was given the samples. sample_type: 9 is any: it is documented as the default.
    """

    state: str = ""
    label: str = ""
    label_type: int | None = None
    low: float = 0.0
    high: float = 1.0
    conditions: str = ""
    page: int = 0
    limit: int = 10
    newest_first: bool = True
    email: str = ""
    sample_type: int | None = None
    preview: bool = False
    language: Language = Language.EN


@dataclass
class _Taken:
    """What a batch of annotations becomes: changes to write, and what was wrong, by place in the request."""

    changes: dict[int, DocumentChange] = field(default_factory=dict)
    errors: dict[int, AppError] = field(default_factory=dict)


async def insert(db: AsyncSession, row: DatasetRow, items: Sequence[NewSample]) -> Inserted:
    """Add samples that the dataset does not have yet. The dataset is locked by the caller."""
    wanted = {item.key: item for item in items}
    known = await known_keys(db, row, list(wanted))
    new: dict[bytes, int] = {}
    rows, moved = [], facets.Changes()
    for key, item in wanted.items():
        if key in known:
            continue
        ordinal = row.next_ordinal + len(new)
        new[key] = ordinal
        rows.append(_row(row, ordinal, key, item))
        moved.note(ordinal, set(), _values(item.source, item.changed_at, item.properties or {}))
    await insert_many(db, SampleRow, rows)
    if new:
        await facets.apply(db, row.number, moved)
        row.next_ordinal += len(new)
        row.sample_count += len(new)
    return Inserted(new, known)


async def known_keys(db: AsyncSession, row: DatasetRow, keys: Sequence[bytes]) -> dict[bytes, int]:
    """Return the ordinals of those keys that the dataset has.

    Keys of one folder follow each other (decision 0096), so most are told by what lies between the first and the last of
    them; where that is too much, they are looked up one by one.
    """
    found: dict[bytes, int] = {}
    folders: dict[bytes, list[bytes]] = {}
    for each in keys:
        folders.setdefault(each[:_FOLDER_BYTES], []).append(each)
    singly: list[bytes] = []
    for some in folders.values():
        if len(some) < _FEW:
            singly += some
            continue
        between = (SampleRow.dataset == row.number, SampleRow.key >= min(some), SampleRow.key <= max(some))
        most = 2 * len(some)
        there = await read_tuples(db, select(SampleRow.key, SampleRow.id).where(*between).limit(most))
        if len(there) < most:
            wanted = set(some)
            found |= {bytes(key): ids.ordinal_of(number) for key, number in there if bytes(key) in wanted}
        else:
            singly += some
    for start in range(0, len(singly), _AT_ONCE):
        some = singly[start : start + _AT_ONCE]
        statement = select(SampleRow.key, SampleRow.id).where(SampleRow.dataset == row.number, SampleRow.key.in_(some))
        found |= {bytes(key): ids.ordinal_of(number) for key, number in await db.execute(statement)}
    return found


async def remove(
    db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int]
) -> list[SampleRow]:
    """Take samples out of a dataset and return what they were. The dataset is locked by the caller."""
    await presence.restore(db, row, job, ordinals)  # so that all are counted alike
    await annotations.remove(db, who, row, job, ordinals)
    rows = await _rows(db, row, ordinals)
    moved = facets.Changes()
    for each in rows.values():
        before = _values(each.source, each.changed_at, _properties(each))
        moved.note(ids.ordinal_of(each.id), before | {presence.IS_CHANGED}, set())
    await facets.apply(db, row.number, moved)
    numbers = [each.id for each in rows.values()]
    for each in rows.values():
        db.expunge(each)
    for start in range(0, len(numbers), _AT_ONCE):
        await db.execute(delete(SampleRow).where(SampleRow.id.in_(numbers[start : start + _AT_ONCE])))
    row.sample_count -= len(numbers)
    return list(rows.values())


async def existing(db: AsyncSession, row: DatasetRow, ordinals: Sequence[int]) -> list[int]:
    """Return those of the ordinals that samples have, in order."""
    return sorted(await _rows(db, row, ordinals))


async def files_of(db: AsyncSession, row: DatasetRow, ordinals: Sequence[int]) -> list[str]:
    """Return the files of samples that are files of their own: text is a line of one that others share."""
    return [each.source for each in (await _rows(db, row, ordinals)).values() if each.content is None]


async def list_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, query: SampleQuery, *, host: str | None = None
) -> SampleList:
    """Return a page (from 0) of the samples that match, with links to their files. Raises DatasetNotFound, InvalidPayload."""
    conditions = read_conditions(query.conditions) if query.conditions else []
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
        labels = (await queries.labels_of(db, [job.id]))[job.id]
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
        )
        if query.sample_type not in {None, SampleType.FREE, DataType(row.data_type).sample_type}:
            found = {}
        page = bitmaps.page(found, offset=query.page * query.limit, limit=query.limit, newest_first=query.newest_first)
        rows = await _with_annotations(db, row, job, page)
    shown = [rows[ordinal] for ordinal in page if ordinal in rows]
    links = await links_to(context, who, [sample for sample, _ in shown], host)
    by_number = _by_number(labels)
    samples = []
    for each, said in shown:
        link = links.get(each.id, "")
        preview = link if query.preview else ""
        samples.append(sample_of(row, job, each, said, by_number, link=link, preview=preview, language=query.language))
    return SampleList(sample_count=bitmaps.count(found), samples=samples)


async def get_sample(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    sample_id: str,
    *,
    host: str | None = None,
    language: Language = Language.EN,
) -> SampleAnswer:
    """Return a sample with a link to its file. Raises DatasetNotFound, SampleNotFound."""
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
        number = ids.sample_of(row.id, sample_id)
        found = None if number is None else await db.get(SampleRow, number)
        if number is None or found is None or found.dataset != row.number:
            raise SampleNotFound(sample_id=sample_id, resource=sample_id)
        said = (await annotations.find(db, job, [number])).get(number)
        labels = (await queries.labels_of(db, [job.id]))[job.id]
    links = await links_to(context, who, [found], host)
    return sample_of(row, job, found, said, _by_number(labels), link=links.get(found.id, ""), language=language)


async def label_samples(
    db: AsyncSession, who: Subject, dataset_id: str, wanted: Sequence[SampleLabels], *, language: Language
) -> SamplesOutcome:
    """Replace what is said about samples, each by itself. Nothing said makes a sample unlabelled.

    Raises the first failure if all failed: SampleNotFound, LabelNotFound, SampleInvalid, AnnotationConflict.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    taken = await _taken(db, who, row, job, wanted)
    result = await annotations.save(db, who, row, job, list(taken.changes.values()))
    for index, change in taken.changes.items():
        if change.ordinal in result.conflicts:
            taken.errors[index] = conflict_of(row, result.conflicts[change.ordinal])
    outcome = outcome_of([taken.errors.get(index) for index in range(len(wanted))], language)
    return SamplesOutcome(**outcome.model_dump(), revision=result.revision)


async def delete_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, wanted: Sequence[str], *, files: bool, language: Language
) -> BatchOutcome:
    """Take samples out of a dataset, each by itself; with their files if asked, which text never loses.

    Raises the first failure if all failed. Raises FilesRemain if files could not be deleted: the samples are gone then.
    """
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        numbers = [ids.sample_of(row.id, text) for text in wanted]
        known = await _rows(db, row, [ids.ordinal_of(number) for number in numbers if number is not None])
        there = {each.id for each in known.values()}
        errors = [
            None if number in there else SampleNotFound(sample_id=text, resource=text)
            for number, text in zip(numbers, wanted, strict=True)
        ]
        outcome = outcome_of(errors, language)
        if files:
            await kept_files.refuse_unkept(db, row, list(known))
        gone = await remove(db, who, row, job, list(known))
    if files:
        await delete_files(context, who, [each.source for each in gone if each.content is None])
    return outcome


async def drop_label(
    db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int], *, label: str
) -> list[int]:
    """Take the annotations with a label away from samples, and relations between them; return samples left with nothing."""
    said = await annotations.find(db, job, _numbers(row, ordinals))
    changes, alone = [], []
    for number, each in said.items():
        left = [one for one in documents.parsed(each.document) if one.label != label]
        entities = {one.id for one in left if one.kind is Kind.ENTITY}
        kept = tuple(one for one in left if one.link is None or entities.issuperset(one.link))
        hardness = None if each.hardness is None else orjson.loads(each.hardness)
        changes.append(DocumentChange(ids.ordinal_of(number), kept, SampleState(each.state), hardness))
        if not kept:
            alone.append(ids.ordinal_of(number))
    await annotations.save(db, who, row, job, changes)
    return alone


async def delete_files(context: DatasetsContext, who: Subject, sources: Sequence[str]) -> None:
    """Delete the files of samples that are gone, with the caller's rights. Raises FilesRemain."""
    by_bucket: dict[str, list[str]] = {}
    for source in sources:
        place = places.read_place(source, field="source")
        by_bucket.setdefault(place.bucket, []).append(place.key)
    failed, problem = 0, ""
    for bucket, keys in by_bucket.items():
        for start in range(0, len(keys), 1000):
            some = keys[start : start + 1000]
            try:
                done = await browser.delete_objects(context.objects, who, bucket, some)
            except AppError as error:
                failed, problem = failed + len(some), problem or error.message()
            else:
                failed += len(done.failed)
                problem = problem or (done.failed[0].error_msg if done.failed else "")
    if failed:
        raise FilesRemain(count=failed, problem=problem)


async def search_words(db: AsyncSession, who: Subject, dataset_id: str) -> SearchAnswer:
    """Return what the samples of a dataset can be searched by."""
    row, job = await get_rows(db, who, dataset_id)
    labels = (await queries.labels_of(db, [job.id]))[job.id]
    return await words_of(db, labels, own=row.number, said=job.number)


async def words_of(db: AsyncSession, labels: Sequence[LabelRow], *, own: int, said: int) -> SearchAnswer:
    """Return what samples can be searched by, out of facets. own, said: who says what samples are, and what carries labels."""
    metadata: dict[str, list[str]] = {}
    for text in await facets.counts(db, own, META):
        name, *value = parts(text)
        if value != [""]:
            metadata.setdefault(name, []).extend(value)
    authors = await facets.counts(db, said, AUTHOR)
    return SearchAnswer(
        labels=[describing.label_of(each) for each in labels],
        metadata=metadata,
        labelers=list(authors),
        counts=await counting.searched_counts(db, own, said, labels),
    )


def read_labels(
    who: Subject,
    job: LabellingJobRow,
    labels: Mapping[tuple[int, str], LabelRow],
    given: Sequence[SampleLabel],
    *,
    size: tuple[int, int] | None,
    content: str | None,
    at: str,
) -> tuple[Annotation, ...]:
    """Return annotations with numbers for labels. Raises SampleInvalid, LabelNotFound."""
    job_type, author = LabelType(job.type), annotations.author_of(who)
    found: list[Annotation] = []
    place = at
    try:
        for index, each in enumerate(given):
            place = f"{at}.labels.{index}"
            length = None if content is None else len(content)
            one = wire.read(each.model_dump(), job_type, author=author, size=size, length=length)
            if one.label:
                label = labels.get((wire.label_type(one, job_type), one.label))
                if label is None:
                    raise LabelNotFound(name=one.label, resource=one.label)
                one = one._replace(label=str(label.number))
            found.append(one)
        place = at
        return wire.checked(tuple(found))
    except Unreadable as error:
        problem = error.problem
        raise SampleInvalid(field=place, problem=problem.text(), problem_zh=problem.text(Language.ZH)) from None


def hardness_of(metadata: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what metadata says about difficulty; None for a sample that is not difficult."""
    if str(metadata.get(f"{_OURS}hard", "")).lower() not in _IS_HARD:
        return None
    names = (f"{_OURS}hard_coefficient", f"{_OURS}hard_reasons")
    return {name: metadata[name] for name in names if name in metadata}


def own_properties(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes that users gave a sample."""
    return {name: str(value) for name, value in metadata.items() if not name.startswith(_OURS) and value is not None}


def labels_by_key(rows: Sequence[LabelRow]) -> dict[tuple[int, str], LabelRow]:
    """Return labels by type and name."""
    return {(row.type, row.name): row for row in rows}


def conflict_of(row: DatasetRow, there: AnnotationRow) -> AnnotationConflict:
    """Return the refusal to write over what somebody else has said."""
    at = datetime.fromtimestamp(there.changed_at / 1000, timezone.utc)
    by = there.author.rpartition("/")[2]
    return AnnotationConflict(by=by, sample_id=ids.sample_id(row.id, there.sample), at=f"{at:%Y-%m-%d %H:%M:%S} UTC")


async def _taken(
    db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, wanted: Sequence[SampleLabels]
) -> _Taken:
    numbers = [ids.sample_of(row.id, each.sample_id) for each in wanted]
    rows = await _rows(db, row, [ids.ordinal_of(number) for number in numbers if number is not None])
    gone = await presence.missing(db, row)
    known = {each.id: each for ordinal, each in rows.items() if not bitmaps.has(gone, ordinal)}
    said = await annotations.find(db, job, list(known))
    labels = labels_by_key((await queries.labels_of(db, [job.id]))[job.id])
    taken, seen, moved = _Taken(), set[int](), facets.Changes()
    for index, (each, number) in enumerate(zip(wanted, numbers, strict=True)):
        at = f"samples.{index}"
        sample = known.get(number) if number is not None else None
        if sample is None:
            taken.errors[index] = SampleNotFound(sample_id=each.sample_id, resource=each.sample_id)
            continue
        if sample.id in seen:
            taken.errors[index] = SampleInvalid(field=at, problem="is there twice", problem_zh="重复出现")
            continue
        seen.add(sample.id)
        size = (sample.width, sample.height) if sample.width and sample.height else None
        try:
            found = read_labels(who, job, labels, each.labels, size=size, content=sample.content, at=at)
        except AppError as error:
            taken.errors[index] = error
            continue
        before = said.get(sample.id)
        kept = orjson.loads(before.hardness) if before is not None and before.hardness is not None else None
        has_hard = each.metadata is not None and f"{_OURS}hard" in each.metadata
        taken.changes[index] = DocumentChange(
            ids.ordinal_of(sample.id),
            found,
            SampleState.LABELLED if each.final_annotation else SampleState.TO_CONFIRM,
            hardness=hardness_of(each.metadata or {}) if has_hard else kept,
            usage=each.sample_usage,
            seen=each.revision,
        )
        is_stale = before is not None and each.revision is not None and before.revision > each.revision
        if not is_stale and (added := own_properties(each.metadata or {})):
            _change_properties(sample, added, moved)
    await facets.apply(db, row.number, moved)
    return taken


def _change_properties(sample: SampleRow, added: Mapping[str, str], moved: facets.Changes) -> None:
    before = _properties(sample)
    after = {**before, **added}
    moved.note(
        ids.ordinal_of(sample.id),
        _values(sample.source, sample.changed_at, before),
        _values(sample.source, sample.changed_at, after),
    )
    sample.properties = orjson.dumps(after)


def _row(row: DatasetRow, ordinal: int, key: bytes, item: NewSample) -> dict[str, Any]:
    width, height, depth = item.size or (None, None, None)
    return {
        "id": ids.sample_number(row.number, ordinal),
        "dataset": row.number,
        "key": key,
        "source": item.source,
        "content": item.content,
        "name_folded": name_of(item.source).lower()[:_NAME_CHARACTERS],
        "size_bytes": item.size_bytes,
        "etag": item.etag[:64],
        "changed_at": item.changed_at,
        "width": width,
        "height": height,
        "depth": depth,
        "properties": orjson.dumps(dict(item.properties)) if item.properties else None,
    }


def _values(source: str, changed_at: int, properties: Mapping[str, str]) -> set[Value]:
    day = day_of(datetime.fromtimestamp(changed_at / 1000, timezone.utc))
    return of_sample(folder_of(source), day, properties.items())


def _properties(row: SampleRow) -> dict[str, str]:
    return dict(orjson.loads(row.properties)) if row.properties else {}


def _numbers(row: DatasetRow, ordinals: Sequence[int]) -> list[int]:
    return [ids.sample_number(row.number, ordinal) for ordinal in ordinals]


async def _rows(db: AsyncSession, row: DatasetRow, ordinals: Sequence[int]) -> dict[int, SampleRow]:
    found: dict[int, SampleRow] = {}
    numbers = _numbers(row, ordinals)
    for start in range(0, len(numbers), _AT_ONCE):
        rows = await db.scalars(select(SampleRow).where(SampleRow.id.in_(numbers[start : start + _AT_ONCE])))
        found |= {ids.ordinal_of(each.id): each for each in rows}
    return found


async def _with_annotations(
    db: AsyncSession, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int]
) -> dict[int, tuple[SampleRow, AnnotationRow | None]]:
    """Return the samples of a page with what the job says about them, in one question."""
    numbers = _numbers(row, ordinals)
    # The numbers are said of both tables: PostgreSQL does not conclude from one to the other.
    of_job = and_(AnnotationRow.job == job.number, AnnotationRow.sample == SampleRow.id, AnnotationRow.sample.in_(numbers))
    statement = select(SampleRow, AnnotationRow).outerjoin(AnnotationRow, of_job).where(SampleRow.id.in_(numbers))
    return {ids.ordinal_of(sample.id): (sample, said) for sample, said in await db.execute(statement)}


def _by_number(labels: Sequence[LabelRow]) -> dict[str, LabelRow]:
    return {str(row.number): row for row in labels}


async def links_to(context: DatasetsContext, who: Subject, rows: Sequence[HasFile], host: str | None) -> dict[int, str]:
    """Return links to files; none where the caller's account has no such bucket any more."""
    found: dict[int, str] = {}
    by_bucket: dict[str, list[tuple[int, URLRequest]]] = {}
    for row in rows:
        place = places.read_place(row.source, field="source")
        request = URLRequest(method="GET", bucket=place.bucket, key=place.key)
        by_bucket.setdefault(place.bucket, []).append((row.id, request))
    for requests in by_bucket.values():
        try:
            signed = await signed_urls.sign_urls(
                context.objects,
                context.keys,
                who,
                [request for _, request in requests],
                expires_seconds=_LINK_SECONDS,
                host=host,
            )
        except AppError:
            continue
        found |= {number: link.url for (number, _), link in zip(requests, signed.urls, strict=True)}
    return found
