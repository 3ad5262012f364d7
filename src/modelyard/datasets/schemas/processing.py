"""Wire shapes of processing tasks. Times are milliseconds. What is ours is marked."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from modelyard.core.text import Line
from modelyard.datasets.schemas.datasets import Description, Free, Loose, WorkspaceId

TaskName = Annotated[Line, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
Reference = Annotated[Line, StringConstraints(max_length=1024, strip_whitespace=True)]
Short = Annotated[Line, StringConstraints(max_length=64)]
VersionName = Annotated[str, StringConstraints(max_length=32, pattern=r"^[A-Za-z0-9_-]*$")]


def _switch(value: Any) -> Any:
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


Switch = Annotated[bool, BeforeValidator(_switch)]


class ProcessorDataSource(BaseModel):
    """What is processed: a dataset, or one of its versions; a folder; the result of another task."""

    type: Literal["OBS", "TASK", "DATASET", "CUSTOM"] = "DATASET"
    source: Reference = ""
    version_id: Short | None = None
    name: Line | None = Field(default=None, max_length=256)
    version_name: Line | None = Field(default=None, max_length=64)


class WorkPath(BaseModel):
    """Where results go: a folder, or a dataset, of which they become a version."""

    type: Literal["OBS", "DATASET"] = "DATASET"
    path: Reference = ""
    version_name: VersionName | None = None
    version_id: Short | None = None
    name: Line | None = Field(default=None, max_length=256)
    output_path: Reference | None = None


class OperatorParam(BaseModel):
    """An operator with its parameters; numbers and switches may be texts."""

    id: Short | None = None
    name: Short | None = None
    advanced_params_switch: Switch = False
    params: Free = {}


class TemplateParam(BaseModel):
    """What is done: a kind of processing, and operators of it in their order."""

    id: Short
    name: Line | None = Field(default=None, max_length=256)
    operator_params: Annotated[list[OperatorParam], Field(max_length=10)] = []


class ProcessorTaskCreate(BaseModel):
    """A new processing task. seed: ours; what chance begins with."""

    name: TaskName
    template: TemplateParam
    data_source: ProcessorDataSource | None = None
    inputs: Annotated[list[ProcessorDataSource], Field(max_length=10)] = []
    version_id: Short | None = None
    work_path: WorkPath | None = None
    create_version: Switch = False
    description: Description = ""
    workspace_id: WorkspaceId = "0"
    seed: Annotated[int, Loose, Field(ge=0, le=2**31 - 1)] = 0


class ProcessorVersionCreate(BaseModel):
    """Another run of a processing task; what is left out is as in the task."""

    name: TaskName
    template: TemplateParam | None = None
    data_source: ProcessorDataSource | None = None
    inputs: Annotated[list[ProcessorDataSource], Field(max_length=10)] = []
    version_id: Short | None = None
    work_path: WorkPath | None = None
    create_version: Switch = True
    description: Description = ""
    workspace_id: WorkspaceId = "0"
    seed: Annotated[int, Loose, Field(ge=0, le=2**31 - 1)] | None = None


class PreviewCreate(BaseModel):
    """A run over a few samples that makes no version (ours)."""

    template: TemplateParam
    inputs: Annotated[list[ProcessorDataSource], Field(min_length=1, max_length=1)]
    seed: Annotated[int, Loose, Field(ge=0, le=2**31 - 1)] = 0
    count: Annotated[int, Loose, Field(ge=1, le=24)] = 6


class ProcessorTaskUpdate(BaseModel):
    """What can be changed."""

    description: Description = ""


class CreatedProcessorTask(BaseModel):
    """The id of a new task."""

    task_id: str


class CreatedPreview(CreatedProcessorTask):
    """The ids of a preview (ours)."""

    version_id: str


class CreatedProcessorVersion(BaseModel):
    """The id of a new version."""

    version_id: str


class ProcessorTaskAnswer(BaseModel):
    """A processing task. user_name: ours."""

    task_id: str
    name: str
    description: str
    status: int
    template: dict[str, Any]
    data_source: dict[str, Any] | None = None
    inputs: list[dict[str, Any]]
    work_path: dict[str, Any] | None = None
    version_id: str | None = None
    version_name: str | None = None
    version_count: int
    is_current: bool
    create_time: int
    duration_seconds: int
    result: dict[str, Any] | None = None
    error_msg: str | None = None
    workspace_id: str
    user_name: str


class ProcessorTaskList(BaseModel):
    """A page of processing tasks."""

    count: int
    tasks: list[ProcessorTaskAnswer]


class ProcessorItem(BaseModel):
    """A kind of data processing."""

    template_id: str
    label_en: str
    label_zh: str


class ProcessorItemList(BaseModel):
    """A page of kinds of data processing."""

    total: int
    items: list[ProcessorItem]


class ProcessorVersionAnswer(BaseModel):
    """A version of a processing task. What follows `work_path` is ours, but for the counts.

    progress: done, total and what is being done. recipe: operators, image, seed, input and digests of code.
    statistics: before and after. can_resume: it was stopped or failed, and can go on.
    """

    task_version_id: str
    task_id: str
    version_name: str
    description: str
    status: int
    create_time: int
    update_time: int
    duration_seconds: int
    inputs: list[dict[str, Any]]
    work_path: dict[str, Any] | None = None
    template: dict[str, Any]
    origin_sample_count: int | None = None
    add_sample_count: int | None = None
    modified_sample_count: int | None = None
    unmodified_sample_count: int | None = None
    deleted_sample_count: int | None = None
    progress: dict[str, Any]
    recipe: dict[str, Any]
    statistics: dict[str, Any]
    can_resume: bool
    error_msg: str | None = None


class ProcessorVersionList(BaseModel):
    """A page of versions."""

    count: int
    versions: list[ProcessorVersionAnswer]


class ProcessorResult(BaseModel):
    """What became of a sample."""

    sample_id: str
    version_id: str
    origin_source: str
    new_source: str | None = None
    signed_origin_source: str | None = None
    signed_new_source: str | None = None
    result_property: int
    result_description: list[list[str]]


class ProcessorResultList(BaseModel):
    """A page of results. has_more: there are further pages."""

    count: int
    has_more: bool
    results: list[ProcessorResult]


class OperatorParameterAnswer(BaseModel):
    """A parameter of an operator."""

    name: str
    type: str
    default: Any = None
    label_en: str
    label_zh: str
    min: float | None = None
    max: float | None = None
    choices: list[str] = []
    required: bool = False


class OperatorAnswer(BaseModel):
    """An operator, and what it takes. is_available: False for what the public API names and nothing here does."""

    name: str
    template_id: str
    label_en: str
    label_zh: str
    parameters: list[OperatorParameterAnswer] = []
    can_resume: bool = True
    is_available: bool = True


class OperatorList(BaseModel):
    """The operators there are (ours)."""

    total: int
    operators: list[OperatorAnswer]


class OperatorCheck(BaseModel):
    """The file of a custom operator."""

    path: Annotated[Line, StringConstraints(min_length=1, max_length=1024, strip_whitespace=True)]


class ProcessorLog(BaseModel):
    """A piece of the log of a version (ours). next_offset: where to go on. ended: nothing follows."""

    content: str
    offset: int
    next_offset: int
    size: int
    ended: bool


Empty = dict[str, Any]
