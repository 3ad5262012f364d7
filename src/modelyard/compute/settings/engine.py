"""Settings of the engine: how tasks are run on this machine."""

from pathlib import Path

from pydantic import Field

from modelyard.core.settings import Settings
from modelyard.core.types import StrEnum


class Isolation(StrEnum):
    """What stands between a task and the machine."""

    SANDBOX = "sandbox"
    OFF = "off"


class TaskNetwork(StrEnum):
    """What of the network a task sees."""

    SHARED = "shared"
    NONE = "none"


class ContainerChoice(StrEnum):
    """Which container engine tasks in OCI images run in."""

    AUTO = "auto"
    PODMAN = "podman"
    DOCKER = "docker"
    OFF = "off"


class PullPolicy(StrEnum):
    """Whether an image that is not on this machine is fetched."""

    MISSING = "missing"
    NEVER = "never"


class EngineSettings(Settings):
    """How tasks are run on this machine: isolation, limits, logs, transfers."""

    isolation: Isolation = Field(
        default=Isolation.SANDBOX,
        description="`sandbox`: tasks see nothing but their own directories, and where no sandbox can be made they are "
        "refused. `off`: tasks run as the platform's user and can read all that it can; for trusted users only.",
    )
    network: TaskNetwork = Field(
        default=TaskNetwork.SHARED,
        description="`shared`: tasks use the network of this machine. `none`: a network of their own with nothing in it; "
        "tasks of one job then cannot reach each other, nor storage.",
    )
    containers: ContainerChoice = Field(
        default=ContainerChoice.AUTO,
        description="The engine for tasks in OCI images: `podman`, `docker`, `auto` for the first of them that runs a "
        "container here, `off` for none; OCI images are then refused.",
    )
    container_runtime: str | None = Field(
        default=None,
        max_length=1000,
        description="OCI runtime that the container engine is to use, by name or path. Without it, the engine's own, or one "
        "of `runc` and `crun` that works here.",
    )
    pull: PullPolicy = Field(
        default=PullPolicy.MISSING,
        description="`missing`: an OCI image that is not on this machine is fetched from its registry when a task begins. "
        "`never`: such tasks fail with words; whoever runs the machine fetches images.",
    )
    pull_seconds: int = Field(
        default=7200, ge=1, le=604_800, description="How long fetching an OCI image may take before its task fails."
    )
    user_id_base: int | None = Field(
        default=None,
        ge=1000,
        le=2**31 - 10_000,
        description="Where the platform runs as root, each task gets a user id of its own from here on. "
        "Without it, 1900000000, or 40000 where so high ids do not exist.",
    )
    max_processes: int = Field(
        default=8192, ge=16, le=4_194_304, description="Most processes and threads of one task at the same time."
    )
    max_open_files: int = Field(
        default=65_536, ge=64, le=1_048_576, description="Most files that one process of a task has open."
    )
    transfer_memory_bytes: int = Field(
        default=2**30,
        ge=2**26,
        le=2**40,
        description="Most memory of the process that moves the inputs and outputs of a task; what it needs grows with the "
        "number of files (some 600 bytes for each).",
    )
    log_limit_bytes: int = Field(
        default=256 * 2**20,
        ge=2**16,
        le=2**40,
        description="A longer log of a task keeps its first and its last half of this, and says what was left out.",
    )
    min_free_disk_bytes: int = Field(
        default=2 * 2**30, ge=0, le=2**50, description="Tasks that write are ended when the disk has less free space than this."
    )
    sync_seconds: float = Field(
        default=5.0,
        ge=0.5,
        le=3600,
        description="How often a running task's output directories are looked at for complete files.",
    )
    sample_seconds: float = Field(
        default=5.0, ge=0.5, le=600, description="How often a running task's use of resources is measured."
    )
    stop_seconds: int = Field(
        default=45,
        ge=1,
        le=3600,
        description="How long a stop of the platform waits for running tasks to end; they are run again at its next start. "
        "`modelyard down --keep-tasks` lets them go on instead.",
    )
    sdk_directory: Path | None = Field(
        default=None,
        description="Directory with the packages that every task can import. Without it, the one delivered with us.",
    )
