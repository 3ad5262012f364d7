"""The events of a model, and how its environment was built."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.errors import AppError
from modelyard.core.events import EventRow
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.images.service import builds, catalogue
from modelyard.images.types import ImageType
from modelyard.registry import events as happenings
from modelyard.registry import queries
from modelyard.registry.rules.happenings import EventType, type_of
from modelyard.registry.schemas.answers import EnvironmentBuild, ModelBuild, ModelEventAnswer, ModelEvents
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.service.models import get_row

_CLASSES = {
    item.name: item
    for item in vars(happenings).values()
    if isinstance(item, type) and issubclass(item, happenings.ModelEvent) and item is not happenings.ModelEvent
}


async def list_events(
    db: AsyncSession,
    who: Subject,
    model_id: str,
    *,
    event_type: EventType | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    newest_first: bool = True,
    offset: int = 0,
    limit: int = 1000,
    language: Language,
) -> ModelEvents:
    """Return a page of what happened to a model. Raises ModelNotFound."""
    row = await get_row(db, who, model_id)
    statement = queries.events_of(row.id, start, end, event_type=event_type, newest_first=newest_first)
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    events = [_answer(event, language) for event in page.items]
    return ModelEvents(model_id=wire_id(row.id), model_name=row.name, total_count=page.total, count=len(events), events=events)


async def show_build(
    db: AsyncSession, context: RegistryContext, who: Subject, model_id: str, *, language: Language
) -> ModelBuild:
    """Return how far the publishing of a model is, with the logs of its environment and of its check.

    Raises ModelNotFound.
    """
    row = await get_row(db, who, model_id)
    details = row.details
    address = str(details.spec.get("environment") or "")
    found = details.found or {}
    return ModelBuild(
        model_id=wire_id(row.id),
        model_status=row.status,
        stage=row.stage,
        status_message=(row.reason or {}).get(language.value),
        environment=await _environment(db, context, who, address, row.workspace_id) if address else None,
        check_log=str(found.get("log") or ""),
        load_seconds=found.get("load_seconds"),
    )


async def _environment(
    db: AsyncSession, context: RegistryContext, who: Subject, address: str, workspace_id: str
) -> EnvironmentBuild | None:
    """Return the build of an environment; None when somebody deleted the image."""
    namespace, _, rest = address.partition("/")
    name, _, tag = rest.partition(":")
    found = await catalogue.list_images(
        db,
        context.images,
        who,
        type=ImageType.DEDICATED,
        namespace=namespace,
        name=name,
        show_tag=tag,
        fuzzy=False,
        workspace_id=workspace_id,
        limit=1,
    )
    if not found.items:
        return None
    image = found.items[0]
    try:
        build = await builds.get_build(db, context.images, who, image.id)
    except AppError:
        return None
    return EnvironmentBuild(
        image=address,
        image_id=image.id,
        status=build.status.value,
        step=build.step.value,
        percent=build.percent,
        message=build.message,
        log=build.log,
    )


def _answer(row: EventRow, language: Language) -> ModelEventAnswer:
    kind = _CLASSES.get(row.name)
    info = row.name if kind is None else kind(resource_id=row.resource_id, **row.params).message(language)
    return ModelEventAnswer(
        event_type=type_of(row.name),
        event_code=row.name.removeprefix("model.").upper(),
        event_info=info,
        occur_time=to_milliseconds(row.at),
    )
