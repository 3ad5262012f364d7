"""Wire shapes of comparisons and of going back to a version. All of them are ours."""

from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints

from modelyard.datasets.types.tasks import TaskState

VersionRef = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$")]


class ComparisonWanted(BaseModel):
    """The version to compare with."""

    before_id: VersionRef


class LabelDifference(BaseModel):
    """A label of two versions: how often it was used, and on how many samples."""

    name: str
    before: int
    after: int
    samples_before: int
    samples_after: int


class Relabelled(BaseModel):
    """Samples whose labels were these and are those now; empty for none."""

    before: str
    after: str
    count: int


class VersionComparison(BaseModel):
    """How a version differs from another. Figures are there when the state is `completed`; progress is a share of 1."""

    before_id: str
    before_name: str
    after_id: str
    after_name: str
    task_id: str
    state: TaskState
    progress: float
    before_count: int
    after_count: int
    added: int | None = None
    removed: int | None = None
    changed: int | None = None
    moved: int | None = None
    unchanged: int | None = None
    labels: list[LabelDifference]
    relabelled: list[Relabelled] = []
    error_code: str | None = None
    error_msg: str | None = None


class VersionSampleChange(BaseModel):
    """A sample that two versions differ in. source: a signed link to its file. Labels as the public API writes them."""

    sample_id: str
    sample_name: str
    change: str
    source: str | None = None
    sample_data: list[str] | None = None
    width: int | None = None
    height: int | None = None
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    usage_before: str
    usage_after: str


class VersionSampleChanges(BaseModel):
    """A page of samples that two versions differ in."""

    total_count: int
    samples: list[VersionSampleChange]


class RestoreStarted(BaseModel):
    """The task that sets annotations back."""

    task_id: str


class Restore(BaseModel):
    """Annotations that were, or are being, set back to a version. undo_of: what is undone by it."""

    task_id: str
    version_id: str
    version_name: str
    undo_of: str | None = None
    state: TaskState
    total: int | None = None
    done: int
    changed: int
    user_name: str
    create_time: int
    end_time: int | None = None
    error_code: str | None = None
    error_msg: str | None = None


class Restores(BaseModel):
    """A page of such tasks, the newest first."""

    total_count: int
    restores: list[Restore]
