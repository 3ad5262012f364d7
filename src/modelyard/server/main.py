"""The API process: `python -m modelyard.server.main HOME`. Started by the overseer, behind the gateway's unix socket."""

import gc
import sys
from pathlib import Path

import uvicorn

from modelyard.server.app import create_app
from modelyard.server.home import Home
from modelyard.server.logs import configure_logging
from modelyard.server.settings import settings_of


def main() -> None:
    """Serve the API until told to stop."""
    home = Home(Path(sys.argv[1]))
    settings = settings_of(home)
    configure_logging(settings.log.level)
    app = create_app(settings, home)
    # What was made so far lives as long as the process: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(
        app,
        uds=str(home.api_socket),
        loop="uvloop",
        http="httptools",
        ws="none",
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
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
