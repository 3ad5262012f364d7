"""Tables of versions: what was published, and the parts that it is made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.datasets.models.datasets import ID


class DatasetVersionRow(Base):
    """A version of a dataset; what lists show of it.

    number: counts the versions that a dataset ever had. revision: of the dataset, whose documents it holds; None until the
    worker has begun. options: how it was published. figures: counts, once it is there. ratio: the share of training samples.
    """

    __tablename__ = "dataset_versions"
    __table_args__ = (
        Index("uq_dataset_versions_name", "dataset_id", "name", unique=True),
        Index("uq_dataset_versions_number", "dataset_id", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(32))
    description: Mapped[str] = mapped_column(String(256), default="")
    format: Mapped[str] = mapped_column(String(16))
    status: Mapped[int]
    job_id: Mapped[str] = mapped_column(ID)
    label_type: Mapped[int]
    revision: Mapped[int | None] = mapped_column(BigInteger)
    previous_id: Mapped[str | None] = mapped_column(ID)
    task_id: Mapped[str | None] = mapped_column(ID)
    user_name: Mapped[str] = mapped_column(String(128))
    ratio: Mapped[float]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    error: Mapped[dict[str, str] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DatasetVersionDetailRow(Base):
    """What only the page of a version shows. labels: of the labelling job as they were, with counts; usages: counts."""

    __tablename__ = "dataset_version_details"

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    labels: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    usages: Mapped[dict[str, int]] = mapped_column(JSON)


class DatasetVersionPartRow(Base):
    """One range of ordinals of a version.

    members: which of them are in it; usages: which are for what, by usage; files: which have their
    file in the folder of the version; all as chunks (`rules.bitmaps`).
    digest: SHA-256 and name of its lines; empty until they are written. counts: of what is in it.
    """

    __tablename__ = "dataset_version_parts"
    __table_args__ = (Index("ix_dataset_version_parts_digest", "digest"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    members: Mapped[bytes] = mapped_column(LargeBinary)
    usages: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64), default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class DatasetVersionUseRow(Base):
    """A use of a version by something outside of data management, such as a training job."""

    __tablename__ = "dataset_version_uses"
    __table_args__ = (Index("ix_dataset_version_uses_user", "resource_type", "resource_id"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    resource_type: Mapped[str] = mapped_column(String(64), primary_key=True)
    resource_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    resource_name: Mapped[str] = mapped_column(String(128))
    user_name: Mapped[str] = mapped_column(String(128))
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DatasetExportRow(Base):
    """What an export takes: the ordinals that its search found when it was asked for (`rules.version_parts.dumped`)."""

    __tablename__ = "dataset_exports"

    task_id: Mapped[str] = mapped_column(ForeignKey("dataset_tasks.id", ondelete="CASCADE"), primary_key=True)
    members: Mapped[bytes] = mapped_column(LargeBinary)
