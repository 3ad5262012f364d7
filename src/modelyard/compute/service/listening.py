"""What compute does when others change: nothing runs in a workspace or a project that is gone; images become ready."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import WorkloadRow
from modelyard.compute.queries import workloads as queries
from modelyard.compute.rules.reasons import kept
from modelyard.compute.service.workloads import stop_row
from modelyard.compute.types import EndedBy
from modelyard.core.db import now
from modelyard.core.subject import Subject
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted
from modelyard.images.events import ImageBuilt, ImageNotBuilt


async def on_workspace_deleted(db: AsyncSession, event: WorkspaceDeleted, _by: Subject) -> None:
    """Stop what waits or runs in a workspace."""
    condition = (WorkloadRow.project_id == event.project_id) & (WorkloadRow.workspace_id == event.resource_id)
    for row in await queries.unfinished_where(db, condition):
        await stop_row(db, None, row, ended_by=EndedBy.USER, reason=kept("workspace_deleted"))


async def on_image_built(db: AsyncSession, _event: ImageBuilt | ImageNotBuilt, _by: Subject) -> None:
    """Have every workload that waits for an image look for its own: several names may mean the one that was built."""
    await queries.hint_preparing(db, now(db))


async def on_project_deleted(db: AsyncSession, event: ProjectDeleted, _by: Subject) -> None:
    """Stop what waits or runs in a project."""
    for row in await queries.unfinished_where(db, WorkloadRow.project_id == event.resource_id):
        await stop_row(db, None, row, ended_by=EndedBy.USER, reason=kept("project_deleted"))
