"""Storage tasks: long work on objects that a loop does step by step."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class StorageTaskRow(Reconciled, Base):
    """One import, unpacking or deletion.

    subject: whose rights count while it runs (kind, user, account, project, session policy).
    phase: where in its work it stands; `cursor` is what the next step begins from.
    outcome: how it ends once what it made has been removed again.
    problems: files that were passed over, with the reason; the first hundred.
    """

    __tablename__ = "storage_tasks"
    __table_args__ = (Index("ix_storage_tasks_project_created", "project_id", "created_at", "id"),)

    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text, default=None)
    overwrite: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), index=True)
    phase: Mapped[str] = mapped_column(String(16))
    cursor: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    done_files: Mapped[int] = mapped_column(BigInteger, default=0)
    total_files: Mapped[int | None] = mapped_column(BigInteger, default=None)
    done_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    total_bytes: Mapped[int | None] = mapped_column(BigInteger, default=None)
    skipped_files: Mapped[int] = mapped_column(BigInteger, default=0)
    failed_files: Mapped[int] = mapped_column(BigInteger, default=0)
    problems: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    outcome: Mapped[str | None] = mapped_column(String(16), default=None)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    start_announced: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
