"""Upload and download through the storage port, beside plain SeaweedFS with the same flags over TCP, and `cp`.

One file of 1 GiB and 10,000 files of 4 KiB, moved by s5cmd; the three take turns, each round measures all.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from modelyard.objects.adapters import weed
from modelyard.server.testing import ThrowawayPlatform, free_port

STEPS = ("upload big", "download big", "upload small", "download small")
PLAIN, PORT, COPY = "plain weed", "storage port", "cp"


@dataclass(frozen=True)
class Sizes:
    """How much is moved, and how often."""

    big_bytes: int
    small_files: int
    rounds: int


@dataclass(frozen=True)
class Endpoint:
    """A store to measure."""

    url: str
    access: str
    secret: str


def main(*, quick: bool) -> None:
    """Measure all in turns and print medians with their share of plain SeaweedFS."""
    sizes = Sizes(64 * 2**20, 200, 2) if quick else Sizes(2**30, 10_000, 3)
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as name:
        folder = Path(name)
        big, small = make_files(folder, sizes)
        seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
        with ThrowawayPlatform(folder / "home") as platform, plain_weed(folder / "plain") as plain_url:
            known = platform.credentials
            ours = Endpoint(platform.storage_endpoint, known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
            plain = Endpoint(plain_url, "any", "thing")
            for number in range(sizes.rounds):
                ways = [(PLAIN, plain), (PORT, ours)]
                # Whoever comes first has the colder caches: they take turns at that, too.
                for way, endpoint in ways if number % 2 else reversed(ways):
                    for step, taken in moves(endpoint, f"bench-{number}", big, small, folder / "back"):
                        seconds[way, step].append(taken)
                for step, taken in copies(big, small, folder / "back"):
                    seconds[COPY, step].append(taken)
    report(seconds, sizes)


def make_files(folder: Path, sizes: Sizes) -> tuple[Path, Path]:
    """Write the files to move; returns the big one and the directory of the small ones."""
    big, small = folder / "big", folder / "small"
    with big.open("wb") as stream:
        for _ in range(0, sizes.big_bytes, 2**20):
            stream.write(os.urandom(2**20))
    small.mkdir()
    for number in range(sizes.small_files):
        (small / f"{number:05}").write_bytes(os.urandom(4096))
    return big, small


def moves(endpoint: Endpoint, bucket: str, big: Path, small: Path, back: Path) -> Iterator[tuple[str, float]]:
    """Move everything to a new bucket and back; yields each step with its seconds."""
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": endpoint.access,
        "AWS_SECRET_ACCESS_KEY": endpoint.secret,
        "AWS_REGION": "us-east-1",
    }
    s5cmd = [str(Path(sys.executable).with_name("s5cmd")), "--log", "error", "--endpoint-url", endpoint.url]

    def run(*arguments: str) -> None:
        subprocess.run([*s5cmd, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)

    run("mb", f"s3://{bucket}")
    run("cp", str(big), f"s3://{bucket}/warm-up")
    for step, source, target in (
        ("upload big", str(big), f"s3://{bucket}/big"),
        ("download big", f"s3://{bucket}/big", f"{back}/"),
        ("upload small", f"{small}/", f"s3://{bucket}/small/"),
        ("download small", f"s3://{bucket}/small/*", f"{back}/small/"),
    ):
        yield step, timed(lambda source=source, target=target: run("cp", source, target))  # type: ignore[misc]
    run("rm", f"s3://{bucket}/*")
    shutil.rmtree(back)


def copies(big: Path, small: Path, back: Path) -> Iterator[tuple[str, float]]:
    """Copy everything within the file system, as the lower bound."""
    back.mkdir()
    for step, source in (("upload big", big), ("upload small", small)):
        yield step, timed(lambda source=source: subprocess.run(["cp", "-r", str(source), str(back)], check=True))  # type: ignore[misc]
    shutil.rmtree(back)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def plain_weed(folder: Path) -> Iterator[str]:
    """Run SeaweedFS with our flags, on TCP and without a gateway."""
    data = folder / "data"
    data.mkdir(parents=True)
    part = weed.part(data=data, socket=folder / "s3.sock", sealed=False, start_seconds=60)
    ports = {name: free_port() for name in ("master.port", "volume.port", "filer.port", "s3.port")}
    grpc = {f"{name}.grpc": free_port() for name in ports}
    command = [*part.argv, *(f"-{name}={port}" for name, port in (ports | grpc).items())]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=part.env, cwd=part.cwd, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{ports['s3.port']}"
    try:
        while not answers(f"{url}/status"):
            if process.poll() is not None:
                raise SystemExit(f"plain weed ended: {(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)
        yield url
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    """Return whether somebody answers there."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def report(seconds: dict[tuple[str, str], list[float]], sizes: Sizes) -> None:
    """Print medians, rates, and the speed against plain SeaweedFS."""
    print(f"{sizes.big_bytes // 2**20} MiB and {sizes.small_files} x 4 KiB by s5cmd, medians of {sizes.rounds} rounds in turns")
    for step in STEPS:
        plain = statistics.median(seconds[PLAIN, step])
        for way in (PLAIN, PORT, COPY):
            if (way, step) not in seconds:
                continue
            middle = statistics.median(seconds[way, step])
            amount = sizes.big_bytes / 2**20 if step.endswith("big") else sizes.small_files
            unit = "MiB/s" if step.endswith("big") else "files/s"
            spread = f"{min(seconds[way, step]):.2f}-{max(seconds[way, step]):.2f}"
            share = f"{plain / middle:5.0%} of plain (aim 95%)" if way == PORT else ""
            print(f"{step:15} {way:13} {middle:7.2f} s  ({spread})  {amount / middle:8.0f} {unit:8} {share}")
