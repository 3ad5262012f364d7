"""What clients get. Times are milliseconds since the epoch, but for running records, which have seconds."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Parent of all: a field that is not listed here must not be sent."""

    model_config = ConfigDict(extra="forbid")


class JobMetadata(Answer):
    """What a job is called, and whose it is."""

    id: str
    name: str
    workspace_id: str
    description: str
    create_time: int
    user_name: str
    user_id: str
    annotations: dict[str, str]


class TaskStatus(Answer):
    """How a task ended.

    exit_code: as shells count: 128 and the number of the signal for a program that a signal killed; null where there
    was none. message: one sentence, with what to do where we know it. last_lines: the end of its log.
    """

    task: str
    exit_code: int | None
    message: str
    signal: int | None
    ended_by: str
    out_of_memory: bool
    peak_memory_bytes: int | None
    last_lines: list[str]


class RecoverRecord(Answer):
    """What was done about an attempt that did not succeed. Times in seconds."""

    recover_start_at: int
    recover_end_at: int | None
    recover: str
    fault_scenario: str
    reason: str
    related_task: str
    recover_result: str


class RunningRecord(Answer):
    """One attempt. Times in seconds since the epoch."""

    start_at: int | None
    end_at: int | None
    start_type: str
    end_reason: str
    end_related_task: str
    end_recover: str
    recover_records: list[RecoverRecord]


class TaskIP(Answer):
    """Where a task runs."""

    task: str
    ip: str
    host_ip: str
    schedule_count: int


class JobStatus(Answer):
    """How a job is.

    duration: of its runs so far. reason: why it ended as it did, or could not be created.
    wait_reason, queue_position: while it waits for resources. restarts: attempts after the first.
    """

    phase: str
    secondary_phase: str
    duration: int
    start_time: int | None
    end_time: int | None
    tasks: list[str]
    task_statuses: list[TaskStatus]
    running_records: list[RunningRecord]
    node_count_metrics: list[list[int]]
    task_ips: list[TaskIP]
    reason: str | None
    wait_reason: str | None
    queue_position: int | None
    restarts: int


class Bucket(Answer):
    """A place in a bucket."""

    obs_url: str


class DatasetAnswer(Answer):
    """A version of a dataset. obs_url: the folder of its manifest, which is copied."""

    id: str
    version_id: str
    name: str = ""
    version_name: str = ""
    obs_url: str


class Remote(Answer):
    """Where an input comes from or an output goes."""

    obs: Bucket
    dataset: DatasetAnswer | None = None


class ParameterAnswer(Answer):
    """A hyper-parameter."""

    name: str
    value: str
    description: str
    access_method: str
    constraint: dict[str, object]


class ChannelAnswer(Answer):
    """An input or output. local_dir: the directory of the container, as the program gets it."""

    name: str
    description: str
    local_dir: str
    access_method: str
    remote: Remote


class OutputAnswer(ChannelAnswer):
    """An output. prefetch_to_local: what lies at its place is downloaded before the start."""

    prefetch_to_local: bool


class EngineAnswer(Answer):
    """What the job runs in."""

    engine_id: str
    engine_name: str
    engine_version: str
    image_url: str


class AlgorithmAnswer(Answer):
    """What the job runs. environments: one mapping with the declared variables."""

    code_dir: str
    boot_file: str
    command: str
    parameters: list[ParameterAnswer]
    inputs: list[ChannelAnswer]
    outputs: list[OutputAnswer]
    engine: EngineAnswer
    local_code_dir: str
    working_dir: str
    environments: list[dict[str, str]]


class CustomFlavorAnswer(Answer):
    """Resources instead of those of a flavor; memory in GB."""

    cpu_core_num: float
    mem_size: float
    accelerator_num: float


class ResourceAnswer(Answer):
    """What each node gets."""

    policy: str
    flavor_id: str
    flavor_name: str
    node_count: int
    pool_id: str
    flavor_detail: dict[str, object]
    main_container_customized_flavor: CustomFlavorAnswer | None


class NFSAnswer(Answer):
    """A directory of the nodes."""

    nfs_server_path: str
    local_path: str
    read_only: bool


class VolumeAnswer(Answer):
    """A mount."""

    nfs: NFSAnswer


class AutoStopAnswer(Answer):
    """How long the job may run."""

    time_unit: str
    duration: int


class SchedulePolicyAnswer(Answer):
    """How the job queues."""

    priority: int
    preemptible: bool


class LogExportPathAnswer(Answer):
    """Where logs are kept for good; empty without one."""

    obs_url: str


class SpecAnswer(Answer):
    """With what, and how, the job runs."""

    resource: ResourceAnswer
    volumes: list[VolumeAnswer]
    log_export_path: LogExportPathAnswer
    auto_stop: AutoStopAnswer | None
    schedule_policy: SchedulePolicyAnswer


class RuntimeAnswer(Answer):
    """How the first task is started. environments: effective ones, with secrets masked.

    `{address:worker-0}` stands for the address that a task gets when it is placed.
    """

    command: list[str]
    working_dir: str
    code_dir: str
    environments: dict[str, str]
    setup: list[list[str]]


class JobAnswer(Answer):
    """A training job. runtime: only of a single job, not in lists."""

    kind: str
    metadata: JobMetadata
    status: JobStatus
    algorithm: AlgorithmAnswer
    tasks: list[dict[str, object]]
    spec: SpecAnswer
    endpoints: dict[str, object]
    runtime: RuntimeAnswer | None = None


class JobListAnswer(Answer):
    """A page of jobs. total: all jobs of the workspace; count: those that match."""

    total: int
    count: int
    limit: int
    offset: int
    sort_by: str
    order: str
    group_by: str
    workspace_id: str
    ai_project: str
    items: list[JobAnswer]


class NameAnswer(Answer):
    """Whether a name is taken."""

    is_duplicate: bool


class ProblemAnswer(Answer):
    """Something that stands against creating a job."""

    field: str
    error_code: str
    error_msg: str


class FlavorFacts(Answer):
    """What a node of the job would get."""

    flavor_id: str
    cpu_core_num: float
    mem_size_bytes: int
    disk_size_bytes: int
    accelerator_num: int
    accelerator_type: str


class CodeFactsAnswer(Answer):
    """How large the code directory is."""

    files: int
    folders: int
    bytes: int
    requirements: str | None


class PreviewAnswer(RuntimeAnswer):
    """What would be run. inputs, outputs: directory of the container by name.

    mounted_inputs: those of them that are mounted read-only, from a copy that the machine keeps; the others are copied.
    """

    inputs: dict[str, str]
    mounted_inputs: list[str]
    outputs: dict[str, str]
    image: str
    flavor: FlavorFacts | None
    code: CodeFactsAnswer | None
    tasks: list[str]


class ValidationAnswer(Answer):
    """What is wrong with a job, all at once, and what it would run. preview: as far as it can be said."""

    valid: bool
    problems: list[ProblemAnswer]
    warnings: list[ProblemAnswer]
    preview: PreviewAnswer | None


class QuotaAnswer(Answer):
    """A quota and how much of it is used."""

    resource: str
    quota: int
    used: int


class QuotasAnswer(Answer):
    """The quotas of the project."""

    quotas: list[QuotaAnswer]
