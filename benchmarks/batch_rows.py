"""Rows a second of a batch worker, beside a plain loop over the same table with the same model.

scikit-learn on digits, 64 columns. The loop reads the table, asks the model and writes a line of JSON for each row, 256 rows
at a time and one by one; the worker reads from the object store, asks a model server, and writes there.
BATCH_BENCH="ROWS ROUNDS".
"""

import base64
import csv
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import joblib
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier

from modelyard.core.sdk import sdk_directory
from modelyard.server.testing import ThrowawayPlatform

TOGETHER = 256
COLUMNS = 64
BUCKET = "batch-bench"


def main(*, quick: bool) -> None:
    """Measure all in turns and print medians."""
    rows, rounds = map(int, os.environ.get("BATCH_BENCH", "2000 1" if quick else "50000 3").split())
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as name:
        folder = Path(name)
        (folder / "model").mkdir()
        data, labels = load_digits(return_X_y=True)
        model = RandomForestClassifier(20, random_state=1).fit(data, labels)
        joblib.dump(model, folder / "model" / "model.joblib")
        (folder / "model" / "config.json").write_text(json.dumps({"model_algorithm": "digits", "model_type": "Scikit_Learn"}))
        out = io.StringIO()
        csv.writer(out).writerows(data[number % len(data)].tolist() for number in range(rows))
        with ThrowawayPlatform(folder / "home") as platform:
            worker = Worker(platform, folder, out.getvalue())
            ways: dict[str, Callable[[], float]] = {
                "loop, 256 rows at a time": lambda: looped(model, out.getvalue(), folder, TOGETHER),
                "loop, row by row": lambda: looped(model, out.getvalue(), folder, 1),
                "worker, rows together": lambda: worker.run(joins=True),
                "worker, a request for each row": lambda: worker.run(joins=False),
            }
            taken: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(rounds):
                for way, run in ways.items():
                    taken[way].append(run())
    for way, seconds in taken.items():
        print(f"{way:32} {rows / statistics.median(seconds):10,.0f} rows/s")


def looped(model: Any, table: str, folder: Path, together: int) -> float:
    """Return the seconds of a plain loop."""
    began = time.perf_counter()
    rows = [[float(cell) for cell in row] for row in csv.reader(io.StringIO(table))]
    with (folder / "answers").open("w", encoding="utf-8") as out:
        for start in range(0, len(rows), together):
            part = rows[start : start + together]
            for label, chances in zip(model.predict(part).tolist(), model.predict_proba(part).tolist(), strict=True):
                out.write(json.dumps({"predict_result": label, "probabilities": chances}) + "\n")
    return time.perf_counter() - began


class Worker:
    """A batch worker over one table in the store of a platform."""

    def __init__(self, platform: ThrowawayPlatform, folder: Path, table: str) -> None:
        known = platform.credentials
        keys = {"ACCESS_KEY_ID": known["HUAWEICLOUD_SDK_AK"], "SECRET_ACCESS_KEY": known["HUAWEICLOUD_SDK_SK"]}
        store = boto3.client(
            "s3",
            endpoint_url=platform.storage_endpoint,
            aws_access_key_id=keys["ACCESS_KEY_ID"],
            aws_secret_access_key=keys["SECRET_ACCESS_KEY"],
            region_name="us-east-1",
        )
        store.create_bucket(Bucket=BUCKET)
        store.put_object(Bucket=BUCKET, Key="in/digits.csv", Body=table.encode())
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(sdk_directory()),
            "OMP_NUM_THREADS": "1",
            "S3_ENDPOINT": platform.storage_endpoint,
            **keys,
        }
        self._package = folder / "model"
        self._runs = 0

    def run(self, *, joins: bool) -> float:
        """Return the seconds from the moment at which the model is ready to the end."""
        self._runs += 1
        leaves = {f"x{number}": {"type": "number", "index": number} for number in range(COLUMNS)}
        items = [{"type": "object", "properties": leaves}]
        server = [sys.executable, "-m", "model_service", "serve", "--package", str(self._package), "--socket", "{socket}"]
        plan = {
            "task_id": str(self._runs),
            "source": f"obs://{BUCKET}/in/",
            "target": f"obs://{BUCKET}/out/",
            "mapping": "csv",
            "rule": {"type": "object", "properties": {"req_data": {"type": "array", "items": items}}},
            "server": server,
            "joins": joins,
        }
        written = base64.b64encode(json.dumps(plan).encode()).decode()
        process = subprocess.Popen(
            [sys.executable, "-m", "model_service.feeding"],
            env={**self._environment, "MODEL_SERVICE_BATCH": written},
            stdout=subprocess.PIPE,
            text=True,
        )
        began, last = 0.0, ""
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("modelyard-batch:"):
                began, last = began or time.perf_counter(), line
        taken = time.perf_counter() - began
        if process.wait() or '"failed_rows": 0' not in last or '"failed": 0' not in last:
            raise RuntimeError(f"the worker did not do it: {last}")
        return taken


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
