"""Fixtures for objects: two accounts, a context with a store in memory, and a client of its routes."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.testing import RuleGatekeeper, make_app, make_context, make_subject


@pytest.fixture
def alice() -> Subject:
    return make_subject("alice")


@pytest.fixture
def mallory() -> Subject:
    """Somebody of another account."""
    return make_subject("mallory", domain_id="d2", project_id="p2")


@pytest.fixture
def gatekeeper(alice: Subject, mallory: Subject) -> RuleGatekeeper:
    keeper = RuleGatekeeper()
    keeper.users = {"alice": alice, "mallory": mallory}
    return keeper


@pytest.fixture
async def context(database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper) -> ObjectsContext:
    async with database.session() as db:
        for domain_id in ("d1", "d2"):
            db.add(DomainRow(id=domain_id, name=f"account {domain_id}", created_at=clock.now()))
    return make_context(database, clock, tmp_path, gatekeeper=gatekeeper)


@pytest.fixture
def app(context: ObjectsContext) -> FastAPI:
    return make_app(context)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Alice's client; `headers={"x-user": "mallory"}` makes a call another's."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client
