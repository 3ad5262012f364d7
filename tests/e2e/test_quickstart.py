"""What README promises on the first five minutes."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

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


class TestQuickstart:
    @pytest.mark.parametrize("options", [(), ("--full",)])
    def test_trains_for_real_and_leaves_nothing_behind(
        self, short_folder: Path, built_image: Callable[[str], RuntimeImage], options: tuple[str, ...]
    ) -> None:
        for image in ("sklearn", *(["pytorch"] if options else [])):
            built_image(image)
        done = subprocess.run(
            [sys.executable, ROOT / "examples/quickstart/run.py", "--exit", *options],
            env={**os.environ, "TMPDIR": str(short_folder), "MODELYARD_IMAGES__DIRECTORY": str(shared_directory())},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

        assert done.returncode == 0, done.stdout + done.stderr
        assert "epoch 15/15" in done.stdout
        assert re.search(r"obs://quickstart/digits/model.joblib  [0-9,]+ bytes\n  accuracy 9\d\.\d%", done.stdout)
        assert re.search(r"memUsage .*% at most", done.stdout)
        assert ("2 processes on cpu" in done.stdout) == bool(options)
        assert re.search(r"The console: http://127\.0\.0\.1:\d+/console/", done.stdout)
        assert re.search(r"user anna-\w+, password \S+", done.stdout)
        assert done.stderr == ""
        assert running_with(str(short_folder)) == []
        # All platforms of a user on a machine share the places for tasks, so that two never use one address.
        assert {file.name for file in short_folder.iterdir()} <= {f"modelyard-slots-{os.getuid()}"}


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
