"""What a change to many samples makes of what is said about one of them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.types.batches import BatchAction
from modelyard.datasets.types.datasets import Kind, SampleState


class ChangedDocument(NamedTuple):
    """What is said about a sample. hardness: what is known about its difficulty, where `hard` is set."""

    annotations: tuple[Annotation, ...]
    state: SampleState
    hard: bool = False
    hardness: Mapping[str, Any] | None = None


class Wanted(NamedTuple):
    """What to do. label: its number. author: of what is added."""

    action: BatchAction
    label: str
    author: str


def changed(before: ChangedDocument, wanted: Wanted) -> ChangedDocument | None:
    """Return what is to be said from now on, None where nothing changes."""
    after = _CHANGES[wanted.action](before, wanted)
    return None if after == before else after


def _set_label(before: ChangedDocument, wanted: Wanted) -> ChangedDocument:
    kept = tuple(one for one in before.annotations if one.label == wanted.label)[:1]
    return before._replace(annotations=kept or (_new(wanted),), state=SampleState.LABELLED)


def _add_label(before: ChangedDocument, wanted: Wanted) -> ChangedDocument:
    if any(one.label == wanted.label for one in before.annotations):
        return before
    return before._replace(annotations=(*before.annotations, _new(wanted)), state=SampleState.LABELLED)


def _remove_label(before: ChangedDocument, wanted: Wanted) -> ChangedDocument:
    left = tuple(one for one in before.annotations if one.label != wanted.label)
    entities = {one.id for one in left if one.kind is Kind.ENTITY}
    kept = tuple(one for one in left if one.link is None or entities.issuperset(one.link))
    return before._replace(annotations=kept, state=before.state if kept else SampleState.UNLABELLED)


def _mark_hard(before: ChangedDocument, _: Wanted) -> ChangedDocument:
    return before._replace(hard=True)


def _unmark_hard(before: ChangedDocument, _: Wanted) -> ChangedDocument:
    easy = tuple(one._replace(hard=False, hard_coefficient=None, hard_reasons=()) for one in before.annotations)
    return before._replace(annotations=easy, hard=False, hardness=None)


def _confirm(before: ChangedDocument, _: Wanted) -> ChangedDocument:
    return before._replace(state=SampleState.LABELLED) if before.state is SampleState.TO_CONFIRM else before


def _new(wanted: Wanted) -> Annotation:
    return Annotation(Kind.CLASS, label=wanted.label, author=wanted.author)


_CHANGES = {
    BatchAction.SET_LABEL: _set_label,
    BatchAction.ADD_LABEL: _add_label,
    BatchAction.REMOVE_LABEL: _remove_label,
    BatchAction.MARK_HARD: _mark_hard,
    BatchAction.UNMARK_HARD: _unmark_hard,
    BatchAction.CONFIRM: _confirm,
}
