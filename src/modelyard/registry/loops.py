"""Takes new models from their package in a bucket to published, and clears away what deleted models leave behind."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import orjson
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.events import Event, emit
from modelyard.core.i18n import Language
from modelyard.core.loops import Periodic, Reconciler, ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.objects.errors.places import FolderOverLimit
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.service import downloads, reading
from modelyard.objects.service import places as objects_places
from modelyard.registry import queries
from modelyard.registry.errors import OwnerGone, PackageTooLarge, SourceInvalid
from modelyard.registry.events import ModelFailed, ModelFilesImported, ModelPublished
from modelyard.registry.models import ModelRow
from modelyard.registry.rules.places import CODE_FILE
from modelyard.registry.service import packages
from modelyard.registry.service.context import LOOP, RegistryContext
from modelyard.registry.service.packages import Sealed
from modelyard.registry.service.servables import PACKAGE_FOLDER
from modelyard.registry.types import ModelStatus, SourceKind, Stage

_MOST_CODE_BYTES = 16 * 2**20
_WHAT_ZH = {"bytes": "字节数", "files and folders": "文件和目录数", "levels": "目录层级"}


@dataclass(frozen=True)
class Item:
    """A model that is to be published, as it was when it was claimed."""

    model_id: str
    stage: Stage
    is_wanted: bool
    owner: Subject
    source_kind: SourceKind
    folder: str
    execution_code: str
    config: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What became of a step. sealed: the package, once it was copied. problem: why it cannot be published."""

    stage: Stage
    owner: Subject
    sealed: Sealed | None = None
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
            is_wanted=row.status == ModelStatus.PUBLISHING,
            owner=Subject.from_json(details.subject),
            source_kind=SourceKind(row.source_kind),
            folder=details.spec.get("folder") or "",
            execution_code=details.spec.get("execution_code") or "",
            config=details.config,
        )

    async def act(self, item: Item) -> Report:
        """Take one step with the rights of the owner; a failure that trying again cannot cure ends it."""
        if not item.is_wanted or item.stage is not Stage.COPY:
            return Report(item.stage, item.owner)
        owner = await self._context.objects.find_subject(item.owner)
        if owner is None:
            return Report(item.stage, item.owner, problem=OwnerGone(user_name=item.owner.user_name, action="-"))
        try:
            return await self._copy(item, owner)
        except FolderOverLimit as error:
            return Report(item.stage, owner, problem=_over_limit(error))
        except AppError as error:
            # What answers 409 or 5xx may be well again in a moment.
            if error.status >= 500 or error.status in {409, 429}:
                raise
            return Report(item.stage, owner, problem=error)

    async def apply(self, db: AsyncSession, row: ModelRow, report: Report, now: datetime) -> None:
        """Write down what a step did, unless the model went on meanwhile."""
        row.due_at = None
        if row.status != ModelStatus.PUBLISHING or row.stage != report.stage:
            return
        if report.problem is not None:
            await self._fail(db, row, report.problem.message(), report.problem.message(Language.ZH), now)
            return
        if report.sealed is not None:
            details = await queries.get_details(db, row)
            details.package, row.size_bytes = report.sealed.to_json(), report.sealed.bytes
            sealed = report.sealed
            await self._tell(db, row, ModelFilesImported(resource_id=row.id, files=sealed.files, bytes=sealed.bytes), now)
        row.status, row.stage, row.changed_at = ModelStatus.PUBLISHED, Stage.DONE, now
        await self._tell(db, row, ModelPublished(resource_id=row.id), now)

    async def give_up(self, db: AsyncSession, row: ModelRow, error: str, now: datetime) -> None:
        """End the import of a model that failed again and again."""
        row.due_at = None
        if row.status == ModelStatus.PUBLISHING:
            await self._fail(db, row, error[:500], error[:500], now)

    async def _copy(self, item: Item, owner: Subject) -> Report:
        if item.source_kind is SourceKind.IMAGE:
            return Report(item.stage, owner)
        context = self._context
        target = context.packages / item.model_id
        beside = context.packages / f"{item.model_id}{packages.HALF_DONE}"
        await asyncio.to_thread(packages.forget, target, beside)
        place = objects_places.read_place(item.folder, field="source_location")
        await downloads.copy_to_directory(
            context.objects, owner, place, beside / PACKAGE_FOLDER, context.limits, field="source_location"
        )
        if item.execution_code:
            code = await self._code(item, owner)
            (beside / PACKAGE_FOLDER / CODE_FILE).write_bytes(code)
        sealed = await asyncio.to_thread(packages.seal, beside, orjson.dumps(item.config, option=orjson.OPT_INDENT_2))
        packages.publish(beside, target)
        return Report(item.stage, owner, sealed=sealed)

    async def _code(self, item: Item, owner: Subject) -> bytes:
        place = objects_places.spell(item.execution_code) or item.execution_code
        try:
            return await reading.read_object(self._context.objects, owner, place, _MOST_CODE_BYTES)
        except ObjectNotFound as error:
            raise SourceInvalid(
                field="execution_code", problem=error.message(), problem_zh=error.message(Language.ZH)
            ) from error

    async def _fail(self, db: AsyncSession, row: ModelRow, reason: str, reason_zh: str, now: datetime) -> None:
        row.status, row.stage, row.changed_at = ModelStatus.FAILED, Stage.DONE, now
        row.reason = {Language.EN.value: reason, Language.ZH.value: reason_zh}
        await self._tell(db, row, ModelFailed(resource_id=row.id, reason=reason, reason_zh=reason_zh), now)

    async def _tell(self, db: AsyncSession, row: ModelRow, event: Event, now: datetime) -> None:
        details = await queries.get_details(db, row)
        await emit(db, event, by=Subject.from_json(details.subject), at=now)


def runners(context: RegistryContext) -> list[ReconcilerRunner[Any, Any, Any] | Periodic]:
    """Return the loops of the registry."""
    return [ReconcilerRunner(context.database, ModelReconciler(context), context.clock), sweep(context)]


def sweep(context: RegistryContext) -> Periodic:
    """Return the periodic work that removes the packages of models that were deleted."""

    async def work() -> None:
        names = await asyncio.to_thread(packages.names_in, context.packages)
        ids = [name.removesuffix(packages.HALF_DONE) for name in names]
        for start in range(0, len(ids), 500):
            async with context.database.read_session() as db:
                known = await queries.known_ids(db, ids[start : start + 500])
            part = names[start : start + 500]
            gone = [context.packages / name for name in part if name.removesuffix(packages.HALF_DONE) not in known]
            await asyncio.to_thread(packages.forget, *gone)

    return Periodic("registry.sweep", timedelta(minutes=10), work)


def _over_limit(error: FolderOverLimit) -> AppError:
    what = str(error.params.get("what", ""))
    return PackageTooLarge(
        field="source_location",
        found=error.params.get("found"),
        limit=error.params.get("limit"),
        what=what,
        what_zh=_WHAT_ZH.get(what, what),
    )
