"""A load generator: so many connections, each asking again as soon as it has its answer.

It speaks HTTP/1.1 in as little code as it can, on uvloop, so that the server and not the client is measured: one process
asks about 60,000 times a second on the machine where a server in Python answers 25,000.
Run it in a process of its own: `python benchmarks/load.py unix:/path/of/socket /path body.json --connections 16`.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvloop


class Asking(asyncio.Protocol):
    """One connection, which asks for as long as `goes_on` says so."""

    def __init__(self, request: bytes, goes_on: Callable[[], bool], done: asyncio.Event) -> None:
        self.request = request
        self.goes_on = goes_on
        self.done = done
        self.seconds: list[float] = []
        self.statuses: dict[int, int] = {}
        self.first = b""
        self.rest = b""
        self.missing = -1
        self.began = 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Send the request once more, or close."""
        if not self.goes_on():
            self.transport.close()
            return
        self.began = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Take what arrived; an answer is whole when its head and as many bytes as that promised are there."""
        data = self.rest + data if self.rest else data
        head, found, body = data.partition(b"\r\n\r\n")
        if not found or not self.is_whole(head, body):
            self.rest = data
            return
        self.rest = b""
        self.seconds.append(time.perf_counter() - self.began)
        status = int(head[9:12])
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.first = self.first or body
        self.ask()

    @staticmethod
    def is_whole(head: bytes, body: bytes) -> bool:
        """Return whether a body is as long as its head promised, or has come to the end of its chunks."""
        lower = head.lower()
        at = lower.find(b"content-length:")
        if at < 0:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(lower[at + 15 :].split(b"\r\n", 1)[0])

    def connection_lost(self, exc: Exception | None) -> None:
        self.done.set()


async def load(target: str, request: bytes, *, connections: int, seconds: float) -> dict[str, Any]:
    """Ask for so many seconds and return requests a second, percentiles in milliseconds and the statuses."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    askers = []
    for _ in range(connections):
        asker = Asking(request, lambda: loop.time() < until, asyncio.Event())
        if target.startswith("unix:"):
            await loop.create_unix_connection(lambda own=asker: own, target.removeprefix("unix:"))
        else:
            host, _, port = target.rpartition(":")
            await loop.create_connection(lambda own=asker: own, host, int(port))
        askers.append(asker)
    began = loop.time()
    for asker in askers:
        await asyncio.wait_for(asker.done.wait(), seconds + 60)
    took = loop.time() - began
    times = sorted(value for asker in askers for value in asker.seconds)
    statuses: dict[str, int] = {}
    for asker in askers:
        for status, count in asker.statuses.items():
            statuses[str(status)] = statuses.get(str(status), 0) + count
    return {
        "requests_per_second": len(times) / took,
        **{f"p{name}": percentile(times, share) * 1000 for name, share in (("50", 0.5), ("90", 0.9), ("99", 0.99))},
        "statuses": statuses,
        "first": askers[0].first.decode("utf-8", "replace")[:200],
    }


def percentile(ordered: list[float], share: float) -> float:
    """Return the value below which so large a share of the values lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def request_of(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return the bytes of a POST."""
    lines = {"Host": "model", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def main() -> None:
    """Read the command line, warm the server up, measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", help="unix:PATH or HOST:PORT")
    parser.add_argument("path")
    parser.add_argument("body", type=Path)
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--warm-up", type=float, default=1)
    parser.add_argument("--header", action="append", default=[], help="NAME: VALUE")
    options = parser.parse_args()
    headers = dict(line.split(": ", 1) for line in options.header)
    request = request_of(options.path, options.body.read_bytes(), headers)

    async def both() -> dict[str, Any]:
        if options.warm_up:
            await load(options.target, request, connections=options.connections, seconds=options.warm_up)
        return await load(options.target, request, connections=options.connections, seconds=options.seconds)

    print(json.dumps(uvloop.run(both())))


if __name__ == "__main__":
    main()
