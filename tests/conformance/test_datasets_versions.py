"""All operations of versions on a running platform, by signed requests."""

import base64
import json
import secrets
import struct
import time
import zlib
from typing import Any

import pytest

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 300
VERSION_FIELDS = {
    "version_id",
    "version_name",
    "version_format",
    "status",
    "is_current",
    "create_time",
    "update_time",
    "total_sample_count",
    "annotated_sample_count",
    "add_sample_count",
    "modified_sample_count",
    "deleted_sample_count",
    "task_type",
    "tags",
    "manifest_path",
    "data_path",
    "train_evaluate_sample_ratio",
    "remove_sample_usage",
    "clear_hard_property",
    "export_images",
    "with_column_header",
}


def picture(width: int) -> str:
    """Return a grey PNG in base64."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * 8)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return base64.b64encode(content).decode()


class Trees:
    """A dataset of twelve pictures, six oaks and six elms."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.people = People(platform)
        self.project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        self.owner = DataCaller(platform, self.project, self.people.admin)
        self.store = s3(platform, self.people.admin)
        self.bucket = name_of_bucket()
        self.store.create_bucket(Bucket=self.bucket)
        made = self.call(
            "POST",
            "",
            {
                "dataset_name": f"trees-{secrets.token_hex(4)}",
                "dataset_type": 0,
                "data_sources": [],
                "work_path": f"/{self.bucket}/work/",
                "work_path_type": 0,
                "labels": [{"name": "oak"}, {"name": "elm"}],
            },
        )
        self.id = made["dataset_id"]
        samples = [
            {"name": f"{n}.png", "data": picture(8 + n), "labels": [{"name": "oak" if n < 6 else "elm"}]} for n in range(12)
        ]
        self.call("POST", f"/{self.id}/data-annotations/samples", {"samples": samples, "final_annotation": True})

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self.people.call(method, f"/v2/{self.project}/datasets{path}", body)

    def lines(self, place: str) -> list[dict[str, Any]]:
        bucket, _, key = place.lstrip("/").partition("/")
        content = self.store.get_object(Bucket=bucket, Key=key)["Body"].read()
        return [json.loads(line) for line in content.splitlines()]

    def until(self, path: str, done: tuple[Any, ...]) -> dict[str, Any]:
        """Ask until the status is one of these."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while True:
            found: dict[str, Any] = self.call("GET", path)
            if found["status"] in done:
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.3)


@pytest.fixture(scope="module")
def trees(platform: ThrowawayPlatform) -> Trees:
    return Trees(platform)


class TestVersions:
    def test_a_version_is_published_shown_listed_and_deleted(self, trees: Trees) -> None:
        do, of_trees = trees.owner.do, {"dataset_id": trees.id}
        body = {
            "version_name": "first",
            "train_evaluate_sample_ratio": "0.5",
            "description": "one half",
            "version_format": "Default",
            "clear_hard_property": True,
            "remove_sample_usage": True,
            "export_images": False,
            "with_column_header": True,
        }
        number = do("DescDataset", **of_trees)["next_version_num"]
        created = do("CreateDatasetVersion", body, **of_trees)

        trees.until(f"/{trees.id}/versions/{created['version_id']}", (1, 4))
        version = do("DescribeDatasetVersion", **of_trees, version_id=created["version_id"])
        listed = do("ListDatasetVersions", **of_trees, status=1, version_format=0, train_evaluate_ratio="0.4,0.6")
        none = do("ListDatasetVersions", **of_trees, train_evaluate_ratio="0.8,1.0")
        lines = trees.lines(version["manifest_path"])
        shown = do("DescDataset", **of_trees)

        assert version["status"] == 1, version
        assert version.keys() >= VERSION_FIELDS | {"label_stats", "label_type"}
        assert (listed["total_number"], none["total_number"]) == (1, 0)
        assert listed["versions"][0].keys() >= VERSION_FIELDS
        assert sorted(line["usage"] for line in lines) == ["EVAL"] * 6 + ["TRAIN"] * 6
        assert (shown["current_version_id"], shown["current_version_name"]) == (created["version_id"], "first")
        assert (shown["dataset_version_count"], shown["next_version_num"]) == (1, number + 1)
        assert [each["version_id"] for each in shown["versions"]] == [created["version_id"]]
        assert trees.owner.refused("CreateDatasetVersion", body, **of_trees) == "ModelArts.4371"
        assert do("DeleteDatasetVersion", **of_trees, version_id=created["version_id"]) is None
        assert do("ListDatasetVersions", **of_trees)["total_number"] == 0
        assert len(trees.lines(version["manifest_path"])) == 12


class TestWhatVersionsHold:
    def test_samples_and_labels_are_those_of_the_version(self, trees: Trees) -> None:
        version_id = trees.call("POST", f"/{trees.id}/versions", {"version_name": "held"})["version_id"]
        assert trees.until(f"/{trees.id}/versions/{version_id}", (1, 4))["status"] == 1
        data = f"/{trees.id}/data-annotations"

        page = trees.call("GET", f"{data}/samples?version_id={version_id}&limit=5&order=asc")
        one = trees.call("GET", f"{data}/samples/{page['samples'][0]['sample_id']}?version_id={version_id}")
        labels = trees.call("GET", f"{data}/labels?version_id={version_id}")

        assert (page["sample_count"], len(page["samples"])) == (12, 5)
        assert one.keys() >= {"sample_id", "sample_name", "sample_status", "source", "labels", "metadata"}
        assert one["labels"][0]["name"] == "oak"
        assert [each["name"] for each in labels["labels"]] == ["oak", "elm"]
        trees.call("DELETE", f"/{trees.id}/versions/{version_id}")
