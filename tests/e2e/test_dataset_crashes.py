"""Kill -9 of the data worker while data is imported, changed, published, exported, synchronised and looked at.

Afterwards everything is recounted: nothing is lost, nothing is there twice, sets and counters agree with the rows.
MODELYARD_TEST_CRASH_DATASETS asks for more deaths; from 20 on the worker is also stopped for longer than its lease while a
second one works, and the store dies, too.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from typing_extensions import Self

from e2e.test_crashes import process_of
from e2e.training_jobs import Jobs
from modelyard.core.db import Database
from modelyard.objects.ports import ObjectStore
from modelyard.server.home import Home
from modelyard.server.testing import ThrowawayPlatform
from pictures import encoded, noise
from recounting import faults_of, version_faults

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

DEATHS = int(os.environ.get("MODELYARD_TEST_CRASH_DATASETS", "4"))
COUNT = 12_000
WITHIN_SECONDS = 600
ENDED = {"COMPLETED", "SUCCESSED", "FAILED", "completed", "failed", "stopped"}


@pytest.fixture
def own_platform(tmp_path: Path) -> Iterator[ThrowawayPlatform]:
    """A platform for this test alone: it is about to be hurt."""
    with ThrowawayPlatform(tmp_path / "home") as running:
        yield running


class Killer:
    """Kills the worker at random moments while it has a task, as often as it was told, and remembers how."""

    def __init__(self, platform: ThrowawayPlatform, deaths: int) -> None:
        self.killed: Counter[str] = Counter()
        self._platform, self._deaths, self._choice = platform, deaths, random.Random(5)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self._beside: list[subprocess.Popen[bytes]] = []
        self._kinds = ["kill"] * 5 + (["pause", "store"] if deaths >= 20 else [])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(120)
        for process in self._beside:
            process.kill()
            process.wait()

    def _work(self) -> None:
        while sum(self.killed.values()) < self._deaths and not self._stop.wait(0.05):
            worker = worker_of(self._platform)
            if worker is None or not self._is_at_work():
                continue
            self._stop.wait(self._choice.uniform(0, 2.5))
            with contextlib.suppress(psutil.NoSuchProcess):
                getattr(self, self._choice.choice(self._kinds))(worker)

    def kill(self, worker: psutil.Process) -> None:
        worker.kill()
        self.killed["kill"] += 1

    def pause(self, worker: psutil.Process) -> None:
        """Have the worker stand still until another one has its task, and then go on."""
        worker.suspend()
        command = [sys.executable, "-m", "modelyard.server.data_worker", str(self._platform.home), "beside"]
        self._beside.append(subprocess.Popen(command, stdin=subprocess.PIPE))
        self._stop.wait(40)
        worker.resume()
        self.killed["pause"] += 1

    def store(self, _worker: psutil.Process) -> None:
        process_of(self._platform, "storage").send_signal(signal.SIGKILL)
        self.killed["store"] += 1

    def _is_at_work(self) -> bool:
        with contextlib.closing(sqlite3.connect(f"file:{Home(self._platform.home).database_file}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT count(*) FROM dataset_tasks WHERE lease_owner IS NOT NULL").fetchone()
            return bool(found[0])


def worker_of(platform: ThrowawayPlatform) -> psutil.Process | None:
    for process in platform.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "modelyard.server.data_worker" in process.cmdline():
                return process
    return None


class Bucket:
    """The store, as those read it who look after versions."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    @contextlib.asynccontextmanager
    async def get(self, bucket: str, key: str) -> AsyncIterator[AsyncIterator[bytes]]:
        content = self._jobs.store.get_object(Bucket=bucket, Key=key)["Body"].read()

        async def chunks() -> AsyncIterator[bytes]:
            yield content

        yield chunks()


def until(what: Callable[[], Any]) -> Any:
    """Return what is asked for once it is true."""
    late = time.monotonic() + WITHIN_SECONDS
    while not (found := what()):
        assert time.monotonic() < late
        time.sleep(0.2)
    return found


def ended(jobs: Jobs, path: str, field: str = "status") -> dict[str, Any]:
    """Return work once it has ended, whoever is being killed."""
    found: dict[str, Any] = until(lambda: (now := jobs.call("GET", path, patient=True))[field] in ENDED and now)
    return found


def create(jobs: Jobs, name: str) -> str:
    sources = [{"data_type": 0, "data_path": f"/{jobs.bucket}/{name}/in/"}]
    body = {"dataset_name": name, "dataset_type": 0, "data_sources": sources, "work_path": f"/{jobs.bucket}/{name}/out/"}
    labels = [{"name": each, "type": 0} for each in ("oak", "elm", "ash", "new")]
    return str(jobs.call("POST", "datasets", {**body, "work_path_type": 0, "labels": labels})["dataset_id"])


def import_lines(jobs: Jobs, dataset: str) -> None:
    lines = []
    for number in range(COUNT):
        names = ["oak"] + (["elm"] if number % 3 == 0 else []) + (["ash"] if number % 100 == 0 else [])
        said = [{"type": "modelarts/image_classification", "name": each, "annotated-by": "human"} for each in names]
        lines.append(json.dumps({"source": f"s3://{jobs.bucket}/pictures/{number:06}.jpg", "annotation": said}))
    jobs.store.put_object(Bucket=jobs.bucket, Key="all.manifest", Body="\n".join(lines).encode())
    wanted = {"import_path": f"s3://{jobs.bucket}/all.manifest", "import_type": "manifest"}
    task = jobs.call("POST", f"{dataset}/import-tasks", wanted, patient=True)["task_id"]
    shown = ended(jobs, f"{dataset}/import-tasks/{task}")
    assert (shown["status"], shown["imported_sample_count"], shown["annotated_sample_count"]) == ("COMPLETED", COUNT, COUNT)


def change_and_remove(jobs: Jobs, dataset: str) -> None:
    wanted = {"action": "add_label", "label": {"name": "new"}, "search": {"label_name": "elm"}}
    task = jobs.call("POST", f"{dataset}/data-annotations/sample-changes", wanted, patient=True)["task_id"]
    shown = ended(jobs, f"{dataset}/data-annotations/sample-changes/{task}", "state")
    assert (shown["state"], shown["changed"]) == ("completed", COUNT // 3)
    # More than 10,000 samples carry it: the worker takes it away.
    jobs.call("POST", f"{dataset}/data-annotations/labels/delete", {"labels": [{"name": "oak"}]}, patient=True)


def publish_and_export(jobs: Jobs, dataset: str) -> None:
    version = jobs.call("POST", f"{dataset}/versions", {"version_name": "V1"}, patient=True)["version_id"]
    shown = until(lambda: (now := jobs.call("GET", f"{dataset}/versions/{version}", patient=True))["status"] != 0 and now)
    assert (shown["status"], shown["total_sample_count"]) == (1, COUNT)
    wanted = {"path": f"/{jobs.bucket}/exported/", "export_type": 2, "format": "CSV", "with_files": False}
    task = jobs.call("POST", f"{dataset}/export-tasks", wanted, patient=True)["task_id"]
    shown = ended(jobs, f"{dataset}/export-tasks/{task}")
    assert (shown["status"], shown["finished_sample_count"]) == ("SUCCESSED", COUNT)
    content = read_below(jobs, "exported/")
    named = Counter(word for word in content.decode().replace("/", ",").split(",") if word.endswith(".jpg"))
    assert len(named) == COUNT


def synchronise_and_analyse(jobs: Jobs, dataset: str) -> None:
    for number in range(60):
        jobs.store.put_object(Bucket=jobs.bucket, Key=f"crashed/in/{number}.png", Body=encoded(noise(seed=number)))
    for added in (60, 0):
        jobs.call("POST", f"{dataset}/sync-data", patient=True)
        shown = ended(jobs, f"{dataset}/sync-data/status")
        assert (shown["status"], shown["add_sample_count"]) == ("COMPLETED", added)
        jobs.store.delete_object(Bucket=jobs.bucket, Key="crashed/in/7.png")
    analysis = jobs.call("POST", f"{dataset}/analyses", {}, patient=True)["analysis_id"]

    def finished() -> bool:
        (shown,) = jobs.call("GET", f"{dataset}/analyses", patient=True)["analyses"]
        return bool(shown["analysis_id"] == analysis and shown["state"] == "completed")

    until(finished)


def read_below(jobs: Jobs, prefix: str) -> bytes:
    listed = jobs.store.list_objects_v2(Bucket=jobs.bucket, Prefix=prefix)["Contents"]
    found = [jobs.store.get_object(Bucket=jobs.bucket, Key=each["Key"])["Body"].read() for each in listed]
    return b"\n".join(found)


def test_work_on_data_outlives_its_worker(own_platform: ThrowawayPlatform) -> None:
    jobs = Jobs(own_platform)
    jobs.root = f"/v2/{own_platform.credentials['HUAWEICLOUD_SDK_PROJECT_ID']}"
    dataset_id = create(jobs, "crashed")
    dataset = f"datasets/{dataset_id}"

    for act in (import_lines, change_and_remove, publish_and_export, synchronise_and_analyse):
        with Killer(own_platform, max(1, DEATHS // 4)) as killer:
            act(jobs, dataset)
        print(act.__name__, dict(killer.killed))  # noqa: T201 - shown when it fails

    def is_idle() -> bool:
        with contextlib.closing(sqlite3.connect(f"file:{Home(own_platform.home).database_file}?mode=ro", uri=True)) as db:
            return not db.execute("SELECT count(*) FROM dataset_tasks WHERE due_at IS NOT NULL").fetchone()[0]

    until(is_idle)
    labels = jobs.call("GET", f"{dataset}/data-annotations/stats")["label_stats"]
    assert {each["name"]: each["sample_count"] for each in labels} == {
        "elm": COUNT // 3,
        "new": COUNT // 3,
        "ash": COUNT // 100,
    }
    store: Any = Bucket(jobs)
    assert asyncio.run(_faults(own_platform, store, dataset_id)) == []


async def _faults(platform: ThrowawayPlatform, store: ObjectStore, dataset_id: str) -> list[str]:
    database = Database(f"sqlite:///{Home(platform.home).database_file}")
    try:
        async with database.read_session() as db:
            return await faults_of(db, dataset_id) + await version_faults(db, store, dataset_id)
    finally:
        await database.close()
