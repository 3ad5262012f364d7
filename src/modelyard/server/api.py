"""Routes of the platform itself."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

import modelyard
from modelyard.core.access import public
from modelyard.server.build import build_name

router = APIRouter(tags=["platform"])

_BUILD = build_name()
API_VERSIONS = ["v1", "v2", "v3"]


@router.get("/version", operation_id="ShowVersion", dependencies=[public("clients ask which version they talk to")])
async def show_version() -> dict[str, Any]:
    """Return the version of the platform."""
    return {"name": "modelyard", "version": modelyard.__version__, "build": _BUILD, "api_versions": API_VERSIONS}


@router.get("/healthz", operation_id="ShowHealth", dependencies=[public("load balancers and the overseer ask")])
async def show_health() -> dict[str, str]:
    """Say that the API answers."""
    return {"status": "ok"}


@router.get("/openapi.json", operation_id="ShowOpenAPI", dependencies=[public("clients are made from it")])
async def show_openapi(request: Request) -> Response:
    """Return the description of this API."""
    app = request.app
    if not hasattr(app.state, "openapi_bytes"):
        app.state.openapi_bytes = orjson.dumps(app.openapi())
    return Response(app.state.openapi_bytes, media_type="application/json")


@router.get("/", include_in_schema=False, dependencies=[public("people type the bare address")])
async def show_console() -> Response:
    """Send people to the console."""
    return RedirectResponse("/console/", status_code=307)
