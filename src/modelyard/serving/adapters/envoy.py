"""The gateway of services: Envoy, told by files that it watches and asked by its admin socket.

A publication writes where replicas are, then the clusters, waits until Envoy has them, and writes the routes last; what
is not needed any more goes in the contrary order. So no request meets a route without a cluster. Files are replaced by
rename, and only where something changed. In the end Envoy is asked whether it has read where replicas are: one that is
left out may only stop when it is.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import logging
import os
import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson

from modelyard.core.errors import Unavailable
from modelyard.core.refusals import Config
from modelyard.serving.adapters import envoy_config
from modelyard.serving.types import CallCounts, ServiceRoute

log = logging.getLogger(__name__)

_CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
_ROUTES = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
_ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
ROUTES_FILE, CLUSTERS_FILE, ENDPOINTS_DIRECTORY = "rds.json", "cds.json", "endpoints"
STAMP_FILE = "published"
_TAKING_SECONDS = 5.0
_ASK_EVERY_SECONDS = 0.02
_COUNTED = re.compile(r"cluster\.(serving\.[^.]+\.[^.]+)\.(?:external\.)?upstream_rq_(completed|4xx|5xx|active|time)")
_READ = re.compile(r"cluster\.(serving\.[^.]+\.[^.]+)\.version_text")
# For the gateway: what of all its statistics it keeps for us. The last one is the version of the endpoints that it has read.
STATISTICS = [
    {"safe_regex": {"regex": r"cluster\.serving\.[^.]+\.[^.]+\.upstream_rq_(completed|4xx|5xx|active|time)"}},
    {"safe_regex": {"regex": r"cluster\.serving\.[^.]+\.[^.]+\.version_text"}},
]


@dataclass(frozen=True)
class Surroundings:
    """What the gateway has besides services, and where its files and its admin socket are.

    clusters: the other clusters. route_name: of the route configuration that services share with the API.
    routes: of all addresses that belong to no service. common: the rest of that route configuration.
    """

    directory: Path
    admin_socket: Path
    clusters: Sequence[Config]
    route_name: str
    routes: Sequence[Config]
    common: Mapping[str, object] = field(default_factory=dict)


def write_first(around: Surroundings) -> None:
    """Write what the gateway is started with: no service is known yet, and callers are told to wait."""
    (around.directory / ENDPOINTS_DIRECTORY).mkdir(mode=0o700, exist_ok=True)
    (around.directory / STAMP_FILE).unlink(missing_ok=True)
    _write(around.directory / CLUSTERS_FILE, _resources(_CLUSTER, around.clusters))
    _write(around.directory / ROUTES_FILE, _resources(_ROUTES, [_route_configuration(around, [], starting=True)]))


class EnvoyGateway:
    """Fulfils `ports.Gateway`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._endpoints = around.directory / ENDPOINTS_DIRECTORY
        self._admin = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(around.admin_socket), verify=False),
            base_url="http://gateway",
            timeout=5,
        )
        # By cluster: the version of its endpoints that Envoy is known to have read.
        self._read: dict[str, str] = {}

    async def close(self) -> None:
        """Close the connections to the admin socket."""
        await self._admin.aclose()

    async def publish(self, routes: Sequence[ServiceRoute], *, stamp: int) -> None:
        """Have the gateway know exactly these services; see the port."""
        async with _alone(self._around.directory) as newest:
            if not _is_newer(stamp, newest):
                return
            wanted = {
                envoy_config.cluster_name(route.service_id, version.key): (route, version)
                for route in routes
                for version in route.versions
            }
            versions = {}
            for name, (route, version) in wanted.items():
                versions[name], text = _versioned(_ENDPOINTS, [envoy_config.assignment(route, version)])
                _write(self._endpoints / f"{name}.json", text)
            clusters = {
                name: envoy_config.cluster(route, version, self._endpoints) for name, (route, version) in wanted.items()
            }
            await self._write_clusters_and_routes(routes, clusters)
            self._forget_endpoints(wanted)
            await self._until_read(versions)

    async def statistics(self) -> Sequence[CallCounts]:
        """Return what was counted of every version; see the port."""
        query = {"format": "json", "histogram_buckets": "cumulative", "filter": r"^cluster\.serving\."}
        try:
            answer = await self._admin.get("/stats", params=query)
            answer.raise_for_status()
            found = orjson.loads(answer.content)["stats"]
        except (httpx.HTTPError, orjson.JSONDecodeError, KeyError) as error:
            raise Unavailable(part="gateway", problem=str(error) or type(error).__name__) from error
        return _counts(found)

    async def _write_clusters_and_routes(self, routes: Sequence[ServiceRoute], clusters: dict[str, Config]) -> None:
        configuration = _route_configuration(self._around, routes, starting=False)
        kept = self._kept_clusters(clusters)
        changed = self._write_clusters([*clusters.values(), *kept])
        if changed:
            await self._until_known(clusters)
        text = _resources(_ROUTES, [configuration])
        if _write(self._around.directory / ROUTES_FILE, text):
            await self._until_routed(orjson.loads(text)["version_info"])
        if kept:
            # Requests that were routed before this have the old routes in hand; their clusters live until they end.
            self._write_clusters(list(clusters.values()))

    def _write_clusters(self, clusters: list[Config]) -> bool:
        text = _resources(_CLUSTER, [*self._around.clusters, *clusters])
        return _write(self._around.directory / CLUSTERS_FILE, text)

    def _kept_clusters(self, wanted: Mapping[str, Config]) -> list[Config]:
        """Return the clusters that the gateway has, that routes may still lead to, and that are not wanted any more."""
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
            known = orjson.loads((self._around.directory / CLUSTERS_FILE).read_bytes())["resources"]
            named = [{key: value for key, value in one.items() if key != "@type"} for one in known]
            return [one for one in named if envoy_config.named_version(one["name"]) and one["name"] not in wanted]
        return []

    async def _until_known(self, clusters: Mapping[str, Config]) -> None:
        """Wait until Envoy has these clusters."""

        def has_all(configs: list[Config]) -> bool:
            return {one["cluster"].get("name") for one in configs}.issuperset(clusters)

        await self._until(has_all, {"resource": "dynamic_active_clusters", "mask": "cluster.name"})

    async def _until_routed(self, version: str) -> None:
        """Wait until Envoy has the routes of this version."""

        def has_version(configs: list[Config]) -> bool:
            return any(one.get("version_info") == version for one in configs)

        await self._until(has_version, {"resource": "dynamic_route_configs", "mask": "version_info"})

    async def _until_read(self, versions: Mapping[str, str]) -> None:
        """Wait until Envoy has read these endpoints. Raises Unavailable when it runs and does not.

        One question for all clusters, and only where something is new since Envoy said that it had read it.
        """
        if versions == self._read:
            return
        query = {"format": "json", "type": "TextReadouts", "filter": r"^cluster\.serving\..*\.version_text$"}
        problem, late = "", asyncio.get_running_loop().time() + _TAKING_SECONDS
        while True:
            try:
                answer = await self._admin.get("/stats", params=query)
                found = {stat["name"]: stat["value"] for stat in orjson.loads(answer.content)["stats"] if "name" in stat}
            except httpx.ConnectError:
                return  # nobody is there whom requests could reach; it reads all files when it starts
            except (httpx.HTTPError, orjson.JSONDecodeError, KeyError) as error:
                problem = str(error) or type(error).__name__
            else:
                read = {match[1]: value for name, value in found.items() if (match := _READ.fullmatch(name))}
                missing = [name for name, version in versions.items() if read.get(name) != version]
                if not missing:
                    self._read = dict(versions)
                    return
                problem = f"it has not read the endpoints of {', '.join(missing[:3])}"
            if asyncio.get_running_loop().time() >= late:
                log.warning("gateway.endpoints_not_confirmed", extra={"problem": problem})
                raise Unavailable(part="gateway", problem=problem)
            await asyncio.sleep(_ASK_EVERY_SECONDS)

    async def _until(self, is_there: Callable[[list[Config]], bool], query: dict[str, str]) -> None:
        """Wait for Envoy, not for ever: it may be down, and reads all files when it starts."""
        late = asyncio.get_running_loop().time() + _TAKING_SECONDS
        while asyncio.get_running_loop().time() < late:
            with contextlib.suppress(httpx.HTTPError, orjson.JSONDecodeError):
                answer = await self._admin.get("/config_dump", params=query)
                if is_there(orjson.loads(answer.content).get("configs", [])):
                    return
            await asyncio.sleep(_ASK_EVERY_SECONDS)
        log.warning("gateway.change_not_confirmed", extra=query)

    def _forget_endpoints(self, wanted: Mapping[str, object]) -> None:
        for file in self._endpoints.glob("serving.*.json"):
            if file.stem not in wanted:
                file.unlink(missing_ok=True)


def _route_configuration(around: Surroundings, routes: Sequence[ServiceRoute], *, starting: bool) -> Config:
    host = envoy_config.virtual_host(around.route_name, routes, around.routes, starting=starting)
    return {"name": around.route_name, "virtual_hosts": [host], **around.common}


def _resources(kind: str, resources: Sequence[Config]) -> bytes:
    return _versioned(kind, resources)[1]


def _versioned(kind: str, resources: Sequence[Config]) -> tuple[str, bytes]:
    """Return resources as a file has them, and the version by which Envoy names them."""
    typed = [{"@type": kind, **resource} for resource in resources]
    version = hashlib.sha256(orjson.dumps(typed)).hexdigest()[:16]
    return version, orjson.dumps({"version_info": version, "resources": typed})


def _write(file: Path, text: bytes) -> bool:
    """Replace a file, unless it says the same; return whether it was replaced."""
    with contextlib.suppress(FileNotFoundError):
        if file.read_bytes() == text:
            return False
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    temporary.write_bytes(text)
    temporary.rename(file)
    return True


@contextlib.asynccontextmanager
async def _alone(directory: Path) -> AsyncIterator[int]:
    """Let one process at a time publish; yields the descriptor of the file that holds the newest stamp."""
    descriptor = os.open(directory / STAMP_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_ASK_EVERY_SECONDS)
        yield descriptor
    finally:
        os.close(descriptor)


def _is_newer(stamp: int, descriptor: int) -> bool:
    """Return whether nothing newer was published, and write down that this now is."""
    known = int(os.pread(descriptor, 32, 0) or b"0")
    if known > stamp:
        return False
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(stamp).encode(), 0)
    return True


def _counts(stats: Sequence[Config]) -> list[CallCounts]:
    numbers: dict[str, dict[str, int]] = {}
    latency: dict[str, tuple[tuple[float, int], ...]] = {}
    for stat in stats:
        if "histograms" in stat:
            for histogram in stat["histograms"]:
                if match := _COUNTED.fullmatch(histogram["name"]):
                    latency[match[1]] = _buckets(histogram)
        elif match := _COUNTED.fullmatch(stat["name"]):
            numbers.setdefault(match[1], {})[match[2]] = int(stat["value"])
    result = []
    for name, values in numbers.items():
        named = envoy_config.named_version(name)
        assert named is not None
        counts = CallCounts(
            service_id=named[0],
            version=named[1],
            requests=values.get("completed", 0),
            client_errors=values.get("4xx", 0),
            server_errors=values.get("5xx", 0),
            active=values.get("active", 0),
            latency=latency.get(name, ()),
        )
        result.append(counts)
    return result


def _buckets(histogram: Config) -> tuple[tuple[float, int], ...]:
    return tuple((float(bucket["upper_bound"]), int(bucket["cumulative"])) for bucket in histogram["buckets"])
