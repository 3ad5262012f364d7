"""Benchmarks are found by those who look for them."""

import subprocess
import sys
from pathlib import Path

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
