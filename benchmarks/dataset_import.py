"""Import of a manifest of 1,000,000 lines, beside a plain executemany (or COPY) of the same rows into the same tables."""

import asyncio
import random
import resource
import tempfile
import time
from pathlib import Path

import orjson
from sqlalchemy import delete, select

from joblist import postgresql
from modelyard.core.clock import SystemClock
from modelyard.core.db import Database, insert_tuples
from modelyard.core.subject import Subject
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.models.datasets import AnnotationRow, SampleRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.service import datasets, imports
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_context, make_request
from modelyard.iam.models import DomainRow
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.models import BucketRow
from modelyard.objects.testing import make_subject
from modelyard.server.migrations.schema import bring_up_to_date

LABELS = [f"label {number}" for number in range(20)]


def main(*, quick: bool = False) -> None:
    """Import, then write the same rows without anything around it; print both and their ratio."""
    count = 20_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run("SQLite", f"sqlite:///{folder}/import.db", Path(folder), count))
        with postgresql(Path(folder) / "server") as url:
            asyncio.run(run("PostgreSQL", url, Path(folder), count))


def manifest(count: int) -> bytes:
    """Return lines as other tools write them: classified images in 100 folders."""
    chance = random.Random(1)
    lines = []
    for number in range(count):
        at = f"2026-01-{1 + number % 28:02} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        line = {
            "source": f"s3://team/images/{number // 10_000:03}/IMG_{number:07}.jpg",
            "usage": "TRAIN",
            "annotation": [
                {
                    "type": "modelarts/image_classification",
                    "name": chance.choice(LABELS),
                    "creation-time": at,
                    "annotated-by": "human/team/alice",
                }
            ],
        }
        lines.append(orjson.dumps(line))
    return b"\n".join(lines)


async def run(product: str, url: str, folder: Path, count: int) -> None:
    """Measure one database."""
    database = Database(url)
    await bring_up_to_date(database)
    context, who = await prepared(database, folder)
    content = manifest(count)
    await context.objects.store.put("team", "a.manifest", content, size_bytes=len(content))
    made = await datasets.create_dataset(context, who, DatasetCreate.model_validate(make_request()))
    wanted = ImportCreate(import_path="/team/a.manifest", import_type="manifest")
    task = await imports.start_import(context, who, made.dataset_id, wanted)

    began = time.perf_counter()
    await Worker(context).run_due()
    spent = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    async with database.read_session() as db:
        row = await db.get_one(DatasetTaskRow, task.task_id)
        assert (row.state, row.good) == ("completed", count), row.error
    plain = await plainly(database)
    print(
        f"{product}: {count:,} lines ({len(content) / 2**20:.0f} MiB) in {spent:.1f} s, {count / spent:,.0f} samples/s; "
        f"the same rows plainly {plain:.1f} s, ratio {spent / plain:.2f}; at most {memory:.0f} MiB with the manifest"
    )
    await database.close()


async def prepared(database: Database, folder: Path) -> tuple[DatasetsContext, Subject]:
    """Return a context with a store in memory that has a bucket, and somebody who owns it."""
    clock, who = SystemClock(), make_subject()
    store = MemoryStore(clock)
    async with database.session() as db:
        at = clock.now()
        db.add(DomainRow(id=who.domain_id, name=who.domain_name, created_at=at))
        await db.flush()
        db.add(BucketRow(name="team", domain_id=who.domain_id, owner_id="u", state="active", created_at=at, changed_at=at))
    await store.create_bucket("team")
    objects = objects_testing.make_context(database, clock, folder, store=store)
    return make_context(database, clock, folder, objects=objects), who


async def plainly(database: Database) -> float:
    """Take the rows out and write them again, in the same batches, with nothing but the driver; return the seconds."""
    tables = {}
    for model in (SampleRow, AnnotationRow):
        columns = [column.name for column in model.__table__.columns]
        async with database.session() as db:
            rows = [tuple(row) for row in await db.execute(select(*model.__table__.columns))]
            await db.execute(delete(model))
        tables[model] = (columns, rows)
    began = time.perf_counter()
    count = max(len(rows) for _, rows in tables.values())
    for start in range(0, count, 2000):
        async with database.session() as db:
            for model, (columns, rows) in tables.items():
                await insert_tuples(db, model, columns, rows[start : start + 2000])
    return time.perf_counter() - began
