"""What clients send. Fields that the platform does not have yet are named here so that they can be refused by name."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

NoNull = r"^[^\x00]*$"
Short = Annotated[str, StringConstraints(max_length=256, pattern=NoNull)]
Prose = Annotated[str, StringConstraints(max_length=256, pattern=NoNull)]
URL = Annotated[str, StringConstraints(max_length=2048, pattern=NoNull)]
Path = Annotated[str, StringConstraints(max_length=1024, pattern=NoNull)]
Value = Annotated[str, StringConstraints(max_length=10_000_000, pattern=NoNull)]
Name = Annotated[str, StringConstraints(max_length=1000, pattern=NoNull)]
JobId = Annotated[str, StringConstraints(min_length=32, max_length=36, pattern=r"^[0-9a-fA-F-]{32,36}$")]


def _as_text(value: Any) -> Any:
    """Scripts send numbers and booleans as values; they arrive as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return "" if value is None else value


def _semicolons(value: Any) -> Any:
    """Take `a=1;b=2` instead of a list of parameters."""
    if not isinstance(value, str):
        return value
    pairs = [part.strip().partition("=") for part in value.split(";") if part.strip()]
    return [{"name": name.strip(), "value": text.strip()} for name, _, text in pairs]


def _one_mapping(value: Any) -> Any:
    """Take the form of the answer, a list of mappings, too."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return {name: text for item in value for name, text in item.items()}
    return value


class Part(BaseModel):
    """Parent of all: unknown fields are ignored, and null is as good as nothing."""


class Constraint(Part):
    """What values a parameter may take; kept for whoever shows the job."""

    type: Short | None = None
    editable: bool | None = None
    required: bool | None = None
    sensitive: bool | None = None
    valid_type: Short | None = None
    valid_range: Annotated[list[Short], Field(max_length=1000)] | None = None


class Parameter(Part):
    """A hyper-parameter. access_method: as an argument `--name=value` (the default), or as a variable."""

    name: Name = ""
    value: Annotated[Value, BeforeValidator(_as_text)] = ""
    description: Prose | None = None
    constraint: Constraint | None = None
    access_method: Short | None = None


class Bucket(Part):
    """A place in a bucket."""

    obs_url: URL = ""


class DatasetInput(Part):
    """A version of a dataset."""

    id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = ""
    version_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = ""
    name: Short | None = None
    version_name: Short | None = None
    obs_url: URL = ""


class InputRemote(Part):
    """Where an input comes from: a place in a bucket, or a version of a dataset."""

    obs: Bucket | None = None
    dataset: Annotated[DatasetInput | None, BeforeValidator(lambda value: value or None)] = None


class Input(Part):
    """Data that are copied into the job before it starts."""

    name: Name = ""
    description: Prose | None = None
    local_dir: Path | None = None
    access_method: Short | None = None
    remote: InputRemote | None = None
    remote_constraint: Annotated[list[dict[Short, Short]], Field(max_length=100)] | None = None


class OutputRemote(Part):
    """Where an output goes."""

    obs: Bucket | None = None


class Output(Part):
    """A directory whose files are uploaded. prefetch_to_local: what lies at its place is downloaded before the start."""

    name: Name = ""
    description: Prose | None = None
    local_dir: Path | None = None
    access_method: Short | None = None
    remote: OutputRemote | None = None
    prefetch_to_local: bool | None = None


class Engine(Part):
    """What the job runs in: a preset engine, or an image."""

    engine_id: Short | None = None
    engine_name: Short | None = None
    engine_version: Short | None = None
    image_url: Annotated[str, StringConstraints(max_length=512, pattern=NoNull)] | None = None
    install_sys_packages: bool | None = None
    image_repo_id: Short | None = None
    run_user: Annotated[Short, BeforeValidator(_as_text)] | None = None


class Algorithm(Part):
    """What the job runs."""

    id: Short | None = None
    name: Short | None = None
    subscription_id: Short | None = None
    item_version_id: Short | None = None
    code_dir: URL | None = None
    boot_file: URL | None = None
    autosearch_config_path: URL | None = None
    autosearch_framework_path: URL | None = None
    command: Annotated[str, StringConstraints(max_length=65_536, pattern=NoNull)] | None = None
    parameters: Annotated[list[Parameter], BeforeValidator(_semicolons), Field(max_length=1000)] | None = None
    policies: Any = None
    inputs: Annotated[list[Input], Field(max_length=100)] | None = None
    outputs: Annotated[list[Output], Field(max_length=100)] | None = None
    engine: Engine | None = None
    local_code_dir: Path | None = None
    working_dir: Path | None = None
    environments: (
        Annotated[
            dict[Name, Annotated[Value, BeforeValidator(_as_text)]], BeforeValidator(_one_mapping), Field(max_length=1000)
        ]
        | None
    ) = None
    summary: Any = None


class CustomFlavor(Part):
    """Resources instead of those of a flavor. mem_size: in GB."""

    cpu_core_num: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
    mem_size: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
    accelerator_num: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 0


class Resource(Part):
    """What the job gets."""

    policy: Short | None = None
    flavor_id: Short | None = None
    node_count: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = None
    pool_id: Short | None = None
    pool_group_id: Short | None = None
    main_container_customized_flavor: CustomFlavor | None = None


class NFS(Part):
    """A directory of the nodes, or of a server that they have mounted."""

    nfs_server_path: URL = ""
    local_path: Path = ""
    read_only: bool | None = None


class Volume(Part):
    """Something to mount."""

    nfs: NFS | None = None
    pfs: Any = None
    obs: Any = None


class LogExportPath(Part):
    """Where logs are kept for good."""

    obs_url: URL | None = None
    host_path: Path | None = None


class AutoStop(Part):
    """How long the job may run; waiting and preparation do not count."""

    time_unit: Short = "HOURS"
    duration: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


class SchedulePolicy(Part):
    """How the job queues."""

    required_affinity: Any = None
    preferred_affinity: Any = None
    priority: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = None
    preemptible: bool | None = None


class Notification(Part):
    """Whom to tell."""

    topic_urn: Short | None = None
    events: Annotated[list[Short], Field(max_length=100)] | None = None


class Spec(Part):
    """With what, and how, the job runs."""

    resource: Resource | None = None
    volumes: Annotated[list[Volume], Field(max_length=100)] | None = None
    log_export_path: LogExportPath | None = None
    auto_stop: AutoStop | None = None
    schedule_policy: SchedulePolicy | None = None
    notification: Notification | None = None
    retention: Any = None
    log_export_config: Any = None
    custom_metrics: Any = None
    output_model: Any = None
    asset_model: Any = None
    asset_id: Any = None
    reserved_time: Any = None


class Metadata(Part):
    """What the job is called."""

    name: Name = ""
    workspace_id: Short | None = None
    description: Annotated[str, StringConstraints(max_length=10_000, pattern=NoNull)] | None = None
    annotations: Annotated[dict[Name, Annotated[Short, BeforeValidator(_as_text)]], Field(max_length=100)] | None = None
    training_experiment_reference: Any = None


class JobCreate(Part):
    """A training job as clients ask for it."""

    kind: Short = "job"
    metadata: Metadata
    algorithm: Algorithm | None = None
    tasks: Any = None
    spec: Spec | None = None
    endpoints: Any = None
    train_type: Any = None
    ftjob_config: Any = None


class UpdatePriority(Part):
    """What may change about queueing."""

    priority: Annotated[int, Field(ge=1, le=3)] | None = None
    preemptible: bool | None = None


class UpdateSpec(Part):
    """What may change about a job."""

    notification: Notification | None = None
    schedule_policy: UpdatePriority | None = None


class UpdateMetadata(Part):
    """Advanced features; none can be changed later."""

    annotation: Any = None


class JobUpdate(Part):
    """What may change about a job."""

    description: Annotated[str, StringConstraints(max_length=256, pattern=NoNull)] | None = None
    spec: UpdateSpec | None = None
    endpoints: Any = None
    metadata: UpdateMetadata | None = None


class JobAction(Part):
    """What is to happen to a job: `terminate`."""

    action_type: Short


class BatchDeleteMetadata(Part):
    """Which job."""

    id: JobId


class BatchDeleteItem(Part):
    """One job to delete."""

    kind: Short = "job"
    metadata: BatchDeleteMetadata


class BatchDelete(Part):
    """Jobs to delete, all of one workspace."""

    jobs: Annotated[list[BatchDeleteItem], Field(min_length=1, max_length=100)]


class Filter(Part):
    """A condition on one field of jobs."""

    key: Short
    operator: Short = "in"
    value: Annotated[list[Annotated[Short, BeforeValidator(_as_text)]], Field(max_length=100)] = []


class JobSearch(Part):
    """Which jobs to list. offset: a page, from 0; with `offset_type` `record` the number of jobs to pass over."""

    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=50)] = 10
    offset_type: Literal["page", "record"] = "page"
    sort_by: Short = "create_time"
    order: Literal["asc", "desc"] = "desc"
    group_by: Short | None = None
    workspace_id: Short | None = None
    train_type: Short | None = None
    tags: Any = None
    host_ips: Any = None
    filters: Annotated[list[Filter], Field(max_length=50)] = []
