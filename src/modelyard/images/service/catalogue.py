"""The catalogue: list, show, register, delete and synchronise images."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.events import emit
from modelyard.core.ids import new_id
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.service.workspaces import require_workspace
from modelyard.images import queries
from modelyard.images.errors import (
    AddressInvalid,
    AddressReserved,
    ImageExists,
    ImageNotFound,
    PresetImageFixed,
    RequirementsInvalid,
    RequirementsTwice,
    SortKeyInvalid,
    TooManyImages,
)
from modelyard.images.events import ImageDeleted, ImageRegistered
from modelyard.images.models import BuildRow, ImageGroupRow, ImageRow
from modelyard.images.rules.references import Reference, read_reference
from modelyard.images.rules.requirements import Problem, Requirements, read_requirements
from modelyard.images.schemas import Image, ImageRegister
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.lookup import address_digest, is_open
from modelyard.images.service.presets import Preset, digest_of, list_presets
from modelyard.images.service.runtime import begin_again
from modelyard.images.service.shapes import preset_id, preset_image, registered_image
from modelyard.images.types import LONGEST_REQUIREMENTS, BuildStep, ImageKind, ImageStatus, ImageType

# What an environment of somebody's own must be able to do before it counts: start, and find its packages.
OWN_SMOKE_TEST = """
import importlib.metadata
assert list(importlib.metadata.distributions())
"""
_SORT_KEYS = (*queries.COLUMNS, "status", "size")
_DEFAULT_SORT = "create_at"


async def list_images(
    db: AsyncSession,
    context: ImagesContext,
    who: Subject,
    *,
    type: ImageType = ImageType.BUILD_IN,  # noqa: A002 - the name that the API has for it
    name: str | None = None,
    fuzzy: bool = True,
    namespace: str | None = None,
    service_type: str | None = None,
    workspace_id: str = "0",
    show_name: str | None = None,
    show_tag: str | None = None,
    sort_key: str | None = None,
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> Page[Image]:
    """Return preset images, or those registered in a workspace of the caller's project together with public ones.

    name: a part of it unless `fuzzy` is off. sort_key: fields, joined by commas. show_name, show_tag: of preset images.
    Raises SortKeyInvalid, and what entering the workspace raises.
    """
    keys = _sort_keys(sort_key)
    if type is ImageType.BUILD_IN:
        wanted: dict[str, Any] = {"name": name, "namespace": namespace, "service_type": service_type, "fuzzy": fuzzy}
        wanted |= {"show_name": show_name, "show_tag": show_tag}
        found = await _list_presets(db, context)
        found = [image for image in found if _fits(image, **wanted)]
        for key in reversed(keys):
            found.sort(key=lambda image, key=key: getattr(image, key), reverse=descending)  # type: ignore[misc]
        return Page(found[offset : offset + limit], len(found))
    await require_workspace(db, who, workspace_id)
    statement = queries.narrowed(
        queries.listed(who, workspace_id),
        name=name if name is not None else show_name,
        fuzzy=fuzzy,
        namespace=namespace,
        service_type=service_type,
        tag=show_tag,
    )
    columns = [queries.COLUMNS[key] for key in keys if key in queries.COLUMNS] or [queries.COLUMNS[_DEFAULT_SORT]]
    order = [column.desc() if descending else column.asc() for column in (*columns, ImageRow.id)]
    page = await fetch_page(db, statement.order_by(*order), offset=offset, limit=limit)
    builds = await queries.builds_of(db, [row.id for row in page.items])
    return Page([registered_image(row, builds.get(row.id)) for row in page.items], page.total)


async def get_image(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> Image:
    """Return an image by id. Raises ImageNotFound."""
    preset = _preset_by_id(context, image_id)
    if preset is not None:
        return preset_image(context, preset, await queries.find_build(db, preset.build_id))
    row = await get_row(db, who, image_id)
    group = await db.get(ImageGroupRow, row.group_id)
    build = await queries.find_build(db, row.id)
    return registered_image(row, build, None if group is None else group.tags)


async def register_image(context: ImagesContext, who: Subject, wanted: ImageRegister) -> Image:
    """Register an OCI image of a registry, or a requirement file that becomes an environment.

    An environment is built at once, in the background; its status tells how far it is. Where the file leaves versions open,
    they are chosen at that time and stay.
    Raises AddressInvalid, AddressReserved, RequirementsInvalid, RequirementsTwice, ImageExists, TooManyImages, what reading
    the object raises, and what entering the workspace raises.
    """
    reference = _reference(context, wanted.swr_path)
    requirements = await _requirements(context, who, wanted)
    async with context.database.session() as db:
        await require_workspace(db, who, wanted.workspace_id)
        if await queries.count_images(db, who) >= context.settings.max_images:
            raise TooManyImages(quota="images", limit=context.settings.max_images)
        group = await _ensure_group(db, who, reference, wanted)
        row = _new_row(context, who, wanted, reference, group, requirements=requirements)
        row.created_at = row.updated_at = now(db)
        db.add(row)
        try:
            await db.flush()  # the constraint decides between two who register the same
        except IntegrityError as error:
            raise ImageExists(image=str(reference), problem="it exists") from error
        build = None
        if requirements is not None:
            build = _new_build(context, row, requirements)
            build.created_at = build.due_at = now(db)
            db.add(build)
            await db.flush()  # so that the defaults of its columns are there
            after_commit(db, context.wake)
        await emit(db, ImageRegistered(resource_id=row.id, address=row.address), by=who, at=row.created_at)
        return registered_image(row, build, group.tags)


async def delete_image(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> Image:
    """Delete a registered image; what runs in it goes on, and its environment stays as long as it is used.

    Nothing is deleted in other registries. Raises ImageNotFound, PresetImageFixed.
    """
    row = await get_row_of_project(db, context, who, image_id)
    group = await db.get(ImageGroupRow, row.group_id)
    shape = registered_image(row, await queries.find_build(db, row.id), None if group is None else group.tags)
    await remove_rows(db, who, [row])
    remaining = await queries.images_in_group(db, row.group_id)
    if group is not None and not remaining:
        await db.delete(group)
    return shape.model_copy(update={"status": ImageStatus.DELETED, "status_message": ""})


async def sync_image(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> Image:
    """Look at an image anew: one whose build failed, or whose environment is gone, is built again.

    Of one whose build failed, versions that the requirements leave open are chosen anew. Raises ImageNotFound.
    """
    preset = _preset_by_id(context, image_id)
    row = None if preset is not None else await get_row_of_project(db, context, who, image_id)
    build_id = preset.build_id if preset is not None else image_id
    build = await queries.find_build(db, build_id, lock=True)
    if build is not None and build.due_at is None and _is_gone(context, build):
        if row is not None and build.status == ImageStatus.CREATE_FAILED and not _is_lock(build):
            build.lock = build.digest = None
        begin_again(build)
        build.due_at = now(db)
        after_commit(db, context.wake)
    if row is not None:
        row.updated_at = now(db)
        return registered_image(row, build)
    assert preset is not None
    return preset_image(context, preset, build)


async def remove_rows(db: AsyncSession, who: Subject, rows: Sequence[ImageRow]) -> None:
    """Delete images; their builds are canceled, and remembered until their environments are gone."""
    at = now(db)
    for row in rows:
        build = await queries.find_build(db, row.id, lock=True)
        if build is not None:
            build.unwanted_at, build.cancel_asked = at, True
        await db.delete(row)
        await emit(db, ImageDeleted(resource_id=row.id, address=row.address), by=who, at=at)
    await db.flush()  # so that what is counted afterwards does not count them


async def get_row(db: AsyncSession, who: Subject, image_id: str) -> ImageRow:
    """Return a registered image that the caller may see. Raises ImageNotFound."""
    row = await queries.find_image(db, who, image_id)
    if row is None or not await is_open(db, who, row):
        raise ImageNotFound(image=image_id, near="GET /v1/{project_id}/images", resource=image_id)
    return row


async def get_row_of_project(db: AsyncSession, context: ImagesContext, who: Subject, image_id: str) -> ImageRow:
    """Return an image of the caller's project, to change it. Raises PresetImageFixed, ImageNotFound."""
    preset = _preset_by_id(context, image_id)
    if preset is not None:
        raise PresetImageFixed(image=preset.name, problem="preset")
    row = await get_row(db, who, image_id)
    if (row.domain_id, row.project_id) != (who.domain_id, who.project_id or ""):
        # A public image of others: it may be used, and that is all.
        raise ImageNotFound(image=image_id, near="GET /v1/{project_id}/images?type=DEDICATED", resource=image_id)
    return row


def preset_of(context: ImagesContext, image_id: str) -> Preset | None:
    """Return the preset image of an id."""
    return _preset_by_id(context, image_id)


def _preset_by_id(context: ImagesContext, image_id: str) -> Preset | None:
    return next((preset for preset in list_presets(context) if preset_id(preset) == image_id), None)


async def _list_presets(db: AsyncSession, context: ImagesContext) -> list[Image]:
    presets = list_presets(context)
    builds = await queries.builds_of(db, [preset.build_id for preset in presets])
    return [preset_image(context, preset, builds.get(preset.build_id)) for preset in presets]


def _fits(
    image: Image,
    *,
    name: str | None,
    fuzzy: bool,
    namespace: str | None,
    service_type: str | None,
    show_name: str | None,
    show_tag: str | None,
) -> bool:
    if name is not None and (name.lower() not in image.name if fuzzy else name != image.name):
        return False
    return (
        namespace in {None, image.namespace}
        and service_type in {None, image.service_type}
        and show_name in {None, image.show_name}
        and show_tag in {None, image.show_tag}
    )


def _sort_keys(text: str | None) -> list[str]:
    keys = [key for key in (text or "").split(",") if key] or [_DEFAULT_SORT]
    for key in keys:
        if key not in _SORT_KEYS:
            raise SortKeyInvalid(field="sort_key", value=key, problem="unknown", keys=", ".join(_SORT_KEYS))
    return keys


def _reference(context: ImagesContext, text: str) -> Reference:
    reference = read_reference(text, registry=context.settings.registry)
    if reference is None or max(len(reference.namespace), len(reference.name)) > 255 or not reference.tag:
        raise AddressInvalid(field="swr_path", value=text[:200], problem="no address")
    if reference.registry == context.settings.registry and reference.namespace == context.settings.organization:
        raise AddressReserved(field="swr_path", organization=reference.namespace, problem="reserved")
    return reference


async def _requirements(context: ImagesContext, who: Subject, wanted: ImageRegister) -> Requirements | None:
    text, field = wanted.requirements, "requirements"
    if wanted.requirements_path is not None:
        field = "requirements_path"
        if text is not None:
            raise RequirementsTwice(field=field, problem="both are given")
        assert context.read_object is not None
        text = (await context.read_object(who, wanted.requirements_path, LONGEST_REQUIREMENTS + 1)).decode("utf-8", "replace")
    if text is None:
        return None
    found = read_requirements(text)
    if isinstance(found, Problem):
        raise RequirementsInvalid(field=field, line=found.line, problem=found.problem, problem_zh=found.problem_zh)
    return found


async def _ensure_group(db: AsyncSession, who: Subject, reference: Reference, wanted: ImageRegister) -> ImageGroupRow:
    at = now(db)
    tags = [_tag(text) for text in wanted.tags]
    group = await queries.find_group_named(db, who, reference.namespace, reference.name)
    if group is None:
        group = ImageGroupRow(
            id=new_id(),
            domain_id=who.domain_id,
            project_id=who.project_id or "",
            namespace=reference.namespace,
            name=reference.name,
            read_me=wanted.read_me,
            tags=tags,
            created_at=at,
            updated_at=at,
        )
        db.add(group)
        try:
            await db.flush()  # images point to it
        except IntegrityError as error:
            raise ImageExists(image=str(reference), problem="it is being registered") from error
        return group
    group.updated_at = at
    group.read_me = wanted.read_me or group.read_me
    group.tags = tags or group.tags
    return group


def _tag(text: str) -> dict[str, str]:
    key, _, value = text.partition("=")
    return {"key": key[:128] or "-", "value": value[:255]}


def _new_row(
    context: ImagesContext,
    who: Subject,
    wanted: ImageRegister,
    reference: Reference,
    group: ImageGroupRow,
    *,
    requirements: Requirements | None,
) -> ImageRow:
    arch = wanted.arch or context.machine.arch
    values: dict[str, Any] = {
        "arch": (context.machine.arch if requirements is not None else arch).lower(),
        "description": wanted.description,
        "origin": wanted.origin,
        "resource_categories": sorted(set(wanted.resource_category)),
        "dev_services": sorted(set(wanted.services)),
        "service_type": wanted.service_type,
        "flavor_type": wanted.flavor_type,
        "visibility": wanted.visibility,
        "source": wanted.requirements_path,
    }
    return ImageRow(
        id=new_id(),
        group_id=group.id,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        kind=ImageKind.OCI if requirements is None else ImageKind.ENVIRONMENT,
        namespace=reference.namespace,
        name=reference.name,
        tag=reference.tag,
        address=str(reference),
        address_digest=address_digest(str(reference)),
        **values,
    )


def _new_build(context: ImagesContext, row: ImageRow, requirements: Requirements) -> BuildRow:
    text = requirements.text if requirements.is_lock or "pip" in requirements.names else f"{requirements.text}pip\n"
    lock = text if requirements.is_lock else None
    scope = f"{row.domain_id}/{row.project_id}"[:64]
    return BuildRow(
        id=row.id,
        name=row.address,
        scope=scope,
        requirements=text,
        lock=lock,
        digest=None if lock is None else digest_of(context, scope=scope, lock=lock, smoke_test=OWN_SMOKE_TEST),
        status=ImageStatus.INIT,
        step=BuildStep.WAITING,
        percent=0,
        message="",
    )


def _is_lock(build: BuildRow) -> bool:
    return build.lock is not None and build.lock == build.requirements


def _is_gone(context: ImagesContext, build: BuildRow) -> bool:
    return build.digest is None or context.builder.find(build.digest) is None
