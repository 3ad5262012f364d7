"""Publishing versions of up to 1,000,000 samples on a platform with its real storage, beside plainly reading and writing.

Plainly: the same rows are read in the order of their keys, and as many bytes are hashed and written to the disk twice. Memory
is the most that the data worker and its process for lines had, after each size: flat if it does not grow with the size.
"""

import asyncio
import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson
import psutil
from sqlalchemy import select

from dataset_import import LABELS
from joblist import postgresql
from modelyard.core.clock import SystemClock
from modelyard.core.db import Database, insert_tuples, read_tuples
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules.annotations import Annotation, document
from modelyard.datasets.rules.facets import PRESENT, STATE
from modelyard.datasets.service import facets
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.testing import make_context, make_request
from modelyard.datasets.types.datasets import Kind, SampleState
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.objects.testing import make_subject
from modelyard.server.testing import ThrowawayPlatform

_BATCH, _PAGE = 20_000, 8192


def main(*, quick: bool = False) -> None:
    """Publish, then read and write without anything around it; print both and their ratio."""
    sizes = (10_000, 40_000) if quick else (100_000, 300_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            run("SQLite", Path(folder) / f"sqlite-{count}", {}, count)
        for count in sizes:
            with postgresql(Path(folder) / f"server-{count}") as url:
                run("PostgreSQL", Path(folder) / f"postgresql-{count}", {"MODELYARD_DATABASE__URL": url}, count)


def run(product: str, home: Path, environment: Mapping[str, str], count: int) -> None:
    """Measure one size with one database, on a platform of its own: files of a version are kept after it is published."""
    with ThrowawayPlatform(home / "home", environment=environment) as platform:
        own = platform.credentials
        url = environment.get("MODELYARD_DATABASE__URL") or f"sqlite:///{home / 'home' / 'data' / 'modelyard.db'}"
        who = make_subject(domain_id=own["HUAWEICLOUD_SDK_DOMAIN_ID"], project_id=own["HUAWEICLOUD_SDK_PROJECT_ID"])
        storage = f"/v2/{own['HUAWEICLOUD_SDK_PROJECT_ID']}/storage"
        call(platform, "POST", f"{storage}/buckets", {"name": "team"})
        for name in ("in", "first", "out"):
            call(platform, "POST", f"{storage}/buckets/team/folders", {"path": name})
        # The first work of a worker waits for its start.
        asyncio.run(fill(url, home, who, first := make(platform, "first"), 100))
        publish(platform, first)
        made = make(platform, "out")
        asyncio.run(fill(url, home, who, made, count))
        rest(platform)
        before = processor_of(platform)
        began = time.perf_counter()
        lines = Used()
        shown = publish(platform, made, lines)
        spent = time.perf_counter() - began
        assert (shown["status"], shown["total_sample_count"], shown["annotated_sample_count"]) == (1, count, count), shown
        worked, peak = processor_of(platform) - before, memory_of(platform)
        plain, size = asyncio.run(plainly(url, home, made))
        print(
            f"{product}: {count:,} samples in {spent:.1f} s, {count / spent:,.0f}/s; {worked:.1f} s of a processor in the "
            f"worker and {lines.seconds:.1f} s for lines, at most {peak:.0f} and {lines.mebibytes:.0f} MiB; "
            f"plainly {plain:.1f} s for {size / 2**20:.0f} MiB, ratio {spent / plain:.2f}",
            flush=True,
        )


def make(platform: ThrowawayPlatform, name: str) -> str:
    """Make a dataset whose versions go into the folder of this name; return its id."""
    project = f"/v2/{platform.credentials['HUAWEICLOUD_SDK_PROJECT_ID']}/datasets"
    work = {"work_path": f"/team/{name}/", "data_sources": [{"data_type": 0, "data_path": "/team/in/"}]}
    wanted = make_request(name, labels=[{"name": label} for label in LABELS], **work)
    return str(call(platform, "POST", project, wanted)["dataset_id"])


class Used:
    """What the process that makes lines has used so far: seconds of a processor, and the most memory in MiB."""

    def __init__(self) -> None:
        self.seconds = self.mebibytes = 0.0

    def look(self, platform: ThrowawayPlatform) -> None:
        """Look at it; it is gone when the version is there."""
        with contextlib.suppress(psutil.Error, OSError):
            for each in _processes(platform, "modelyard.datasets.adapters.line_making_child"):
                self.seconds, self.mebibytes = sum(each.cpu_times()[:2]), _peak_of(each)


def publish(platform: ThrowawayPlatform, dataset_id: str, lines: Used | None = None) -> Any:
    """Publish a version and return it when it is there."""
    versions = f"/v2/{platform.credentials['HUAWEICLOUD_SDK_PROJECT_ID']}/datasets/{dataset_id}/versions"
    version = call(platform, "POST", versions, {})["version_id"]
    while (shown := call(platform, "GET", f"{versions}/{version}"))["status"] == 0:
        if lines is not None:
            lines.look(platform)
        time.sleep(0.2)  # asking takes the processors some milliseconds, too
    return shown


def call(platform: ThrowawayPlatform, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    """Call the API with a signature."""
    own = platform.credentials
    key = ClientKey(own["HUAWEICLOUD_SDK_AK"], own["HUAWEICLOUD_SDK_SK"])
    # A signature is taken once only.
    url, content = f"{platform.endpoint}{path}?at={time.time_ns()}", b"" if body is None else orjson.dumps(body)
    headers = sign_request(key, method, url, headers={"content-type": "application/json"}, body=content)
    answer = httpx.request(method, url, content=content, headers=headers)
    assert answer.is_success, answer.text
    return answer.json()


def _processes(platform: ThrowawayPlatform, module: str) -> list[psutil.Process]:
    found = []
    for each in psutil.Process(platform.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it has just ended
            if module in each.cmdline():
                found.append(each)
    return found


def _workers(platform: ThrowawayPlatform) -> list[psutil.Process]:
    return _processes(platform, "modelyard.server.data_worker")


def _peak_of(process: psutil.Process) -> float:
    """Return the most memory that a process ever had, in MiB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def processor_of(platform: ThrowawayPlatform) -> float:
    """Return the seconds of a processor that the data worker has used."""
    return sum(each.cpu_times().user + each.cpu_times().system for each in _workers(platform))


def rest(platform: ThrowawayPlatform) -> None:
    """Wait until the data worker has nothing to do: it keeps the files of a version."""
    before, now = -1.0, processor_of(platform)
    while now - before > 0.1:
        time.sleep(2)
        before, now = now, processor_of(platform)


def memory_of(platform: ThrowawayPlatform) -> float:
    """Return the most memory that the data worker ever had, in MiB."""
    return sum(map(_peak_of, _workers(platform)))


async def fill(url: str, folder: Path, who: Subject, dataset_id: str, count: int) -> None:
    """Write samples and documents as an import leaves them, straight into the tables."""
    database = Database(url)
    await _fill(make_context(database, SystemClock(), folder), who, dataset_id, count)
    await database.close()


async def _fill(context: DatasetsContext, who: Subject, dataset_id: str, count: int) -> None:
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        states = facets.Changes()
        for start in range(0, count, _BATCH):
            samples, said = [], []
            for ordinal in range(start, min(start + _BATCH, count)):
                number = ids.sample_number(row.number, ordinal)
                source = f"obs://team/images/{ordinal // 10_000:03}/IMG_{ordinal:07}.jpg"
                name = source.rpartition("/")[2].lower()
                samples.append(
                    (number, row.number, ids.source_key(source), source, None, name, 100_000, "e", 1, 640, 480, 3, None)
                )
                label = str(1 + ordinal * 7 % len(LABELS))
                one = Annotation(Kind.CLASS, label=label, author="human/team/alice", created=1_700_000_000 + ordinal)
                said.append((job.number, number, document([one]), SampleState.LABELLED.value, "", "a", None, 1, 1))
            columns = [column.name for column in SampleRow.__table__.columns]
            await insert_tuples(db, SampleRow, columns, samples)
            await insert_tuples(db, AnnotationRow, [column.name for column in AnnotationRow.__table__.columns], said)
        states.added[PRESENT, ""] = set(range(count))
        await facets.apply(db, row.number, states)
        of_job = facets.Changes()
        of_job.added[STATE, SampleState.LABELLED.value] = set(range(count))
        await facets.apply(db, job.number, of_job)
        row.next_ordinal = row.sample_count = count
        row.revision = 1
        assert bitmaps.count(await facets.matching(db, row.number, PRESENT)) == count


async def plainly(url: str, folder: Path, dataset_id: str) -> tuple[float, int]:
    """Read rows, hash and write as many bytes as a version has, twice; return the seconds and the bytes."""
    database, size = Database(url), 0
    async with database.read_session() as db:
        row = await db.get_one(DatasetRow, dataset_id)
        job = await db.scalar(select(LabellingJobRow.number).where(LabellingJobRow.dataset_id == dataset_id))
    columns = (SampleRow.id, SampleRow.source, AnnotationRow.document)
    statement = select(*columns).join(AnnotationRow, AnnotationRow.sample == SampleRow.id).where(AnnotationRow.job == job)
    began = time.perf_counter()
    for start in range(0, row.next_ordinal, _PAGE):
        first, end = ids.sample_number(row.number, start), ids.sample_number(row.number, start + _PAGE)
        span = statement.where(SampleRow.id >= first, SampleRow.id < end)
        async with database.read_session() as db:
            page = await read_tuples(db, span.order_by(SampleRow.id))
        size += sum(len(each[1]) + len(each[2]) + 160 for each in page)
    part = os.urandom(4 * 2**20)
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(2 * size // len(part)):
            hashlib.sha256(part).hexdigest()
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    spent = time.perf_counter() - began
    await database.close()
    return spent, size
