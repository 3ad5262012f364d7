"""Wire shapes of smart tasks: automatic labelling and grouping. Fields that do nothing here are accepted and ignored."""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, Field, StringConstraints

from modelyard.core.text import Line

_Name = Annotated[Line, StringConstraints(max_length=128)]
_Path = Annotated[Line, StringConstraints(max_length=1024)]


class InfConfig(BaseModel):
    """What a model is run on: a specification, and how many instances of it."""

    specification: Annotated[Line, StringConstraints(min_length=1, max_length=128)]
    instance_count: Annotated[int, Field(ge=1, le=32)] = 1
    model_id: _Name | None = None


class SmartTaskConfig(BaseModel):
    """How a smart task works. confidence_scope: of what a model says, `0.10-0.90`; what lies outside is left out."""

    name: _Name | None = None
    algorithm_type: Literal["fast", "accurate"] | None = None
    n_clusters: Annotated[int | None, Field(ge=2, le=200)] = None
    ambiguity: bool = False
    image_brightness: bool = False
    image_colorfulness: bool = False
    attribute: Annotated[Line | None, Field(alias="property", max_length=64)] = None
    result_type: Annotated[int | None, Field(ge=0, le=1)] = None
    output_dir: _Path | None = None
    model_id: _Name | None = None
    service_id: _Name | None = None
    inf_config_list: Annotated[list[InfConfig] | None, Field(max_length=8)] = None
    confidence_scope: Annotated[str | None, StringConstraints(pattern=r"^[01](\.[0-9]{1,4})?-[01](\.[0-9]{1,4})?$")] = None


class SmartTaskCreate(BaseModel):
    """A smart task to start. type: the older form of task_type, which some clients send."""

    task_type: Annotated[Line | None, StringConstraints(max_length=32)] = None
    type: Annotated[int | None, Field(ge=0, le=9)] = None
    export_type: Annotated[int | None, Field(ge=0, le=9)] = None
    model_id: _Name | None = None
    collect_key_sample: Annotated[bool, Field(validation_alias=AliasChoices("collect_key_sample"))] = False
    config: SmartTaskConfig = SmartTaskConfig()


class CreatedSmartTask(BaseModel):
    """The id of a smart task."""

    task_id: str


class SmartTaskAnswer(BaseModel):
    """A smart task as it is shown. create_time: as text, in UTC."""

    task_id: str
    task_name: str
    dataset_id: str | None = None
    resource_id: str | None = None
    type: int | None = None
    status: int
    create_time: str
    elapsed_time: int
    progress: float
    code: str
    message: str
    error_code: str | None = None
    error_msg: str | None = None
    error_detail: str | None = None
    export_type: int | None = None
    total_sample_count: int | None = None
    annotated_sample_count: int | None = None
    unconfirmed_sample_count: int | None = None
    model_id: str | None = None
    model_name: str | None = None
    model_version: str | None = None
    config: dict[str, Any]
    result: dict[str, Any]


class SmartTaskList(BaseModel):
    """A page of smart tasks."""

    tasks: list[SmartTaskAnswer]
    total_count: int
    exist_running_deploy_task: bool = False
