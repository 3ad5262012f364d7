"""The client of this process: made at first use, anew when `set_auth` or the environment changes."""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

from .copies import Place
from .local_places import LocalPlace
from .places import PathLike, find_stored
from .settings import VARIABLES, Auth, read_settings
from .store import Store
from .stored_places import StoredPlace

_lock = threading.Lock()
_auth = Auth()
_made: tuple[object, Store] | None = None


def set_auth(**named: Any) -> None:
    """Change what is not None."""
    global _auth  # noqa: PLW0603 - that it holds for the whole process is the interface
    with _lock:
        _auth = _auth.told(named)


def store() -> Store:
    """Return the client for what holds now. Raises MoxFileConfigException."""
    global _made  # noqa: PLW0603 - connections are kept between calls
    environment = os.environ
    state = (_auth, tuple(environment.get(name) for name in VARIABLES))
    made = _made
    if made is None or made[0] != state:
        made = (state, Store(read_settings(_auth, dict(environment))))
        _made = made
    return made[1]


@atexit.register
def close() -> None:
    """Let go of the connections; the next use makes new ones."""
    global _made  # noqa: PLW0603 - see store()
    _made = None


def at(url: PathLike) -> Place:
    """Return the place that a URL or path names."""
    stored = find_stored(url)
    if stored is not None:
        return StoredPlace(store(), stored)
    path = os.fspath(url)
    if not isinstance(path, str):
        raise TypeError(f"a path must be text, not {type(path).__name__}")
    return LocalPlace(path)
