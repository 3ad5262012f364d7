"""Runs the benchmarks: `./yard bench` for all of them, `./yard bench api --quick` for one, small."""

import argparse
import importlib
import platform
import sys
import time
from pathlib import Path

import psutil

HERE = Path(__file__).parent
ALL = (
    "start",
    "api",
    "storage",
    "jobs",
    "joblist",
    "admission",
    "moxing_copies",
    "batch_rows",
    "logtail",
    "serving_runtime",
    "serving_gateway",
    "serving_peers",
    "deploys",
    "dataset_files",
    "dataset_images",
    "dataset_import",
    "dataset_pages",
    "dataset_publish",
)


def main() -> None:
    """Run what was asked for and print the figures with the machine they were taken on."""
    sys.path.insert(0, str(HERE))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=ALL, help=f"which ones: {', '.join(ALL)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that a benchmark works")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in ALL]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(ALL)}")
    print(describe_machine())
    for name in options.names:
        before = speed()
        print(f"\n## {name}", flush=True)
        importlib.import_module(name).main(quick=options.quick)
        print(
            f"(Speed of one core, in millions of plain additions a second: {before:.1f} before, {speed():.1f} after)",
            flush=True,
        )


def describe_machine() -> str:
    """Return the machine in one line: processor, cores, memory, system, Python."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{processor()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def speed() -> float:
    """Return how many million additions Python makes in a second: shared machines are twice as fast at times."""
    count = 3_000_000
    began, total = time.perf_counter(), 0
    for number in range(count):
        total += number
    return count / (time.perf_counter() - began) / 1e6


def processor() -> str:
    """Return the name of the processor, or the architecture where the system does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
