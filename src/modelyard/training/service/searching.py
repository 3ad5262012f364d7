"""Lists of jobs: any filter, any order, quickly.

To count what matches, and to find the few that match among many, the database has to look at all of an index. What it
found is kept for as long as no job of the workspace was created, deleted or (where the filter may depend on it) changed:
pages that refresh themselves and people who turn pages are answered from there. Two changes that are committed in
another order than they were made could hide one of them; so nothing is kept for long.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.core.db import now
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.iam.service import workspaces
from modelyard.training import queries
from modelyard.training.errors import FieldUnsupported, WorkspaceUnknown
from modelyard.training.rules.searches import condition_of, sort_column
from modelyard.training.schemas.requests import JobSearch
from modelyard.training.service import describing
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.found import MOST_KEPT_IDS, Found, Look
from modelyard.training.types import DEFAULT_WORKSPACE, Phase

_FINE_TUNING = "ftjob"


async def search_jobs(
    db: AsyncSession, context: TrainingContext, who: Subject, wanted: JobSearch, *, language: Language
) -> dict[str, Any]:
    """Return a page of the jobs of a workspace in the shape of `JobListAnswer`.

    offset counts pages, as the public API has it; records where `offset_type` says so. group_by puts jobs with the same
    value of a field together, in the order asked for within each group.
    Raises FilterKeyUnsupported and its like, SortKeyUnsupported, WorkspaceUnknown.
    """
    _refuse_unsupported(wanted)
    workspace_id = wanted.workspace_id or DEFAULT_WORKSPACE
    if workspace_id != DEFAULT_WORKSPACE:
        try:
            await workspaces.get_workspace(db, who, who.project_id or "", workspace_id)
        except AppError as error:
            raise WorkspaceUnknown(field="workspace_id", workspace_id=workspace_id[:64], problem="unknown") from error
    conditions = tuple(
        condition_of(f"filters.{index}", item.key, item.operator, item.value)
        for index, item in enumerate(wanted.filters)
        if item.value
    )
    columns = [sort_column(wanted.sort_by)]
    if wanted.group_by:
        columns.insert(0, sort_column(wanted.group_by, place="group_by"))
    order = queries.Order(_completed(columns), wanted.order == "desc")
    start = wanted.offset * wanted.limit if wanted.offset_type == "page" else wanted.offset
    look = Look(queries.Scope(who.project_id or "", workspace_id), conditions, order)
    total, count, ids = await _find(db, context, look, start, wanted.limit)
    rows = await queries.rows_of(db, ids)
    at = now(db)
    # A job whose workload is on its way to a node is Pending, too; only those in the queue are found.
    waiting = [row.workload_id for row in rows if row.phase == Phase.PENDING and row.workload_id is not None]
    waits = await compute.waits_of(db, context.compute, waiting)
    return {
        "total": total,
        "count": count,
        "limit": wanted.limit,
        "offset": wanted.offset,
        "sort_by": wanted.sort_by,
        "order": wanted.order,
        "group_by": wanted.group_by or "",
        "workspace_id": workspace_id,
        "ai_project": "default-ai-project",
        "items": [
            describing.job_dict(row, None, now=at, language=language, wait=waits.get(row.workload_id or "")) for row in rows
        ],
    }


async def _find(db: AsyncSession, context: TrainingContext, look: Look, start: int, limit: int) -> tuple[int, int, list[str]]:
    """Return how many jobs the workspace has, how many match, and the ids of the page."""
    revision = await queries.revision_of(db, look.scope)
    everything = replace(look, conditions=())
    total = context.found.get(everything, revision)
    if total is None:
        total = context.found.keep(everything, revision, Found(await queries.count_in(db, look.scope, ())))
    found = total if not look.conditions else context.found.get(look, revision)
    if found is None:
        ids = await queries.ids_of(db, look.scope, look.conditions, look.order, most=MOST_KEPT_IDS)
        count = await queries.count_in(db, look.scope, look.conditions) if ids is None else len(ids)
        found = context.found.keep(look, revision, Found(count, None if ids is None else tuple(ids)))
    if found.ids is not None:
        return total.count, found.count, list(found.ids[start : start + limit])
    if start >= found.count:
        return total.count, found.count, []
    page = await queries.page_of(db, look.scope, look.conditions, look.order, offset=start, limit=limit)
    return total.count, found.count, page


def _completed(columns: list[str]) -> tuple[str, ...]:
    """Return an order in which no two jobs are equal; the newest comes first or last among those that were."""
    return (*columns, *(name for name in ("created_at", "id") if name not in columns))


def _refuse_unsupported(wanted: JobSearch) -> None:
    fields = {
        "tags": wanted.tags,
        "host_ips": wanted.host_ips,
        "train_type": wanted.train_type if wanted.train_type == _FINE_TUNING else None,
    }
    for field, value in fields.items():
        if value:
            raise FieldUnsupported(field=field, problem="the platform does not have this yet", problem_zh="平台暂不支持")
