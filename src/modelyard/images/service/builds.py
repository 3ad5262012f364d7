"""Builds of images: how far they are, what they wrote, how to stop them; and builds ahead, by a command."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.subject import Subject
from modelyard.images import queries
from modelyard.images.errors import BuildProblem, ImageBuildFailed, ImageNotFound, ImageUnavailable, NoBuild
from modelyard.images.models import BuildRow
from modelyard.images.ports import BuildOrder, Environment, Watcher
from modelyard.images.rules.names import near
from modelyard.images.schemas import ImageBuild
from modelyard.images.service.catalogue import get_row, get_row_of_project, preset_of
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import find_preset, list_presets
from modelyard.images.service.shapes import milliseconds_or_none
from modelyard.images.types import BuildStep, ImageStatus

_LOG_TAIL = 64 * 1024
_RUNNING = frozenset({ImageStatus.INIT.value, ImageStatus.CREATING.value})


async def get_build(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> ImageBuild:
    """Return the build of an image with the end of its log. Raises ImageNotFound, NoBuild."""
    preset = preset_of(context, image_id)
    if preset is None:
        name = (await get_row(db, who, image_id)).address
        row = await queries.find_build(db, image_id)
    else:
        name, row = preset.name, await queries.find_build(db, preset.build_id)
    if row is None:
        raise NoBuild(image=name, resource=image_id)
    return _shape(context, row)


async def cancel_build(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> ImageBuild:
    """Ask a build to stop; one that has ended stays as it is. Raises ImageNotFound, NoBuild, PresetImageFixed."""
    row = await get_row_of_project(db, context, who, image_id)
    build = await queries.find_build(db, image_id, lock=True)
    if build is None:
        raise NoBuild(image=row.address, resource=image_id)
    if build.status in _RUNNING and build.due_at is not None:
        build.cancel_asked = True
        build.due_at = now(db)
        after_commit(db, context.wake)
    return _shape(context, build)


async def build_preset(context: ImagesContext, name: str, watcher: Watcher) -> Environment:
    """Build a preset image here and now, unless it is there; needs no database and no running platform.

    Raises ImageNotFound, ImageUnavailable, ImageBuildFailed, BuildCanceled, SandboxImpossible.
    """
    preset = find_preset(context, name)
    if preset is None:
        raise ImageNotFound(image=name[:200], near=", ".join(near(name, [known.name for known in list_presets(context)])))
    if preset.missing:
        raise ImageUnavailable(image=preset.name, problem=preset.missing)
    found = context.builder.find(preset.build_id)
    if found is not None:
        return found
    recipe, sources = preset.recipe, context.sources
    try:
        lock = preset.lock
        if lock is None:
            lock = await context.builder.resolve(
                recipe.requirements, sources, digest=preset.build_id, trusted=True, watcher=watcher
            )
        env = dict(recipe.env)
        order = BuildOrder(preset.name, preset.build_id, lock, recipe.smoke_test, sources, env, trusted=True)
        return await context.builder.build(order, watcher)
    except BuildProblem as error:
        hints = {"hint": recipe.hint, "hint_zh": recipe.hint_zh}
        raise ImageBuildFailed(image=preset.name, problem=error.message(), **hints) from error


def _shape(context: ImagesContext, row: BuildRow) -> ImageBuild:
    log = context.builder.read_log(row.digest or row.id)
    return ImageBuild(
        id=row.id,
        name=row.name,
        status=ImageStatus(row.status),
        step=BuildStep(row.step),
        percent=row.percent,
        message=row.message,
        packages=row.packages,
        lock=row.lock,
        log=log[-_LOG_TAIL:],
        started_at=milliseconds_or_none(row.started_at),
        finished_at=milliseconds_or_none(row.finished_at),
    )
