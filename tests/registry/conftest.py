"""Fixtures for the registry: two accounts, a bucket with a package, an engine in memory, and a client of the routes."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from callers import accounts, alice, buckets, client, gatekeeper, mallory
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.testing import CONFIG, Driver, make_app, make_context

__all__ = ["accounts", "alice", "buckets", "client", "gatekeeper", "mallory"]


@pytest.fixture
async def store(buckets: MemoryStore) -> MemoryStore:
    """A store with the buckets `team` of Alice's account and `theirs` of Mallory's; `team` holds `digits/model/`."""
    await put(buckets, "digits/model/config.json", CONFIG)
    await put(buckets, "digits/model/model.joblib", b"not really a model")
    await put(buckets, "digits/model/labels/names.txt", b"zero\n")
    return buckets


async def put(store: MemoryStore, key: str, content: bytes = b"x", *, bucket: str = "team") -> None:
    await store.put(bucket, key, content, size_bytes=len(content))


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper, store: MemoryStore
) -> RegistryContext:
    objects = objects_testing.make_context(database, clock, tmp_path, store=store, gatekeeper=gatekeeper)
    return make_context(database, clock, tmp_path, objects=objects)


@pytest.fixture
async def driver(context: RegistryContext) -> Driver:
    driver = Driver(context)
    await driver.start()
    return driver


@pytest.fixture
def app(context: RegistryContext) -> FastAPI:
    return make_app(context)
