"""What happened: each change of state is an event with a text in both languages, in the transaction of the change.

A lower capability announces, a higher one listens; they are joined in `server.wiring`. A listener runs in the same
transaction, so that both happen or neither does; work outside the database is a row that a loop finds.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject


@dataclass(frozen=True)
class Event:
    """Something that happened to one resource. Subclass it with the fields that its texts name."""

    name: ClassVar[str]
    resource_type: ClassVar[str]
    text: ClassVar[str]
    zh: ClassVar[str]

    resource_id: str

    def message(self, language: Language = Language.EN) -> str:
        """Return the text in the language asked for."""
        return (self.zh if language is Language.ZH else self.text).format_map(asdict(self))


class EventRow(Base):
    """One event, for the page of the thing it happened to."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_resource", "resource_type", "resource_id", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    name: Mapped[str] = mapped_column(String(100))
    resource_type: Mapped[str] = mapped_column(String(64))
    resource_id: Mapped[str] = mapped_column(String(64))
    domain_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)


EventT = TypeVar("EventT", bound=Event)
Listener = Callable[[AsyncSession, EventT, Subject], Awaitable[None]]


class Listeners:
    """Who wants to hear of which event. Built once, by `server.wiring`."""

    def __init__(self) -> None:
        self._by_type: dict[type[Event], list[Listener[Any]]] = defaultdict(list)

    def on(self, event_type: type[EventT], listener: Listener[EventT]) -> None:
        """Call `listener` in the transaction of each event of this type. Joining the same one again changes nothing."""
        if listener not in self._by_type[event_type]:
            self._by_type[event_type].append(listener)

    def of(self, event: Event) -> list[Listener[Any]]:
        """Return the listeners of an event."""
        return self._by_type.get(type(event), [])


listeners = Listeners()


async def emit(db: AsyncSession, event: Event, *, by: Subject, at: datetime) -> None:
    """Record an event in the transaction of `db` and tell its listeners."""
    params = {key: value for key, value in asdict(event).items() if key != "resource_id"}
    db.add(
        EventRow(
            id=new_id(),
            at=at,
            name=event.name,
            resource_type=event.resource_type,
            resource_id=event.resource_id,
            domain_id=by.domain_id,
            user_id=by.user_id,
            user_name=by.user_name,
            params=params,
        )
    )
    await tell(db, event, by=by)


async def tell(db: AsyncSession, event: Event, *, by: Subject) -> None:
    """Tell listeners of an event without recording it: for steps of which somebody else keeps the record."""
    for listener in listeners.of(event):
        await listener(db, event, by)
