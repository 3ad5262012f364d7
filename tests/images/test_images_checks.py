"""What the doctor says of images."""

from pathlib import Path

import pytest

from images.hostile_packages import PackageIndex
from modelyard.images.rules.sources import PackageSources
from modelyard.server.doctor import Verdict
from modelyard.server.home import Home
from modelyard.server.image_checks import image_findings, package_index
from modelyard.server.settings import PlatformSettings


class TestPackageIndex:
    def test_a_directory_that_is_there_answers(self, index: PackageIndex) -> None:
        assert package_index(index.sources).verdict is Verdict.OK

    @pytest.mark.parametrize(
        "url",
        [
            "file:///nowhere/simple",
            "http://reader:pa55word@127.0.0.1:1/simple",
            "ftp://x",
            "http://[bad",
            "https://127.0.0.1:1",
        ],
    )
    def test_one_that_does_not_answer_is_named_without_its_password(self, url: str) -> None:
        found = package_index(PackageSources(index_url=url))

        assert found.verdict is Verdict.WARN
        assert "pa55word" not in str(found)


class TestImageFindings:
    def test_a_new_home_has_none_and_says_how_to_get_them(self, tmp_path: Path) -> None:
        images, _ = image_findings(Home(tmp_path), PlatformSettings())

        assert images.verdict is Verdict.INFO
        assert "modelyard images build" in images.remedy
