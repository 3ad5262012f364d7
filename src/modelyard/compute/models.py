"""Tables of compute: workloads with their attempts and tasks, nodes, pools, quotas, and what projects used of late."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class WorkloadRow(Reconciled, Base):
    """One workload: what is wanted, and what is.

    subject: whose rights its tasks have (kind, user, account, project, session policy).
    specs: its tasks, as `types.TaskSpec`. image: the name that was asked for; runtime: as the engine wants it, once built.
    gpu, npu: the product that its cards must be; empty for any.
    stop_by: who asked the present attempt to end. With USER the workload ends; others may be followed by another attempt.
    hints: counts what happened to it, so that a reconciler that was looking elsewhere meanwhile looks again.
    front_since: it waits at the front of its class, since the platform's own fault ended its last attempt.
    not_before: it must not be admitted earlier, after a fault.
    removing: somebody wants it gone, now that it has ended.
    run_seconds: time in RUNNING of the attempts that have ended.
    """

    __tablename__ = "workloads"
    __table_args__ = (
        UniqueConstraint("owner_type", "owner_id", "generation"),
        Index("ix_workloads_queue", "state", "pool"),
        Index("ix_workloads_project_created", "project_id", "created_at", "id"),
        Index("ix_workloads_project_state", "project_id", "state"),
    )

    domain_id: Mapped[str] = mapped_column(String(32), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(32), index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_type: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[str] = mapped_column(String(64))
    generation: Mapped[int]
    name: Mapped[str] = mapped_column(String(128))

    image: Mapped[str] = mapped_column(String(512))
    runtime: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    specs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    flavor: Mapped[str] = mapped_column(String(128))
    pool: Mapped[str] = mapped_column(String(64))
    task_count: Mapped[int]
    cpu_milli: Mapped[int]
    memory_bytes: Mapped[int] = mapped_column(BigInteger)
    disk_bytes: Mapped[int] = mapped_column(BigInteger)
    gpus: Mapped[int] = mapped_column(default=0)
    npus: Mapped[int] = mapped_column(default=0)
    gpu: Mapped[str] = mapped_column(String(64), default="")
    npu: Mapped[str] = mapped_column(String(64), default="")
    priority: Mapped[int]
    preemptible: Mapped[bool]
    restart_on: Mapped[str] = mapped_column(String(16))
    restarts: Mapped[int]
    continuations: Mapped[int]
    max_run_seconds: Mapped[int | None]

    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=0)
    hints: Mapped[int] = mapped_column(default=0)
    stop_by: Mapped[str | None] = mapped_column(String(16), default=None)
    used_restarts: Mapped[int] = mapped_column(default=0)
    used_faults: Mapped[int] = mapped_column(default=0)
    used_continuations: Mapped[int] = mapped_column(default=0)
    front_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    not_before: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    keys_until: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    removing: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str | None] = mapped_column(String(16), default=None)
    ended_by: Mapped[str | None] = mapped_column(String(16), default=None)
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    queued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    running_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True, default=None)
    run_seconds: Mapped[float] = mapped_column(Float, default=0.0)

    tasks: Mapped[list["TaskRow"]] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin="and_(WorkloadRow.id == TaskRow.workload_id, WorkloadRow.attempt == TaskRow.attempt)",
        order_by="TaskRow.number",
    )


class AttemptRow(Base):
    """One time that a workload was run. reason: why it ended."""

    __tablename__ = "workload_attempts"

    workload_id: Mapped[str] = mapped_column(ForeignKey("workloads.id", ondelete="CASCADE"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    running_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_by: Mapped[str | None] = mapped_column(String(16), default=None)
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class TaskRow(Base):
    """One attempt at one task, with the place that it has.

    number: its place among the tasks of the workload, from 0. step: the last one that was told of.
    holds: its resources are taken on the node, from admission to its end.
    """

    __tablename__ = "workload_tasks"

    workload_id: Mapped[str] = mapped_column(ForeignKey("workloads.id", ondelete="CASCADE"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    number: Mapped[int]
    role: Mapped[str] = mapped_column(String(64))
    index: Mapped[int]
    node: Mapped[str] = mapped_column(String(128))
    devices: Mapped[list[int]] = mapped_column(JSON)
    holds: Mapped[bool] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(16))
    address: Mapped[str | None] = mapped_column(String(64), default=None)
    ports: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    sockets: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    step: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    end: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class NodeRow(Base):
    """A machine, as its engine last reported it. pool: the dedicated pool that it belongs to, or the public one."""

    __tablename__ = "nodes"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    pool: Mapped[str] = mapped_column(String(64))
    cpu_milli: Mapped[int]
    memory_bytes: Mapped[int] = mapped_column(BigInteger)
    disk_bytes: Mapped[int] = mapped_column(BigInteger)
    gpus: Mapped[list[str]] = mapped_column(JSON)
    npus: Mapped[list[str]] = mapped_column(JSON)
    arch: Mapped[str] = mapped_column(String(32))
    problem: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PoolRow(Base):
    """A dedicated pool: a set of nodes for some projects of one account."""

    __tablename__ = "pools"
    __table_args__ = (UniqueConstraint("domain_id", "name"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    domain_id: Mapped[str] = mapped_column(String(32), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(512), default="")
    scope: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PoolProjectRow(Base):
    """A project that a dedicated pool is open to."""

    __tablename__ = "pool_projects"

    pool_id: Mapped[str] = mapped_column(ForeignKey("pools.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class QuotaRow(Base):
    """How much of something a project or one of its workspaces may have.

    workspace_id: empty for the whole project. quota: in units that people count; -1 for no limit of its own.
    """

    __tablename__ = "compute_quotas"

    project_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    resource: Mapped[str] = mapped_column(String(64), primary_key=True)
    quota: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class UsageRow(Base):
    """What a project used of a pool of late: shares of the pool in seconds, halved every so often; as of `at`."""

    __tablename__ = "pool_usage"

    pool: Mapped[str] = mapped_column(String(64), primary_key=True)
    project_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    share_seconds: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class ConsumptionRow(Base):
    """What the workloads of one kind held on one day (UTC): amounts times seconds, from admission to the end of the attempt.

    It outlives the workloads, so that deleting a job does not make it free.
    """

    __tablename__ = "compute_consumption"

    project_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(64), primary_key=True)
    core_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    gib_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    card_seconds: Mapped[float] = mapped_column(Float, default=0.0)
