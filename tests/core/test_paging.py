"""Pages of lists: walking them visits each row once, and every page knows the total."""

import pytest
from sqlalchemy import select

from core.test_db import make_event
from modelyard.core.db import Database
from modelyard.core.events import EventRow
from modelyard.core.paging import fetch_page


class TestFetchPage:
    @pytest.mark.parametrize("rows", [0, 1, 4, 5, 11])
    @pytest.mark.parametrize("limit", [1, 5, 100])
    async def test_walking_visits_each_row_once(self, database: Database, rows: int, limit: int) -> None:
        async with database.session() as db:
            db.add_all(make_event(f"{number:03}") for number in range(rows))
        seen: list[str] = []

        async with database.read_session() as db:
            for offset in range(0, rows + limit, limit):
                page = await fetch_page(db, select(EventRow).order_by(EventRow.id), offset=offset, limit=limit)
                seen += [row.id for row in page.items]
                assert page.total == rows

        assert seen == [f"{number:03}" for number in range(rows)]
