"""Copies many objects, or large ones, in a process of its own, so that their bytes do not pass through the API."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from modelyard.objects.adapters.s3 import S3Endpoint
from modelyard.objects.errors.places import FolderOverLimit
from modelyard.objects.errors.store import ObjectNotFound, StoreUnavailable
from modelyard.objects.rules.keys import Location

_CHILD = "modelyard.objects.adapters.copying_child"
_SOURCE = str(Path(__file__).parents[3])


class ProcessCopier:
    """A `Copier` that starts one process for each folder. It ends with the process that started it."""

    def __init__(self, endpoint: S3Endpoint) -> None:
        self._endpoint = endpoint

    async def copy(self, folder: Location, files: Sequence[str], directory: Path, *, most_bytes: int) -> None:
        """See `Copier`."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": _SOURCE, "PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
        )
        try:
            answer, _ = await process.communicate(self._order(folder, files, directory, most_bytes))
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        _demand_success(answer, process.returncode, folder)

    def _order(self, folder: Location, files: Sequence[str], directory: Path, most_bytes: int) -> bytes:
        """Return what the process is told on its standard input: keys of the store stand in no argument."""
        endpoint = self._endpoint
        keys = endpoint.credentials
        order = {
            "url": endpoint.url,
            "socket": None if endpoint.socket is None else str(endpoint.socket),
            "region": endpoint.region,
            "keys": None if keys is None else [keys.access, keys.secret, keys.token],
            "bucket": folder.bucket,
            "prefix": folder.key,
            "files": list(files),
            "directory": str(directory),
            "most_bytes": most_bytes,
        }
        return json.dumps(order).encode()


def _demand_success(answer: bytes, status: int | None, folder: Location) -> None:
    try:
        told: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise StoreUnavailable(part="storage", problem=f"the copying process ended with {status}") from None
    match told["outcome"]:
        case "done":
            return
        case "missing":
            raise ObjectNotFound(bucket=folder.bucket, key=told["key"], resource=told["key"])
        case "too_large":
            raise FolderOverLimit(field="source", problem="too large", what="bytes", found=told["found"], limit=told["limit"])
        case "disk":
            raise OSError(told["errno"], os.strerror(told["errno"]), told["file"])
        case _:
            raise StoreUnavailable(part="storage", problem=str(told.get("problem", "")))
