"""Kill -9 of any process of the platform, supervisors included, while many small jobs run.

Every job ends in the right state, no attempt runs twice, and logs and outputs are complete. MODELYARD_TEST_CRASH_JOBS asks for
more jobs.
"""

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from e2e.training_jobs import Jobs
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

JOBS = int(os.environ.get("MODELYARD_TEST_CRASH_JOBS", "10"))
LINES = 40
# How a process is known by its command line.
MARKS = {"api": "modelyard.server.main ", "gateway": "envoy -c", "storage": "/weed ", "gate": "modelyard.server.gate "}

# Writes numbered lines for a while, an output, and at the very beginning a marker of its own for this start of the program.
PROGRAM = """import os, sys, time, uuid
options = dict(word[2:].partition("=")[::2] for word in sys.argv[1:])
out = options["train_url"]
os.makedirs(out, exist_ok=True)
start = uuid.uuid4().hex
with open(os.path.join(out, "started-" + start), "w") as marker:
    marker.write(start)
print("start", start, flush=True)
for number in range(int(options["lines"])):
    print("line", number, start, flush=True)
    time.sleep(0.05)
with open(os.path.join(out, "model-" + start + ".bin"), "wb") as model:
    model.write(start.encode() * 10000)
print("done", start, flush=True)
sys.exit(int(options["exits"]))
"""


@pytest.fixture
def own_platform(tmp_path: Path) -> Iterator[ThrowawayPlatform]:
    """A platform for this test alone: it is about to be hurt."""
    with ThrowawayPlatform(tmp_path / "home") as running:
        yield running


class Killer:
    """Kills one process after another, so many in all, and remembers whom. The platform may come back in between."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        self.killed: Counter[str] = Counter()
        self.supervisors: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(120)

    def join(self) -> None:
        """Wait until all of them are dead."""
        self._thread.join()

    def _work(self) -> None:
        choice = random.Random(11)
        kinds = ["api", "supervisor", "gateway", "storage", "supervisor", "gate", "overseer", "api"]
        for kind in (kinds[number % len(kinds)] for number in range(max(len(kinds), JOBS))):
            if self._stop.wait(choice.uniform(0.5, 4.0)):
                return
            until_well(self.platform)
            if kind == "overseer":
                self._restart_platform()
            else:
                self._kill(kind, choice)

    def _kill(self, kind: str, choice: random.Random) -> None:
        found = supervisors(self.platform) if kind == "supervisor" else parts(self.platform, MARKS[kind])
        if not found:
            return
        victim = choice.choice(found)
        try:
            command = " ".join(victim.cmdline())
            victim.send_signal(signal.SIGKILL)
        except psutil.Error:
            return  # it had just ended
        self.killed[kind] += 1
        if kind == "supervisor":
            self.supervisors.append(command)

    def _restart_platform(self) -> None:
        self.platform.stop(signal.SIGKILL)
        self.killed["overseer"] += 1
        self.platform.start()


def until_well(platform: ThrowawayPlatform) -> None:
    """Wait until both doors answer again."""
    late = time.monotonic() + 180
    while time.monotonic() < late:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{platform.endpoint}/healthz", timeout=5).status_code == 200:
                httpx.get(platform.storage_endpoint, timeout=5)
                return
        time.sleep(0.1)


def parts(platform: ThrowawayPlatform, mark: str) -> list[psutil.Process]:
    """Return the processes below the overseer whose command line holds a mark."""
    named = [(process, command_of(process)) for process in platform.processes()]
    return [
        process
        for process, command in named
        if mark in command and (mark != MARKS["storage"] or command.split()[0].endswith("/weed"))
    ]


def command_of(process: psutil.Process) -> str:
    """Return the command line of a process; nothing of one that has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def supervisors(platform: ThrowawayPlatform) -> list[psutil.Process]:
    """Return the supervisors of this platform's tasks: they hold the lock of a directory below its home."""
    tasks = str(platform.home / "data" / "tasks")
    named = [(process, command_of(process)) for process in psutil.process_iter()]
    return [process for process, command in named if "supervisor" in command and tasks in command]


def test_every_job_ends_right_and_once_whatever_process_dies(own_platform: ThrowawayPlatform) -> None:
    jobs = Jobs(own_platform)
    jobs.upload("crash", PROGRAM)
    warm = jobs.submit("warm", "crash", outputs=True, lines=1, exits=0)
    assert jobs.wait(warm)["status"]["phase"] == "Completed"
    killer = Killer(own_platform)
    killer.start()
    try:
        wanted: dict[str, int] = {}
        for number in range(JOBS):
            code = 3 if number % 5 == 4 else 0
            body = jobs.body(f"job-{number}", "crash", outputs=True, lines=LINES, exits=code)
            wanted[submitted(jobs, body)] = code
        killer.join()
        ended = {job_id: jobs.wait(job_id) for job_id in wanted}
    finally:
        killer.stop()
    assert killer.killed["api"] > 0
    assert killer.killed["supervisor"] > 0

    problems = {
        ended[job_id]["metadata"]["name"]: found
        for job_id, code in wanted.items()
        if (found := problems_of(jobs, ended[job_id], code))
    }
    assert problems == {}


def submitted(jobs: Jobs, body: dict[str, Any]) -> str:
    """Create a job, whatever is being killed; one that was created without an answer is found by its name."""
    late = time.monotonic() + 180
    while time.monotonic() < late:
        try:
            job_id: str = jobs.call("POST", "training-jobs", body)["metadata"]["id"]
        except Exception:  # noqa: BLE001 - refused, cut off, or created: looking tells
            time.sleep(0.5)
        else:
            return job_id
        known = jobs.call("POST", "training-job-searches", {"limit": 50, "offset": 0}, patient=True)["items"]
        for job in known:
            if job["metadata"]["name"] == body["metadata"]["name"]:
                return str(job["metadata"]["id"])
    raise AssertionError("the job cannot be created")


def problems_of(jobs: Jobs, job: dict[str, Any], code: int) -> list[str]:
    """Say what is wrong with a job: its state, its log, its outputs, and how often it ran."""
    found = []
    job_id, status = job["metadata"]["id"], job["status"]
    expected = "Completed" if code == 0 else "Failed"
    if status["phase"] != expected:
        found.append(f"it is {status['phase']} ({status['reason']}), not {expected}")
    if [task["exit_code"] for task in status["task_statuses"]] != [code]:
        found.append(f"its task ended so: {status['task_statuses']}")
    lines = jobs.log(job_id).splitlines()
    starts = [line.split()[1] for line in lines if line.startswith("start ")]
    if len(starts) != 1:
        found.append(f"its last run began {len(starts)} times")
        return found
    numbers = [int(line.split()[1]) for line in lines if line.startswith("line ")]
    if numbers != list(range(LINES)) or f"done {starts[0]}" not in lines:
        found.append(f"its log has lines {numbers[:3]}...{numbers[-3:]} of {LINES}")
    listed = jobs.store.list_objects_v2(Bucket=jobs.bucket, Prefix=f"out/{job['metadata']['name']}/")
    keys = {item["Key"].rpartition("/")[2]: item["Size"] for item in listed.get("Contents", [])}
    if keys.get(f"model-{starts[0]}.bin") != 320_000:
        found.append(f"its output is {keys}")
    attempts = len(status["running_records"])
    marked = sum(name.startswith("started-") for name in keys)
    if marked > attempts:
        found.append(f"{marked} starts in {attempts} attempts")
    return found
