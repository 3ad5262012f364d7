"""Use cases of services in the newer API: create, list, show, change, start, stop, delete, events."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import from_milliseconds, to_milliseconds
from modelyard.core.db import after_commit, now
from modelyard.core.events import EventRow, emit
from modelyard.core.i18n import Language
from modelyard.core.ids import row_id, wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.serving import access, queries
from modelyard.serving.errors import (
    DeploymentNameTaken,
    FieldNotSupported,
    FieldWrong,
    FilesOfAnother,
    ServiceNotFound,
    VersionTaken,
)
from modelyard.serving.models import ServiceRow, ServiceTagRow
from modelyard.serving.rules.configs import Entry, stop_time, with_hidden
from modelyard.serving.rules.v2_states import ServiceState, meanings_of
from modelyard.serving.rules.v2_tags import check_tags, read_search
from modelyard.serving.rules.v2_units import (
    FIRST_VERSION,
    entry_of,
    free_version,
    group_of,
    is_other,
    options_of,
    settings_after,
    surroundings_of,
    with_policy,
)
from modelyard.serving.schemas import events as happenings
from modelyard.serving.schemas.v2_answers import EventPage, EventV2, ServicesDeleted, ServiceV2, ServiceV2Page
from modelyard.serving.schemas.v2_requests import GroupConfig, ServiceChange, ServiceToCreate
from modelyard.serving.service import changing, services, watching
from modelyard.serving.service.arranging import arrange
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.describing import HIDDEN
from modelyard.serving.service.drafting import draft
from modelyard.serving.service.v2_describing import Whole, item_of, page_of, service_of, version_id, whole_of
from modelyard.serving.types import Goal, InferType

_POOL_TYPE = "modelarts:poolType"
_SETTINGS = frozenset(
    {
        "version",
        "type",
        "deploy_type",
        "workload_type",
        "runtime_config",
        "upgrade_config",
        "lts_strategy",
        "log_configs",
        "custom_metrics_path",
        "deploy_timeout_minutes",
        "task_type",
    }
)
_LONGEST = timedelta(days=7)
_UNITS = {"DAYS": timedelta(days=1), "HOURS": timedelta(hours=1), "MINUTES": timedelta(minutes=1)}


async def create_service(
    context: ServingContext, who: Subject, wanted: ServiceToCreate, *, language: Language = Language.EN
) -> ServiceV2:
    """Deploy a service of images; without a deployment it waits for the first.

    Raises the first thing that is wrong with it, ServiceNameTaken, TooManyServices, TooManyInstances.
    """
    pool = next((item.pool_id for item in wanted.group_configs if item.pool_id), None) or ""
    await context.gatekeeper.authorize(who, access.CREATE_SERVICE, context={_POOL_TYPE: "dedicated" if pool else "public"})
    settings = _settings(wanted)
    settings.setdefault("version", FIRST_VERSION)
    options: dict[str, Any] = {**options_of(settings), "v2": settings}
    if wanted.schedule:
        options["schedule"] = _schedule(wanted)
    tags = check_tags([(item.key, item.value) for item in wanted.tags or ()])
    entries = entries_of(wanted.group_configs, settings)
    async with context.database.session() as db:
        await services.check_workspace(db, who, wanted.workspace_id)
        drafted = await draft(db, context, who, entries, pool=pool, options=options)
        services.demand_options(context, options, drafted)
        await services.check_services(db, context, who, InferType.REAL_TIME)
        await services.check_instances(db, context, who, drafted)
        row = await services.insert_row(
            db,
            who,
            name=wanted.name,
            description=wanted.description or "",
            workspace_id=wanted.workspace_id,
            infer_type=InferType.REAL_TIME,
            options=options,
            pool=pool,
            field="name",
        )
        await arrange(db, row, drafted, options, user=(who.user_id, who.user_name), at=row.published_at)
        db.add_all(ServiceTagRow(service_id=row.id, key=key, value=value) for key, value in tags.items())
        await emit(db, happenings.DeployStarted(row.id), by=who, at=row.published_at)
        await services.say_schedule(db, who, row, options)
        after_commit(db, context.wake_services)
        return service_of(context, await whole_of(db, row), who=who, language=language)


async def list_services(
    db: AsyncSession,
    who: Subject,
    *,
    service_id: str | None = None,
    name: str | None = None,
    status: ServiceState | None = None,
    description: str | None = None,
    user_name: str | None = None,
    pool_id: str | None = None,
    workspace_id: str | None = None,
    tags: str = "",
    sort_key: str = "update_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 10,
) -> ServiceV2Page:
    """Return a page of the real-time services that the caller may see, also of those that the older API made."""
    statement = queries.listed_v2(
        who,
        service_id=None if service_id is None else row_id(service_id) or "",
        name=name,
        description=description,
        user_name=user_name,
        pool_id=pool_id,
        workspace_ids=await services.visible_workspaces(db, who, workspace_id),
        meanings=None if status is None else meanings_of(status),
        tags=read_search(tags),
        sort_key=sort_key,
        descending=descending,
    )
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    ids = [row.id for row in page.items]
    own, filled = await queries.tags_of_many(db, ids), await queries.filled_services(db, ids)
    data = [item_of(row, own[row.id], is_filled=row.id in filled) for row in page.items]
    return ServiceV2Page(data=data, **page_of(page.total, offset, limit))


async def get_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, *, language: Language = Language.EN
) -> ServiceV2:
    """Return a service with its deployments. Raises ServiceNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    return service_of(context, found, who=who, language=language, is_full=True)


async def update_service(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    change: ServiceChange,
    *,
    language: Language = Language.EN,
) -> ServiceV2:
    """Change a service; what is not given stays. Raises ServiceNotFound, ServiceBusy and what deploying it would raise."""
    row = await real_time_row(db, who, service_id, lock=True)
    if change.name is not None and change.name != row.name:
        raise FieldNotSupported(field="name", problem="a service keeps its name", problem_zh="服务名称不能修改")
    at = now(db)
    row.operated_at = at
    if change.description is not None:
        row.description = change.description
    options = dict(row.options)
    if change.schedule is not None:
        options["schedule"] = _schedule(change)
        row.stop_at = stop_time(options["schedule"], at) if row.goal == Goal.RUN else None
        row.options = options
        row.live_options = None if row.live_options is None else {**row.live_options, "schedule": options["schedule"]}
        await services.say_schedule(db, who, row, options)
    given = _settings(change)
    present = (row.options.get("v2") or {}).get("version")
    if given == {"version": present} and not change.group_configs:
        given = {}  # who changes nothing but the description may say which version he means
    if given or change.group_configs:
        await _reconfigure(db, context, who, row, change=change, given=given)
    row.due_at = at
    after_commit(db, context.wake_services)
    return service_of(context, await whole_of(db, row), who=who, language=language)


async def start_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, *, language: Language = Language.EN
) -> ServiceV2:
    """Start a service that is stopped or has failed. Raises ServiceNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    await changing.start_row(db, context, who, row)
    return service_of(context, await whole_of(db, row), who=who, language=language)


async def stop_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, *, language: Language = Language.EN
) -> ServiceV2:
    """Stop a service. Raises ServiceNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    await changing.stop_row(db, context, who, row)
    return service_of(context, await whole_of(db, row), who=who, language=language)


async def delete_services(
    context: ServingContext, who: Subject, service_ids: Sequence[str], *, language: Language = Language.EN
) -> ServicesDeleted:
    """Delete services, all or none. Raises ServiceNotFound."""
    for service_id in dict.fromkeys(service_ids):
        await context.gatekeeper.authorize(who, access.DELETE_SERVICE, resource=service_id)
    async with context.database.session() as db:
        rows = [await real_time_row(db, who, item) for item in dict.fromkeys(service_ids)]
        await services.delete_services(db, context, who, service_ids)
        answers = [service_of(context, await whole_of(db, row), who=who, language=language) for row in rows]
        return ServicesDeleted(service_responses=answers)


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
    limit: int = 10,
) -> EventPage:
    """Return a page of what happened to a service, in both languages. Raises ServiceNotFound."""
    row = await real_time_row(db, who, service_id)
    statement = queries.events_of(
        row.id,
        # There are no warnings: what happens is normal, or it is not.
        names=None if event_type is None else watching.names_of(event_type.lower()),
        start=None if start_ms is None else from_milliseconds(start_ms),
        end=None if end_ms is None else from_milliseconds(end_ms),
        descending=descending,
    )
    if text:
        every = [_event(row, item) for item in await db.scalars(statement.limit(watching.MOST_SEARCHED))]
        wanted = text.casefold()
        data = [item for item in every if wanted in item.event_info.casefold() or wanted in item.event_info_cn.casefold()]
        return EventPage(data=data[offset : offset + limit], **page_of(len(data), offset, limit))
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    return EventPage(data=[_event(row, item) for item in page.items], **page_of(page.total, offset, limit))


async def real_time_row(db: AsyncSession, who: Subject, service_id: str, *, lock: bool = False) -> ServiceRow:
    """Return the row of a real-time service that the caller may see. Raises ServiceNotFound."""
    row = await services.visible_row(db, who, service_id, lock=lock)
    if row.infer_type != InferType.REAL_TIME:
        raise ServiceNotFound(service_id=service_id[:64], resource=service_id[:64])
    return row


def demand_images(row: ServiceRow, field: str) -> None:
    """Raise FieldNotSupported for a service of models: one service runs models or images."""
    if "v2" not in row.options:
        raise FieldNotSupported(
            field=field,
            problem=f"service {row.name} runs models; change it by PUT /v1/{{project_id}}/services/{wire_id(row.id)}",
            problem_zh=f"服务 {row.name} 运行模型，请使用 PUT /v1/{{project_id}}/services/{wire_id(row.id)} 修改",
        )


def with_envs(found: Whole, who: Subject, made: Entry, present: Entry) -> Entry:
    """Return a changed entry with the values of variables that its sender could not see, and sent back as he saw them."""
    is_own = found.row.user_id == who.user_id
    return made if is_own else with_hidden([made], [present], mark=HIDDEN)[0]


def demand_files(who: Subject, found: Whole, entries: Sequence[Entry]) -> None:
    """Raise FilesOfAnother when somebody else has the replicas of a service read what it did not say before.

    Replicas have the rights of who made the service; whoever may change it would read with them.
    """
    if who.user_id == found.row.user_id:
        return
    every = [entry for revision in found.revisions for entry in revision.config]
    known = {item["source"] for entry in every for item in entry.get("inputs") or ()}
    for entry in entries:
        for item in entry.get("inputs") or ():
            if item["source"] not in known:
                raise FilesOfAnother(
                    field="unit_configs[0].files", name=found.row.name, source=item["source"], action="read files"
                )


def entries_of(groups: Sequence[GroupConfig], settings: dict[str, Any]) -> list[Entry]:
    """Return the entries of deployments. Raises the first thing that is wrong with one, with its place."""
    around = surroundings_of(settings)
    return [
        entry_of(
            group.model_dump(exclude_none=True), f"group_configs[{number}]", around, version=group.version or FIRST_VERSION
        )
        for number, group in enumerate(groups)
    ]


async def _reconfigure(
    db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow, *, change: ServiceChange, given: dict[str, Any]
) -> None:
    demand_images(row, next(iter([*given, "group_configs"])))
    old = dict(row.options["v2"])
    before = await whole_of(db, row)
    settings = settings_after(old, given)
    known_versions = {(item.options.get("v2") or {}).get("version") for item in before.revisions}
    if given.get("version") in known_versions:
        raise VersionTaken(field="version", version=given["version"], problem="taken")
    settings["version_count"] = len(known_versions | {settings["version"]})
    options = {**row.options, **options_of(settings), "v2": settings}
    around = surroundings_of(settings)
    known = {entry["name"]: entry for _own, entry in before.parts}
    entries: list[Entry] = []
    for number, group in enumerate(_groups(change.group_configs or (), known)):
        place, asked, present = f"group_configs[{number}]", group.get("version"), known.get(group["name"])
        if present is None:
            entries.append(entry_of(group, place, around, version=asked or FIRST_VERSION))
            continue
        made = with_envs(before, who, entry_of(group, place, around, version=present["version"]), present)
        made |= {name: present[name] for name in ("hpa", "stopped") if name in present}
        if is_other(made, present):
            made["version"] = free_version(before.names_of(present), asked, present["version"])
        entries.append(made)
    demand_files(who, before, entries)
    await changing.change_config(db, context, who, row, entries=[with_policy(item) for item in entries], options=options)


def _groups(asked: Sequence[GroupConfig], known: Mapping[str, Entry]) -> list[dict[str, Any]]:
    """Return the deployments of a service after a change: those that are asked for, and those that it does not name."""
    names = [group.name for group in asked]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise DeploymentNameTaken(field=f"group_configs[{number}].name", name=name, problem="twice")
    groups = [group.model_dump(exclude_none=True) for group in asked]
    return [*groups, *(group_of(entry) for name, entry in known.items() if name not in names)]


def _settings(wanted: ServiceChange) -> dict[str, Any]:
    return wanted.model_dump(include=set(_SETTINGS), exclude_none=True)


def _schedule(wanted: ServiceChange) -> list[dict[str, Any]]:
    found = []
    for item in wanted.schedule or ():
        if _UNITS[item.time_unit] * item.duration > _LONGEST:
            raise FieldWrong(field="schedule[0].duration", problem="at most 7 days", problem_zh="最长 7 天")
        found.append({"type": "stop", "time_unit": item.time_unit, "duration": item.duration})
    return found


def _event(row: ServiceRow, item: EventRow) -> EventV2:
    version = (row.options.get("v2") or {}).get("version") or FIRST_VERSION
    english, chinese = watching.shown(item, Language.EN), watching.shown(item, Language.ZH)
    at = to_milliseconds(item.at)
    return EventV2(
        id=item.id,
        service_id=wire_id(row.id),
        service_version_id=version_id(row.id, version),
        event_type=english.event_type.upper(),
        event_info=english.event_info,
        event_info_cn=chinese.event_info,
        create_at=at,
        update_at=at,
    )
