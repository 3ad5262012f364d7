"""Versions beside each other: samples of one, what differs between two, going back to one and undoing that."""

from typing import Any

import pytest

from modelyard.datasets.rules import comparing
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.service import annotations, presence, restoring_work
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.datasets.types.datasets import Kind
from published_leafs import Leafs, leafs

__all__ = ["leafs"]


async def compared(leafs: Leafs, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    url = f"{leafs.url}/versions/{after['version_id']}/comparisons"
    asked = await leafs.client.post(url, json={"before_id": before["version_id"]})
    assert asked.status_code == 200, asked.text
    await run_tasks(leafs.context)
    found: dict[str, Any] = (await leafs.client.get(f"{url}/{before['version_id']}")).json()
    return found


async def said(leafs: Leafs) -> list[str]:
    """Return the labels of all samples, the oldest first."""
    found = await leafs.client.get(f"{leafs.url}/data-annotations/samples", params={"order": "asc", "limit": 100})
    return [",".join(label["name"] for label in each["labels"]) for each in found.json()["samples"]]


async def restored(leafs: Leafs, path: str) -> dict[str, Any]:
    started = await leafs.client.post(f"{leafs.url}/{path}")
    assert started.status_code == 201, started.text
    await run_tasks(leafs.context)
    found: dict[str, Any] = (await leafs.client.get(f"{leafs.url}/version-restores/{started.json()['task_id']}")).json()
    return found


class TestSamplesOfAVersion:
    async def test_they_are_as_they_were_whatever_became_of_them(self, leafs: Leafs) -> None:
        version = await leafs.published(train_evaluate_sample_ratio="0.5")
        ids = await leafs.sample_ids()
        await leafs.say("2", 0)
        url = f"{leafs.url}/data-annotations/samples"
        await leafs.client.post(f"{url}/delete", json={"samples": [ids[1]]})
        of = {"version_id": version["version_id"]}

        page = (await leafs.client.get(url, params={**of, "order": "asc", "limit": 3, "offset": 0})).json()
        gone = (await leafs.client.get(f"{url}/{ids[1]}", params=of)).json()
        newest = (await leafs.client.get(url, params={**of, "limit": 1})).json()

        assert page["sample_count"] == 20
        assert [(each["sample_name"], each["labels"][0]["name"]) for each in page["samples"]] == [
            ("0.jpg", "oak"),
            ("1.jpg", "oak"),
            ("2.jpg", "oak"),
        ]
        assert page["samples"][0]["sample_usage"] in {"TRAIN", "EVAL"}
        assert page["samples"][0]["metadata"]["@modelarts:size"] == [40, 30, 3]
        assert page["samples"][0]["source"].startswith("http")
        assert gone["sample_id"] == ids[1]
        assert newest["samples"][0]["sample_name"] == "19.jpg"

    async def test_what_is_not_in_it_is_not_found(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.add(500)
        ids = await leafs.sample_ids()
        url = f"{leafs.url}/data-annotations/samples"

        late = await leafs.client.get(f"{url}/{ids[-1]}", params={"version_id": version["version_id"]})
        none = await leafs.client.get(url, params={"version_id": "nothing"})
        searched = await leafs.client.get(url, params={"version_id": version["version_id"], "sample_state": "__MISSING__"})

        assert late.status_code == none.status_code == 400
        assert none.json()["error_code"] == "ModelArts.4353"
        assert searched.json()["error_code"] == "Modelyard.7451"

    async def test_its_labels_are_those_of_then(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.client.delete(f"{leafs.url}/data-annotations/labels/elm")

        found = await leafs.client.get(f"{leafs.url}/data-annotations/labels", params={"version_id": version["version_id"]})

        assert [each["name"] for each in found.json()["labels"]] == ["oak", "elm"]
        assert found.json()["total_number"] == 2


class TestCompareVersions:
    async def test_it_tells_what_was_added_removed_changed_and_moved(self, leafs: Leafs) -> None:
        first = await leafs.published()
        ids = await leafs.sample_ids()
        await leafs.add(100, 101)
        await leafs.say("2", 0, 1, 2)
        await leafs.say("1", 17)
        await leafs.client.post(f"{leafs.url}/data-annotations/samples/delete", json={"samples": [ids[19]]})
        second = await leafs.published(train_evaluate_sample_ratio="0.5")

        found = await compared(leafs, first, second)

        assert (found["state"], found["progress"]) == ("completed", 1.0)
        figures = {name: found[name] for name in ("added", "removed", "changed", "moved", "unchanged")}
        assert figures == {"added": 2, "removed": 1, "changed": 4, "moved": 13, "unchanged": 2}
        assert (found["before_count"], found["after_count"]) == (20, 21)
        assert found["relabelled"] == [
            {"before": "oak", "after": "elm", "count": 3},
            {"before": "", "after": "oak", "count": 1},
        ]
        oak = {"name": "oak", "before": 8, "after": 6, "samples_before": 8, "samples_after": 6}
        assert found["labels"][0] == oak

        url = f"{leafs.url}/versions/{second['version_id']}/comparisons/{first['version_id']}/samples"
        changed = (await leafs.client.get(url, params={"change": "changed", "limit": 2})).json()
        rest = (await leafs.client.get(url, params={"change": "changed", "limit": 2, "offset": 1})).json()
        removed = (await leafs.client.get(url, params={"change": "removed"})).json()
        assert changed["total_count"] == 4
        assert [each["sample_name"] for each in changed["samples"] + rest["samples"]] == ["0.jpg", "1.jpg", "2.jpg", "17.jpg"]
        one = changed["samples"][0]
        assert (one["before"][0]["name"], one["after"][0]["name"], one["change"]) == ("oak", "elm", "changed")
        assert (one["width"], one["height"], one["usage_before"]) == (40, 30, "")
        assert [(each["sample_id"], each["after"]) for each in removed["samples"]] == [(ids[19], [])]

    async def test_the_same_said_again_is_no_difference(self, leafs: Leafs) -> None:
        first = await leafs.published()
        async with leafs.context.database.session() as db:
            row, job = await get_rows(db, leafs.who, leafs.id, lock=True)
            again = (Annotation(Kind.CLASS, label="1", author="human/c/d", created=1_800_000_000),)
            await annotations.save(db, leafs.who, row, job, [DocumentChange(0, again)])
        second = await leafs.published()

        found = await compared(leafs, first, second)

        assert (found["changed"], found["unchanged"]) == (0, 20)

    async def test_it_is_made_once(self, leafs: Leafs) -> None:
        first, second = await leafs.published(), await leafs.published()
        found = await compared(leafs, first, second)
        again = await compared(leafs, first, second)

        assert found["unchanged"] == 20
        assert found["task_id"] == again["task_id"]

    async def test_what_cannot_be_compared_is_refused(self, leafs: Leafs) -> None:
        first, second = await leafs.published(), await leafs.publish()
        url = f"{leafs.url}/versions/{first['version_id']}/comparisons"

        itself = await leafs.client.post(url, json={"before_id": first["version_id"]})
        unready = await leafs.client.post(url, json={"before_id": second})
        await run_tasks(leafs.context)
        never = await leafs.client.get(f"{url}/{second}")

        assert itself.json()["error_code"] == "Modelyard.7183"
        assert unready.json()["error_code"] == "ModelArts.4824"
        assert never.status_code in {400, 404}

    def test_many_labels_are_told_by_the_first_of_them(self) -> None:
        line = {"annotation": [{"name": name} for name in "fedcba"] + [{"name": ""}]}
        assert comparing.labels_of(line) == "a, b, c, d (+2)"


class TestRestoreVersion:
    async def test_annotations_become_those_of_the_version_and_that_can_be_undone(self, leafs: Leafs) -> None:
        first = await leafs.published()
        before = await said(leafs)
        await leafs.say("2", 0, 1)
        await leafs.say("1", 18)
        await leafs.say("", 3)
        await leafs.add(100)
        await leafs.say("2", 20)
        changed = await said(leafs)

        back = await restored(leafs, f"versions/{first['version_id']}/restore")
        after = await said(leafs)
        undone = await restored(leafs, f"version-restores/{back['task_id']}/undo")

        assert (back["state"], back["changed"], back["done"], back["version_name"]) == ("completed", 4, 20, "V001")
        assert after == [*before, "elm"]
        assert (undone["changed"], undone["undo_of"]) == (4, back["task_id"])
        assert await said(leafs) == changed
        listed = (await leafs.client.get(f"{leafs.url}/version-restores")).json()
        assert listed["total_count"] == 2
        again = await restored(leafs, f"version-restores/{undone['task_id']}/undo")
        assert again["changed"] == 4
        assert await said(leafs) == after

    async def test_each_sample_has_one_entry_in_its_history(self, leafs: Leafs) -> None:
        first = await leafs.published()
        await leafs.say("2", 0)
        await restored(leafs, f"versions/{first['version_id']}/restore")
        ids = await leafs.sample_ids()

        url = f"{leafs.url}/data-annotations/samples"
        counts = [(await leafs.client.get(f"{url}/{ids[n]}/history")).json()["total_count"] for n in (0, 1)]

        assert counts == [3, 1]

    async def test_what_somebody_changed_since_is_not_undone(self, leafs: Leafs) -> None:
        first = await leafs.published()
        await leafs.say("2", 0, 1)
        back = await restored(leafs, f"versions/{first['version_id']}/restore")
        await leafs.say("", 0)
        undone = await restored(leafs, f"version-restores/{back['task_id']}/undo")

        assert undone["changed"] == 1
        assert (await said(leafs))[:2] == ["", "elm"]

    async def test_a_label_that_is_gone_comes_back(self, leafs: Leafs) -> None:
        first = await leafs.published()
        await leafs.client.post(f"{leafs.url}/data-annotations/labels/delete", json={"labels": [{"name": "elm"}]})
        await leafs.say("1", 8)
        back = await restored(leafs, f"versions/{first['version_id']}/restore")
        assert back["state"] == "completed", back

        stats = (await leafs.client.get(f"{leafs.url}/data-annotations/stats")).json()
        assert {each["name"]: each["count"] for each in stats["label_stats"]} == {"oak": 8, "elm": 8}
        assert (await said(leafs)).count("elm") == 8

    async def test_a_worker_that_was_killed_is_followed_by_one_that_ends_the_work(
        self, leafs: Leafs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(restoring_work, "_STEP", 7)
        first = await leafs.published()
        before = await said(leafs)
        await leafs.say("2", *range(20))
        started = await leafs.client.post(f"{leafs.url}/versions/{first['version_id']}/restore")
        assert started.status_code == 201
        busy = await leafs.client.post(f"{leafs.url}/versions/{first['version_id']}/restore")
        while await run_step(leafs.context):
            pass

        assert busy.json()["error_code"] == "ModelArts.4343"
        assert await said(leafs) == before


class TestMissingSamples:
    async def test_samples_whose_file_is_gone_are_in_no_new_version_and_no_export(self, leafs: Leafs) -> None:
        first = await leafs.published()
        async with leafs.context.database.session() as db:
            row, job = await get_rows(db, leafs.who, leafs.id, lock=True)
            await presence.hide(db, row, job, [0, 19])
        await leafs.say("2", 1)
        second = await leafs.published()
        body = {"path": "/team/exported/", "export_type": 3, "format": "manifest", "with_files": False}
        started = await leafs.client.post(f"{leafs.url}/export-tasks", json=body)
        await run_tasks(leafs.context)
        task = (await leafs.client.get(f"{leafs.url}/export-tasks/{started.json()['task_id']}")).json()
        back = await restored(leafs, f"versions/{first['version_id']}/restore")

        assert len(leafs.lines(first)) == 20
        assert [line["source"].rpartition("/")[2] for line in leafs.lines(second)] == [f"{n}.jpg" for n in range(1, 19)]
        assert task["total_sample_count"] == 18
        assert (back["changed"], back["done"]) == (1, 20)
