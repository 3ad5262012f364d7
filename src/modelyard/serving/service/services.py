"""Use cases of services: deploy, list, show, delete."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, row_id, wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.service import workspaces
from modelyard.serving import access, queries
from modelyard.serving.errors import (
    FieldNotSupported,
    ServiceNameTaken,
    ServiceNotFound,
    TooManyBatchServices,
    TooManyInstances,
    TooManyServices,
)
from modelyard.serving.models import ServiceRow
from modelyard.serving.rules.configs import UNITS_ZH, stop_time
from modelyard.serving.rules.options import Options, check_options
from modelyard.serving.schemas import events as happenings
from modelyard.serving.schemas.answers import ServiceAnswer, ServiceCreated, ServiceList
from modelyard.serving.schemas.requests import ServiceCreate, ServiceOptions
from modelyard.serving.service import batch_runs, describing
from modelyard.serving.service.arranging import arrange
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.drafting import Drafted, draft, plain
from modelyard.serving.types import Goal, InferType, ReplicaState, ServiceStatus

DEFAULT_WORKSPACE = "0"
OPTION_NAMES = frozenset(ServiceOptions.model_fields)
_POOL_TYPE = "modelarts:poolType"
_PLACES = ("cluster_id", "pool_name", "vpc_id", "subnet_network_id", "security_group_id")
_LIVING = (ReplicaState.NEW, ReplicaState.STARTING, ReplicaState.READY, ReplicaState.LEAVING, ReplicaState.STOPPING)


async def create_service(context: ServingContext, who: Subject, wanted: ServiceCreate) -> ServiceCreated:
    """Deploy a service; its instances are started at once.

    Raises the first thing that is wrong with it, ServiceNameTaken, TooManyServices, TooManyInstances.
    """
    dedicated = wanted.pool_name or wanted.cluster_id or any(item.pool_name or item.cluster_id for item in wanted.config)
    await context.gatekeeper.authorize(who, access.CREATE_SERVICE, context={_POOL_TYPE: "dedicated" if dedicated else "public"})
    infer_type = InferType(wanted.infer_type)
    if infer_type is InferType.EDGE:
        raise FieldNotSupported(
            field="infer_type", problem=f"{wanted.infer_type} services", problem_zh=f"{wanted.infer_type} 服务"
        )
    if infer_type is InferType.BATCH:
        await batch_runs.check_places(context, who, wanted.config)
    async with context.database.session() as db:
        await check_workspace(db, who, wanted.workspace_id)
        options = options_of(wanted) | {name: value for name in _PLACES if (value := getattr(wanted, name))}
        pool = wanted.pool_name or wanted.cluster_id or ""
        drafted = await draft(db, context, who, plain(wanted.config), pool=pool, infer_type=infer_type, options=options)
        demand_options(context, options, drafted)
        await check_services(db, context, who, infer_type)
        await check_instances(db, context, who, drafted)
        row = await insert_row(
            db,
            who,
            name=wanted.service_name,
            description=wanted.description or "",
            workspace_id=wanted.workspace_id,
            infer_type=infer_type,
            options=options,
            pool=pool,
            field="service_name",
        )
        await arrange(db, row, drafted, options, user=(who.user_id, who.user_name), at=row.published_at)
        if infer_type is InferType.BATCH:
            await batch_runs.begin(db, row, drafted[0])
        await emit(db, happenings.DeployStarted(row.id), by=who, at=row.published_at)
        await say_schedule(db, who, row, options)
        after_commit(db, context.wake_services)
        return ServiceCreated(service_id=wire_id(row.id), resource_ids=[resource_id(row)])


async def list_services(
    db: AsyncSession,
    who: Subject,
    *,
    service_id: str | None = None,
    name: str | None = None,
    model_id: str | None = None,
    workspace_id: str | None = None,
    infer_type: str | None = None,
    status: str | None = None,
    cluster_id: str | None = None,
    sort_by: str = "publish_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 1000,
) -> ServiceList:
    """Return a page of the services that the caller may see. name: a part of it."""
    spaces = await visible_workspaces(db, who, workspace_id)
    statement = queries.listed(
        who,
        service_id=None if service_id is None else row_id(service_id) or "",
        name=name,
        model_id=None if model_id is None else row_id(model_id) or model_id,
        workspace_ids=spaces,
        infer_type=infer_type,
        status=status,
        cluster_id=cluster_id,
        sort_by=sort_by,
        descending=descending,
    )
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    ids = [row.id for row in page.items if row.status in {ServiceStatus.DEPLOYING, ServiceStatus.WAITING}]
    deployments = await queries.deployments_of_many(db, ids)
    replicas = await queries.replicas_of_many(db, ids, states=_LIVING)
    items = [describing.item_of(row, deployments[row.id], replicas[row.id]) for row in page.items]
    await batch_runs.describe(db, page.items, items)
    return ServiceList(total_count=page.total, count=len(items), services=items)


async def get_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, *, language: Language = Language.EN
) -> ServiceAnswer:
    """Return a service with its configuration. Raises ServiceNotFound."""
    row = await visible_row(db, who, service_id)
    deployments = await queries.deployments_of(db, row.id)
    replicas = await queries.replicas_of(db, row.id)
    answer = describing.answer_of(context, row, deployments, replicas, who=who, language=language)
    await batch_runs.describe(db, [row], [answer])
    return answer


async def delete_services(db: AsyncSession, context: ServingContext, who: Subject, service_ids: Sequence[str]) -> None:
    """Delete services, all or none: their instances are stopped, and then they are gone. Raises ServiceNotFound."""
    rows = {}
    for service_id in dict.fromkeys(service_ids):
        row = await visible_row(db, who, service_id, lock=True)
        rows[row.id] = row
    at = now(db)
    for row in rows.values():
        if row.goal == Goal.DELETE:
            continue
        row.goal, row.status, row.operated_at, row.moved_at, row.due_at = Goal.DELETE, ServiceStatus.DELETING, at, at, at
        row.answers, row.stop_at = False, None
        await emit(db, happenings.ServiceDeleted(row.id, row.name, who.user_name), by=who, at=at)
        await queries.raise_stamp(db)
    after_commit(db, context.wake_services)
    after_commit(db, context.wake_routes)


async def visible_row(db: AsyncSession, who: Subject, service_id: str, *, lock: bool = False) -> ServiceRow:
    """Return the row of a service that the caller may see; for this capability's services only. Raises ServiceNotFound."""
    found = row_id(service_id)
    row = None if found is None else await queries.find_service(db, who, found, lock=lock)
    if row is None:
        raise ServiceNotFound(service_id=service_id[:64], resource=service_id[:64])
    try:
        await check_workspace(db, who, row.workspace_id)
    except AppError as error:
        # A service of a workspace that the caller may not enter is none for him.
        raise ServiceNotFound(service_id=service_id[:64], resource=service_id[:64]) from error
    return row


async def check_workspace(db: AsyncSession, who: Subject, workspace_id: str) -> None:
    """Raise what identity does when the caller may not enter a workspace."""
    if workspace_id != DEFAULT_WORKSPACE and who.kind is not SubjectKind.SYSTEM:
        await workspaces.get_workspace(db, who, who.project_id or "", workspace_id)


def options_of(wanted: ServiceOptions) -> Options:
    """Return the options that a request gives, as plain values."""
    given: dict[str, Any] = wanted.model_dump(include=set(OPTION_NAMES), exclude_none=True)
    return given


def demand_options(context: ServingContext, options: Options, drafted: Sequence[Drafted]) -> None:
    """Raise the first thing that is wrong with the options of a service with these entries."""
    for rule in options.get("traffic_rules") or ():
        # Rules name models in the form of the request; what is kept is the form of the models themselves.
        same = [item for item in drafted if wire_id(str(item.servable.model_id)) == wire_id(rule["model_id"])]
        if same:
            rule["model_id"] = str(same[0].servable.model_id)
    check_options(
        options,
        model_ids=[str(item.servable.model_id) for item in drafted],
        longest_seconds=context.settings.max_request_timeout_seconds,
        most_bytes=context.settings.max_request_bytes,
    )


async def check_instances(
    db: AsyncSession, context: ServingContext, who: Subject, drafted: Sequence[Drafted], *, but: str = ""
) -> None:
    """Raise TooManyInstances when the project would have more than its quota. but: the service that these belong to."""
    wanted = sum(item.count for item in drafted)
    used = await queries.count_instances(db, who.project_id or "", but=but)
    if used + wanted > context.settings.max_instances:
        raise TooManyInstances(field="config", wanted=wanted, limit=context.settings.max_instances, quota="instances")


async def say_schedule(db: AsyncSession, who: Subject, row: ServiceRow, options: Options) -> None:
    """Say when the service stops by itself."""
    schedule = options.get("schedule")
    if schedule:
        unit, duration = schedule[0]["time_unit"], schedule[0]["duration"]
        await emit(db, happenings.AutoStopOn(row.id, duration, unit.lower(), UNITS_ZH[unit]), by=who, at=now(db))


def resource_id(row: ServiceRow) -> str:
    """Return what the public API calls the resource of a service: its id with the time of its last operation."""
    return f"INF-{wire_id(row.id)}@{int(row.operated_at.timestamp() * 1000)}"


async def visible_workspaces(db: AsyncSession, who: Subject, workspace_id: str | None) -> list[str] | None:
    """Return the workspaces whose services are listed; None for all of the project."""
    if who.kind is SubjectKind.SYSTEM:
        return None if workspace_id is None else [workspace_id]
    if workspace_id is not None:
        await check_workspace(db, who, workspace_id)
        return [workspace_id]
    found = await workspaces.list_workspaces(db, who, who.project_id or "", filter_accessible=True)
    return list({DEFAULT_WORKSPACE, *(item.id for item in found.workspaces)})


async def check_services(db: AsyncSession, context: ServingContext, who: Subject, infer_type: InferType) -> None:
    """Raise TooManyServices or TooManyBatchServices when the project has as many as it may."""
    is_batch = infer_type is InferType.BATCH
    limit = context.settings.max_batch_services if is_batch else context.settings.max_services
    if await queries.count_services(db, who.project_id or "", infer_type) >= limit:
        raise (TooManyBatchServices if is_batch else TooManyServices)(quota=f"{infer_type.value} services", limit=limit)


async def insert_row(
    db: AsyncSession,
    who: Subject,
    *,
    name: str,
    description: str,
    workspace_id: str,
    infer_type: InferType,
    options: Options,
    pool: str,
    field: str,
) -> ServiceRow:
    """Write a new service down, without its configuration. field: that the name came in. Raises ServiceNameTaken."""
    at = now(db)
    row = ServiceRow(
        id=new_id(),
        due_at=at,
        attempts=0,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        name=name,
        name_folded=name.lower(),
        description=description,
        infer_type=infer_type,
        pool_id=pool,
        goal=Goal.RUN,
        status=ServiceStatus.DEPLOYING,
        answers=False,
        target_revision=0,
        last_revision=0,
        options=options,
        subject=who.to_json(),
        published_at=at,
        operated_at=at,
        moved_at=at,
        updated_at=at,
        stop_at=stop_time(options.get("schedule"), at),
        asleep=False,
        calls=0,
        failed_calls=0,
    )
    db.add(row)
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise ServiceNameTaken(field=field, name=name, problem="taken") from error
    return row
