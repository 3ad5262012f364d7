"""Wire shapes of imports and synchronisations. Ours: `format`, `options`, `dry_run`, and what the answer tells of problems."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from modelyard.core.text import Line
from modelyard.datasets.schemas.datasets import Credentials, DataSource, Free, LabelFormat, LabelName


def _named(value: Any) -> Any:
    """Take labels that are written as their names."""
    return {"name": value} if isinstance(value, str) else value


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class NamedLabel(BaseModel):
    """A label by its name."""

    name: LabelName


NamedLabels = Annotated[list[Annotated[NamedLabel, BeforeValidator(_named)]], Field(max_length=1000)]
ImportPath = Annotated[Line, StringConstraints(max_length=2048, strip_whitespace=True)]
Folder = Annotated[Line, StringConstraints(max_length=512, pattern=r"^[^\\:*?\"<>|]*$")]


class ImportCreate(BaseModel):
    """An import to start. format: by what the files are read; `import_type` says it roughly. options: of that format.

    Ours: `format`, `options`, `dry_run`, and `credentials` where `import_path` is the address of another store.
    """

    import_path: ImportPath = ""
    import_type: Literal["dir", "manifest"] = "dir"
    import_origin: Annotated[Literal["obs", "dws", "dli", "rds", "mrs", "inference"], BeforeValidator(_folded)] = "obs"
    import_annotations: bool = True
    import_samples: bool = True
    import_folder: Folder = ""
    final_annotation: bool = True
    difficult_only: bool = False
    included_labels: NamedLabels = []
    excluded_labels: NamedLabels = []
    included_tags: NamedLabels = []
    label_format: LabelFormat | None = None
    data_source: DataSource | None = None
    with_column_header: bool = False
    annotation_format: Literal["VOC", "COCO"] | None = None
    format: Annotated[str, StringConstraints(max_length=32, pattern=r"^[a-z][a-z0-9_-]*$")] | None = None
    options: Free = {}
    credentials: Credentials | None = None
    dry_run: bool = False


class TaskCreated(BaseModel):
    """The id of a task."""

    task_id: str


class FileStatistics(BaseModel):
    """Files of an import."""

    file_num_total: int = 0
    file_num_finished: int = 0
    file_size_total: int = 0
    file_size_finished: int = 0


class ProblemAnswer(BaseModel):
    """One thing that was wrong. problem: a sentence."""

    line: int
    file: str
    place: str
    code: str
    problem: str


class ImportAnswer(BaseModel):
    """An import as it is shown. Ours: from `format` on."""

    task_id: str
    dataset_id: str
    import_path: str
    import_type: int
    status: str
    create_time: int
    update_ms: int
    elapsed_time: int
    total_sample_count: int
    imported_sample_count: int
    annotated_sample_count: int
    unconfirmed_sample_count: int
    total_sub_sample_count: int = 0
    imported_sub_sample_count: int = 0
    total_file_count: int = 0
    finished_file_count: int = 0
    total_file_size: int = 0
    finished_file_size: int = 0
    file_statistics: FileStatistics = FileStatistics()
    data_source: dict[str, Any] | None = None
    error_code: str | None = None
    error_msg: str | None = None
    format: str
    dry_run: bool
    stopped: bool
    done_sample_count: int
    new_sample_count: int
    known_sample_count: int
    skipped_sample_count: int
    failed_sample_count: int
    problem_counts: dict[str, int]
    report_path: str | None = None
    report_csv_path: str | None = None


class ImportList(BaseModel):
    """A page of imports."""

    total_count: int
    import_tasks: list[ImportAnswer]


class ProblemList(BaseModel):
    """The first problems of a task, in order. total_count: of all problems."""

    total_count: int
    problems: list[ProblemAnswer]


class SyncCreate(BaseModel):
    """Ours: whether samples are taken out even if these are most of the labelled ones."""

    confirm: bool = False


class SyncState(BaseModel):
    """How the latest synchronisation of a dataset is. Ours: from `moved_sample_count` on."""

    status: str
    dataset_id: str
    task_id: str | None = None
    create_time: int | None = None
    duration_time: int | None = None
    total_sample_count: int = 0
    add_sample_count: int = 0
    deleted_sample_count: int = 0
    error_code: str | None = None
    error_msg: str | None = None
    moved_sample_count: int = 0
    changed_sample_count: int = 0
    back_sample_count: int = 0
    done_sample_count: int = 0
    problem_counts: dict[str, int] = {}
    asks: bool = False
