"""Pages of lists: record offsets and limits, as the public clients use them."""

from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

Item = TypeVar("Item")

Offset = Annotated[int, Query(ge=0, le=2**31 - 1, description="Number of records to skip.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Largest number of records in the answer.")]


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page: its items in order, and how many match in all."""

    items: list[Item]
    total: int


async def fetch_page(db: AsyncSession, statement: Select[Any], *, offset: int, limit: int) -> Page[Any]:
    """Run an ordered select of one entity and return a page of it with the total of all matching rows."""
    rows = list(await db.scalars(statement.offset(offset).limit(limit)))
    if len(rows) < limit and (rows or offset == 0):
        return Page(rows, offset + len(rows))  # the last page tells the total by itself
    total = await db.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    return Page(rows, total or 0)
