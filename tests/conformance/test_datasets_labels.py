"""Labels by the names of their operations, held against the public contract."""

import pytest

from conformance.test_datasets_base import Yard
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def yard(platform: ThrowawayPlatform) -> Yard:
    return Yard(platform)


def names(yard: Yard, dataset: str) -> list[str]:
    return [each["name"] for each in yard.owner.do("ListLabels", dataset_id=dataset)["labels"]]


class TestLabels:
    def test_labels_from_their_creation_to_their_end(self, yard: Yard) -> None:
        do = yard.owner.do
        dataset, ids = yard.pictures("a.png", "b.png", labels=())
        oak = {
            "name": "oak/1 é",
            "type": 0,
            "property": {"@modelarts:color": "#3399ff", "@modelarts:shortcut": "o"},
            "attributes": [
                {"name": "age", "type": "select", "default_value": "old", "values": [{"value": "old"}, {"value": "young"}]}
            ],
        }

        created = do("CreateLabels", {"labels": [oak, {"name": "elm"}, {"name": "fir"}]}, dataset_id=dataset)
        partly = do("CreateLabels", {"labels": [{"name": "elm"}, {"name": "ash"}]}, dataset_id=dataset)
        page = do("ListLabels", dataset_id=dataset, limit=1, offset=0)
        renamed = {"name": "elm", "property": {"@modelarts:rename_to": "ulm", "@modelarts:color": "#000000"}}
        updated = do("UpdateLabels", {"labels": [renamed]}, dataset_id=dataset)
        assert (
            do("UpdateLabel", {"@modelarts:color": "#93c47d"}, dataset_id=dataset, label_name=oak["name"], label_type=0) is None
        )
        assert do("UpdateLabel", {"@modelarts:color": "#93c47d"}, dataset_id=dataset, label_name=oak["name"]) is None
        said = [{"sample_id": ids["a.png"], "labels": [{"name": oak["name"]}]}]
        assert do("UpdateSamples", {"samples": said}, dataset_id=dataset)["success"]
        first = do("ListLabels", dataset_id=dataset)["labels"][0]
        removed = do("DeleteLabels", {"labels": [{"name": "fir"}]}, dataset_id=dataset, delete_policy=0)
        assert do("DeleteLabelAndSamples", dataset_id=dataset, label_name=oak["name"], label_type=0, delete_source=True) is None

        assert created == {"success": True}
        assert [each["success"] for each in partly["results"]] == [False, True]
        assert (partly["success"], partly["results"][0]["error_code"]) == (False, "ModelArts.4411")
        assert (page["total_number"], [each["name"] for each in page["labels"]]) == (4, [oak["name"]])
        assert updated == removed == {"success": True}
        assert first["property"] == {"@modelarts:color": "#93c47d", "@modelarts:shortcut": "o"}
        assert [each["value"] for each in first["attributes"][0]["values"]] == ["old", "young"]
        assert names(yard, dataset) == ["ulm", "ash"]
        assert do("ListSamples", dataset_id=dataset)["sample_count"] == 1

    def test_policies_say_what_goes_with_a_label(self, yard: Yard) -> None:
        dataset, ids = yard.pictures("a.png", "b.png", "c.png", labels=("x", "y", "z"))
        said = [
            {"sample_id": each, "labels": [{"name": name}]} for each, name in zip(ids.values(), ("x", "y", "z"), strict=True)
        ]
        yard.owner.do("UpdateSamples", {"samples": said}, dataset_id=dataset)
        counts = []
        for policy, name in enumerate(("x", "y", "z")):
            yard.owner.do("DeleteLabels", {"labels": [{"name": name}]}, dataset_id=dataset, delete_policy=policy)
            counts.append(yard.owner.do("ListSamples", dataset_id=dataset)["sample_count"])

        assert counts == [3, 2, 1]

    def test_relations_need_their_entities(self, yard: Yard) -> None:
        dataset = yard.dataset(102)
        relation = {
            "name": "of",
            "type": 102,
            "property": {"@modelarts:from_type": "person", "@modelarts:to_type": "place"},
        }
        entities = [{"name": "person", "type": 103}, {"name": "place", "type": 101}]

        assert yard.owner.refused("CreateLabels", {"labels": [relation]}, dataset_id=dataset) == "ModelArts.4414"
        assert yard.owner.do("CreateLabels", {"labels": [*entities, relation]}, dataset_id=dataset) == {"success": True}
        wrong = yard.owner.refused("DeleteLabels", {"labels": [{"name": "person", "type": 103}]}, dataset_id=dataset)
        assert wrong == "ModelArts.4415"

    @pytest.mark.parametrize(
        ("label", "code"),
        [
            ({"name": "oak"}, "ModelArts.4411"),
            ({"name": "new", "property": {"@modelarts:shortcut": "o"}}, "ModelArts.4412"),
            ({"name": "new", "type": 103}, "ModelArts.4413"),
            ({"name": "new", "attributes": [{"name": "a"}, {"name": "a"}]}, "ModelArts.4428"),
        ],
    )
    def test_wrong_labels_are_refused_as_published(self, yard: Yard, label: dict[str, object], code: str) -> None:
        dataset = yard.dataset(labels=[{"name": "oak", "property": {"@modelarts:shortcut": "o"}}])

        assert yard.owner.refused("CreateLabels", {"labels": [label]}, dataset_id=dataset) == code
        assert names(yard, dataset) == ["oak"]

    def test_labels_that_are_not_there_are_told(self, yard: Yard) -> None:
        dataset = yard.dataset()
        for name in ("UpdateLabels", "DeleteLabels"):
            assert yard.owner.refused(name, {"labels": [{"name": "none"}]}, dataset_id=dataset) == "ModelArts.4410"
