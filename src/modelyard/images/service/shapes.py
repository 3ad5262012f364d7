"""Rows and presets as their readers see them."""

from datetime import datetime

from modelyard.core.clock import to_milliseconds
from modelyard.images.models import BuildRow, ImageGroupRow, ImageRow
from modelyard.images.rules.digests import short_digest
from modelyard.images.schemas import Image, ImageGroup, ImageTag
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import Preset, address_of, group_of
from modelyard.images.types import ImageKind, ImageOrigin, ImageStatus, ImageType, ServiceType, Visibility

# Preset images came with the platform; the API wants a time of them.
_PRESET_MS = 1_767_225_600_000
_KB = 1024


def preset_id(preset: Preset) -> str:
    """Return the id of a preset image: the same on every machine that has it."""
    return short_digest("preset", preset.name)


def preset_image(context: ImagesContext, preset: Preset, build: BuildRow | None) -> Image:
    """Return a preset image. One that was built ahead by a command has no row and counts all the same."""
    recipe = preset.recipe
    environment = context.builder.find(build.digest if build is not None and build.digest else preset.build_id)
    status, message = _status(build)
    if preset.missing:
        status, message = ImageStatus.ERROR, f"this machine has no {preset.missing}"
    elif environment is not None:
        status, message = ImageStatus.ACTIVE, ""
    return Image(
        id=preset_id(preset),
        name=preset.name,
        namespace=context.settings.organization,
        tag=preset.name,
        swr_path=f"{context.settings.registry}/{address_of(context, preset)}",
        show_name=recipe.engine_name,
        show_tag=recipe.version or context.machine.python_full,
        arch=context.machine.arch.upper(),
        type=ImageType.BUILD_IN,
        origin=ImageOrigin.CUSTOMIZE,
        status=status,
        status_message=message,
        service_type=ServiceType.COMMON,
        dev_services=["NOTEBOOK", "SSH"],
        resource_categories=list(recipe.resources),
        support_res_categories=list(recipe.resources),
        visibility=Visibility.PUBLIC,
        description=recipe.description,
        size=0 if environment is None else environment.size_bytes // _KB,
        workspace_id="0",
        kind=ImageKind.ENVIRONMENT,
        create_at=_PRESET_MS if environment is None else environment.built_at_ms,
        update_at=_PRESET_MS if environment is None else environment.built_at_ms,
    )


def registered_image(row: ImageRow, build: BuildRow | None, tags: list[dict[str, str]] | None = None) -> Image:
    """Return a registered image."""
    status, message = (ImageStatus.ACTIVE, "") if row.kind == ImageKind.OCI else _status(build)
    return Image(
        id=row.id,
        name=row.name,
        namespace=row.namespace,
        tag=row.tag,
        swr_path=row.address,
        arch=row.arch.upper(),
        type=ImageType.DEDICATED,
        origin=ImageOrigin(row.origin),
        status=status,
        status_message=message,
        service_type=ServiceType(row.service_type),
        dev_services=row.dev_services,
        resource_categories=row.resource_categories,
        support_res_categories=row.resource_categories,
        flavor_type=row.flavor_type,
        visibility=Visibility(row.visibility),
        description=row.description,
        size=0 if build is None else build.size_bytes // _KB,
        tags=[ImageTag(**tag) for tag in tags or []],
        workspace_id=row.workspace_id,
        kind=row.kind,
        create_at=to_milliseconds(row.created_at),
        update_at=to_milliseconds(row.updated_at),
    )


def registered_group(row: ImageGroupRow, count: int, description: str) -> ImageGroup:
    """Return a group of registered images."""
    return ImageGroup(
        id=row.id,
        name=row.name,
        namespace=row.namespace,
        version_count=count,
        description=description,
        read_me=row.read_me,
        tags=[ImageTag(**tag) for tag in row.tags],
        create_at=to_milliseconds(row.created_at),
        update_at=to_milliseconds(row.updated_at),
    )


def preset_group(context: ImagesContext, name: str, presets: list[Preset]) -> ImageGroup:
    """Return the group of the preset images that share a name."""
    return ImageGroup(
        id=short_digest("preset group", name),
        name=name,
        namespace=context.settings.organization,
        version_count=len(presets),
        description=presets[0].recipe.description,
        read_me="",
        create_at=_PRESET_MS,
        update_at=_PRESET_MS,
    )


def preset_groups(context: ImagesContext, presets: list[Preset]) -> list[ImageGroup]:
    """Return the groups of preset images by name."""
    by_name: dict[str, list[Preset]] = {}
    for preset in presets:
        by_name.setdefault(group_of(preset), []).append(preset)
    return [preset_group(context, name, members) for name, members in sorted(by_name.items())]


def milliseconds_or_none(moment: datetime | None) -> int | None:
    """Return a moment as the API has it."""
    return None if moment is None else to_milliseconds(moment)


def _status(build: BuildRow | None) -> tuple[ImageStatus, str]:
    if build is None:
        return ImageStatus.INIT, "not built yet; the first use builds it"
    status = ImageStatus(build.status)
    if status is ImageStatus.CREATING:
        return status, f"{build.percent} %, {build.step}: {build.message}"
    if status is ImageStatus.INIT:
        waits = build.due_at is not None
        return status, "waiting for its turn" if waits else "not built yet; the first use builds it"
    return status, build.message
