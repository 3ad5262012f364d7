"""Builds what is wanted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.loops import Periodic, Reconciler, ReconcilerRunner
from modelyard.images.errors import BuildCanceled
from modelyard.images.models import BuildRow
from modelyard.images.ports import BuildOrder, Environment, Progress
from modelyard.images.service.context import ImagesContext
from modelyard.images.types import BuildStep, ImageStatus

LOOP = "images.builds"


@dataclass(frozen=True)
class Build:
    """What a step needs to know of a build."""

    id: str
    token: str
    name: str
    recipe: str
    requirements: str
    lock: str | None
    digest: str | None
    cancel_asked: bool


@dataclass(frozen=True)
class Report:
    """What came of it: an environment, or why there is none."""

    environment: Environment | None = None
    problem: str = ""


def runners(context: ImagesContext) -> "list[ReconcilerRunner[BuildRow, Build, Report] | Periodic]":
    """Return all loops of images."""
    return [ReconcilerRunner(context.database, BuildReconciler(context))]


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
            recipe=row.recipe,
            requirements=row.requirements,
            lock=row.lock,
            digest=row.digest,
            cancel_asked=row.cancel_asked,
        )

    async def act(self, item: Build) -> Report:
        """Build. A failure is the image's, and told to those who want it; only what is the platform's is tried again."""
        if item.cancel_asked:
            return Report(problem=BuildCanceled().message())
        recipe = next((known for known in self._context.recipes if known.key == item.recipe), None)

        async def watch(progress: Progress) -> bool:
            return await self._note(item, progress)

        try:
            assert item.lock is not None
            assert item.digest is not None
            order = BuildOrder(
                name=item.name,
                digest=item.digest,
                lock=item.lock,
                smoke_test="import pip" if recipe is None else recipe.smoke_test,
                sources=self._context.sources,
                env={} if recipe is None else dict(recipe.env),
                trusted=recipe is not None,
            )
            return Report(environment=await self._context.builder.build(order, watch))
        except AppError as error:
            return Report(problem=error.message())
        except OSError as error:
            return Report(problem=f"{error.strerror or error}")

    async def apply(self, db: AsyncSession, row: BuildRow, report: Report, now: datetime) -> None:
        """See `Reconciler`."""
        row.due_at, row.finished_at = None, now
        if report.environment is None:
            row.status, row.message = ImageStatus.CREATE_FAILED, report.problem
            return
        row.status, row.step, row.percent, row.message = ImageStatus.ACTIVE, BuildStep.FINISHED, 100, ""
        row.size_bytes, row.packages = report.environment.size_bytes, len(report.environment.packages)
        row.used_at = now

    async def give_up(self, db: AsyncSession, row: BuildRow, error: str, now: datetime) -> None:
        """See `Reconciler`."""
        row.due_at, row.finished_at = None, now
        row.status, row.message = ImageStatus.CREATE_FAILED, error[:500]

    async def _note(self, item: Build, progress: Progress) -> bool:
        """Write down how far it is; returns False when it was canceled or taken by another."""
        async with self._context.database.session() as db:
            row = await db.get(BuildRow, item.id)
            if row is None or row.lease_token != item.token or row.cancel_asked:
                return False
            row.status, row.started_at = ImageStatus.CREATING, row.started_at or self._context.clock.now()
            row.step, row.percent, row.message = progress.step, min(99, progress.percent), progress.message
            return True
