"""What compute needs of the outside: an engine that runs tasks on nodes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from modelyard.compute.types import Resources, Sample, StepRecord, TaskEnd, TaskRef, TaskSpec, TaskState
from modelyard.images.types import RuntimeImage

# What an engine calls when something happened to a task.
Hint = Callable[[TaskRef], None]


@dataclass(frozen=True)
class NodeReport:
    """A machine that an engine can use. gpus, npus: product names, one for each card."""

    name: str
    address: str
    capacity: Resources
    gpus: tuple[str, ...] = ()
    npus: tuple[str, ...] = ()
    arch: str = "x86_64"
    problem: str = ""  # why nothing can run there now, for example that no sandbox can be made


@dataclass(frozen=True)
class Credentials:
    """Temporary keys of the owner, for the transfers of a task and for its own use."""

    access: str
    secret: str
    security_token: str
    expires_at_ms: int


@dataclass(frozen=True)
class Launch:
    """One task to start. peers: the addresses of all tasks of the workload by name. devices: the cards that it may use.

    peer_devices: the cards of all tasks of the workload by name.
    """

    ref: TaskRef
    node: str
    spec: TaskSpec
    resources: Resources
    image: RuntimeImage
    credentials: Credentials | None
    peers: dict[str, str]
    devices: tuple[int, ...] = ()
    peer_devices: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Observation:
    """What an engine knows of one attempt at a task.

    state: WAITING when it was never launched. end: set if and only if the state is ENDED.
    ports: by name. sockets: by name, where they are on the node, as far as the task has made them; 100 bytes at most.
    steps: those after the number asked for.
    """

    state: TaskState
    end: TaskEnd | None = None
    ports: dict[str, int] | None = None
    steps: tuple[StepRecord, ...] = ()
    sockets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LogPart:
    """A piece of a log. offset: of its first byte; later than asked for when older bytes were dropped.

    size: how long the log is now. ended: nothing will be added any more.
    """

    offset: int
    content: bytes
    size: int
    ended: bool


class Terminal(Protocol):
    """A program running beside a task's own, in its sandbox, on a pseudo terminal."""

    async def read(self) -> bytes:
        """Return what it wrote; empty at its end."""
        ...

    async def write(self, data: bytes) -> None:
        """Send it what was typed."""
        ...

    async def resize(self, columns: int, rows: int) -> None:
        """Tell it the size of the window."""
        ...

    async def close(self) -> int | None:
        """End it, and return its exit code."""
        ...


class Engine(Protocol):
    """Runs tasks. Every method may be repeated; none is called while a session is open.

    Tasks outlive the process that launched them. After a restart the same references find them again.
    """

    def listen(self, hint: Hint) -> None:
        """Call `hint`, in the event loop, when something happened to a task. Hints may be lost, and may come twice."""
        ...

    async def nodes(self) -> Sequence[NodeReport]:
        """Return the machines there are."""
        ...

    async def addresses(self, node: str, refs: Sequence[TaskRef]) -> Sequence[str]:
        """Return the address that each of these tasks will have on the node; the same ones every time."""
        ...

    async def launch(self, launch: Launch) -> None:
        """Start a task unless this reference was ever started; a task that has ended stays so.

        Raises LaunchRefused when the node cannot run it, with the reason.
        """
        ...

    async def observe(self, ref: TaskRef, *, after_step: int = 0) -> Observation:
        """Return how a task is. One whose supervisor is gone without a word has ended, by PLATFORM."""
        ...

    async def stop(self, ref: TaskRef, *, grace_seconds: float, ended_by: str) -> None:
        """Tell a task to end: SIGTERM to its process, SIGKILL to all of it after the grace time. Returns at once.

        A task that was never launched is marked, so that it never will be.
        """
        ...

    async def renew(self, ref: TaskRef, credentials: Credentials) -> None:
        """Give a running task new temporary keys."""
        ...

    async def signal(self, ref: TaskRef, number: int) -> None:
        """Send a signal to the task's own process."""
        ...

    async def exec(self, ref: TaskRef, argv: Sequence[str], *, columns: int = 80, rows: int = 24) -> Terminal:
        """Run a program in the sandbox of a running task."""
        ...

    async def read_log(self, ref: TaskRef, *, offset: int = 0, limit: int = 65_536) -> LogPart:
        """Return a piece of a task's log; a negative offset counts from its end."""
        ...

    async def samples(self, ref: TaskRef, *, after_ms: int = 0) -> Sequence[Sample]:
        """Return what was measured, oldest first; older samples are thinned out, never dropped."""
        ...

    async def remove(self, ref: TaskRef) -> None:
        """Delete all that is left of a task that has ended: directories, log, samples."""
        ...
