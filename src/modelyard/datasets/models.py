"""Tables of datasets. Rows never leave this capability.

They have no relationships on purpose: the large ones are read by key.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime

ID = String(32)
NAME_CHARACTERS = 100


class DatasetNumberRow(Base):
    """The number that the next dataset or labelling job gets; one row. Numbers are not used twice, whatever is deleted."""

    __tablename__ = "dataset_numbers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next: Mapped[int] = mapped_column(BigInteger, default=1)


class DatasetRow(Base):
    """A dataset: what lists show and filter by.

    number: the upper half of the keys of its samples. next_ordinal: the lower half of the next one.
    revision: counts changes of samples and documents. name_folded: the name without capitals, for searches.
    data_changed_at: when samples or labels changed last. Counters are written with what they count.
    settings: what only the answer shows: sources, columns, format of labels, and the like.
    """

    __tablename__ = "datasets"
    __table_args__ = (
        Index("uq_datasets_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_datasets_created", "project_id", "workspace_id", "created_at", "id"),
        Index("ix_datasets_name_folded", "project_id", "workspace_id", "name_folded", "id"),
        Index("ix_datasets_type", "project_id", "workspace_id", "type", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    name_folded: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    description: Mapped[str] = mapped_column(String(256), default="")
    type: Mapped[int]
    data_type: Mapped[str] = mapped_column(String(16))
    status: Mapped[int]
    input_path: Mapped[str] = mapped_column(String(2100), default="")
    work_path: Mapped[str] = mapped_column(String(1100))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    default_job_id: Mapped[str] = mapped_column(ID)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    next_ordinal: Mapped[int] = mapped_column(BigInteger, default=0)
    sample_count: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    data_changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LabellingJobRow(Base):
    """A labelling type with a label set and the annotations made with it. Every dataset has a default one.

    number: the upper part of the keys of its annotations and facets; from the numbers of datasets.
    """

    __tablename__ = "labelling_jobs"
    __table_args__ = (Index("uq_labelling_jobs_name", "dataset_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    type: Mapped[int]
    labelled_count: Mapped[int] = mapped_column(BigInteger, default=0)
    to_confirm_count: Mapped[int] = mapped_column(BigInteger, default=0)
    next_label_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LabelRow(Base):
    """A label of a labelling job. number: what documents and facets name it by, so that renaming touches nothing else.

    property: colour, shortcut and the like, in the public keys. attributes: what can be said besides the name.
    """

    __tablename__ = "labels"
    __table_args__ = (Index("uq_labels_name", "job_id", "type", "name", unique=True),)

    job_id: Mapped[str] = mapped_column(ForeignKey("labelling_jobs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(1024))
    type: Mapped[int]
    property: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
