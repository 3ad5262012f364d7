"""Services and deployments in the shapes of the newer API."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import DeploymentRow, ReplicaRow, RevisionRow, ServiceRow, ServiceTagRow
from modelyard.serving.rules.configs import Entry
from modelyard.serving.rules.v2_states import DeploymentState, deployment_state, service_state
from modelyard.serving.rules.v2_units import FIRST_VERSION, ratios_of
from modelyard.serving.schemas.v2_answers import (
    DeploymentAnswer,
    DeploymentGroup,
    DeploymentItem,
    PredictUrl,
    ScheduleAnswer,
    ServiceV2,
    ServiceV2Item,
    TagOfService,
    VersionOfService,
)
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.describing import HIDDEN
from modelyard.serving.types import DeploymentStatus, ReplicaState, ServiceStatus

_SHOWN_GROUP = (
    "description",
    "pool_id",
    "framework",
    "priority",
    "high_avail_switch",
    "schedule_strategy",
    "model",
    "advanced_config",
)
# More revisions than anybody makes of one service by hand.
_MOST_REVISIONS = 1000


@dataclass(frozen=True)
class VersionFacts:
    """A version that a deployment had. entry: as it was last wanted."""

    version: str
    entry: Entry
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Whole:
    """A service with all that belongs to it. parts: its wanted deployments in their order, each with its entry.

    revisions: newest first.
    """

    row: ServiceRow
    parts: Sequence[tuple[DeploymentRow, Entry]]
    replicas: Sequence[ReplicaRow]
    revisions: Sequence[RevisionRow]
    tags: Sequence[ServiceTagRow]

    @property
    def settings(self) -> dict[str, Any]:
        """What the request for the service said besides its deployments; nothing for one that the older API made."""
        return dict(self.row.options.get("v2") or {})

    def replicas_of(self, deployment: DeploymentRow) -> list[ReplicaRow]:
        """Return the replicas of one deployment, oldest first."""
        return [item for item in self.replicas if item.deployment_id == deployment.id]

    def state_of(self, deployment: DeploymentRow, entry: Entry) -> DeploymentState:
        """Return the state of one deployment."""
        return deployment_state(
            ServiceStatus(self.row.status),
            DeploymentStatus(deployment.status),
            is_stopped=bool(entry.get("stopped")),
            is_alive=any(item.state != ReplicaState.ENDED for item in self.replicas_of(deployment)),
            has_answered=deployment.live is not None,
            is_renewed=deployment.live is not None
            and any(deployment.live[name] != getattr(deployment, name) for name in ("generation", "count")),
        )

    def versions_of(self, entry: Entry) -> list[VersionFacts]:
        """Return the versions that a deployment had and that were not deleted, the newest first."""
        found: dict[str, VersionFacts] = {}
        for revision in reversed(self.revisions):
            for item in revision.config:
                if item["model_id"] != entry["model_id"] or item.get("dropped"):
                    continue
                version = version_of(item)
                first = found[version].created_at if version in found else revision.created_at
                found[version] = VersionFacts(version, item, first, revision.created_at)
        return list(reversed(found.values()))

    def names_of(self, entry: Entry) -> set[str]:
        """Return the versions that a deployment had."""
        return {item.version for item in self.versions_of(entry)}


async def whole_of(db: AsyncSession, row: ServiceRow) -> Whole:
    """Return a service with all that belongs to it."""
    await db.flush()  # what was just written is a part of it
    revision = await queries.get_revision(db, row.id, row.target_revision)
    deployments = [item for item in await queries.deployments_of(db, row.id) if not item.retired]
    return Whole(
        row=row,
        parts=list(zip(sorted(deployments, key=lambda item: item.position), revision.config, strict=False)),
        replicas=await queries.replicas_of(db, row.id),
        revisions=list(await db.scalars(queries.revisions_of(row.id).limit(_MOST_REVISIONS))),
        tags=(await queries.tags_of_many(db, [row.id]))[row.id],
    )


def version_of(entry: Entry) -> str:
    """Return the version that an entry is of its deployment; that of the model, where it has one."""
    return str(entry.get("version") or entry.get("model_version") or FIRST_VERSION)


def version_id(owner_id: str, version: str) -> str:
    """Return the id of a version of something."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{owner_id}/{version}"))


def service_of(context: ServingContext, found: Whole, *, who: Subject, language: Language, is_full: bool = False) -> ServiceV2:
    """Return a service with its deployments. is_full: with the addresses that it is called by."""
    row, settings = found.row, found.settings
    state = service_state(ServiceStatus(row.status), answers=row.answers, is_filled=bool(found.parts))
    url = f"{context.access_endpoint}/v2/infer/{wire_id(row.id)}"
    return ServiceV2(
        id=wire_id(row.id),
        name=row.name,
        workspace_id=row.workspace_id,
        status=state,
        failure_reason=(row.reason or {}).get(language.value),
        version=_version(found, url, who=who),
        predict_url=[PredictUrl(type="PUBLIC", urls=[url])] if is_full else None,
        tags=tags_of(found.tags),
        deploy_timeout_minutes=settings.get("deploy_timeout_minutes"),
        schedule=_schedule(row),
        task_type=settings.get("task_type"),
        create_at=str(to_milliseconds(row.published_at)),
        update_at=str(to_milliseconds(row.operated_at)),
    )


def item_of(row: ServiceRow, tags: Sequence[ServiceTagRow], *, is_filled: bool) -> ServiceV2Item:
    """Return a service as lists show it."""
    settings = row.options.get("v2") or {}
    return ServiceV2Item(
        id=wire_id(row.id),
        name=row.name,
        status=service_state(ServiceStatus(row.status), answers=row.answers, is_filled=is_filled),
        version=settings.get("version") or FIRST_VERSION,
        version_count=settings.get("version_count") or 1,
        description=row.description,
        user_name=row.user_name,
        workspace_id=row.workspace_id,
        auth_type=_auth(settings),
        task_type=settings.get("task_type"),
        tags=tags_of(tags),
        schedule=_schedule(row),
        create_at=to_milliseconds(row.published_at),
        update_at=to_milliseconds(row.operated_at),
    )


def deployment_of(
    found: Whole, deployment: DeploymentRow, entry: Entry, *, who: Subject, language: Language, status: str | None = None
) -> DeploymentAnswer:
    """Return a deployment by itself. entry: of the version that is asked for. status: instead of the present one."""
    versions = found.versions_of(entry)
    return DeploymentAnswer(
        **_parts(found, deployment, entry, is_own=found.row.user_id == who.user_id, status=status),
        deployment_name=deployment.name,
        user_name=found.row.user_name,
        failure_reason=(deployment.reason or {}).get(language.value) if deployment.failures else None,
        running_count=_running(found, deployment),
        create_at=iso(versions[-1].created_at if versions else found.row.published_at),
        update_at=iso(versions[0].updated_at if versions else found.row.updated_at),
    )


def group_in_service(found: Whole, number: int, *, who: Subject) -> DeploymentGroup:
    """Return a deployment as a part of its service."""
    deployment, entry = found.parts[number]
    versions = found.versions_of(entry)
    return DeploymentGroup(
        **_parts(found, deployment, entry, is_own=found.row.user_id == who.user_id),
        traffic_ratio=_ratios(found)[number],
        running_count=_running(found, deployment),
        create_at=str(to_milliseconds(versions[-1].created_at if versions else found.row.published_at)),
        update_at=to_milliseconds(versions[0].updated_at if versions else found.row.updated_at),
    )


def deployment_item(found: Whole, number: int) -> DeploymentItem:
    """Return a deployment as lists show it."""
    deployment, entry = found.parts[number]
    versions = found.versions_of(entry)
    return DeploymentItem(
        id=deployment.id,
        name=deployment.name,
        infer_name=deployment.id,
        service_group_name=found.row.name,
        status=found.state_of(deployment, entry),
        weight=entry["weight"],
        traffic_ratio=_ratios(found)[number],
        pool_id=entry.get("pool_name"),
        version=version_of(entry),
        create_at=to_milliseconds(versions[-1].created_at if versions else found.row.published_at),
        update_at=to_milliseconds(versions[0].updated_at if versions else found.row.updated_at),
    )


def tags_of(rows: Sequence[ServiceTagRow]) -> list[TagOfService]:
    """Return tags as answers have them."""
    return [TagOfService(key=row.key, value=row.value) for row in rows]


def iso(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC, which clients of these fields read."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def page_of(total: int, offset: int, limit: int) -> dict[str, int]:
    """Return what every page of the newer API says of itself."""
    return {"current": offset // limit, "pages": -(-total // limit), "size": limit, "total": total}


def _version(found: Whole, url: str, *, who: Subject) -> VersionOfService:
    row, settings = found.row, found.settings
    version = settings.get("version") or FIRST_VERSION
    return VersionOfService(
        id=version_id(row.id, version),
        version=version,
        description=row.description,
        predict_url=url,
        instance_groups=[group_in_service(found, number, who=who) for number in range(len(found.parts))],
        runtime_config=settings.get("runtime_config") or dict(row.options.get("runtime_config") or {}),
        upgrade_config=settings.get("upgrade_config") or {"type": "ROLLING"},
        lts_strategy=settings.get("lts_strategy") or "DEFAULT",
        log_configs=settings.get("log_configs") or [],
        deploy_timeout_minutes=settings.get("deploy_timeout_minutes"),
    )


def _parts(found: Whole, deployment: DeploymentRow, entry: Entry, *, is_own: bool, status: str | None = None) -> dict[str, Any]:
    group = entry.get("group") or {}
    version = version_of(entry)
    return {
        "id": deployment.id,
        "name": deployment.name,
        "infer_name": deployment.id,
        "version": version,
        "version_id": version_id(deployment.id, version),
        "version_count": max(1, len(found.versions_of(entry))),
        "count": entry["instance_count"] if deployment.scaled is None else deployment.scaled,
        "weight": entry["weight"],
        "status": status or found.state_of(deployment, entry),
        "unit_configs": [_unit(entry, is_own=is_own)],
        **{name: group[name] for name in _SHOWN_GROUP if group.get(name) is not None},
    }


def _unit(entry: Entry, *, is_own: bool) -> dict[str, Any]:
    envs = entry.get("envs") or {}
    shown = envs if is_own else dict.fromkeys(envs, HIDDEN)
    if "unit" in entry:
        return {"role": "COMMON", **entry["unit"], "port": entry["port"], "envs": shown}
    # A service that the older API made runs a model.
    model = {"source": "MODEL", "source_name": entry.get("model_name"), "asset_id": wire_id(entry["model_id"])}
    return {
        "role": "COMMON",
        "flavor": entry.get("specification"),
        "count": 1,
        "group_count": 1,
        "models": [model],
        "envs": shown,
    }


def _ratios(found: Whole) -> list[str]:
    return ratios_of([deployment.weight for deployment, _entry in found.parts])


def _running(found: Whole, deployment: DeploymentRow) -> int:
    return sum(item.state == ReplicaState.READY for item in found.replicas_of(deployment))


def _schedule(row: ServiceRow) -> list[ScheduleAnswer]:
    due = None if row.stop_at is None else to_milliseconds(row.stop_at)
    return [
        ScheduleAnswer(type="STOP", time_unit=item["time_unit"], duration=item["duration"], due_time=due, processed=due is None)
        for item in row.options.get("schedule") or ()
    ]


def _auth(settings: dict[str, Any]) -> str:
    invoke = (settings.get("runtime_config") or {}).get("service_invoke") or {}
    return str(invoke.get("auth_type") or "TOKEN")
