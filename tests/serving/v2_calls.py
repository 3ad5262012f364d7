"""Bodies and calls of the newer API of services."""

from typing import Any

import httpx

from modelyard.core.clock import FixedClock
from modelyard.serving.testing import Driver

URL = "/v2/p1/services"


def make_unit(**changes: Any) -> dict[str, Any]:
    """Return a unit: an image with its program."""
    unit = {
        "image": {"source": "SWR", "swr_path": "echo:1"},
        "flavor": "modelarts.vm.cpu.1u",
        "cmd": "python -m echo --port 8080",
        "envs": {"GREETING": "hello"},
    }
    return {**unit, **changes}


def make_group(name: str = "blue", **changes: Any) -> dict[str, Any]:
    """Return a deployment; `unit` changes its unit."""
    unit = changes.pop("unit", {})
    return {"name": name, "weight": 100, "count": 1, "unit_configs": [make_unit(**unit)], **changes}


def make_service(name: str = "echo", *groups: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a service with one deployment, unless told."""
    return {
        "name": name,
        "type": "REAL_TIME",
        "deploy_type": "SINGLE",
        "group_configs": list(groups) or [make_group()],
        "custom_metrics_path": "",
        "runtime_config": {
            "service_invoke": {"port": 8080, "protocol": "HTTP", "auth_type": "TOKEN"},
            "service_limit": {
                "rate_limit": {"num": 100, "unit": "SECONDS"},
                "request_size_limit": 12,
                "request_timeout": 60,
            },
        },
        **changes,
    }


class CallerV2:
    """A client of the newer API, with the loops in its hands."""

    def __init__(self, client: httpx.AsyncClient, driver: Driver) -> None:
        self.client = client
        self.driver = driver

    async def call(self, method: str, path: str = "", body: Any = None, **params: Any) -> Any:
        """Make a call that does what it should, wait until nothing moves, and return the answer."""
        answer = await self.client.request(method, f"{URL}{path}", json=body, params=params)
        assert answer.status_code == 200, answer.text
        await self.driver.settle()
        return answer.json()

    async def later(self) -> None:
        """Let the time pass in which instances finish what is under way."""
        clock = self.driver.context.clock
        assert isinstance(clock, FixedClock)
        clock.advance(300)
        await self.driver.settle()

    async def refused(self, method: str, path: str, body: Any = None, **params: Any) -> tuple[str, str]:
        """Make a call that is refused, and return the code and the field."""
        answer = await self.client.request(method, f"{URL}{path}", json=body, params=params)
        assert 400 <= answer.status_code < 500, answer.text
        found = answer.json()
        return found["error_code"], found.get("params", {}).get("field", "")

    async def deploy(self, name: str = "echo", *groups: dict[str, Any], **changes: Any) -> str:
        """Deploy a service and return its id."""
        return str((await self.call("POST", body=make_service(name, *groups, **changes)))["id"])

    async def show(self, service_id: str) -> dict[str, Any]:
        """Return a service."""
        found: dict[str, Any] = await self.call("GET", f"/{service_id}")
        return found

    async def groups(self, service_id: str) -> dict[str, dict[str, Any]]:
        """Return the deployments of a service by their names."""
        found = await self.show(service_id)
        return {item["name"]: item for item in found["version"]["instance_groups"]}
