"""Exports by the names of their operations, held against the public contract."""

from typing import Any

import pytest

from conformance.dataset_operations import DataCaller
from conformance.test_datasets_versions import Trees
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def trees(platform: ThrowawayPlatform) -> Trees:
    return Trees(platform)


@pytest.fixture(scope="module")
def owner(trees: Trees) -> DataCaller:
    return trees.owner


def export(trees: Trees, body: dict[str, Any]) -> Any:
    """Return an export once it has ended."""
    task_id = trees.owner.do("ExportTask", body, dataset_id=trees.id)["task_id"]
    trees.until(f"/{trees.id}/export-tasks/{task_id}", ("SUCCESSED", "FAILED"))
    return trees.owner.do("GetExportTaskStatusOfDataset", resource_id=trees.id, task_id=task_id)


class TestExports:
    def test_samples_are_exported_shown_and_listed(self, platform: ThrowawayPlatform) -> None:
        trees = Trees(platform)
        conditions = [{"label_list": {"labels": [{"name": "oak"}]}}]
        params = {
            "export_dest": "DIR",
            "search_conditions": conditions,
            "clear_hard_property": True,
            "ratio_sample_usage": False,
            "train_sample_ratio": "1.00",
            "sample_state": "",
            "samples": [],
        }
        body = {"path": f"/{trees.bucket}/chosen/", "export_type": 3, "format": "manifest", "export_params": params}
        chosen = export(trees, {**body, "version_format": "Default", "source_type_header": "s3://", "with_column_header": True})
        unlabelled = export(trees, {"path": f"/{trees.bucket}/none/", "export_type": "1"})
        flat = export(trees, {"path": f"/{trees.bucket}/flat/", "export_type": 0, "export_format": 2})
        tree = export(trees, {"path": f"/{trees.bucket}/tree/", "export_type": 2, "export_format": 1})

        def listed(**query: Any) -> tuple[int, list[str]]:
            page = trees.owner.do("GetExportTasksStatusOfDataset", dataset_id=trees.id, **query)
            return page["total_count"], [each["task_id"] for each in page["export_tasks"]]

        assert {each["status"] for each in (chosen, unlabelled, flat, tree)} == {"SUCCESSED"}
        assert (chosen["total_sample_count"], chosen["finished_sample_count"], chosen["progress"]) == (6, 6, 100.0)
        assert chosen["export_params"]["train_sample_ratio"] == 1.0
        assert (unlabelled["total_sample_count"], flat["total_sample_count"]) == (0, 12)
        lines = trees.lines(f"/{trees.bucket}/chosen/dataset.manifest")
        assert len(lines) == 6
        bucket, _, key = lines[0]["source"].removeprefix("s3://").partition("/")
        assert trees.store.get_object(Bucket=bucket, Key=key)["Body"].read().startswith(b"\x89PNG")
        found = {each["Key"].rpartition("/")[0] for each in trees.store.list_objects_v2(Bucket=trees.bucket)["Contents"]}
        assert {each.rpartition("/")[2] for each in found if each.startswith("tree/")} == {"oak", "elm"}
        assert not {each for each in found if each.startswith("flat/") and each.endswith(("/oak", "/elm"))}
        assert listed(limit=3)[0] == 4
        assert listed(offset=1, limit=3) == (4, [chosen["task_id"]])
        assert listed(export_type=0, limit=1) == (1, [flat["task_id"]])
        assert listed(export_type=1, offset=1, limit=1) == (1, [])

    def test_samples_become_a_new_dataset(self, trees: Trees, owner: DataCaller) -> None:
        name = f"copy-of-{trees.id}"
        params = {
            "export_dest": "NEW_DATASET",
            "export_new_dataset_name": name,
            "export_new_dataset_work_path": f"/{trees.bucket}/copy-out/",
        }
        task = export(trees, {"path": f"/{trees.bucket}/copy-in/", "export_type": 2, "export_params": params})

        found = owner.do("ListDatasets", search_content=name)["datasets"]
        assert task["status"] == "SUCCESSED", task
        assert [each["dataset_name"] for each in found] == [name]

    @pytest.mark.parametrize(
        "change",
        [
            {"path": ""},
            {"path": "/bucket"},
            {"export_type": 4},
            {"export_format": 3},
            {"annotation_format": "YOLO!"},
            {"version_format": "Parquet"},
            {"source_type_header": "file://"},
            {"version_id": "0" * 19},
            {"sample_state": "__SLEEPING__"},
            {"export_params": {"export_dest": "NEW_DATASET"}},
            {"export_params": {"train_sample_ratio": "2"}},
        ],
    )
    def test_wrong_values_are_refused(self, trees: Trees, owner: DataCaller, change: dict[str, Any]) -> None:
        code = owner.refused("ExportTask", {"path": f"/{trees.bucket}/x/", "export_type": 2, **change}, dataset_id=trees.id)

        assert code.startswith("ModelArts.")
