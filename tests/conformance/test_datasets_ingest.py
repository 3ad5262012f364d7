"""Imports and synchronisations on a running platform, over signed calls; the worker is killed on the way."""

import json
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from e2e.training_jobs import Jobs
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

WITHIN_SECONDS = 240
IMPORT_FIELDS = {
    "task_id": str,
    "dataset_id": str,
    "import_path": str,
    "import_type": int,
    "status": str,
    "create_time": int,
    "update_ms": int,
    "elapsed_time": int,
    "total_sample_count": int,
    "imported_sample_count": int,
    "annotated_sample_count": int,
    "unconfirmed_sample_count": int,
    "total_file_count": int,
    "finished_file_count": int,
    "total_file_size": int,
    "finished_file_size": int,
    "file_statistics": dict,
}


@pytest.fixture(scope="module")
def jobs(platform: ThrowawayPlatform) -> Jobs:
    found = Jobs(platform)
    found.root = f"/v2/{platform.credentials['HUAWEICLOUD_SDK_PROJECT_ID']}"
    return found


def create(jobs: Jobs, name: str, kind: int = 900) -> str:
    sources = [{"data_type": 0, "data_path": f"/{jobs.bucket}/{name}/in/"}]
    body = {"dataset_name": name, "dataset_type": kind, "data_sources": sources, "work_path": f"/{jobs.bucket}/{name}/out/"}
    return str(jobs.call("POST", "datasets", {**body, "work_path_type": 0})["dataset_id"])


def until(what: Callable[[], Any]) -> Any:
    """Return what is asked for once it is true."""
    late = time.monotonic() + WITHIN_SECONDS
    while not (found := what()):
        assert time.monotonic() < late
        time.sleep(0.1)
    return found


def worker_of(platform: ThrowawayPlatform) -> psutil.Process | None:
    for process in platform.processes():
        try:
            if "modelyard.server.data_worker" in process.cmdline():
                return process
        except psutil.NoSuchProcess:  # noqa: PERF203 - it ended while we looked
            continue
    return None


class TestImports:
    def test_an_import_outlives_its_worker(self, jobs: Jobs, platform: ThrowawayPlatform) -> None:
        dataset_id, count = create(jobs, "imported", 0), 40_000
        entry = {"type": "modelarts/image_classification", "name": "oak", "annotated-by": "human"}
        lines = [
            json.dumps({"source": f"s3://{jobs.bucket}/pictures/{number:06}.jpg", "annotation": [entry]})
            for number in range(count)
        ]
        lines[count // 2] = "broken"
        jobs.store.put_object(Bucket=jobs.bucket, Key="imported.manifest", Body="\n".join(lines).encode())
        body = {"import_path": f"s3://{jobs.bucket}/imported.manifest", "import_type": "manifest"}
        task_id = jobs.call("POST", f"datasets/{dataset_id}/import-tasks", body)["task_id"]
        path = f"datasets/{dataset_id}/import-tasks/{task_id}"

        until(lambda: jobs.call("GET", path)["imported_sample_count"])
        worker = worker_of(platform)
        if worker is not None:
            worker.kill()

        shown = until(lambda: (found := jobs.call("GET", path))["status"] in {"COMPLETED", "FAILED"} and found)
        assert shown["status"] == "COMPLETED"
        assert {name: type(shown[name]) for name in IMPORT_FIELDS} == IMPORT_FIELDS
        assert (shown["imported_sample_count"], shown["annotated_sample_count"]) == (count - 1, count - 1)
        assert shown["import_path"] == f"obs://{jobs.bucket}/imported.manifest"
        samples = jobs.call("GET", f"datasets/{dataset_id}/data-annotations/samples?limit=1&label_name=oak")
        assert samples["sample_count"] == count - 1
        listed = jobs.call("GET", f"datasets/{dataset_id}/import-tasks?offset=0&limit=10")
        assert (listed["total_count"], listed["import_tasks"][0]["task_id"]) == (1, task_id)
        report = until(lambda: jobs.call("GET", path).get("report_path"))
        key = report.removeprefix(f"obs://{jobs.bucket}/")
        told = json.loads(jobs.store.get_object(Bucket=jobs.bucket, Key=key)["Body"].read())
        assert (told["line"], told["code"]) == (count // 2 + 1, "json")


class TestSyncs:
    def test_what_is_in_the_path_is_in_the_dataset(self, jobs: Jobs) -> None:
        dataset_id = create(jobs, "synchronised")
        path = f"datasets/{dataset_id}/sync-data"
        assert jobs.call("GET", f"{path}/status")["status"] == "NOT_EXIST"
        for name in ("1.bin", "deep/2.bin"):
            jobs.store.put_object(Bucket=jobs.bucket, Key=f"synchronised/in/{name}", Body=name.encode())

        jobs.call("POST", path)

        shown = until(lambda: (found := jobs.call("GET", f"{path}/status"))["status"] in {"COMPLETED", "FAILED"} and found)
        assert (shown["status"], shown["add_sample_count"], shown["deleted_sample_count"]) == ("COMPLETED", 2, 0)
        assert all(isinstance(shown[name], int) for name in ("create_time", "duration_time", "total_sample_count"))
