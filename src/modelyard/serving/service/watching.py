"""Use cases of watching a service: its events, its configurations, its instances."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import from_milliseconds, to_milliseconds
from modelyard.core.events import EventRow
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.schemas import events as happenings
from modelyard.serving.schemas.answers import EventItem, EventList, InstanceList, UpdateLogList
from modelyard.serving.service import batch_workers, describing
from modelyard.serving.service.listening import instance_name
from modelyard.serving.service.services import visible_row
from modelyard.serving.types import EventType

_CLASSES = {
    item.name: item
    for item in vars(happenings).values()
    if isinstance(item, type) and issubclass(item, happenings.ServiceEvent) and item is not happenings.ServiceEvent
}
# A search of texts looks at so many events at most, the ones asked for first.
MOST_SEARCHED = 20_000


async def list_events(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    *,
    event_type: str | None = None,
    text: str = "",
    start_ms: int | None = None,
    end_ms: int | None = None,
    descending: bool = True,
    offset: int = 0,
    limit: int = 1000,
    language: Language = Language.EN,
) -> EventList:
    """Return a page of what happened to a service. text: a part of the message. Raises ServiceNotFound."""
    row = await visible_row(db, who, service_id)
    names = None if event_type is None else names_of(event_type)
    statement = queries.events_of(
        row.id,
        names=names,
        start=None if start_ms is None else from_milliseconds(start_ms),
        end=None if end_ms is None else from_milliseconds(end_ms),
        descending=descending,
    )
    if text:
        found = [shown(item, language) for item in await db.scalars(statement.limit(MOST_SEARCHED))]
        matching = [item for item in found if text.casefold() in item.event_info.casefold()]
        items, total = matching[offset : offset + limit], len(matching)
    else:
        page = await fetch_page(db, statement, offset=offset, limit=limit)
        items, total = [shown(item, language) for item in page.items], page.total
    return EventList(service_id=wire_id(row.id), service_name=row.name, total_count=total, count=len(items), events=items)


async def list_update_logs(
    db: AsyncSession, who: Subject, service_id: str, *, update_time: int | None = None, language: Language = Language.EN
) -> UpdateLogList:
    """Return the configurations that a service had or was to have, the newest first. Raises ServiceNotFound."""
    row = await visible_row(db, who, service_id)
    revisions = list(await db.scalars(queries.revisions_of(row.id).limit(1000)))
    logs = [
        describing.log_of(item, is_live=item.number == row.live_revision, is_own=row.user_id == who.user_id, language=language)
        for item in revisions
        if update_time is None or to_milliseconds(item.created_at) == update_time
    ]
    return UpdateLogList(service_id=wire_id(row.id), service_name=row.name, logs=logs)


async def list_instances(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    *,
    offset: int = 0,
    limit: int = 1000,
    language: Language = Language.EN,
) -> InstanceList:
    """Return a page of the instances of a service, newest first; of a batch service, its workers. Raises ServiceNotFound."""
    row = await visible_row(db, who, service_id)
    workers = await batch_workers.listed(db, row)
    if workers:
        shown = workers[offset : offset + limit]
        return InstanceList(total_count=len(workers), count=len(shown), instances=shown)
    deployments = {item.id: item for item in await queries.deployments_of(db, row.id)}
    replicas = list(reversed(await queries.replicas_of(db, row.id)))
    page = replicas[offset : offset + limit]
    items = [
        describing.instance_of(item, deployments[item.deployment_id], node=None, language=language, name=instance_name(item))
        for item in page
    ]
    return InstanceList(total_count=len(replicas), count=len(items), instances=items)


def names_of(event_type: str) -> list[str]:
    """Return the events of a type."""
    return [name for name, item in _CLASSES.items() if item.event_type == event_type]


def shown(row: EventRow, language: Language) -> EventItem:
    """Return an event as people read it."""
    kind = _CLASSES.get(row.name)
    template = row.name if kind is None else kind.zh if language is Language.ZH else kind.text
    return EventItem(
        event_type=EventType.NORMAL if kind is None else kind.event_type,
        event_info=template.format_map(row.params).strip(),
        occur_time=to_milliseconds(row.at),
    )
