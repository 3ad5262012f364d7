"""What clients get about models. Types as the public API has them: times in milliseconds, much else as texts."""

from typing import Any

from pydantic import BaseModel


class Created(BaseModel):
    """The id of a new model."""

    model_id: str


class ModelItem(BaseModel):
    """A model as lists show it."""

    model_id: str
    model_name: str
    model_version: str
    model_type: str
    model_status: str
    model_size: int
    model_source: str
    source_type: str
    source_copy: str
    description: str
    tenant: str
    project: str
    owner: str
    owner_name: str
    workspace_id: str
    install_type: list[str]
    create_at: int
    market_flag: bool = False
    publishable_flag: bool = True
    tunable: bool = False
    subscription_id: str | None = None
    extra: str | None = None
    specification: dict[str, str] = {}
    status_message: str | None = None


class ModelList(BaseModel):
    """A page of models."""

    models: list[ModelItem]
    total_count: int
    count: int


class ParamAnswer(BaseModel):
    """A parameter of a path."""

    url: str
    method: str
    protocol: str
    param_name: str
    param_type: str
    min: float | None = None
    max: float | None = None
    param_desc: str | None = None


class ModelAnswer(ModelItem):
    """A model. apis, config: JSON texts, as the public API has them."""

    source_location: str
    source_job_id: str | None = None
    source_job_version: str | None = None
    runtime: str
    execution_code: str | None = None
    image_address: str
    cmd: str | None = None
    model_algorithm: str
    model_metrics: str | None = None
    model_docs: list[dict[str, str]]
    input_params: list[ParamAnswer]
    output_params: list[ParamAnswer]
    dependencies: list[dict[str, Any]]
    apis: str
    config: str
    health: dict[str, str] | None = None
    readiness_health: dict[str, str] | None = None
    startup_health: dict[str, str] | None = None
    schema_doc: str | None = None
    model_labels: list[str] = []
    labels_map: dict[str, list[str]]
    ai_project: str | None = None
    template: dict[str, Any] | None = None
    request_mode: str
    port: int | None = None
    protocol: str | None = None
    envs: dict[str, str] = {}
    dynamic_load_mode: str | None = None
    package: dict[str, Any] | None = None
    inputs: list[dict[str, Any]] = []
    outputs: list[dict[str, Any]] = []
    stage: str


class DeleteFailure(BaseModel):
    """A model that was not deleted, and why."""

    model_id: str
    error_code: str
    error_msg: str


class Deleted(BaseModel):
    """What a deletion did."""

    delete_success_list: list[str]
    delete_failed_list: list[DeleteFailure]


class ModelEventAnswer(BaseModel):
    """Something that happened to a model. event_type: normal, abnormal or hint."""

    event_type: str
    event_code: str
    event_info: str
    occur_time: int


class ModelEvents(BaseModel):
    """A page of the events of a model."""

    model_id: str
    model_name: str
    total_count: int
    count: int
    events: list[ModelEventAnswer]


class EngineRuntimes(BaseModel):
    """What an engine runs in; entry i of each list describes `runtimes[i]`."""

    ai_engine: str
    runtimes: list[str]
    request_mode: list[str]
    accelerators: list[dict[str, str | None]]
    arch: list[str]
    status_list: list[str]
    image_source: list[str]


class EngineRuntimeList(BaseModel):
    """A page of engines."""

    total_count: int
    count: int
    engine_runtimes: list[EngineRuntimes]


class TemplateInputAnswer(BaseModel):
    """What a template has to be given."""

    input_id: str
    input_type: str
    name_en: str
    name_cn: str
    description_en: str
    description_cn: str


class TemplateAnswer(BaseModel):
    """A template."""

    template_id: str
    template_name_en: str
    template_name_cn: str
    description_en: str
    description_cn: str
    arch: str
    template_labels: dict[str, str]
    template_docs: list[dict[str, str]]
    template_inputs: list[TemplateInputAnswer]


class TemplateList(BaseModel):
    """A page of templates."""

    total_count: int
    count: int
    templates: list[TemplateAnswer]


class EnvironmentBuild(BaseModel):
    """The build of an environment. log: its end."""

    image: str
    image_id: str
    status: str
    step: str
    percent: int
    message: str
    log: str


class ModelBuild(BaseModel):
    """How a model is being published. environment: only of models with dependencies. check_log: what loading it wrote."""

    model_id: str
    model_status: str
    stage: str
    status_message: str | None
    environment: EnvironmentBuild | None
    check_log: str
    load_seconds: float | None
