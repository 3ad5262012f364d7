"""Sockets of a task: it makes them in a directory of its own, and we offer them under names that it cannot change.

    DIRECTORY/.inside/    what the task sees, and may write
    DIRECTORY/NAME        for the platform: a further name (a hard link) of what was found there and is a socket

A task without a network that may reach the object store finds a socket of ours there, `storage.sock`.

A task that puts a link to one of the platform's own sockets there would otherwise have the gateway talk to that.
"""

import contextlib
import os
import stat
import time
from collections.abc import Callable
from typing import Any

from modelyard.compute.supervisor.polling import Poller
from modelyard.core.trees import remove_tree

INSIDE = "/run/modelyard"
# Of the way to the object store.
STORAGE = "storage.sock"
_QUICK_SECONDS, _SLOW_SECONDS = 0.05, 2.0


class Sockets:
    """Those of one task."""

    def __init__(self, task: dict[str, Any]) -> None:
        self._directory: str = task["sockets"]["directory"]
        self._names: list[str] = task["sockets"]["names"]
        self._user: int | None = task["user"]
        self._offered: dict[str, tuple[int, int]] = {}

    @property
    def inside(self) -> str:
        """The directory that the task sees; empty when it has no sockets."""
        return os.path.join(self._directory, ".inside") if self._directory else ""

    def make(self) -> None:
        """Make the directories."""
        if not self._directory:
            return
        remove(self._directory)
        os.mkdir(self._directory, 0o700)
        os.mkdir(self.inside, 0o700)
        if self._user is not None:
            os.chown(self.inside, self._user, self._user)

    def path(self, name: str) -> str | None:
        """Return where a socket is offered; None as long as the task has not made it."""
        self._look(name)
        return os.path.join(self._directory, name) if name in self._offered else None

    def watch(self, poller: Poller, complete: Callable[[], None]) -> None:
        """Offer each socket as soon as it is there, also when the task makes it anew. complete: called when all are."""
        if not self._names:
            complete()
            return
        begun, told = time.monotonic(), False

        def look() -> None:
            nonlocal told
            for name in self._names:
                self._look(name)
            is_complete = len(self._offered) == len(self._names)
            poller.later(_SLOW_SECONDS if is_complete else pause(time.monotonic() - begun, _SLOW_SECONDS), look)
            if is_complete and not told:
                told = True
                complete()

        look()

    def remove(self) -> None:
        """Delete them, and whatever else the task has put there."""
        remove(self._directory)

    def _look(self, name: str) -> None:
        try:
            found = os.open(os.path.join(self.inside, name), os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return
        try:
            facts = os.fstat(found)
            # As long as our name for it is there its number is not used again.
            if not stat.S_ISSOCK(facts.st_mode) or self._offered.get(name) == (facts.st_dev, facts.st_ino):
                return
            new = os.path.join(self._directory, ".new")
            with contextlib.suppress(FileNotFoundError):
                os.unlink(new)
            # By the descriptor: what has this name inside may be something else by now. Only with a descriptor of a
            # directory does Python follow the link there.
            os.link(f"/proc/self/fd/{found}", new, src_dir_fd=found, follow_symlinks=True)
            os.rename(new, os.path.join(self._directory, name))
            self._offered[name] = (facts.st_dev, facts.st_ino)
        except OSError:
            return  # it was taken away meanwhile
        finally:
            os.close(found)


def pause(waited: float, longest: float) -> float:
    """Return how long to wait before the next look at something that is awaited: a twentieth of the time that has gone."""
    return min(longest, max(_QUICK_SECONDS, waited / 20))


def remove(directory: str) -> None:
    """Delete the directory of a task's sockets; an empty name means none."""
    if directory:
        remove_tree(directory)
