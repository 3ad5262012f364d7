"""Comparing two versions: asked for once, then pages of what differs. The worker compares (`service.comparing_work`)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import TaskNotFound
from modelyard.datasets.errors.versions import SamplesNotComparable
from modelyard.datasets.models.comparing import VersionComparisonPartRow, VersionComparisonRow
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, manifest, version_parts
from modelyard.datasets.rules.comparing import CHANGES, Change
from modelyard.datasets.schemas.comparing import (
    ComparisonWanted,
    LabelDifference,
    Relabelled,
    VersionComparison,
    VersionSampleChange,
    VersionSampleChanges,
)
from modelyard.datasets.service import table_versions, tasks, version_reading, version_samples, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import ACTIVE, TaskState

_Pair = tuple[DatasetVersionRow, DatasetVersionRow]


async def compare(
    db: AsyncSession, who: Subject, dataset_id: str, after_id: str, wanted: ComparisonWanted, *, language: Language
) -> VersionComparison:
    """Compare a version with another, unless that was done before.

    Raises VersionNotFound, SamplesNotComparable, NotForThisType.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    table_versions.refuse(row, "CompareVersions", "版本比较")
    pair = await _pair(db, row, wanted.before_id, after_id)
    found = await db.get(VersionComparisonRow, (pair[0].id, pair[1].id))
    task = None if found is None else await db.get(DatasetTaskRow, found.task_id)
    if found is None or (found.counts is None and (task is None or task.state not in ACTIVE)):
        goal = {"before": pair[0].id, "after": pair[1].id}
        task = await tasks.submit(db, who, row, TaskKind.COMPARE, goal)
        if found is None:
            found = VersionComparisonRow(before_id=pair[0].id, after_id=pair[1].id, task_id=task.id, counts=None)
            db.add(found)
        found.task_id = task.id
        await db.flush()
    return await _answer(db, pair, found, task, language)


async def get_comparison(
    db: AsyncSession, who: Subject, dataset_id: str, after_id: str, before_id: str, *, language: Language
) -> VersionComparison:
    """Return a comparison that was asked for. Raises VersionNotFound, TaskNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    pair, found = await _find(db, row, before_id, after_id)
    return await _answer(db, pair, found, await db.get(DatasetTaskRow, found.task_id), language)


async def list_changes(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    after_id: str,
    before_id: str,
    *,
    changes: Sequence[Change] = (),
    page: int = 0,
    limit: int = 20,
    host: str | None = None,
) -> VersionSampleChanges:
    """Return a page (from 0) of the samples that two versions differ in, in order. changes: only such; none means all."""
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
        pair, _ = await _find(db, row, before_id, after_id)
        of_pair = VersionComparisonPartRow.before_id == pair[0].id, VersionComparisonPartRow.after_id == pair[1].id
        sets: dict[Change, dict[int, int]] = {change: {} for change in CHANGES}
        for part in await db.scalars(select(VersionComparisonPartRow).where(*of_pair)):
            for change, members in zip(CHANGES, version_parts.unpacked_all(part.sets, part.number), strict=False):
                sets[change] |= members
        old, new = [await version_reading.parts_of(db, each.id) for each in pair]
    chosen = bitmaps.union(sets[change] for change in changes or CHANGES)
    ordinals = bitmaps.page(chosen, offset=page * limit, limit=limit)
    was = await version_reading.lines_of(context, inner_of(row), old, ordinals)
    now = await version_reading.lines_of(context, inner_of(row), new, ordinals)
    # Files as the newer version has them; of what is gone, as the older one had them.
    shown = await version_samples.shown_of(context, who, row, pair[1], now, host=host)
    gone = {ordinal: line for ordinal, line in was.items() if ordinal not in now}
    shown |= await version_samples.shown_of(context, who, row, pair[0], gone, host=host)
    samples = []
    for ordinal in ordinals:
        if ordinal not in shown:
            continue
        items = [manifest.read_line(lines[ordinal])[0] if ordinal in lines else None for lines in (was, now)]
        said = [
            [] if item is None else version_samples.labels_of(item, version.label_type)
            for item, version in zip(items, pair, strict=True)
        ]
        sample = shown[ordinal]
        size = sample.metadata.get("@modelarts:size") or [None, None]
        samples.append(
            VersionSampleChange(
                sample_id=sample.sample_id,
                sample_name=sample.sample_name,
                change=next(change for change in CHANGES if bitmaps.has(sets[change], ordinal)),
                source=sample.source,
                sample_data=sample.sample_data,
                width=size[0],
                height=size[1],
                before=said[0],
                after=said[1],
                usage_before="" if items[0] is None else items[0].usage,
                usage_after="" if items[1] is None else items[1].usage,
            )
        )
    return VersionSampleChanges(total_count=bitmaps.count(chosen), samples=samples)


async def _pair(db: AsyncSession, row: DatasetRow, before_id: str, after_id: str) -> _Pair:
    if before_id == after_id:
        raise SamplesNotComparable(field="before_id")
    return await versions.usable_version(db, row, before_id), await versions.usable_version(db, row, after_id)


async def _find(db: AsyncSession, row: DatasetRow, before_id: str, after_id: str) -> tuple[_Pair, VersionComparisonRow]:
    pair = await _pair(db, row, before_id, after_id)
    found = await db.get(VersionComparisonRow, (before_id, after_id))
    if found is None:
        raise TaskNotFound(task_id=before_id, resource=before_id)
    return pair, found


async def _answer(
    db: AsyncSession, pair: _Pair, found: VersionComparisonRow, task: DatasetTaskRow | None, language: Language
) -> VersionComparison:
    before, after = pair
    error = (task.error if task is not None else None) or {}
    is_done = found.counts is not None
    state = TaskState.COMPLETED if is_done else TaskState.FAILED if task is None else TaskState(task.state)
    counts = found.counts or {}
    share = task.done / task.total if task is not None and task.total else 0.0
    return VersionComparison(
        before_id=before.id,
        before_name=before.name,
        after_id=after.id,
        after_name=after.name,
        task_id=found.task_id,
        state=state,
        progress=1.0 if is_done else round(min(share, 1.0), 3),
        before_count=before.figures.get("total", 0),
        after_count=after.figures.get("total", 0),
        labels=await _labels(db, pair),
        relabelled=[Relabelled(before=was, after=now, count=count) for was, now, count in counts.get("relabelled", ())],
        error_code=error.get("code"),
        error_msg=error.get(language.value),
        **{name: counts.get(name) for name in (*map(str, CHANGES), "unchanged")},
    )


async def _labels(db: AsyncSession, pair: _Pair) -> list[LabelDifference]:
    """Return the labels of both versions; one that was renamed in between is the same label."""
    details = [await db.get(DatasetVersionDetailRow, each.id) for each in pair]
    sides = [{each["number"]: each for each in (detail.labels if detail is not None else ())} for detail in details]
    nothing = {"count": 0, "sample_count": 0}
    found = []
    for number in dict.fromkeys([*sides[1], *sides[0]]):
        was, now = (side.get(number, nothing) for side in sides)
        found.append(
            LabelDifference(
                name=now.get("name") or was["name"],
                before=was["count"],
                after=now["count"],
                samples_before=was["sample_count"],
                samples_after=now["sample_count"],
            )
        )
    return found
