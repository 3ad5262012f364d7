"""A platform with services that only its gateway knows of, for tests of the gateway."""

import asyncio
import time
from typing import Any

import httpx

from modelyard.server import gateway, storage
from modelyard.server.home import Home
from modelyard.server.settings import settings_of
from modelyard.server.testing import ThrowawayPlatform
from modelyard.serving.adapters.envoy import EnvoyGateway
from modelyard.serving.types import CallCounts, RouteVersion, ServiceRoute
from serving.replicas import Replica, Replicas


class Office:
    """A platform with services on it that only the gateway knows of."""

    def __init__(self, platform: ThrowawayPlatform, replicas: Replicas) -> None:
        self.platform = platform
        self.replicas = replicas
        self.home = Home(platform.home)
        self.known = platform.credentials
        self.routes: dict[str, ServiceRoute] = {}
        # Above all that the platform itself publishes.
        self._stamp = 1_000_000
        # One for all: each makes a context for TLS, which takes longer than the calls of a test.
        self._client = httpx.Client(timeout=30, verify=False)
        self.token = self.token_of(self.known["MODELYARD_USER"])

    def close(self) -> None:
        self._client.close()

    def token_of(self, name: str, *, account: dict[str, str] | None = None) -> str:
        password = self.known["MODELYARD_PASSWORD"] if account is None else account["password"]
        domain = {"id": self.known["HUAWEICLOUD_SDK_DOMAIN_ID"]} if account is None else {"name": account["account"]}
        project = self.known["HUAWEICLOUD_SDK_PROJECT_ID"] if account is None else account["project_id"]
        user = {"name": name, "password": password, "domain": domain}
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"project": {"id": project}}}}
        answer = httpx.post(f"{self.platform.endpoint}/v3/auth/tokens?nocatalog=1", json=body)
        assert answer.status_code == 201, answer.text
        return answer.headers["x-subject-token"]

    def route(self, service_id: str, *versions: RouteVersion, **options: Any) -> ServiceRoute:
        """Return the route of a service of the administrator's project."""
        return ServiceRoute(
            service_id=service_id,
            project_id=self.known["HUAWEICLOUD_SDK_PROJECT_ID"],
            domain_id=self.known["HUAWEICLOUD_SDK_DOMAIN_ID"],
            workspace_id="0",
            paths=(f"/v1/infers/{service_id}", f"/v2/infer/{service_id}"),
            versions=versions,
            **options,
        )

    def publish(self, *routes: ServiceRoute) -> None:
        """Publish these services beside those that were before."""
        self.routes |= {route.service_id: route for route in routes}
        self.publish_all(list(self.routes.values()))

    def publish_all(self, routes: list[ServiceRoute]) -> None:
        self._stamp += 1
        asyncio.run(self._publish(routes))

    def statistics(self) -> dict[tuple[str, str], CallCounts]:
        async def read() -> Any:
            envoy = self._gateway()
            try:
                return await envoy.statistics()
            finally:
                await envoy.close()

        return {(counts.service_id, counts.version): counts for counts in asyncio.run(read())}

    def call(self, path: str, method: str = "POST", **options: Any) -> httpx.Response:
        """Call with the administrator's token, unless other headers are given."""
        options.setdefault("headers", {"x-auth-token": self.token})
        return self._client.request(method, f"{self.platform.endpoint}{path}", **options)

    def wait_until_well(self) -> None:
        """Wait until API and gate are back."""
        late = time.monotonic() + 180
        while self.call("/v3/projects", "GET").status_code != 200 or self.call("/v1/infers/who").status_code == 503:
            assert time.monotonic() < late
            time.sleep(0.1)

    async def _publish(self, routes: list[ServiceRoute]) -> None:
        envoy = self._gateway()
        try:
            await envoy.publish(routes, stamp=self._stamp)
        finally:
            await envoy.close()
        await asyncio.sleep(0.1)  # the workers of the gateway hear of it a moment later

    def _gateway(self) -> EnvoyGateway:
        settings = settings_of(self.home)
        port = {"port": self.platform.port, "storage_port": self.platform.storage_port}
        settings = settings.model_copy(update={"gateway": settings.gateway.model_copy(update=port)})
        return EnvoyGateway(gateway.surroundings(self.home, settings, storage.contribution(self.home, settings)))


def version(key: str, *replicas: Replica, weight: int = 100) -> RouteVersion:
    return RouteVersion(key, weight, tuple(replica.endpoint for replica in replicas))


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error_code"]
