"""Exports: to a folder in a format, filtered, of a version, to a new dataset."""

from typing import Any

import orjson
import pytest

from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from published_leafs import Leafs, leafs

__all__ = ["leafs"]


async def export(leafs: Leafs, **wanted: Any) -> dict[str, Any]:
    """Export and return the task."""
    answer = await leafs.client.post(f"{leafs.url}/export-tasks", json={"path": "/team/export/", **wanted})
    assert answer.status_code == 200, answer.text
    await run_tasks(leafs.context)
    return await shown(leafs, answer.json()["task_id"])


async def shown(leafs: Leafs, task_id: str) -> dict[str, Any]:
    answer = await leafs.client.get(f"{leafs.url}/export-tasks/{task_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def written(store: MemoryStore) -> dict[str, bytes]:
    """Return what lies below the target."""
    return {key[7:]: found[1] for key, found in store.buckets["team"].items() if key.startswith("export/")}


@pytest.fixture
async def files(leafs: Leafs) -> dict[int, bytes]:
    """The files of the pictures."""
    content = {n: f"picture {n}".encode() for n in range(20)}
    for n, each in content.items():
        await leafs.store.put("team", f"leafs/in/{n}.jpg", each, size_bytes=len(each))
    return content


class TestExport:
    async def test_a_manifest_with_files_stands_for_itself(self, leafs: Leafs, files: dict[int, bytes]) -> None:
        task = await export(leafs, format="manifest", export_type=2)

        found = written(leafs.store)
        lines = [orjson.loads(line) for line in found.pop("dataset.manifest").splitlines()]
        assert (task["status"], task["progress"], task["total_sample_count"]) == ("SUCCESSED", 100.0, 20)
        assert lines[3]["source"] == "obs://team/export/data/3.jpg"
        assert lines[3]["annotation"][0]["name"] == "oak"
        assert found == {f"data/{n}.jpg": content for n, content in files.items()}

    async def test_classes_are_written_beside_the_files_or_as_folders(self, leafs: Leafs, files: dict[int, bytes]) -> None:
        await export(leafs, export_type=0)
        flat = set(written(leafs.store))
        await export(leafs, export_type=0, export_format=1, path="/team/export/tree/")

        tree = {name for name in written(leafs.store) if name.startswith("tree/")}
        assert {"0.jpg", "0.txt", "15.jpg", "15.txt"} <= flat
        assert "16.jpg" not in flat
        assert {"tree/oak/0.jpg", "tree/elm/15.jpg"} <= tree

    async def test_conditions_are_joined_by_or(self, leafs: Leafs) -> None:
        conditions = [{"sample_name": "19.jpg"}, {"label_list": {"labels": [{"name": "elm"}]}}]

        task = await export(leafs, format="manifest", with_files=False, export_params={"search_conditions": conditions})

        lines = [orjson.loads(line) for line in written(leafs.store)["dataset.manifest"].splitlines()]
        assert task["total_sample_count"] == 9
        assert lines[-1]["source"] == "obs://team/leafs/in/19.jpg"

    async def test_a_search_exports_what_a_list_with_its_filters_shows(self, leafs: Leafs) -> None:
        conditions = [{"label_list": {"labels": [{"name": "elm"}]}}, {"sample_name": "15"}]
        params = {"search": {"sample_state": "__ALL__", "search_conditions": conditions}}

        task = await export(leafs, format="manifest", with_files=False, export_type=2, export_params=params)

        lines = [orjson.loads(line) for line in written(leafs.store)["dataset.manifest"].splitlines()]
        assert task["total_sample_count"] == 1
        assert lines[0]["source"] == "obs://team/leafs/in/15.jpg"

    async def test_a_version_is_exported_as_it_was(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.say("2", 0)
        await leafs.add(300)

        await export(leafs, format="manifest", with_files=False, version_id=version["version_id"], source_type_header="s3://")

        lines = [orjson.loads(line) for line in written(leafs.store)["dataset.manifest"].splitlines()]
        assert len(lines) == 20
        assert lines[0]["source"].startswith("s3://")
        assert lines[0]["annotation"][0]["name"] == "oak"

    async def test_files_that_are_gone_are_told(self, leafs: Leafs, files: dict[int, bytes]) -> None:
        await leafs.store.delete_many("team", ["leafs/in/3.jpg"])

        task = await export(leafs, format="manifest", export_type=2)

        assert task["status"] == "SUCCESSED"
        assert task["problem_counts"] == {"gone": 1}

    async def test_an_export_goes_on_where_it_was(self, leafs: Leafs, files: dict[int, bytes]) -> None:
        answer = await leafs.client.post(f"{leafs.url}/export-tasks", json={"path": "/team/export/", "format": "coco"})
        while await run_step(leafs.context):
            pass

        assert (await shown(leafs, answer.json()["task_id"]))["status"] == "SUCCESSED"
        assert not [name for name in written(leafs.store) if ".export-" in name]

    async def test_a_new_dataset_has_the_samples_and_their_labels(self, leafs: Leafs, files: dict[int, bytes]) -> None:
        params = {
            "export_dest": "NEW_DATASET",
            "export_new_dataset_name": "copy",
            "export_new_dataset_work_path": "/team/copy-out/",
        }

        task = await export(leafs, export_type=0, export_params=params)
        await run_tasks(leafs.context)

        made = (await leafs.client.get(leafs.url.replace(leafs.id, task["dataset_id"]))).json()
        assert (made["dataset_name"], made["total_sample_count"], made["annotated_sample_count"]) == ("copy", 16, 16)

    async def test_a_split_can_be_drawn(self, leafs: Leafs) -> None:
        params = {"ratio_sample_usage": True, "train_sample_ratio": "0.5"}

        await export(leafs, format="manifest", with_files=False, export_type=2, export_params=params)

        lines = [orjson.loads(line) for line in written(leafs.store)["dataset.manifest"].splitlines()]
        assert {line["usage"] for line in lines} == {"TRAIN", "EVAL"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            ({"path": "/team/leafs/out/x/"}, "ModelArts.4358"),
            ({"path": "/team/leafs/in/"}, "ModelArts.4358"),
            ({"path": "/team/"}, "ModelArts.4358"),
            ({"path": "nowhere"}, "ModelArts.4358"),
            ({"export_params": {"export_dest": "NEW_DATASET"}}, "ModelArts.4384"),
            ({"format": "text_lines"}, "ModelArts.4384"),
            ({"version_id": "0" * 19}, "ModelArts.4353"),
        ],
    )
    async def test_what_cannot_be_is_refused(self, leafs: Leafs, wanted: dict[str, Any], code: str) -> None:
        answer = await leafs.client.post(f"{leafs.url}/export-tasks", json={"path": "/team/export/", **wanted})

        assert answer.status_code == 400
        assert answer.json()["error_code"] == code


class TestListExports:
    async def test_exports_are_listed_newest_first(self, leafs: Leafs) -> None:
        await export(leafs, format="manifest", with_files=False)
        second = await export(leafs, format="manifest", with_files=False, export_type=2)

        listed = (await leafs.client.get(f"{leafs.url}/export-tasks")).json()
        of_type = (await leafs.client.get(f"{leafs.url}/export-tasks", params={"export_type": 2})).json()
        unknown = await leafs.client.get(f"{leafs.url}/export-tasks/{'0' * 19}")

        assert listed["total_count"] == 2
        assert listed["export_tasks"][0]["task_id"] == second["task_id"]
        assert len(of_type["export_tasks"]) == 1
        assert unknown.json()["error_code"] == "ModelArts.4359"

    async def test_a_waiting_export_is_stopped(self, leafs: Leafs) -> None:
        answer = await leafs.client.post(f"{leafs.url}/export-tasks", json={"path": "/team/export/"})
        task_id = answer.json()["task_id"]

        stopped = await leafs.client.post(f"{leafs.url}/export-tasks/{task_id}/stop")

        assert stopped.status_code == 204
        assert (await shown(leafs, task_id))["status"] == "FAILED"
