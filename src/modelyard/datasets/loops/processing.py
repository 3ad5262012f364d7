"""Takes runs of processing tasks from their beginning to their results, and clears away what is not needed any more."""

import asyncio
import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.errors import TaskNotFound, WorkloadNotFound
from modelyard.compute.types import WorkloadId
from modelyard.core.db import insert_many
from modelyard.core.errors import AppError, Conflict
from modelyard.core.i18n import Language
from modelyard.core.loops import Periodic, Reconciler, ReconcilerRunner, Runner
from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import ProcessorInvalid
from modelyard.datasets.models.processing import ProcessorResultRow, ProcessorTaskRow, ProcessorVersionRow
from modelyard.datasets.rules.processing_results import read_progress
from modelyard.datasets.service.processing_collecting import Collected, collect
from modelyard.datasets.service.processing_context import LOOP, ProcessingContext
from modelyard.datasets.service.processing_preparing import Orders, Prepared, is_final, prepare, workload_of
from modelyard.datasets.service.processing_publishing import publish_step
from modelyard.datasets.service.processing_runs import finish, forget
from modelyard.datasets.types.processing import ENDED, ROLE, ProcessingStatus, Stage, TargetType, TemplateId

_SYSTEM = Subject.system(LOOP)
_OFTEN, _SELDOM = timedelta(seconds=1), timedelta(seconds=5)
_TAIL_BYTES = 16_384


@dataclass(frozen=True)
class Item:
    """A run, and what is to be done next for it."""

    stage: Stage
    task_id: str
    workload_id: str | None
    orders: Orders


@dataclass(frozen=True)
class Report:
    """What came of it. problem: why the run cannot go on."""

    stage: Stage
    owner: Subject
    prepared: Prepared | None = None
    collected: Collected | None = None
    told: dict[str, Any] | None = None
    problem: AppError | None = None


class ProcessingReconciler(Reconciler[ProcessorVersionRow, Item, Report]):
    """Prepares runs, follows them, and collects their results. While it runs, the loop of workloads drives a run."""

    name: ClassVar[str] = LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=120)
    idle: ClassVar[timedelta] = timedelta(seconds=1)
    concurrency: ClassVar[int] = 4
    max_attempts: ClassVar[int] = 6
    row_type = ProcessorVersionRow

    def __init__(self, context: ProcessingContext) -> None:
        self._context = context

    def snapshot(self, row: ProcessorVersionRow) -> Item:
        """See `Reconciler`."""
        settings = self._context.settings
        orders = Orders(
            version_id=row.id,
            name=row.name,
            generation=row.generation,
            workspace_id=row.workspace_id,
            image=settings.image,
            flavor=settings.flavor or "modelarts.vm.cpu.1u",
            seconds=settings.run_seconds,
            owner=Subject.from_json(row.subject),
            inputs=row.inputs,
            source_version=str(row.inputs[0].get("version_id") or ""),
            steps=row.steps,
            seed=row.seed,
            limit=row.sample_limit,
            output=row.output,
            is_custom=row.template.get("id") == TemplateId.CUSTOM,
            target=row.work_path["path"] if self._becomes_version(row) else "",
            recipe=row.recipe,
        )
        return Item(Stage(row.stage), row.task_id, row.workload_id, orders)

    async def act(self, item: Item) -> Report:
        """Prepare, look, or collect; a failure that trying again cannot cure ends the run."""
        owner = item.orders.owner
        try:
            if item.stage is Stage.RUN:
                return Report(item.stage, owner, told=await self._progress(item))
            found = await self._context.datasets.objects.find_subject(owner)
            if found is None:
                gone = ProcessorInvalid(field="user", problem="the user of this run is gone", problem_zh="该任务的用户已不存在")
                return Report(item.stage, owner, problem=gone)
            if item.stage is Stage.PUBLISH:
                return Report(item.stage, found)
            if item.stage is Stage.COLLECT:
                told = await self._progress(item)
                return Report(item.stage, found, collected=await collect(self._context, item.orders, found), told=told)
            return Report(item.stage, found, prepared=await prepare(self._context, item.orders, found))
        except AppError as error:
            if not is_final(error):
                raise
            return Report(item.stage, owner, problem=error)

    async def apply(self, db: AsyncSession, row: ProcessorVersionRow, report: Report, now: datetime) -> None:
        """Queue the workload, or write down what was found; what was stopped meanwhile stays stopped."""
        if row.stage != report.stage:
            row.due_at = now if row.stage in {Stage.COLLECT, Stage.PREPARE, Stage.PUBLISH} else None
            return
        task = await db.get_one(ProcessorTaskRow, row.task_id, with_for_update=True)
        if report.told is not None:
            row.told = report.told
        if report.problem is not None:
            self._fail(db, task, row, report.problem)
        elif report.prepared is not None:
            await self._submit(db, task, row, report.owner, report.prepared)
        elif report.collected is not None:
            await self._keep(db, task, row, report.collected, now)
        elif report.stage is Stage.PUBLISH:
            await self._publish(db, task, row, report.owner, now)
        else:
            is_young = row.started_at is None or now - row.started_at < timedelta(minutes=2)
            row.due_at = now + (_OFTEN if is_young else _SELDOM)

    async def give_up(self, db: AsyncSession, row: ProcessorVersionRow, error: str, now: datetime) -> None:
        """End a run that failed again and again."""
        task = await db.get_one(ProcessorTaskRow, row.task_id, with_for_update=True)
        row.error = {language.value: error[:500] for language in Language}
        finish(db, task, row, ProcessingStatus.FAILED)

    async def _progress(self, item: Item) -> dict[str, Any] | None:
        """Return what the run said last of how far it is."""
        if item.workload_id is None:
            return None
        with contextlib.suppress(WorkloadNotFound, TaskNotFound):
            part = await compute.read_log(
                self._context.compute,
                _SYSTEM,
                WorkloadId(item.workload_id),
                f"{ROLE}-0",
                offset=-_TAIL_BYTES,
                limit=_TAIL_BYTES,
            )
            return read_progress(part.content)
        return None

    async def _submit(
        self, db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow, owner: Subject, prepared: Prepared
    ) -> None:
        orders = self.snapshot(row).orders
        try:
            async with db.begin_nested():
                workload = await compute.submit(db, self._context.compute, owner, workload_of(orders, prepared))
        except AppError as error:
            if not is_final(error):
                raise
            self._fail(db, task, row, error)
            return
        row.workload_id, row.stage, row.due_at = workload.id, Stage.RUN.value, None
        row.told = {"done": 0, "total": prepared.count, "failed": 0, "step": ""}
        row.recipe = {
            **row.recipe,
            "image": orders.image,
            "samples": prepared.count,
            "input_sha256": prepared.digest,
        }

    async def _keep(
        self, db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow, collected: Collected, now: datetime
    ) -> None:
        await db.execute(delete(ProcessorResultRow).where(ProcessorResultRow.version_id == row.id))
        await insert_many(db, ProcessorResultRow, collected.results)
        row.origin_count, row.statistics = collected.origin, collected.figures
        row.kept_count, row.modified_count, row.deleted_count, row.added_count = (collected.counts[kind] for kind in range(4))
        row.told = {**row.told, "done": collected.origin, "total": collected.origin}
        row.recipe = {**row.recipe, "manifest": collected.manifest, "to_import": collected.to_import}
        if self._becomes_version(row):
            row.stage, row.due_at = Stage.PUBLISH.value, now
        else:
            finish(db, task, row, ProcessingStatus.COMPLETED)

    async def _publish(
        self, db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow, owner: Subject, now: datetime
    ) -> None:
        row.due_at = now + _OFTEN
        if row.stop_asked:
            finish(db, task, row, ProcessingStatus.STOPPED)
            return
        try:
            async with db.begin_nested():
                version_id = await publish_step(db, self._context, owner, row)
        except Conflict:
            return  # the dataset is busy with something else
        except AppError as error:
            self._fail(db, task, row, error)
            return
        if version_id is not None:
            row.work_path = {**row.work_path, "version_id": version_id}
            finish(db, task, row, ProcessingStatus.COMPLETED)

    @staticmethod
    def _becomes_version(row: ProcessorVersionRow) -> bool:
        is_whole = row.number > 0 and not row.sample_limit
        return is_whole and row.work_path.get("type") == TargetType.DATASET

    @staticmethod
    def _fail(db: AsyncSession, task: ProcessorTaskRow, row: ProcessorVersionRow, error: AppError) -> None:
        row.error = {language.value: error.message(language) for language in Language}
        finish(db, task, row, ProcessingStatus.FAILED)


def runners(context: ProcessingContext) -> list[Runner]:
    """Return the loops of processing."""
    runner = ReconcilerRunner(context.database, ProcessingReconciler(context), context.datasets.clock)
    return [runner, Periodic("datasets.processing_sweep", timedelta(minutes=5), lambda: sweep(context))]


async def sweep(context: ProcessingContext) -> None:
    """Remove previews whose time is over, and the instructions of runs that are gone or have ended."""
    before = context.datasets.clock.now() - timedelta(seconds=context.settings.preview_seconds)
    async with context.database.session() as db:
        statement = select(ProcessorTaskRow).where(ProcessorTaskRow.is_preview.is_(True), ProcessorTaskRow.created_at < before)
        for task in list(await db.scalars(statement.limit(50))):
            if task.status in ENDED:
                await forget(db, context, task)
                await db.delete(task)
    names = await asyncio.to_thread(_names, context.runs)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        ids = {name.partition("-")[0] for name in some}
        async with context.database.read_session() as db:
            running = (ProcessorVersionRow.id.in_(ids), ProcessorVersionRow.stage != Stage.DONE.value)
            known = set(await db.scalars(select(ProcessorVersionRow.id).where(*running)))
        gone = [context.runs / name for name in some if name.partition("-")[0] not in known]
        await asyncio.to_thread(_forget, gone)


def _names(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir()) if directory.is_dir() else []


def _forget(directories: list[Path]) -> None:
    for directory in directories:
        shutil.rmtree(directory, ignore_errors=True)
