"""What the doctor says of inputs that are mounted."""

from pathlib import Path

import pytest

from modelyard.compute.settings import ComputeSettings, EngineSettings, InputSettings, Isolation
from modelyard.compute.supervisor.input_cache import InputCache
from modelyard.server.doctor import Verdict
from modelyard.server.home import Home
from modelyard.server.input_checks import input_cache
from modelyard.server.settings import PlatformSettings

GIB = 2**30


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.data.mkdir()
    return home


class TestInputCache:
    def test_a_new_home_has_no_copies_and_they_could_be_mounted(self, home: Home) -> None:
        found = input_cache(home, PlatformSettings())

        assert found.verdict is Verdict.OK
        assert f"kept in {home.inputs}: 0 copies, 0.0 of 100.0 GiB" in found.text
        assert not home.inputs.exists()

    def test_what_is_kept_is_counted(self, home: Home) -> None:
        cache = InputCache(str(home.inputs), most_bytes=10 * GIB, min_free_bytes=0)
        cache.open()
        held, filling = cache.take("d" * 64), cache.begin()
        assert held is not None
        assert cache.reserve(filling, 3 * GIB // 2, 1)
        cache.keep(filling, held)
        held.release()

        found = input_cache(home, PlatformSettings(compute=ComputeSettings(inputs=InputSettings(cache_bytes=10 * GIB))))

        assert "1 copies, 1.5 of 10.0 GiB" in found.text
        assert "1 份，已用 1.5 / 10.0 GiB" in found.zh

    @pytest.mark.parametrize(
        ("settings", "why"),
        [
            (ComputeSettings(inputs=InputSettings(cache_bytes=0)), "compute.inputs.cache_bytes = 0"),
            (ComputeSettings(engine=EngineSettings(isolation=Isolation.OFF)), "compute.engine.isolation = off"),
        ],
    )
    def test_where_none_are_mounted_it_says_why(self, home: Home, settings: ComputeSettings, why: str) -> None:
        found = input_cache(home, PlatformSettings(compute=settings))

        assert found.verdict is Verdict.INFO
        assert why in found.text

    def test_a_directory_that_others_may_write_to_is_not_used(self, home: Home) -> None:
        home.inputs.mkdir()
        home.inputs.chmod(0o777)

        found = input_cache(home, PlatformSettings())

        assert found.verdict is Verdict.WARN
        assert "Permission denied" in found.text
        assert found.remedy
