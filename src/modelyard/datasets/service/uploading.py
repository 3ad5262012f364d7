"""Adding samples whose bytes come with the request: checked, written to the storage, then to the dataset."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modelyard.core.clock import to_milliseconds
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import NotForThisType, SampleExists, UploadFailed
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.rules import ids, images, texts
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import turned_size
from modelyard.datasets.rules.paths import inner_path, on_wire
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.schemas.datasets import SamplesUpload, SampleUpload, UploadOutcome, UploadsOutcome
from modelyard.datasets.service import annotations, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.types.datasets import DataType, SampleState
from modelyard.objects.service import places, writing

_LONGEST_TEXT = 102_400


@dataclass(frozen=True)
class _Target:
    """Where samples go: a dataset with its labels, and the folder for their files."""

    who: Subject
    row: DatasetRow
    job: LabellingJobRow
    labels: Mapping[tuple[int, str], LabelRow]
    folder: str

    @property
    def kind(self) -> DataType:
        return DataType(self.row.data_type)


@dataclass(frozen=True)
class _Ready:
    """A file that can be taken: its bytes, and the samples that it becomes."""

    content: bytes
    found: tuple[NewSample, ...]
    said: tuple[Annotation, ...]


async def upload_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, wanted: SamplesUpload, *, language: Language
) -> UploadsOutcome:
    """Add samples, each by itself: its file goes to the input path, or to the work path where there is none.

    A file of text becomes a sample for each of its lines. Raises DatasetNotFound, NotForThisType, PathForbidden; raises
    the first failure if all failed: UploadFailed, SampleExists, SampleInvalid, LabelNotFound.
    """
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
        labels = (await queries.labels_of(db, [job.id]))[job.id]
    if row.data_type == DataType.TABLE:
        raise NotForThisType(operation="UploadSamplesJson", operation_zh="上传样本", type=row.data_type)
    folder = row.input_path or inner_path(row.work_path, row.settings["folder"], row.id) + "data/"
    await places.require_writable(context.objects, who, places.read_place(folder, field="data_sources"))
    target = _Target(who, row, job, samples.labels_by_key(labels), folder)
    results: list[_Ready | AppError] = []
    for index, sample in enumerate(wanted.samples):
        try:
            results.append(await _take(context, target, sample, f"samples.{index}"))
        except AppError as error:  # noqa: PERF203 - each is judged by itself
            results.append(error)
    if not any(isinstance(each, _Ready) for each in results):
        raise next(each for each in results if isinstance(each, AppError))
    state = SampleState.LABELLED if wanted.final_annotation else SampleState.TO_CONFIRM
    ordinals = await _write(context, who, dataset_id, [each for each in results if isinstance(each, _Ready)], state)
    return _outcome(row, results, ordinals, language)


async def _take(context: DatasetsContext, target: _Target, sample: SampleUpload, at: str) -> _Ready:
    """Return a file that was checked and written. What is wrong with it is told before anything is written."""
    ready = _checked(context, target, sample, at)
    async with context.database.read_session() as db:
        known = await samples.known_keys(db, target.row, [each.key for each in ready.found])
    if len(known) == len({each.key for each in ready.found}):
        raise SampleExists(field=at, name=sample.name, problem="known")
    place = ready.found[0].source
    etag = await writing.create_object(context.objects, target.who, place, ready.content)
    if etag is None:
        raise SampleExists(field=at, name=on_wire(place), problem="known")
    return replace(ready, found=tuple(each._replace(etag=etag) for each in ready.found))


def _checked(context: DatasetsContext, target: _Target, sample: SampleUpload, at: str) -> _Ready:
    place = places.spell(target.folder + sample.name)
    if place is None or place.endswith("/"):
        raise UploadFailed(field=f"{at}.name", problem="is no name of a file", problem_zh="不是合法的文件名")
    try:
        content = base64.b64decode(sample.data, validate=True)
    except (binascii.Error, ValueError):
        raise UploadFailed(field=f"{at}.data", problem="is not base64", problem_zh="不是合法的 base64 内容") from None
    try:
        first = NewSample(place, len(content), "", to_milliseconds(context.clock.now()))
        first = first._replace(properties=samples.own_properties(sample.metadata) or None)
        found = _read(first, content, target.kind, sample.encoding)
    except Unreadable as error:
        said, said_zh = error.problem.text(), error.problem.text(Language.ZH)
        raise UploadFailed(field=f"{at}.data", problem=said, problem_zh=said_zh) from None
    size, shortest = found[0].size, min((each.content or "" for each in found), key=len)
    annotated = samples.read_labels(
        target.who,
        target.job,
        target.labels,
        sample.labels,
        size=size[:2] if size else None,
        content=shortest if target.kind is DataType.TEXT else None,
        at=at,
    )
    return _Ready(content, found, annotated)


def _read(first: NewSample, content: bytes, kind: DataType, encoding: str) -> tuple[NewSample, ...]:
    if not content:
        raise Unreadable("empty")
    if kind is DataType.IMAGE:
        info = images.inspected(content[: images.HEAD_BYTES])
        width, height = turned_size(info.width, info.height, info.orientation)
        return (first._replace(size=(width, height, info.depth)),)
    if kind is not DataType.TEXT:
        return (first,)
    lines = [line for line in texts.lines_of(texts.decoded(content, otherwise=encoding)) if line.strip()]
    if not lines:
        raise Unreadable("empty")
    if any(len(line) > _LONGEST_TEXT for line in lines):
        raise Unreadable("long", value=f"{_LONGEST_TEXT} characters")
    return tuple(first._replace(content=line, size_bytes=len(line)) for line in dict.fromkeys(lines))


async def _write(
    context: DatasetsContext, who: Subject, dataset_id: str, ready: Sequence[_Ready], state: SampleState
) -> dict[bytes, int]:
    """Write samples and what is said about those that are new; return ordinals by key."""
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        inserted = await samples.insert(db, row, [each for file in ready for each in file.found])
        changes = {
            inserted.new[each.key]: DocumentChange(inserted.new[each.key], file.said, state)
            for file in ready
            for each in file.found
            if file.said and each.key in inserted.new
        }
        await annotations.save(db, who, row, job, list(changes.values()))
        if inserted.new:
            row.data_changed_at = context.clock.now()
        return {**inserted.known, **inserted.new}


def _outcome(
    row: DatasetRow, results: Sequence[_Ready | AppError], ordinals: dict[bytes, int], language: Language
) -> UploadsOutcome:
    shown = []
    for each in results:
        if isinstance(each, AppError):
            shown.append(UploadOutcome(success=False, error_code=each.code, error_msg=each.message(language)))
        else:
            first = each.found[0]
            number = ids.sample_number(row.number, ordinals[first.key])
            shown.append(UploadOutcome(success=True, name=on_wire(first.source), info=ids.sample_id(row.id, number)))
    failed = next((each for each in shown if not each.success), None)
    if failed is None:
        return UploadsOutcome(success=True, results=shown)
    return UploadsOutcome(success=False, error_code=failed.error_code, error_msg=failed.error_msg, results=shown)
