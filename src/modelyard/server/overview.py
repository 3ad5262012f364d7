"""The overview: what runs, how it is, and how much room is left."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from pydantic import BaseModel

import modelyard
from modelyard.core.access import authenticated
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.core.types import StrEnum
from modelyard.objects.service.context import ObjectsContext, context_of
from modelyard.objects.service.space import storage_space
from modelyard.objects.service.tasks import count_running
from modelyard.server.build import build_name
from modelyard.server.home import read_status
from modelyard.server.settings import PlatformSettings, endpoints

router = APIRouter(tags=["platform"])

_BUILD = build_name()


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
    """Where objects are kept and how much room there is, in bytes; an external store does not tell its sizes."""

    engine: str
    location: str
    total_bytes: int | None
    free_bytes: int | None
    used_bytes: int | None


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
    who: Annotated[Subject, authenticated("every user may see whether the platform is well")],
    objects: Annotated[ObjectsContext, Depends(context_of)],
) -> Overview:
    """Return what runs, how it is, and how much room is left."""
    settings: PlatformSettings = request.app.state.settings
    database: Database = request.app.state.database
    status = read_status(request.app.state.home) or {}
    return Overview(
        version=modelyard.__version__,
        build=_BUILD,
        started_at=round(float(status.get("started_at", request.app.state.started_at)) * 1000),
        endpoints=endpoints(settings),
        parts=[*_parts(status), PartHealth(name="database", state=PartState.HEALTHY, version=database.version, detail="")],
        storage=await _storage(objects),
        running=[RunningKind(kind="storage_task", count=await count_running(objects, who))],
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


async def _storage(objects: ObjectsContext) -> StorageSpace:
    space = await storage_space(objects)
    return StorageSpace(
        engine=space.engine,
        location=space.location,
        total_bytes=space.total_bytes,
        free_bytes=space.free_bytes,
        used_bytes=space.used_bytes,
    )
