"""The way of a task without a network to the object store: a socket that it sees, whose connections are carried there.

A process of its own carries them, as the user of the task: it reads what hostile programs send, and they are many bytes.
It ends with the supervisor, however that ends.
"""

import os
import socket
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

from modelyard.compute.supervisor import forwarding
from modelyard.compute.supervisor.sockets import STORAGE

_WAITING = 128
_PATIENCE_SECONDS = 10


class StorageWay:
    """That of one task. task: its facts. folder: the directory of its sockets, as the machine names it."""

    def __init__(self, task: dict[str, Any], folder: str) -> None:
        user = task["user"]
        place = urlsplit(task["storage"]["endpoint"])
        port = place.port or (443 if place.scheme == "https" else 80)
        tools = os.path.dirname(os.path.abspath(forwarding.__file__))
        end, self._lifeline = os.pipe()
        with socket.socket(socket.AF_UNIX) as listening:
            path = os.path.join(folder, STORAGE)
            listening.bind(path)
            os.chmod(path, 0o600)
            if user is not None:
                os.chown(path, user, user)
            listening.listen(_WAITING)
            # Our interpreter may lie where that user cannot go, so it becomes him once it runs.
            code = (
                f"import sys; sys.path.insert(0, {tools!r}); import forwarding; "
                f"forwarding.carry_out({listening.fileno()}, {place.hostname!r}, {port}, {end}, {user})"
            )
            self._carrier = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", "-c", code],
                pass_fds=(listening.fileno(), end),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
            )
        os.close(end)

    def close(self) -> None:
        """End it."""
        os.close(self._lifeline)
        try:
            self._carrier.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._carrier.kill()
            self._carrier.wait()
