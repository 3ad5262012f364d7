"""Signed calls through the gateway on both databases: latency on one connection, throughput on sixteen."""

import contextlib
import http.client
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pgserver
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from modelyard.server.testing import ThrowawayPlatform

CONNECTIONS = 16


@dataclass(frozen=True)
class Call:
    """One request, signed and ready to send."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def main(*, quick: bool) -> None:
    """Measure a signed GET and a signed create on SQLite and on PostgreSQL."""
    calls = 200 if quick else 2000
    for name, database in (("SQLite", contextlib.nullcontext(None)), ("PostgreSQL", postgresql())):
        with database as url, tempfile.TemporaryDirectory(prefix="modelyard-bench-") as folder:
            settings = {"MODELYARD_IAM__MAX_WORKSPACES": "100000"}
            if url:
                settings["MODELYARD_DATABASE__URL"] = url
            with ThrowawayPlatform(Path(folder) / "home", environment=settings) as platform:
                measure(name, platform, calls)


def measure(database: str, platform: ThrowawayPlatform, calls: int) -> None:
    """Print one line for reading and one for creating."""
    project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]

    def get(number: int) -> Call:
        return sign(platform, "GET", f"/v1/{project}/workspaces", {"limit": "10", "offset": "0"}, None)

    def create(number: int) -> Call:
        return sign(platform, "POST", f"/v1/{project}/workspaces", {}, {"name": f"bench-{time.time_ns()}-{number}"})

    for name, make in (("signed GET", get), ("signed create", create)):
        run(platform, [make(number) for number in range(50)], threads=1)
        alone = run(platform, [make(number) for number in range(calls)], threads=1)
        together = run(platform, [make(number) for number in range(calls)], threads=CONNECTIONS)
        print(
            f"{database:10} {name:14} 1 connection: p50 {percentile(alone.latencies, 50):.2f} ms, "
            f"p99 {percentile(alone.latencies, 99):.2f} ms, {alone.rate:.0f}/s; "
            f"{CONNECTIONS} connections: p50 {percentile(together.latencies, 50):.2f} ms, "
            f"p99 {percentile(together.latencies, 99):.2f} ms, {together.rate:.0f}/s"
        )


def sign(platform: ThrowawayPlatform, method: str, path: str, query: dict[str, str], body: object) -> Call:
    """Sign a request with the public SDK's own signer."""
    credentials = BasicCredentials(platform.credentials["HUAWEICLOUD_SDK_AK"], platform.credentials["HUAWEICLOUD_SDK_SK"])
    host = urlsplit(platform.endpoint).netloc
    text = "" if body is None else json.dumps(body)
    request = SdkRequest(
        method=method,
        schema="http",
        host=host,
        resource_path=path,
        uri=path,
        query_params=list(query.items()),
        header_params={"Content-Type": "application/json", "Host": host},
        body=text,
    )
    signed = Signer(credentials).sign(request)
    return Call(method, signed.uri, dict(signed.header_params), text.encode())


@dataclass(frozen=True)
class Result:
    """Seconds of every call, and calls a second of all threads together."""

    latencies: list[float]
    rate: float


def run(platform: ThrowawayPlatform, calls: list[Call], *, threads: int) -> Result:
    """Send the calls over kept-alive connections, one a thread. A refused call ends the benchmark."""
    latencies: list[float] = []
    failures: list[str] = []

    def work(mine: list[Call]) -> None:
        address = urlsplit(platform.endpoint)
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        for call in mine:
            began = time.perf_counter()
            connection.request(call.method, call.target, call.body or None, call.headers)
            answer = connection.getresponse()
            content = answer.read()
            latencies.append(time.perf_counter() - began)
            if answer.status >= 300:
                failures.append(f"{answer.status} {content[:300]!r}")
                return

    began = time.perf_counter()
    workers = [threading.Thread(target=work, args=(calls[start::threads],)) for start in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise SystemExit(f"benchmark failed: {failures[0]}")
    return Result(latencies, len(calls) / (time.perf_counter() - began))


def percentile(seconds: list[float], share: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1] * 1000


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server of our own and give its URL."""
    with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as folder:
        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
