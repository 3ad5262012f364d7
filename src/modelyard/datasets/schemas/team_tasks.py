"""Wire shapes of team labelling tasks. Times are milliseconds. Ours are marked."""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from modelyard.core.text import Line, Prose
from modelyard.datasets.schemas.batches import SamplesSearch
from modelyard.datasets.schemas.datasets import Description, LabelStats, Loose, SampleAnswer, SampleLabels
from modelyard.datasets.schemas.teams import Address, MemberId, TeamName

Comment = Annotated[Prose, StringConstraints(max_length=256, pattern=r"""^[^!<>=&"']*$""")]
EntryId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z]*$")]
Grade = Literal["A", "B", "C", "D"]


class TaskWorker(BaseModel):
    """Somebody who takes part, by address or by id."""

    email: Address | None = None
    worker_id: MemberId | None = None


class TaskTeam(BaseModel):
    """A team that takes part. workers: those of them who do; all of them if none are named."""

    workforce_id: EntryId
    workforce_name: Annotated[Line, StringConstraints(max_length=1024)] | None = None
    workers: Annotated[list[TaskWorker], Field(max_length=10_000)] = []


class WorkforcesConfig(BaseModel):
    """Who takes part: teams, or a manager (`agency`, by address or id) who decides that later."""

    agency: Annotated[Line, StringConstraints(max_length=255)] | None = None
    workforces: Annotated[list[TaskTeam], Field(max_length=100)] = []


class TeamTaskCreate(BaseModel):
    """A team task to make. Ours: `assignment`: samples are handed out evenly, or by `AssignWorkforceTaskSamples`."""

    model_config = ConfigDict(populate_by_name=True)

    task_name: TeamName | None = None
    description: Description = ""
    workforces_config: WorkforcesConfig = WorkforcesConfig()
    synchronize_data: bool = False
    synchronize_auto_labeling_data: bool = False
    data_sync_type: Annotated[int, Loose, Field(ge=0, le=3)] | None = None
    auto_sync_dataset: bool = True
    repetition: Annotated[int, Loose, Field(ge=1, le=100)] = 1
    sample_conditions: Annotated[Line, StringConstraints(max_length=16_384)] | None = None
    assignment: Literal["even", "manual"] = "even"


class TeamTaskStart(BaseModel):
    """Who takes part in a task that its manager starts."""

    workforces_config: WorkforcesConfig = WorkforcesConfig()
    dataset_id: EntryId | None = None
    task_id: EntryId | None = None


class TeamTaskUpdate(BaseModel):
    """What changes of a team task; members can be added. Ours: `end`: nobody works on it any more."""

    task_name: TeamName | None = None
    description: Description | None = None
    workforces_config: WorkforcesConfig | None = None
    dataset_id: EntryId | None = None
    task_id: EntryId | None = None
    end: bool = False


class TeamAssignment(BaseModel):
    """Ours: samples that a member gets, from the dataset or from another member. No samples: all that he has left.

    search: the first `most` samples of the dataset that a list with these filters shows, and that are free in this task.
    """

    to_worker_id: MemberId
    from_worker_id: MemberId | None = None
    samples: Annotated[list[Annotated[Line, StringConstraints(max_length=64)]], Field(max_length=1000)] = []
    search: SamplesSearch | None = None
    most: Annotated[int, Loose, Field(ge=1, le=10_000)] = 10_000


class TeamAssigned(BaseModel):
    """Ours: how many samples a member has by now."""

    sample_count: int


class TeamSampleLabels(SampleLabels):
    """What a member says about a sample. Ours: `seconds` that he spent on it since he last saved."""

    worker_id: EntryId | None = None
    seconds: Annotated[int, Field(ge=0, le=86_400)] = 0


class TeamSamplesUpdate(BaseModel):
    """Samples to label. Ours: `draft`: not handed in yet."""

    samples: Annotated[list[TeamSampleLabels], Field(min_length=1, max_length=1000)]
    draft: bool = False


class SampleComment(BaseModel):
    """A verdict on a sample of a member. Without a member it means the only one who has the sample."""

    accept: bool
    sample_id: Annotated[Line, StringConstraints(max_length=64)]
    worker_id: EntryId | None = None
    score: Grade | None = None
    comment: Comment = ""


class SampleComments(BaseModel):
    """Verdicts."""

    comments: Annotated[list[SampleComment], Field(min_length=1, max_length=1000)]


class AcceptanceStart(BaseModel):
    """How much is drawn: a share, or a number; all of it without either."""

    sampling_rate: Annotated[float, Field(gt=0, le=1)] | None = None
    sampling_num: Annotated[int, Loose, Field(ge=1, le=2**31 - 1)] | None = None


class AcceptanceEnd(BaseModel):
    """How an acceptance ends. overwrite_last_result: replace what the dataset says by now about these samples."""

    model_config = ConfigDict(populate_by_name=True)

    action: Annotated[int, Loose, Field(ge=0, le=5)]
    overwrite_last_result: bool = False


class Notification(BaseModel):
    """Addresses of members to write to."""

    emails: Annotated[
        list[Annotated[Line, StringConstraints(max_length=255)]],
        Field(min_length=1, max_length=100, validation_alias=AliasChoices("emails", "email")),
    ]


class CreatedTeamTask(BaseModel):
    """The id of a new task."""

    task_id: str


class TeamSampleStats(BaseModel):
    """How many samples are in which state."""

    total_sample_count: int
    unannotated_sample_count: int
    unreviewed_sample_count: int
    uncheck_sample_count: int
    sampled_sample_count: int
    rejected_sample_count: int
    accepted_sample_count: int
    auto_annotation_sample_count: int
    deleted_sample_count: int


class WorkerTask(BaseModel):
    """What a member does in a task. Ours: `assigned_seconds`, the time he spent."""

    task_id: str
    workforce_task_name: str
    dataset_id: str
    dataset_name: str
    dataset_type: int
    worker_id: str
    workforce_id: str
    email: str
    role: int
    task_status: int
    sample_stats: TeamSampleStats
    email_status: int
    last_notify_time: int
    pass_rate: float
    score: float
    spent_seconds: int
    create_time: int
    update_time: int


class WorkerTaskList(BaseModel):
    """A page of what somebody takes part in."""

    count: int
    worker_tasks: list[WorkerTask]


class CheckStats(BaseModel):
    """Figures of an acceptance."""

    task_id: str
    sampling_rate: float
    sampling_num: int
    total_sample_count: int
    sampled_sample_count: int
    checked_sample_count: int
    unchecked_sample_count: int
    accepted_sample_count: int
    rejected_sample_count: int
    pass_rate: float
    score: str
    total_score: int


class CheckDesc(BaseModel):
    """An acceptance. Ours: `state`, and `result`: what it did in the dataset."""

    checking_task_id: str
    action: int | None = None
    overwrite_last_result: bool
    state: str
    result: dict[str, int]
    checking_stats: CheckStats
    total_stats: CheckStats


class CheckReport(BaseModel):
    """Figures of an acceptance, and of all of them."""

    checking_task_id: str
    state: str
    checking_stats: CheckStats
    total_stats: CheckStats


class TeamStats(BaseModel):
    """How many take part."""

    workforce_count: int
    labeler_count: int
    reviewer_count: int


class TeamTaskAnswer(BaseModel):
    """A team task as it is shown. Ours: `assignment`, `roles` of the caller (3 for who may change it), `busy`."""

    task_id: str
    task_name: str
    dataset_id: str
    dataset_name: str
    dataset_type: int
    task_type: int
    project_id: str
    description: str
    status: int
    repetition: int
    assignment: str
    workforces_config: dict[str, Any]
    synchronize_data: bool
    synchronize_auto_labeling_data: bool
    auto_sync_dataset: bool
    sample_search_conditions: list[dict[str, Any]] = []
    total_sample_count: int
    annotated_sample_count: int
    sample_stats: TeamSampleStats | None = None
    label_stats: list[LabelStats] | None = None
    workforce_stats: TeamStats | None = None
    worker_stats: list[WorkerTask] | None = None
    checking_task_desc: CheckDesc | None = None
    check_rate: float
    pass_rate: float
    score: float
    roles: list[int]
    worker_ids: list[str]
    busy: str | None = None
    workforce_task: bool = True
    create_time: int
    update_time: int


class TeamTaskList(BaseModel):
    """A page of team tasks."""

    count: int
    tasks: list[TeamTaskAnswer]


class Labeler(BaseModel):
    """Who has a sample."""

    worker_id: str
    email: str
    role: int


class TeamSampleAnswer(SampleAnswer):
    """A sample as a member has it. Ours: `seconds`, `review_by`, `closed`: why he cannot change it."""

    worker_id: str
    labelers: list[Labeler]
    review_accept: bool | None = None
    review_comment: str | None = None
    review_score: str | None = None
    review_by: str | None = None
    check_accept: bool | None = None
    check_comment: str | None = None
    check_score: str | None = None
    score: str | None = None
    is_sampled: bool
    seconds: int
    closed: bool


class TeamSampleList(BaseModel):
    """A page of samples of a task."""

    sample_count: int
    samples: list[TeamSampleAnswer]


class AcceptanceEnded(BaseModel):
    """What would be replaced in the dataset, for action 3; empty otherwise."""

    sample_count: int | None = None
    samples: list[TeamSampleAnswer] | None = None


class TeamTaskStats(BaseModel):
    """Figures of a task."""

    label_stats: list[LabelStats]
    grouped_label_stats: dict[str, list[LabelStats]]
    sample_stats: dict[str, int]
    key_sample_stats: dict[str, int]
    data_spliting_enable: bool = False


class TeamTaskMetrics(BaseModel):
    """Counts of samples by state, for each member."""

    sample_stats: dict[str, dict[str, int]]


class PairAgreement(BaseModel):
    """How far two members agree. kappa: of classes. alikeness: of what they marked, from 0 to 1."""

    worker_ids: list[str]
    emails: list[str]
    samples: int
    kappa: float | None = None
    alikeness: float | None = None


class MemberReport(BaseModel):
    """What a member did."""

    worker_id: str
    email: str
    role: int
    assigned: int
    done: int
    accepted: int
    rejected: int
    waiting: int
    spent_seconds: int
    seconds_per_sample: float
    pass_rate: float


class TeamTaskReport(BaseModel):
    """Ours: what each member did, and how far they agree. compared: samples that several members labelled.

    is_whole: whether all of these were compared, or the first of them.
    """

    members: list[MemberReport]
    compared: int
    is_whole: bool
    kappa: float | None = None
    alikeness: float | None = None
    pairs: list[PairAgreement]


class DatasetMetrics(BaseModel):
    """Counts of samples by day: a moment in milliseconds and the count then."""

    metrics: dict[str, dict[str, int]]
