"""Tables of the files that versions keep (decision 0129)."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base
from modelyard.datasets.models.datasets import ID


class KeptFileRow(Base):
    """The file of a sample as versions have it, from the version with the number `since` on until the next row.

    digest: what the copy is called by (`rules.kept_files`).
    """

    __tablename__ = "dataset_kept_files"
    __table_args__ = (Index("ix_dataset_kept_files_digest", "digest", "sample"),)

    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    size_bytes: Mapped[int] = mapped_column(BigInteger)


class VersionFilesRow(Base):
    """How far the files of a version are kept. total: of its files; lost: those that were gone or changed by then."""

    __tablename__ = "dataset_version_files"
    __table_args__ = (Index("ix_dataset_version_files_state", "dataset_id", "state"),)

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ID)
    state: Mapped[str] = mapped_column(String(16))
    total: Mapped[int] = mapped_column(BigInteger)
    kept: Mapped[int] = mapped_column(BigInteger, default=0)
    lost: Mapped[int] = mapped_column(BigInteger, default=0)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)


class DatasetKeepingRow(Base):
    """Whether a dataset keeps the files of its versions. deletions: of versions; swept: how many were tidied up after."""

    __tablename__ = "dataset_keepings"

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    keep: Mapped[bool] = mapped_column(default=True)
    deletions: Mapped[int] = mapped_column(default=0)
    swept: Mapped[int] = mapped_column(default=0)
