"""What tests of serving do again and again: deploy, look, change."""

from typing import Any

import httpx

from modelyard.serving.testing import Driver, make_request

URL = "/v1/p1/services"


class Caller:
    """A client of the routes, with the loops in its hands."""

    def __init__(self, client: httpx.AsyncClient, driver: Driver) -> None:
        self.client = client
        self.driver = driver

    async def deploy(self, name: str = "service-1", *config: dict[str, Any], **changes: Any) -> str:
        """Deploy a service and wait until nothing moves; returns its id."""
        answer = await self.client.post(URL, json=make_request(name, *config, **changes))
        assert answer.status_code == 200, answer.text
        await self.driver.settle()
        found: str = answer.json()["service_id"]
        return found

    async def show(self, service_id: str) -> dict[str, Any]:
        """Return a service as its owner sees it."""
        answer = await self.client.get(f"{URL}/{service_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def status(self, service_id: str) -> str:
        """Return the state of a service."""
        return str((await self.show(service_id))["status"])

    async def update(self, service_id: str, **change: Any) -> None:
        """Change a service; the loops do not run."""
        answer = await self.client.put(f"{URL}/{service_id}", json=change)
        assert answer.status_code == 200, answer.text

    async def refused(self, method: str, path: str, body: Any = None) -> str:
        """Make a call that is refused, and return the code."""
        answer = await self.client.request(method, f"{URL}{path}", json=body)
        assert 400 <= answer.status_code < 500, answer.text
        return str(answer.json()["error_code"])

    async def events(self, service_id: str) -> list[str]:
        """Return what happened, oldest first."""
        answer = await self.client.get(f"{URL}/{service_id}/events", params={"order": "asc"})
        return [item["event_info"] for item in answer.json()["events"]]

    async def logs(self, service_id: str) -> list[dict[str, Any]]:
        """Return the update logs, newest first."""
        answer = await self.client.get(f"{URL}/{service_id}/logs")
        found: list[dict[str, Any]] = answer.json()["logs"]
        return found

    def shares(self, service_id: str) -> list[tuple[int, int]]:
        """Return what the gateway knows of a service: the weight of each version, with the number of its replicas."""
        route = self.driver.gateway.routes[service_id.replace("-", "")]
        return [(item.weight, len(item.endpoints)) for item in route.versions]
