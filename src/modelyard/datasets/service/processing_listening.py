"""What workloads announce, as it concerns the runs of processing tasks; called in the transaction of the announcement."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.events import WorkloadMoved
from modelyard.compute.types import Outcome, WorkloadState
from modelyard.core.db import now, wake_after_commit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.models.processing import ProcessorTaskRow, ProcessorVersionRow
from modelyard.datasets.service.processing_context import LOOP
from modelyard.datasets.service.processing_runs import finish, show
from modelyard.datasets.types.processing import OWNER_TYPE, ProcessingStatus, Stage

_SOON = timedelta(seconds=1)


async def on_workload_moved(db: AsyncSession, event: WorkloadMoved, _by: Subject) -> None:
    """Bring a run into agreement with its workload."""
    if event.owner_type != OWNER_TYPE:
        return
    row = await db.get(ProcessorVersionRow, event.owner_id, with_for_update=True)
    if row is None or row.stage not in {Stage.PREPARE, Stage.RUN}:
        return
    if row.workload_id is not None and row.workload_id != event.resource_id:
        return  # of a run before this one
    task = await db.get_one(ProcessorTaskRow, row.task_id)
    at, state = now(db), WorkloadState(event.new)
    row.workload_id, row.changed_at = event.resource_id, at
    if state is WorkloadState.RUNNING:
        row.status, row.started_at, row.due_at = ProcessingStatus.RUNNING.value, row.started_at or at, at + _SOON
        show(db, task, row)
    if state is not WorkloadState.ENDED:
        return
    if event.outcome == Outcome.SUCCEEDED:
        row.stage, row.due_at = Stage.COLLECT.value, at
        wake_after_commit(db, LOOP)
        return
    if row.stop_asked or event.outcome == Outcome.STOPPED:
        finish(db, task, row, ProcessingStatus.STOPPED)
        return
    row.error = {Language.EN.value: event.reason, Language.ZH.value: event.reason_zh}
    finish(db, task, row, ProcessingStatus.FAILED)
