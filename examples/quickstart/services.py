"""Models and services over plain HTTP, signed by the official SDK: register, deploy, call."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from call import signed_headers

WITHIN_SECONDS = 300


class Services:
    """Models and services of one user in one project."""

    def __init__(self, endpoint: str, project_id: str, access: str, secret: str) -> None:
        self._root = f"{endpoint}/v1/{project_id}"
        self._access, self._secret = access, secret
        self._http = httpx.Client(timeout=60)

    def call(self, method: str, url: str, body: Any = None) -> Any:
        """Make a signed call and return the answer."""
        content = "" if body is None else json.dumps(body)
        headers = signed_headers(self._access, self._secret, method, url, content)
        answer = self._http.request(method, url, headers=headers, content=content)
        if not answer.is_success:
            raise SystemExit(f"{method} {url} was refused: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def register(self, name: str, version: str, job_id: str) -> str:
        """Make a version of a model from what a training job has left, and return its id."""
        body = {"model_name": name, "model_version": version, "model_type": "Scikit_Learn", "source_job_id": job_id}
        return str(self.call("POST", f"{self._root}/models", body)["model_id"])

    def wait_for_model(self, model_id: str) -> None:
        """Wait until a model has been copied, loaded once in a sandbox, and published."""
        model = self._wait(f"{self._root}/models/{model_id}", "model_status", while_in={"publishing"})
        if model["model_status"] != "published":
            raise SystemExit(f"the model was not published: {model['status_message']}")

    def deploy(self, name: str, shares: Mapping[str, int]) -> dict[str, Any]:
        """Deploy models side by side in one service, each with its share of the requests, and wait until it runs."""
        config = [
            {"model_id": model_id, "specification": "modelarts.vm.cpu.free", "instance_count": 1, "weight": share}
            for model_id, share in shares.items()
        ]
        body = {"service_name": name, "infer_type": "real-time", "config": config}
        service_id = self.call("POST", f"{self._root}/services", body)["service_id"]
        service: dict[str, Any] = self._wait(f"{self._root}/services/{service_id}", "status", while_in={"deploying", "waiting"})
        if service["status"] != "running":
            raise SystemExit(f"the service is {service['status']}, see its events in the console")
        return service

    def predict(self, address: str, rows: Sequence[Any]) -> list[Any]:
        """Ask a service about rows."""
        predictions: list[Any] = self.call("POST", address, {"instances": rows})["predictions"]
        return predictions

    def calls_by_version(self, service_id: str, at_least: int) -> dict[str, int]:
        """Return how many requests each version has answered, once the gateway has counted them all."""
        late = time.monotonic() + WITHIN_SECONDS
        while True:
            found = self.call("GET", f"{self._root}/services/{service_id}/monitor")["monitors"]
            calls = {item["model_version"]: item["invocation_times"] for item in found}
            if sum(calls.values()) >= at_least or time.monotonic() > late:
                return calls
            time.sleep(0.3)

    def _wait(self, url: str, field: str, *, while_in: set[str]) -> Any:
        late = time.monotonic() + WITHIN_SECONDS
        while (found := self.call("GET", url))[field] in while_in:
            if time.monotonic() > late:
                raise SystemExit(f"still {found[field]} after {WITHIN_SECONDS} seconds")
            time.sleep(0.2)
        return found


def draw(pictures: Sequence[Sequence[float]], side: int = 8) -> list[str]:
    """Draw square pictures of numbers from 0 to 1 beside each other; two rows of a picture are one line."""
    lines = []
    for row in range(0, side, 2):
        parts = []
        for picture in pictures:
            upper, lower = ([round(ink) for ink in picture[at * side : (at + 1) * side]] for at in (row, row + 1))
            parts.append("".join(" ▄▀█"[2 * above + below] for above, below in zip(upper, lower, strict=True)))
        lines.append("  ".join(parts))
    return lines
