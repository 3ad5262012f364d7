"""Listeners hear of events in the transaction of the change."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core import events
from modelyard.core.clock import EPOCH
from modelyard.core.db import Database
from modelyard.core.events import Event, EventRow, Listeners, emit, tell
from modelyard.core.subject import Subject


@dataclass(frozen=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"
    resource_type: ClassVar[str] = "test"
    text: ClassVar[str] = "It happened."
    zh: ClassVar[str] = "已发生。"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a listener that was joined twice heard."""
    found: list[str] = []

    async def listen(_db: AsyncSession, event: Happened, _by: Subject) -> None:
        found.append(event.resource_id)

    own = Listeners()
    own.on(Happened, listen)
    own.on(Happened, listen)
    monkeypatch.setattr(events, "listeners", own)
    return found


class TestListeners:
    async def test_who_joins_twice_hears_once(self, database: Database, heard: list[str]) -> None:
        async with database.session() as db:
            await emit(db, Happened("a"), by=Subject.system("test"), at=EPOCH)

        assert heard == ["a"]

    async def test_what_is_only_told_leaves_no_record(self, database: Database, heard: list[str]) -> None:
        async with database.session() as db:
            await tell(db, Happened("b"), by=Subject.system("test"))

        async with database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(EventRow)) == 0
        assert heard == ["b"]
