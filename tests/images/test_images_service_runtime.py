"""From a name to something that runs."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.loops import ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.images.errors import ImageNotFound
from modelyard.images.loops import BuildReconciler
from modelyard.images.service.context import ImagesContext
from modelyard.images.testing import make_context
from modelyard.images.types import BeingBuilt, RuntimeImage

WHO = Subject.system("tests")


@pytest.fixture
def context(database: Database, clock: FixedClock, tmp_path: Path) -> ImagesContext:
    return make_context(database, directory=tmp_path / "images", clock=clock)


async def ask(context: ImagesContext, name: str) -> RuntimeImage | BeingBuilt:
    async with context.database.session() as db:
        return await images.require_image(db, context, WHO, name)


async def build_due(context: ImagesContext) -> int:
    return await ReconcilerRunner(context.database, BuildReconciler(context), context.clock).run_due()


class TestRequireImage:
    async def test_the_first_use_builds_and_then_it_is_there(self, context: ImagesContext) -> None:
        first = await ask(context, "python")
        assert isinstance(first, BeingBuilt)
        assert await build_due(context) == 1

        there = await ask(context, "python")

        assert isinstance(there, RuntimeImage)
        python = f"{there.location}/bin/python"
        done = await asyncio.to_thread(subprocess.run, [python, "-c", "import pip; print(1)"], capture_output=True, check=True)
        assert done.stdout == b"1\n"

    async def test_asking_twice_builds_once(self, context: ImagesContext) -> None:
        first = await ask(context, "python")
        second = await ask(context, "PYTHON")

        assert isinstance(first, BeingBuilt)
        assert isinstance(second, BeingBuilt)
        assert first.build_id == second.build_id

    async def test_an_unknown_name_is_answered_with_those_like_it(self, context: ImagesContext) -> None:
        with pytest.raises(ImageNotFound, match="sklearn_1"):
            await ask(context, "sklern")


class TestSharedImages:
    def test_an_image_is_built_once_for_all_tests(self, built_image: Callable[[str], RuntimeImage]) -> None:
        assert built_image("python") == built_image("python")
