"""Fixtures for serving: two accounts, an engine, models and a gateway in memory, and a client of the routes."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow
from modelyard.objects.testing import RuleGatekeeper, make_subject
from modelyard.serving.service.context import ServingContext
from modelyard.serving.testing import Driver, FakeModels, make_app, make_context
from serving.serving_calls import Caller


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
def models() -> FakeModels:
    return FakeModels()


@pytest.fixture
async def context(database: Database, clock: FixedClock, gatekeeper: RuleGatekeeper, models: FakeModels) -> ServingContext:
    async with database.session() as db:
        for domain_id in ("d1", "d2"):
            db.add(DomainRow(id=domain_id, name=f"account {domain_id}", created_at=clock.now()))
    return make_context(database, clock, gatekeeper=gatekeeper, find_servable=models)


@pytest.fixture
async def driver(context: ServingContext) -> Driver:
    driver = Driver(context)
    await driver.start()
    return driver


@pytest.fixture
def app(context: ServingContext) -> FastAPI:
    return make_app(context)


@pytest.fixture
async def client(app: FastAPI, driver: Driver) -> AsyncIterator[httpx.AsyncClient]:
    """Alice's client; `headers={"x-user": "mallory"}` makes a call another's."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client


@pytest.fixture
def caller(client: httpx.AsyncClient, driver: Driver) -> Caller:
    """Alice, with her hands on the loops."""
    return Caller(client, driver)
