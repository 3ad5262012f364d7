"""Words of compute: a workload is one or more tasks that start together; an attempt is one time that they are run."""

from dataclasses import dataclass, field
from typing import Any, NewType

from modelyard.core.i18n import Language
from modelyard.core.types import StrEnum

WorkloadId = NewType("WorkloadId", str)

# Where tasks with Ascend cards find the table of all cards of their workload: the directory, and the table of version 1.0.
RANK_TABLES = "/user/config"
RANK_TABLE = f"{RANK_TABLES}/rank_table.json"


class WorkloadState(StrEnum):
    """Where a workload is. PREPARING: its image is being built. The arrows are in `rules.states`."""

    PREPARING = "preparing"
    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a workload ended. LOST: the platform's fault (a node or a supervisor went away) and no restarts were left."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    STOPPED = "stopped"
    LOST = "lost"


class TaskState(StrEnum):
    """Where one attempt at a task is."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who or what ended a task."""

    ITSELF = "itself"  # its process exited or a signal of its own making killed it
    USER = "user"  # stop was asked for
    RUN_LIMIT = "run_limit"
    PREEMPTION = "preemption"
    MEMORY = "memory"  # over its memory limit
    DISK = "disk"  # over its disk limit, or the node ran short
    PROCESSES = "processes"
    SETUP = "setup"  # a download, an installation or the sandbox failed before its process began
    UPLOAD = "upload"  # its process succeeded, but its outputs could not all be uploaded
    HEALTH = "health"  # its health check failed
    SIBLING = "sibling"  # another task of the workload failed
    PLATFORM = "platform"  # the platform was stopped, or its supervisor was killed
    NODE = "node"


class DeviceKind(StrEnum):
    """Kinds of accelerators."""

    GPU = "gpu"
    NPU = "npu"


class StepStatus(StrEnum):
    """How a step of a task stands."""

    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


class Step(StrEnum):
    """Steps of a task, in the order in which they come."""

    PRE_CHECK = "pre_check"
    CODE = "code"
    INPUT = "input"
    INSTALL = "install"
    RUN = "run"
    READY = "ready"  # only of tasks that have sockets or a health check; while they run
    UPLOAD = "upload"


class OnFailure(StrEnum):
    """When an attempt that did not succeed is followed by another.

    NEVER: only the platform's own faults are repeated. FAULT: also faults of a node or a device.
    FAILURE: also when the user's process failed.
    """

    NEVER = "never"
    FAULT = "fault"
    FAILURE = "failure"


@dataclass(frozen=True)
class Reason:
    """Why something is as it is, in words: a sentence in each language, made from `key` and `params`."""

    key: str
    text: str
    zh: str
    params: dict[str, Any] = field(default_factory=dict)

    def message(self, language: Language = Language.EN) -> str:
        """Return the sentence in the language asked for."""
        return self.zh if language is Language.ZH else self.text


@dataclass(frozen=True)
class Resources:
    """What one task gets. cpu_milli: thousandths of a core. disk_bytes: what it may write, /cache included."""

    cpu_milli: int
    memory_bytes: int
    disk_bytes: int
    gpus: int = 0
    npus: int = 0


@dataclass(frozen=True)
class Restart:
    """What follows an attempt that did not succeed.

    most: restarts that count (0 to 3 for jobs). Repeats after the platform's own faults do not count, but end after 5.
    continuations: attempts that may follow one that reached its run limit.
    """

    on: OnFailure = OnFailure.NEVER
    most: int = 0
    continuations: int = 0


@dataclass(frozen=True)
class Mount:
    """A directory of the node that a task sees."""

    source: str
    target: str
    read_only: bool = True


@dataclass(frozen=True)
class CodeCopy:
    """A directory on the platform's disk that is copied into the task before it starts, and may be changed there."""

    source: str
    target: str


@dataclass(frozen=True)
class InputCopy:
    """Objects that are in the task before it starts. source: `obs://bucket/prefix/` or one object.

    mounted: read-only, from a copy that the node keeps for all tasks whose owners may read the same objects. Where the node
        has no room for one, they are copied into the task all the same.
    digest: with `mounted`, what their listing has to be (`objects.rules.digests`). The task fails where it is another, and
        where the node has no room: nothing is copied into it.
    """

    name: str
    source: str
    target: str
    mounted: bool = False
    digest: str = ""


@dataclass(frozen=True)
class OutputSync:
    """A directory whose complete files are uploaded while the task runs and at its end.

    predownload: what the storage path holds is copied into the directory before the start.
    """

    name: str
    source: str
    target: str
    predownload: bool = False


@dataclass(frozen=True)
class Command:
    """A program with its arguments, run in the task's sandbox. label: what a step is called in log lines and events."""

    argv: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True)
class HealthCheck:
    """A question over HTTP, asked of one of: a socket of the task, a named port of it, a port by its number.

    path: empty where it is enough that a connection is taken.

    Until the first good answer it is asked often, so that a task counts as ready as soon as it is. One that gave none within
    `start_seconds` has failed; so has, later, one that gave `failures` wrong answers in a row.
    """

    port: int = 0
    path: str = "/"
    socket: str = ""
    port_name: str = ""
    every_seconds: float = 10.0
    timeout_seconds: float = 5.0
    failures: int = 3
    start_seconds: float = 600.0


@dataclass(frozen=True)
class TaskSpec:
    """One task, with everything an engine needs to know of it but secrets and the place where it runs.

    role, index: `worker`, 0; together the name `worker-0`.
    argv: the program and its arguments, never a shell line. In `argv` and in values of `env` the engine replaces
        `{address:ROLE-INDEX}` by the address of a task of the same workload, `{port:NAME}` by a port of this task, and
        `{port:ROLE-INDEX/NAME}` by one of another, where all tasks list the same names in the same order, and
        `{socket:NAME}` by the path of a socket. `{sdk}` as the first word stands for the platform's own interpreter, whatever
        the image has; a module of the SDK and its arguments follow.
    env: variables set before the user's process.
    working_dir: an absolute path in the task.
    setup: run in the sandbox, in order, before the process; a failure ends the task.
    domain: what the tasks are called on the network, as `DOMAIN-ROLE-INDEX` and `DOMAIN-ROLE-INDEX.DOMAIN`; the first is
        also the task's host name. Without it, `ROLE-INDEX`, by which tasks always know each other.
    ports: names of ports that the task listens on, 8 at most.
    sockets: names of unix sockets that the task listens on, 4 at most: small letters, digits and hyphens, 16 at most. They
        stand in a directory that nobody but this task and the platform can enter.
    forwards: ports of the task by the names of sockets, for programs that can listen on a port only. The engine makes such
        a socket once the port takes connections, and carries from one to the other. A task with forwards has a network of
        its own with nothing in it, so that no port collides with another's and none is reached past the platform.
    storage_only: give it such a network, and a socket to the object store as the one way out; the file of its keys names it.
    scratch: directories that the task may write, beside its home; all of them are empty at the start.
    precheck: look at the node before anything else, and say in the log what was found. A device that is missing, or a disk
        without room, ends the task by NODE.
    mirror_log: `obs://bucket/key` that the log is uploaded to while the task runs and at its end.
    """

    role: str
    index: int
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    working_dir: str = "/home/ma-user"
    domain: str = ""
    setup: tuple[Command, ...] = ()
    code: tuple[CodeCopy, ...] = ()
    inputs: tuple[InputCopy, ...] = ()
    outputs: tuple[OutputSync, ...] = ()
    mounts: tuple[Mount, ...] = ()
    scratch: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    sockets: tuple[str, ...] = ()
    forwards: dict[str, int] = field(default_factory=dict)
    storage_only: bool = False
    health: HealthCheck | None = None
    precheck: bool = False
    mirror_log: str | None = None
    grace_seconds: float = 30.0

    @property
    def name(self) -> str:
        return f"{self.role}-{self.index}"


@dataclass(frozen=True)
class TaskRef:
    """One attempt at one task, as engines know it: the same reference never runs twice."""

    workload_id: WorkloadId
    attempt: int
    task: str

    def __str__(self) -> str:
        return f"{self.workload_id}/{self.attempt}/{self.task}"


@dataclass(frozen=True)
class TaskEnd:
    """The facts at the end of a task.

    exit_code: of its process; None when it was killed by a signal or never ran.
    message: one sentence in English for people, with what to do where we know it.
    peak_memory_bytes: of all its processes together; None where nothing measured it.
    last_lines: the end of its log, at most 20 lines of 500 characters.
    log_bytes: how long its log is, dropped parts included.
    """

    ended_by: EndedBy
    exit_code: int | None = None
    signal: int | None = None
    out_of_memory: bool = False
    message: str = ""
    peak_memory_bytes: int | None = None
    last_lines: tuple[str, ...] = ()
    log_bytes: int = 0
    started_at_ms: int | None = None
    ended_at_ms: int = 0

    @property
    def succeeded(self) -> bool:
        return self.exit_code == 0 and self.ended_by is EndedBy.ITSELF


@dataclass(frozen=True)
class StepRecord:
    """Something that a task did on its way. number: from 1, without gaps, so that a reader can go on where he was."""

    number: int
    at_ms: int
    step: Step
    status: StepStatus
    name: str = ""
    seconds: float = 0.0
    message: str = ""


@dataclass(frozen=True)
class Sample:
    """Use of resources at one moment. Shares are of what the task was given, 0 to 100."""

    at_ms: int
    cpu_percent: float
    memory_percent: float
    memory_bytes: int
    disk_bytes: int
    read_bytes: int = 0
    written_bytes: int = 0
    devices: tuple[tuple[float, float], ...] = ()  # use and memory use in per cent, one pair for each card
