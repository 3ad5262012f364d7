"""A part of the platform that waits, and stops the tasks of this machine when the platform is stopped in order.

Where the platform is killed instead, this process is killed with it, and the tasks go on; the next start finds them.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator

from modelyard.compute.supervisor import records

_LOOK_SECONDS = 0.1
_ANSWER_SECONDS = 5


def main(tasks: str, keep_file: str, most_grace_seconds: float) -> None:
    """Wait for SIGTERM, then stop all tasks and wait until they have ended; unless `keep_file` is there."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    sys.stdout.write("waiting for the stop of the platform\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM})
    if os.path.exists(keep_file):
        return
    stopped = [directory for directory in running(tasks) if stop(directory, most_grace_seconds)]
    for directory in stopped:
        while _is_held(directory):
            time.sleep(_LOOK_SECONDS)


def running(tasks: str) -> Iterator[str]:
    """Yield the directories of the tasks that have a supervisor."""
    for workload in _folders(tasks):
        for attempt in _folders(workload):
            for directory in _folders(attempt):
                if os.path.exists(os.path.join(directory, records.STARTED)) and _is_held(directory):
                    yield directory


def stop(directory: str, most_grace_seconds: float) -> bool:
    """Tell a task that the platform is stopped. Returns whether it heard."""
    facts = records.read_json(directory, records.TASK) or {}
    grace = min(most_grace_seconds, float(facts.get("grace_seconds", most_grace_seconds)))
    order = {"do": "stop", "by": "platform", "message": "The platform was stopped.", "grace_seconds": grace}
    records.replace_file(directory, "stop.json", order)
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        folder = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            connection.settimeout(_ANSWER_SECONDS)
            connection.connect(f"/proc/self/fd/{folder}/{records.CONTROL}")
        finally:
            os.close(folder)
        connection.sendall(json.dumps(order).encode() + b"\n")
        connection.recv(4096)
        return True
    return False


def _is_held(directory: str) -> bool:
    try:
        lock = records.take_lock(directory)
    except OSError:
        return False
    if lock is None:
        return True
    os.close(lock)
    return False


def _folders(place: str) -> list[str]:
    try:
        return sorted(entry.path for entry in os.scandir(place) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
