"""The process that copies the objects of a folder to files. Its order comes on stdin, its one answer goes to stdout.

Who may read what was decided before. Files must not exist yet, and links are not followed.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from modelyard.core.errors import AppError
from modelyard.objects.adapters.s3 import S3Endpoint, S3Store
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.rules.signing_v4 import Credentials

_AT_ONCE = 16
_PR_SET_PDEATHSIG = 1
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class _TooLarge(Exception):
    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class _Room:
    """Counts what really arrives: an object may have grown since it was listed."""

    def __init__(self, most: int) -> None:
        self._most, self._taken = most, 0

    def take(self, size: int) -> None:
        self._taken += size
        if self._taken > self._most:
            raise _TooLarge(self._taken)


def main() -> None:
    """Copy what the order says, and say how it ended."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    order = json.load(sys.stdin)
    sys.stdout.write(json.dumps(asyncio.run(_obey(order))))


async def _obey(order: dict[str, Any]) -> dict[str, Any]:
    keys = None if order["keys"] is None else Credentials(*order["keys"])
    socket = None if order["socket"] is None else Path(order["socket"])
    store = S3Store(S3Endpoint(order["url"], socket, keys, order["region"]))
    try:
        await _copy_all(store, order)
    except ObjectNotFound as error:
        return {"outcome": "missing", "key": str(error.params.get("key", ""))}
    except _TooLarge as error:
        return {"outcome": "too_large", "found": error.found, "limit": order["most_bytes"]}
    except AppError as error:
        return {"outcome": "failed", "problem": error.message()}
    except OSError as error:
        return {"outcome": "disk", "errno": error.errno or 0, "file": str(error.filename or "")}
    finally:
        await store.close()
    return {"outcome": "done"}


async def _copy_all(store: S3Store, order: dict[str, Any]) -> None:
    waiting = iter(order["files"])
    room = _Room(order["most_bytes"])
    workers = [asyncio.create_task(_copy_some(store, order, waiting, room)) for _ in range(_AT_ONCE)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _copy_some(store: S3Store, order: dict[str, Any], waiting: Iterator[str], room: _Room) -> None:
    for path in waiting:
        async with store.get(order["bucket"], order["prefix"] + path) as chunks:
            with os.fdopen(os.open(Path(order["directory"]) / path, _NEW_FILE, 0o644), "wb") as file:
                async for chunk in chunks:
                    room.take(len(chunk))
                    file.write(chunk)


if __name__ == "__main__":
    main()
