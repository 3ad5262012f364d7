"""The command line: exit codes and messages of everything that can go wrong before and around a start."""

import json
import os
import socket
from pathlib import Path

import pytest

import modelyard
from modelyard.core.i18n import Language
from modelyard.server import errors
from modelyard.server.cli import COMMANDS, language_asked, run
from modelyard.server.home import Home, prepare

pytestmark = pytest.mark.enable_socket


class TestUp:
    def test_wrong_settings_are_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "modelyard.toml").write_text("[gateway]\nprot = 1\n")

        assert run(["up", "--home", str(tmp_path), "--lang", "en"]) == 2

        assert "gateway.prot" in capsys.readouterr().err
        assert [file.name for file in tmp_path.iterdir()] == ["modelyard.toml"]

    def test_a_file_as_home_has_its_code(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        assert run(["up", "--home", str(tmp_path / "file")]) == 10

    def test_a_newer_home_has_its_code(self, tmp_path: Path) -> None:
        (tmp_path / "VERSION").write_text("99.0.0")

        assert run(["up", "--home", str(tmp_path)]) == 13

    @pytest.mark.parametrize("door", ["--port", "--storage-port"])
    def test_a_port_in_use_is_named_with_its_option(
        self, door: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("MODELYARD_GATEWAY__PORT", "MODELYARD_GATEWAY__STORAGE_PORT"):
            monkeypatch.setenv(name, "")  # the command sets them, and pytest takes them back
            monkeypatch.delenv(name)
        with socket.socket() as taken, socket.socket() as other:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            other.bind(("127.0.0.1", 0))
            free, used = str(other.getsockname()[1]), str(taken.getsockname()[1])
            other.close()
            ports = {"--port": free, "--storage-port": free, door: used}

            code = run(["up", "--home", str(tmp_path), "--lang=en", *[text for pair in ports.items() for text in pair]])

        assert code == 16
        assert f"Choose another one with {door}." in capsys.readouterr().err

    def test_a_second_up_has_its_code(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        lock = prepare(Home(tmp_path))

        code = run(["up", "--home", str(tmp_path), "--lang", "zh"])

        os.close(lock)
        assert code == 15
        assert "已有平台在运行" in capsys.readouterr().err


class TestNotRunning:
    @pytest.mark.parametrize("command", ["down", "status"])
    def test_it_has_its_code(self, command: str, tmp_path: Path) -> None:
        assert run([command, "--home", str(tmp_path)]) == 18

    def test_a_home_without_a_start_has_no_credentials(self, tmp_path: Path) -> None:
        assert run(["credentials", "--home", str(tmp_path)]) == 23


class TestCredentials:
    def test_the_environment_of_the_public_clients_is_printed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        home = Home(tmp_path)
        home.secrets.mkdir()
        known = ("access_key", "secret_key", "project_id", "domain_id", "domain_name", "user_name", "password")
        home.administrator_file.write_text(json.dumps({name: f"{name} value" for name in known}))

        assert run(["credentials", "--home", str(tmp_path), "--format", "env"]) == 0

        lines = capsys.readouterr().out.splitlines()
        assert "HUAWEICLOUD_SDK_AK='access_key value'" in lines
        names = {line.split("=")[0] for line in lines}
        assert {"HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_PROJECT_ID", "MODELYARD_ENDPOINT", "OBS_ENDPOINT"} <= names


class TestVersion:
    def test_it_is_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["version"]) == 0

        assert modelyard.__version__ in capsys.readouterr().out


class TestUsage:
    def test_an_unknown_command_is_an_error_that_lists_the_known(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["upp"]) == 2

        said = capsys.readouterr().err
        assert all(command.name in said for command in COMMANDS)

    def test_help_is_no_error(self) -> None:
        assert run(["--help"]) == 0

    @pytest.mark.parametrize("argv", [["up", "--lang", "zh"], ["up", "--lang=zh"]])
    def test_the_language_can_be_asked_for(self, argv: list[str]) -> None:
        assert language_asked(argv) is Language.ZH

    def test_every_command_can_be_asked_for_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        for command in COMMANDS:
            with pytest.raises(SystemExit) as ended:
                run([command.name, "--help"])
            assert ended.value.code == 0
        assert "usage: modelyard" in capsys.readouterr().out


class TestExitCodes:
    def test_each_condition_has_its_own_and_both_pages_list_them(self) -> None:
        kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.CommandFailed)]
        root = Path(__file__).parents[2] / "docs/user"
        for language in ("en", "zh"):
            page = (root / language / "cli.md").read_text(encoding="utf-8")
            missing = [kind.__name__ for kind in kinds if f"| {kind.exit_code} |" not in page]
            assert missing == [], language
