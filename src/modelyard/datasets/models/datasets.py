"""Tables of datasets. Rows never leave this capability.

They have no relationships on purpose: the large ones are read by key.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import BIG_KEY, Base, UTCDateTime

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
    renames: how often the name of a sample was changed. data_changed_at: when samples or labels changed last.
    Counters are written with what they count.
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
    renames: Mapped[int] = mapped_column(BigInteger, default=0)
    current_version_id: Mapped[str | None] = mapped_column(ID)
    version_count: Mapped[int] = mapped_column(default=0)
    next_version_number: Mapped[int] = mapped_column(default=1)
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
    annotation_count: how often it is used. That a name is there once is held by the rules, under the lock of the dataset:
    no index of PostgreSQL takes a key as long as a name may be.
    """

    __tablename__ = "labels"

    job_id: Mapped[str] = mapped_column(ForeignKey("labelling_jobs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(1024))
    type: Mapped[int]
    property: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    annotation_count: Mapped[int] = mapped_column(BigInteger, default=0)


class SampleRow(Base):
    """A sample. id: number of the dataset and ordinal (`rules.ids`). key: a hash of the source, unique in the dataset.

    source: `obs://bucket/key`; empty for text, which is in `content`. changed_at: of the file, in milliseconds.
    width, height, depth: of an image as it is seen.
    """

    __tablename__ = "samples"
    __table_args__ = (
        Index("uq_samples_key", "dataset", "key", unique=True),
        Index("ix_samples_name", "dataset", "name_folded", "id"),
    )

    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True, autoincrement=False)
    dataset: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[bytes] = mapped_column(LargeBinary(16))
    source: Mapped[str] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text)
    name_folded: Mapped[str] = mapped_column(String(256))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    etag: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    depth: Mapped[int | None]
    properties: Mapped[bytes | None] = mapped_column(LargeBinary)


class AnnotationRow(Base):
    """What a labelling job says about a sample; no row where it never said anything.

    document: canonical JSON (`rules.annotations.document`), with numbers of labels. revision: of the dataset, when it was
    written. hardness: what is said about difficult samples, as JSON.
    """

    __tablename__ = "annotations"

    job: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(32))
    usage: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(300))
    hardness: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[int] = mapped_column(BigInteger)


class AnnotationLogRow(Base):
    """What a document was from the revision `since` on, and until the change with `revision`."""

    __tablename__ = "annotation_log"

    job: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(32))
    usage: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(300))
    hardness: Mapped[bytes | None] = mapped_column(LargeBinary)
    changed_at: Mapped[int] = mapped_column(BigInteger)


class FacetValueRow(Base):
    """A value that samples are filtered by. owner: the number of a dataset or of a labelling job. count: of samples.

    mark: drawn anew whenever the samples that have the value change.
    """

    __tablename__ = "facet_values"
    __table_args__ = (Index("uq_facet_values_text", "owner", "facet", "text", unique=True),)

    owner: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(String(256))
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    mark: Mapped[int] = mapped_column(BigInteger, default=0)


class FacetChunkRow(Base):
    """Which of the samples of a chunk have a value (`rules.bitmaps`); no row for none."""

    __tablename__ = "facet_chunks"

    owner: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bits: Mapped[bytes] = mapped_column(LargeBinary)


class DatasetRemovalRow(Base):
    """A dataset that is gone, whose samples are not yet: they are deleted in small steps. jobs: numbers of its jobs."""

    __tablename__ = "dataset_removals"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    jobs: Mapped[list[int]] = mapped_column(JSON)
