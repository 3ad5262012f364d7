"""Values of analyses as they are kept: columns of metrics, and the map of samples beside them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import insert_many
from modelyard.core.errors import InvalidPayload
from modelyard.datasets.errors.insight import NothingAnalysed
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.insight import AnalysisPartRow, AnalysisRow
from modelyard.datasets.rules import bitmaps, columns, mapping
from modelyard.datasets.rules.columns import Columns
from modelyard.datasets.schemas.insight import Measured

# Samples in a part of a map. Parts of maps have numbers below zero, since those of columns are ordinals.
_MAPPED = 50_000


async def get_complete(db: AsyncSession, dataset: DatasetRow, ids: Sequence[str]) -> list[AnalysisRow]:
    """Return analyses of a dataset in this order; without ids, the last one of the dataset as it is, else the last one.

    Raises NothingAnalysed.
    """
    statement = select(AnalysisRow).where(AnalysisRow.dataset_id == dataset.id, AnalysisRow.is_complete)
    if not ids:
        newest = statement.order_by(AnalysisRow.created_at.desc(), AnalysisRow.id.desc()).limit(1)
        last = await db.scalar(newest.where(AnalysisRow.version_id == "")) or await db.scalar(newest)
        if last is None:
            raise NothingAnalysed(dataset_id=dataset.id, resource=dataset.id)
        return [last]
    found = {row.id: row for row in await db.scalars(statement.where(AnalysisRow.id.in_(ids)))}
    if len(found) < len(set(ids)):
        raise NothingAnalysed(dataset_id=dataset.id, resource=dataset.id)
    return [found[each] for each in dict.fromkeys(ids)]


async def read_columns(db: AsyncSession, analysis_id: str) -> Columns:
    """Return the values of an analysis."""
    mine = (AnalysisPartRow.analysis_id == analysis_id, AnalysisPartRow.number >= 0)
    statement = select(AnalysisPartRow.content).where(*mine).order_by(AnalysisPartRow.number)
    return columns.unpacked(list(await db.scalars(statement)))


async def ordinals(db: AsyncSession, analysis_id: str) -> NDArray[np.int64]:
    """Return which samples an analysis has measured, in order."""
    return (await read_columns(db, analysis_id)).ordinals


async def write_map(db: AsyncSession, analysis_id: str, found: NDArray[np.int64], places: NDArray[np.float32]) -> None:
    """Keep where samples lie on the map of an analysis."""
    parts = [
        {
            "analysis_id": analysis_id,
            "number": -1 - start // _MAPPED,
            "content": found[start : start + _MAPPED].astype("<i8").tobytes()
            + places[start : start + _MAPPED].astype("<f4").tobytes(),
        }
        for start in range(0, len(found), _MAPPED)
    ]
    await insert_many(db, AnalysisPartRow, parts)


async def read_map(db: AsyncSession, analysis_id: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the ordinals of samples in order, and where they lie."""
    mine = (AnalysisPartRow.analysis_id == analysis_id, AnalysisPartRow.number < 0)
    statement = select(AnalysisPartRow.content).where(*mine).order_by(AnalysisPartRow.number.desc())
    numbers, places = [np.empty(0, np.int64)], [np.empty((0, 2), np.float32)]
    for content in await db.scalars(statement):
        count = len(content) // 16
        numbers.append(np.frombuffer(content, "<i8", count))
        places.append(np.frombuffer(content, "<f4", offset=8 * count).reshape(count, 2))
    return np.concatenate(numbers), np.concatenate(places)


async def matching(db: AsyncSession, dataset: DatasetRow, wanted: Measured) -> dict[int, int]:
    """Return the samples whose values lie between bounds, or in an outline. Raises NothingAnalysed, InvalidPayload."""
    (row,) = await get_complete(db, dataset, [wanted.analysis_id] if wanted.analysis_id else [])
    if wanted.outline is not None:
        if (wanted.x is None) != (wanted.y is None):
            raise InvalidPayload(field="search_conditions.measured.y", problem="is needed with x and an outline")
        if wanted.x is None or wanted.y is None:
            numbers, points = await read_map(db, row.id)
        else:
            numbers, points = (await read_columns(db, row.id)).pairs(wanted.x, wanted.y, wanted.usage)
        chosen = mapping.inside(points, np.array(wanted.outline, np.float64))
        return bitmaps.of(numbers[chosen].tolist())
    if wanted.x is None:
        raise InvalidPayload(field="search_conditions.measured.x", problem="is needed without an outline")
    found = (await read_columns(db, row.id)).between(wanted.x, wanted.low, wanted.high, wanted.usage)
    return bitmaps.of(found.tolist())
