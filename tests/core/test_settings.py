"""Settings from a file and the environment: what wins, and how mistakes are named."""

from pathlib import Path

import pytest
from pydantic import Field

from modelyard.core.settings import Settings, SettingsError, load_settings, variable_name, walk


class Gateway(Settings):
    port: int = Field(8000, ge=1, le=65535, description="Port.")
    hosts: list[str] = Field(default=["a"], description="Hosts.")


class Everything(Settings):
    gateway: Gateway = Gateway()
    name: str = Field("x", description="Name.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "modelyard.toml"


class TestLoadSettings:
    def test_a_missing_file_gives_the_defaults(self, file: Path) -> None:
        assert load_settings(Everything, file, {}) == Everything()

    def test_the_environment_wins_over_the_file(self, file: Path) -> None:
        file.write_text('name = "file"\n[gateway]\nport = 1\n')

        settings = load_settings(Everything, file, {"MODELYARD_GATEWAY__PORT": "2"})

        assert (settings.gateway.port, settings.name) == (2, "file")

    def test_a_list_in_the_environment_is_separated_by_commas(self, file: Path) -> None:
        settings = load_settings(Everything, file, {"MODELYARD_GATEWAY__HOSTS": "b, c"})

        assert settings.gateway.hosts == ["b", "c"]

    @pytest.mark.parametrize(
        ("text", "environ", "place"),
        [
            ("[gateway]\nprot = 1\n", {}, r"gateway\.prot \(MODELYARD_GATEWAY__PROT\): no such setting"),
            ("[gateway]\nport = 0\n", {}, r"gateway\.port .*greater than or equal to 1"),
            ("", {"MODELYARD_GATEWAY__PORT": "many"}, r"gateway\.port .*valid integer"),
            ("", {"MODELYARD_GATEWAY__PROT": "1"}, "MODELYARD_GATEWAY__PROT: no such setting"),
            ("", {"MODELYARD_NAMES": "1"}, "MODELYARD_NAMES: no such setting"),
            ("name = ", {}, "modelyard.toml"),
        ],
    )
    def test_a_mistake_is_refused_with_its_place(self, file: Path, text: str, environ: dict[str, str], place: str) -> None:
        file.write_text(text)

        with pytest.raises(SettingsError, match=place):
            load_settings(Everything, file, environ)

    def test_several_mistakes_are_all_named(self, file: Path) -> None:
        file.write_text("nam = 1\n[gateway]\nport = 0\n")

        with pytest.raises(SettingsError, match=r"(?s)gateway\.port.*nam"):
            load_settings(Everything, file, {})

    def test_variables_of_others_are_left_alone(self, file: Path) -> None:
        others = {"MODELYARD_ENDPOINT": "http://x", "PATH": "/bin", "MODELYARD_TEST_CRASH_ROUNDS": "40"}

        assert load_settings(Everything, file, others) == Everything()


class TestWalk:
    def test_yields_every_setting_with_its_variable(self) -> None:
        names = [variable_name(path) for path, _ in walk(Everything)]

        assert names == ["MODELYARD_GATEWAY__PORT", "MODELYARD_GATEWAY__HOSTS", "MODELYARD_NAME"]
