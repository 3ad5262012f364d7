"""What nothing uses any more is taken off the disk, and what something uses is not."""

from dataclasses import replace

import pytest

from images.hostile_packages import PackageIndex
from images.images_builds import build_due
from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.images.errors import ImageInUse
from modelyard.images.schemas import ImageRegister
from modelyard.images.service import catalogue, housekeeping
from modelyard.images.service.context import ImagesContext
from modelyard.images.types import BeingBuilt, RuntimeImage

DAY = 86_400


@pytest.fixture
def context(context: ImagesContext) -> ImagesContext:
    return replace(context, settings=context.settings.model_copy(update={"unused_days": 30}))


async def make(context: ImagesContext, who: Subject, index: PackageIndex, address: str = "team/env:1") -> str:
    """Register and build an environment; returns its id."""
    lock = index.add_wheel("friendly").lock
    image = await catalogue.register_image(context, who, ImageRegister(swr_path=address, requirements=lock))
    await build_due(context)
    return image.id


async def use(context: ImagesContext, who: Subject, address: str = "team/env:1") -> RuntimeImage | BeingBuilt:
    async with context.database.session() as db:
        return await images.require_image(db, context, who, address)


def used_by(context: ImagesContext, *digests: str) -> ImagesContext:
    async def in_use() -> list[str]:
        return list(digests)

    return replace(context, in_use=in_use)


class TestCleanUp:
    async def test_what_was_used_lately_stays(
        self, context: ImagesContext, alice: Subject, index: PackageIndex, clock: FixedClock
    ) -> None:
        await make(context, alice, index)
        clock.advance(29 * DAY)
        await use(context, alice)
        clock.advance(29 * DAY)

        assert await housekeeping.clean_up(context) == []

    async def test_what_nothing_used_for_long_goes_and_the_next_use_builds_it(
        self, context: ImagesContext, alice: Subject, index: PackageIndex, clock: FixedClock
    ) -> None:
        await make(context, alice, index)
        clock.advance(31 * DAY)

        assert len(await housekeeping.clean_up(context)) == 1

        assert isinstance(await use(context, alice), BeingBuilt)
        await build_due(context)
        assert isinstance(await use(context, alice), RuntimeImage)

    async def test_what_something_runs_in_stays_however_old(
        self, context: ImagesContext, alice: Subject, index: PackageIndex, clock: FixedClock
    ) -> None:
        await make(context, alice, index)
        found = await use(context, alice)
        assert isinstance(found, RuntimeImage)
        clock.advance(99 * DAY)

        assert await housekeeping.clean_up(used_by(context, found.digest)) == []

    async def test_a_deleted_image_goes_after_its_grace_time(
        self, context: ImagesContext, alice: Subject, index: PackageIndex, clock: FixedClock
    ) -> None:
        image_id = await make(context, alice, index)
        async with context.database.session() as db:
            await catalogue.delete_image(db, context, alice, image_id)

        assert await housekeeping.clean_up(context) == []
        clock.advance(context.settings.deleted_grace_seconds + 1)
        assert len(await housekeeping.clean_up(context)) == 1
        assert await housekeeping.list_stored(context) == []

    async def test_two_images_of_the_same_content_are_one_on_the_disk(
        self, context: ImagesContext, alice: Subject, index: PackageIndex, clock: FixedClock
    ) -> None:
        first = await make(context, alice, index, "team/env:1")
        await make(context, alice, index, "team/env:2")
        (stored,) = await housekeeping.list_stored(context)
        assert sorted(stored.names) == ["docker.io/team/env:1", "docker.io/team/env:2"]

        async with context.database.session() as db:
            await catalogue.delete_image(db, context, alice, first)
        clock.advance(DAY)

        assert await housekeeping.clean_up(context) == []
        assert isinstance(await use(context, alice, "team/env:2"), RuntimeImage)


class TestRemoveStored:
    async def test_an_environment_can_be_taken_off_the_disk(
        self, context: ImagesContext, alice: Subject, index: PackageIndex
    ) -> None:
        await make(context, alice, index)
        (stored,) = await housekeeping.list_stored(context)

        await housekeeping.remove_stored(context, stored.digest)

        assert await housekeeping.list_stored(context) == []
        assert isinstance(await use(context, alice), BeingBuilt)

    async def test_one_in_use_stays(self, context: ImagesContext, alice: Subject, index: PackageIndex) -> None:
        await make(context, alice, index)
        (stored,) = await housekeeping.list_stored(context)

        with pytest.raises(ImageInUse):
            await housekeeping.remove_stored(used_by(context, stored.digest), stored.digest)
