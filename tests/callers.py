"""Fixtures of all capabilities that are tested by their routes: two accounts with a user each, and a client."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.models import BucketRow
from modelyard.objects.testing import RuleGatekeeper, make_subject

BUCKETS = {"d1": "team", "d2": "theirs"}


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
async def accounts(database: Database, clock: FixedClock) -> None:
    """The accounts of Alice (`d1`) and Mallory (`d2`)."""
    async with database.session() as db:
        for domain_id in BUCKETS:
            db.add(DomainRow(id=domain_id, name=f"account {domain_id}", created_at=clock.now()))


@pytest.fixture
async def buckets(accounts: None, database: Database, clock: FixedClock) -> MemoryStore:
    """A store with the buckets `team` of Alice's account and `theirs` of Mallory's."""
    store, at = MemoryStore(clock), clock.now()
    async with database.session() as db:
        for domain_id, bucket in BUCKETS.items():
            db.add(BucketRow(name=bucket, domain_id=domain_id, owner_id="u", state="active", created_at=at, changed_at=at))
            await store.create_bucket(bucket)
    return store


@pytest.fixture
async def client(app: FastAPI, driver: object) -> AsyncIterator[httpx.AsyncClient]:
    """Alice's client; `headers={"x-user": "mallory"}` makes a call another's."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client
