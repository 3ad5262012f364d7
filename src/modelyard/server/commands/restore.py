"""`modelyard restore`."""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.commands.backup import PACKED, show_progress
from modelyard.server.errors import HomeNotEmpty, StartFailed
from modelyard.server.home import Home, find_home, prepare


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add what to restore."""
    add_home(parser)
    parser.add_argument("source", metavar="DIR|FILE.tar.zst", help="a backup")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Restore a backup onto an empty home. An interrupted restore is taken up by calling it again."""
    from modelyard.server.backup import read_manifest, unpack  # noqa: PLC0415 - other commands need none of these

    home = find_home(arguments.home)
    if home.path.exists() and any(home.path.iterdir()) and not home.restore_marker.exists():
        raise HomeNotEmpty(home=str(home.path))
    source = Path(arguments.source).absolute()
    unpacked: Path | None = None
    if source.name.endswith(PACKED):
        home.path.parent.mkdir(parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(prefix=".restore-", dir=home.path.parent))
    try:
        if unpacked is not None:
            unpack(source, unpacked / "backup")
            source = unpacked / "backup"
        _restore(source, read_manifest(source), home)
    finally:
        if unpacked is not None:
            shutil.rmtree(unpacked, ignore_errors=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{home.path}: restored; start it with `modelyard up --home {home.path}`")
    return 0


def _restore(source: Path, manifest: dict[str, Any], home: Home) -> None:
    from modelyard.server.backup import restore_files  # noqa: PLC0415

    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.restore_marker.touch(mode=0o600)
    lock = prepare(home)
    try:
        restore_files(source, home)
        if manifest["objects_included"]:
            asyncio.run(_restore_objects(source, home))
        home.restore_marker.unlink()
    finally:
        os.close(lock)


async def _restore_objects(source: Path, home: Home) -> None:
    """Run the store alone, without any door, and write the objects into it."""
    from modelyard.objects.adapters.s3 import S3Store, sealed_endpoint  # noqa: PLC0415
    from modelyard.server import storage  # noqa: PLC0415
    from modelyard.server.backup import restore_objects  # noqa: PLC0415
    from modelyard.server.overseer import Overseer  # noqa: PLC0415
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    settings = settings_of(home)
    plan = {
        "begun_at": time.time(),
        "version": "",
        "build": "",
        "endpoints": {},
        "logs": str(home.logs),
        "status_file": str(home.status_file),
        "empty_at_the_end": [],
        "max_log_bytes": settings.log.max_file_bytes,
        "kept_log_files": settings.log.kept_files,
        "doors": [],
        "parts": [json.loads(json.dumps(part.as_json())) for part in storage.parts(home, settings) if part.name == "storage"],
    }
    ready = asyncio.Event()
    overseer = Overseer(plan, lambda text: print(text, file=sys.stderr))
    running = asyncio.create_task(overseer.run(ready.set))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not ready.is_set():
        await running
        raise StartFailed(part="storage", problem="see above", log=str(home.logs / "storage.log"))
    store = S3Store(sealed_endpoint(home.storage_socket))
    try:
        await restore_objects(store, source, show_progress)
    finally:
        await store.close()
        overseer.stop()
        await running
