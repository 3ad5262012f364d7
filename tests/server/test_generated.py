"""Generated files agree with the code."""

from pathlib import Path

import pytest

from modelyard.core.settings import walk
from modelyard.server.commands.generate import generated_files
from modelyard.server.settings import PlatformSettings

ROOT = Path(__file__).parents[2]


class TestGeneratedFiles:
    @pytest.mark.parametrize("name", ["openapi.json", "docs/user/en/settings.md", "docs/user/zh/settings.md"])
    def test_the_file_in_the_repository_is_what_the_code_makes(self, name: str) -> None:
        made = generated_files()[name]

        assert (ROOT / name).read_text(encoding="utf-8") == made, "run ./yard generate and commit the result"


class TestSettings:
    def test_every_setting_says_what_it_means(self) -> None:
        silent = [".".join(path) for path, field in walk(PlatformSettings) if not field.description]

        assert silent == []
