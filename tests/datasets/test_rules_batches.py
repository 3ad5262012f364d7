"""Rules of changes to many samples: what becomes of what is said about one of them."""

from typing import Any

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.batches import ChangedDocument, Wanted, changed
from modelyard.datasets.types.batches import BatchAction
from modelyard.datasets.types.datasets import Kind, SampleState

OAK = Annotation(Kind.CLASS, label="1", author="human/a/b")
ELM = Annotation(Kind.CLASS, label="2", author="human/a/b")


def after(action: BatchAction, *said: Annotation, label: str = "1", **more: Any) -> ChangedDocument | None:
    """Return what an action makes of a labelled sample, unless told otherwise."""
    before = ChangedDocument(said, SampleState.LABELLED)._replace(**more)
    return changed(before, Wanted(action, label, "human/a/b"))


class TestLabels:
    def test_a_label_that_is_set_is_the_only_one(self) -> None:
        assert after(BatchAction.SET_LABEL, ELM, OAK) == ChangedDocument((OAK,), SampleState.LABELLED)
        assert after(BatchAction.SET_LABEL) == ChangedDocument((OAK,), SampleState.LABELLED)
        assert after(BatchAction.SET_LABEL, OAK) is None

    def test_a_label_is_added_once(self) -> None:
        assert after(BatchAction.ADD_LABEL, ELM) == ChangedDocument((ELM, OAK), SampleState.LABELLED)
        assert after(BatchAction.ADD_LABEL, ELM, OAK) is None

    def test_without_its_last_label_a_sample_is_unlabelled(self) -> None:
        assert after(BatchAction.REMOVE_LABEL, OAK, ELM) == ChangedDocument((ELM,), SampleState.LABELLED)
        assert after(BatchAction.REMOVE_LABEL, OAK) == ChangedDocument((), SampleState.UNLABELLED)
        assert after(BatchAction.REMOVE_LABEL, ELM) is None

    def test_relations_go_with_their_ends(self) -> None:
        who = Annotation(Kind.ENTITY, label="1", id="a", span=(0, 1))
        where = Annotation(Kind.ENTITY, label="2", id="b", span=(2, 3))
        lives = Annotation(Kind.RELATION, label="3", id="c", link=("a", "b"))
        assert after(BatchAction.REMOVE_LABEL, who, where, lives) == ChangedDocument((where,), SampleState.LABELLED)
        assert after(BatchAction.REMOVE_LABEL, who, where, lives, label="3") == ChangedDocument(
            (who, where), SampleState.LABELLED
        )


class TestMarks:
    def test_a_sample_is_hard_until_it_is_not(self) -> None:
        assert after(BatchAction.MARK_HARD, OAK) == ChangedDocument((OAK,), SampleState.LABELLED, hard=True)
        hard = OAK._replace(hard=True, hard_coefficient=0.5, hard_reasons=(1,))
        easy = after(BatchAction.UNMARK_HARD, hard, hard=True, hardness={"x": 1})
        assert easy == ChangedDocument((OAK,), SampleState.LABELLED)

    def test_only_what_waits_is_confirmed(self) -> None:
        waiting = after(BatchAction.CONFIRM, OAK, state=SampleState.TO_CONFIRM)
        assert waiting == ChangedDocument((OAK,), SampleState.LABELLED)
        assert after(BatchAction.CONFIRM, OAK) is None
