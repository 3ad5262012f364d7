"""From a name to something that an engine can run; what is not there yet is built."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.subject import Subject
from modelyard.images import queries
from modelyard.images.errors import ImageBuildFailed, ImageNotFound, ImageUnavailable
from modelyard.images.models import BuildRow
from modelyard.images.ports import Environment
from modelyard.images.rules.names import near
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import SCOPE, Preset, find_preset, list_presets
from modelyard.images.types import BeingBuilt, BuildId, BuildStep, ImageKind, ImageStatus, RuntimeImage


async def check_image(db: AsyncSession, context: ImagesContext, who: Subject, name: str) -> str:  # noqa: ARG001
    """Return the whole name of the image that a caller means; for checking what he sent. Builds nothing.

    Raises ImageNotFound with names that are like it, ImageUnavailable when this machine cannot have it.
    """
    return (_find(context, name)).name


async def require_image(
    db: AsyncSession,
    context: ImagesContext,
    who: Subject,  # noqa: ARG001
    name: str,
) -> RuntimeImage | BeingBuilt:
    """Return an image that tasks can run in, or how far its build is; the first who asks starts the build.

    The caller commits and asks again, soon. A build that failed is tried again by the first who asks some time later.
    Raises ImageNotFound, ImageUnavailable, and ImageBuildFailed with the reason.
    """
    preset = _find(context, name)
    row = await queries.find_build(db, preset.build_id, lock=True)
    environment = context.builder.find(preset.build_id if row is None or row.digest is None else row.digest)
    if environment is not None:
        if row is not None:
            row.used_at = now(db)
        return _runtime(context, preset, environment)
    return await _ensure_build(db, context, preset, row)


def _find(context: ImagesContext, name: str) -> Preset:
    preset = find_preset(context, name)
    if preset is None:
        names = [known.name for known in list_presets(context)]
        raise ImageNotFound(image=name[:200], near=", ".join(near(name, names)), resource=name[:200])
    if preset.missing:
        raise ImageUnavailable(image=preset.name, problem=preset.missing)
    return preset


async def _ensure_build(db: AsyncSession, context: ImagesContext, preset: Preset, row: BuildRow | None) -> BeingBuilt:
    at = now(db)
    if row is None:
        row = BuildRow(
            id=preset.build_id,
            name=preset.name,
            scope=SCOPE,
            recipe=preset.recipe.key,
            requirements=preset.recipe.requirements,
            lock=preset.lock,
            digest=preset.build_id if preset.lock is not None else None,
            status=ImageStatus.INIT,
            step=BuildStep.WAITING,
            percent=0,
            message="",
            created_at=at,
            due_at=at,
        )
        db.add(row)
    elif row.status == ImageStatus.CREATE_FAILED:
        again_at = (row.finished_at or at) + timedelta(seconds=context.settings.retry_failed_seconds)
        if at < again_at:
            raise ImageBuildFailed(image=row.name, problem=row.message, hint=preset.recipe.hint)
        _begin_again(row)
        row.due_at = at
    elif row.status == ImageStatus.ACTIVE:
        # It was built and is gone from the disk.
        _begin_again(row)
        row.due_at = at
    after_commit(db, context.wake)
    return BeingBuilt(
        name=row.name,
        build_id=BuildId(row.id),
        step=BuildStep(row.step),
        percent=row.percent,
        message=row.message or "waiting for its turn",
    )


def _begin_again(row: BuildRow) -> None:
    row.status, row.step, row.percent, row.message = ImageStatus.INIT, BuildStep.WAITING, 0, ""
    row.cancel_asked, row.attempts, row.last_error = False, 0, None
    row.started_at = row.finished_at = None


def _runtime(context: ImagesContext, preset: Preset, environment: Environment) -> RuntimeImage:
    return RuntimeImage(
        name=preset.name,
        kind=ImageKind.ENVIRONMENT,
        location=environment.directory,
        digest=environment.digest,
        env=preset.recipe.env,
        needs=(context.base,),
    )
