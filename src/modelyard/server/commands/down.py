"""`modelyard down`: stop the platform and wait until it is gone."""

import argparse
import os
import signal
import time

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import NotRunning, StopTimedOut
from modelyard.server.home import find_home, running_pid


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add how long to wait."""
    add_home(parser)
    parser.add_argument("--timeout", type=float, default=60, metavar="SECONDS", help="how long to wait (60)")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Ask the overseer to stop everything; returns when its lock is free."""
    home = find_home(arguments.home)
    pid = running_pid(home)
    if not pid:
        raise NotRunning(home=str(home.path))
    os.kill(pid, signal.SIGTERM)
    late = time.monotonic() + arguments.timeout
    while running_pid(home) is not None:
        if time.monotonic() > late:
            raise StopTimedOut(home=str(home.path), pid=pid, seconds=arguments.timeout)
        time.sleep(0.05)
    return 0
