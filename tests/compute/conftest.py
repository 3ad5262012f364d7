"""Fixtures of compute: an engine of this test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse, make_image


@pytest.fixture(scope="session")
def engine_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing in it."""
    return make_image(tmp_path_factory.mktemp("images") / "image")


@pytest.fixture
def house(tmp_path: Path, engine_image: Path) -> Iterator[EngineHouse]:
    """A local engine whose tasks are this test's own."""
    house = EngineHouse(tmp_path, engine_image)
    yield house
    house.engine.close()
