"""The log of a script."""

import logging
import os

from moxing.version import __version__

_TOLD = "MOXING_BANNER_SHOWN"


def reset_logger(level: int = logging.INFO) -> None:
    """Set the level of the root logger."""
    logging.getLogger().setLevel(level)


def start_logging() -> None:
    """Let lines from INFO on be seen, and say once for a process and its children which version this is."""
    logging.basicConfig()
    reset_logger(logging.INFO)
    if os.environ.get("MOX_SILENT_MODE") == "1" or _TOLD in os.environ:
        return
    os.environ[_TOLD] = "1"
    logging.info("Using MoXing-v%s-modelyard", __version__)
    logging.info("Using OBS-Python-SDK-none, the client is built in")
