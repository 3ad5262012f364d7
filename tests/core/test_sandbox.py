"""What a process in the sandbox can reach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from modelyard.core import sandbox

needs_namespaces = pytest.mark.skipif(not sandbox.around_python(), reason="this machine has no user namespaces")


def python(code: str) -> str:
    command = [*sandbox.around_python(), sys.executable, "-c", code]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(sandbox.SOURCE)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


@needs_namespaces
class TestAroundPython:
    def test_it_imports_what_unpacks(self) -> None:
        assert python("import modelyard.objects.adapters.unpacking_child; print('there')") == "there"

    def test_files_of_others_are_not_there(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("x")

        assert python(f"import os; print(os.path.exists({str(tmp_path / 'secret')!r}), os.path.exists('/etc/passwd'))") == (
            "False False"
        )

    def test_nothing_that_it_sees_can_be_written(self) -> None:
        places = [sys.prefix, str(sandbox.SOURCE), "/usr"]

        assert python(f"import os; print([os.access(place, os.W_OK) for place in {places!r}])") == "[False, False, False]"

    def test_there_is_no_network_and_no_other_process(self) -> None:
        assert python("import socket; print([name for _, name in socket.if_nameindex()])") == "['lo']"
        assert int(python("import os; print(os.getpid())")) < 10


def test_without_namespaces_processes_run_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "namespaces", lambda: ("false",))
    sandbox.around_python.cache_clear()

    assert sandbox.around_python() == ()

    sandbox.around_python.cache_clear()
