"""The work of an analysis: looks at every image, keeps its values, then finds what is alike, alone, or doubtfully labelled."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many
from modelyard.datasets import queries
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.insight import AnalysisPartRow, AnalysisRow, FindingRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, columns, likeness, mapping, suspects
from modelyard.datasets.rules.facets import FINDING
from modelyard.datasets.service import analysis_parts, facets, looks, version_members
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.looks import Vectors
from modelyard.datasets.service.reading_documents import Document, pages
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import COUNTED, Kind, LabelType, SampleState
from modelyard.datasets.types.insight import Finding

# What is compared with each other, which takes the square of it: a minute for the most.
MOST_COMPARED = 100_000
MOST_FINDINGS = 10_000
_LEAST_ODD = 0.5
_WITH_BOXES = frozenset({LabelType.OBJECT_DETECTION, LabelType.IMAGE_SEGMENTATION})
_CLASSES_PAGE = 2000
_NOTHING = b"[]"


class AnalysisWork(Work):
    """An analysis, of a dataset as it is or of a version.

    Checkpoint: `after`, the last ordinal; `find`, when all are looked at; labels counted so far.
    """

    def __init__(self) -> None:
        self._members: version_members.Members | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        if task.checkpoint.get("find"):
            return await self._find(context, task)
        after = int(task.checkpoint.get("after", -1))
        async with context.database.read_session() as db:
            dataset, job = await get_rows(db, task.who, task.dataset_id)
            if "version" in task.goal:
                page, last, count = await self._of_version(db, task, dataset, job, after)
                total = int(task.goal["total"])
            else:
                page = await pages(db, dataset, job, after=after, before=task.goal.get("before"), limit=looks.AT_ONCE)
                last, count, total = page[-1].ordinal if page else None, len(page), dataset.sample_count
            there = await looks.known(db, dataset, page)
            names = {str(row.number): row.name for row in (await queries.labels_of(db, [job.id]))[job.id]}
        if last is None:
            return Step({**task.checkpoint, "find": True})
        # Versions of labelled boxes speak of labelled pictures; classes of all of them.
        with_boxes = LabelType(job.type) in _WITH_BOXES
        labels = _counted(task.checkpoint.get("labels", {}), page, names)
        seen = await looks.look(context, task.who, dataset.number, page, there, with_boxes=with_boxes)
        content = columns.packed(seen.measured)

        async def write(db: AsyncSession, _step: Step) -> None:
            await looks.write(db, seen.rows)
            if seen.measured:
                await insert_many(db, AnalysisPartRow, [{"analysis_id": task.id, "number": last, "content": content}])

        return Step(
            {"after": last, "labels": labels},
            total=total,
            done=count,
            good=len(seen.measured),
            bad=count - len(seen.measured),
            problems=seen.problems,
            write=write,
        )

    async def _of_version(
        self, db: AsyncSession, task: TaskNow, dataset: DatasetRow, job: LabellingJobRow, after: int
    ) -> tuple[list[Document], int | None, int]:
        """Return some samples as a version has them, the last ordinal (None after the end), and how many were asked for."""
        if self._members is None:
            self._members = version_members.Members(str(task.goal["version"]))
        chosen = await self._members.after(db, after, limit=looks.AT_ONCE)
        page = await pages(db, dataset, job, ordinals=list(chosen), revision=int(task.goal["revision"]))
        # Its manifest says the usage that it was split by, else that of the sample; and nothing that waits for confirmation.
        shown = [
            each._replace(
                usage=chosen[each.ordinal] or ("" if task.goal["forget"] else each.usage),
                document=each.document if each.state in COUNTED else _NOTHING,
            )
            for each in page
        ]
        return shown, max(chosen, default=None), len(chosen)

    async def _find(self, context: DatasetsContext, task: TaskNow) -> Step:
        of_now = "version" not in task.goal
        rows: list[dict[str, Any]] = []
        async with context.database.read_session() as db:
            dataset, _ = await get_rows(db, task.who, task.dataset_id)
            vectors = await looks.vectors(db, dataset, most=MOST_COMPARED)
            measured = await analysis_parts.ordinals(db, task.id)
        if of_now:
            labels = await self._labels(context, task, vectors)
            rows = await asyncio.to_thread(found_among, dataset.number, vectors, labels)
        chosen = np.isin(vectors.ordinals, measured)
        places = await asyncio.to_thread(mapping.mapped, vectors.vectors[chosen])

        async def write(db: AsyncSession, _step: Step) -> None:
            await analysis_parts.write_map(db, task.id, vectors.ordinals[chosen], places)
            row = await db.get_one(AnalysisRow, task.id)
            row.is_complete, row.labels = True, task.checkpoint.get("labels", {})
            if of_now:
                dataset, _ = await get_rows(db, task.who, task.dataset_id, lock=True)
                await write_findings(db, dataset, rows)

        counts = Counter(row["kind"] for row in rows)
        return Step(finished=True, result={"found": {str(kind): counts[kind] for kind in Finding}}, write=write)

    async def _labels(self, context: DatasetsContext, task: TaskNow, vectors: Vectors) -> dict[int, str]:
        """Return the label numbers of samples that carry exactly one class; none for other kinds of labelling."""
        found: dict[int, str] = {}
        for start in range(0, len(vectors.ordinals), _CLASSES_PAGE):
            async with context.database.read_session() as db:
                dataset, job = await get_rows(db, task.who, task.dataset_id)
                if LabelType(job.type) is not LabelType.IMAGE_CLASSIFICATION:
                    return {}
                ordinals = vectors.ordinals[start : start + _CLASSES_PAGE].tolist()
                page = await pages(db, dataset, job, ordinals=ordinals)
            found |= {each.ordinal: label for each in page if (label := class_of(each))}
        return found


def class_of(document: Document) -> str:
    """Return the number of the one class that people gave a sample; empty for none, several, or one to be confirmed."""
    if document.state in {SampleState.UNLABELLED, SampleState.TO_CONFIRM}:
        return ""
    classes = {each.label for each in documents.parsed(document.document) if each.kind is Kind.CLASS}
    return classes.pop() if len(classes) == 1 else ""


def found_among(number: int, seen: Vectors, labels: dict[int, str]) -> list[dict[str, Any]]:
    """Return the rows of what is found: duplicates, outliers, suspect labels, each ranked. number: of the dataset."""
    count = len(seen.ordinals)
    among = likeness.references(count)
    nearest = np.empty((count, min(likeness.NEIGHBOURS, max(len(among) - 1, 0))), np.int64)
    far = np.empty(nearest.shape, np.float32)
    for start, places, distances in likeness.neighbours(seen.vectors, among) if count else ():
        nearest[start : start + len(places)], far[start : start + len(places)] = places, distances
    rows: list[dict[str, Any]] = []

    def note(kind: Finding, rank: int, place: int, score: float, *, group: int = 0, **detail: Any) -> None:
        ordinal = int(seen.ordinals[place])
        told = {"dataset": number, "kind": kind, "rank": rank, "ordinal": ordinal, "group_number": group}
        rows.append(told | {"score": round(score, 4), "detail": orjson.dumps(detail)})

    rank = 0
    for group, alike in enumerate(likeness.duplicates(seen.hashes, seen.vectors, seen.digests), 1):
        for place in alike[: MOST_FINDINGS - rank]:
            same = seen.digests[place] == seen.digests[alike[0]]
            note(Finding.DUPLICATES, rank, place, 1.0 if same else 0.9, group=group, exact=same)
            rank += 1
    if nearest.shape[1]:
        odd = likeness.outliers(far.mean(axis=1))
        order = np.argsort(-odd, kind="stable")[:MOST_FINDINGS]
        for at, place in enumerate(place for place in order if odd[place] >= _LEAST_ODD):
            note(Finding.OUTLIERS, at, int(place), float(odd[place]))
    for at, each in enumerate(_doubtful(seen, labels)[:MOST_FINDINGS]):
        label, likelier = each[1]
        note(Finding.SUSPECTS, at, each[0].place, each[0].score, label=label, likelier=likelier)
    return rows


async def write_findings(db: AsyncSession, dataset: DatasetRow, rows: Sequence[dict[str, Any]]) -> None:
    """Replace what was found in a dataset, and the facets that lists filter by. The dataset is locked by the caller."""
    await db.execute(delete(FindingRow).where(FindingRow.dataset == dataset.number))
    await insert_many(db, FindingRow, rows)
    moved = facets.Changes()
    for kind in Finding:
        before = set(bitmaps.members_of(await facets.matching(db, dataset.number, FINDING, [kind])))
        after = {row["ordinal"] for row in rows if row["kind"] == kind}
        moved.added[FINDING, kind] |= after - before
        moved.removed[FINDING, kind] |= before - after
    await facets.apply(db, dataset.number, moved)


def _doubtful(seen: Vectors, labels: dict[int, str]) -> list[tuple[suspects.Suspect, tuple[str, str]]]:
    chosen = [place for place, ordinal in enumerate(seen.ordinals.tolist()) if ordinal in labels]
    names = sorted(set(labels.values()))
    if len(names) < 2:
        return []
    classes = np.array([names.index(labels[int(seen.ordinals[place])]) for place in chosen], np.int64)
    vectors = seen.vectors[chosen]
    among = likeness.references(len(chosen))
    votes = [suspects.voted(classes, nearest, far, len(names)) for _, nearest, far in likeness.neighbours(vectors, among)]
    found = suspects.suspects(classes, np.vstack(votes))
    return [(each._replace(place=chosen[each.place]), (names[each.label], names[each.likelier])) for each in found]


def _counted(before: dict[str, Any], page: Sequence[Document], names: dict[str, str]) -> dict[str, dict[str, int]]:
    """Return how many samples carry each label, by usage, with those of a page; an empty usage is all of them."""
    found = {usage: dict(counts) for usage, counts in before.items()}
    for document in page:
        said = {each.label for each in documents.parsed(document.document) if each.label in names}
        for usage in {"", document.usage}:
            counts = found.setdefault(usage, {})
            for label in said:
                counts[names[label]] = counts.get(names[label], 0) + 1
    return found
