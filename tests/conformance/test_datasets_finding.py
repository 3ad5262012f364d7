"""Searching in a version and taking back changes to many samples on a running platform, by signed requests."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from conformance.test_datasets_versions import LONGEST_SECONDS, Trees
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def forest(platform: ThrowawayPlatform) -> Trees:
    return Trees(platform)


def searched(forest: Trees, version_id: str, **query: Any) -> dict[str, Any]:
    """Ask for samples of a version until it can be searched; by the public operation."""
    deadline = time.monotonic() + LONGEST_SECONDS
    wanted = {"dataset_id": forest.id, "version_id": version_id, "order": "asc", "limit": 100, **query}
    while forest.owner.ask("ListSamples", **wanted).status_code == 409:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    return dict(forest.owner.do("ListSamples", **wanted))


def ended(forest: Trees, task: str) -> dict[str, Any]:
    """Return a change of many samples when it has ended."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        found: dict[str, Any] = forest.call("GET", f"/{forest.id}/data-annotations/sample-changes/{task}")
        if found["state"] not in {"waiting", "running"}:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.3)


class TestSearchingInAVersion:
    def test_filters_find_what_held_when_it_was_published(self, forest: Trees) -> None:
        version_id = forest.call("POST", f"/{forest.id}/versions", {"version_name": "searched"})["version_id"]
        assert forest.until(f"/{forest.id}/versions/{version_id}", (1, 4))["status"] == 1
        everything = {"action": "set_label", "label": {"name": "elm"}, "search": {}}
        task = forest.call("POST", f"/{forest.id}/data-annotations/sample-changes", everything)["task_id"]
        assert ended(forest, task)["changed"] == 6

        oaks = searched(forest, version_id, label_name="oak")
        named = searched(forest, version_id, search_conditions=json.dumps([{"sample_name": "1.png"}]))
        unlabelled = searched(forest, version_id, sample_state="__NONE__")
        query = urlencode({"version_id": version_id})
        words = forest.call("GET", f"/{forest.id}/data-annotations/search-condition?{query}")

        assert [each["sample_name"] for each in oaks["samples"]] == [f"{n}.png" for n in range(6)]
        assert [each["sample_name"] for each in named["samples"]] == ["1.png", "11.png"]
        assert unlabelled["sample_count"] == 0
        assert {each["values"][0]: each["count"] for each in words["counts"]["labels"]} == {"oak": 6, "elm": 6}

    def test_a_change_of_all_is_taken_back(self, forest: Trees) -> None:
        changes = f"/{forest.id}/data-annotations/sample-changes"
        wanted = {"action": "mark_hard", "search": {}}
        task = forest.call("POST", changes, wanted)["task_id"]
        assert ended(forest, task)["can_undo"] is True

        undoing = forest.call("POST", f"{changes}/{task}/undo")["task_id"]
        found = ended(forest, undoing)

        assert (found["state"], found["changed"], found["left"], found["undo_of"]) == ("completed", 12, 0, task)
        assert forest.call("GET", f"{changes}/{task}")["undone_by"] == undoing
        assert forest.owner.do("GetDatasetStats", dataset_id=forest.id)["key_sample_stats"]["key_sample"] == 0
