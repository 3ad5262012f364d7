"""Fixtures of identity: its context, an application with nothing but the way in, and one of the directory."""

from collections.abc import AsyncIterator

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from iam.house import House, open_house
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.iam.adapters import passwords
from modelyard.iam.service.context import IAMContext
from modelyard.iam.testing import make_app, make_context


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def context(clock: FixedClock) -> IAMContext:
    return make_context(clock=clock)


@pytest.fixture
def app(database: Database, context: IAMContext) -> FastAPI:
    """Include the routers that a test is about."""
    return make_app(database, context)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to the application at http://platform:8000."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://platform:8000") as client:
        yield client


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """The application of identity's directory, called by the owner of the account `acme`."""
    async with open_house(database) as house:
        yield house
