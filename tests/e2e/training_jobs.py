"""Small training jobs on a running platform, over signed calls."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from conformance.people import name_of_bucket, s3
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform

ENDED = frozenset({"Completed", "Failed", "Terminated", "Abnormal"})
WITHIN_SECONDS = 180


class Jobs:
    """The jobs of a platform's administrator, with a bucket for their code and outputs."""

    def __init__(self, platform: ThrowawayPlatform, key: ClientKey | None = None) -> None:
        known = platform.credentials
        self.platform = platform
        self.key = key or ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
        self.root = f"/v2/{known['HUAWEICLOUD_SDK_PROJECT_ID']}"
        self.bucket = name_of_bucket()
        self.store = s3(platform, self.key)
        self.store.create_bucket(Bucket=self.bucket)

    def call(self, method: str, path: str, body: Any = None, *, patient: bool = False) -> Any:
        """Make a signed call below the project. patient: parts of the platform may be away for a while."""
        content = b"" if body is None else json.dumps(body).encode()
        url = f"{self.platform.endpoint}{self.root}/{path}"
        late = time.monotonic() + 180
        while True:
            try:
                headers = sign_request(self.key, method, url, body=content)
                answer = httpx.request(method, url, headers=headers, content=content, timeout=30)
            except httpx.HTTPError:
                if not patient or time.monotonic() > late:
                    raise
            else:
                if answer.status_code < 500 or not patient or time.monotonic() > late:
                    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
                    return answer.json() if answer.content else None
            time.sleep(0.2)

    def upload(self, name: str, code: str) -> None:
        """Put a program into the code directory `name`."""
        self.store.put_object(Bucket=self.bucket, Key=f"{name}/main.py", Body=code.encode())

    def body(self, name: str, program: str, *, outputs: bool = False, **parameters: Any) -> dict[str, Any]:
        """Return a request for a job that runs a program that was uploaded."""
        algorithm: dict[str, Any] = {
            "code_dir": f"obs://{self.bucket}/{program}/",
            "boot_file": f"obs://{self.bucket}/{program}/main.py",
            "engine": {"image_url": self.image()},
            "parameters": [{"name": key, "value": str(value)} for key, value in parameters.items()],
        }
        if outputs:
            algorithm["outputs"] = [{"name": "train_url", "remote": {"obs": {"obs_url": f"obs://{self.bucket}/out/{name}/"}}}]
        spec = {"resource": {"flavor_id": "modelarts.vm.cpu.1u", "node_count": 1}}
        return {"kind": "job", "metadata": {"name": name}, "algorithm": algorithm, "spec": spec}

    def submit(self, name: str, program: str, **options: Any) -> str:
        """Create a job and return its id."""
        job_id: str = self.call("POST", "training-jobs", self.body(name, program, **options))["metadata"]["id"]
        return job_id

    def image(self) -> str:
        """Return the image of the plain Python engine."""
        engines = self.call("GET", "training-job-engines", patient=True)["items"]
        image: str = next(one["image_info"]["cpu_image_url"] for one in engines if one["engine_name"] == "Python")
        return image

    def show(self, job_id: str) -> Any:
        return self.call("GET", f"training-jobs/{job_id}", patient=True)

    def wait(self, job_id: str, *phases: str) -> Any:
        """Wait until a job is in one of these phases, or has ended, and return it."""
        late = time.monotonic() + WITHIN_SECONDS
        while time.monotonic() < late:
            job = self.show(job_id)
            if job["status"]["phase"] in {*phases, *ENDED}:
                return job
            time.sleep(0.2)
        raise AssertionError(f"it does not end: {self.show(job_id)['status']}")

    def log(self, job_id: str) -> str:
        """Return the whole log of a job's first task."""
        url = f"{self.platform.endpoint}{self.root}/training-jobs/{job_id}/tasks/worker-0/logs/file"
        answer = httpx.get(url, headers=sign_request(self.key, "GET", url), timeout=60)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.text

    @contextmanager
    def followed(self, job_id: str, **headers: str) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
        """Follow the log of a job's first task: names and data of the events, as they come."""
        url = f"{self.platform.endpoint}{self.root}/training-jobs/{job_id}/tasks/worker-0/logs/stream"
        signed = sign_request(self.key, "GET", url, headers=headers)
        with httpx.stream("GET", url, headers=signed, timeout=60) as answer:
            assert answer.status_code == 200, answer.read()
            yield _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    name, event_id = "", ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "id":
            event_id = value
        elif field == "data":
            yield name, {**json.loads(value), "id": event_id}
