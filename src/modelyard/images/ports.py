"""What images needs of the machine: somebody who makes environments."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from modelyard.images.rules.sources import PackageSources
from modelyard.images.types import BuildStep


@dataclass(frozen=True)
class BuildOrder:
    """An environment to make.

    digest: its name on the disk. lock: pinned packages with hashes.
    trusted: all that is installed are files that the lock of the platform names, so that nothing foreign runs meanwhile.
    """

    name: str
    digest: str
    lock: str
    smoke_test: str
    sources: PackageSources
    env: dict[str, str] = field(default_factory=dict)
    trusted: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a build is. percent: 0 to 100."""

    step: BuildStep
    percent: int
    message: str


@dataclass(frozen=True)
class Environment:
    """A finished environment on the disk.

    directory: of the virtual environment. packages: versions by name.
    """

    digest: str
    name: str
    directory: str
    size_bytes: int
    packages: dict[str, str]
    built_at_ms: int


# Told of the progress; returns False when the build is not wanted any more.
Watcher = Callable[[Progress], Awaitable[bool]]


class Builder(Protocol):
    """Makes environments and keeps them. Two builds of one digest at once are safe: the second gets what the first made."""

    async def build(self, order: BuildOrder, watcher: Watcher) -> Environment:
        """Make an environment unless it is there. Raises BuildProblem, BuildCanceled, SandboxImpossible."""
        ...

    async def resolve(self, requirements: str, sources: PackageSources, *, digest: str, trusted: bool, watcher: Watcher) -> str:
        """Return the lock that requirements come to now. digest: names its log. Raises as `build` does."""
        ...

    def find(self, digest: str) -> Environment | None:
        """Return a finished environment."""
        ...

    def environments(self) -> list[Environment]:
        """Return all that are finished."""
        ...

    def read_log(self, digest: str) -> str:
        """Return what the last build of an environment wrote."""
        ...

    def put_away(self, digest: str) -> None:
        """Take an environment away, quickly; none is fine. The next sweep frees its space."""
        ...

    def sweep(self) -> None:
        """Delete what was put away, and what builds left behind that were killed. Takes its time."""
        ...
