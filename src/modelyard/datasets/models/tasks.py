"""Tables of long work on data."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.datasets.models.datasets import ID


class DatasetTaskRow(Base):
    """Long work on a dataset. The row is the queue.

    goal: what was asked for. checkpoint: how far it is, written in the transaction of what was done. result: what to show.
    subject: who asked, as whom the work is done. total: items, once known; done: looked at; good, bad: taken and not.
    problem_counts: by code. error: code and texts of a failure. exclusive: alone among its like on the dataset.
    due_at: when to go on; None when there is nothing left to do. lease_owner: the worker that holds it. attempts, deaths: how
    often it failed, and ended its worker, since its last step.
    """

    __tablename__ = "dataset_tasks"
    __table_args__ = (
        Index("ix_dataset_tasks_listed", "dataset_id", "kind", "created_at", "id"),
        Index("ix_dataset_tasks_state", "dataset_id", "state"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    exclusive: Mapped[bool] = mapped_column(default=False)
    goal: Mapped[dict[str, Any]] = mapped_column(JSON)
    checkpoint: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    total: Mapped[int | None] = mapped_column(BigInteger)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    good: Mapped[int] = mapped_column(BigInteger, default=0)
    bad: Mapped[int] = mapped_column(BigInteger, default=0)
    problem_counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    error: Mapped[dict[str, str] | None] = mapped_column(JSON)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


class DatasetTaskProblemsRow(Base):
    """Problems of a task, as JSON lines: those of one batch, in its transaction.

    The report is made of them when the task ends; then only the first are kept.
    """

    __tablename__ = "dataset_task_problems"

    task_id: Mapped[str] = mapped_column(ForeignKey("dataset_tasks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
