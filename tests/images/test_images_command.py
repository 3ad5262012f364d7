"""`modelyard images`, with the platform down."""

import json
from pathlib import Path

import pytest

from modelyard.server.cli import run


class TestImagesCommand:
    def test_build_list_remove(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        home = ["--home", str(tmp_path / "home")]

        assert run(["images", "build", "python", *home]) == 0
        assert "packages" in capsys.readouterr().out

        def state() -> bool:
            assert run(["images", "list", "--json", *home]) == 0
            listed = json.loads(capsys.readouterr().out)
            return any(image["built"] for image in listed if image["name"].startswith("python_"))

        assert state()
        assert run(["images", "remove", "python", *home]) == 0
        assert not state()

    def test_a_wrong_name_is_answered_with_those_like_it(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["images", "build", "pythn", "--home", str(tmp_path)]) == 5
        assert "python_3" in capsys.readouterr().err
        assert run(["images", "remove", "python", "--home", str(tmp_path)]) == 5

    @pytest.mark.parametrize(("language", "words"), [("en", "not here"), ("zh", "本机没有")])
    def test_what_this_machine_cannot_have_is_listed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
    ) -> None:
        assert run(["images", "list", "--home", str(tmp_path), "--lang", language]) == 0
        assert words in capsys.readouterr().out
