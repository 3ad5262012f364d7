"""`copy_parallel` of moxing beside s5cmd and `cp -r`: one big file and many small ones, up to the store and back.

All take turns. Sizes: MOXING_BENCH="MEBIBYTES FILES ROUNDS".
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from modelyard.core.sdk import sdk_directory
from modelyard.server.testing import ThrowawayPlatform
from storage import Sizes, make_files, timed

STEPS = ("upload big", "download big", "upload small", "download small")
MOXING, S5CMD, CP = "moxing", "s5cmd", "cp -r"
COPY = "import sys, moxing; moxing.file.copy_parallel(sys.argv[1], sys.argv[2])"


@dataclass(frozen=True)
class Store:
    """Where to copy to, and the environment for its clients."""

    url: str
    environment: dict[str, str]


def main(*, quick: bool) -> None:
    """Measure all in turns and print medians with their ratio to s5cmd."""
    told = os.environ.get("MOXING_BENCH", "32 300 1" if quick else "1024 20000 3").split()
    sizes = Sizes(int(told[0]) * 2**20, int(told[1]), int(told[2]))
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    processor: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as name:
        folder = Path(name)
        make_files(folder, sizes)
        with ThrowawayPlatform(folder / "home") as platform:
            store = store_of(platform)
            for number in range(sizes.rounds):
                ways = [MOXING, S5CMD, CP]
                for way in ways[number % 3 :] + ways[: number % 3]:
                    for step, taken, used in moves(way, store, f"bench-{number}-{ways.index(way)}", folder):
                        seconds[way, step].append(taken)
                        processor[way, step].append(used)
    report(seconds, processor, sizes)


def store_of(platform: ThrowawayPlatform) -> Store:
    """Return the store of a platform with its administrator's keys under the names that both clients read."""
    access, secret = platform.credentials["HUAWEICLOUD_SDK_AK"], platform.credentials["HUAWEICLOUD_SDK_SK"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(sdk_directory()),
        "MOX_SILENT_MODE": "1",
        "S3_ENDPOINT": platform.storage_endpoint,
        "AWS_ACCESS_KEY_ID": access,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_REGION": "us-east-1",
    }
    return Store(platform.storage_endpoint, environment)


def moves(way: str, store: Store, bucket: str, folder: Path) -> Iterator[tuple[str, float, float]]:
    """Move everything there and back in one way; yields each step with its seconds and those of the client's processor."""
    s5cmd = [str(Path(sys.executable).with_name("s5cmd")), "--log", "error", "--endpoint-url", store.url]
    big, small, back = folder / "big", folder / "small", folder / "back"
    shutil.rmtree(back, ignore_errors=True)
    back.mkdir()

    def run(command: list[str]) -> None:
        subprocess.run(command, env=store.environment, check=True, stdout=subprocess.DEVNULL)

    def moxing(source: str, target: str) -> list[str]:
        return [sys.executable, "-c", COPY, source, target]

    if way == CP:
        copies = {"upload big": ["cp", "-r", str(big), str(back)], "upload small": ["cp", "-r", str(small), str(back)]}
    elif way == S5CMD:
        copies = {
            "upload big": [*s5cmd, "cp", str(big), f"s3://{bucket}/big"],
            "download big": [*s5cmd, "cp", f"s3://{bucket}/big", f"{back}/big"],
            "upload small": [*s5cmd, "cp", f"{small}/", f"s3://{bucket}/small/"],
            "download small": [*s5cmd, "cp", f"s3://{bucket}/small/*", f"{back}/small/"],
        }
    else:
        copies = {
            "upload big": moxing(str(big), f"obs://{bucket}/big"),
            "download big": moxing(f"obs://{bucket}/big", f"{back}/big"),
            "upload small": moxing(str(small), f"obs://{bucket}/small"),
            "download small": moxing(f"obs://{bucket}/small", f"{back}/small"),
        }
    if way != CP:
        run([*s5cmd, "mb", f"s3://{bucket}"])
    for step, command in copies.items():
        before = processor_seconds()
        taken = timed(lambda command=command: run(command))  # type: ignore[misc]
        yield step, taken, processor_seconds() - before
    for name in ("big", "small"):
        subprocess.run(["diff", "-rq", str(folder / name), str(back / name)], check=True)
    if way != CP:
        run([*s5cmd, "rm", f"s3://{bucket}/*"])


def processor_seconds() -> float:
    """Return what ended children have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(seconds: dict[tuple[str, str], list[float]], processor: dict[tuple[str, str], list[float]], sizes: Sizes) -> None:
    """Print medians, rates, the speed beside s5cmd, and what the client took of the processor."""
    print(f"{sizes.big_bytes // 2**20} MiB in one file and {sizes.small_files} x 4 KiB, medians of {sizes.rounds} in turns")
    for step in STEPS:
        reference = statistics.median(seconds[S5CMD, step])
        for way in (MOXING, S5CMD, CP):
            if (way, step) not in seconds:
                continue
            middle = statistics.median(seconds[way, step])
            amount = sizes.big_bytes / 2**20 if step.endswith("big") else sizes.small_files
            unit = "MiB/s" if step.endswith("big") else "files/s"
            print(
                f"{step:15} {way:13} {middle:7.2f} s  {amount / middle:8.0f} {unit:8} {reference / middle:5.2f} x s5cmd  "
                f"client {statistics.median(processor[way, step]):5.2f} s"
            )
