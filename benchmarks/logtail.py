"""Following logs: from a line that a task writes to the client that follows it, through supervisor, API and gateway.

Both sides read the clock of this machine. One client first, then many on the same log, beside a reader that stands still.
"""

import http.client
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from api import sign
from jobs import BUCKET, Jobs
from modelyard.server.testing import ThrowawayPlatform

AIM_MS = 300
# Writes the moment ten times a second, and says when it has written enough.
CLOCK = """import sys, time
for number in range(int(sys.argv[1].partition("=")[2])):
    print(time.time_ns(), flush=True)
    time.sleep(0.1)
"""


def main(*, quick: bool) -> None:
    """Print the latency for one reader and for many."""
    lines = 50 if quick else 300
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as folder:
        settings = {"MODELYARD_TRAINING__MAX_JOBS": "1000"}
        with ThrowawayPlatform(Path(folder) / "home", environment=settings) as platform:
            jobs = Jobs(platform)
            jobs.upload("clock/clock.py", CLOCK)
            run(jobs, lines=2, readers=1)  # the image is built with it
            for readers in (1, 15):
                report(readers, run(jobs, lines=lines, readers=readers))


def run(jobs: Jobs, *, lines: int, readers: int) -> list[float]:
    """Run a job that writes so many lines, follow it, and return the seconds that each line took to each reader."""
    algorithm = {
        "code_dir": f"obs://{BUCKET}/clock/",
        "boot_file": f"obs://{BUCKET}/clock/clock.py",
        "engine": {"image_url": jobs.image},
        "parameters": [{"name": "lines", "value": str(lines)}],
    }
    job_id = jobs.send(jobs.submission(f"clock-{time.time_ns()}", algorithm))["metadata"]["id"]
    found: list[list[float]] = [[] for _ in range(readers)]
    threads = [threading.Thread(target=lambda own=own: own.extend(latencies(jobs, job_id))) for own in found]
    for thread in threads:
        thread.start()
    still = standing_still(jobs, job_id)
    for thread in threads:
        thread.join()
    still.close()
    jobs.wait(job_id)
    if any(len(own) != lines for own in found):
        raise SystemExit(f"lines were lost: {[len(own) for own in found]} of {lines}")
    return [seconds for own in found for seconds in own]


def latencies(jobs: Jobs, job_id: str) -> Iterator[float]:
    """Follow the log of a job to its end and yield the age of each line when it arrived."""
    connection, answer = follow(jobs, job_id)
    rest, name = "", ""
    while line := answer.readline().decode():
        if line.startswith("event: "):
            name = line.removeprefix("event: ").strip()
        elif line.startswith("data: ") and name == "log":
            now = time.time_ns()
            *whole, rest = (rest + json.loads(line.removeprefix("data: "))["text"]).split("\n")
            for text in whole:
                if text.isdigit():
                    yield (now - int(text)) / 1e9
        elif name == "end":
            break
    connection.close()


def standing_still(jobs: Jobs, job_id: str) -> http.client.HTTPConnection:
    """Begin to follow and read nothing."""
    return follow(jobs, job_id)[0]


def follow(jobs: Jobs, job_id: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """Open the stream of a job's first task."""
    call = sign(jobs.platform, "GET", f"/v2/{jobs.project}/training-jobs/{job_id}/tasks/worker-0/logs/stream", {}, None)
    address = urlsplit(jobs.platform.endpoint)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request(call.method, call.target, None, call.headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"the log cannot be followed: {answer.status} {answer.read()[:500]!r}")
    return connection, answer


def report(readers: int, seconds: list[float]) -> None:
    """Print one line."""
    shares = statistics.quantiles(seconds, n=100, method="inclusive")
    print(
        f"{readers:3} following: write to client p50 {shares[49] * 1000:.0f} ms, p99 {shares[98] * 1000:.0f} ms, "
        f"longest {max(seconds) * 1000:.0f} ms of {len(seconds)} lines (aim p99 {AIM_MS} ms)"
    )
