"""Use cases of labels. Many at once are judged one by one; what changes a dataset as a whole is all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update, now
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import TooManyLabels
from modelyard.datasets.events import LabelsChanged
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow, SampleRow
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.rules.facets import LABEL
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.rules.labels import Key, LabelSet, LabelValue, type_of
from modelyard.datasets.schemas.datasets import BatchOutcome, Label, LabelAnswer, LabelAttribute, LabelList, LabelProperty
from modelyard.datasets.service import describing, facets, kept_files, label_work, samples, tasks, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.outcomes import outcome_of
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, DeletePolicy, LabelType, TaskKind

_MOST_NAMES_TOLD = 5
_OF_VERSION = ("name", "type", "property", "attributes")
# So many samples are changed in one transaction, which must not take long; more are the work of a task.
_MOST_CARRIERS = 10_000


@dataclass
class Done:
    """Which labels were added, changed and deleted, by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


class _Editor:
    """The labels of a job while they are changed: what the rules say, and the rows beside it."""

    def __init__(self, db: AsyncSession, job: LabellingJobRow, rows: Iterable[LabelRow], most: int) -> None:
        self._db, self.job, self._most = db, job, most
        self.type = LabelType(job.type)
        self._rows: dict[Key, LabelRow] = {(row.type, row.name): row for row in rows}
        self.set = LabelSet(self.type, (_value(row) for row in self._rows.values()))
        self.done = Done()

    def key_of(self, label: Label) -> Key:
        """Return what a label is known by. Without a type it is the one of its name, a relation before an entity."""
        if label.type is None and self.type is LabelType.TEXT_TRIPLET:
            relation = (int(LabelType.TEXT_TRIPLET), label.name)
            return relation if relation in self._rows else (TRIPLET_ENTITY, label.name)
        return type_of(self.type, label.type, {}), label.name

    def add(self, label: Label, at: str) -> None:
        if len(self.set) >= self._most:
            raise TooManyLabels(quota="labels", limit=self._most)
        look = _look(label.property)
        value = LabelValue(label.name, type_of(self.type, label.type, look), look, _attributes(label.attributes, ()))
        self.set.add(value, at)
        row = LabelRow(job_id=self.job.id, number=self.job.next_label_number, name=value.name, type=value.type)
        row.property, row.attributes = {**value.look}, [dict(each) for each in value.attributes]
        self.job.next_label_number += 1
        self._db.add(row)
        self._rows[value.key] = row
        self.done.added.append(value.name)

    def change(self, key: Key, look: LabelProperty, attributes: Sequence[LabelAttribute] | None, at: str) -> None:
        known = self._rows[key].attributes if key in self._rows else ()
        wanted = None if attributes is None else _attributes(attributes, known)
        for before, after in self.set.change(key, _look(look), wanted, at).items():
            row = self._rows.pop(before)
            row.name, row.property = after.name, {**after.look}
            row.attributes = [dict(each) for each in after.attributes]
            self._rows[after.key] = row
        self.done.changed.append(key[1])

    def row_of(self, key: Key) -> LabelRow | None:
        return self._rows.get(key)

    async def remove(self, key: Key, at: str) -> None:
        self.set.remove(key, at)
        row = self._rows.pop(key)
        await self._db.delete(row)
        self.done.deleted.append(row.name)


async def list_labels(
    db: AsyncSession, who: Subject, dataset_id: str, *, version_id: str | None = None, page: int = 0, limit: int = 100_000
) -> LabelList:
    """Return a page (from 0) of the labels of a dataset, in the order in which they were made. Raises VersionNotFound."""
    row, job = await get_rows(db, who, dataset_id)
    if version_id:
        detail = await versions.get_detail(db, row, version_id)
        shown = [LabelAnswer.model_validate({name: each[name] for name in _OF_VERSION}) for each in detail.labels]
        return LabelList(total_number=len(shown), labels=shown[page * limit : (page + 1) * limit])
    found = await fetch_page(db, queries.labels_in_order(job.id), offset=page * limit, limit=limit)
    return LabelList(total_number=found.total, labels=[describing.label_of(row) for row in found.items])


async def create_labels(
    db: AsyncSession,
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    wanted: Sequence[Label],
    *,
    language: Language,
) -> BatchOutcome:
    """Add labels, each by itself: those that can be are added, the others told. Raises the first failure if all failed.

    Labels of relations may name entity labels that come with them, in any order.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    editor = await _editor(db, job, context.settings.max_labels)
    order = sorted(range(len(wanted)), key=lambda index: _is_relation(editor, wanted[index]))
    answer = _batch(order, lambda index: editor.add(wanted[index], f"labels.{index}"), language)
    await tell(db, who, row, editor.done)
    return answer


async def change_labels(
    db: AsyncSession,
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    wanted: Sequence[Label],
    *,
    language: Language,
) -> BatchOutcome:
    """Change labels, each by itself, as `create_labels` adds them. A label is known by name, and type if one is given."""
    row, job = await get_rows(db, who, dataset_id, lock=True)
    editor = await _editor(db, job, context.settings.max_labels)

    def change(index: int) -> None:
        label = wanted[index]
        editor.change(editor.key_of(label), label.property, _attributes_given(label), f"labels.{index}")

    answer = _batch(range(len(wanted)), change, language)
    await _flushed(db)
    await tell(db, who, row, editor.done)
    return answer


async def change_label(
    db: AsyncSession,
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    name: str,
    *,
    look: LabelProperty,
    label_type: int | None = None,
) -> None:
    """Change one label. Raises LabelNotFound, LabelTaken, ShortcutTaken, LabelInvalid, EntityLabelMissing."""
    row, job = await get_rows(db, who, dataset_id, lock=True)
    editor = await _editor(db, job, context.settings.max_labels)
    key = editor.key_of(Label.model_construct(name=name, type=label_type))
    editor.change(key, look, None, "label")
    await _flushed(db)
    await tell(db, who, row, editor.done)


async def delete_labels(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    wanted: Sequence[Label],
    *,
    policy: DeletePolicy = DeletePolicy.LABELS,
    language: Language,
) -> BatchOutcome:
    """Delete labels, each by itself. Entity labels go after the relations that name them, in any order of the request.

    Annotations with them go, too; as a task, where there are many. policy: whether samples go that have nothing else,
    and their files.
    Raises the first failure if all failed: LabelNotFound, EntityLabelInUse. Raises FilesRemain, FilesNotKeptYet.
    """
    gone: list[SampleRow] = []
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        if policy is DeletePolicy.FILES:
            await kept_files.refuse_waiting(db, row)
        editor = await _editor(db, job, context.settings.max_labels)
        keys = [editor.key_of(label) for label in wanted]
        results: dict[int, AppError | None] = {}
        for index in sorted(range(len(keys)), key=lambda index: keys[index][0] == TRIPLET_ENTITY):
            try:
                gone += await _remove(db, who, row, editor, keys[index], at=f"labels.{index}", policy=policy)
                results[index] = None
            except AppError as error:  # noqa: PERF203 - each is judged by itself
                results[index] = error
        answer = outcome_of([results[index] for index in range(len(keys))], language)
        await tell(db, who, row, editor.done)
    if policy is DeletePolicy.FILES:
        await samples.delete_files(context, who, [each.source for each in gone if each.content is None])
    return answer


async def delete_label(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    name: str,
    *,
    label_type: int | None = None,
    files: bool = False,
    language: Language,
) -> None:
    """Delete one label, and the samples that have nothing else. Raises what `delete_labels` raises."""
    wanted = Label.model_construct(name=name, type=label_type)
    policy = DeletePolicy.FILES if files else DeletePolicy.SAMPLES
    await delete_labels(context, who, dataset_id, [wanted], policy=policy, language=language)


async def _remove(
    db: AsyncSession, who: Subject, row: DatasetRow, editor: _Editor, key: Key, *, at: str, policy: DeletePolicy
) -> list[SampleRow]:
    """Remove a label and its annotations; return the samples that went with it."""
    label = editor.row_of(key)
    carriers: list[int] = []
    if label is not None:
        found = await facets.matching(db, editor.job.number, LABEL, [str(label.number)])
        count = bitmaps.count(found)
        if count > _MOST_CARRIERS:
            # Without its label no annotation is shown any more; the worker takes them away.
            goal = label_work.goal_of(label.number, label.name, policy)
            await editor.remove(key, at)
            await tasks.submit(db, who, row, TaskKind.LABEL, goal)
            return []
        carriers = list(bitmaps.members_of(found))
    await editor.remove(key, at)
    if label is None or not carriers:
        return []
    alone = await samples.drop_label(db, who, row, editor.job, carriers, label=str(label.number))
    return [] if policy is DeletePolicy.LABELS else await samples.remove(db, who, row, editor.job, alone)


async def change_all(
    db: AsyncSession,
    who: Subject,
    row: DatasetRow,
    job: LabellingJobRow,
    *,
    add: Sequence[Label] = (),
    update: Sequence[Label] = (),
    delete: Sequence[Label] = (),
    most: int,
) -> Done:
    """Delete, then change, then add labels; all or nothing. What is to be deleted and added is changed instead."""
    editor = await _editor(db, job, most)
    gone = {editor.key_of(label): f"delete_labels.{index}" for index, label in enumerate(delete)}
    new: dict[str, Label] = {}
    for index, label in enumerate(add):
        key = editor.key_of(label)
        if gone.pop(key, None) is None:
            new[f"add_labels.{index}"] = label
        else:
            editor.change(key, label.property, label.attributes, f"add_labels.{index}")
    for key, at in sorted(gone.items(), key=lambda entry: entry[0][0] == TRIPLET_ENTITY):
        await _remove(db, who, row, editor, key, at=at, policy=DeletePolicy.LABELS)
    await _flushed(db)
    for index, label in enumerate(update):
        editor.change(editor.key_of(label), label.property, _attributes_given(label), f"update_labels.{index}")
        await _flushed(db)
    for at, label in sorted(new.items(), key=lambda entry: _is_relation(editor, entry[1])):
        editor.add(label, at)
    return editor.done


async def tell(db: AsyncSession, who: Subject, row: DatasetRow, done: Done) -> None:
    """Write down what was done to labels, if anything was."""
    if not done:
        return
    at = now(db)
    row.changed_at = row.data_changed_at = at
    names = (done.added + done.changed + done.deleted)[: _MOST_NAMES_TOLD + 1]
    told = ", ".join(name[:64] for name in names[:_MOST_NAMES_TOLD]) + (" …" if len(names) > _MOST_NAMES_TOLD else "")
    event = LabelsChanged(
        resource_id=row.id, added=len(done.added), changed=len(done.changed), deleted=len(done.deleted), labels=told
    )
    await emit(db, event, by=who, at=at)


async def _editor(db: AsyncSession, job: LabellingJobRow, most: int) -> _Editor:
    # Whoever changes labels has the dataset locked, so that nobody else does at the same time.
    rows = await db.scalars(for_update(queries.labels_in_order(job.id)))
    return _Editor(db, job, rows, most)


async def _flushed(db: AsyncSession) -> None:
    """Write renamed and deleted labels now: the next step may use their names."""
    await db.flush()


def _batch(order: Iterable[int], act: Callable[[int], None], language: Language) -> BatchOutcome:
    results: dict[int, AppError | None] = {}
    for index in order:
        try:
            act(index)
            results[index] = None
        except AppError as error:  # noqa: PERF203 - each is judged by itself
            results[index] = error
    return outcome_of([results[index] for index in sorted(results)], language)


def _value(row: LabelRow) -> LabelValue:
    return LabelValue(row.name, row.type, row.property, tuple(row.attributes))


def _is_relation(editor: _Editor, label: Label) -> bool:
    return type_of(editor.type, label.type, _look(label.property)) == LabelType.TEXT_TRIPLET


def _look(given: LabelProperty) -> dict[str, Any]:
    return given.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)


def _attributes_given(label: Label) -> Sequence[LabelAttribute] | None:
    return label.attributes if "attributes" in label.model_fields_set else None


def _attributes(given: Sequence[LabelAttribute], known: Iterable[Any]) -> tuple[dict[str, Any], ...]:
    """Return attributes as they are kept. Ids are ours: what had one keeps it, whatever a caller sends."""
    ids = {each["name"]: each for each in known}
    kept = []
    for attribute in given:
        before = ids.get(attribute.name, {})
        values = {value["value"]: value["id"] for value in before.get("values", ())}
        one: dict[str, Any] = {"id": before.get("id") or new_id(), "name": attribute.name, "type": attribute.type}
        if attribute.default_value is not None:
            one["default_value"] = attribute.default_value
        if attribute.values:
            one["values"] = [{"id": values.get(each.value) or new_id(), "value": each.value} for each in attribute.values]
        kept.append(one)
    return tuple(kept)
