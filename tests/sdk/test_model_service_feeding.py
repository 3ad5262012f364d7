"""Batch workers with a real store and a real model server: what becomes of each input, and of a worker that is stopped."""

import base64
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from model_service.feeding.plan import VARIABLE
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform
from sdk.served import SDK, write_package

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

PATIENCE_SECONDS = 180
RULE = {
    "type": "object",
    "properties": {
        "req_data": {
            "type": "array",
            "items": [
                {
                    "type": "object",
                    "properties": {
                        "x": {"type": "number", "index": 0},
                        "y": {"type": "integer", "index": 1},
                        "note": {"type": "string", "index": -1},
                    },
                }
            ],
        }
    },
}
# Answers with the size of the file; some files misbehave.
FILE_CODE = """
import os, time
from model_service.model_service import SingleNodeService

class Sizes(SingleNodeService):
    def _inference(self, data):
        (field, files), = data.items()
        (name, stream), = files.items()
        content = stream.read()
        if content == b"die":
            os._exit(9)
        if content == b"raise":
            raise ValueError("this one is not liked")
        if content == b"slow":
            time.sleep(0.3)
        return {"field": field, "name": name, "bytes": len(content)}
"""


class Batch:
    """A place for inputs and results, and workers over it."""

    def __init__(self, platform: ThrowawayPlatform, key: ClientKey, client: Any, bucket: str, package: Path) -> None:
        self.client, self.bucket, self.package = client, bucket, package
        self.target = f"obs://{bucket}/out/"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SDK),
            "OMP_NUM_THREADS": "1",
            "S3_ENDPOINT": platform.storage_endpoint,
            "ACCESS_KEY_ID": key.access,
            "SECRET_ACCESS_KEY": key.secret,
            "HOME": "/nonexistent",
        }
        self.log = ""

    def put(self, key: str, content: bytes | str = b"") -> str:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=content)
        return f"obs://{self.bucket}/{key}"

    def start(self, **changes: Any) -> "subprocess.Popen[str]":
        """Start a worker; its plan is one of files in `in/` unless told."""
        server = [sys.executable, "-m", "model_service", "serve", "--package", str(self.package), "--socket", "{socket}"]
        plan = {
            "task_id": "t1",
            "source": f"obs://{self.bucket}/in/",
            "target": self.target,
            "mapping": "file",
            "parameter": "images",
            "server": server,
            "ready_seconds": PATIENCE_SECONDS,
            "largest_bytes": 2**20,
            **changes,
        }
        plan = {**plan, "rule": RULE} if plan["mapping"] == "csv" else plan
        written = base64.b64encode(json.dumps(plan).encode()).decode()
        return subprocess.Popen(
            [sys.executable, "-m", "model_service.feeding"],
            env={**self._environment, VARIABLE: written},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, **changes: Any) -> dict[str, Any]:
        """Run one worker to its end, and return its last word."""
        return self.end(self.start(**changes))

    def end(self, process: "subprocess.Popen[str]", *, status: int = 0) -> dict[str, Any]:
        self.log, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == status, self.log
        found = re.findall(r"^modelyard-batch: (.*)$", self.log, re.MULTILINE)
        last: dict[str, Any] = json.loads(found[-1])
        return last

    def keys(self, prefix: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for page in pages for item in page.get("Contents", ())]

    def read(self, key: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content

    def manifest(self, name: str = "infer-result-t1.manifest") -> dict[str, dict[str, Any]]:
        """Return the manifest by source; each stands in it once."""
        entries = [json.loads(line) for line in self.read(f"out/{name}").splitlines()]
        found = {entry["source"]: entry for entry in entries}
        assert len(found) == len(entries)
        return found

    def results(self, prefix: str = "out/infer-result-t1/") -> dict[str, bytes]:
        return {key[len(prefix) :]: self.read(key) for key in self.keys(prefix)}


@pytest.fixture
def sizes(platform: ThrowawayPlatform, admin: ClientKey, client: Any, bucket: str, tmp_path: Path) -> Batch:
    """A batch over a model with code that takes files."""
    return Batch(platform, admin, client, bucket, write_package(tmp_path, FILE_CODE) / "model")


@pytest.fixture
def tables(platform: ThrowawayPlatform, admin: ClientKey, client: Any, bucket: str, tmp_path: Path) -> Batch:
    """A batch over a model of scikit-learn that says whether x + y is above ten."""
    folder = write_package(tmp_path) / "model"
    rows = np.random.default_rng(1).uniform(0, 10, (200, 2))
    joblib.dump(LogisticRegression().fit(rows, rows.sum(axis=1) > 10), folder / "model.joblib")
    return Batch(platform, admin, client, bucket, folder)


@pytest.fixture
def processes() -> Iterator[list["subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class TestFiles:
    def test_each_has_one_result_or_one_reason(self, sizes: Batch) -> None:
        one = sizes.put("in/a/1.jpg", b"x" * 10)
        same = sizes.put("in/b/1.jpg", b"y" * 20)
        odd = sizes.put('in/odd "name" 图.jpg', b"z")
        empty = sizes.put("in/empty.bin")
        large = sizes.put("in/large.bin", b"x" * (2**20 + 1))
        bad = sizes.put("in/bad.bin", b"raise")
        sizes.put("in/folder/")
        told = sizes.run()

        assert (told["state"], told["total"], told["done"], told["failed"]) == ("finished", 6, 4, 2)
        found = sizes.manifest()
        assert set(found) == {one, same, odd, empty, large, bad}
        assert found[one] == {
            "source": one,
            "result": "SUCCESSFUL",
            "inference-loc": f"{sizes.target}infer-result-t1/a/1.jpg_result.txt",
        }
        assert found[large]["result"] == "FAILED"
        assert "larger than 1048576 bytes" in found[large]["error_message"]
        assert "this one is not liked" in found[bad]["error_message"]
        assert "inference-loc" not in found[bad]
        results = {name: json.loads(content) for name, content in sizes.results().items()}
        assert results["a/1.jpg_result.txt"] == {"field": "images", "name": "1.jpg", "bytes": 10}
        assert results["b/1.jpg_result.txt"]["bytes"] == 20
        assert results["empty.bin_result.txt"]["bytes"] == 0
        assert len(results) == 4
        assert results['odd "name" 图.jpg_result.txt']["bytes"] == 1

    def test_a_model_that_dies_over_one_goes_on_with_the_others(self, sizes: Batch) -> None:
        dying = sizes.put("in/0.bin", b"die")
        others = [sizes.put(f"in/{number}.bin", b"x") for number in range(1, 6)]
        told = sizes.run(in_flight=1)
        assert (told["done"], told["failed"]) == (5, 1)
        found = sizes.manifest()
        assert "gave no answer" in found[dying]["error_message"]
        assert {found[source]["result"] for source in others} == {"SUCCESSFUL"}

    def test_results_in_the_same_folder_are_no_inputs(self, sizes: Batch) -> None:
        sizes.put("in/1.bin", b"x")
        sizes.run(target=f"obs://{sizes.bucket}/in/")
        told = sizes.run(target=f"obs://{sizes.bucket}/in/", run=2)
        assert (told["total"], told["done"]) == (1, 1)

    def test_no_inputs_are_no_mistake(self, sizes: Batch) -> None:
        told = sizes.run()
        assert (told["state"], told["total"]) == ("finished", 0)
        assert sizes.manifest() == {}

    def test_many_are_listed_in_several_manifests(self, sizes: Batch) -> None:
        for number in range(5):
            sizes.put(f"in/{number}.bin", b"x")
        sizes.run(manifest_lines=2)
        names = sorted(key for key in sizes.keys("out/") if key.endswith(".manifest"))
        assert names == [f"out/infer-result-t1{suffix}.manifest" for suffix in ("", "_1", "_2")]
        assert [len(sizes.manifest(name.removeprefix("out/"))) for name in names] == [2, 2, 1]


class TestManifests:
    def test_name_objects_and_signed_addresses(self, sizes: Batch) -> None:
        one, two = sizes.put("x/1.jpg", b"1"), sizes.put("y/1.jpg", b"22")
        sizes.put("z/signed.jpg", b"333")
        params = {"Bucket": sizes.bucket, "Key": "z/signed.jpg"}
        signed = sizes.client.generate_presigned_url("get_object", Params=params)
        gone, wrong = f"s3://{sizes.bucket}/gone.jpg", f"obs://{sizes.bucket}/folder/"
        sources = [one, two.replace("obs:", "s3:"), signed, gone, wrong, one, "nonsense"]
        lines = [json.dumps({"source": source}) for source in sources]
        manifest = sizes.put("list.manifest", "\ufeff" + "\n".join([*lines, "{not json", "", "[1]"]))
        told = sizes.run(source=manifest)
        assert (told["done"], told["failed"]) == (3, 5)
        found = sizes.manifest()
        results = sizes.results()
        assert json.loads(results["signed.jpg_result.txt"])["bytes"] == 3
        assert json.loads(results[f"{sizes.bucket}/x/1.jpg_result.txt"])["bytes"] == 1
        assert json.loads(results[f"{sizes.bucket}/y/1.jpg_result.txt"])["bytes"] == 2
        assert found[gone]["error_message"] == "Download file failed: it is not there (any more)"
        assert found[f"{manifest}#8"]["result"] == "FAILED"
        assert {found[source]["result"] for source in (wrong, "nonsense", f"{manifest}#10")} == {"FAILED"}

    def test_that_are_not_there_end_the_batch(self, sizes: Batch) -> None:
        told = sizes.end(sizes.start(source=f"obs://{sizes.bucket}/none.manifest"), status=1)
        assert told["state"] == "failed"
        assert "none.manifest cannot be read: it is not there" in told["reason"]


class TestTables:
    def test_rows_are_answered_in_order_alone_and_together(self, tables: Batch) -> None:
        rows = [(number % 11, number % 7) for number in range(1000)]
        content = "".join(f"{x},{y},ignored\r\n" for x, y in rows)
        tables.put("in/many.csv", content)
        alone = tables.run(mapping="csv", task_id="alone")
        together = tables.run(mapping="csv", task_id="together", joins=True)
        assert alone["rows"] == together["rows"] == 1000
        texts = [tables.read(f"out/infer-result-{name}/many.csv_result.txt") for name in ("alone", "together")]
        answers = [[json.loads(line) for line in text.splitlines()] for text in texts]
        assert len(answers[0]) == 1000
        assert [one["resp_data"][0]["predict_result"] for one in answers[0]] == [
            one["resp_data"][0]["predict_result"] for one in answers[1]
        ]
        assert all(len(one["resp_data"]) == 1 for one in answers[1])

    @pytest.mark.parametrize("joins", [False, True])
    def test_bad_rows_are_said_with_their_lines(self, tables: Batch, joins: bool) -> None:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerows([["1.5", "2", "a"], ["x", "2", "b"], ["3"], ["4", "5.5", "c"], ["6", "7", 'two\nlines, "quoted"']])
        content = "\ufeff".encode() + out.getvalue().encode() + b"\n8,9\n\xff,1\n"
        source = tables.put("in/some.csv", content)
        tables.put("in/read.me", b"hello")
        tables.put("in/none.csv")
        tables.put("in/bad.csv", b"a,b\n")
        told = tables.run(mapping="csv", joins=joins)
        assert (told["done"], told["failed"], told["rows"], told["failed_rows"]) == (1, 3, 8, 5)
        found = tables.manifest()
        assert (found[source]["rows"], found[source]["failed_rows"]) == (7, 4)
        lines = [json.loads(line) for line in tables.results()["some.csv_result.txt"].splitlines()]
        assert [line.get("line") for line in lines] == [None, 2, 3, 4, None, None, 9]
        assert lines[1]["error_message"] == "column 0 (x): 'x' is no number."
        assert lines[2]["error_message"] == "column 1 (y) is missing; the row has 1 columns."
        assert lines[3]["error_message"] == "column 1 (y): '5.5' is no integer."
        assert lines[6]["error_message"] == "column 0 is not UTF-8."
        reasons = {source.rsplit("/", 1)[-1]: entry.get("error_message", "") for source, entry in found.items()}
        assert reasons["read.me"].startswith("Only files whose names end in .csv")
        assert reasons["none.csv"] == "The file has no rows."
        assert reasons["bad.csv"].startswith("All rows failed; the first in line 1:")


class TestStopping:
    def test_a_start_after_a_stop_or_a_kill_does_what_is_left(
        self, sizes: Batch, processes: list["subprocess.Popen[str]"]
    ) -> None:
        sources = {sizes.put(f"in/{number:03d}.bin", b"slow") for number in range(40)}
        sizes.put("in/bad.bin", b"raise")
        for run, number in ((1, signal.SIGTERM), (2, signal.SIGKILL)):
            process = sizes.start(run=run, in_flight=4)
            processes.append(process)
            late = time.monotonic() + PATIENCE_SECONDS
            before = len(sizes.keys("out/infer-result-t1/"))
            while len(sizes.keys("out/infer-result-t1/")) < before + 10:
                assert time.monotonic() < late
                time.sleep(0.1)
            os.killpg(process.pid, number)
            if number == signal.SIGTERM:
                told = sizes.end(process, status=143)
                assert told["state"] == "stopped"
                assert 10 <= told["done"] < 40
            else:
                process.communicate()
        stopped = sum(int(re.split(r"[-.]", key)[-2]) for key in sizes.keys("out/infer-result-t1.records/") if "-done-" in key)
        assert stopped >= 10
        told = sizes.run(run=3)
        assert (told["total"], told["done"], told["failed"]) == (41, 40, 1)
        assert f"41 inputs, {stopped} of them dealt with before" in sizes.log or "dealt with before" in sizes.log
        found = sizes.manifest()
        assert {source for source, entry in found.items() if entry["result"] == "SUCCESSFUL"} == sources
        assert len(sizes.results()) == 40

    def test_workers_share_the_inputs_and_one_writes_the_manifest(self, sizes: Batch) -> None:
        sources = {sizes.put(f"in/{number:03d}.bin", b"x") for number in range(30)}
        started = [sizes.start(worker=number, workers=3) for number in range(3)]
        told = [sizes.end(process) for process in started]
        assert sum(one["total"] for one in told) == 30
        assert all(one["total"] for one in told)
        assert set(sizes.manifest()) == sources
        again = sizes.run(run=2)
        assert (again["total"], again["done"]) == (30, 30)
        assert "30 inputs, 30 of them dealt with before" in sizes.log


class TestBadLuck:
    def test_a_model_that_does_not_load_ends_the_batch(self, sizes: Batch) -> None:
        (sizes.package / "customize_service.py").write_text("raise RuntimeError('broken')")
        sizes.put("in/1.bin", b"x")
        told = sizes.end(sizes.start(), status=1)
        assert "ended with 3 before it was ready" in told["reason"]
        assert "broken" in sizes.log
        assert sizes.manifest() == {}

    def test_an_output_that_cannot_be_written_ends_the_batch(self, sizes: Batch) -> None:
        sizes.put("in/1.bin", b"x")
        told = sizes.end(sizes.start(target="obs://no-such-bucket-anywhere/out/"), status=1)
        assert "cannot be written" in told["reason"]

    def test_a_plan_that_is_none_is_said(self) -> None:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SDK), VARIABLE: "bm8="}
        command = [sys.executable, "-m", "model_service.feeding"]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert found.returncode == 2
        assert f"{VARIABLE} is no plan" in found.stdout
