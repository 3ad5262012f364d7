"""Locks: pinned packages with the hashes of exactly those files that may be installed."""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - for the oldest Python
    import tomli as tomllib

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_ARCHS = ("x86_64", "aarch64")


def pinned_versions(lock: str) -> dict[str, str]:
    """Return the version of each package of a lock by its normal name."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in _PINNED.findall(lock)}


def lock_of(pylock: str, *, python: str, extra_hashes: Mapping[str, Iterable[str]] | None = None) -> str:
    """Return the lock that a `pylock.toml` amounts to on Linux, for one Python: names, versions, hashes of wheels.

    extra_hashes: further hashes by package, for files that the index does not have.
    Raises ValueError for a package that has no wheel for x86-64.
    """
    document: dict[str, Any] = tomllib.loads(pylock)
    lines: list[str] = []
    for package in document["packages"]:
        name, version = package["name"], package["version"]
        wheels = {_file_name(wheel): wheel["hashes"]["sha256"] for wheel in package.get("wheels", [])}
        found = {digest for file, digest in wheels.items() if _suits(file, python)}
        found |= set((extra_hashes or {}).get(name, ()))
        if not found:
            raise ValueError(f"{name} {version} has no wheel for Linux and Python {python}")
        lines.append(" \\\n".join([f"{name}=={version}", *(f"    --hash=sha256:{digest}" for digest in sorted(found))]))
    return "".join(f"{line}\n" for line in lines)


def _file_name(wheel: Mapping[str, Any]) -> str:
    name: str = wheel.get("name") or str(wheel.get("url") or wheel.get("path")).rsplit("/", maxsplit=1)[-1]
    return name.replace("%2B", "+")


def _suits(file: str, python: str) -> bool:
    """Return whether a wheel can be installed on Linux with glibc by CPython of this version."""
    minor = int(python.split(".")[1])
    interpreters, abis, platforms = file.removesuffix(".whl").rsplit("-", maxsplit=3)[1:]
    if platforms != "any" and not any(
        part.startswith(("manylinux", "linux")) and part.endswith(_ARCHS) for part in platforms.split(".")
    ):
        return False
    exact = f"cp3{minor}"
    for interpreter in interpreters.split("."):
        if interpreter in {"py3", "py2", f"py3{minor}"} and abis == "none":
            return True
        if interpreter == exact and any(abi in {exact, "abi3", "none"} for abi in abis.split(".")):
            return True
        older = re.fullmatch(r"cp3(\d+)", interpreter)
        if older is not None and int(older[1]) <= minor and "abi3" in abis.split("."):
            return True
        pure = re.fullmatch(r"py3(\d+)", interpreter)
        if pure is not None and int(pure[1]) <= minor and abis == "none":
            return True
    return False
