"""Tables of processing tasks. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled

ID = String(32)
NAME_CHARACTERS = 64


class ProcessorTaskRow(Base):
    """A processing task: what lists show and filter by. Its versions are the times that it was run.

    source, source_version: of the first input. status, duration_seconds, error: of its newest version.
    is_preview: it was made to look at a few samples, is in no list and goes by itself.
    """

    __tablename__ = "processor_tasks"
    __table_args__ = (
        Index("uq_processor_tasks_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_processor_tasks_created", "project_id", "workspace_id", "is_preview", "created_at", "id"),
        Index("ix_processor_tasks_source", "source", "source_version", "template_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    name_folded: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    description: Mapped[str] = mapped_column(String(256), default="")
    template_id: Mapped[str] = mapped_column(String(32))
    template: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    work_path: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    source_type: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(1100))
    source_version: Mapped[str] = mapped_column(String(64), default="")
    status: Mapped[int]
    is_preview: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=True)
    version_count: Mapped[int] = mapped_column(default=0)
    next_number: Mapped[int] = mapped_column(default=1)
    duration_seconds: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ProcessorVersionRow(Base, Reconciled):
    """A run of a processing task. number: 0 for the run of a feature analysis, which is no version.

    stage: what the loop does next. generation: counts workloads; going on is another one. subject: with whose rights.
    steps: operators with their parameters, as they run. recipe: what is needed to get the same results again.
    output: the folder that results are written to. told: what the run said last of how far it is.
    statistics: before and after, as the run reports them, checked.
    """

    __tablename__ = "processor_versions"
    __table_args__ = (Index("uq_processor_versions_number", "task_id", "number", unique=True),)

    task_id: Mapped[str] = mapped_column(ForeignKey("processor_tasks.id", ondelete="CASCADE"))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    description: Mapped[str] = mapped_column(String(256), default="")
    template: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    work_path: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recipe: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    stage: Mapped[str] = mapped_column(String(16))
    status: Mapped[int]
    stop_asked: Mapped[bool] = mapped_column(default=False)
    generation: Mapped[int] = mapped_column(default=1)
    workload_id: Mapped[str | None] = mapped_column(ID)
    seed: Mapped[int] = mapped_column(BigInteger, default=0)
    sample_limit: Mapped[int] = mapped_column(default=0)
    output: Mapped[str] = mapped_column(String(1300), default="")
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    statistics: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    origin_count: Mapped[int] = mapped_column(BigInteger, default=0)
    kept_count: Mapped[int] = mapped_column(BigInteger, default=0)
    modified_count: Mapped[int] = mapped_column(BigInteger, default=0)
    deleted_count: Mapped[int] = mapped_column(BigInteger, default=0)
    added_count: Mapped[int] = mapped_column(BigInteger, default=0)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ProcessorResultRow(Base):
    """What became of one sample. said: the reasons as JSON, a list for each step. new_source: empty for what was deleted."""

    __tablename__ = "processor_results"
    __table_args__ = (Index("ix_processor_results_property", "version_id", "property", "number"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("processor_versions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    property: Mapped[int]
    sample_id: Mapped[str] = mapped_column(String(32))
    origin_source: Mapped[str] = mapped_column(Text)
    new_source: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
