"""Runs of processing tasks as rows: started, stopped, going on, forgotten. The loop does the rest."""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotFound
from modelyard.compute.types import WorkloadId
from modelyard.core.db import after_commit, now
from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import ProcessorCannotResume, ProcessorNotRunning
from modelyard.datasets.models.processing import ProcessorResultRow, ProcessorTaskRow, ProcessorVersionRow
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_describing import duration_of
from modelyard.datasets.service.processing_drafting import Draft
from modelyard.datasets.types.processing import ENDED, ProcessingStatus, Stage

_OF_ONE_RUN = frozenset({"import_task_id", "dataset_version_id", "manifest", "to_import"})
_SYSTEM = Subject.system("datasets.processing")


@dataclass(frozen=True)
class Run:
    """What is to be run. seed: 0 has one drawn. limit: of samples, 0 for all. is_version: it counts as one."""

    draft: Draft
    description: str
    seed: int
    limit: int = 0
    is_version: bool = True


async def start(
    db: AsyncSession, context: ProcessingContext, who: Subject, task: ProcessorTaskRow, run: Run
) -> ProcessorVersionRow:
    """Write down a run; the loop prepares it at once."""
    at, number, version_id = now(db), task.next_number if run.is_version else 0, new_id()
    seed = run.seed or secrets.randbelow(2**31 - 1) + 1
    row = ProcessorVersionRow(
        id=version_id,
        due_at=at,
        attempts=0,
        task_id=task.id,
        workspace_id=task.workspace_id,
        number=number,
        name=f"V{number:03}",
        description=run.description,
        template=run.draft.template_wire,
        inputs=run.draft.inputs,
        work_path=run.draft.work_path,
        steps=run.draft.steps_json,
        recipe=run.draft.recipe | {"seed": seed, "steps": run.draft.steps_json, "inputs": run.draft.inputs},
        subject=who.to_json(),
        stage=Stage.PREPARE.value,
        status=ProcessingStatus.INITIALISED.value,
        stop_asked=False,
        generation=1,
        seed=seed,
        sample_limit=run.limit,
        output=f"{run.draft.output}{version_id}/",
        told={},
        statistics={},
        origin_count=0,
        kept_count=0,
        modified_count=0,
        deleted_count=0,
        added_count=0,
        created_at=at,
        changed_at=at,
    )
    db.add(row)
    if run.is_version:
        task.next_number += 1
        task.version_count += 1
    task.status, task.error, task.changed_at = ProcessingStatus.INITIALISED.value, None, at
    after_commit(db, context.wake)
    return row


async def stop(db: AsyncSession, context: ProcessingContext, task: ProcessorTaskRow, row: ProcessorVersionRow) -> None:
    """Stop a run; what it finished so far stays, and it can go on. Raises ProcessorNotRunning."""
    if row.status in ENDED:
        raise ProcessorNotRunning(name=row.name, problem="it has ended")
    row.stop_asked, row.changed_at = True, now(db)
    if row.workload_id is None:
        finish(db, task, row, ProcessingStatus.STOPPED)
    elif row.stage == Stage.RUN:
        await compute.stop(db, context.compute, _SYSTEM, WorkloadId(row.workload_id))


async def resume(
    db: AsyncSession, context: ProcessingContext, who: Subject, task: ProcessorTaskRow, row: ProcessorVersionRow
) -> None:
    """Have a run that was stopped or failed go on where it was, with the rights of the caller. Raises ProcessorCannotResume."""
    if row.status not in {ProcessingStatus.STOPPED, ProcessingStatus.FAILED}:
        raise ProcessorCannotResume(
            name=row.name, problem="it was neither stopped nor failed", problem_zh="仅已停止或失败的版本可以继续"
        )
    await db.execute(delete(ProcessorResultRow).where(ProcessorResultRow.version_id == row.id))
    row.recipe = {name: value for name, value in row.recipe.items() if name not in _OF_ONE_RUN}
    row.stage, row.status, row.stop_asked = Stage.PREPARE.value, ProcessingStatus.INITIALISED.value, False
    row.generation, row.workload_id, row.error, row.ended_at = row.generation + 1, None, None, None
    row.subject, row.due_at, row.changed_at, row.attempts = who.to_json(), now(db), now(db), 0
    show(db, task, row)
    after_commit(db, context.wake)


def finish(db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow, status: ProcessingStatus) -> None:
    """End a run."""
    at = now(db)
    row.status, row.stage, row.due_at, row.ended_at, row.changed_at = status.value, Stage.DONE.value, None, at, at
    show(db, task, row)


def show(db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow) -> None:
    """Have the task say what its newest run is like."""
    if row.number in {0, task.next_number - 1}:
        task.status, task.error, task.duration_seconds = row.status, row.error, duration_of(row, now(db))
        task.changed_at = now(db)


async def forget(db: AsyncSession, context: ProcessingContext, task: ProcessorTaskRow, version_id: str | None = None) -> None:
    """Delete runs that have ended, with their results and logs: one of a task, or all of them. The files stay."""
    statement = select(ProcessorVersionRow).where(ProcessorVersionRow.task_id == task.id)
    if version_id is not None:
        statement = statement.where(ProcessorVersionRow.id == version_id)
    rows = list(await db.scalars(statement))
    for row in rows:
        if row.workload_id is not None:
            try:
                await compute.remove(db, context.compute, _SYSTEM, WorkloadId(row.workload_id))
            except WorkloadNotFound:
                continue
    ids = [row.id for row in rows]
    await db.execute(delete(ProcessorResultRow).where(ProcessorResultRow.version_id.in_(ids)))
    await db.execute(delete(ProcessorVersionRow).where(ProcessorVersionRow.id.in_(ids)))
