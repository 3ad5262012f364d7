"""Fixtures of images: two accounts, a context with a directory of its own, and a client of its routes."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from images.hostile_packages import PackageIndex
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow
from modelyard.images import api
from modelyard.images.service.context import ImagesContext
from modelyard.images.testing import make_context
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.testing import ListAudit, RuleGatekeeper, make_subject


@pytest.fixture
def alice() -> Subject:
    return make_subject("alice")


@pytest.fixture
def users(alice: Subject) -> dict[str, Subject]:
    """Alice and Bob share a project; Mallory is of another account."""
    mallory = make_subject("mallory", domain_id="d2", project_id="p2")
    return {"alice": alice, "bob": make_subject("bob"), "mallory": mallory}


@pytest.fixture
def index(tmp_path: Path) -> PackageIndex:
    return PackageIndex(tmp_path / "index")


@pytest.fixture
def objects() -> dict[str, bytes]:
    """What lies in the object storage."""
    return {}


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, index: PackageIndex, objects: dict[str, bytes]
) -> ImagesContext:
    async with database.session() as db:
        for domain_id in ("d1", "d2"):
            db.add(DomainRow(id=domain_id, name=f"account {domain_id}", created_at=clock.now()))

    async def read_object(who: Subject, place: str, most_bytes: int) -> bytes:
        if place not in objects:
            raise ObjectNotFound(bucket="b", key=place, resource=place)
        return objects[place][:most_bytes]

    return make_context(database, directory=tmp_path / "images", clock=clock, sources=index.sources, read_object=read_object)


@pytest.fixture
def gatekeeper(users: dict[str, Subject]) -> RuleGatekeeper:
    keeper = RuleGatekeeper()
    keeper.users = users
    return keeper


@pytest.fixture
def app(context: ImagesContext, gatekeeper: RuleGatekeeper) -> FastAPI:
    app = FastAPI()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    for router in api.ROUTERS:
        app.include_router(router)
    app.state.images, app.state.database, app.state.gatekeeper = context, context.database, gatekeeper
    app.state.audit = ListAudit()
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Alice's client; `headers={"x-user": "mallory"}` makes a call another's."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client
