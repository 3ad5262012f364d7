"""The events of a job."""

from dataclasses import dataclass
from datetime import datetime

from modelyard.core.events import EventRow
from modelyard.core.i18n import Language
from modelyard.core.ids import row_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.training import queries
from modelyard.training.errors import JobNotFound
from modelyard.training.rules.events import (
    CATEGORIES,
    iso_time,
    level_of_event,
    message_of_event,
    source_of_event,
    time_of_event,
)
from modelyard.training.schemas import events as happenings
from modelyard.training.schemas.event_lists import EventCategories, EventCategory, JobEvent
from modelyard.training.service.context import TrainingContext
from modelyard.training.types.logs import EventLevel

_CLASSES = {
    item.name: item
    for item in vars(happenings).values()
    if isinstance(item, type) and issubclass(item, happenings.JobEvent) and item is not happenings.JobEvent
}
# Filters that only the text can answer look at so many events at most, the ones asked for first.
MOST_FILTERED = 20_000


@dataclass(frozen=True)
class EventFilter:
    """Which events of a job are wanted. pattern: what the message holds, in any case of letters."""

    start: datetime | None = None
    end: datetime | None = None
    level: EventLevel | None = None
    pattern: str = ""
    source: str = ""

    @property
    def needs_reading(self) -> bool:
        """Whether the database alone cannot tell."""
        return bool(self.level or self.pattern or self.source)


async def list_job_events(
    context: TrainingContext,
    who: Subject,
    job_id: str,
    *,
    wanted: EventFilter,
    newest_first: bool,
    offset: int,
    limit: int,
    language: Language,
) -> tuple[list[JobEvent], int]:
    """Return a page of the events of a job, and how many there are. Raises JobNotFound."""
    known = row_id(job_id)
    async with context.database.read_session() as db:
        if known is None or await queries.find_job(db, who, known) is None:
            raise JobNotFound(job_id=job_id[:64])
        statement = queries.events_of(known, wanted.start, wanted.end, newest_first=newest_first)
        if not wanted.needs_reading:
            page = await fetch_page(db, statement, offset=offset, limit=limit)
            return [_shown(row, language) for row in page.items], page.total
        found = [_shown(row, language) for row in await db.scalars(statement.limit(MOST_FILTERED))]
    pattern = wanted.pattern.casefold()
    matching = [
        item
        for item in found
        if (wanted.level is None or item.level is wanted.level)
        and (not wanted.source or item.source == wanted.source)
        and pattern in item.message.casefold()
    ]
    return matching[offset : offset + limit], len(matching)


def list_event_categories(language: Language) -> EventCategories:
    """Return the kinds of events that people can be told of; nobody is told of any yet."""
    chinese = language is Language.ZH
    return EventCategories(
        event_categories=[
            EventCategory(id=key, name=zh if chinese else name, description=text_zh if chinese else text, notification=False)
            for key, name, zh, text, text_zh in CATEGORIES
        ]
    )


def _shown(row: EventRow, language: Language) -> JobEvent:
    kind = _CLASSES.get(row.name)
    message = row.name if kind is None else message_of_event(kind.text, kind.zh, row.params, language)
    return JobEvent(
        time=iso_time(time_of_event(row.at, row.params)),
        level=level_of_event(row.name, row.params),
        message=message.strip(),
        source=source_of_event(row.name),
    )
