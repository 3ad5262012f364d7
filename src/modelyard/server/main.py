"""The API process: `python -m modelyard.server.main HOME`. Started by the overseer, behind the gateway's unix socket."""

import gc
import socket
import sys
from pathlib import Path


def main() -> None:
    """Serve the API until told to stop."""
    # Nearly nothing of what imports make is garbage: looking for it takes a tenth of the start.
    gc.disable()
    # Importing httpx would load its command line with rich and pygments; without the module it goes on as a library.
    sys.modules["httpx._main"] = None  # type: ignore[assignment]

    import uvicorn  # noqa: PLC0415 - after the two lines above

    class Server(uvicorn.Server):
        """Tells what lasts to end before it waits for the rest."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.streams.closing.set()
            await super().shutdown(sockets)

    from modelyard.server.app import create_app  # noqa: PLC0415
    from modelyard.server.home import Home  # noqa: PLC0415
    from modelyard.server.logs import configure_logging  # noqa: PLC0415
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    home = Home(Path(sys.argv[1]))
    settings = settings_of(home)
    configure_logging(settings.log.level)
    app = create_app(settings, home)
    # What was made so far lives as long as the process: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(
        app,
        uds=str(home.api_socket),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=2**16,
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips="*",  # only the gateway reaches the socket, and it sets these headers itself
        server_header=False,
        date_header=True,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=max(1, settings.up.stop_seconds - 3),
    )
    Server(config).run()


if __name__ == "__main__":
    main()
