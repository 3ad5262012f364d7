"""The files in the directory of a task: what the supervisor writes there, and the engine reads.

task.json         what to do; no secrets
credentials.json  temporary keys (0600), replaced by rename
lock              held (flock) by the supervisor as long as it lives
started           made by the supervisor as its first act: from now on this attempt is never started again
processes         which processes are the outermost of it, so that they can be ended if the supervisor is gone
steps             one JSON object a line, only appended to
samples           use of resources
log/              the log in parts
end.json          the facts at the end; gets its name once and is never changed
control.sock      where a running supervisor takes orders
given/            what the task may read of the platform: its keys
files/            what the task itself may write

Sockets of the task stand elsewhere, in a directory with a short path, see `sockets`.
"""

import contextlib
import errno
import fcntl
import json
import os
import time
from typing import Any

TASK, CREDENTIALS, LOCK, STARTED, STEPS, SAMPLES = "task.json", "credentials.json", "lock", "started", "steps", "samples"
LOG, END, CONTROL, FILES, PROCESSES, GIVEN = "log", "end.json", "control.sock", "files", "processes", "given"


def now_ms() -> int:
    """Return the time in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def read_json(directory: str, name: str) -> Any:
    """Return the content of a JSON file, or None when it is not there."""
    try:
        with open(os.path.join(directory, name), encoding="utf-8") as stream:
            return json.load(stream)
    except FileNotFoundError:
        return None


def replace_file(directory: str, name: str, content: Any, *, user: int | None = None) -> None:
    """Write a private file as a whole: a reader sees the old or the new one.

    content: text, or what is written as JSON. user: who may read it instead of us.
    """
    temporary = os.path.join(directory, f".{name}.{os.getpid()}")
    _write_new(temporary, content if isinstance(content, str) else json.dumps(content), sync=False)
    if user is not None:
        os.chown(temporary, user, user)
    os.rename(temporary, os.path.join(directory, name))


def write_end(directory: str, end: dict[str, Any]) -> bool:
    """Write the end record unless there is one. Returns whether this one counts. The caller holds the lock."""
    temporary = os.path.join(directory, f".{END}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    _write_new(temporary, json.dumps(end), sync=True)
    try:
        # A link, because it fails where a rename would replace what another has written.
        os.link(temporary, os.path.join(directory, END))
    except FileExistsError:
        return False
    finally:
        os.unlink(temporary)
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True


def take_lock(directory: str) -> int | None:
    """Take the lock of a task. Returns the descriptor that holds it, or None while somebody else does."""
    descriptor = os.open(os.path.join(directory, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if error.errno == errno.EWOULDBLOCK:
            return None
        raise
    return descriptor


def mark_started(directory: str) -> bool:
    """Say that this attempt has begun. Returns False when it had begun before."""
    try:
        os.close(os.open(os.path.join(directory, STARTED), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True


class Steps:
    """The record of what a task did on its way."""

    def __init__(self, directory: str) -> None:
        self._file = os.path.join(directory, STEPS)
        self._number = len(read_steps(directory))

    def add(self, step: str, status: str, name: str = "", seconds: float = 0.0, message: str = "") -> None:
        """Append a record. What is wrong with the disk is noticed elsewhere; a step that is not told is no reason to end."""
        self._number += 1
        values = {
            "number": self._number,
            "at_ms": now_ms(),
            "step": step,
            "status": status,
            "name": name,
            "seconds": round(seconds, 3),
            "message": message[:2000],
        }
        with contextlib.suppress(OSError), open(self._file, "a", encoding="utf-8") as stream:
            stream.write(json.dumps(values) + "\n")


def read_steps(directory: str) -> list[dict[str, Any]]:
    """Return all records of steps, oldest first. A last line that is not complete yet is left out."""
    try:
        with open(os.path.join(directory, STEPS), encoding="utf-8") as stream:
            return [json.loads(line) for line in stream if line.endswith("\n")]
    except FileNotFoundError:
        return []


def make_end(ended_by: str, message: str, **facts: Any) -> dict[str, Any]:
    """Return an end record with the facts that are known."""
    return {
        "ended_by": ended_by,
        "exit_code": None,
        "signal": None,
        "out_of_memory": False,
        "message": message,
        "peak_memory_bytes": None,
        "last_lines": [],
        "log_bytes": 0,
        "started_at_ms": None,
        "ended_at_ms": now_ms(),
        **facts,
    }


def _write_new(file: str, text: str, *, sync: bool) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        if sync:
            stream.flush()
            os.fsync(descriptor)
