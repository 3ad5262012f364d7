"""What a name means to a caller: a preset image, a registered one, or an OCI image of a registry."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.iam.service.workspaces import require_workspace
from modelyard.images import queries
from modelyard.images.errors import ContainersImpossible, ImageArchWrong, ImageNotFound, ImageUnavailable
from modelyard.images.models import ImageRow
from modelyard.images.rules.digests import short_digest
from modelyard.images.rules.names import near
from modelyard.images.rules.references import Reference, read_reference
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import Preset, address_of, find_preset, list_presets
from modelyard.images.types import ImageKind


@dataclass(frozen=True)
class Found:
    """What was found; exactly one of preset, row and reference, or row with reference. name: in full, for messages."""

    name: str
    preset: Preset | None = None
    row: ImageRow | None = None
    reference: Reference | None = None


async def find_usable(db: AsyncSession, context: ImagesContext, who: Subject, asked: str) -> Found:
    """Return what a name means to a caller, if this machine can run it.

    asked: the name or address of a preset image, the id or address of a registered one, or an OCI reference. Registered
    images of the caller's project come before public ones of others.
    Raises ImageNotFound with names like it, ImageUnavailable, ContainersImpossible, ImageArchWrong.
    """
    asked = asked.strip()
    preset = find_preset(context, asked)
    if preset is not None:
        if preset.missing:
            raise ImageUnavailable(image=preset.name, problem=preset.missing)
        return Found(preset.name, preset=preset)
    reference = read_reference(asked, registry=context.settings.registry)
    row = await _find_row(db, who, asked, reference)
    if row is not None:
        _check_arch(context, row)
        if row.kind == ImageKind.ENVIRONMENT:
            return Found(row.address, row=row)
        reference = read_reference(row.address, registry=context.settings.registry)
    if reference is None or reference.namespace == context.settings.organization:
        raise ImageNotFound(image=asked[:200], near=await _near(db, context, who, asked), resource=asked[:200])
    problem = context.container_problem()
    if problem:
        raise ContainersImpossible(image=asked[:200], near=await _near(db, context, who, asked), problem=problem)
    return Found(str(reference), row=row, reference=reference)


async def is_open(db: AsyncSession, who: Subject, row: ImageRow) -> bool:
    """Return whether a caller may enter the workspace of an image of his project; public images are open to all."""
    if row.visibility == "PUBLIC" or row.workspace_id == "0":
        return True
    try:
        await require_workspace(db, who, row.workspace_id)
    except AppError:
        return False
    return True


def address_digest(address: str) -> str:
    """Return what an address is found by."""
    return short_digest("address", address)


async def _find_row(db: AsyncSession, who: Subject, asked: str, reference: Reference | None) -> ImageRow | None:
    rows: list[ImageRow] = []
    if len(asked) == 32 and asked.isalnum():
        found = await queries.find_image(db, who, asked)
        rows = [] if found is None else [found]
    elif reference is not None:
        rows = await queries.images_at(db, who, address_digest(str(reference)))
    for row in rows:
        if await is_open(db, who, row):
            return row
    return None


def _check_arch(context: ImagesContext, row: ImageRow) -> None:
    if row.arch.lower() != context.machine.arch:
        raise ImageArchWrong(image=row.address, arch=row.arch, own=context.machine.arch, problem="wrong architecture")


async def _near(db: AsyncSession, context: ImagesContext, who: Subject, asked: str) -> str:
    """Return names that are like one that is not there; never such that the caller may not know."""
    names = {preset.name for preset in list_presets(context) if not preset.missing}
    names |= {address_of(context, preset) for preset in list_presets(context) if not preset.missing} if "/" in asked else set()
    own = f"{context.settings.registry}/"
    names |= {address.removeprefix(own) for address, workspace_id in await queries.addresses(db, who) if workspace_id == "0"}
    return ", ".join(near(asked, sorted(names)))
