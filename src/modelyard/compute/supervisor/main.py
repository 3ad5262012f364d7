"""Where a supervisor begins.

It is started with the lock of its task as an open descriptor, so that the lock is held without a gap. It leaves its
parent at once, marks the attempt as started, and then does what `task.Task` says. Usually it is forked by `starter`.
"""

import contextlib
import os
import signal
import sys
import traceback

from modelyard.compute.supervisor import records
from modelyard.compute.supervisor.kernel import leave_key_ring


def main(directory: str, lock: int) -> None:
    """Supervise one task from its beginning to its end. Returns in the parent at once."""
    if os.fork():
        # Not waited for by anybody: the task belongs to no process but itself from now on.
        os._exit(0)
    supervise(directory, lock)


def supervise(directory: str, lock: int) -> None:
    """Supervise one task in this process, which belongs to nobody else."""
    os.setsid()
    os.set_inheritable(lock, False)
    leave_key_ring()
    os.umask(0o022)
    os.chdir("/")
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        # Whoever wants a task to end says so over its socket. A signal to everybody (a shutdown) must not take away
        # the one who writes down what happened; if it is killed, the next look finds that out.
        signal.signal(number, signal.SIG_IGN)
    if os.path.exists(os.path.join(directory, records.END)) or not records.mark_started(directory):
        return
    try:
        from modelyard.compute.supervisor.task import Task  # noqa: PLC0415 - after the fork, so that launching is quick

        Task(directory).run()
    except Exception:  # noqa: BLE001 - whatever it is: an attempt must have an end record
        _confess(directory)


def _confess(directory: str) -> None:
    """Write down that the supervisor itself went wrong. With us dies everything that runs in the sandbox."""
    text = traceback.format_exc()
    with contextlib.suppress(OSError):
        records.replace_file(directory, "supervisor.error", text)
    message = f"The supervisor failed: {text.strip().splitlines()[-1]}"
    records.write_end(directory, records.make_end("platform", message))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
