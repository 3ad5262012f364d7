"""What is on the disk: what nothing uses any more is taken away, after a time."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import from_milliseconds
from modelyard.core.db import now
from modelyard.images import queries
from modelyard.images.errors import ImageInUse
from modelyard.images.models import BuildRow
from modelyard.images.ports import Environment
from modelyard.images.rules.keeping import Use, is_needed
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.runtime import begin_again


@dataclass(frozen=True)
class StoredImage:
    """An environment on the disk, for the operator. names: the images that it belongs to; none for what is left over."""

    digest: str
    names: tuple[str, ...]
    size_bytes: int
    packages: int
    built_at: datetime
    used_at: datetime | None
    is_in_use: bool


async def clean_up(context: ImagesContext) -> list[str]:
    """Take away environments that nothing uses, and what killed builds left; returns the digests.

    An environment stays while something runs in it, while it was used in the last `unused_days`, and some time after its
    image was deleted.
    """
    in_use = set(await context.in_use())
    removed: list[str] = []
    for environment in await asyncio.to_thread(context.builder.environments):
        async with context.database.session() as db:
            if await _take_away(db, context, environment, in_use):
                removed.append(environment.digest)
    async with context.database.session() as db:
        before = now(db) - timedelta(seconds=context.settings.deleted_grace_seconds)
        await queries.forget_builds(db, unwanted_before=before)
    await asyncio.to_thread(context.builder.sweep)
    return removed


async def list_stored(context: ImagesContext) -> list[StoredImage]:
    """Return what is on the disk, for the operator."""
    in_use = set(await context.in_use())
    stored: list[StoredImage] = []
    for environment in await asyncio.to_thread(context.builder.environments):
        rows = await _builds_of(context, environment.digest)
        used = [row.used_at for row in rows if row.used_at is not None]
        stored.append(
            StoredImage(
                digest=environment.digest,
                names=tuple(row.name for row in rows if row.unwanted_at is None) or (environment.name,),
                size_bytes=environment.size_bytes,
                packages=len(environment.packages),
                built_at=from_milliseconds(environment.built_at_ms),
                used_at=max(used, default=None),
                is_in_use=environment.digest in in_use,
            )
        )
    return stored


async def remove_stored(context: ImagesContext, digest: str) -> None:
    """Take an environment off the disk; its image stays, and the next use builds it again. Raises ImageInUse."""
    if digest in set(await context.in_use()):
        raise ImageInUse(image=digest, problem="in use")
    if context.known_database is None:
        context.builder.put_away(digest)
    else:
        async with context.database.session() as db:
            for row in await queries.builds_with(db, digest):
                if row.due_at is None:
                    begin_again(row)
            # Quick, and in the same transaction: who asks for the image next finds it gone.
            context.builder.put_away(digest)
    await asyncio.to_thread(context.builder.sweep)


async def _builds_of(context: ImagesContext, digest: str) -> list[BuildRow]:
    if context.known_database is None:
        return []
    async with context.database.session() as db:
        return await queries.builds_with(db, digest)


async def _take_away(db: AsyncSession, context: ImagesContext, environment: Environment, in_use: Collection[str]) -> bool:
    rows = await queries.builds_with(db, environment.digest)
    uses = [Use(used_at=row.used_at or row.finished_at, unwanted_at=row.unwanted_at) for row in rows]
    settings = context.settings
    if environment.digest in in_use or is_needed(
        uses,
        built_at=from_milliseconds(environment.built_at_ms),
        now=now(db),
        unused=timedelta(days=settings.unused_days) if settings.unused_days else None,
        grace=timedelta(seconds=settings.deleted_grace_seconds),
    ):
        return False
    for row in rows:
        if row.due_at is None:
            begin_again(row)
    context.builder.put_away(environment.digest)
    return True
