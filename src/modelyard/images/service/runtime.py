"""From a name to something that an engine can run; what is not there yet is built."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.subject import Subject
from modelyard.images import queries
from modelyard.images.errors import ImageBuildFailed
from modelyard.images.models import BuildRow
from modelyard.images.ports import Environment
from modelyard.images.rules.digests import short_digest
from modelyard.images.rules.references import Reference
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.lookup import Found, find_usable
from modelyard.images.service.presets import SCOPE, Preset
from modelyard.images.types import BeingBuilt, BuildId, BuildStep, ImageKind, ImageStatus, RuntimeImage

_OWN_ENV = (("PYTHONUNBUFFERED", "1"),)


async def check_image(db: AsyncSession, context: ImagesContext, who: Subject, name: str) -> str:
    """Return the whole name of the image that a caller means; for checking what he sent. Builds nothing.

    Raises ImageNotFound with names that are like it, and ImageUnavailable, ContainersImpossible or ImageArchWrong when this
    machine cannot run it.
    """
    return (await find_usable(db, context, who, name)).name


async def require_image(db: AsyncSession, context: ImagesContext, who: Subject, name: str) -> RuntimeImage | BeingBuilt:
    """Return an image that tasks can run in, or how far its build is; the first who asks starts the build.

    who: the owner of the tasks; images of his project are found by their addresses. The caller commits and asks again,
    soon. A build that failed is tried again by the first who asks some time later; one that was canceled as well.
    Raises what `check_image` raises, and ImageBuildFailed with the reason.
    """
    found = await find_usable(db, context, who, name)
    if found.reference is not None:
        return _container(found.reference)
    build_id = found.preset.build_id if found.preset is not None else found.row.id if found.row is not None else ""
    row = await queries.find_build(db, build_id, lock=True)
    digest = row.digest if row is not None else build_id
    environment = None if digest is None else context.builder.find(digest)
    if environment is None:
        return await _ensure_build(db, context, found, row)
    if row is None and found.preset is not None:
        # It was built ahead, by a command.
        row = _new_row(db, found.preset)
        mark_built(row, environment)
    if row is not None:
        row.used_at = now(db)
    return _runtime(context, found, environment)


def mark_built(row: BuildRow, environment: Environment) -> None:
    """Write on a build that its environment is there."""
    row.status, row.step, row.percent, row.message = ImageStatus.ACTIVE, BuildStep.FINISHED, 100, ""
    row.digest, row.size_bytes, row.packages = environment.digest, environment.size_bytes, len(environment.packages)
    row.due_at = None


def begin_again(row: BuildRow) -> None:
    """Put a build back to its beginning."""
    row.status, row.step, row.percent, row.message = ImageStatus.INIT, BuildStep.WAITING, 0, ""
    row.cancel_asked, row.attempts, row.last_error = False, 0, None
    row.started_at = row.finished_at = None


async def _ensure_build(db: AsyncSession, context: ImagesContext, found: Found, row: BuildRow | None) -> BeingBuilt:
    at = now(db)
    if row is None:
        assert found.preset is not None
        row = _new_row(db, found.preset)
        row.due_at = at
    elif row.status == ImageStatus.CREATE_FAILED:
        again_at = (row.finished_at or at) + timedelta(seconds=context.settings.retry_failed_seconds)
        if at < again_at:
            raise failure(found, row)
        begin_again(row)
        row.due_at = at
    elif row.due_at is None:
        # It was built and is gone from the disk, or was registered and never needed.
        begin_again(row)
        row.due_at = at
    after_commit(db, context.wake)
    return BeingBuilt(
        name=row.name,
        build_id=BuildId(row.id),
        step=BuildStep(row.step),
        percent=row.percent,
        message=row.message or "waiting for its turn",
    )


def failure(found: Found, row: BuildRow) -> ImageBuildFailed:
    """Return why an image could not be built, with what to do where we know it."""
    recipe = None if found.preset is None else found.preset.recipe
    hints = {"hint": recipe.hint, "hint_zh": recipe.hint_zh} if recipe is not None else {"hint": "", "hint_zh": ""}
    return ImageBuildFailed(image=row.name, problem=row.message, **hints)


def _new_row(db: AsyncSession, preset: Preset) -> BuildRow:
    row = BuildRow(
        id=preset.build_id,
        name=preset.name,
        scope=SCOPE,
        recipe=preset.recipe.key,
        requirements=preset.recipe.requirements,
        lock=preset.lock,
        digest=preset.build_id,
        status=ImageStatus.INIT,
        step=BuildStep.WAITING,
        percent=0,
        message="",
        created_at=now(db),
    )
    db.add(row)
    return row


def _runtime(context: ImagesContext, found: Found, environment: Environment) -> RuntimeImage:
    return RuntimeImage(
        name=found.name,
        kind=ImageKind.ENVIRONMENT,
        location=environment.directory,
        digest=environment.digest,
        env=_OWN_ENV if found.preset is None else found.preset.recipe.env,
        needs=(context.base,),
    )


def _container(reference: Reference) -> RuntimeImage:
    # What a tag means is the registry's to say when the image is fetched.
    digest = reference.digest.removeprefix("sha256:") or short_digest("oci", str(reference))
    return RuntimeImage(name=str(reference), kind=ImageKind.OCI, location=str(reference), digest=digest)
