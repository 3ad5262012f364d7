"""Fixtures for datasets: two accounts, a bucket with a picture, and a client of the routes."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from callers import accounts, alice, buckets, client, gatekeeper, mallory
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_app, make_context
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper

__all__ = ["accounts", "alice", "buckets", "client", "gatekeeper", "mallory"]


@pytest.fixture
async def store(buckets: MemoryStore) -> MemoryStore:
    """A store with the buckets `team` of Alice's account and `theirs` of Mallory's."""
    await buckets.put("team", "leafs/in/1.jpg", b"x", size_bytes=1)
    return buckets


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper, store: MemoryStore
) -> DatasetsContext:
    objects = objects_testing.make_context(database, clock, tmp_path, store=store, gatekeeper=gatekeeper)
    return make_context(database, clock, tmp_path, objects=objects)


@pytest.fixture
def driver() -> None:
    """Nothing has to be driven."""


@pytest.fixture
def app(context: DatasetsContext) -> FastAPI:
    return make_app(context)
