"""Asking a model about many files: failures stay their own, and a second run goes on where the first ended."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model_service.runtime.batch import request_of
from sdk.served import SDK, write_package

CODE = """
from model_service import BaseService


class Counts(BaseService):
    def _inference(self, data):
        if "images" in data:
            return {name: len(file.read()) for name, file in data["images"].items()}
        return {"sum": sum(data["req_data"][0].values())}
"""
FORM = {"apis": [{"request": {"Content-type": "multipart/form-data"}}]}
LEAVES = {"a": {"type": "number", "index": 1}, "b": {"type": "integer", "index": 0}}
MAPPING = {"type": "object", "properties": {"req_data": {"type": "array", "items": [{"type": "object", "properties": LEAVES}]}}}


def run(package: Path, source: Path, target: Path, *more: str) -> tuple[int, str]:
    argv = [sys.executable, "-m", "model_service", "batch", "--package", str(package), "--input", str(source)]
    argv += ["--output", str(target), *more]
    done = subprocess.run(argv, check=False, capture_output=True, text=True, env={"PYTHONPATH": str(SDK)})
    return done.returncode, done.stdout + done.stderr


def manifest(target: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (target / "infer-result.manifest").read_text().splitlines()]


class TestBatch:
    def test_every_file_of_a_folder_gets_a_result_of_its_own(self, tmp_path: Path) -> None:
        package = write_package(tmp_path / "package", CODE, FORM)
        (tmp_path / "in" / "more").mkdir(parents=True)
        (tmp_path / "in" / "a.png").write_bytes(b"12345")
        (tmp_path / "in" / "more" / "b.png").write_bytes(b"1")

        status, said = run(package, tmp_path / "in", tmp_path / "out")

        assert status == 0
        assert [line["source"] for line in manifest(tmp_path / "out")] == ["a.png", "more/b.png"]
        assert json.loads((tmp_path / "out" / "results" / "a.png_result.txt").read_text()) == {"a.png": 5}
        assert 'progress {"done": 2, "total": 2, "successful": 2, "failed": 0}' in said

    def test_a_file_that_fails_says_why_and_the_others_go_on(self, tmp_path: Path) -> None:
        package = write_package(tmp_path / "package", CODE)
        (tmp_path / "good.json").write_text('{"req_data": [{"a": 1, "b": 2}]}')
        (tmp_path / "bad.json").write_text("{")
        sources = ["good.json", "bad.json", "absent.json"]
        (tmp_path / "all.manifest").write_text("".join(json.dumps({"source": name}) + "\n" for name in sources))

        status, _ = run(package, tmp_path / "all.manifest", tmp_path / "out")

        lines = manifest(tmp_path / "out")
        assert status == 0
        assert [line["result"] for line in lines] == ["SUCCESSFUL", "FAILED", "FAILED"]
        assert "not valid JSON" in lines[1]["error_message"]
        assert "No such file" in lines[2]["error_message"]

    def test_a_second_run_asks_only_for_what_is_missing(self, tmp_path: Path) -> None:
        package = write_package(tmp_path / "package", CODE, FORM)
        (tmp_path / "in").mkdir()
        for name in ("a", "b"):
            (tmp_path / "in" / name).write_bytes(b"1")
        run(package, tmp_path / "in", tmp_path / "out")
        journal = tmp_path / "out" / "progress.jsonl"
        first, second = journal.read_text().splitlines()
        journal.write_text(f"{first}\n{second[:10]}")
        (tmp_path / "in" / "a").write_bytes(b"changed meanwhile")

        status, _ = run(package, tmp_path / "in", tmp_path / "out")

        assert status == 0
        assert len(manifest(tmp_path / "out")) == 2
        assert json.loads((tmp_path / "out" / "results" / "a_result.txt").read_text()) == {"a": 1}

    def test_rows_of_a_table_become_requests_by_a_mapping(self, tmp_path: Path) -> None:
        package = write_package(tmp_path / "package", CODE)
        (tmp_path / "rows.csv").write_text("1,0.5\n2,1.5\n")
        (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))

        status, _ = run(package, tmp_path / "rows.csv", tmp_path / "out", "--mapping", str(tmp_path / "mapping.json"))

        assert status == 0
        result = (tmp_path / "out" / "results" / "rows.csv_result.txt").read_text()
        assert [json.loads(line) for line in result.splitlines()] == [{"sum": 1.5}, {"sum": 3.5}]

    def test_a_run_without_any_result_has_a_status_of_its_own(self, tmp_path: Path) -> None:
        package = write_package(tmp_path / "package", CODE)
        (tmp_path / "bad.json").write_text("{")

        assert run(package, tmp_path / "bad.json", tmp_path / "out")[0] == 4
        assert run(tmp_path / "nothing", tmp_path / "bad.json", tmp_path / "out")[0] == 3


class TestMapping:
    def test_a_row_fills_the_leaves(self) -> None:
        assert request_of(MAPPING, ["7", "0.5"]) == {"req_data": [{"a": 0.5, "b": 7}]}
        assert request_of({"type": "boolean", "index": 0}, ["True"]) is True
        assert request_of({"type": "string", "index": 0}, [" x "]) == "x"

    @pytest.mark.parametrize(
        ("row", "words"), [(["7"], "a: index 1 is no column"), (["x", "1"], "b: 'x' in column 0 is no integer")]
    )
    def test_a_row_that_does_not_fit_says_where(self, row: list[str], words: str) -> None:
        with pytest.raises(ValueError, match=words):
            request_of(MAPPING, row)
