"""Use cases of quotas: what projects and their workspaces may have, and what they have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import ComputeQuotaExceeded, QuotaUnknown
from modelyard.compute.models import QuotaRow
from modelyard.compute.queries import pools as queries
from modelyard.compute.queries import workloads
from modelyard.compute.rules.admission import Quota, unit_of
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.settings import QuotaSettings
from modelyard.core.db import after_commit, now
from modelyard.core.subject import Subject
from modelyard.iam.service.workspaces import require_workspace

NO_LIMIT = -1
# Quotas by the name that the API gives them.
NAMES: Mapping[str, Quota] = {f"compute.{quota}": quota for quota in Quota}


@dataclass(frozen=True)
class QuotaState:
    """A quota in units that people count: cores, GiB, cards, workloads. limit: None where there is none."""

    name: str
    quota: Quota
    limit: int | None
    used: int
    updated_at: datetime | None


def defaults(settings: QuotaSettings) -> dict[Quota, int]:
    """Return what a project may have unless its own table says otherwise, in the units of admission."""
    return {quota: value * unit_of(quota) for quota, value in _set(settings).items()}


async def list_quotas(
    db: AsyncSession, context: ComputeContext, who: Subject, *, workspace_id: str | None = None
) -> list[QuotaState]:
    """Return the quotas of the caller's project, or of one of its workspaces, with what is used of them."""
    if workspace_id is not None:
        await require_workspace(db, who, workspace_id)
    project = who.project_id or ""
    rows = await queries.quotas_of(db, project, workspace_id or "")
    used = await queries.used_of(db, project, workspace_id)
    preset = _set(context.settings.quotas) if workspace_id is None else {}
    found = []
    for name, quota in NAMES.items():
        row = rows.get(quota.value)
        limit = _lower(preset.get(quota), None if row is None else row.quota)
        found.append(QuotaState(name, quota, limit, -(-used[quota] // unit_of(quota)), None if row is None else row.updated_at))
    return found


async def set_quotas(
    db: AsyncSession, context: ComputeContext, who: Subject, wanted: Mapping[str, int], *, workspace_id: str | None = None
) -> list[QuotaState]:
    """Set quotas by their names; -1 for none of one's own. What the settings say is never exceeded. Raises QuotaUnknown."""
    if workspace_id is not None:
        await require_workspace(db, who, workspace_id)
    project, place = who.project_id or "", workspace_id or ""
    rows = await queries.quotas_of(db, project, place)
    for name, value in wanted.items():
        if name not in NAMES:
            raise QuotaUnknown(field="quotas", resource=name[:64], resources=", ".join(NAMES))
        resource = NAMES[name].value
        row = rows.get(resource)
        if row is None:
            row = rows[resource] = QuotaRow(project_id=project, workspace_id=place, resource=resource)
            db.add(row)
        row.quota, row.updated_at = value, now(db)
    await db.flush()  # the answer reads them
    after_commit(db, context.wake_admission)
    return await list_quotas(db, context, who, workspace_id=workspace_id)


async def demand_queue_room(db: AsyncSession, context: ComputeContext, project_id: str, workspace_id: str) -> None:
    """Raise ComputeQuotaExceeded when the project or the workspace has as many waiting workloads as it may have."""
    rows = await queries.quotas_of(db, project_id, "")
    row = rows.get(Quota.QUEUED.value)
    limit = _lower(context.settings.quotas.queued, None if row is None else row.quota)
    _demand(limit, await workloads.count_waiting(db, project_id), "project", "项目")
    rows = await queries.quotas_of(db, project_id, workspace_id)
    row = rows.get(Quota.QUEUED.value)
    if row is not None:
        _demand(_lower(None, row.quota), await workloads.count_waiting(db, project_id, workspace_id), "workspace", "工作空间")


def _lower(preset: int | None, own: int | None) -> int | None:
    """Return the limit that counts: the settings are the site's, and a project can only ask for less."""
    given = [limit for limit in (preset, own) if limit not in {None, NO_LIMIT}]
    return min((limit for limit in given if limit is not None), default=None)


def _demand(limit: int | None, waiting: int, scope: str, scope_zh: str) -> None:
    if limit is not None and waiting >= limit:
        words = {"quota": "waiting workloads", "quota_zh": "排队中的工作负载", "scope": scope, "scope_zh": scope_zh}
        raise ComputeQuotaExceeded(limit=limit, **words)


def _set(settings: QuotaSettings) -> dict[Quota, int]:
    wanted = {
        Quota.CORES: settings.cores,
        Quota.MEMORY: settings.memory_gib,
        Quota.CARDS: settings.cards,
        Quota.RUNNING: settings.running,
        Quota.QUEUED: settings.queued,
    }
    return {quota: value for quota, value in wanted.items() if value is not None}
