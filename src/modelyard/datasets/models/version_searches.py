"""Tables of what versions are searched by (decision 0154)."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base
from modelyard.datasets.models.datasets import ID


class VersionSearchRow(Base):
    """How far a version can be searched. number: the owner of its facets. task_id: of what reads its lines."""

    __tablename__ = "dataset_version_searches"

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    task_id: Mapped[str] = mapped_column(ID)
    ready: Mapped[bool] = mapped_column(default=False)


class VersionNamesRow(Base):
    """Where the lines of a part of a version are, and the names of its samples (`rules.version_values`)."""

    __tablename__ = "dataset_version_names"

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lengths: Mapped[bytes] = mapped_column(LargeBinary)
    names: Mapped[bytes] = mapped_column(LargeBinary)
