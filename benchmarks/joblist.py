"""A list of 100,000 jobs through the API, with any filter, on SQLite and PostgreSQL."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
from sqlalchemy import insert, text

from modelyard.core.clock import SystemClock, to_milliseconds
from modelyard.core.db import Database
from modelyard.core.ids import new_id
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform
from modelyard.training.models import JobDetailsRow, JobRow
from modelyard.training.types import Phase

WORDS = ("resnet", "bert", "yolo", "unet", "gan", "lstm", "tree", "svm", "gpt", "vit")
PHASES = (*[Phase.COMPLETED] * 80, *[Phase.FAILED] * 12, *[Phase.TERMINATED] * 7, Phase.ABNORMAL)


def main(*, quick: bool = False) -> None:
    """Fill a table, ask for pages, print the times for each question."""
    count, rounds = (2_000, 20) if quick else (100_000, 60)
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", Path(folder) / "sqlite", {}, count, rounds)
        with postgresql(Path(folder) / "server") as url:
            run("PostgreSQL", Path(folder) / "postgresql", {"MODELYARD_DATABASE__URL": url}, count, rounds)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of our own."""
    import pgserver  # noqa: PLC0415 - a development dependency

    with pgserver.get_server(folder) as server:
        yield server.get_uri()


def run(product: str, home: Path, environment: dict[str, str], count: int, rounds: int) -> None:
    """Measure one database."""
    with ThrowawayPlatform(home / "home", environment=environment) as platform:
        own = platform.credentials
        url = environment.get("MODELYARD_DATABASE__URL") or f"sqlite:///{home / 'home' / 'data' / 'modelyard.db'}"
        asyncio.run(fill(url, own["HUAWEICLOUD_SDK_PROJECT_ID"], own["HUAWEICLOUD_SDK_DOMAIN_ID"], count))
        print(f"\n{product}, {count:,} jobs, pages of 10; first, p50 and p99 of {rounds} in ms, and how many match")
        for name, body in questions(count).items():
            ask(platform, name, body, rounds)


def questions(count: int) -> dict[str, dict[str, Any]]:
    """Return what is asked."""

    def only(key: str, operator: str, *values: Any, **more: Any) -> dict[str, Any]:
        return {"filters": [{"key": key, "operator": operator, "value": [str(value) for value in values]}], **more}

    now = to_milliseconds(SystemClock().now())
    return {
        "no filter": {},
        "page in the middle": {"offset": count // 20},
        "name like resnet (1 in 10)": only("name", "like", "resnet"),
        "name like -99999 (one)": only("name", "like", f"-{count - 1}"),
        "name like nothing": only("name", "like", "no such name"),
        "name in (one)": only("name", "in", f"job-resnet-{count // 10 * 10 - 10}"),
        "phase in Completed (8 in 10)": only("phase", "in", "Completed"),
        "phase in Abnormal (1 in 100)": only("phase", "in", "Abnormal"),
        "phase in Running (none)": only("phase", "in", "Running"),
        "phase not Completed": only("phase", "not", "Completed"),
        "create_time between (a tenth)": only("create_time", "between", now - 10 * count // 10 * 1000, now),
        "duration between (a tenth)": only("duration", "between", 0, 360_000),
        "user_name in user-3": only("user_name", "in", "user-3"),
        "flavor in (1 in 4)": only("flavor", "in", "modelarts.vm.cpu.2u"),
        "engine like pytorch (half)": only("engine", "like", "pytorch"),
        "pool_id in (none)": only("pool_id", "in", "pool-x"),
        "description like 777 (few)": only("description", "like", "777"),
        "phase and user and name": {
            "filters": [
                {"key": "phase", "operator": "in", "value": ["Failed"]},
                {"key": "user_name", "operator": "in", "value": ["user-3"]},
                {"key": "name", "operator": "like", "value": ["bert"]},
            ]
        },
        "sort by name": {"sort_by": "name", "order": "asc"},
        "sort by duration": {"sort_by": "duration"},
        "group by phase": {"group_by": "phase"},
    }


def ask(platform: ThrowawayPlatform, name: str, body: dict[str, Any], rounds: int) -> None:
    """Ask one question many times and print how long it took."""
    own = platform.credentials
    key = ClientKey(own["HUAWEICLOUD_SDK_AK"], own["HUAWEICLOUD_SDK_SK"])
    url = f"{platform.endpoint}/v2/{own['HUAWEICLOUD_SDK_PROJECT_ID']}/training-job-searches"
    times: list[float] = []
    with httpx.Client() as client:
        for number in range(rounds + 1):
            # A signature is taken once only.
            content = orjson.dumps({"limit": 10, "round": number, **body})
            headers = sign_request(key, "POST", url, headers={"content-type": "application/json"}, body=content)
            began = time.perf_counter()
            answer = client.post(url, content=content, headers=headers)
            times.append((time.perf_counter() - began) * 1000)
            answer.raise_for_status()
    found = answer.json()
    first, rest = times[0], sorted(times[1:])
    p99 = rest[min(len(rest) - 1, round(len(rest) * 0.99))]
    print(f"{name:32} {first:8.1f} {statistics.median(rest):8.1f} {p99:8.1f} {found['count']:9,}")


async def fill(url: str, project_id: str, domain_id: str, count: int) -> None:
    """Put jobs that have ended into the tables."""
    database = Database(url)
    at = SystemClock().now()
    for start in range(0, count, 5_000):
        jobs = [job(number, count, at, project_id, domain_id) for number in range(start, min(count, start + 5_000))]
        details = [{"job_id": row["id"], "spec": SPEC, "resolved": RESOLVED, "subject": {}, "code": None} for row in jobs]
        async with database.session() as db:
            await db.execute(insert(JobRow), jobs)
            await db.execute(insert(JobDetailsRow), details)
    async with database.session() as db:
        await db.execute(text("ANALYZE"))
    await database.close()


def job(number: int, count: int, at: Any, project_id: str, domain_id: str) -> dict[str, Any]:
    """Return the columns of one job."""
    name = f"job-{WORDS[number % 10]}-{number}"
    return {
        "id": new_id(),
        "domain_id": domain_id,
        "project_id": project_id,
        "workspace_id": "0",
        "user_id": f"u{number % 7}",
        "user_name": f"user-{number % 7}",
        "name": name,
        "name_folded": name,
        "description": f"run {number}",
        "kind": "job",
        "phase": PHASES[number * 7 % 100],
        "secondary_phase": PHASES[number * 7 % 100],
        "stop_asked": False,
        "engine": ("PyTorch pytorch_2.13.0-cpu", "TensorFlow tensorflow_2.20-cpu")[number % 2],
        "flavor": f"modelarts.vm.cpu.{2 ** (number % 4)}u",
        "flavor_type": "CPU",
        "pool_id": "",
        "node_count": 1,
        "priority": 1,
        "restarts": 0,
        "attempts": 0,
        "algorithm_name": "",
        "image": "",
        "created_at": at - timedelta(seconds=10 * (count - number)),
        "changed_at": at,
        "started_at": at,
        "ended_at": at,
        "duration_ms": number * 7919 % 3_600_000,
    }


RESOLVED = {
    "is_pytorch": True,
    "cpu_milli": 2000,
    "memory_bytes": 2**32,
    "disk_bytes": 2**34,
    "gpus": 0,
    "npus": 0,
    "accelerator": "",
    "arch": "x86_64",
    "most": 1,
}
SPEC = {
    "annotations": {},
    "algorithm": {
        "code_dir": "obs://team/code/",
        "boot_file": "obs://team/code/train.py",
        "command": "",
        "parameters": [
            {"name": f"p{number}", "value": "1", "description": "", "access_method": "parameter", "constraint": {}}
            for number in range(8)
        ],
        "inputs": [],
        "outputs": [],
        "engine": {"engine_id": "pytorch", "engine_name": "", "engine_version": "", "image_url": ""},
        "local_code_dir": "/home/ma-user/modelarts/user-job-dir",
        "working_dir": "/home/ma-user/modelarts/user-job-dir/code",
        "environments": {},
    },
    "resource": {"flavor_id": "modelarts.vm.cpu.2u", "node_count": 1, "pool_id": "", "custom": None},
    "volumes": [],
    "log_url": "",
    "auto_stop": None,
    "auto_stop_seconds": None,
    "preemptible": False,
}
