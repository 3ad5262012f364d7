"""Takes new models from their package in a bucket to published."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadId
from modelyard.core.errors import AppError
from modelyard.core.events import Event, emit
from modelyard.core.i18n import Language
from modelyard.core.loops import Reconciler
from modelyard.core.subject import Subject
from modelyard.registry import queries
from modelyard.registry.errors import DiskShort, OwnerGone
from modelyard.registry.events import (
    ModelChecked,
    ModelCheckStarted,
    ModelEnvironmentBuilt,
    ModelEnvironmentCached,
    ModelEnvironmentFailed,
    ModelEnvironmentStarted,
    ModelFailed,
    ModelFilesImported,
    ModelFilesRecorded,
    ModelPublished,
)
from modelyard.registry.loops import steps
from modelyard.registry.loops.steps import Checked, Environment
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.rules import effective
from modelyard.registry.rules.stages import next_stage
from modelyard.registry.rules.suggesting import with_schemas
from modelyard.registry.service.checks import check_workload
from modelyard.registry.service.context import LOOP, RegistryContext
from modelyard.registry.service.packages import Sealed
from modelyard.registry.types import ModelStatus, ModelType, SourceKind, Stage

# An end is heard of; this is for the case that it was not.
_LOOK_AGAIN = timedelta(seconds=15)
_BUILDING = timedelta(seconds=2)
_MOST_LOST = 3


@dataclass(frozen=True)
class Item:
    """A model that is to be published, as it was when it was claimed."""

    model_id: str
    stage: Stage
    generation: int
    is_wanted: bool
    owner: Subject
    source_kind: SourceKind
    workspace_id: str
    workload_id: str | None
    spec: dict[str, Any]
    config: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What became of a step. problem: why the model cannot be published. Nothing at all: look again later."""

    stage: Stage
    generation: int
    owner: Subject
    sealed: Sealed | None = None
    environment: Environment | None = None
    checked: Checked | None = None
    problem: AppError | None = None


class ModelReconciler(Reconciler[ModelRow, Item, Report]):
    """Copies the package of a new model, has its environment built, and has it loaded once; then it is published."""

    name: ClassVar[str] = LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=60)
    concurrency: ClassVar[int] = 8
    max_attempts: ClassVar[int] = 8
    row_type = ModelRow

    def __init__(self, context: RegistryContext) -> None:
        self._context = context

    def due(self, now: datetime) -> Select[Any]:
        """See `Reconciler`."""
        return super().due(now).options(queries.WITH_DETAILS)

    def snapshot(self, row: ModelRow) -> Item:
        """See `Reconciler`."""
        details = row.details
        return Item(
            model_id=row.id,
            stage=Stage(row.stage),
            generation=row.generation,
            is_wanted=row.status == ModelStatus.PUBLISHING,
            owner=Subject.from_json(details.subject),
            source_kind=SourceKind(row.source_kind),
            workspace_id=row.workspace_id,
            workload_id=row.workload_id,
            spec=details.spec,
            config=details.config,
        )

    async def act(self, item: Item) -> Report:
        """Take one step with the rights of the owner; a failure that trying again cannot cure ends the import."""
        if not item.is_wanted:
            return Report(item.stage, item.generation, item.owner)
        owner = await self._context.objects.find_subject(item.owner)
        if owner is None:
            problem = OwnerGone(user_name=item.owner.user_name, action="-")
            return Report(item.stage, item.generation, item.owner, problem=problem)
        try:
            return await self._step(item, owner)
        except AppError as error:
            # What answers 409 or 5xx may be well again in a moment; a disk is not.
            if not isinstance(error, DiskShort) and (error.status >= 500 or error.status in {409, 429}):
                raise
            return Report(item.stage, item.generation, owner, problem=error)

    async def apply(self, db: AsyncSession, row: ModelRow, report: Report, now: datetime) -> None:
        """Write down what a step did, unless the model went on meanwhile."""
        row.due_at = None
        if row.status != ModelStatus.PUBLISHING or (row.stage, row.generation) != (report.stage, report.generation):
            return
        details = await queries.get_details(db, row)
        if report.problem is not None:
            await self._fail(db, row, report.problem, now)
        elif report.stage is Stage.COPY:
            await self._copied(db, row, details, report, now)
        elif report.stage is Stage.ENVIRONMENT:
            await self._environment(db, row, details, report, now)
        else:
            await self._checked(db, row, details, report, now)

    async def give_up(self, db: AsyncSession, row: ModelRow, error: str, now: datetime) -> None:
        """End the import of a model that failed again and again."""
        row.due_at = None
        if row.status == ModelStatus.PUBLISHING:
            await self._end(db, row, error[:500], error[:500], now)

    async def _step(self, item: Item, owner: Subject) -> Report:
        context = self._context
        done = Report(item.stage, item.generation, owner)
        is_package = item.source_kind is not SourceKind.IMAGE
        if item.stage is Stage.COPY and is_package and item.spec.get("dynamic_load_mode"):
            sealed = await steps.record_package(
                context, owner, folder=item.spec["folder"], model_type=item.config["model_type"], config=item.config
            )
            return Report(item.stage, item.generation, owner, sealed=sealed)
        if item.stage is Stage.COPY and is_package:
            sealed = await steps.copy_package(
                context,
                owner,
                model_id=item.model_id,
                folder=item.spec["folder"],
                execution_code=item.spec.get("execution_code") or "",
                model_type=item.config["model_type"],
                config=item.config,
            )
            return Report(item.stage, item.generation, owner, sealed=sealed)
        if item.stage is Stage.ENVIRONMENT:
            environment = await steps.ensure_environment(
                context,
                owner,
                engine_image=item.spec["runtime_image"],
                config=item.config,
                workspace_id=item.workspace_id,
            )
            return Report(item.stage, item.generation, owner, environment=environment)
        if item.stage is Stage.CHECK and item.workload_id is not None:
            checked = await steps.look_at_check(context, owner, item.workload_id)
            return Report(item.stage, item.generation, owner, checked=checked)
        return done

    async def _copied(self, db: AsyncSession, row: ModelRow, details: ModelDetailsRow, report: Report, now: datetime) -> None:
        sealed = report.sealed
        if sealed is not None:
            details.package, row.size_bytes = sealed.to_json(), sealed.bytes
            kind = ModelFilesRecorded if sealed.is_dynamic else ModelFilesImported
            event = kind(resource_id=row.id, files=sealed.files, bytes=sealed.bytes)
            await self._tell(db, row, event, now)
        await self._go_on(db, row, details, report.owner, now)

    async def _environment(
        self, db: AsyncSession, row: ModelRow, details: ModelDetailsRow, report: Report, now: datetime
    ) -> None:
        environment = report.environment
        assert environment is not None
        if details.spec.get("environment") != environment.address:
            details.spec = {**details.spec, "environment": environment.address}
            begun = ModelEnvironmentStarted if environment.is_new else ModelEnvironmentCached
            await self._tell(db, row, begun(resource_id=row.id, image=environment.address), now)
        if not environment.is_ready:
            row.due_at = now + _BUILDING
            return
        details.image = environment.address
        await self._tell(db, row, ModelEnvironmentBuilt(resource_id=row.id, image=environment.address), now)
        await self._go_on(db, row, details, report.owner, now)

    async def _checked(self, db: AsyncSession, row: ModelRow, details: ModelDetailsRow, report: Report, now: datetime) -> None:
        checked = report.checked
        if checked is None:
            row.due_at = now + _LOOK_AGAIN
            if row.workload_id is None:
                await self._submit(db, row, details, report.owner, now)
            return
        if row.workload_id is not None:
            await compute.remove(db, self._context.compute, report.owner, WorkloadId(row.workload_id))
            row.workload_id = None
        if checked.is_lost and row.generation < _MOST_LOST:
            row.generation += 1
            row.due_at = now
            return
        verdict = checked.verdict
        details.found = {
            "engine": verdict.engine,
            "inputs": [asdict(one) for one in verdict.inputs],
            "outputs": [asdict(one) for one in verdict.outputs],
            "columns": list(verdict.columns),
            "labels": list(verdict.labels),
            "load_seconds": verdict.load_seconds,
            "log": checked.log,
        }
        if not verdict.is_good:
            await self._fail(db, row, steps.load_failed(verdict), now)
            return
        config = effective.load(details.config)
        details.config = effective.dump(replace(config, apis=with_schemas(config.apis, verdict)))
        await self._tell(db, row, ModelChecked(resource_id=row.id, detail=verdict.engine), now)
        await self._go_on(db, row, details, report.owner, now)

    async def _submit(self, db: AsyncSession, row: ModelRow, details: ModelDetailsRow, owner: Subject, now: datetime) -> None:
        try:
            async with db.begin_nested():
                wanted = await check_workload(db, self._context, row, details)
                workload = await compute.submit(db, self._context.compute, owner, wanted)
        except AppError as error:
            await self._fail(db, row, error, now)
            return
        row.workload_id = workload.id
        await self._tell(db, row, ModelCheckStarted(resource_id=row.id), now)

    async def _go_on(self, db: AsyncSession, row: ModelRow, details: ModelDetailsRow, owner: Subject, now: datetime) -> None:
        """Go to the next stage, or publish."""
        brings_server = row.source_kind == SourceKind.IMAGE or row.type == ModelType.CUSTOM
        row.stage = next_stage(
            Stage(row.stage),
            needs_environment=bool(details.config.get("dependencies")) and not brings_server,
            needs_check=self._context.settings.check_models and not brings_server,
        )
        row.changed_at = now
        if row.stage is not Stage.DONE:
            row.due_at = now
            if row.stage is Stage.CHECK:
                row.due_at = now + _LOOK_AGAIN
                await self._submit(db, row, details, owner, now)
            return
        row.status = ModelStatus.PUBLISHED
        await self._tell(db, row, ModelPublished(resource_id=row.id), now)

    async def _fail(self, db: AsyncSession, row: ModelRow, error: AppError, now: datetime) -> None:
        await self._end(db, row, error.message(), error.message(Language.ZH), now)

    async def _end(self, db: AsyncSession, row: ModelRow, reason: str, reason_zh: str, now: datetime) -> None:
        is_build = row.stage == Stage.ENVIRONMENT
        row.status = ModelStatus.BUILDING_FAILED if is_build else ModelStatus.FAILED
        if row.workload_id is not None:
            await compute.stop(db, self._context.compute, Subject.system(LOOP), WorkloadId(row.workload_id))
            row.workload_id = None
        row.stage, row.changed_at, row.due_at = Stage.DONE, now, None
        row.reason = {Language.EN.value: reason, Language.ZH.value: reason_zh}
        if is_build:
            event = ModelEnvironmentFailed(resource_id=row.id, reason=reason, reason_zh=reason_zh)
            await self._tell(db, row, event, now)
        await self._tell(db, row, ModelFailed(resource_id=row.id, reason=reason, reason_zh=reason_zh), now)

    async def _tell(self, db: AsyncSession, row: ModelRow, event: Event, now: datetime) -> None:
        details = await queries.get_details(db, row)
        await emit(db, event, by=Subject.from_json(details.subject), at=now)
