"""Tables of insight: what samples look like, and what analyses found."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.datasets.models.datasets import ID


class SampleLooksRow(Base):
    """What an image sample looks like, by its file (etag). problem: why it has no looks; empty if it has.

    measures: brightness, saturation, clarity, colourfulness as floats of 32 bits. hash: 8 bytes. descriptor: floats of 16 bits.
    """

    __tablename__ = "sample_looks"

    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    etag: Mapped[str] = mapped_column(String(64))
    problem: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    measures: Mapped[bytes] = mapped_column(LargeBinary(16))
    hash: Mapped[bytes] = mapped_column(LargeBinary(8))
    descriptor: Mapped[bytes] = mapped_column(LargeBinary(512))


class AnalysisRow(Base):
    """An analysis of a dataset as it is, or of one of its versions. id: of its task.

    revision: of the dataset, that it speaks of. labels: how many samples carry each label, by usage and name.
    """

    __tablename__ = "dataset_analyses"
    __table_args__ = (Index("ix_dataset_analyses_listed", "dataset_id", "created_at", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    version_id: Mapped[str] = mapped_column(ID, default="")
    version_name: Mapped[str] = mapped_column(String(64), default="")
    revision: Mapped[int] = mapped_column(BigInteger)
    labels: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    is_complete: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AnalysisPartRow(Base):
    """Values of some samples of an analysis (`rules.columns`)."""

    __tablename__ = "dataset_analysis_parts"

    analysis_id: Mapped[str] = mapped_column(ForeignKey("dataset_analyses.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FindingRow(Base):
    """A sample that was found: in a group of duplicates, far from all others, with a label in doubt.

    dataset: its number. rank: its place in the list. group_number: of duplicates. detail: JSON, labels by number.
    """

    __tablename__ = "dataset_findings"

    dataset: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordinal: Mapped[int] = mapped_column(BigInteger)
    group_number: Mapped[int]
    score: Mapped[float] = mapped_column(Float)
    detail: Mapped[bytes] = mapped_column(LargeBinary)
