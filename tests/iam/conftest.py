"""Fixtures of identity: its context, and an application with nothing but the way in."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.iam.service.context import IAMContext
from modelyard.iam.testing import make_app, make_context


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
