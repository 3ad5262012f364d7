"""Use cases of the tags of services."""

from collections import defaultdict

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.ids import wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import TooManyTags
from modelyard.serving.models import ServiceTagRow
from modelyard.serving.rules.v2_tags import MOST, check_tags
from modelyard.serving.schemas.v2_answers import (
    ProjectTags,
    TaggedCount,
    TaggedService,
    TaggedServices,
    TagList,
    TagWithValues,
)
from modelyard.serving.schemas.v2_requests import TaggedSearch, TagsOfService
from modelyard.serving.service import services
from modelyard.serving.service.v2_describing import tags_of
from modelyard.serving.service.v2_services import real_time_row


async def set_tags(db: AsyncSession, who: Subject, service_id: str, wanted: TagsOfService) -> None:
    """Give a service tags; a key that it has gets the new value. Raises ServiceNotFound, FieldWrong, TooManyTags."""
    row = await real_time_row(db, who, service_id, lock=True)
    given = check_tags([(item.key, item.value) for item in wanted.tags])
    present = {item.key: item for item in (await queries.tags_of_many(db, [row.id]))[row.id]}
    if len(present.keys() | given.keys()) > MOST:
        raise TooManyTags(field="tags", limit=MOST, quota="tags")
    for key, value in given.items():
        if key in present:
            present[key].value = value
        else:
            db.add(ServiceTagRow(service_id=row.id, key=key, value=value))


async def delete_tags(db: AsyncSession, who: Subject, service_id: str, wanted: TagsOfService) -> None:
    """Take tags away by their keys; those that are not there do not matter. Raises ServiceNotFound."""
    row = await real_time_row(db, who, service_id, lock=True)
    keys = [item.key for item in wanted.tags]
    await db.execute(delete(ServiceTagRow).where(ServiceTagRow.service_id == row.id, ServiceTagRow.key.in_(keys)))


async def get_tags(db: AsyncSession, who: Subject, service_id: str) -> TagList:
    """Return the tags of a service. Raises ServiceNotFound."""
    row = await real_time_row(db, who, service_id)
    return TagList(tags=tags_of((await queries.tags_of_many(db, [row.id]))[row.id]))


async def list_tags(db: AsyncSession, who: Subject, *, workspace_id: str | None = None) -> ProjectTags:
    """Return the tags of all services that the caller may see, merged by their keys."""
    spaces = await services.visible_workspaces(db, who, workspace_id)
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in await queries.tags_of_project(db, who, workspace_ids=spaces):
        found[key].append(value)
    return ProjectTags(tags=[TagWithValues(key=key, values=values) for key, values in found.items()])


async def find_tagged(
    db: AsyncSession,
    who: Subject,
    search: TaggedSearch,
    *,
    workspace_id: str | None = None,
    offset: int = 0,
    limit: int = 1000,
) -> TaggedServices:
    """Return a page of the services that have all of some tags, or none at all."""
    spaces = await services.visible_workspaces(db, who, workspace_id)
    statement = queries.tagged(
        who,
        workspace_ids=spaces,
        tags=[(item.key, item.values) for item in search.tags],
        names=[item.value for item in search.matches],
        without_any=search.without_any_tag,
    )
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    own = await queries.tags_of_many(db, [row.id for row in page.items])
    items = [
        TaggedService(resource_id=wire_id(row.id), resource_name=row.name, resource_detail={}, tags=tags_of(own[row.id]))
        for row in page.items
    ]
    return TaggedServices(resources=items, total_count=page.total)


async def count_tagged(db: AsyncSession, who: Subject, search: TaggedSearch, *, workspace_id: str | None = None) -> TaggedCount:
    """Return how many services have all of some tags, or none at all."""
    found = await find_tagged(db, who, search, workspace_id=workspace_id, limit=1)
    return TaggedCount(total_count=found.total_count)
