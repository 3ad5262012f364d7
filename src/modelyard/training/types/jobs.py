"""Vocabulary of training jobs; the spellings are those of the public API."""

from dataclasses import dataclass

from modelyard.core.types import StrEnum

OWNER_TYPE = "training.job"
DEFAULT_WORKSPACE = "0"


class Phase(StrEnum):
    """Where a job is."""

    CREATING = "Creating"
    PENDING = "Pending"
    RUNNING = "Running"
    TERMINATING = "Terminating"
    COMPLETED = "Completed"
    FAILED = "Failed"
    TERMINATED = "Terminated"
    ABNORMAL = "Abnormal"


class SecondaryPhase(StrEnum):
    """Where a job is, in more detail."""

    CREATING = "Creating"
    QUEUING = "Queuing"
    RUNNING = "Running"
    TERMINATING = "Terminating"
    COMPLETED = "Completed"
    FAILED = "Failed"
    TERMINATED = "Terminated"
    CREATE_FAILED = "CreateFailed"
    TERMINATED_FAILED = "TerminatedFailed"
    UNKNOWN = "Unknown"
    LOST = "Lost"


class AccessMethod(StrEnum):
    """How a job's program learns where an input or output is."""

    PARAMETER = "parameter"
    ENV = "env"


class Launcher(StrEnum):
    """What starts the boot file: the interpreter, or torchrun with several processes on each node."""

    PYTHON = "python"
    TORCHRUN = "torchrun"


class NodeOutputs(StrEnum):
    """Where the nodes of a job upload: all to the place itself, only the first one, or each to a folder of its own there."""

    TOGETHER = "together"
    FIRST = "first"
    APART = "apart"


@dataclass(frozen=True)
class Parameter:
    """A hyper-parameter."""

    name: str
    value: str
    access: str = AccessMethod.PARAMETER


@dataclass(frozen=True)
class Channel:
    """An input or an output: a place in a bucket, and the directory of the container that goes with it.

    local_dir: empty for the default one. predownload: of outputs, what lies at the place is copied before the start.
    """

    name: str
    url: str
    local_dir: str = ""
    access: str = AccessMethod.PARAMETER
    predownload: bool = False


@dataclass(frozen=True)
class Volume:
    """A directory of the nodes that the job mounts."""

    source: str
    target: str
    read_only: bool = False


@dataclass(frozen=True)
class Draft:
    """What somebody wants to run, before or after it was checked: the request without its wire shape.

    boot_file: relative to the code directory; as it was written when it does not lie there.
    image: of a custom image; the engine's own one when empty.
    auto_stop_seconds: None without a limit. The annotations hold what the public API keeps there.
    """

    name: str = ""
    kind: str = "job"
    code_dir: str = ""
    boot_file: str = ""
    command: str = ""
    engine_id: str = ""
    engine_name: str = ""
    engine_version: str = ""
    image: str = ""
    run_user: str = ""
    parameters: tuple[Parameter, ...] = ()
    inputs: tuple[Channel, ...] = ()
    outputs: tuple[Channel, ...] = ()
    environments: tuple[tuple[str, str], ...] = ()
    local_code_dir: str = ""
    working_dir: str = ""
    flavor: str = ""
    pool: str = ""
    node_count: int = 1
    priority: int = 1
    preemptible: bool = False
    auto_stop_seconds: int | None = None
    log_url: str = ""
    volumes: tuple[Volume, ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()

    def annotation(self, name: str) -> str:
        """Return an annotation; empty when there is none of this name."""
        return dict(self.annotations).get(name, "")


@dataclass(frozen=True)
class Surroundings:
    """What a job is told of the platform around it."""

    api_endpoint: str = ""
    storage_endpoint: str = ""
    pip_index: str = ""


@dataclass(frozen=True)
class CodeFacts:
    """What was found in the code directory: files at its top, and beside the boot file."""

    files: frozenset[str] = frozenset()
