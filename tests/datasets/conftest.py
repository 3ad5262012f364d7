"""Fixtures for datasets: two accounts, a bucket with pictures, and a client of the routes."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_app, make_context
from modelyard.iam.models import DomainRow
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.models import BucketRow
from modelyard.objects.testing import RuleGatekeeper, make_subject


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
async def store(database: Database, clock: FixedClock) -> MemoryStore:
    """A store with the buckets `team` of Alice's account and `theirs` of Mallory's."""
    store = MemoryStore(clock)
    async with database.session() as db:
        for domain_id, bucket in (("d1", "team"), ("d2", "theirs")):
            db.add(DomainRow(id=domain_id, name=f"account {domain_id}", created_at=clock.now()))
            await db.flush()
            at = clock.now()
            db.add(BucketRow(name=bucket, domain_id=domain_id, owner_id="u", state="active", created_at=at, changed_at=at))
            await store.create_bucket(bucket)
    await store.put("team", "leafs/in/1.jpg", b"x", size_bytes=1)
    return store


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper, store: MemoryStore
) -> DatasetsContext:
    objects = objects_testing.make_context(database, clock, tmp_path, store=store, gatekeeper=gatekeeper)
    return make_context(database, clock, tmp_path, objects=objects)


@pytest.fixture
def app(context: DatasetsContext) -> FastAPI:
    return make_app(context)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Alice's client; `headers={"x-user": "mallory"}` makes a call another's."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client
