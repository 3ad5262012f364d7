"""Files that fsspec reads, in a process without files and network: each of its connections is asked for, and made here.

The process (`fsspec_child`) gets orders as JSON lines and answers frames: a kind, a length, bytes. Where it wants to connect
to, it asks on a socket of its own, and gets an open connection or a no (decision 0151).
"""

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from modelyard.core import sandbox
from modelyard.core.errors import AppError
from modelyard.datasets.adapters.reaching import reachable
from modelyard.datasets.errors.stores import DriverMissing, OtherStoreRefused, OtherStoreUnavailable, StoreNotAllowed
from modelyard.datasets.ports import OtherFile
from modelyard.datasets.rules.stores import SERVICES, Address

_CHILD = "modelyard.datasets.adapters.fsspec_child"
_PAGE = 1000
_SILENCE_SECONDS = 180
_CONNECT_SECONDS = 20
_FIRST_FREE_PORT = 1024
# Clients that connect by code that is not Python's, ask the machine who it is, or tell their makers, do not.
_QUIET = {
    "HOME": "/nonexistent",
    "NO_GCE_CHECK": "true",
    "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
# Certificates of authorities; nothing else of this machine is seen but the interpreter.
_TRUST = ("/etc/ssl", "/etc/pki", "/etc/ca-certificates")


class FsspecFiles:
    """Files below an address, or the one if it does not end with a slash. A process that failed is left; the next is new."""

    def __init__(self, address: Address, allowed: Sequence[str]) -> None:
        self._address = address
        self._connector = _Connector(address, allowed)
        self._process: asyncio.subprocess.Process | None = None
        self._serving: asyncio.Task[None] | None = None

    async def page(self, after: str) -> tuple[list[OtherFile], bool]:
        """See `OtherFiles`."""
        await self._order({"list": after, "limit": _PAGE})
        kind, content = await self._frame()
        if kind != b"J":
            await self._fail(kind, content)
        found, is_last = json.loads(content)
        return [OtherFile(name, size) for name, size in found], is_last

    @asynccontextmanager
    async def get(self, name: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `OtherFiles`."""
        await self._order({"get": name})
        # A file that cannot be opened is told before the caller begins to write one.
        kind, content = await self._frame()
        is_done = False

        async def chunks() -> AsyncIterator[bytes]:
            nonlocal is_done, kind, content
            while kind == b"D":
                yield content
                kind, content = await self._frame()
            is_done = True
            if kind != b"J":
                await self._fail(kind, content)

        try:
            if kind == b"E":
                is_done = True
                await self._fail(kind, content)
            yield chunks()
        finally:
            if not is_done:
                await self.close()

    async def close(self) -> None:
        """See `OtherFiles`."""
        process, self._process = self._process, None
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            assert process.stdout is not None
            while await process.stdout.read(2**16):
                pass
            await process.wait()

    async def _order(self, order: dict[str, Any]) -> None:
        if self._process is None:
            self._process = await self._started()
        assert self._process.stdin is not None
        with contextlib.suppress(ConnectionError):  # Then there is no answer, which is told.
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            await self._process.stdin.drain()

    async def _started(self) -> asyncio.subprocess.Process:
        prefix = await asyncio.to_thread(sandbox.around_python)
        binds = [word for place in _TRUST for word in ("--ro-bind-try", place, place)] if prefix else []
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *prefix,
                *binds,
                sys.executable,
                *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
                str(theirs.fileno()),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                # Clients that would look for credentials, caches and proxies of this machine find none.
                env={
                    "PYTHONPATH": str(sandbox.SOURCE),
                    "PATH": os.defpath,
                    "LANG": "C.UTF-8",
                    "MALLOC_ARENA_MAX": "1",
                    **_QUIET,
                },
                cwd="/",
                limit=2**20,
            )
        self._serving = asyncio.create_task(self._connector.serve(ours))
        assert process.stdin is not None
        process.stdin.write(json.dumps(self._address._asdict()).encode() + b"\n")
        return process

    async def _frame(self) -> tuple[bytes, bytes]:
        """Return the next frame. Raises OtherStoreUnavailable where the process is silent for long, or gone."""
        assert self._process is not None
        reader = self._process.stdout
        assert reader is not None
        kind = b"K"  # Says that it is still at work.
        try:
            while kind == b"K":
                head = await asyncio.wait_for(reader.readexactly(5), _SILENCE_SECONDS)
                kind, size = head[:1], int.from_bytes(head[1:], "little")
                content = await asyncio.wait_for(reader.readexactly(size), _SILENCE_SECONDS)
        except (asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            await self.close()
            raise self._connector.refused or self._unavailable(type(error).__name__) from None
        return kind, content

    async def _fail(self, kind: bytes, content: bytes) -> None:
        """Raise what the process says. It says the kinds of failures, never their texts: these may hold credentials."""
        assert kind == b"E"
        told = json.loads(content)
        refused = self._connector.refused
        if refused is not None or told["kind"] != "refused":
            await self.close()
        if refused is not None:
            self._connector.refused = None
            raise refused
        if told["kind"] == "missing":
            raise DriverMissing(source=self._address.scheme, package=told["problem"], extra="stores")
        if told["kind"] == "refused":
            raise OtherStoreRefused(store=self._address.place, problem=told["problem"])
        raise self._unavailable(told["problem"])

    def _unavailable(self, problem: str) -> OtherStoreUnavailable:
        return OtherStoreUnavailable(store=self._address.place, problem=problem)


class _Connector:
    """Answers where the process wants to connect to. refused: why the last one was not made."""

    def __init__(self, address: Address, allowed: Sequence[str]) -> None:
        self._scheme = address.scheme
        services = SERVICES.get(address.scheme)
        self._allowed = allowed if services is None else [f"{address.scheme}://{each}" for each in services]
        self._known = set[tuple[str, int]]()
        self.refused: AppError | None = None

    async def serve(self, ours: socket.socket) -> None:
        """Answer until the process is gone."""
        loop = asyncio.get_running_loop()
        with ours, contextlib.suppress(OSError):
            while order := await loop.sock_recv(ours, 2**12):
                wanted = json.loads(order)
                try:
                    address = await self._address_of(str(wanted["host"]).lower(), int(wanted["port"]))
                    if not wanted["connect"]:
                        await loop.sock_sendall(ours, json.dumps({"address": address}).encode())
                        continue
                    with await self._connected(address, int(wanted["port"])) as made:
                        socket.send_fds(ours, [b"{}"], [made.fileno()])
                except (StoreNotAllowed, OtherStoreUnavailable) as error:
                    self.refused = error
                    await loop.sock_sendall(ours, b'{"error": "refused"}')
                except (OSError, asyncio.TimeoutError) as error:
                    await loop.sock_sendall(ours, json.dumps({"error": type(error).__name__}).encode())

    async def _address_of(self, host: str, port: int) -> str:
        if (host, port) in self._known:
            return host
        # Transfers of FTP have connections of their own, to a port that the server names.
        if self._scheme in {"ftp", "ftps"} and port >= _FIRST_FREE_PORT and any(host == each for each, _ in self._known):
            return host
        address = await reachable(self._allowed, self._scheme, host, port)
        self._known.add((address, port))
        return address

    async def _connected(self, address: str, port: int) -> socket.socket:
        made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        try:
            made.setblocking(False)
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(made, (address, port)), _CONNECT_SECONDS)
        except BaseException:
            made.close()
            raise
        return made
