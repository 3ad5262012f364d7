"""From a name to something that runs."""

import asyncio
import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest

from images.hostile_packages import PackageIndex
from images.images_builds import build_due
from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.images.adapters.machine import pip_sources
from modelyard.images.errors import (
    ContainersImpossible,
    ImageArchWrong,
    ImageBuildFailed,
    ImageNotFound,
    ImageUnavailable,
    SandboxImpossible,
)
from modelyard.images.ports import BuildOrder, Environment
from modelyard.images.schemas import ImageRegister
from modelyard.images.service import catalogue
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import address_of, find_preset
from modelyard.images.testing import make_context
from modelyard.images.types import BeingBuilt, ImageKind, RuntimeImage


@pytest.fixture
def context(context: ImagesContext) -> ImagesContext:
    """Preset images come from where this machine takes packages."""
    return replace(context, sources=pip_sources())


async def ask(context: ImagesContext, who: Subject, name: str) -> RuntimeImage | BeingBuilt:
    async with context.database.session() as db:
        return await images.require_image(db, context, who, name)


class TestRequireImage:
    async def test_the_first_use_builds_and_then_it_is_there(self, context: ImagesContext, alice: Subject) -> None:
        first = await ask(context, alice, "python")
        assert isinstance(first, BeingBuilt)
        assert await build_due(context) == 1

        there = await ask(context, alice, "python")

        assert isinstance(there, RuntimeImage)
        python = f"{there.location}/bin/python"
        done = await asyncio.to_thread(subprocess.run, [python, "-c", "import pip; print(1)"], capture_output=True, check=True)
        assert done.stdout == b"1\n"

    async def test_asking_twice_builds_once(self, context: ImagesContext, alice: Subject) -> None:
        first = await ask(context, alice, "python")
        second = await ask(context, alice, "PYTHON")

        assert isinstance(first, BeingBuilt)
        assert isinstance(second, BeingBuilt)
        assert first.build_id == second.build_id
        assert await build_due(context) == 1

    async def test_the_address_of_a_preset_image_is_a_name_for_it(self, context: ImagesContext, alice: Subject) -> None:
        preset = find_preset(context, "python")
        assert preset is not None

        found = await ask(context, alice, address_of(context, preset))

        assert isinstance(found, BeingBuilt)
        assert found.name == preset.name

    async def test_an_unknown_name_is_answered_with_those_like_it(self, context: ImagesContext, alice: Subject) -> None:
        with pytest.raises(ImageNotFound, match="sklearn_1"):
            await ask(context, alice, "sklern")

    @pytest.mark.parametrize(
        "name", ["", "\x00", "../../etc", "$(whoami)", "x" * 100_000, "a b", "atelier/nothing:1", "0" * 32]
    )
    async def test_garbage_is_not_found(self, context: ImagesContext, alice: Subject, name: str) -> None:
        with pytest.raises(ImageNotFound):
            await ask(context, alice, name)

    async def test_an_image_for_cards_that_are_not_there_is_refused(self, context: ImagesContext, alice: Subject) -> None:
        with pytest.raises(ImageUnavailable, match="Ascend"):
            await ask(context, alice, "pytorch_2.6.0-cann_8.2")

    async def test_an_image_built_ahead_is_used(self, database: object, context: ImagesContext, alice: Subject) -> None:
        preset = find_preset(context, "python")
        assert preset is not None
        assert preset.lock is not None

        async def watch(_: object) -> bool:
            return True

        order = BuildOrder(preset.name, preset.build_id, preset.lock, "", context.sources, trusted=True)
        await context.builder.build(order, watch)

        assert isinstance(await ask(context, alice, "python"), RuntimeImage)
        assert isinstance(await ask(context, alice, "python"), RuntimeImage)

    async def test_a_machine_without_sandboxes_says_so(self, context: ImagesContext, alice: Subject) -> None:
        class NoSandbox:
            def find(self, digest: str) -> Environment | None:
                return None

            async def build(self, *_: object) -> Environment:
                raise SandboxImpossible(problem="Operation not permitted")

        await ask(context, alice, "python")
        await build_due(replace(context, builder=NoSandbox()))  # type: ignore[arg-type]

        with pytest.raises(ImageBuildFailed, match="no sandbox can be made"):
            await ask(context, alice, "python")


class TestOCIImages:
    async def test_without_an_engine_they_are_refused_at_once(self, context: ImagesContext, alice: Subject) -> None:
        with pytest.raises(ContainersImpossible, match="neither podman nor docker"):
            async with context.database.session() as db:
                await images.check_image(db, context, alice, "team/tool:1")

    @pytest.mark.parametrize(
        ("asked", "location"),
        [("team/tool:1", "docker.io/team/tool:1"), ("hub.example:5000/team/tool:1", "hub.example:5000/team/tool:1")],
    )
    async def test_with_one_the_reference_is_whole(
        self, context: ImagesContext, alice: Subject, asked: str, location: str
    ) -> None:
        found = await ask(replace(context, container_problem=lambda: ""), alice, asked)

        assert isinstance(found, RuntimeImage)
        assert (found.kind, found.location) == (ImageKind.OCI, location)

    async def test_a_registered_one_is_found_by_its_id(self, context: ImagesContext, alice: Subject) -> None:
        context = replace(context, container_problem=lambda: "")
        image = await catalogue.register_image(context, alice, ImageRegister(swr_path="team/tool:1"))

        found = await ask(context, alice, image.id)

        assert isinstance(found, RuntimeImage)
        assert found.location == "docker.io/team/tool:1"

    async def test_one_for_other_machines_is_refused(self, context: ImagesContext, alice: Subject) -> None:
        context = replace(context, container_problem=lambda: "")
        await catalogue.register_image(context, alice, ImageRegister(swr_path="team/tool:1", arch="AARCH64"))

        with pytest.raises(ImageArchWrong):
            await ask(context, alice, "team/tool:1")


class TestPresetsWithoutALock:
    async def test_versions_are_chosen_on_the_machine_and_stay(
        self, context: ImagesContext, alice: Subject, index: PackageIndex
    ) -> None:
        recipe = next(known for known in context.recipes if known.key == "python")
        index.add_wheel("pip")
        own = replace(recipe, locks={}, requirements="pip\n", smoke_test="import pip")
        context = replace(context, recipes=[own], sources=index.sources)
        await ask(context, alice, "python")
        await build_due(context)

        first = await ask(context, alice, "python")

        assert isinstance(first, RuntimeImage)
        assert context.builder.environments()[0].packages == {"pip": "1.0"}


class TestSharedImages:
    def test_an_image_is_built_once_for_all_tests(self, built_image: Callable[[str], RuntimeImage]) -> None:
        assert built_image("python") == built_image("python")

    @pytest.mark.platform
    @pytest.mark.parametrize("name", ["sklearn", "pytorch", "tensorflow"])
    def test_each_preset_image_is_built_and_passes_its_smoke_test(
        self, built_image: Callable[[str], RuntimeImage], name: str
    ) -> None:
        try:
            image = built_image(name)
        except AppError as error:
            pytest.fail(f"the site's package sources do not give {name}: {error}")
        assert image.name.startswith(name)


class TestPresets:
    async def test_every_recipe_has_a_name_of_its_own(self, context: ImagesContext) -> None:
        names = [str(recipe.name_on(context.machine)) for recipe in make_context(context.database).recipes]

        assert len(set(names)) == len(names)
