"""Numbers that nothing else has: of datasets, labelling jobs, and what versions are searched by."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import take_turn
from modelyard.datasets.models.datasets import DatasetNumberRow


async def take_numbers(db: AsyncSession, count: int = 1) -> int:
    """Return the first of so many numbers that nothing else has."""
    await take_turn(db, "datasets.numbers")
    counter = await db.get(DatasetNumberRow, 1)
    if counter is None:
        counter = DatasetNumberRow(id=1, next=1)
        db.add(counter)
    first = counter.next
    counter.next = first + count
    return first
