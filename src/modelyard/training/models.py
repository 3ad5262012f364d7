"""Tables of training jobs. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class JobRow(Reconciled, Base):
    """A training job. What lists filter and sort by has columns of its own; `spec` is the whole request, normalised.

    subject: whose rights count while it runs. code: what the snapshot of its code holds; None before it was taken.
    reason: why it ended as it did, by language.
    duration_ms: how long it ran so far, without the part since `running_since`.
    """

    __tablename__ = "training_jobs"
    __table_args__ = (
        Index("ix_training_jobs_created", "project_id", "workspace_id", "created_at", "id"),
        Index("uq_training_jobs_name", "project_id", "workspace_id", "name", unique=True),
    )

    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    subject: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
    name: Mapped[str] = mapped_column(String(64))
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
    workload_id: Mapped[str | None] = mapped_column(String(32), default=None, index=True)
    restarts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    running_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON)
    resolved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    code: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
