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
    parser.add_argument("--timeout", type=float, default=120, metavar="SECONDS", help="how long to wait (120)")
    parser.add_argument(
        "--keep-tasks",
        action="store_true",
        help="leave running tasks alone; the next start finds them. Otherwise they are stopped, and run again then",
    )


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Ask the overseer to stop everything; returns when its lock is free."""
    home = find_home(arguments.home)
    pid = running_pid(home)
    if not pid:
        raise NotRunning(home=str(home.path))
    if arguments.keep_tasks:
        home.keep_tasks_file.touch(mode=0o600)
    os.kill(pid, signal.SIGTERM)
    late = time.monotonic() + arguments.timeout
    while running_pid(home) is not None:
        if time.monotonic() > late:
            raise StopTimedOut(home=str(home.path), pid=pid, seconds=arguments.timeout)
        time.sleep(0.05)
    return 0
