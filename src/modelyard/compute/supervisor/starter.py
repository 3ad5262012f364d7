"""A process that has loaded all that a supervisor needs, and forks one for each task.

To start an interpreter and load modules takes longer than most else on the way of a task to its first line. The engine
starts this process with its first task, and talks to it over a socket; when that closes, it ends. Supervisors are in
sessions of their own and go on.

An order is a JSON object with `directory` and `environment`; with it come two descriptors, that of the task's lock and one
for what the supervisor itself writes. The answer is empty, or says why there is no supervisor.
"""

import ctypes
import gc
import json
import os
import signal
import socket
import sys
import traceback
from importlib.machinery import SourceFileLoader
from typing import Any

from modelyard.compute.supervisor import main as beginning
from modelyard.compute.supervisor import task

_LONGEST_ORDER = 2**18
# What runs in sandboxes, where nobody can keep what was compiled.
_INSIDE = ("init", "carrier", "storage", "forwarding", "processes")


class Shown:
    """What lists of processes show as the arguments of this process and of those that it forks."""

    def __init__(self) -> None:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as stream:
            words = stream.read().rpartition(")")[2].split()
        self._begin, self._size = int(words[45]), int(words[46]) - int(words[45])

    def show(self, *words: str) -> None:
        """Show these words instead."""
        text = b"\0".join(os.fsencode(word) for word in words)
        ctypes.memmove(self._begin, text[: self._size - 1].ljust(self._size, b"\0"), self._size)


def main(channel: int) -> None:
    """Take orders until the other side closes. Returns in the parent at once."""
    if os.fork():
        os._exit(0)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it ends with whom it works for
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    keep_compiled()
    shown = Shown()
    shown.show(sys.executable, "-I", "-S", "-c", __name__)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=channel) as orders:
        while True:
            data, descriptors, _, _ = socket.recv_fds(orders, _LONGEST_ORDER, 2)
            if not data:
                return
            problem = b""
            try:
                if os.fork() == 0:
                    orders.close()
                    _supervise(json.loads(data), descriptors, shown)
            except OSError as error:
                problem = os.strerror(error.errno or 0).encode()
            for descriptor in descriptors:
                os.close(descriptor)
            # A message of its own even where there is nothing to say.
            orders.send(b"." + problem)


def keep_compiled() -> None:
    """Have what runs in sandboxes compiled beside its source, where we may write."""
    for name in _INSIDE:
        SourceFileLoader(name, os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")).get_code(name)


def _supervise(order: dict[str, Any], descriptors: list[int], shown: Shown) -> None:
    try:
        lock, output = descriptors
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        os.close(output)
        os.environ.clear()
        os.environ.update(order["environment"])
        shown.show(sys.executable, "-I", "-S", "-c", beginning.__name__, order["directory"])
        beginning.supervise(order["directory"], lock)
    except BaseException:  # noqa: BLE001 - nothing above is ours
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(0)


# Loaded before the first fork; what few tasks need is not.
_ = task
