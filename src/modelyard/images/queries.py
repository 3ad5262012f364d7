"""Reads of images."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.subject import Subject
from modelyard.images.models import BuildRow, ImageGroupRow, ImageRow
from modelyard.images.types import Visibility

SortKey = Literal["name", "tag", "namespace", "create_at", "update_at", "service_type"]
COLUMNS: dict[str, Any] = {
    "name": ImageRow.name,
    "tag": ImageRow.tag,
    "namespace": ImageRow.namespace,
    "create_at": ImageRow.created_at,
    "update_at": ImageRow.updated_at,
    "service_type": ImageRow.service_type,
}


def in_project(who: Subject) -> ColumnElement[bool]:
    """Return the condition that an image is of the caller's project."""
    return and_(ImageRow.domain_id == who.domain_id, ImageRow.project_id == (who.project_id or ""))


def visible_to(who: Subject) -> ColumnElement[bool]:
    """Return the condition that a caller may know of an image: it is of his project, or public.

    Workspaces of the project that are closed to him are the service's to leave out.
    """
    return or_(in_project(who), ImageRow.visibility == Visibility.PUBLIC)


def listed(who: Subject, workspace_id: str) -> Select[Any]:
    """Select the images of a workspace, and the public ones of everybody."""
    own = and_(in_project(who), ImageRow.workspace_id == workspace_id)
    return select(ImageRow).where(or_(own, ImageRow.visibility == Visibility.PUBLIC))


def narrowed(
    statement: Select[Any], *, name: str | None, fuzzy: bool, namespace: str | None, service_type: str | None, tag: str | None
) -> Select[Any]:
    """Leave only images that match what is given."""
    if name is not None:
        statement = statement.where(ImageRow.name.icontains(name, autoescape=True) if fuzzy else ImageRow.name == name)
    if namespace is not None:
        statement = statement.where(ImageRow.namespace == namespace)
    if service_type is not None:
        statement = statement.where(ImageRow.service_type == service_type)
    if tag is not None:
        statement = statement.where(ImageRow.tag == tag)
    return statement


async def find_image(db: AsyncSession, who: Subject, image_id: str, *, lock: bool = False) -> ImageRow | None:
    """Return an image of the caller's project or a public one, by id."""
    statement = select(ImageRow).where(ImageRow.id == image_id, visible_to(who))
    row: ImageRow | None = (await db.scalars(for_update(statement) if lock else statement)).first()
    return row


async def images_at(db: AsyncSession, who: Subject, address_digest: str) -> list[ImageRow]:
    """Return the images of an address that a caller may know of: his project's own first, then public ones, oldest first."""
    statement = select(ImageRow).where(ImageRow.address_digest == address_digest, visible_to(who))
    rows = list(await db.scalars(statement.order_by(ImageRow.created_at, ImageRow.id)))
    return sorted(rows, key=lambda row: (row.domain_id, row.project_id) != (who.domain_id, who.project_id or ""))


async def addresses(db: AsyncSession, who: Subject, *, most: int = 200) -> list[tuple[str, str]]:
    """Return addresses and workspaces of the newest images that a caller may know of."""
    statement = select(ImageRow.address, ImageRow.workspace_id).where(visible_to(who))
    found = await db.execute(statement.order_by(ImageRow.created_at.desc()).limit(most))
    return [(row[0], row[1]) for row in found]


async def count_images(db: AsyncSession, who: Subject) -> int:
    """Return how many images the caller's project has."""
    return await db.scalar(select(func.count()).select_from(ImageRow).where(in_project(who))) or 0


async def builds_of(db: AsyncSession, ids: Sequence[str]) -> dict[str, BuildRow]:
    """Return builds by id."""
    return {row.id: row for row in await db.scalars(select(BuildRow).where(BuildRow.id.in_(ids)))}


async def find_build(db: AsyncSession, build_id: str, *, lock: bool = False) -> BuildRow | None:
    """Return a build."""
    statement = select(BuildRow).where(BuildRow.id == build_id)
    row: BuildRow | None = (await db.scalars(for_update(statement) if lock else statement)).first()
    return row


async def builds_with(db: AsyncSession, digest: str) -> list[BuildRow]:
    """Return, locked, the builds that an environment on the disk belongs to."""
    return list(await db.scalars(for_update(select(BuildRow).where(BuildRow.digest == digest).order_by(BuildRow.id))))


async def forget_builds(db: AsyncSession, *, unwanted_before: datetime) -> None:
    """Delete the builds of images that were deleted before a moment and whose environments are gone."""
    await db.execute(
        delete(BuildRow).where(
            BuildRow.unwanted_at < unwanted_before, BuildRow.due_at.is_(None), BuildRow.leased_until.is_(None)
        )
    )


def groups_in(who: Subject, workspace_id: str) -> Select[Any]:
    """Select the groups of the caller's project that have images in a workspace, with the number of those."""
    statement: Any = (
        select(ImageGroupRow, func.count(ImageRow.id), func.max(ImageRow.description))
        .join(ImageRow, ImageRow.group_id == ImageGroupRow.id)
        .where(
            ImageGroupRow.domain_id == who.domain_id,
            ImageGroupRow.project_id == (who.project_id or ""),
            ImageRow.workspace_id == workspace_id,
        )
        .group_by(ImageGroupRow.id)
    )
    selected: Select[Any] = statement
    return selected


def narrowed_groups(statement: Select[Any], *, name: str | None, fuzzy: bool, namespace: str | None) -> Select[Any]:
    """Leave only groups that match what is given."""
    if name is not None:
        exact = ImageGroupRow.name == name
        statement = statement.where(ImageGroupRow.name.icontains(name, autoescape=True) if fuzzy else exact)
    if namespace is not None:
        statement = statement.where(ImageGroupRow.namespace == namespace)
    return statement


async def find_group(db: AsyncSession, who: Subject, group_id: str) -> ImageGroupRow | None:
    """Return a group of the caller's project, locked."""
    statement = select(ImageGroupRow).where(
        ImageGroupRow.id == group_id,
        ImageGroupRow.domain_id == who.domain_id,
        ImageGroupRow.project_id == (who.project_id or ""),
    )
    row: ImageGroupRow | None = (await db.scalars(for_update(statement))).first()
    return row


async def find_group_named(db: AsyncSession, who: Subject, namespace: str, name: str) -> ImageGroupRow | None:
    """Return the group of an image name."""
    statement = select(ImageGroupRow).where(
        ImageGroupRow.domain_id == who.domain_id,
        ImageGroupRow.project_id == (who.project_id or ""),
        ImageGroupRow.namespace == namespace,
        ImageGroupRow.name == name,
    )
    row: ImageGroupRow | None = (await db.scalars(for_update(statement))).first()
    return row


async def images_in_group(db: AsyncSession, group_id: str) -> list[ImageRow]:
    """Return the images of a group, locked."""
    statement = select(ImageRow).where(ImageRow.group_id == group_id).order_by(ImageRow.id)
    return list(await db.scalars(for_update(statement)))
