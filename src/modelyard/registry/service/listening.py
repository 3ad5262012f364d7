"""What workloads announce, as it concerns the checks of models; called in the transaction of the announcement."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.events import WorkloadMoved
from modelyard.compute.types import WorkloadState
from modelyard.core.db import now, wake_after_commit
from modelyard.core.subject import Subject
from modelyard.registry.models import ModelRow
from modelyard.registry.service.context import LOOP
from modelyard.registry.types import OWNER_TYPE, ModelStatus


async def on_workload_moved(db: AsyncSession, event: WorkloadMoved, _by: Subject) -> None:
    """Have the loop of models look at a check that has ended."""
    if event.owner_type != OWNER_TYPE or event.new != WorkloadState.ENDED:
        return
    row = await db.get(ModelRow, event.owner_id, with_for_update=True)
    if row is not None and row.status == ModelStatus.PUBLISHING:
        row.due_at = now(db)
        wake_after_commit(db, LOOP)
