"""Benchmarks are found by those who look for them, and those of datasets run."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


class TestBenchmarks:
    def test_each_file_that_can_be_run_is_offered(self) -> None:
        offered = subprocess.run(
            [sys.executable, FOLDER / "run.py", "--help"], check=True, capture_output=True, text=True
        ).stdout
        words = offered.replace(",", " ").split()

        files = [file.stem for file in FOLDER.glob("*.py") if "def main(*, quick: bool" in file.read_text(encoding="utf-8")]

        assert len(files) > 10
        assert [name for name in files if name not in words] == []

    @pytest.mark.platform
    @pytest.mark.parametrize("name", ["dataset_images", "dataset_import", "dataset_pages", "dataset_publish"])
    def test_those_of_datasets_run_small(self, name: str) -> None:
        ran = subprocess.run([sys.executable, FOLDER / "run.py", name, "--quick"], check=False, capture_output=True, text=True)

        assert ran.returncode == 0, ran.stderr[-2000:]
        # Each is told beside what it is compared with.
        assert "ratio" in ran.stdout or "times" in ran.stdout
