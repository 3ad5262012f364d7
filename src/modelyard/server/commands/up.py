"""`modelyard up`: check the home and the ports, write the plan, become the overseer."""

import argparse
import os
import sys

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import RestoreUnfinished
from modelyard.server.home import Home, check, find_home, prepare, write_pid


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add what can be said about a start; the same things can be set in the settings file."""
    add_home(parser)
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", help="port of API and console (8000)")
    parser.add_argument("--storage-port", help="port of the object storage (9000)")
    parser.add_argument("--tls", choices=["off", "self", "files"], help="TLS of both doors (off)")
    parser.add_argument("--detach", action="store_true", help="return when ready and go on in the background")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Start the platform. Returns only with --detach; otherwise this process becomes the overseer."""
    home = find_home(arguments.home)
    for name in ("host", "port", "storage_port", "tls"):
        if getattr(arguments, name) is not None:
            # As variables they reach the API process as well, and win over the file.
            os.environ[f"MODELYARD_GATEWAY__{name.upper()}"] = getattr(arguments, name)
    if arguments.detach:
        return _detach(home, language)
    _become_overseer(home, detached=False)
    return 0


def _detach(home: Home, language: Language) -> int:
    """Let a child in a session of its own become the overseer; wait until it is ready or has failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writing, 1)
        try:
            _become_overseer(home, detached=True)
        except AppError as error:
            print(f"modelyard: {error.message(language)}", file=sys.stderr)
            os._exit(error.exit_code)
        finally:
            os._exit(1)  # nothing of the parent's may go on in the child
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        line = stream.readline()
    if line:
        print(line, end="", flush=True)
        return 0
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _become_overseer(home: Home, *, detached: bool) -> None:
    from modelyard.server import certificates  # noqa: PLC0415 - other commands need none of these
    from modelyard.server.plan import check_ports, write_plan  # noqa: PLC0415
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    check(home)
    if home.restore_marker.exists():
        raise RestoreUnfinished(home=str(home.path))
    settings = settings_of(home)
    lock = prepare(home)
    check_ports(settings)
    certificates.ensure(home, settings)
    plan = write_plan(home, settings, lock=lock, detached=detached)
    write_pid(lock)
    os.set_inheritable(lock, True)
    os.execv(sys.executable, [sys.executable, "-m", "modelyard.server.overseer", str(plan)])  # noqa: S606
