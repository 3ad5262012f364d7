"""The overview: what runs, how it is, and how much room is left."""

import asyncio
import contextlib
import os
import time
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from pydantic import BaseModel

import modelyard
from modelyard.core.access import authenticated
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.core.types import StrEnum
from modelyard.server.build import build_name
from modelyard.server.home import Home, read_status
from modelyard.server.settings import PlatformSettings, endpoints

router = APIRouter(tags=["platform"])

_BUILD = build_name()
_USED_LASTS_SECONDS = 10.0


class PartState(StrEnum):
    """Whether a part does its work."""

    HEALTHY = "healthy"
    DOWN = "down"


class PartHealth(BaseModel):
    """One part; `detail` says in words what is wrong with it."""

    name: str
    state: PartState
    version: str
    detail: str


class StorageSpace(BaseModel):
    """Where objects are kept and how much room there is, in bytes."""

    engine: str
    location: str
    total_bytes: int
    free_bytes: int
    used_bytes: int


class RunningKind(BaseModel):
    """How many things of a kind run now."""

    kind: str
    count: int


class Overview(BaseModel):
    """What the first page of the console shows. `started_at` is in milliseconds since the epoch."""

    version: str
    build: str
    started_at: int
    endpoints: dict[str, str]
    parts: list[PartHealth]
    storage: StorageSpace
    running: list[RunningKind]


@router.get("/v2/{project_id}/overview", operation_id="ShowOverview")
async def show_overview(
    request: Request,
    project_id: Annotated[str, InPath(max_length=64)],  # noqa: ARG001 - the gatekeeper checks it
    who: Annotated[Subject, authenticated("every user may see whether the platform is well")],  # noqa: ARG001
) -> Overview:
    """Return what runs, how it is, and how much room is left."""
    home: Home = request.app.state.home
    settings: PlatformSettings = request.app.state.settings
    database: Database = request.app.state.database
    status = read_status(home) or {}
    return Overview(
        version=modelyard.__version__,
        build=_BUILD,
        started_at=round(float(status.get("started_at", request.app.state.started_at)) * 1000),
        endpoints=endpoints(settings),
        parts=[*_parts(status), PartHealth(name="database", state=PartState.HEALTHY, version=database.version, detail="")],
        storage=await _SPACE.of(home.storage),
        running=[],
    )


def _parts(status: dict[str, Any]) -> list[PartHealth]:
    """Return what the overseer knows. Without one (development) there is only this process, which answers."""
    known = status.get("parts") or [{"name": "api", "state": "healthy", "version": modelyard.__version__}]
    return [
        PartHealth(
            name=part["name"],
            # This process answers, whatever was last written about it.
            state=PartState.HEALTHY if part["state"] == "healthy" or part["name"] == "api" else PartState.DOWN,
            version=part["version"],
            detail=part.get("detail", ""),
        )
        for part in known
    ]


class Space:
    """The room on the disk of a folder; counting what is used reads the folder, so the answer is kept for a while."""

    def __init__(self) -> None:
        self._used: tuple[float, Path, int] = (0.0, Path(), 0)

    async def of(self, folder: Path) -> StorageSpace:
        """Return the room of the disk and what the folder uses of it."""
        facts = os.statvfs(folder)
        at, counted, used = self._used
        if counted != folder or time.monotonic() - at > _USED_LASTS_SECONDS:
            used = await asyncio.to_thread(size_of, folder)
            self._used = (time.monotonic(), folder, used)
        return StorageSpace(
            engine="SeaweedFS",
            location=str(folder),
            total_bytes=facts.f_blocks * facts.f_frsize,
            free_bytes=facts.f_bavail * facts.f_frsize,
            used_bytes=used,
        )


_SPACE = Space()


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder occupy on the disk."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # it may have gone away meanwhile
                total += (Path(place) / name).lstat().st_blocks * 512
    return total
