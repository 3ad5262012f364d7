"""Runs the application on uvicorn: listening at once, loading meanwhile, ending in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from typing import Any, Iterator

import uvicorn

from model_service.runtime.app import Application
from model_service.runtime.settings import Settings
from model_service.runtime.shortcut import protocol_for

logger = logging.getLogger("model_service")

BACKLOG = 4096
LOAD_FAILED = 3  # the status that the process ends with when the model cannot be loaded


class Server(uvicorn.Server):
    """uvicorn, with an end that is no failure: after SIGTERM it finishes what is under way and returns."""

    application: Application

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals to end for the time of serving, and do not raise them again afterwards."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def _end(self) -> None:
        self.application.drain()
        self.should_exit = True


def listen(path: str, host: str, port: int) -> socket.socket:
    """Open the socket that is served: a unix socket where a path is given."""
    if path:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        found = socket.socket(socket.AF_UNIX)
        found.bind(path)
        # Who may reach it is decided by the directory that it lies in.
        os.chmod(path, 0o666)  # noqa: S103
    else:
        found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    found.listen(BACKLOG)
    return found


def serve(folder: str, settings: Settings, *, path: str = "", host: str = "0.0.0.0", port: int = 8080) -> int:
    """Serve a package until a signal says to end; return the exit status."""
    application = Application(folder, settings)
    config = uvicorn.Config(
        application,
        loop="auto",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(settings.keep_alive_seconds),
        timeout_graceful_shutdown=int(settings.drain_seconds),
        backlog=BACKLOG,
    )
    config.load()
    config.http_protocol_class = protocol_for(application)
    config.ws_max_size = max(settings.max_body_bytes, 1)
    config.ws_protocol_class = _websocket_protocol  # type: ignore[assignment]
    server = Server(config)
    server.application = application
    where = path or f"{host}:{port}"
    try:
        listener = listen(path, host, port)
    except OSError as error:
        logger.error("cannot listen on %s: %s", where, error)  # noqa: TRY400 - the reason is enough
        return 1
    logger.info("listening on %s", where)
    return int(_run(server, application, listener, settings, config))


def _websocket_protocol(**arguments: Any) -> Any:
    """Make the protocol of a connection that becomes a WebSocket; its module is loaded with the first of them."""
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    return WebSocketsSansIOProtocol(**arguments)


def _run(server: Server, application: Application, listener: socket.socket, settings: Settings, config: Any) -> int:
    async def main() -> int:
        application.start()
        loading = asyncio.ensure_future(_load(server, application, settings))
        await server.serve(sockets=[listener])
        loading.cancel()
        return LOAD_FAILED if application.state == "failed" else 0

    factory = config.get_loop_factory()
    loop = factory() if factory else asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(main())


async def _load(server: Server, application: Application, settings: Settings) -> None:
    await application.load()
    if application.state == "failed":
        # Who asks for health meanwhile learns the reason; the log has it anyway.
        await asyncio.sleep(settings.load_failure_seconds)
        server.should_exit = True


def leave(status: int) -> None:
    """End the process, even when user code keeps threads running that never come back."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(status)
