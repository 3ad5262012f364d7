"""The whole application on a database of its own, and callers of every kind."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from modelyard.core.db import Database
from modelyard.iam.testing import (
    SEALING_KEY,
    ClientKey,
    make_access_key,
    make_domain,
    make_project,
    make_user,
)
from modelyard.server.app import create_app
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings
from modelyard.server.wiring import wire


@dataclass(frozen=True)
class Callers:
    """Somebody without rights, the owner of the account, and the owner of another account."""

    domain_id: str
    project_id: str
    stranger_project_id: str
    powerless: ClientKey
    owner: ClientKey
    stranger: ClientKey


@pytest.fixture
async def application(database: Database, tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The application as `modelyard up` runs it, without its loops."""
    home = Home(tmp_path / "home")
    for directory in (home.secrets, home.storage, home.sockets):
        directory.mkdir(parents=True, exist_ok=True)
    home.master_key_file.write_bytes(SEALING_KEY)
    settings = PlatformSettings()
    app = create_app(settings, home)
    wire(app, settings, home, database)
    yield app
    app.state.compute.engine.close()


@pytest.fixture
async def client(application: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client that sees what a bug answers instead of the exception."""
    transport = ASGITransport(application, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
async def callers(database: Database) -> Callers:
    """Two accounts with a project each."""
    async with database.session() as db:
        domain, other = await make_domain(db), await make_domain(db)
        project, other_project = await make_project(db, domain), await make_project(db, other)
        powerless = await make_user(db, domain)
        owner = await make_user(db, domain, is_domain_owner=True)
        stranger = await make_user(db, other, is_domain_owner=True)
        return Callers(
            domain_id=domain.id,
            project_id=project.id,
            stranger_project_id=other_project.id,
            powerless=await make_access_key(db, powerless),
            owner=await make_access_key(db, owner),
            stranger=await make_access_key(db, stranger),
        )
