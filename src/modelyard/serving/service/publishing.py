"""Tells the gateway of services, and services and replicas how far it knows of them."""

from dataclasses import replace
from datetime import timedelta

from modelyard.core.db import now
from modelyard.serving import queries
from modelyard.serving.models import AppApiRow, DeploymentRow, ReplicaRow, ServiceRow
from modelyard.serving.rules.routes import Named, Version, auth_with_api, route_of
from modelyard.serving.service.context import ServingContext
from modelyard.serving.types import Endpoint, ReplicaState, ServiceRoute

EVERY = timedelta(seconds=5)


class Publisher:
    """Publishes when something changed; now and then also when nothing seems to have."""

    def __init__(self, context: ServingContext, *, idle_rounds: int = 12) -> None:
        self._context = context
        self._idle_rounds = idle_rounds
        self._stamp: int | None = None
        self._rounds = 0

    async def publish(self) -> None:
        """Tell the gateway of all services, if that is not what it has."""
        self._rounds += 1
        async with self._context.database.read_session() as db:
            stamp = await queries.get_stamp(db)
        if stamp == self._stamp and self._rounds < self._idle_rounds:
            return
        stamp, routes = await all_routes(self._context)
        await self._context.gateway.publish(routes, stamp=stamp)
        async with self._context.database.session() as db:
            await queries.note_published(db, stamp)
        self._stamp, self._rounds = stamp, 0
        await _release(self._context, stamp)


async def all_routes(context: ServingContext) -> tuple[int, list[ServiceRoute]]:
    """Return what the gateway is to know, with its stamp.

    The stamp is read first: what is read after it is at least as new.
    """
    async with context.database.read_session() as db:
        stamp = await queries.get_stamp(db)
        rows = await queries.routed_services(db)
        ids = [row.id for row in rows]
        deployments = await queries.deployments_of_many(db, ids)
        replicas = await queries.replicas_of_many(db, ids, states=queries.ROUTED)
        apis = await queries.apis_of_services(db, ids)
        return stamp, [_route(context, row, deployments[row.id], replicas[row.id], apis.get(row.id)) for row in rows]


async def _release(context: ServingContext, stamp: int) -> None:
    """Note what the gateway has: services that waited for it run, replicas that it forgot are stopped in a moment."""
    async with context.database.read_session() as db:
        leaving = {item.service_id for item in await queries.leaving_before(db, stamp)}
        concerned = sorted(leaving.union(await queries.awaiting(db, stamp)))
    for service_id in concerned:
        async with context.database.session() as db:
            row = await queries.locked_service(db, service_id)
            if row is None:
                continue
            if row.awaited_stamp is not None and row.awaited_stamp <= stamp:
                row.awaited_stamp = None
            at = now(db)
            for replica in await queries.leaving_before(db, stamp):
                if replica.service_id == service_id:
                    replica.left_at = at
            await db.flush()
            await queries.hint(db, service_id, at)
    if concerned:
        context.wake_services()


def _route(
    context: ServingContext,
    row: ServiceRow,
    deployments: list[DeploymentRow],
    replicas: list[ReplicaRow],
    api: AppApiRow | None,
) -> ServiceRoute:
    endpoints: dict[str, list[Endpoint]] = {}
    for replica in replicas:
        assert replica.state == ReplicaState.READY
        endpoints.setdefault(replica.deployment_id, []).append(Endpoint(**(replica.endpoint or {})))
    is_updating = row.live_revision != row.target_revision
    versions = [
        Version(
            id=item.id,
            model_id=item.model_id if item.live is None or not is_updating else item.live["model_id"],
            weight=item.live["weight"],
            endpoints=tuple(endpoints.get(item.id, ())),
        )
        for item in deployments
        # What has never answered waits until all of its configuration can.
        if item.live is not None and (is_updating or not item.retired)
    ]
    route = route_of(
        Named(row.id, row.project_id, row.domain_id, row.workspace_id, row.answers, row.asleep),
        versions,
        row.live_options or row.options,
        default_seconds=context.settings.request_timeout_seconds,
        default_bytes=context.settings.max_request_bytes,
    )
    return route if api is None else replace(route, auth=auth_with_api(route.auth, api.auth_type))
