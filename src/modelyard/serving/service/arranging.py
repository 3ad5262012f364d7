"""Writes a configuration down: a revision, and the deployments that it wants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.ids import new_id
from modelyard.serving import queries
from modelyard.serving.models import DeploymentRow, RevisionRow, ServiceRow
from modelyard.serving.rules.configs import Known, match
from modelyard.serving.service.drafting import Drafted
from modelyard.serving.types import DeploymentStatus, UpdateResult

# What makes a deployment what it is, and what a roll-back brings back.
_LIVE = (
    "template",
    "generation",
    "weight",
    "count",
    "position",
    "model_id",
    "model_name",
    "model_version",
    "policy",
    "rolling",
    "timeout_seconds",
)


async def arrange(
    db: AsyncSession,
    row: ServiceRow,
    drafted: Sequence[Drafted],
    options: dict[str, Any],
    *,
    user: tuple[str, str],
    at: datetime,
    rollback_of: int | None = None,
) -> RevisionRow:
    """Make a configuration the wanted one of a service, and return its revision.

    What answers now goes on answering: deployments that the configuration does not name are retired, and go once it is
    reached. Deployments that never answered, and are not named, go at once.
    """
    known = await queries.deployments_of(db, row.id)
    entries = [item.entry for item in drafted]
    matched = match(entries, [Known(item.id, item.model_id, item.position, item.retired) for item in known])
    by_id = {item.id: item for item in known}
    for position, (item, found) in enumerate(zip(drafted, matched, strict=True)):
        if found is None:
            db.add(_new(row.id, position, item))
        else:
            _renew(by_id[found], position, item)
    for left in known:
        if left.id not in matched:
            # It may have replicas: they go first, and then it.
            left.retired = True
            if left.live is None:
                left.count, left.scaled = 0, None
    row.last_revision += 1
    row.target_revision, row.options, row.updated_at = row.last_revision, options, at
    revision = RevisionRow(
        service_id=row.id,
        number=row.last_revision,
        config=entries,
        options=options,
        result=UpdateResult.RUNNING,
        rollback_of=rollback_of,
        user_id=user[0],
        user_name=user[1],
        created_at=at,
    )
    db.add(revision)
    return revision


def keep_live(row: DeploymentRow) -> None:
    """Note that what is wanted of a deployment answers now."""
    row.live = {name: getattr(row, name) for name in _LIVE}
    row.live_model_id = row.model_id


def bring_back(row: DeploymentRow) -> None:
    """Want again what answers; a deployment that never did is to go."""
    if row.live is None:
        row.retired, row.count, row.scaled = True, 0, None
        return
    for name in _LIVE:
        setattr(row, name, row.live[name])
    row.retired, row.failures, row.retry_at, row.reason, row.last_lines = False, 0, None, None, None


def _new(service_id: str, position: int, drafted: Drafted) -> DeploymentRow:
    return DeploymentRow(
        id=new_id(),
        service_id=service_id,
        position=position,
        name=drafted.entry.get("name") or f"{drafted.servable.name}-{drafted.servable.version}"[:128],
        model_id=str(drafted.servable.model_id),
        model_name=drafted.servable.name,
        model_version=drafted.servable.version,
        weight=drafted.weight,
        count=drafted.count,
        template=drafted.template,
        generation=1,
        last_generation=1,
        retired=False,
        status=DeploymentStatus.DEPLOYING,
        failures=0,
        policy=drafted.entry.get("scaling_policy"),
        is_scaling=drafted.entry.get("scaling_policy") is not None,
        rolling=_rolling(drafted),
        timeout_seconds=drafted.timeout_seconds,
    )


def _renew(row: DeploymentRow, position: int, drafted: Drafted) -> None:
    """Have a deployment go on with another entry; a template that it had before brings its generation back."""
    if row.live is not None and drafted.template == row.live["template"]:
        generation = row.live["generation"]
    elif drafted.template == row.template:
        generation = row.generation
    else:
        row.last_generation += 1
        generation = row.last_generation
    if generation != row.generation:
        row.failures, row.retry_at, row.reason, row.last_lines = 0, None, None, None
    row.generation, row.template = generation, drafted.template
    row.position, row.retired = position, False
    row.weight, row.count = drafted.weight, drafted.count
    row.model_id, row.model_name = str(drafted.servable.model_id), drafted.servable.name
    row.model_version = drafted.servable.version
    row.policy = drafted.entry.get("scaling_policy")
    row.is_scaling = row.policy is not None
    if not row.is_scaling:
        row.scaled = None
    row.rolling, row.timeout_seconds = _rolling(drafted), drafted.timeout_seconds


def _rolling(drafted: Drafted) -> dict[str, float]:
    extras = drafted.entry.get("additional_properties") or {}
    return {name: extras[name] for name in ("max_surge", "max_unavailable") if extras.get(name) is not None}
