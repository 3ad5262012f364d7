"""Wire shapes of exports. Ours: `format`, `with_files`, and what the answer tells of problems."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from modelyard.core.text import Line
from modelyard.datasets.schemas.batches import SamplesSearch
from modelyard.datasets.schemas.datasets import Loose, Name, SearchCondition, WorkPath
from modelyard.datasets.schemas.versions import RatioText
from modelyard.datasets.types.sources import Format

State = Annotated[Line, StringConstraints(max_length=64)]
ExportPath = Annotated[Line, StringConstraints(max_length=2048, strip_whitespace=True)]


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _text(value: Any) -> Any:
    """Take shares that clients send back as they were shown, as numbers."""
    return str(value) if isinstance(value, float | int) and not isinstance(value, bool) else value


class ExportParams(BaseModel):
    """What to export and how. Several conditions: any of them. Ours: `search`: what a list with these filters shows."""

    export_dest: Literal["DIR", "NEW_DATASET"] = "DIR"
    export_new_dataset_name: Name | None = None
    export_new_dataset_work_path: WorkPath | None = None
    clear_hard_property: bool = True
    ratio_sample_usage: bool = False
    train_sample_ratio: Annotated[RatioText, BeforeValidator(_text)] = ""
    sample_state: State = ""
    samples: Annotated[list[Annotated[Line, StringConstraints(max_length=64)]], Field(max_length=100_000)] = []
    search_conditions: Annotated[list[SearchCondition], Field(max_length=20)] = []
    search: SamplesSearch | None = None


class ExportCreate(BaseModel):
    """An export to start. export_type: 0 labelled, 1 unlabelled, 2 all, 3 what the conditions say."""

    path: ExportPath
    export_type: Annotated[int, Loose, Field(ge=0, le=3)] = 3
    export_format: Annotated[int, Loose, Field(ge=1, le=2)] = 2
    export_params: ExportParams = ExportParams()
    annotation_format: Literal["VOC", "COCO"] | None = None
    sample_state: State = ""
    version_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = ""
    version_format: Literal["Default", "CarbonData", "CSV"] = "Default"
    source_type_header: Literal["obs://", "s3://", ""] = "obs://"
    with_column_header: bool = True
    format: Annotated[Format, BeforeValidator(_upper)] | None = None
    with_files: bool = True


class ExportAnswer(BaseModel):
    """An export as it is shown. Ours: `format`, `problem_count`, `problem_counts`, `dataset_id` of a new dataset."""

    task_id: str
    path: str
    export_type: int
    export_format: int
    version_format: str
    version_id: str | None = None
    export_params: dict[str, Any]
    status: str
    progress: float
    total_sample_count: int
    finished_sample_count: int
    create_time: int
    update_time: int
    error_code: str | None = None
    error_msg: str | None = None
    format: str
    problem_count: int = 0
    problem_counts: dict[str, int] = {}
    dataset_id: str | None = None


class ExportList(BaseModel):
    """A page of exports."""

    total_count: int
    export_tasks: list[ExportAnswer]


class ExportStarted(BaseModel):
    """The id of an export."""

    task_id: str
