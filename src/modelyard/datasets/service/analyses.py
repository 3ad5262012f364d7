"""Use cases of analyses: start one, list them, compare their figures, show points and findings."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.errors import InvalidPayload
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import NotForThisType
from modelyard.datasets.errors.insight import AnalysisRunning
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.models.insight import AnalysisRow, FindingRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules import histograms
from modelyard.datasets.rules.columns import Columns
from modelyard.datasets.rules.ids import sample_id, sample_number
from modelyard.datasets.schemas.insight import (
    Analysis,
    AnalysisList,
    Figure,
    Figures,
    FindingAnswer,
    FindingList,
    Points,
    Series,
    SummaryAnswer,
)
from modelyard.datasets.service import analysis_parts, tasks, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import DataType, LabelType, TaskKind
from modelyard.datasets.types.insight import OF_IMAGES, Finding, Metric
from modelyard.datasets.types.tasks import ACTIVE

_WITH_BOXES = frozenset({LabelType.OBJECT_DETECTION, LabelType.IMAGE_SEGMENTATION})
# Shown by a plot at most; more is no more to be seen.
MOST_POINTS = 5000


async def analyse(db: AsyncSession, who: Subject, dataset_id: str, *, version_id: str = "") -> str:
    """Start an analysis of a dataset of images as it is now, or of a version, and return the id of its task.

    Raises DatasetNotFound, NotForThisType, AnalysisRunning, VersionNotFound, VersionNotUsable.
    """
    dataset, _ = await get_rows(db, who, dataset_id, lock=True)
    if dataset.data_type != DataType.IMAGE:
        raise NotForThisType(operation="Feature analysis", operation_zh="特征分析", type=dataset.type)
    running = next((each for each in await tasks.active(db, dataset.id) if each.kind == TaskKind.STATISTICS), None)
    if running is not None:
        raise AnalysisRunning(task_id=running.id)
    goal: dict[str, Any] = {"before": dataset.next_ordinal}
    row = AnalysisRow(dataset_id=dataset.id, revision=dataset.revision, created_at=now(db), labels={})
    if version_id:
        version = await versions.usable_version(db, dataset, version_id)
        row.version_id, row.version_name, row.revision = version.id, version.name, version.revision or 0
        goal = {"version": version.id, "revision": row.revision, "total": version.figures.get("total", 0)}
        goal["forget"] = bool(version.options.get("remove_usage"))
    row.id = (await tasks.submit(db, who, dataset, TaskKind.STATISTICS, goal)).id
    db.add(row)
    return row.id


async def list_analyses(db: AsyncSession, who: Subject, dataset_id: str, *, page: int, limit: int) -> AnalysisList:
    """Return analyses of a dataset, the newest first. Raises DatasetNotFound."""
    dataset, _ = await get_rows(db, who, dataset_id)
    statement = select(AnalysisRow).where(AnalysisRow.dataset_id == dataset.id)
    found = await fetch_page(
        db, statement.order_by(AnalysisRow.created_at.desc(), AnalysisRow.id.desc()), offset=page * limit, limit=limit
    )
    of = select(DatasetTaskRow).where(DatasetTaskRow.id.in_([row.id for row in found.items]))
    known = {row.id: row for row in await db.scalars(of)}
    return AnalysisList(total_count=found.total, analyses=[_shown(db, row, known[row.id]) for row in found.items])


async def figures(
    context: DatasetsContext, who: Subject, dataset_id: str, ids: Sequence[str], *, usage: str, metrics: Sequence[Metric]
) -> Figures:
    """Return histograms of analyses over the same bars, so that they compare; without ids, of the last one.

    usage: one of those of samples, or empty for all. Raises DatasetNotFound, NothingAnalysed.
    """
    async with context.database.read_session() as db:
        dataset, job = await get_rows(db, who, dataset_id)
        rows = await analysis_parts.get_complete(db, dataset, ids)
        read = [await analysis_parts.read_columns(db, row.id) for row in rows]
    wanted = [metric for metric in metrics or Metric if metric in OF_IMAGES or LabelType(job.type) in _WITH_BOXES]
    return await asyncio.to_thread(_figures, rows, read, usage, wanted)


async def points(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    analysis_id: str,
    *,
    x: Metric | None,
    y: Metric | None,
    usage: str,
    limit: int,
) -> Points:
    """Return samples by two metrics, or by their places on the map; an even choice if there are more than asked for.

    Raises DatasetNotFound, NothingAnalysed, InvalidPayload.
    """
    if (x is None) != (y is None):
        raise InvalidPayload(field="y" if y is None else "x", problem="is missing; give both metrics, or none for the map")
    async with context.database.read_session() as db:
        dataset, _ = await get_rows(db, who, dataset_id)
        (row,) = await analysis_parts.get_complete(db, dataset, [analysis_id] if analysis_id else [])
        if x is None or y is None:
            ordinals, values = await analysis_parts.read_map(db, row.id)
        else:
            ordinals, values = (await analysis_parts.read_columns(db, row.id)).pairs(x, y, usage)
    step = max(-(-len(ordinals) // limit), 1)
    shown = [
        (sample_id(dataset.id, sample_number(dataset.number, int(ordinal))), float(one), float(other))
        for ordinal, (one, other) in zip(ordinals[::step], values[::step], strict=True)
    ]
    return Points(analysis_id=row.id, x=x, y=y, count=len(ordinals), points=shown)


async def list_findings(
    db: AsyncSession, who: Subject, dataset_id: str, kind: Finding, *, page: int, limit: int
) -> FindingList:
    """Return what was found in a dataset, the surest first. Raises DatasetNotFound."""
    dataset, job = await get_rows(db, who, dataset_id)
    base = sample_number(dataset.number, 0)
    there = select(FindingRow).join(SampleRow, SampleRow.id == FindingRow.ordinal + base)
    mine = there.where(FindingRow.dataset == dataset.number, FindingRow.kind == kind)
    found = await fetch_page(db, mine.order_by(FindingRow.rank), offset=page * limit, limit=limit)
    names = {str(row.number): row.name for row in (await queries.labels_of(db, [job.id]))[job.id]}
    shown = []
    for row in found.items:
        told = orjson.loads(row.detail)
        shown.append(
            FindingAnswer(
                sample_id=sample_id(dataset.id, base + row.ordinal),
                group=row.group_number or None,
                score=row.score,
                exact=told.get("exact"),
                label=names.get(told.get("label", "")),
                likelier=names.get(told.get("likelier", "")),
            )
        )
    return FindingList(total_count=found.total, findings=shown)


async def count_findings(db: AsyncSession, dataset: DatasetRow) -> dict[str, int]:
    """Return how many samples were found, by kind."""
    counted = select(FindingRow.kind, func.count()).where(FindingRow.dataset == dataset.number).group_by(FindingRow.kind)
    known = {row[0]: row[1] for row in await db.execute(counted)}
    return {str(kind): known.get(kind, 0) for kind in Finding}


def _figures(rows: Sequence[AnalysisRow], read: Sequence[Columns], usage: str, metrics: Sequence[Metric]) -> Figures:
    shown = []
    for metric in metrics:
        sets = [each.of(metric, usage).astype(float).tolist() for each in read]
        ends = histograms.edges(metric, sets)
        series = []
        for row, values in zip(rows, sets, strict=True):
            told = histograms.summary(values)
            summary = None if told is None else SummaryAnswer(**told._asdict())
            series.append(Series(analysis_id=row.id, counts=histograms.counted(values, ends), summary=summary))
        shown.append(Figure(metric=metric, edges=ends, series=series))
    return Figures(figures=shown, labels={row.id: row.labels.get(usage, {}) for row in rows})


def _shown(db: AsyncSession, row: AnalysisRow, task: DatasetTaskRow) -> Analysis:
    ended = task.ended_at or now(db)
    return Analysis(
        analysis_id=row.id,
        version_id=row.version_id or None,
        version_name=row.version_name or None,
        revision=row.revision,
        state=task.state,
        is_active=task.state in ACTIVE,
        total=task.total,
        done=task.done,
        good=task.good,
        bad=task.bad,
        found=task.result.get("found"),
        create_time=to_milliseconds(row.created_at),
        elapsed_seconds=int((ended - row.created_at).total_seconds()),
        error_code=task.error["code"] if task.error else None,
        error_msg=task.error["en-us"] if task.error else None,
    )
