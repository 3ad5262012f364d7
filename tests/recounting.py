"""Counts a dataset anew, from its rows, and says what of all that is kept beside them does not agree."""

import hashlib
from collections import Counter, defaultdict
from datetime import datetime, timezone
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.datasets import (
    AnnotationLogRow,
    AnnotationRow,
    DatasetRow,
    FacetChunkRow,
    FacetValueRow,
    LabellingJobRow,
    LabelRow,
    SampleRow,
)
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, facets, ids, paths, version_parts
from modelyard.datasets.rules.searching import day_of
from modelyard.datasets.service.annotations import hardness_in
from modelyard.datasets.service.describing_samples import folder_of
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.types.datasets import SampleState, VersionStatus
from modelyard.datasets.types.tasks import ACTIVE
from modelyard.objects.ports import ObjectStore
from modelyard.objects.service import places

# What samples have by themselves besides: of synchronisations and analyses, not of rows.
_BESIDE = {facets.SEEN, facets.CHANGED, facets.FINDING}

Kept = dict[facets.Value, set[int]]


async def faults_of(db: AsyncSession, dataset_id: str) -> list[str]:
    """Return what does not agree in a dataset on which nobody works just now."""
    dataset = await db.get_one(DatasetRow, dataset_id)
    job = await db.get_one(LabellingJobRow, dataset.default_job_id)
    first, end = ids.sample_range(dataset.number)
    samples = {
        ids.ordinal_of(each.id): each
        for each in await db.scalars(select(SampleRow).where(SampleRow.id >= first, SampleRow.id < end))
    }
    said = {
        ids.ordinal_of(each.sample): each
        for each in await db.scalars(select(AnnotationRow).where(AnnotationRow.job == job.number))
    }
    own, faults = await _facets(db, dataset.number)
    of_job, more = await _facets(db, job.number)
    faults += more
    missing = own.get((facets.MISSING, "1"), set())
    faults += _samples(dataset, samples, own, missing)
    faults += _documents(job, {ordinal: row for ordinal, row in said.items() if ordinal not in missing}, of_job)
    faults += [f"document of {ordinal}, which is no sample" for ordinal in said.keys() - samples.keys()]
    faults += await _counters(db, job, {ordinal: row for ordinal, row in said.items() if ordinal not in missing})
    faults += await _log(db, dataset, job, said)
    return faults + await _tasks(db, dataset)


async def version_faults(db: AsyncSession, store: ObjectStore, dataset_id: str) -> list[str]:
    """Return what does not agree between versions and what was written of them."""
    dataset, faults = await db.get_one(DatasetRow, dataset_id), []
    ready = (DatasetVersionRow.dataset_id == dataset_id, DatasetVersionRow.status == VersionStatus.USABLE)
    for version in await db.scalars(select(DatasetVersionRow).where(*ready)):
        of_version = select(DatasetVersionPartRow).where(DatasetVersionPartRow.version_id == version.id)
        whole = b""
        for part in await db.scalars(of_version.order_by(DatasetVersionPartRow.number)):
            content = await _read(store, paths.part_path(inner_of(dataset), part.digest))
            members = version_parts.unpacked(part.members, part.number)
            lines = [orjson.loads(line) for line in content.splitlines()]
            faults += _unlike(f"digest of {version.name}/{part.number}", hashlib.sha256(content).hexdigest(), part.digest)
            faults += _unlike(f"lines of {version.name}/{part.number}", len(lines), bitmaps.count(members))
            whole += content
        manifest = await _read(store, paths.manifest_path(inner_of(dataset), version.name))
        faults += _unlike(f"manifest of {version.name}", manifest == whole, True)
        names = Counter(line["id"] for line in map(orjson.loads, whole.splitlines()))
        faults += [f"{name} is in {version.name} {count} times" for name, count in names.items() if count > 1]
        faults += _unlike(f"total of {version.name}", version.figures["total"], len(names))
    return faults


async def _read(store: ObjectStore, path: str) -> bytes:
    place = places.read_place(path, field="path")
    async with store.get(place.bucket, place.key) as chunks:
        return b"".join([chunk async for chunk in chunks])


async def _facets(db: AsyncSession, owner: int) -> tuple[Kept, list[str]]:
    values = (await db.scalars(select(FacetValueRow).where(FacetValueRow.owner == owner))).all()
    names = {(each.facet, each.number): (each.facet, each.text) for each in values}
    kept: Kept = defaultdict(set)
    faults = []
    for each in await db.scalars(select(FacetChunkRow).where(FacetChunkRow.owner == owner)):
        value = names.get((each.facet, each.number))
        if value is None:
            faults.append(f"chunk of {each.facet} {each.number}, which is no value")
            continue
        kept[value].update(bitmaps.members_of({each.chunk: bitmaps.decoded(each.bits)}))
    for row in values:
        faults += _unlike(f"count of {row.facet} {row.text!r}", row.count, len(kept.get((row.facet, row.text), ())))
    return dict(kept), faults


def _samples(dataset: DatasetRow, samples: dict[int, SampleRow], own: Kept, missing: set[int]) -> list[str]:
    wanted: Kept = defaultdict(set)
    faults = []
    for ordinal, each in samples.items():
        key = ids.source_key(each.source if each.content is None else f"content://{each.content}")
        if key != each.key or ordinal >= dataset.next_ordinal:
            faults.append(f"sample {ordinal} has a wrong key or ordinal")
        day = day_of(datetime.fromtimestamp(each.changed_at / 1000, timezone.utc))
        properties = orjson.loads(each.properties).items() if each.properties else ()
        for value in facets.of_sample(folder_of(each.source), day, properties):
            wanted[value].add(ordinal)
    present = (facets.PRESENT, "")
    wanted[present] -= missing
    faults += [f"missing {ordinal} is no sample" for ordinal in missing - samples.keys()]
    shown = {value: members for value, members in own.items() if value[0] not in {*_BESIDE, facets.MISSING}}
    faults += _unlike("sample_count", dataset.sample_count, len(wanted[present]))
    return faults + _differences(shown, wanted)


def _documents(job: LabellingJobRow, said: dict[int, AnnotationRow], kept: Kept) -> list[str]:
    wanted: Kept = defaultdict(set)
    for ordinal, row in said.items():
        found = documents.parsed(row.document)
        for value in facets.of_document(found, SampleState(row.state), row.author, hardness=hardness_in(row)):
            wanted[value].add(ordinal)
    return _differences(kept, wanted)


async def _counters(db: AsyncSession, job: LabellingJobRow, said: dict[int, AnnotationRow]) -> list[str]:
    states = Counter(row.state for row in said.values())
    to_confirm = states.pop(SampleState.TO_CONFIRM, 0)
    states.pop(SampleState.UNLABELLED, 0)
    used = Counter(one.label for row in said.values() for one in documents.parsed(row.document) if one.label)
    labels = {str(each.number): each for each in await db.scalars(select(LabelRow).where(LabelRow.job_id == job.id))}
    faults = _unlike("labelled_count", job.labelled_count, sum(states.values()))
    faults += _unlike("to_confirm_count", job.to_confirm_count, to_confirm)
    for number, each in labels.items():
        faults += _unlike(f"uses of {each.name!r}", each.annotation_count, used.pop(number, 0))
    return faults + [f"label {number}, which is none, is used {count} times" for number, count in used.items()]


async def _log(db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, said: dict[int, AnnotationRow]) -> list[str]:
    log: dict[int, list[AnnotationLogRow]] = defaultdict(list)
    statement = select(AnnotationLogRow).where(AnnotationLogRow.job == job.number)
    for each in await db.scalars(statement.order_by(AnnotationLogRow.sample, AnnotationLogRow.revision)):
        log[ids.ordinal_of(each.sample)].append(each)
    faults = [
        f"document of {ordinal} is of a later revision" for ordinal, row in said.items() if row.revision > dataset.revision
    ]
    for ordinal, entries in log.items():
        if any(each.since >= each.revision for each in entries) or any(a.revision > b.since for a, b in pairwise(entries)):
            faults.append(f"log of {ordinal} is in no order")
        now = said.get(ordinal)
        if now is not None and now.revision < entries[-1].revision:
            faults.append(f"log of {ordinal} is newer than its document")
    return faults


async def _tasks(db: AsyncSession, dataset: DatasetRow) -> list[str]:
    tasks = await db.scalars(select(DatasetTaskRow).where(DatasetTaskRow.dataset_id == dataset.id))
    return [
        f"{each.kind} {each.id} is {each.state} and has a lease or a time"
        for each in tasks
        if each.state not in ACTIVE and (each.lease_token is not None or each.due_at is not None)
    ]


def _differences(kept: Kept, wanted: Kept) -> list[str]:
    faults = []
    for value in kept.keys() | wanted.keys():
        extra, lost = kept.get(value, set()) - wanted.get(value, set()), wanted.get(value, set()) - kept.get(value, set())
        if extra or lost:
            faults.append(f"{value}: {len(extra)} too many {sorted(extra)[:3]}, {len(lost)} too few {sorted(lost)[:3]}")
    return faults


def _unlike(what: str, kept: Any, counted: Any) -> list[str]:
    return [] if kept == counted else [f"{what} is {kept}, counted {counted}"]
