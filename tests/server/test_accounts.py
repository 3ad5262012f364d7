"""`modelyard accounts`, as the operator calls it, on a home whose platform does not run and on one that does."""

import asyncio
import contextlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from databases import PostgreSQLServer
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.sealing import Sealer
from modelyard.iam.service import IAMContext
from modelyard.server import administrator
from modelyard.server.cli import run
from modelyard.server.home import Home, prepare
from modelyard.server.migrations.schema import bring_up_to_date
from modelyard.server.testing import ThrowawayPlatform

Streams = tuple[pytest.MonkeyPatch, pytest.CaptureFixture[str]]
PASSWORD = "a-Password-of-7-words"


@dataclass
class Stopped:
    """A home that was started once."""

    home: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "modelyard.server", *arguments, "--home", str(self.home), "--lang", "en"]
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, env=environment, capture_output=True, text=True, input=given, timeout=60, check=False)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    os.close(prepare(home))
    asyncio.run(start_once(f"sqlite:///{home.database_file}", home))
    return home


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Streams:
    return monkeypatch, capsys


@pytest.fixture(params=["sqlite", "postgresql"])
def stopped(request: pytest.FixtureRequest, home: Home) -> Stopped:
    if request.param == "sqlite":
        return Stopped(home.path, {})
    server: PostgreSQLServer = request.getfixturevalue("postgresql")
    url = asyncio.run(server.create())
    asyncio.run(start_once(url, home))
    return Stopped(home.path, {"MODELYARD_DATABASE__URL": url})


async def start_once(url: str, home: Home) -> None:
    database = Database(url, clock=FixedClock())
    await bring_up_to_date(database)
    await administrator.ensure(database, IAMContext(sealer=Sealer(home.master_key_file.read_bytes())), home)
    await database.close()


class TestStopped:
    def test_a_new_account_is_listed_beside_the_first(self, stopped: Stopped) -> None:
        made = stopped.run("accounts", "create", "second", "--owner", "boss", "--password-stdin", given=f"{PASSWORD}\n")
        listed = stopped.run("accounts", "list", "--json")

        assert made.returncode == 0, made.stderr
        assert "password" not in made.stdout.lower(), "a given one is not printed"
        accounts = [(account["domain_name"], account["owner_name"]) for account in json.loads(listed.stdout)]
        assert accounts == [("modelyard", "admin"), ("second", "boss")]


class TestRefusals:
    @pytest.mark.parametrize(
        ("wanted", "code", "said"),
        [
            (("modelyard", PASSWORD), 6, "already"),
            (("a/b", PASSWORD), 2, "domain.name"),
            (("second", "short"), 2, "user.password"),
        ],
    )
    def test_each_has_its_code_and_makes_nothing(
        self, home: Home, wanted: tuple[str, str], code: int, said: str, streams: Streams
    ) -> None:
        (name, password), (monkeypatch, capsys) = wanted, streams
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        place = ["--home", str(home.path), "--lang", "en"]

        assert run(["accounts", "create", name, "--owner", "boss", "--password-stdin", *place]) == code

        assert said in capsys.readouterr().err
        assert run(["accounts", "list", "--json", *place]) == 0
        assert len(json.loads(capsys.readouterr().out)) == 1

    def test_a_home_that_was_never_started_has_its_code(self, tmp_path: Path) -> None:
        assert run(["accounts", "list", "--home", str(tmp_path / "nothing")]) == 23

        assert not (tmp_path / "nothing").exists()

    def test_tables_of_a_newer_version_are_left_alone(self, home: Home) -> None:
        with contextlib.closing(sqlite3.connect(home.database_file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")

        assert run(["accounts", "list", "--home", str(home.path)]) == 13


@pytest.mark.platform
@pytest.mark.enable_socket
def test_the_owner_of_a_new_account_comes_in_at_once_and_sees_his_own_only(platform: ThrowawayPlatform) -> None:
    made = json.loads(platform.run("accounts", "create", "while-running", "--owner", "boss", "--json"))
    user = {"name": "boss", "password": made["password"], "domain": {"name": "while-running"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"id": made["project_id"]}}}}

    answer = httpx.post(f"{platform.endpoint}/v3/auth/tokens", json=body)
    token = {"x-auth-token": answer.headers["x-subject-token"]}

    projects = httpx.get(f"{platform.endpoint}/v3/projects", headers=token).json()["projects"]
    assert [project["id"] for project in projects] == [made["project_id"]]
    users = httpx.get(f"{platform.endpoint}/v3/users", headers=token).json()["users"]
    assert [user["name"] for user in users] == ["boss"]
