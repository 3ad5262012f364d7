"""`modelyard backup`."""

import argparse
import shutil
import sys
from pathlib import Path

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import NotRunning
from modelyard.server.home import find_home, running_pid

PACKED = ".tar.zst"


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add where the backup goes."""
    add_home(parser)
    parser.add_argument("target", metavar="DIR|FILE.tar.zst", help="where the backup goes; a directory is brought up to date")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Back up the running platform. Raises NotRunning: objects can only be read from a running store."""
    import asyncio  # noqa: PLC0415 - other commands need none of these

    from modelyard.server.backup import back_up, pack  # noqa: PLC0415
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    home = find_home(arguments.home)
    if running_pid(home) is None:
        raise NotRunning(home=str(home.path))
    target = Path(arguments.target).absolute()
    packed = target.name.endswith(PACKED)
    folder = target.with_name(f"{target.name}.partial") if packed else target
    manifest = asyncio.run(back_up(home, settings_of(home), folder, show_progress))
    if packed:
        pack(folder, target)
        shutil.rmtree(folder)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{target}: {manifest['object_count']} objects, {manifest['object_bytes']} bytes, database {manifest['database']}")
    return 0


def show_progress(count: int, size: int) -> None:
    """Show how far it is, to people only."""
    if sys.stderr.isatty():
        print(f"\r{count} objects, {size / 2**20:.0f} MiB", end="", file=sys.stderr, flush=True)
