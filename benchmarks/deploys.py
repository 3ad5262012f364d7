"""From the request to deploy a model to its first answer through the gateway, with the environment at hand.

A model of scikit-learn on digits, registered beforehand, is deployed on one core, asked until it answers, and deleted, a few
times; what a replica holds in memory is read on the way.
"""

import io
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import boto3
import httpx
import joblib
import psutil
from sklearn.datasets import load_digits
from sklearn.naive_bayes import GaussianNB

from modelyard.iam.testing import ClientKey, sign_request
from modelyard.images.testing import shared_directory
from modelyard.server.testing import ThrowawayPlatform

BUCKET = "bench-deploys"
ASK_EVERY_SECONDS = 0.005
PUBLIC = {"service_invoke": {"auth_type": ["NONE"]}}


def main(*, quick: bool) -> None:
    """Print how long it took, and what a replica holds in memory."""
    rounds = 1 if quick else 10
    # The image is built once in a machine's life.
    environment = {"MODELYARD_IMAGES__DIRECTORY": str(shared_directory()), "MODELYARD_IMAGES__UNUSED_DAYS": "0"}
    with (
        tempfile.TemporaryDirectory(prefix="modelyard-bench-") as name,
        ThrowawayPlatform(Path(name) / "home", environment=environment) as platform,
    ):
        models = Models(platform)
        model_id, row = models.register()
        found = [models.deploy(model_id, row, f"deploys-{number}") for number in range(rounds + 1)][1:]
    seconds = sorted(one for one, _ in found)
    print(
        f"POST to the first answer: median {statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f}), "
        f"aim 2 s; a replica has {statistics.median(memory for _, memory in found):.0f} MiB (PSS)"
    )


class Models:
    """Models and services of a platform's administrator."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        known = platform.credentials
        self._platform = platform
        self._key = ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
        self._root = f"{platform.endpoint}/v1/{known['HUAWEICLOUD_SDK_PROJECT_ID']}"
        self._client = httpx.Client(timeout=30)

    def register(self) -> tuple[str, list[float]]:
        """Register the model, wait until it can be deployed, and return its id and a row to ask about."""
        rows, labels = load_digits(return_X_y=True)
        content = io.BytesIO()
        # A kind that versions of scikit-learn read from each other.
        joblib.dump(GaussianNB().fit(rows, labels), content)
        known = self._platform.credentials
        keys = {"aws_access_key_id": self._key.access, "aws_secret_access_key": known["HUAWEICLOUD_SDK_SK"]}
        store = boto3.client("s3", endpoint_url=self._platform.storage_endpoint, region_name="local", **keys)
        store.create_bucket(Bucket=BUCKET)
        store.put_object(Bucket=BUCKET, Key="digits/model/model.joblib", Body=content.getvalue())
        config = {"model_algorithm": "digits", "model_type": "Scikit_Learn"}
        store.put_object(Bucket=BUCKET, Key="digits/model/config.json", Body=json.dumps(config).encode())
        place = f"obs://{BUCKET}/digits/"
        body = {"model_name": "digits", "model_version": "1.0.0", "model_type": "Scikit_Learn", "source_location": place}
        model_id: str = self._call("POST", "models", body)["model_id"]
        while (shown := self._call("GET", f"models/{model_id}"))["model_status"] != "published":
            if shown["model_status"] == "failed":
                raise SystemExit(f"the model was not published: {shown}")
            time.sleep(0.2)
        return model_id, rows[0].tolist()

    def deploy(self, model_id: str, row: list[float], name: str) -> tuple[float, float]:
        """Deploy a service until it answers, and delete it; returns the seconds, and MiB of the replica."""
        entry = {"model_id": model_id, "specification": "modelarts.vm.cpu.1u", "instance_count": 1, "weight": 100}
        body = {"service_name": name, "infer_type": "real-time", "config": [entry], "runtime_config": PUBLIC}
        began = time.perf_counter()
        service_id = self._call("POST", "services", body)["service_id"]
        address = f"{self._platform.endpoint}/v1/infers/{service_id}"
        while (answer := self._client.post(address, json={"instances": [row]})).status_code != 200:
            if time.perf_counter() - began > 120:
                raise SystemExit(f"{answer.status_code} {answer.text}")
            time.sleep(ASK_EVERY_SECONDS)
        seconds = time.perf_counter() - began
        memory = memory_of(service_id)
        self._call("DELETE", f"services/{service_id}")
        while any(item["service_id"] == service_id for item in self._call("GET", "services")["services"]):
            time.sleep(0.2)
        return seconds, memory

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        url = f"{self._root}/{path}"
        answer = self._client.request(method, url, headers=sign_request(self._key, method, url, body=content), content=content)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def memory_of(service_id: str) -> float:
    """Return the proportional memory of the replica of a service, in MiB."""
    found = 0
    for process in psutil.process_iter(["cmdline", "environ"]):
        if "model_service" in (process.info["cmdline"] or []) and (process.info["environ"] or {}).get("SERVICE_ID"):
            found += process.memory_full_info().pss
    if not found:
        raise SystemExit(f"no process of the service {service_id} was found")
    return found / 2**20
