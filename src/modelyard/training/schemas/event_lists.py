"""Wire shapes of events and stages."""

from pydantic import BaseModel, ConfigDict, Field

from modelyard.training.types.logs import EventLevel, StageName


class JobEvent(BaseModel):
    """Something that happened to a job. `time` is ISO 8601. `source`: Job, or Task for what one task did."""

    time: str
    level: EventLevel
    message: str
    source: str


class JobEvents(BaseModel):
    """A page of the events of a job. `total` counts those that pass the filters."""

    total: int
    limit: int
    offset: int
    order: str
    start_time: str
    end_time: str
    events: list[JobEvent]


class EventCategory(BaseModel):
    """A kind of event that people can be told of."""

    id: str
    name: str
    description: str
    notification: bool


class EventCategories(BaseModel):
    """The kinds of events."""

    model_config = ConfigDict(populate_by_name=True)

    event_categories: list[EventCategory] = Field(serialization_alias="event-categories")


class SubStage(BaseModel):
    """A step within a stage. `create_time`: when it began, in milliseconds since the epoch."""

    name: str
    en_message: str
    zh_message: str
    create_time: str


class StageInfo(BaseModel):
    """One stage of a run. Times are milliseconds since the epoch; `end_time` is empty while the stage lasts."""

    job_id: str
    name: StageName
    en_message: str
    zh_message: str
    start_time: str
    end_time: str
    stage_order: int
    sub_stages: list[SubStage]


class StageRecord(BaseModel):
    """The stages of one run; the record with the highest number is the newest."""

    record_order: int
    stages: list[StageInfo]


class JobStages(BaseModel):
    """The runs of a job."""

    total_count: int
    running_records: list[StageRecord]


class TaskHistory(BaseModel):
    """Where a task ran. `schedule_count`: in which run of the job, from 1."""

    task: str
    ip: str
    host_ip: str
    schedule_count: int
