"""What this machine is: its Python, system and devices; which files and addresses pip uses on it."""

import os
import platform
import sys
from functools import lru_cache
from pathlib import Path

from modelyard.images.rules.recipes import Machine
from modelyard.images.rules.sources import PackageSources, sources_of_pip


@lru_cache(maxsize=1)
def this_machine() -> Machine:
    """Return what decides which images can be had here."""
    release = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    return Machine(
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        python_full=platform.python_version(),
        os=release.get("ID", "linux").lower(),
        os_version=(release.get("VERSION_ID") or "0").lower(),
        arch={"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine(), platform.machine()),
        has_cuda=Path("/dev/nvidiactl").exists(),
        has_cann=Path("/dev/davinci_manager").exists(),
    )


def base_interpreter() -> Path:
    """Return the interpreter that environments are made with: the one below our own virtual environment."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidate = Path(sys.base_prefix) / "bin" / name
    return candidate if candidate.exists() else Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def base_directory() -> str:
    """Return the directory that holds the interpreter and its standard library."""
    return os.path.realpath(sys.base_prefix)


def pip_sources() -> PackageSources:
    """Return where pip on this machine takes packages from."""
    places = [
        *(Path(folder) / "pip/pip.conf" for folder in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":") if folder),
        Path("/etc/pip.conf"),
        Path.home() / ".pip/pip.conf",
        Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "pip/pip.conf",
        Path(sys.prefix) / "pip.conf",
    ]
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        places = []
    elif named:
        places.append(Path(named))
    return sources_of_pip(os.environ, [text for place in places if (text := _read(place))])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
