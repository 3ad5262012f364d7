"""Which parts of the product are joined, and how: routers, adapters, listeners, loops. The place to look first."""

from fastapi import APIRouter, FastAPI

from modelyard.core.clock import SystemClock
from modelyard.core.db import Database
from modelyard.core.loops import Loops
from modelyard.core.sealing import Sealer
from modelyard.iam import service as iam
from modelyard.iam.adapters.audit import AuditWriter
from modelyard.server import api, console, overview
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings, iam_settings

ROUTERS: list[APIRouter] = [api.router, overview.router, console.router]


def wire(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> Loops:
    """Put what the routes need on the application, and return the loops to run beside them."""
    context = iam.IAMContext(
        sealer=Sealer(home.master_key_file.read_bytes()), settings=iam_settings(settings), clock=SystemClock()
    )
    app.state.database = database
    app.state.iam = context
    app.state.gatekeeper = iam.Gatekeeper(database, context)
    app.state.audit = AuditWriter()
    return Loops([])
