"""Groups: the versions of one image together."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.paging import Page
from modelyard.core.subject import Subject
from modelyard.iam.service.workspaces import require_workspace
from modelyard.images import queries
from modelyard.images.errors import GroupNotFound, PresetImageFixed
from modelyard.images.models import ImageGroupRow
from modelyard.images.schemas import GroupUpdate, ImageGroup
from modelyard.images.service.catalogue import remove_rows
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.lookup import is_open
from modelyard.images.service.presets import list_presets
from modelyard.images.service.shapes import preset_groups, registered_group
from modelyard.images.types import ImageType


async def list_groups(
    db: AsyncSession,
    context: ImagesContext,
    who: Subject,
    *,
    type: ImageType | None = None,  # noqa: A002 - the name that the API has for it
    name: str | None = None,
    fuzzy: bool = True,
    namespace: str | None = None,
    workspace_id: str = "0",
    offset: int = 0,
    limit: int = 200,
) -> Page[ImageGroup]:
    """Return the groups of preset images, then those of the caller's project that have images in a workspace, by name."""
    presets: list[ImageGroup] = []
    if type in {None, ImageType.BUILD_IN}:
        presets = [
            group
            for group in preset_groups(context, list_presets(context))
            if namespace in {None, group.namespace}
            and (name is None or (name.lower() in group.name if fuzzy else name == group.name))
        ]
    if type is ImageType.BUILD_IN:
        return Page(presets[offset : offset + limit], len(presets))
    await require_workspace(db, who, workspace_id)
    statement = queries.narrowed_groups(queries.groups_in(who, workspace_id), name=name, fuzzy=fuzzy, namespace=namespace)
    total = await db.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    first = presets[offset : offset + limit]
    rest = statement.order_by(ImageGroupRow.namespace, ImageGroupRow.name, ImageGroupRow.id)
    rows = await db.execute(rest.offset(max(0, offset - len(presets))).limit(max(0, limit - len(first))))
    groups = [registered_group(row[0], row[1], row[2] or "") for row in rows]
    return Page([*first, *groups], len(presets) + total)


async def update_group(db: AsyncSession, context: ImagesContext, who: Subject, group_id: str, changes: GroupUpdate) -> None:
    """Change the guide and the labels of a group. Raises GroupNotFound, PresetImageFixed."""
    group = await _get_group(db, context, who, group_id)
    if changes.read_me is not None:
        group.read_me = changes.read_me
    if changes.tags is not None:
        group.tags = [tag.model_dump() for tag in changes.tags]
    group.updated_at = now(db)


async def delete_group(db: AsyncSession, context: ImagesContext, who: Subject, group_id: str) -> None:
    """Delete all images of a group. Those in workspaces that are closed to the caller stay, and the group with them.

    Raises GroupNotFound, PresetImageFixed.
    """
    group = await _get_group(db, context, who, group_id)
    rows = await queries.images_in_group(db, group.id)
    own = [row for row in rows if await is_open(db, who, row)]
    await remove_rows(db, who, own)
    if len(own) == len(rows):
        await db.delete(group)


async def _get_group(db: AsyncSession, context: ImagesContext, who: Subject, group_id: str) -> ImageGroupRow:
    for preset in preset_groups(context, list_presets(context)):
        if preset.id == group_id:
            raise PresetImageFixed(image=preset.name, problem="preset")
    group = await queries.find_group(db, who, group_id)
    if group is None:
        raise GroupNotFound(group=group_id, resource=group_id)
    rows = await queries.images_in_group(db, group.id)
    if not any([await is_open(db, who, row) for row in rows]):
        raise GroupNotFound(group=group_id, resource=group_id)
    return group
