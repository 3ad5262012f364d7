"""Reads of services, their deployments, replicas, revisions and numbers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, false, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.events import EventRow
from modelyard.core.subject import Subject, SubjectKind
from modelyard.serving.models import (
    ApiKeyBindingRow,
    ApiKeyRow,
    AppApiRow,
    AppCodeRow,
    AppGrantRow,
    AppRow,
    BatchRow,
    CallsRow,
    CounterRow,
    DeploymentRow,
    ReplicaRow,
    RevisionRow,
    ServiceRow,
    ServiceTagRow,
    StampRow,
)
from modelyard.serving.rules.v2_states import Meaning
from modelyard.serving.schemas.events import RESOURCE_TYPE
from modelyard.serving.types import Goal, InferType, ReplicaState

_STAMP = 1
ROUTED = (ReplicaState.READY,)
_SORTED = {
    "publish_at": ServiceRow.published_at,
    "service_name": ServiceRow.name,
    "transition_at": ServiceRow.moved_at,
}


def visible_to(who: Subject) -> ColumnElement[bool]:
    """Return the condition that a caller may see a service: it is of his project."""
    if who.kind is SubjectKind.SYSTEM:
        return true()
    return ServiceRow.project_id == (who.project_id or "")


async def find_service(db: AsyncSession, who: Subject, service_id: str, *, lock: bool = False) -> ServiceRow | None:
    """Return a service that the caller may see."""
    statement = select(ServiceRow).where(ServiceRow.id == service_id, visible_to(who))
    row: ServiceRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def locked_service(db: AsyncSession, service_id: str) -> ServiceRow | None:
    """Return a service, locked, as it is now."""
    statement = select(ServiceRow).where(ServiceRow.id == service_id).execution_options(populate_existing=True)
    row: ServiceRow | None = await db.scalar(for_update(statement))
    return row


def listed(
    who: Subject,
    *,
    service_id: str | None,
    name: str | None,
    model_id: str | None,
    workspace_ids: Sequence[str] | None,
    infer_type: str | None,
    status: str | None,
    cluster_id: str | None,
    sort_by: str,
    descending: bool,
) -> Select[Any]:
    """Select the services that a caller sees and that match. workspace_ids: None for all; name: a part of it, folded."""
    statement = select(ServiceRow).where(visible_to(who))
    if service_id is not None:
        statement = statement.where(ServiceRow.id == service_id)
    if name:
        statement = statement.where(ServiceRow.name_folded.contains(name.lower(), autoescape=True))
    if model_id is not None:
        uses = select(DeploymentRow.service_id).where(DeploymentRow.model_id == model_id, DeploymentRow.retired.is_(False))
        statement = statement.where(ServiceRow.id.in_(uses))
    if workspace_ids is not None:
        statement = statement.where(ServiceRow.workspace_id.in_(workspace_ids))
    if infer_type is not None:
        statement = statement.where(ServiceRow.infer_type == infer_type)
    if status is not None:
        statement = statement.where(ServiceRow.status == status)
    if cluster_id is not None:
        statement = statement.where(ServiceRow.pool_id == cluster_id)
    column = _SORTED[sort_by]
    order = (column.desc(), ServiceRow.id.desc()) if descending else (column.asc(), ServiceRow.id.asc())
    return statement.order_by(*order)


async def count_services(db: AsyncSession, project_id: str, infer_type: InferType) -> int:
    """Return how many services of a kind a project has."""
    statement = select(func.count()).select_from(ServiceRow)
    statement = statement.where(ServiceRow.project_id == project_id, ServiceRow.infer_type == infer_type)
    return await db.scalar(statement) or 0


async def count_instances(db: AsyncSession, project_id: str, *, but: str = "") -> int:
    """Return how many instances the services of a project are to have. but: a service that does not count."""
    statement = select(func.sum(DeploymentRow.count)).join(ServiceRow, ServiceRow.id == DeploymentRow.service_id)
    statement = statement.where(
        ServiceRow.project_id == project_id, ServiceRow.id != but, ServiceRow.goal == Goal.RUN, DeploymentRow.retired.is_(False)
    )
    return int(await db.scalar(statement) or 0)


async def deployments_of(db: AsyncSession, service_id: str) -> list[DeploymentRow]:
    """Return the deployments of a service in their order, retired ones last."""
    statement = select(DeploymentRow).where(DeploymentRow.service_id == service_id)
    return list(await db.scalars(statement.order_by(DeploymentRow.retired, DeploymentRow.position, DeploymentRow.id)))


async def deployments_of_many(db: AsyncSession, ids: Sequence[str]) -> dict[str, list[DeploymentRow]]:
    """Return the deployments of some services."""
    found: dict[str, list[DeploymentRow]] = defaultdict(list)
    statement = select(DeploymentRow).where(DeploymentRow.service_id.in_(ids))
    for row in await db.scalars(statement.order_by(DeploymentRow.retired, DeploymentRow.position, DeploymentRow.id)):
        found[row.service_id].append(row)
    return found


async def replicas_of(db: AsyncSession, service_id: str, *, fresh: bool = False) -> list[ReplicaRow]:
    """Return the replicas of a service, oldest first. fresh: as the database has them now, whatever was read before."""
    statement = select(ReplicaRow).where(ReplicaRow.service_id == service_id).order_by(ReplicaRow.created_at, ReplicaRow.id)
    if fresh:
        statement = statement.execution_options(populate_existing=True)
    return list(await db.scalars(statement))


async def replicas_of_many(
    db: AsyncSession, ids: Sequence[str], *, states: Sequence[ReplicaState]
) -> dict[str, list[ReplicaRow]]:
    """Return the replicas of some services that are in one of these states."""
    found: dict[str, list[ReplicaRow]] = defaultdict(list)
    statement = select(ReplicaRow).where(ReplicaRow.service_id.in_(ids), ReplicaRow.state.in_(states))
    for row in await db.scalars(statement.order_by(ReplicaRow.number)):
        found[row.service_id].append(row)
    return found


async def service_of_replica(db: AsyncSession, replica_id: str) -> str | None:
    """Return the service that a replica belongs to; it never changes."""
    found: str | None = await db.scalar(select(ReplicaRow.service_id).where(ReplicaRow.id == replica_id))
    return found


async def batches_of(db: AsyncSession, ids: Sequence[str]) -> dict[str, BatchRow]:
    """Return how some batch services get on, by service."""
    if not ids:
        return {}
    found = await db.scalars(select(BatchRow).where(BatchRow.service_id.in_(ids)))
    return {row.service_id: row for row in found}


async def service_of_run(db: AsyncSession, run_id: str) -> str | None:
    """Return the batch service whose present run this is."""
    found: str | None = await db.scalar(select(BatchRow.service_id).where(BatchRow.run_id == run_id))
    return found


async def get_revision(db: AsyncSession, service_id: str, number: int) -> RevisionRow:
    """Return a revision that is there."""
    return await db.get_one(RevisionRow, (service_id, number))


def revisions_of(service_id: str) -> Select[Any]:
    """Select the revisions of a service, the newest first."""
    return select(RevisionRow).where(RevisionRow.service_id == service_id).order_by(RevisionRow.number.desc())


async def delete_service(db: AsyncSession, service_id: str) -> None:
    """Delete a service with all that belongs to it."""
    await db.execute(delete(ServiceRow).where(ServiceRow.id == service_id))


async def delete_deployment(db: AsyncSession, deployment_id: str) -> None:
    """Delete a deployment with what is left of its replicas."""
    await db.execute(delete(DeploymentRow).where(DeploymentRow.id == deployment_id))


async def delete_replicas(db: AsyncSession, ids: Sequence[str]) -> None:
    """Delete replicas that have ended."""
    await db.execute(delete(ReplicaRow).where(ReplicaRow.id.in_(ids)))


async def using_model(db: AsyncSession, model_id: str) -> list[ServiceRow]:
    """Return the services that use a model, also those that may go back to it."""
    uses = select(DeploymentRow.service_id).where(
        or_(DeploymentRow.model_id == model_id, DeploymentRow.live_model_id == model_id)
    )
    return list(await db.scalars(select(ServiceRow).where(ServiceRow.id.in_(uses)).order_by(ServiceRow.published_at)))


async def services_where(db: AsyncSession, condition: ColumnElement[bool]) -> list[ServiceRow]:
    """Return services that match, locked, in a fixed order."""
    return list(await db.scalars(for_update(select(ServiceRow).where(condition).order_by(ServiceRow.id))))


async def hint(db: AsyncSession, service_id: str, at: datetime) -> None:
    """Have the loop look at a service. Always a write, so that a loop that has read the row already sees it changed."""
    await db.execute(
        update(ServiceRow).where(ServiceRow.id == service_id).values(due_at=at).execution_options(synchronize_session=False)
    )


async def raise_stamp(db: AsyncSession) -> int:
    """Note that what the gateway is told has changed, and return the new stamp. The last thing that a transaction locks."""
    statement = update(StampRow).where(StampRow.id == _STAMP).values(value=StampRow.value + 1).returning(StampRow.value)
    value = await db.scalar(statement.execution_options(synchronize_session=False))
    if value is None:
        db.add(StampRow(id=_STAMP, value=1, published=0))
        await db.flush()
        return 1
    return int(value)


async def get_stamp(db: AsyncSession) -> int:
    """Return the present stamp."""
    return await db.scalar(select(StampRow.value).where(StampRow.id == _STAMP)) or 0


async def note_published(db: AsyncSession, stamp: int) -> None:
    """Note how far the gateway knows."""
    statement = update(StampRow).where(StampRow.id == _STAMP, StampRow.published < stamp).values(published=stamp)
    await db.execute(statement.execution_options(synchronize_session=False))


async def get_published(db: AsyncSession) -> int:
    """Return how far the gateway knows."""
    return await db.scalar(select(StampRow.published).where(StampRow.id == _STAMP)) or 0


async def routed_services(db: AsyncSession) -> list[ServiceRow]:
    """Return the services that the gateway is told of, in a fixed order."""
    statement = select(ServiceRow).where(ServiceRow.infer_type == InferType.REAL_TIME, ServiceRow.goal != Goal.DELETE)
    return list(await db.scalars(statement.order_by(ServiceRow.id)))


async def awaiting(db: AsyncSession, stamp: int) -> list[str]:
    """Return the services whose configuration a publication with this stamp has brought, and that do not know it yet."""
    return list(await db.scalars(select(ServiceRow.id).where(ServiceRow.awaited_stamp <= stamp).order_by(ServiceRow.id)))


async def leaving_before(db: AsyncSession, stamp: int) -> list[ReplicaRow]:
    """Return the replicas that a publication with this stamp has left out, and that do not know it yet."""
    statement = select(ReplicaRow).where(
        ReplicaRow.state == ReplicaState.LEAVING, ReplicaRow.left_at.is_(None), ReplicaRow.stamp <= stamp
    )
    return list(await db.scalars(statement.order_by(ReplicaRow.service_id, ReplicaRow.id)))


def events_of(
    service_id: str, *, names: Sequence[str] | None, start: datetime | None, end: datetime | None, descending: bool
) -> Select[Any]:
    """Select the events of a service. names: only of these kinds."""
    statement = select(EventRow).where(EventRow.resource_type == RESOURCE_TYPE, EventRow.resource_id == service_id)
    if names is not None:
        statement = statement.where(EventRow.name.in_(names))
    if start is not None:
        statement = statement.where(EventRow.at >= start)
    if end is not None:
        statement = statement.where(EventRow.at <= end)
    order = (EventRow.at.desc(), EventRow.id.desc()) if descending else (EventRow.at, EventRow.id)
    return statement.order_by(*order)


async def calls_since(db: AsyncSession, service_id: str, since: datetime) -> list[CallsRow]:
    """Return the numbers of a service by the minute, oldest first."""
    statement = select(CallsRow).where(CallsRow.service_id == service_id, CallsRow.minute >= since)
    return list(await db.scalars(statement.order_by(CallsRow.minute, CallsRow.deployment_id)))


async def call_totals(db: AsyncSession, service_id: str) -> dict[str, tuple[int, int]]:
    """Return requests and failed ones of each deployment, as far as they are kept."""
    failed = func.sum(CallsRow.client_errors + CallsRow.server_errors)
    statement = select(CallsRow.deployment_id, func.sum(CallsRow.requests), failed).where(CallsRow.service_id == service_id)
    found = await db.execute(statement.group_by(CallsRow.deployment_id))
    return {deployment_id: (int(requests), int(errors)) for deployment_id, requests, errors in found}


async def drop_calls_before(db: AsyncSession, before: datetime) -> None:
    """Delete numbers that are too old."""
    await db.execute(delete(CallsRow).where(CallsRow.minute < before))


async def drop_events_before(db: AsyncSession, before: datetime) -> None:
    """Delete events of services that are too old."""
    await db.execute(delete(EventRow).where(EventRow.resource_type == RESOURCE_TYPE, EventRow.at < before))


async def ended_replicas(db: AsyncSession) -> list[ReplicaRow]:
    """Return the replicas that have ended, the newest first."""
    statement = select(ReplicaRow).where(ReplicaRow.state == ReplicaState.ENDED)
    return list(await db.scalars(statement.order_by(ReplicaRow.created_at.desc(), ReplicaRow.id.desc())))


async def deployments_with_ids(db: AsyncSession, ids: Sequence[str]) -> dict[str, DeploymentRow]:
    """Return some deployments by id."""
    return {row.id: row for row in await db.scalars(select(DeploymentRow).where(DeploymentRow.id.in_(ids)))}


async def counters_of(db: AsyncSession, ids: Sequence[str]) -> dict[str, CounterRow]:
    """Return what was counted of some deployments, by id."""
    return {row.deployment_id: row for row in await db.scalars(select(CounterRow).where(CounterRow.deployment_id.in_(ids)))}


async def note_calls(db: AsyncSession, service_id: str, *, calls: int, failed: int, at: datetime) -> None:
    """Add to the sums of a service."""
    values = {"calls": ServiceRow.calls + calls, "failed_calls": ServiceRow.failed_calls + failed, "called_at": at}
    statement = update(ServiceRow).where(ServiceRow.id == service_id).values(**values)
    await db.execute(statement.execution_options(synchronize_session=False))


async def scaled_deployments(db: AsyncSession) -> list[tuple[str, str, bool]]:
    """Return the deployments that scale by themselves, their services, and whether the processors' load counts."""
    statement = select(DeploymentRow).join(ServiceRow, ServiceRow.id == DeploymentRow.service_id)
    statement = statement.where(
        ServiceRow.goal == Goal.RUN,
        ServiceRow.answers.is_(True),
        DeploymentRow.is_scaling.is_(True),
        DeploymentRow.retired.is_(False),
    )
    rows = await db.scalars(statement.order_by(DeploymentRow.id))
    return [(row.id, row.service_id, bool((row.policy or {}).get("cpu_percent"))) for row in rows]


async def ready_workloads(db: AsyncSession, deployment_id: str) -> list[str]:
    """Return the workloads of the instances of a deployment that are ready."""
    statement = select(ReplicaRow.workload_id).where(
        ReplicaRow.deployment_id == deployment_id, ReplicaRow.state == ReplicaState.READY
    )
    return [item for item in await db.scalars(statement) if item is not None]


async def find_replica(db: AsyncSession, service_id: str, replica_id: str) -> ReplicaRow | None:
    """Return a replica of a service."""
    statement = select(ReplicaRow).where(ReplicaRow.id == replica_id, ReplicaRow.service_id == service_id)
    found: ReplicaRow | None = await db.scalar(statement)
    return found


def apps_of(who: Subject, *, name: str | None, app_ids: Sequence[str], sort_by: str, descending: bool) -> Select[Any]:
    """Return the apps of a caller himself."""
    statement = select(AppRow).where(AppRow.project_id == (who.project_id or ""), AppRow.user_id == who.user_id)
    if name:
        statement = statement.where(AppRow.name.contains(name, autoescape=True))
    if app_ids:
        statement = statement.where(AppRow.id.in_(app_ids))
    column = {"app_name": AppRow.name, "updated_at": AppRow.updated_at}.get(sort_by, AppRow.created_at)
    return statement.order_by(column.desc() if descending else column, AppRow.id)


async def find_app(db: AsyncSession, who: Subject, app_id: str, *, lock: bool = False) -> AppRow | None:
    """Return an app of the caller's project."""
    statement = select(AppRow).where(AppRow.id == app_id, AppRow.project_id == (who.project_id or ""))
    row: AppRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def app_named(db: AsyncSession, project_id: str, name: str) -> AppRow | None:
    """Return the app of this name."""
    row: AppRow | None = await db.scalar(select(AppRow).where(AppRow.project_id == project_id, AppRow.name == name))
    return row


async def count_apps(db: AsyncSession, who: Subject) -> int:
    """Return how many apps a user has in a project."""
    mine = (AppRow.project_id == (who.project_id or ""), AppRow.user_id == who.user_id)
    return await db.scalar(select(func.count()).select_from(AppRow).where(*mine)) or 0


async def codes_of(db: AsyncSession, app_ids: Sequence[str]) -> dict[str, list[AppCodeRow]]:
    """Return the codes of apps, the oldest first."""
    found: dict[str, list[AppCodeRow]] = {app_id: [] for app_id in app_ids}
    statement = select(AppCodeRow).where(AppCodeRow.app_id.in_(app_ids)).order_by(AppCodeRow.created_at, AppCodeRow.hash)
    for row in await db.scalars(statement):
        found[row.app_id].append(row)
    return found


async def count_grants(db: AsyncSession, app_ids: Sequence[str]) -> dict[str, int]:
    """Return how many services each app may call."""
    statement = select(AppGrantRow.app_id, func.count()).where(AppGrantRow.app_id.in_(app_ids)).group_by(AppGrantRow.app_id)
    found = {row[0]: row[1] for row in await db.execute(statement)}
    return {app_id: found.get(app_id, 0) for app_id in app_ids}


async def api_of_service(db: AsyncSession, service_id: str) -> AppApiRow | None:
    """Return how a service is open to apps."""
    row: AppApiRow | None = await db.scalar(select(AppApiRow).where(AppApiRow.service_id == service_id))
    return row


async def apis_of_services(db: AsyncSession, service_ids: Sequence[str]) -> dict[str, AppApiRow]:
    """Return how services are open to apps, those that are."""
    rows = await db.scalars(select(AppApiRow).where(AppApiRow.service_id.in_(service_ids)))
    return {row.service_id: row for row in rows}


def apis_of_app(app_id: str, *, service_name: str | None) -> Select[Any]:
    """Return what an app may call."""
    statement = (
        select(AppApiRow)
        .join(AppGrantRow, AppGrantRow.api_id == AppApiRow.id)
        .join(ServiceRow, ServiceRow.id == AppApiRow.service_id)
        .where(AppGrantRow.app_id == app_id)
    )
    if service_name:
        statement = statement.where(ServiceRow.name.contains(service_name, autoescape=True))
    return statement.order_by(AppApiRow.created_at.desc(), AppApiRow.id)


async def grants_of(db: AsyncSession, api_id: str) -> dict[str, AppGrantRow]:
    """Return which apps may call a service, by app."""
    return {row.app_id: row for row in await db.scalars(select(AppGrantRow).where(AppGrantRow.api_id == api_id))}


async def names_of_services(db: AsyncSession, service_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of services."""
    rows = await db.execute(select(ServiceRow.id, ServiceRow.name).where(ServiceRow.id.in_(service_ids)))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class AppAccess:
    """An app that asks to call a service. has_grant: it may. codes_do: its code or its bare key is enough."""

    app: AppRow
    has_grant: bool
    codes_do: bool


async def app_by_key(db: AsyncSession, key: str, service_id: str) -> AppAccess | None:
    """Return the app with a key, and what it may do with a service."""
    return await _app_access(db, AppRow.key == key, service_id)


async def app_by_code(db: AsyncSession, code_hash: str, service_id: str) -> AppAccess | None:
    """Return the app with a code, and what it may do with a service."""
    owner = select(AppCodeRow.app_id).where(AppCodeRow.hash == code_hash).scalar_subquery()
    return await _app_access(db, AppRow.id == owner, service_id)


async def _app_access(db: AsyncSession, which: ColumnElement[bool], service_id: str) -> AppAccess | None:
    statement = (
        select(AppRow, AppGrantRow.id, AppApiRow.support_app_code)
        .select_from(AppRow)
        .outerjoin(AppApiRow, and_(AppApiRow.service_id == service_id, AppApiRow.auth_type == "APP"))
        .outerjoin(AppGrantRow, and_(AppGrantRow.api_id == AppApiRow.id, AppGrantRow.app_id == AppRow.id))
        .where(which)
    )
    row = (await db.execute(statement)).first()
    return None if row is None else AppAccess(row[0], row[1] is not None, bool(row[2]))


async def find_api_key(db: AsyncSession, who: Subject, key_id: str, *, lock: bool = False) -> ApiKeyRow | None:
    """Return an API key of the caller's project that has not ended."""
    mine = (ApiKeyRow.id == key_id, ApiKeyRow.project_id == (who.project_id or ""), ApiKeyRow.user_id == who.user_id)
    statement = select(ApiKeyRow).where(*mine)
    row: ApiKeyRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def api_key_named(db: AsyncSession, project_id: str, name: str) -> ApiKeyRow | None:
    """Return the API key of this name."""
    statement = select(ApiKeyRow).where(ApiKeyRow.project_id == project_id, ApiKeyRow.name == name)
    return (await db.scalars(statement)).first()


async def count_api_keys(db: AsyncSession, who: Subject) -> int:
    """Return how many API keys a user has in a project."""
    mine = (ApiKeyRow.project_id == (who.project_id or ""), ApiKeyRow.user_id == who.user_id)
    return await db.scalar(select(func.count()).select_from(ApiKeyRow).where(*mine)) or 0


def api_keys(
    who: Subject,
    *,
    scope: str | None,
    service_id: str | None,
    name: str | None,
    service_name: str | None,
    key_id: str | None,
    workspace_id: str | None,
    with_user_scope: bool,
) -> Select[Any]:
    """Return the lasting API keys of a caller himself that match; the newest first."""
    mine = (ApiKeyRow.project_id == (who.project_id or ""), ApiKeyRow.user_id == who.user_id, ApiKeyRow.expires_at.is_(None))
    statement = select(ApiKeyRow).where(*mine)
    for column, value in ((ApiKeyRow.scope, scope), (ApiKeyRow.id, key_id), (ApiKeyRow.workspace_id, workspace_id)):
        if value:
            statement = statement.where(column == value)
    if name:
        statement = statement.where(ApiKeyRow.name.contains(name, autoescape=True))
    if service_id or service_name:
        bound = select(ApiKeyBindingRow.key_id).join(ServiceRow, ServiceRow.id == ApiKeyBindingRow.service_id)
        if service_id:
            bound = bound.where(ServiceRow.id == service_id)
        if service_name:
            bound = bound.where(ServiceRow.name.contains(service_name, autoescape=True))
        is_bound = ApiKeyRow.id.in_(bound)
        statement = statement.where(or_(is_bound, ApiKeyRow.scope == "USER") if with_user_scope else is_bound)
    return statement.order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id)


async def services_of_keys(db: AsyncSession, key_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the services that keys are bound to: id and name, by key."""
    found: dict[str, list[tuple[str, str]]] = {key_id: [] for key_id in key_ids}
    statement = (
        select(ApiKeyBindingRow.key_id, ServiceRow.id, ServiceRow.name)
        .join(ServiceRow, ServiceRow.id == ApiKeyBindingRow.service_id)
        .where(ApiKeyBindingRow.key_id.in_(key_ids))
        .order_by(ServiceRow.name)
    )
    for key_id, service_id, name in (await db.execute(statement)).all():
        found[key_id].append((service_id, name))
    return found


async def api_key_by_hash(db: AsyncSession, key_hash: str, service_id: str) -> tuple[ApiKeyRow, bool] | None:
    """Return an API key, and whether it is bound to a service."""
    statement = (
        select(ApiKeyRow, ApiKeyBindingRow.service_id)
        .outerjoin(ApiKeyBindingRow, and_(ApiKeyBindingRow.key_id == ApiKeyRow.id, ApiKeyBindingRow.service_id == service_id))
        .where(ApiKeyRow.hash == key_hash)
    )
    row = (await db.execute(statement)).first()
    return None if row is None else (row[0], row[1] is not None)


async def drop_ended_api_keys(db: AsyncSession, at: datetime) -> None:
    """Forget temporary keys that are over."""
    await db.execute(delete(ApiKeyRow).where(ApiKeyRow.expires_at <= at))


def listed_v2(
    who: Subject,
    *,
    service_id: str | None,
    name: str | None,
    description: str | None,
    user_name: str | None,
    pool_id: str | None,
    workspace_ids: Sequence[str] | None,
    meanings: Sequence[Meaning] | None,
    tags: Sequence[tuple[str, str | None]],
    sort_key: str,
    descending: bool,
) -> Select[Any]:
    """Select the real-time services that a caller sees and that match. meanings: any of them; None for all."""
    statement = select(ServiceRow).where(visible_to(who), ServiceRow.infer_type == InferType.REAL_TIME)
    if service_id is not None:
        statement = statement.where(ServiceRow.id == service_id)
    if name:
        statement = statement.where(ServiceRow.name_folded.contains(name.lower(), autoescape=True))
    if description:
        statement = statement.where(ServiceRow.description.contains(description, autoescape=True))
    if user_name:
        statement = statement.where(ServiceRow.user_name == user_name)
    if pool_id is not None:
        statement = statement.where(ServiceRow.pool_id == pool_id)
    if workspace_ids is not None:
        statement = statement.where(ServiceRow.workspace_id.in_(workspace_ids))
    if meanings is not None:
        statement = statement.where(or_(false(), *(_fits(item) for item in meanings)))
    for key, value in tags:
        statement = statement.where(_has_tag(key, None if value is None else [value]))
    column = ServiceRow.published_at if sort_key == "create_at" else ServiceRow.operated_at
    order = (column.desc(), ServiceRow.id.desc()) if descending else (column.asc(), ServiceRow.id.asc())
    return statement.order_by(*order)


def tagged(
    who: Subject,
    *,
    workspace_ids: Sequence[str] | None,
    tags: Sequence[tuple[str, Sequence[str]]],
    names: Sequence[str],
    without_any: bool,
) -> Select[Any]:
    """Select the real-time services that a caller sees with all of some tags. names: parts of the name, all of them."""
    statement = select(ServiceRow).where(visible_to(who), ServiceRow.infer_type == InferType.REAL_TIME)
    if workspace_ids is not None:
        statement = statement.where(ServiceRow.workspace_id.in_(workspace_ids))
    for key, values in tags:
        statement = statement.where(_has_tag(key, values or None))
    for name in names:
        statement = statement.where(ServiceRow.name_folded.contains(name.lower(), autoescape=True))
    if without_any:
        statement = statement.where(ServiceRow.id.not_in(select(ServiceTagRow.service_id)))
    return statement.order_by(ServiceRow.published_at.desc(), ServiceRow.id.desc())


async def tags_of_many(db: AsyncSession, ids: Sequence[str]) -> dict[str, list[ServiceTagRow]]:
    """Return the tags of some services, by their keys."""
    found: dict[str, list[ServiceTagRow]] = defaultdict(list)
    statement = select(ServiceTagRow).where(ServiceTagRow.service_id.in_(ids))
    for row in await db.scalars(statement.order_by(ServiceTagRow.key)):
        found[row.service_id].append(row)
    return found


async def tags_of_project(db: AsyncSession, who: Subject, *, workspace_ids: Sequence[str] | None) -> list[tuple[str, str]]:
    """Return every key with every value of the services that a caller sees."""
    statement = select(ServiceTagRow.key, ServiceTagRow.value).join(ServiceRow, ServiceRow.id == ServiceTagRow.service_id)
    statement = statement.where(visible_to(who))
    if workspace_ids is not None:
        statement = statement.where(ServiceRow.workspace_id.in_(workspace_ids))
    rows = await db.execute(statement.distinct().order_by(ServiceTagRow.key, ServiceTagRow.value))
    return [(key, value) for key, value in rows]


async def filled_services(db: AsyncSession, ids: Sequence[str]) -> set[str]:
    """Return those of some services that have deployments."""
    statement = select(DeploymentRow.service_id).where(DeploymentRow.service_id.in_(ids), DeploymentRow.retired.is_(False))
    return set(await db.scalars(statement.distinct()))


def _fits(meaning: Meaning) -> ColumnElement[bool]:
    conditions = [ServiceRow.status.in_(meaning.statuses)]
    if meaning.answers is not None:
        conditions.append(ServiceRow.answers.is_(meaning.answers))
    if meaning.is_filled is not None:
        filled = ServiceRow.id.in_(select(DeploymentRow.service_id).where(DeploymentRow.retired.is_(False)))
        conditions.append(filled if meaning.is_filled else ~filled)
    return and_(*conditions)


def _has_tag(key: str, values: Sequence[str] | None) -> ColumnElement[bool]:
    owners = select(ServiceTagRow.service_id).where(ServiceTagRow.key == key)
    return ServiceRow.id.in_(owners if values is None else owners.where(ServiceTagRow.value.in_(values)))
