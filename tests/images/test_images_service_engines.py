"""The engines that jobs can name."""

from pathlib import Path

import pytest

from modelyard.core.db import Database
from modelyard.images import service as images
from modelyard.images.errors import EngineNotFound, ImageUnavailable
from modelyard.images.service.context import ImagesContext
from modelyard.images.settings import ImagesSettings
from modelyard.images.testing import make_context


@pytest.fixture
def context(database: Database, tmp_path: Path) -> ImagesContext:
    return make_context(database, directory=tmp_path / "images")


class TestListEngines:
    def test_what_the_machine_cannot_run_is_listed_with_the_reason(self, context: ImagesContext) -> None:
        by_name = {engine.engine_id.split("-py_")[0]: engine for engine in images.list_engines(context)}

        assert by_name["pytorch_2.13.0-cpu"].missing == ""
        assert by_name["pytorch_2.6.0-cann_8.2"].missing == "Ascend NPU"

    def test_addresses_of_engines_are_images_that_can_be_asked_for(self, context: ImagesContext) -> None:
        for engine in images.list_engines(context):
            if not engine.missing:
                address = engine.image_info.cpu_image_url
                assert images.get_engine(context, engine_id=engine.engine_id) == engine
                assert address.endswith(f":{engine.engine_id}")


class TestGetEngine:
    def test_an_old_version_is_refused_with_those_there_are(self, context: ImagesContext) -> None:
        with pytest.raises(EngineNotFound, match=r"pytorch_2\.13\.0-cpu"):
            images.get_engine(context, engine_name="PyTorch", engine_version="PyTorch-1.4.0-python3.6")

    def test_a_site_can_map_old_versions(self, database: Database, tmp_path: Path) -> None:
        settings = ImagesSettings(engine_aliases={"PyTorch-1.4.0-python3.6": "pytorch"})
        context = make_context(database, directory=tmp_path, settings=settings)

        engine = images.get_engine(context, engine_name="PyTorch", engine_version="PyTorch-1.4.0-python3.6")

        assert engine.engine_id.startswith("pytorch_2.13.0-cpu")

    def test_an_engine_for_cards_that_are_not_there_is_refused(self, context: ImagesContext) -> None:
        with pytest.raises(ImageUnavailable, match="Ascend") as caught:
            images.get_engine(context, engine_name="Ascend-Powered-Engine")

        assert "PyTorch pytorch_2.13.0-cpu" in caught.value.message()

    def test_custom_is_no_engine(self) -> None:
        assert images.is_custom(" Custom")
        assert not images.is_custom("")
