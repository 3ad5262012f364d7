"""Takes new jobs from Creating to their place in the queue, and clears away what deleted jobs leave behind."""

import asyncio
import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.types import Resources
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.loops import Periodic, Reconciler, ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.objects.errors.places import FolderOverLimit
from modelyard.objects.service import downloads
from modelyard.objects.service import places as objects_places
from modelyard.training import queries
from modelyard.training.errors import OwnerGone
from modelyard.training.models import JobDetailsRow, JobRow
from modelyard.training.rules import annotations, launch
from modelyard.training.schemas.events import JobCreateFailed
from modelyard.training.service.checking import over_limit
from modelyard.training.service.context import LOOP, TrainingContext
from modelyard.training.service.drafting import draft_of
from modelyard.training.service.log_keeping import drop_old_logs
from modelyard.training.types import OWNER_TYPE, CodeFacts, Phase, SecondaryPhase

_HALF_DONE = ".new"


@dataclass(frozen=True)
class Item:
    """A job whose code is to be copied. is_copied: it was, before this process began."""

    job_id: str
    code_dir: str
    owner: Subject
    is_wanted: bool


@dataclass(frozen=True)
class Report:
    """What became of it. files: of the code that matter for the start. problem: why it cannot be created."""

    owner: Subject
    code: dict[str, Any] | None = None
    problem: AppError | None = None


class JobReconciler(Reconciler[JobRow, Item, Report]):
    """Copies the code of a new job and queues its workload. From there on the workload's own loop drives it."""

    name: ClassVar[str] = LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=60)
    concurrency: ClassVar[int] = 8
    max_attempts: ClassVar[int] = 8
    row_type = JobRow

    def __init__(self, context: TrainingContext) -> None:
        self._context = context

    def due(self, now: datetime) -> Select[Any]:
        """See `Reconciler`."""
        return super().due(now).options(queries.WITH_DETAILS)

    def snapshot(self, row: JobRow) -> Item:
        """See `Reconciler`."""
        is_wanted = Phase(row.phase) is Phase.CREATING and row.workload_id is None and not row.stop_asked
        details = row.details
        return Item(row.id, details.spec["algorithm"]["code_dir"], Subject.from_json(details.subject), is_wanted)

    async def act(self, item: Item) -> Report:
        """Copy the code with the rights of the owner; a failure that trying again cannot cure ends the job."""
        if not item.is_wanted:
            return Report(item.owner)
        owner = await self._context.objects.find_subject(item.owner)
        if owner is None:
            return Report(item.owner, problem=OwnerGone(user_name=item.owner.user_name, action="-"))
        if not item.code_dir:
            return Report(owner)
        try:
            return Report(owner, code=await self._copy(item, owner))
        except FolderOverLimit as error:
            return Report(owner, problem=over_limit(error))
        except AppError as error:
            # What answers 409 or 5xx may be well again in a moment.
            if error.status >= 500 or error.status in {409, 429}:
                raise
            return Report(owner, problem=error)

    async def apply(self, db: AsyncSession, row: JobRow, report: Report, now: datetime) -> None:
        """Queue the workload, unless the job was stopped or queued meanwhile."""
        row.due_at = None
        if Phase(row.phase) is not Phase.CREATING or row.workload_id is not None or row.stop_asked:
            return
        if report.problem is not None:
            await self._fail(db, row, report.problem, now)
            return
        details = await queries.get_details(db, row)
        details.code = report.code
        try:
            async with db.begin_nested():
                wanted = self._workload(row, details)
                workload = await compute.submit(db, self._context.compute, report.owner, wanted)
        except AppError as error:
            await self._fail(db, row, error, now)
            return
        row.workload_id = workload.id

    async def give_up(self, db: AsyncSession, row: JobRow, error: str, now: datetime) -> None:
        """End a job that could not be created, again and again."""
        row.due_at = None
        if Phase(row.phase) is Phase.CREATING:
            await self._end(db, row, error[:500], error[:500], now)

    async def _copy(self, item: Item, owner: Subject) -> dict[str, Any]:
        """Copy the code beside its place and rename it, so that what has the right name is whole."""
        context = self._context
        target, beside = context.code / item.job_id, context.code / f"{item.job_id}{_HALF_DONE}"
        place = objects_places.read_place(item.code_dir, field="algorithm.code_dir")
        await asyncio.to_thread(_forget, target, beside)
        contents = await downloads.copy_to_directory(
            context.objects, owner, place, beside, context.code_limits, field="algorithm.code_dir"
        )
        beside.rename(target)
        wanted = {*launch.REQUIREMENTS, *launch.HOOK_SHELL, *launch.HOOK_PYTHON}
        files = sorted(path for path in contents.files if path.rpartition("/")[2] in wanted)
        return {"files": files, "count": len(contents.files), "folders": len(contents.folders), "bytes": contents.bytes}

    def _workload(self, row: JobRow, details: JobDetailsRow) -> WorkloadCreate:
        draft = draft_of(details.spec, name=row.name, priority=row.priority)
        facts = details.resolved
        resources = Resources(facts["cpu_milli"], facts["memory_bytes"], facts["disk_bytes"], facts["gpus"], facts["npus"])
        tasks = launch.tasks_of(
            draft,
            job_id=wire_id(row.id),
            code=CodeFacts(frozenset((details.code or {}).get("files", ()))),
            snapshot=str(self._context.code / row.id) if draft.code_dir else None,
            surroundings=self._context.surroundings,
            cards=resources.gpus + resources.npus,
            is_ascend=resources.npus > 0,
            is_pytorch=facts["is_pytorch"],
        )
        return WorkloadCreate(
            owner_type=OWNER_TYPE,
            owner_id=row.id,
            name=row.name,
            image=row.image,
            tasks=tasks,
            flavor=row.flavor,
            resources=resources if details.spec["resource"]["custom"] else None,
            pool=draft.pool or None,
            workspace_id=row.workspace_id,
            priority=draft.priority,
            preemptible=draft.preemptible,
            restart=annotations.restart_of(draft),
            max_run_seconds=draft.auto_stop_seconds,
        )

    async def _fail(self, db: AsyncSession, row: JobRow, error: AppError, now: datetime) -> None:
        await self._end(db, row, error.message(), error.message(Language.ZH), now)

    async def _end(self, db: AsyncSession, row: JobRow, reason: str, reason_zh: str, now: datetime) -> None:
        row.phase, row.secondary_phase = Phase.FAILED, SecondaryPhase.CREATE_FAILED
        row.ended_at = row.changed_at = now
        row.reason = {Language.EN.value: reason, Language.ZH.value: reason_zh}
        event = JobCreateFailed(resource_id=row.id, reason=reason, reason_zh=reason_zh)
        await emit(db, event, by=Subject.from_json((await queries.get_details(db, row)).subject), at=now)


def runners(context: TrainingContext) -> list[ReconcilerRunner[Any, Any, Any] | Periodic]:
    """Return the loops of training."""
    return [ReconcilerRunner(context.database, JobReconciler(context), context.clock), sweep(context), keeping(context)]


def sweep(context: TrainingContext) -> Periodic:
    """Return the periodic work that removes the code of jobs that were deleted."""

    async def work() -> None:
        names = await asyncio.to_thread(_names, context.code)
        ids = [name.removesuffix(_HALF_DONE) for name in names]
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            async with context.database.read_session() as db:
                known = await queries.known_ids(db, part)
            gone = [context.code / name for name in names[start : start + 500] if name.removesuffix(_HALF_DONE) not in known]
            await asyncio.to_thread(_forget, *gone)

    return Periodic("training.sweep", timedelta(minutes=10), work)


def keeping(context: TrainingContext) -> Periodic:
    """Return the periodic work that drops logs when their time is over."""
    return Periodic("training.logs", timedelta(minutes=10), lambda: drop_old_logs(context))


def _names(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir()) if directory.is_dir() else []


def _forget(*directories: Path) -> None:
    for directory in directories:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(directory)
