"""Tables of models. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled

# What lists filter by beside the name, each with an index of its own.
FILTERED = ("status", "type", "version", "size_bytes", "version_order")


class ModelRow(Reconciled, Base):
    """What lists filter by, sort by and show of a model; the rest is in `ModelDetailsRow`, so that this stays narrow.

    name_folded: the name without capitals, for searches. version_order: the version as a number that sorts as it does.
    stage: what is done next while it is being published. generation: of the workload that checks it.
    reason: why it failed, by language.
    """

    __tablename__ = "models"
    __table_args__ = (
        Index("uq_models_version", "project_id", "workspace_id", "name", "version", unique=True),
        Index("ix_models_created", "project_id", "workspace_id", "created_at", "id"),
        Index("ix_models_name_folded", "project_id", "workspace_id", "name_folded", "created_at", "id"),
        Index("ix_models_source_job", "project_id", "source_job_id"),
        *(Index(f"ix_models_{name}", "project_id", "workspace_id", name, "created_at", "id") for name in FILTERED),
    )

    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(64))
    name_folded: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(16))
    version_order: Mapped[int]
    type: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    generation: Mapped[int] = mapped_column(default=1)
    workload_id: Mapped[str | None] = mapped_column(String(32), default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    source_kind: Mapped[str] = mapped_column(String(16))
    source_type: Mapped[str] = mapped_column(String(16), default="")
    source_job_id: Mapped[str] = mapped_column(String(64), default="")
    install_types: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(String(512), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    details: Mapped["ModelDetailsRow"] = relationship(lazy="raise", cascade="all, delete-orphan", passive_deletes=True)


class ModelDetailsRow(Base):
    """The rest of a model.

    spec: the request, normalised. config: what it is served by, after request and `config.json` were joined.
    package: what the copy holds (files, bytes, sha256, whether there is code); None before it was made.
    found: what the check found out by loading it. subject: whose rights count while it is being published.
    """

    __tablename__ = "model_details"

    model_id: Mapped[str] = mapped_column(ForeignKey("models.id", ondelete="CASCADE"), primary_key=True)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON)
    config: Mapped[dict[str, Any]] = mapped_column(JSON)
    image: Mapped[str] = mapped_column(String(512), default="")
    package: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
