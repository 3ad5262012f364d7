"""Builds what is wanted, and takes away what nobody needs any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.loops import Periodic, Reconciler, ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.images.errors import BuildCanceled, BuildProblem
from modelyard.images.events import ImageBuilt, ImageNotBuilt
from modelyard.images.models import BuildRow
from modelyard.images.ports import BuildOrder, Environment, Progress, Watcher
from modelyard.images.rules.sources import PackageSources
from modelyard.images.service.catalogue import OWN_SMOKE_TEST
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.housekeeping import clean_up
from modelyard.images.service.presets import digest_of
from modelyard.images.service.runtime import mark_built
from modelyard.images.types import ImageStatus

LOOP = "images.builds"
_WHO = Subject.system(LOOP)


@dataclass(frozen=True)
class Build:
    """What a step needs to know of a build."""

    id: str
    token: str
    name: str
    scope: str
    recipe: str
    requirements: str
    lock: str | None
    cancel_asked: bool


@dataclass(frozen=True)
class Report:
    """What came of it: an environment with its lock, or why there is none."""

    environment: Environment | None = None
    lock: str | None = None
    problem: str = ""


def runners(context: ImagesContext) -> list[ReconcilerRunner[Any, Any, Any] | Periodic]:
    """Return all loops of images."""

    async def work() -> None:
        await clean_up(context)

    return [ReconcilerRunner(context.database, BuildReconciler(context)), Periodic("images.sweep", timedelta(minutes=10), work)]


class BuildReconciler(Reconciler[BuildRow, Build, Report]):
    """Makes the environments that somebody asked for. A build that dies with its process begins anew."""

    name: ClassVar[str] = LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=30)
    concurrency: ClassVar[int] = 2
    max_attempts: ClassVar[int] = 3
    row_type = BuildRow

    def __init__(self, context: ImagesContext) -> None:
        self._context = context

    def snapshot(self, row: BuildRow) -> Build:
        """See `Reconciler`."""
        return Build(
            id=row.id,
            token=row.lease_token or "",
            name=row.name,
            scope=row.scope,
            recipe=row.recipe,
            requirements=row.requirements,
            lock=row.lock,
            cancel_asked=row.cancel_asked,
        )

    async def act(self, item: Build) -> Report:
        """Build. A failure is the image's, and told to those who want it; only what is the platform's is tried again."""
        lock = item.lock
        try:
            if item.cancel_asked:
                raise BuildCanceled

            async def watch(progress: Progress) -> bool:
                return await self._note(item, progress)

            if lock is None:
                lock = await self._resolve(item, watch)
            return Report(environment=await self._build(item, lock, watch), lock=lock)
        except AppError as error:
            return Report(lock=lock, problem=error.message())
        except OSError as error:
            return Report(lock=lock, problem=error.strerror or str(error))

    async def apply(self, db: AsyncSession, row: BuildRow, report: Report, now: datetime) -> None:
        """See `Reconciler`."""
        row.due_at, row.finished_at, row.cancel_asked = None, now, False
        row.lock = report.lock
        if report.environment is None:
            await self._fail(db, row, report.problem, now)
            return
        mark_built(row, report.environment)
        row.used_at = now
        await emit(db, ImageBuilt(resource_id=row.id, image=row.name, packages=row.packages), by=_WHO, at=now)

    async def give_up(self, db: AsyncSession, row: BuildRow, error: str, now: datetime) -> None:
        """See `Reconciler`."""
        row.due_at, row.finished_at = None, now
        await self._fail(db, row, error[:500], now)

    async def _fail(self, db: AsyncSession, row: BuildRow, problem: str, now: datetime) -> None:
        row.status, row.message = ImageStatus.CREATE_FAILED, problem
        await emit(db, ImageNotBuilt(resource_id=row.id, image=row.name, reason=problem[:500]), by=_WHO, at=now)

    async def _resolve(self, item: Build, watch: Watcher) -> str:
        """Choose versions: of wheels if there are any for everything, else with packages that are built from source."""
        builder, sources = self._context.builder, self._context.sources
        try:
            return await builder.resolve(item.requirements, sources, digest=item.id, trusted=True, watcher=watch)
        except BuildProblem as error:
            if item.recipe or not error.params.get("from_source_may_help"):
                raise
        return await builder.resolve(item.requirements, self._source_sources(), digest=item.id, trusted=False, watcher=watch)

    async def _build(self, item: Build, lock: str, watch: Watcher) -> Environment:
        recipe = next((known for known in self._context.recipes if known.key == item.recipe), None)
        smoke_test = OWN_SMOKE_TEST if recipe is None else recipe.smoke_test
        env = {} if recipe is None else dict(recipe.env)
        # A preset image is one for each machine, however its versions were chosen there.
        digest = item.id
        if recipe is None:
            digest = digest_of(self._context, scope=item.scope, lock=lock, smoke_test=smoke_test)

        async def build(sources: PackageSources, *, trusted: bool) -> Environment:
            order = BuildOrder(item.name, digest, lock, smoke_test, sources, env, trusted=trusted)
            return await self._context.builder.build(order, watch)

        try:
            return await build(self._context.sources, trusted=True)
        except BuildProblem as error:
            if recipe is not None or not error.params.get("from_source_may_help"):
                raise
        return await build(self._source_sources(), trusted=False)

    def _source_sources(self) -> PackageSources:
        """Return where packages come from when their own code runs meanwhile, which sees the addresses."""
        settings, sources = self._context.settings, self._context.sources
        if not settings.source_builds:
            raise BuildProblem(problem="a package has no wheel for this machine, and images.source_builds is off")
        return sources if settings.share_index_credentials else sources.without_credentials()

    async def _note(self, item: Build, progress: Progress) -> bool:
        """Write down how far it is; returns False when it was canceled or taken by another."""
        async with self._context.database.session() as db:
            row = await db.get(BuildRow, item.id)
            if row is None or row.lease_token != item.token or row.cancel_asked:
                return False
            row.status, row.started_at = ImageStatus.CREATING, row.started_at or self._context.clock.now()
            row.step, row.percent, row.message = progress.step, min(99, progress.percent), progress.message
            return True
