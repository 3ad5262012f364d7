"""Publishing a version of 1,000,000 samples, beside plainly reading the same rows and writing the same bytes."""

import asyncio
import hashlib
import resource
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from dataset_import import LABELS, prepared
from joblist import postgresql
from modelyard.core.db import Database, insert_tuples
from modelyard.core.subject import Subject
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.models.datasets import AnnotationRow, SampleRow
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules.annotations import Annotation, document
from modelyard.datasets.rules.facets import PRESENT, STATE
from modelyard.datasets.schemas.datasets import DatasetCreate, Label
from modelyard.datasets.schemas.versions import VersionCreate
from modelyard.datasets.service import datasets, facets, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.testing import make_request
from modelyard.datasets.types.datasets import Kind, SampleState
from modelyard.server.migrations.schema import bring_up_to_date

_BATCH = 20_000


def main(*, quick: bool = False) -> None:
    """Publish, then read and write without anything around it; print both and their ratio."""
    count = 40_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run("SQLite", f"sqlite:///{folder}/publish.db", Path(folder), count))
        with postgresql(Path(folder) / "server") as url:
            asyncio.run(run("PostgreSQL", url, Path(folder), count))


async def run(product: str, url: str, folder: Path, count: int) -> None:
    """Measure one database."""
    database = Database(url)
    await bring_up_to_date(database)
    context, who = await prepared(database, folder)
    labels = [Label(name=name) for name in LABELS]
    wanted = DatasetCreate.model_validate(make_request(labels=[each.model_dump(by_alias=True) for each in labels]))
    made = await datasets.create_dataset(context, who, wanted)
    await fill(context, who, made.dataset_id, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    created = await versions.create_version(context, who, made.dataset_id, VersionCreate())

    began = time.perf_counter()
    await Worker(context).run_due()
    spent = time.perf_counter() - began

    async with database.read_session() as db:
        version = await versions.get_version(db, who, made.dataset_id, created.version_id)
        size = (await versions.get_input(db, who, made.dataset_id, created.version_id)).size_bytes
    assert (version.status, version.total_sample_count, version.annotated_sample_count) == (1, count, count), version
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = await plainly(context, size)
    print(
        f"{product}: {count:,} samples ({size / 2**20:.0f} MiB of lines) in {spent:.1f} s, {count / spent:,.0f} samples/s; "
        f"the same rows read and bytes hashed and written twice plainly {plain:.1f} s, ratio {spent / plain:.2f}; "
        f"memory {before:.0f} MiB before, at most {after:.0f} MiB, of which {2 * size / 2**20:.0f} MiB are the store"
    )
    await database.close()


async def fill(context: DatasetsContext, who: Subject, dataset_id: str, count: int) -> None:
    """Write samples and documents as an import leaves them, straight into the tables."""
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


async def plainly(context: DatasetsContext, size: int) -> float:
    """Read the rows in the order of their keys; hash and write as many bytes as a version has, twice; return the seconds."""
    began = time.perf_counter()
    last = -1
    while True:
        async with context.database.read_session() as db:
            columns = (SampleRow.id, SampleRow.source, AnnotationRow.document)
            statement = select(*columns).join(AnnotationRow, AnnotationRow.sample == SampleRow.id)
            page = list(await db.execute(statement.where(SampleRow.id > last).order_by(SampleRow.id).limit(4096)))
        if not page:
            break
        last = page[-1][0]
    part = bytes(5 * 2**20)
    for number in range(2 * size // len(part)):
        hashlib.sha256(part).hexdigest()
        await context.objects.store.put("team", f"plain/{number}", part, size_bytes=len(part))
    return time.perf_counter() - began
