"""Tables of datasets. Rows never leave this capability.

`samples`, `annotations` and `facet_chunks` grow to millions of rows: they are written by batches and read by primary key,
see docs/dev/datasets.md. They have no relationships on purpose.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled

ID = String(32)
NAME_CHARACTERS = 100


class DatasetNumberRow(Base):
    """The number that the next dataset gets; one row. Numbers are not used twice, also where datasets are deleted."""

    __tablename__ = "dataset_numbers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next: Mapped[int] = mapped_column(BigInteger, default=1)


class DatasetRow(Reconciled, Base):
    """A dataset: what lists show and filter by.

    number: the upper half of the keys of its samples. next_ordinal: the lower half of the next one.
    revision: counts changes of samples and documents. name_folded: the name without capitals, for searches.
    data_changed_at: when samples or labels changed last. Counters are written with what they count.
    """

    __tablename__ = "datasets"
    __table_args__ = (
        Index("uq_datasets_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_datasets_created", "project_id", "workspace_id", "created_at", "id"),
        Index("ix_datasets_name_folded", "project_id", "workspace_id", "name_folded", "id"),
        Index("ix_datasets_type", "project_id", "workspace_id", "type", "created_at", "id"),
    )

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
    is_decoupled: Mapped[bool] = mapped_column(default=False)
    status: Mapped[int]
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    input_path: Mapped[str] = mapped_column(String(2048))
    work_path: Mapped[str] = mapped_column(String(1024))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    default_job_id: Mapped[str] = mapped_column(ID)
    current_version_id: Mapped[str | None] = mapped_column(ID, default=None)
    next_version_number: Mapped[int] = mapped_column(default=1)
    version_count: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    next_ordinal: Mapped[int] = mapped_column(BigInteger, default=0)
    sample_count: Mapped[int] = mapped_column(BigInteger, default=0)
    missing_count: Mapped[int] = mapped_column(BigInteger, default=0)
    keeps_files: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    data_changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DatasetColumnRow(Base):
    """A column of a table dataset."""

    __tablename__ = "dataset_columns"

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    schema_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(256))
    type: Mapped[str] = mapped_column(String(16))
    description: Mapped[str] = mapped_column(String(256), default="")


class LabellingJobRow(Base):
    """A labelling type with a label set and the annotations made with it.

    number: the upper part of the keys of its annotations and facets; from the numbers of datasets.
    """

    __tablename__ = "labelling_jobs"
    __table_args__ = (
        Index("uq_labelling_jobs_name", "dataset_id", "name", unique=True),
        Index("ix_labelling_jobs_created", "project_id", "workspace_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    description: Mapped[str] = mapped_column(String(256), default="")
    type: Mapped[int]
    is_default: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    labelled_count: Mapped[int] = mapped_column(BigInteger, default=0)
    to_confirm_count: Mapped[int] = mapped_column(BigInteger, default=0)
    next_label_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LabelRow(Base):
    """A label of a labelling job. number: what facets name it by; documents have the name.

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
    annotation_count: Mapped[int] = mapped_column(BigInteger, default=0)


class SampleRow(Base):
    """A sample. id: number of the dataset and ordinal (`rules.ids`). key: a hash of the source, unique in the dataset.

    source: where it is, below the input path; empty for text, which is in `content`. changed_at: of the file.
    state: present, missing, or deleted. etag: what the file was when it was looked at last.
    """

    __tablename__ = "samples"
    __table_args__ = (
        Index("uq_samples_key", "dataset", "key", unique=True),
        Index("ix_samples_name", "dataset", "name_folded", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    dataset: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[bytes] = mapped_column(LargeBinary(16))
    source: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str | None] = mapped_column(Text, default=None)
    name_folded: Mapped[str] = mapped_column(String(256))
    type: Mapped[int]
    state: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    etag: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    depth: Mapped[int | None] = mapped_column(default=None)
    properties: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class AnnotationRow(Base):
    """What a labelling job says about a sample; no row where it says nothing.

    document: canonical JSON (`rules.annotations.document`). revision: of the dataset, when it was written.
    author: a number in the facet of authors. scores of confidence are in the document and in the facets.
    """

    __tablename__ = "annotations"
    __table_args__ = (Index("ix_annotations_revision", "job", "revision"),)

    job: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(32))
    usage: Mapped[str] = mapped_column(String(16), default="")
    author: Mapped[int]
    revision: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[int] = mapped_column(BigInteger)


class AnnotationLogRow(Base):
    """What a document was before the change with this revision; document None: there was none."""

    __tablename__ = "annotation_log"

    job: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    state: Mapped[str] = mapped_column(String(32), default="")
    author: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[int] = mapped_column(BigInteger)


class FacetValueRow(Base):
    """A value that samples are filtered by. owner: the number of a dataset or of a labelling job."""

    __tablename__ = "facet_values"
    __table_args__ = (Index("uq_facet_values_text", "owner", "facet", "text", unique=True),)

    owner: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(String(1024))
    count: Mapped[int] = mapped_column(BigInteger, default=0)


class FacetChunkRow(Base):
    """Which of the samples of a chunk have a value (`rules.bitmaps`); no row for none."""

    __tablename__ = "facet_chunks"

    owner: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bits: Mapped[bytes] = mapped_column(LargeBinary)


class DatasetTaskRow(Reconciled, Base):
    """Long work on a dataset, done by the worker. checkpoint: how far it is, written with each batch.

    subject: whose rights count for the storage while it runs. result: what the answer shows beside the counts.
    """

    __tablename__ = "dataset_tasks"
    __table_args__ = (Index("ix_dataset_tasks_created", "dataset_id", "kind", "created_at", "id"),)

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    goal: Mapped[dict[str, Any]] = mapped_column(JSON)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    checkpoint: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class TaskProblemRow(Base):
    """One of the first problems of a task; all of them are in its report."""

    __tablename__ = "dataset_task_problems"

    task_id: Mapped[str] = mapped_column(ForeignKey("dataset_tasks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(16))
    file: Mapped[str] = mapped_column(String(1024), default="")
    line: Mapped[int] = mapped_column(BigInteger, default=0)
    place: Mapped[str] = mapped_column(String(256), default="")
    value: Mapped[str] = mapped_column(String(256), default="")


class VersionRow(Reconciled, Base):
    """A version: the documents of one labelling job as they were at a revision. After it is usable only `secured` changes."""

    __tablename__ = "dataset_versions"
    __table_args__ = (
        Index("uq_dataset_versions_name", "dataset_id", "name", unique=True),
        Index("ix_dataset_versions_created", "dataset_id", "created_at", "id"),
    )

    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    job_id: Mapped[str] = mapped_column(ID)
    name: Mapped[str] = mapped_column(String(32))
    description: Mapped[str] = mapped_column(String(256), default="")
    format: Mapped[str] = mapped_column(String(16))
    type: Mapped[int]
    status: Mapped[int]
    previous_id: Mapped[str | None] = mapped_column(ID, default=None)
    revision: Mapped[int] = mapped_column(BigInteger)
    next_ordinal: Mapped[int] = mapped_column(BigInteger)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    label_stats: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    recipe: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    secured_count: Mapped[int] = mapped_column(BigInteger, default=0)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class VersionPartRow(Base):
    """A part of a version: lines of ordinals from `first` on, in an object that is named by its digest."""

    __tablename__ = "dataset_version_parts"

    version_id: Mapped[str] = mapped_column(ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sample_count: Mapped[int]
