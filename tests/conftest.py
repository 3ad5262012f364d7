"""Fixtures for every test: a database of its own on SQLite, or on PostgreSQL with MODELYARD_TEST_DATABASE=postgresql."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from databases import MakesDatabases, PostgreSQLServer, PostgreSQLTemplate, SQLiteTemplate
from leftovers import remove_what_runs
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.images.testing import build_image, shared_directory
from modelyard.images.types import RuntimeImage
from modelyard.server.testing import ThrowawayPlatform

# How long drawing an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ON_POSTGRESQL = os.environ.get("MODELYARD_TEST_DATABASE", "sqlite") == "postgresql"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQLServer]:
    """A PostgreSQL server, started when the first test asks for it.

    It runs as a user of its own, and every pytest that starts closes the directory of all pytests to others.
    """
    with tempfile.TemporaryDirectory(
        prefix="modelyard-postgresql-", dir=fast_directory(), ignore_cleanup_errors=True
    ) as folder:
        server = PostgreSQLServer(Path(folder))
        yield server
        server.stop()


def fast_directory() -> str | None:
    """Return a directory in memory if there is one with room: thousands of databases are made and removed."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return str(memory) if has_room else None


@pytest.fixture(scope="session")
def makes_databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MakesDatabases:
    if ON_POSTGRESQL:
        return PostgreSQLTemplate(request.getfixturevalue("postgresql"))
    return SQLiteTemplate(tmp_path_factory.mktemp("databases"))


@pytest.fixture
async def database(makes_databases: MakesDatabases, clock: FixedClock) -> AsyncIterator[Database]:
    """An empty database of this test's own, whose clock stands still."""
    url = await makes_databases.make()
    database = Database(url, clock=clock)
    yield database
    await database.close()
    await makes_databases.drop(url)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still."""
    return FixedClock()


# What tests import from other stores, they serve on this machine.
STORES = {"MODELYARD_DATASETS__STORES__ALLOWED": "http://127.0.0.1:*"}

SHARED_PLATFORM = pytest.StashKey[ThrowawayPlatform]()


@pytest.fixture(scope="session")
def platform(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A running platform that all tests of this process share: give your things names of their own."""
    home = tmp_path_factory.mktemp("platform") / "home"
    with ThrowawayPlatform(home, environment=shared_images() | STORES) as running:
        request.session.stash[SHARED_PLATFORM] = running
        yield running


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tests of a module find the shared platform idle."""
    yield
    if shared := request.session.stash.get(SHARED_PLATFORM, None):
        remove_what_runs(shared)


@pytest.fixture(scope="session")
def built_image() -> Callable[[str], RuntimeImage]:
    """Gives a preset image by name (`python`, `sklearn`, ...), built for real, once for all tests of a machine."""
    return build_image


def shared_images() -> dict[str, str]:
    """Settings of a platform that uses the environments that all tests share."""
    return {"MODELYARD_IMAGES__DIRECTORY": str(shared_directory()), "MODELYARD_IMAGES__UNUSED_DAYS": "0"}


class TellsFailuresAtOnce:
    """Prints what failed when it fails, and little else: of a long run, a part of what was printed may be all that one sees."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal
        self._passed = 0

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Leave out the dots."""
        return ("passed", "", "") if report.passed and report.when == "call" else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed and report.when == "call":
            self._passed += 1
            if self._passed % 1000 == 0:
                self._terminal.write_line(f"{self._passed} passed")
        if report.failed:
            self._terminal.ensure_newline()
            self._terminal.write_line(f"FAILED {report.nodeid} ({report.when})\n{report.longreprtext[-3000:]}")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and terminal is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(TellsFailuresAtOnce(terminal))
