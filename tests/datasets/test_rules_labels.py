"""Label sets and paths: what the routes do not reach."""

import pytest

from modelyard.datasets.errors.datasets import (
    AttributeInvalid,
    EntityLabelInUse,
    EntityLabelMissing,
    LabelInvalid,
    LabelNotFound,
    LabelTaken,
    ShortcutTaken,
)
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.labels import SHORTCUT, LabelSet, LabelValue, type_of, types_of
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, LabelType

IMAGES = LabelType.IMAGE_CLASSIFICATION
TRIPLETS = LabelType.TEXT_TRIPLET
OAK = LabelValue("oak", 0, {SHORTCUT: "o"})
PERSON, THING = LabelValue("person", TRIPLET_ENTITY), LabelValue("thing", TRIPLET_ENTITY)
OWNS = LabelValue("owns", TRIPLETS, {"@modelarts:from_type": "person", "@modelarts:to_type": "thing"})


class TestLabelSet:
    def test_what_cannot_be_added(self) -> None:
        labels = LabelSet(IMAGES, [OAK])
        with pytest.raises(LabelTaken):
            labels.add(OAK, "")
        with pytest.raises(ShortcutTaken):
            labels.add(LabelValue("elm", 0, {SHORTCUT: "O"}), "")
        with pytest.raises(LabelInvalid):
            labels.add(LabelValue("elm", 1), "")
        with pytest.raises(LabelInvalid):
            labels.add(LabelValue("elm", 0, {"@modelarts:default_shape": "star"}), "")
        with pytest.raises(AttributeInvalid):
            labels.add(LabelValue("elm", 0, {}, ({"name": "a"}, {"name": "a"})), "")
        with pytest.raises(AttributeInvalid):
            labels.add(LabelValue("elm", 0, {}, ({"name": "a", "values": [{"value": "1"}, {"value": "1"}]},)), "")
        with pytest.raises(LabelInvalid):
            LabelSet(LabelType.FREE, []).add(LabelValue("elm", 900), "")
        assert len(labels) == 1

    def test_what_can(self) -> None:
        labels = LabelSet(IMAGES, [OAK])
        look = {"@modelarts:default_shape": "bndbox", "@modelarts:rename_to": "x"}
        added = labels.add(LabelValue("elm", 0, look, ({"name": "a", "values": [{"value": "1"}]},)), "")
        assert added.look == {"@modelarts:default_shape": "bndbox"}
        assert len(labels) == 2

    def test_changes_of_a_name_and_back(self) -> None:
        labels = LabelSet(IMAGES, [OAK])
        assert labels.change(OAK.key, {"@modelarts:rename_to": "elm"}, None, "") == {OAK.key: LabelValue("elm", 0, OAK.look)}
        with pytest.raises(LabelNotFound):
            labels.change(OAK.key, {}, None, "")
        with pytest.raises(LabelNotFound):
            labels.remove(OAK.key, "")
        labels.add(LabelValue("oak", 0), "")
        with pytest.raises(LabelTaken):
            labels.change(OAK.key, {"@modelarts:rename_to": "elm"}, None, "")
        assert labels.change(OAK.key, {}, ({"name": "a"},), "")[OAK.key].attributes == ({"name": "a"},)

    def test_relations_follow_their_ends(self) -> None:
        labels = LabelSet(TRIPLETS, [PERSON, THING, OWNS])
        changed = labels.change(THING.key, {"@modelarts:rename_to": "item"}, None, "")
        assert changed[OWNS.key].look == {"@modelarts:from_type": "person", "@modelarts:to_type": "item"}
        assert set(labels.change(PERSON.key, {"@modelarts:color": "#fff"}, None, "")) == {PERSON.key}

    def test_relations_need_their_ends(self) -> None:
        labels = LabelSet(TRIPLETS, [PERSON])
        with pytest.raises(EntityLabelMissing):
            labels.add(OWNS, "")
        with pytest.raises(EntityLabelMissing):
            labels.add(LabelValue("owns", TRIPLETS), "")
        labels.add(THING, "")
        labels.add(OWNS, "")
        with pytest.raises(EntityLabelInUse):
            labels.remove(PERSON.key, "")
        labels.remove(OWNS.key, "")
        assert labels.remove(PERSON.key, "") == PERSON

    def test_a_shortcut_goes_with_its_label(self) -> None:
        labels = LabelSet(IMAGES, [OAK])
        labels.remove(OAK.key, "")
        assert labels.add(LabelValue("elm", 0, OAK.look), "").name == "elm"


class TestTypes:
    def test_the_type_of_the_job_is_meant(self) -> None:
        assert type_of(IMAGES, None, {}) == 0
        assert type_of(IMAGES, 5, {}) == 5
        assert types_of(IMAGES) == (0,)

    def test_ends_make_a_relation(self) -> None:
        assert type_of(TRIPLETS, None, OWNS.look) == TRIPLETS
        assert type_of(TRIPLETS, None, {"@modelarts:to_type": "x"}) == TRIPLETS
        assert type_of(TRIPLETS, None, {}) == TRIPLET_ENTITY
        assert type_of(TRIPLETS, 101, {}) == TRIPLET_ENTITY
        assert type_of(TRIPLETS, 102, {}) == TRIPLETS
        assert types_of(TRIPLETS) == (TRIPLETS, TRIPLET_ENTITY)


class TestPaths:
    def test_spelling(self) -> None:
        assert paths.on_wire("obs://b/k/") == "/b/k/"
        assert paths.on_wire("") == ""
        assert paths.inner_path("/b/k/", "leafs", "1") == "/b/k/leafs-1/"

    def test_places(self) -> None:
        assert paths.is_bare_bucket("obs://b/")
        assert not paths.is_bare_bucket("obs://b/k/")
        assert paths.lies_in("obs://b/k/x/", "obs://b/k/")
        assert not paths.lies_in("obs://b/kx/", "obs://b/k/")
        assert not paths.lies_in("obs://b/k/", "")
