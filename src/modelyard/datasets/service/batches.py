"""Changes to many samples: to named ones at once, to all that a search finds as a task (decision 0116)."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.batches import BatchInvalid, BatchLabelUnfit
from modelyard.datasets.errors.datasets import LabelNotFound
from modelyard.datasets.errors.undoing import ChangeNotUndoable, ChangeUndone
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import ids
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.batches import ChangedDocument, Wanted, changed
from modelyard.datasets.schemas.batches import (
    BatchLabel,
    SampleChange,
    SampleChangeList,
    SamplesChange,
    SamplesChanged,
    SamplesRemoval,
    SamplesSearch,
)
from modelyard.datasets.service import annotations, kept_files, samples, tasks
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.searching import check_search
from modelyard.datasets.types.batches import BatchAction
from modelyard.datasets.types.datasets import LabelType, SampleState, TaskKind
from modelyard.datasets.types.tasks import ACTIVE

_LABELLING = frozenset({BatchAction.SET_LABEL, BatchAction.ADD_LABEL, BatchAction.REMOVE_LABEL})
_WHOLE = frozenset({LabelType.IMAGE_CLASSIFICATION, LabelType.TEXT_CLASSIFICATION, LabelType.SOUND_CLASSIFICATION})


class Deed(NamedTuple):
    """What to do to samples. files: whether those of deleted samples go, too."""

    action: BatchAction
    label: BatchLabel | None = None
    files: bool = False


class Applied(NamedTuple):
    """What came of a change: how many samples are different now, and the files of those that are gone.

    span: the first and the last ordinal that changed, the revision, and how many; to take it back by.
    """

    changed: int
    files: tuple[str, ...] = ()
    span: tuple[int, int, int, int] | None = None


async def change_samples(context: DatasetsContext, who: Subject, dataset_id: str, wanted: SamplesChange) -> SamplesChanged:
    """Change samples. Named ones that are not there are passed over.

    Raises DatasetNotFound, BatchInvalid, BatchLabelUnfit, LabelNotFound, InvalidPayload.
    """
    deed = Deed(BatchAction(wanted.action), wanted.label)
    if (wanted.label is not None) != (deed.action in _LABELLING):
        needs, needs_zh = ("is needed", "不能为空") if wanted.label is None else ("means nothing here", "在此处没有意义")
        raise BatchInvalid(field="label", problem=needs, problem_zh=needs_zh)
    _check_choice(wanted.samples, wanted.search)
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        await _label(db, job, deed)
        if wanted.search is not None:
            return await _submit(db, who, row, deed, search=wanted.search)
        return SamplesChanged(count=(await apply(db, who, (row, job), deed, ordinals=_ordinals(row, wanted.samples))).changed)


async def remove_samples(context: DatasetsContext, who: Subject, dataset_id: str, wanted: SamplesRemoval) -> SamplesChanged:
    """Delete samples. Raises DatasetNotFound, BatchInvalid, InvalidPayload; FilesRemain when the samples are gone already."""
    _check_choice(wanted.samples, wanted.search)
    deed = Deed(BatchAction.DELETE, files=wanted.delete_source)
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        if wanted.search is not None:
            return await _submit(db, who, row, deed, search=wanted.search)
        if deed.files:
            await kept_files.refuse_unkept(db, row, _ordinals(row, wanted.samples))
        applied = await apply(db, who, (row, job), deed, ordinals=_ordinals(row, wanted.samples))
    if wanted.delete_source:
        await samples.delete_files(context, who, applied.files)
    return SamplesChanged(count=applied.changed)


async def list_changes(
    db: AsyncSession, who: Subject, dataset_id: str, *, page: int, limit: int, language: Language
) -> SampleChangeList:
    """Return a page (from 0) of the tasks that change samples, the newest first. Raises DatasetNotFound."""
    found = await tasks.listed(db, who, dataset_id, [TaskKind.BATCH], page=page, limit=limit)
    return SampleChangeList(total_count=found.total, changes=[_described(each, language) for each in found.items])


async def get_change(db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, language: Language) -> SampleChange:
    """Return a task that changes samples. Raises DatasetNotFound, TaskNotFound."""
    return _described(await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.BATCH]), language)


async def stop_change(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Stop a task that changes samples; what it has done stays. Raises DatasetNotFound, TaskNotFound, TaskEnded."""
    await tasks.request_stop(db, await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.BATCH], lock=True))


async def resume_change(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Go on with a task that was stopped or failed.

    Raises DatasetNotFound, TaskNotFound, TaskNotResumable, ChangeUndone.
    """
    task = await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.BATCH], lock=True)
    _refuse_undone(task)
    await tasks.resume(db, task)


async def undo_change(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> SamplesChanged:
    """Have a change taken back for the samples that nobody has touched since. What takes it back can be taken back, too.

    Raises DatasetNotFound, TaskNotFound, ChangeUndone, ChangeNotUndoable.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    task = await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.BATCH], lock=True)
    _refuse_undone(task)
    if not _can_undo(task):
        raise ChangeNotUndoable(task_id=task.id, resource=task.id)
    undoing = await tasks.submit(db, who, row, TaskKind.BATCH, {"action": task.goal["action"], "undo": task.id})
    undoing.total = task.good
    task.result = {**task.result, "undone_by": undoing.id}
    return SamplesChanged(task_id=undoing.id)


async def apply(
    db: AsyncSession, who: Subject, rows: tuple[DatasetRow, LabellingJobRow], deed: Deed, *, ordinals: Sequence[int]
) -> Applied:
    """Change samples, by their ordinals. The dataset is locked by the caller. Raises LabelNotFound, BatchLabelUnfit."""
    row, job = rows
    if deed.action is BatchAction.DELETE:
        gone = await samples.remove(db, who, row, job, ordinals)
        return Applied(len(gone), tuple(each.source for each in gone if each.content is None))
    named = await _label(db, job, deed)
    there = await samples.existing(db, row, ordinals)
    said = await annotations.find(db, job, [ids.sample_number(row.number, ordinal) for ordinal in there])
    wanted = Wanted(deed.action, "" if named is None else str(named.number), annotations.author_of(who))
    changes = []
    for ordinal in there:
        after = changed(_before(said.get(ids.sample_number(row.number, ordinal))), wanted)
        if after is not None:
            hardness = {} if after.hard and after.hardness is None else after.hardness
            changes.append(DocumentChange(ordinal, after.annotations, after.state, hardness if after.hard else None))
    if not changes:
        return Applied(0)
    result = await annotations.save(db, who, row, job, changes)
    return Applied(len(changes), span=(changes[0].ordinal, changes[-1].ordinal, result.revision, len(changes)))


def _can_undo(task: DatasetTaskRow) -> bool:
    """Return whether a task has ended and knows what it has changed."""
    return task.state not in ACTIVE and bool(task.checkpoint.get("changes")) and "undone_by" not in task.result


def _refuse_undone(task: DatasetTaskRow) -> None:
    if "undone_by" in task.result:
        raise ChangeUndone(task_id=task.id, undone_by=task.result["undone_by"], resource=task.id)


def _before(said: AnnotationRow | None) -> ChangedDocument:
    if said is None:
        return ChangedDocument((), SampleState.UNLABELLED)
    found: tuple[Annotation, ...] = documents.parsed(said.document)
    hardness = None if said.hardness is None else orjson.loads(said.hardness)
    return ChangedDocument(found, SampleState(said.state), hard=hardness is not None, hardness=hardness)


async def _label(db: AsyncSession, job: LabellingJobRow, deed: Deed) -> LabelRow | None:
    label = deed.label
    if label is None:
        return None
    if deed.action is not BatchAction.REMOVE_LABEL and LabelType(job.type) not in _WHOLE:
        raise BatchLabelUnfit(dataset_type=job.type)
    for each in (await queries.labels_of(db, [job.id]))[job.id]:
        if each.name == label.name and label.type in {None, each.type}:
            return each
    raise LabelNotFound(name=label.name, resource=label.name)


def _check_choice(named: Sequence[str], search: SamplesSearch | None) -> None:
    if bool(named) == (search is not None):
        raise BatchInvalid(
            field="samples", problem="give either samples or a search", problem_zh="请提供样本列表或查询条件（二者之一）"
        )
    if search is not None:
        check_search(search.sample_state)


def _ordinals(row: DatasetRow, named: Sequence[str]) -> list[int]:
    numbers = [ids.sample_of(row.id, each) for each in named]
    return sorted({ids.ordinal_of(number) for number in numbers if number is not None})


async def _submit(db: AsyncSession, who: Subject, row: DatasetRow, deed: Deed, *, search: SamplesSearch) -> SamplesChanged:
    goal = {
        "action": str(deed.action),
        "label": None if deed.label is None else deed.label.model_dump(),
        "search": search.model_dump(mode="json"),
        "before": row.next_ordinal,
        "files": deed.files,
    }
    task = await tasks.submit(db, who, row, TaskKind.BATCH, goal)
    return SamplesChanged(task_id=task.id)


def _described(task: DatasetTaskRow, language: Language) -> SampleChange:
    error = task.error or {}
    return SampleChange(
        task_id=task.id,
        action=BatchAction(task.goal["action"]),
        state=task.state,
        total=task.total,
        done=task.done,
        changed=task.good,
        left=task.bad if "undo" in task.goal else None,
        left_samples=task.result.get("left_samples"),
        undo_of=task.goal.get("undo"),
        undone_by=task.result.get("undone_by"),
        can_undo=_can_undo(task),
        user_name=Subject.from_json(task.subject).user_name,
        create_time=to_milliseconds(task.created_at),
        end_time=None if task.ended_at is None else to_milliseconds(task.ended_at),
        error_code=error.get("code"),
        error_msg=error.get(language.value),
    )
