"""Tables of comparisons of versions. Versions never change, so a comparison that was made once stays true."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base
from modelyard.datasets.models.datasets import ID


class VersionComparisonRow(Base):
    """How a version differs from another. counts: of samples by change, and of changes of labels; set when it is done."""

    __tablename__ = "dataset_version_comparisons"

    before_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    after_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True, index=True)
    task_id: Mapped[str] = mapped_column(ID)
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class VersionComparisonPartRow(Base):
    """The samples of one part that differ: sets by change (`rules.comparing.CHANGES`), and changes of labels with counts."""

    __tablename__ = "dataset_version_comparison_parts"

    before_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    after_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True, index=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sets: Mapped[bytes] = mapped_column(LargeBinary)
    relabelled: Mapped[list[list[Any]]] = mapped_column(JSON)
