"""Fixtures for serving: two accounts, an engine, models and a gateway in memory, and a client of the routes."""

import httpx
import pytest
from fastapi import FastAPI

from callers import accounts, alice, client, gatekeeper, mallory
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.objects.testing import RuleGatekeeper
from modelyard.serving.service.context import ServingContext
from modelyard.serving.testing import Driver, FakeModels, make_app, make_context
from serving.serving_calls import Caller

__all__ = ["accounts", "alice", "client", "gatekeeper", "mallory"]


@pytest.fixture
def models() -> FakeModels:
    return FakeModels()


@pytest.fixture
async def context(
    accounts: None, database: Database, clock: FixedClock, gatekeeper: RuleGatekeeper, models: FakeModels
) -> ServingContext:
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
def caller(client: httpx.AsyncClient, driver: Driver) -> Caller:
    """Alice, with her hands on the loops."""
    return Caller(client, driver)
