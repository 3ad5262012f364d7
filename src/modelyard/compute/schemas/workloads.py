"""Shapes that other capabilities hand to compute and get from it."""

from dataclasses import dataclass, field
from datetime import datetime

from modelyard.compute.types import (
    EndedBy,
    Outcome,
    Reason,
    Resources,
    Restart,
    TaskEnd,
    TaskSpec,
    TaskState,
    WorkloadId,
    WorkloadState,
)


@dataclass(frozen=True)
class WorkloadCreate:
    """What to run. The project and the owner are the caller's.

    owner_type, owner_id, generation: whose workload it is, for example `training.job`, its id, 1. Asking for the same
        one again returns the one that is there.
    image: a name of the catalogue, or an OCI reference.
    flavor: what each task gets; published names are accepted where they are configured.
    resources: instead of the flavor's, for pools that admit custom sizes.
    pool: id of a dedicated pool; None for the public one.
    max_run_seconds: after so long in RUNNING it is stopped; waiting and preparing do not count.
    """

    owner_type: str
    owner_id: str
    name: str
    image: str
    tasks: tuple[TaskSpec, ...]
    flavor: str
    generation: int = 1
    resources: Resources | None = None
    pool: str | None = None
    workspace_id: str = "0"
    priority: int = 1
    preemptible: bool = False
    restart: Restart = field(default_factory=Restart)
    max_run_seconds: int | None = None


@dataclass(frozen=True)
class Task:
    """One task of the newest attempt, or of an older one.

    sockets: paths on the node by name, as far as they are there. ready_at: since when a task with sockets or a health check
    can be used.
    """

    name: str
    role: str
    index: int
    attempt: int
    state: TaskState
    node: str | None
    address: str | None
    ports: dict[str, int]
    sockets: dict[str, str]
    started_at: datetime | None
    ready_at: datetime | None
    end: TaskEnd | None


@dataclass(frozen=True)
class TaskPlace:
    """Where one attempt at a task ran. address: of the task. node_address: of its node; empty when that is gone."""

    task: str
    attempt: int
    address: str
    node: str
    node_address: str


@dataclass(frozen=True)
class Attempt:
    """One time that a workload was run. reason: why it ended; None while it runs."""

    number: int
    started_at: datetime | None
    running_at: datetime | None
    ended_at: datetime | None
    ended_by: EndedBy | None
    reason: Reason | None


@dataclass(frozen=True)
class Workload:
    """A workload as it is.

    wait_reason: why it waits: in PREPARING and QUEUED, and where the engine gives trouble.
    position: its place in the queue of its pool, from 1; only while QUEUED.
    outcome, ended_by, reason: only when ENDED.
    queued_at: since when it waits, as the queue counts; one that was stopped for others keeps the age that it had.
    run_seconds: time in RUNNING, all attempts together.
    resources: what each task gets. tasks: those of the newest attempt.
    """

    id: WorkloadId
    owner_type: str
    owner_id: str
    name: str
    project_id: str
    state: WorkloadState
    outcome: Outcome | None
    ended_by: EndedBy | None
    reason: Reason | None
    workspace_id: str
    user_id: str
    user_name: str
    resources: Resources
    priority: int
    preemptible: bool
    pool: str
    flavor: str
    image: str
    attempt: int
    wait_reason: Reason | None
    position: int | None
    created_at: datetime
    queued_at: datetime
    started_at: datetime | None
    running_at: datetime | None
    ended_at: datetime | None
    run_seconds: float
    tasks: tuple[Task, ...] = ()
    attempts: tuple[Attempt, ...] = ()
