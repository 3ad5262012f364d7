"""Predictions through the gateway, with and without credentials, beside the same ones straight to the replica.

Replicas are scikit-learn on digits and an echo, both in our model server, and a bare echo, which shows what the gateway alone
can do; all on unix sockets. The same load generator (load.py) asks all of them at 1, 16 and 64 connections; the ways take
turns, and each figure is the median of its rounds. Client, gateway and replica share the machine, as they do for users of one
machine.
"""

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import serving_runtime
from modelyard.server import gateway, storage
from modelyard.server.home import Home
from modelyard.server.settings import settings_of
from modelyard.server.testing import ThrowawayPlatform
from modelyard.serving.adapters.envoy import EnvoyGateway
from modelyard.serving.types import AuthMethod, Endpoint, RouteVersion, ServiceRoute

HERE = Path(__file__).parent
CONNECTIONS = (1, 16, 64)
STRAIGHT, PUBLIC, TOKEN = "straight", "gateway, public", "gateway, token"

ECHO_MODEL = """
from model_service.python_model_service import XgSklServingBaseService

class Echo(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        pass

    def _preprocess(self, data):
        return data

    def _inference(self, data):
        return data

    def _postprocess(self, data):
        return data
"""

BARE_ECHO = """
import asyncio, sys
import uvloop

HEAD = b"HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: %d\\r\\n\\r\\n"

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.data = transport, b""
    def data_received(self, data):
        self.data += data
        head, found, body = self.data.partition(b"\\r\\n\\r\\n")
        if not found:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\\r\\n", 1)[0]) if at >= 0 else 0
        if len(body) < length:
            return
        self.data = b""
        self.transport.write(HEAD % length + body)

async def main():
    server = await asyncio.get_running_loop().create_unix_server(Echo, sys.argv[1], backlog=1024)
    await server.serve_forever()

uvloop.run(main())
"""


@dataclass(frozen=True)
class Way:
    """How a replica is asked."""

    name: str
    address: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()


def main(*, quick: bool) -> None:
    """Print requests a second and latencies of each way, with the share of straight ones."""
    seconds, rounds = (1.0, 1) if quick else (4.0, 3)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as name,
        contextlib.ExitStack() as stack,
        ThrowawayPlatform(Path(name) / "home") as platform,
    ):
        folder = Path(name)
        body = folder / "body.json"
        body.write_text(json.dumps({"instances": [[0.0] * 64]}))
        replicas = {
            "scikit-learn": stack.enter_context(sklearn(folder)),
            "echo": stack.enter_context(echo(folder)),
            "bare-echo": stack.enter_context(bare_echo(folder)),
        }
        publish(platform, replicas)
        token = ("X-Auth-Token", token_of(platform))
        for model, socket in replicas.items():
            address = f"127.0.0.1:{platform.port}"
            ways = [
                Way(STRAIGHT, f"unix:{socket}", "/"),
                Way(PUBLIC, address, f"/v1/infers/public-{model}"),
                Way(TOKEN, address, f"/v1/infers/token-{model}", (token,)),
            ]
            compare(model, ways, body, seconds=seconds, rounds=rounds)


def compare(model: str, ways: list[Way], body: Path, *, seconds: float, rounds: int) -> None:
    """Ask in all ways in turns, and print."""
    for connections in CONNECTIONS:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for number in range(rounds):
            for way in ways if number % 2 else reversed(ways):
                found[way.name].append(ask(way, body, connections, seconds))
        straight = statistics.median(one["requests_per_second"] for one in found[STRAIGHT])
        for way in ways:
            rate = statistics.median(one["requests_per_second"] for one in found[way.name])
            p50, p99 = (statistics.median(one[share] for one in found[way.name]) for share in ("p50", "p99"))
            print(
                f"{model:13} {connections:3} connections, {way.name:16} {rate:8.0f}/s ({rate / straight:4.0%}), "
                f"p50 {p50:6.2f} ms, p99 {p99:6.2f} ms"
            )


def ask(way: Way, body: Path, connections: int, seconds: float) -> dict[str, Any]:
    """Run the load generator in a process of its own; a refused request ends the benchmark."""
    command = [sys.executable, str(HERE / "load.py"), way.address, way.path, str(body)]
    command += ["--connections", str(connections), "--seconds", str(seconds)]
    command += [part for name, value in way.headers for part in ("--header", f"{name}: {value}")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    if set(result["statuses"]) != {"200"}:
        raise SystemExit(f"{way.name}: {result['statuses']} {result['first']}")
    return result


@contextlib.contextmanager
def bare_echo(folder: Path) -> Iterator[Path]:
    """Run the echo that is no model."""
    socket = folder / "bare-echo.sock"
    process = subprocess.Popen([sys.executable, "-c", BARE_ECHO, str(socket)])
    try:
        while not socket.exists():
            time.sleep(0.02)
        yield socket
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def sklearn(folder: Path) -> Iterator[Path]:
    """Run our model server with scikit-learn on digits, in an environment of its own."""
    python = serving_runtime.environment(folder / "env", (*serving_runtime.COMMON, *serving_runtime.OURS))
    subprocess.run([python, "-c", serving_runtime.MAKE_MODEL, str(folder)], check=True)
    with served(python, folder, folder / "model.sock") as socket:
        yield socket


@contextlib.contextmanager
def echo(folder: Path) -> Iterator[Path]:
    """Run our model server with a model that answers what it is asked, in the environment of `sklearn`."""
    package = folder / "echo"
    (package / "model").mkdir(parents=True)
    (package / "model" / "customize_service.py").write_text(ECHO_MODEL)
    with served(str(folder / "env" / "bin" / "python"), package, folder / "echo.sock") as socket:
        yield socket


@contextlib.contextmanager
def served(python: str, package: Path, socket: Path) -> Iterator[Path]:
    """Serve a package on a socket."""
    argv = [python, "-m", "model_service", "serve", "--package", str(package), "--socket", str(socket)]
    with serving_runtime.running(argv, {"PYTHONPATH": str(serving_runtime.SDK)}):
        late = time.monotonic() + 60
        while not answers(socket):
            if time.monotonic() > late:
                raise TimeoutError("the model server did not get ready")
            time.sleep(0.1)
        yield socket


def answers(where: Path) -> bool:
    """Return whether the model server is ready."""
    with contextlib.suppress(httpx.HTTPError), httpx.Client(transport=httpx.HTTPTransport(uds=str(where))) as client:
        return client.get("http://model/health").status_code == 200
    return False


def publish(platform: ThrowawayPlatform, sockets: dict[str, Path]) -> None:
    """Tell the gateway of two services for each replica, one public and one for holders of a token."""
    home, known = Home(platform.home), platform.credentials
    settings = settings_of(home)
    routes = [
        ServiceRoute(
            service_id=f"{kind}-{model}",
            project_id=known["HUAWEICLOUD_SDK_PROJECT_ID"],
            domain_id=known["HUAWEICLOUD_SDK_DOMAIN_ID"],
            workspace_id="0",
            paths=(f"/v1/infers/{kind}-{model}",),
            versions=(RouteVersion("a", 100, (Endpoint(socket=str(socket)),)),),
            auth=frozenset({method}),
        )
        for model, socket in sockets.items()
        for kind, method in (("public", AuthMethod.NONE), ("token", AuthMethod.TOKEN))
    ]

    async def tell() -> None:
        envoy = EnvoyGateway(gateway.surroundings(home, settings, storage.contribution(home, settings)))
        # Above all that the platform publishes by itself.
        await envoy.publish(routes, stamp=2**40)
        await envoy.close()

    asyncio.run(tell())


def token_of(platform: ThrowawayPlatform) -> str:
    """Return a token of the administrator."""
    known = platform.credentials
    user = {
        "name": known["MODELYARD_USER"],
        "password": known["MODELYARD_PASSWORD"],
        "domain": {"id": known["HUAWEICLOUD_SDK_DOMAIN_ID"]},
    }
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"id": known["HUAWEICLOUD_SDK_PROJECT_ID"]}}}}
    answer = httpx.post(f"{platform.endpoint}/v3/auth/tokens?nocatalog=1", json=body)
    answer.raise_for_status()
    return str(answer.headers["x-subject-token"])
