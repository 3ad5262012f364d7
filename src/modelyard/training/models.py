"""Tables of training jobs. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled

# What lists filter by, each with an index of its own: with it the rows that match are counted without being read.
FILTERED = ("phase", "user_name", "user_id", "engine", "flavor", "pool_id", "priority", "node_count", "duration_ms")


class JobRow(Reconciled, Base):
    """What lists filter by, sort by and show of a training job; the rest is in `JobDetailsRow`, so that this stays narrow.

    name_folded: the name without capitals, for searches.
    changed_at: when something that lists filter by changed last.
    reason: why it ended as it did, by language.
    duration_ms: how long it ran so far, without the part since `running_since`.
    """

    __tablename__ = "training_jobs"
    __table_args__ = (
        Index("ix_training_jobs_created", "project_id", "workspace_id", "created_at", "id"),
        Index("uq_training_jobs_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_training_jobs_unfinished", "project_id", "phase"),
        Index("ix_training_jobs_changed", "project_id", "workspace_id", "changed_at"),
        Index("ix_training_jobs_name_folded", "project_id", "workspace_id", "name_folded", "created_at", "id"),
        *(Index(f"ix_training_jobs_{name}", "project_id", "workspace_id", name, "created_at", "id") for name in FILTERED),
    )

    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(64))
    name_folded: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(256), default="")
    kind: Mapped[str] = mapped_column(String(32), default="job")
    phase: Mapped[str] = mapped_column(String(16))
    secondary_phase: Mapped[str] = mapped_column(String(24))
    stop_asked: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    algorithm_name: Mapped[str] = mapped_column(String(64), default="")
    engine: Mapped[str] = mapped_column(String(256), default="")
    image: Mapped[str] = mapped_column(String(512), default="")
    flavor: Mapped[str] = mapped_column(String(256), default="")
    flavor_type: Mapped[str] = mapped_column(String(16), default="")
    pool_id: Mapped[str] = mapped_column(String(64), default="")
    node_count: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=1)
    workload_id: Mapped[str | None] = mapped_column(String(32), default=None)
    restarts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    running_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)

    details: Mapped["JobDetailsRow"] = relationship(lazy="raise", cascade="all, delete-orphan", passive_deletes=True)


class JobDetailsRow(Base):
    """The rest of a training job.

    spec: the whole request, normalised. resolved: what its names meant. subject: whose rights count while it runs.
    code: what the snapshot of its code holds; None before it was taken.
    """

    __tablename__ = "training_job_details"

    job_id: Mapped[str] = mapped_column(ForeignKey("training_jobs.id", ondelete="CASCADE"), primary_key=True)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON)
    resolved: Mapped[dict[str, Any]] = mapped_column(JSON)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    code: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class DeletionsRow(Base):
    """How many jobs of a workspace were deleted so far: the one change that the rows that remain do not show."""

    __tablename__ = "training_deletions"

    project_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger, default=0)


class KeptLogRow(Base):
    """A job that has ended, and whose logs and samples are still kept."""

    __tablename__ = "training_kept_logs"

    job_id: Mapped[str] = mapped_column(ForeignKey("training_jobs.id", ondelete="CASCADE"), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class LogLinkRow(Base):
    """A link by which everybody can read one log. key_hash: of the secret in it. subject: whose rights it stands on."""

    __tablename__ = "training_log_links"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("training_jobs.id", ondelete="CASCADE"), index=True)
    task: Mapped[str] = mapped_column(String(128))
    attempt: Mapped[int]
    key_hash: Mapped[str] = mapped_column(String(64))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
