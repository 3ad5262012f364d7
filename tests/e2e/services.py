"""Small services on a running platform, over signed calls, and callers that never stop."""

import json
import threading
import time
from typing import Any

import httpx
import psutil
from typing_extensions import Self

from e2e.training_jobs import Jobs
from modelyard.server.testing import ThrowawayPlatform

WITHIN_SECONDS = 120
_CONFIG = {
    "model_algorithm": "echo",
    "model_type": "Scikit_Learn",
    "apis": [
        {
            "url": "/",
            "method": "post",
            "request": {"Content-type": "application/json", "data": {"type": "object", "properties": {}}},
            "response": {"Content-type": "application/json", "data": {"type": "object", "properties": {}}},
        }
    ],
}
# It says which version it is; a model named so ends, or never loads.
_CODE = """
import os
import uuid
from model_service.python_model_service import XgSklServingBaseService


class Echo(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        super().__init__(model_name, model_path)
        self.mark = uuid.uuid4().hex
        if os.environ.get("BROKEN"):
            raise RuntimeError("this version is broken on purpose")

    def _preprocess(self, data):
        return data

    def _inference(self, data):
        return {"version": "VERSION", "instance": self.mark}

    def _postprocess(self, data):
        return data
"""


class Services:
    """The services of a platform's administrator."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        self.jobs = Jobs(platform)
        self.jobs.root = f"/v1/{platform.credentials['HUAWEICLOUD_SDK_PROJECT_ID']}"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Make a signed call below the project; parts of the platform may be away for a while."""
        return self.jobs.call(method, path, body, patient=True)

    def publish(self, name: str, version: str, program: str = _CODE) -> str:
        """Register a model with inference code, by default one that answers with its version, and return its id."""
        folder = f"{name}-{version}"
        store, bucket = self.jobs.store, self.jobs.bucket
        store.put_object(Bucket=bucket, Key=f"{folder}/model/config.json", Body=json.dumps(_CONFIG).encode())
        code = program.replace("VERSION", version).encode()
        store.put_object(Bucket=bucket, Key=f"{folder}/model/customize_service.py", Body=code)
        body = {
            "model_name": name,
            "model_version": version,
            "model_type": "Scikit_Learn",
            "source_location": f"obs://{bucket}/{folder}/",
        }
        model_id: str = self.call("POST", "models", body)["model_id"]
        late = time.monotonic() + WITHIN_SECONDS
        while (shown := self.call("GET", f"models/{model_id}"))["model_status"] == "publishing":
            assert time.monotonic() < late, shown
            time.sleep(0.2)
        assert shown["model_status"] == "published", shown
        return model_id

    def deploy(self, name: str, *config: dict[str, Any], **options: Any) -> str:
        """Deploy a service that everybody may call, and wait until it runs."""
        public = {"service_invoke": {"auth_type": ["NONE"]}}
        body = {"service_name": name, "infer_type": "real-time", "config": config, "runtime_config": public, **options}
        service_id: str = self.call("POST", "services", body)["service_id"]
        self.wait(service_id, "running")
        return service_id

    def show(self, service_id: str) -> Any:
        """Return a service."""
        return self.call("GET", f"services/{service_id}")

    def wait(self, service_id: str, *states: str) -> Any:
        """Wait until a service is in one of these states."""
        late = time.monotonic() + WITHIN_SECONDS
        while (shown := self.show(service_id))["status"] not in states:
            assert time.monotonic() < late, (shown, self.call("GET", f"services/{service_id}/events"))
            time.sleep(0.1)
        return shown

    def update(self, service_id: str, *config: dict[str, Any]) -> None:
        """Change the configuration of a service."""
        self.call("PUT", f"services/{service_id}", {"config": config})

    def ready(self, service_id: str) -> list[str]:
        """Return the instances that are ready."""
        found = self.call("GET", f"services/{service_id}/instances")["instances"]
        return [item["instance_id"] for item in found if item["status"] == "ready"]


def servers(service_id: str) -> list[psutil.Process]:
    """Return the processes of a service's replicas that answer requests."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words, known = process.info["cmdline"] or [], process.info["environ"] or {}
        is_server = "model_service" in words and "serve" in words and words[0].endswith("python")
        if is_server and known.get("SERVICE_ID", "").replace("-", "") == service_id.replace("-", ""):
            found.append(process)
    return found


def entry(model_id: str, count: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an entry of a configuration, of the smallest size."""
    return {
        "model_id": model_id,
        "specification": "modelarts.vm.cpu.free",
        "instance_count": count,
        "weight": 100,
        **changes,
    }


class Load:
    """Callers that call without a pause as long as the block lasts.

    failures: what was not answered with 200. answers: how many were, by version. instances: marks of those that answered.
    """

    def __init__(self, address: str, callers: int = 4) -> None:
        self.failures: list[str] = []
        self.answers: dict[str, int] = {}
        self.instances: set[str] = set()
        self._address = address
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, daemon=True) for _ in range(callers)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    @property
    def count(self) -> int:
        """How many requests were answered well so far."""
        return sum(self.answers.values())

    def wait_for(self, version: str, more: int = 20) -> None:
        """Wait until a version has answered so many more requests."""
        wanted, late = self.answers.get(version, 0) + more, time.monotonic() + WITHIN_SECONDS
        while self.answers.get(version, 0) < wanted:
            assert time.monotonic() < late, (self.answers, self.failures[:5])
            time.sleep(0.05)

    def _call(self) -> None:
        with httpx.Client(timeout=60) as client:
            while not self._over.is_set():
                try:
                    answer = client.post(self._address, json={"x": 1})
                except httpx.HTTPError as error:
                    self.failures.append(f"{type(error).__name__}: {error}")
                    continue
                if answer.status_code != 200:
                    self.failures.append(f"{answer.status_code} {answer.text[:300]}")
                    continue
                told = answer.json()
                with self._lock:
                    self.answers[told["version"]] = self.answers.get(told["version"], 0) + 1
                    self.instances.add(told["instance"])
