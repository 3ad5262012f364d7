"""What README promises on the first five minutes."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from typing_extensions import Self

from modelyard.images.testing import shared_directory
from modelyard.images.types import RuntimeImage
from modelyard.server.testing import free_port

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

ROOT = Path(__file__).parents[2]


def running_with(text: str) -> list[str]:
    """The command lines of this machine in which a text occurs, our own and its parents left out."""
    ours = {process.pid for process in [psutil.Process(), *psutil.Process().parents()]}
    lines = []
    for process in psutil.process_iter(["pid", "cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if text in line and process.info["pid"] not in ours:
            lines.append(line)
    return lines


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """An empty folder whose path leaves room for the names of sockets."""
    with tempfile.TemporaryDirectory(prefix="modelyard-e2e-") as folder:
        yield Path(folder)


class Quickstart:
    """A quickstart that runs as long as the block, at most.

    said: everything that it said so far. complaints: what it said on the other stream, once it has ended.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self._errors = folder / "errors"
        self._ends_by_itself = "--exit" in options
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, ROOT / "examples/quickstart/run.py", *options],
                env={**os.environ, "TMPDIR": str(folder), "MODELYARD_IMAGES__DIRECTORY": str(shared_directory())},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.said = self.complaints = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ends_by_itself:
            self._process.send_signal(signal.SIGTERM)
        self.said += self._process.communicate(timeout=300)[0]
        self.complaints = self._errors.read_text()
        self._errors.unlink()

    def read_until(self, text: str) -> None:
        """Read until it has said something."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said += line
            if text in line:
                return
        raise AssertionError(f"it ended without {text!r}: {self.said}\n{self._errors.read_text()}")

    def between(self, start: str, end: str) -> str:
        """Return the lines that it has said after one line and before another."""
        return self.said.split(f"{start}\n", 1)[1].split(end, 1)[0]


class TestQuickstart:
    @pytest.fixture(autouse=True)
    def images(self, built_image: Callable[[str], RuntimeImage]) -> None:
        """The first run of a user builds it, which takes a minute."""
        built_image("sklearn")

    def test_trains_deploys_and_predicts_for_real_and_what_it_tells_to_try_works(self, short_folder: Path) -> None:
        with Quickstart(short_folder) as quickstart:
            quickstart.read_until("a platform that stays")
            said = quickstart.said
            curl = quickstart.between("about the pictures above, with curl:", "or with Python")
            python = quickstart.between("signed with your access key:", "and when")
            delete = quickstart.between("seen enough of it:", "\n\n")

            by_curl = shell(curl)
            by_python = shell(python)
            shell(f"{curl}\n{delete}")
            late = time.monotonic() + 180
            while "APIG.0101" not in (gone := shell(curl)):
                assert time.monotonic() < late, gone
                time.sleep(0.2)

        assert "epoch 15/15" in said
        assert re.search(r"obs://quickstart/digits-15-epochs/model/model.joblib  [0-9,]+ bytes", said)
        assert re.search(r"obs://quickstart/digits-15-epochs/samples.json  [0-9,]+ bytes\n  accuracy 9\d\.\d%", said)
        assert re.search(r"memUsage .*% at most", said)
        assert re.search(r"1(8|9)\d of 200 pictures were recognized", said)
        requests = {version: int(count) for version, count in re.findall(r"  (\d\.0\.0) .* (\d+) *\n", said)}
        assert sum(requests.values()) == 200
        assert 3 <= requests["2.0.0"] <= 50
        (drawn,) = re.findall(r"^((?: +\d){8}) *$", said, re.MULTILINE)
        predictions = [int(label) for label in drawn.split()]
        assert json.loads(by_curl)["predictions"] == predictions
        assert by_python.startswith("200 ")
        assert json.loads(by_python.removeprefix("200 "))["predictions"] == predictions
        assert re.search(r"The console: http://127\.0\.0\.1:\d+/console/", said)
        assert re.search(r"user anna-\w+, password \S+", said)
        assert quickstart.complaints == ""
        assert_nothing_is_left(short_folder)

    def test_trains_on_two_tasks_as_well_and_ends_by_itself(
        self, short_folder: Path, built_image: Callable[[str], RuntimeImage]
    ) -> None:
        built_image("pytorch")
        with Quickstart(short_folder, "--full", "--exit") as quickstart:
            quickstart.read_until("a platform that stays")

        assert "2 processes on cpu" in quickstart.said
        assert quickstart.complaints == ""
        assert_nothing_is_left(short_folder)


def shell(script: str) -> str:
    """Run lines that were to be copied into a shell, and return what the last one printed."""
    return subprocess.run(["bash", "-ec", script], check=True, capture_output=True, text=True, timeout=60).stdout


def assert_nothing_is_left(folder: Path) -> None:
    assert running_with(str(folder)) == []
    # All platforms of a user on a machine share the places for tasks, so that two never use one address.
    assert {file.name for file in folder.iterdir()} <= {f"modelyard-slots-{os.getuid()}"}


class TestReadme:
    @pytest.fixture
    def home(self, short_folder: Path) -> Iterator[Path]:
        yield short_folder / "home"
        modelyard("down", "--home", str(short_folder / "home"), check=False)

    def test_a_reader_gets_from_nothing_to_a_file_in_a_bucket(self, home: Path, tmp_path: Path) -> None:
        port, storage_port = free_port(), free_port()
        there = ("--home", str(home))

        up = modelyard("up", "--detach", "--port", str(port), "--storage-port", str(storage_port), *there)
        assert up.strip() == f"ready http://127.0.0.1:{port}"

        variables = modelyard("credentials", "--format", "env", *there)
        (tmp_path / "table.csv").write_text("a,b\n1,2\n")
        (tmp_path / "snippet.py").write_text(snippet_of_readme())
        loaded = 'set -a; eval "$0"; set +a; exec "$1" snippet.py'
        subprocess.run(["bash", "-c", loaded, variables, sys.executable], cwd=tmp_path, check=True, timeout=60)

        listed = modelyard("storage", "ls", "obs://first/", *there)
        assert "data/" in listed

        status = modelyard("status", *there)
        for part in ("api", "gate", "gateway", "storage"):
            assert part in status

        modelyard("down", *there)
        assert running_with(str(home)) == []


def modelyard(*arguments: str, check: bool = True) -> str:
    command = [sys.executable, "-m", "modelyard.server", *arguments]
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, text=True, timeout=120).stdout


def snippet_of_readme() -> str:
    """The one Python example of README, as it stands there."""
    (snippet,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return str(snippet)
