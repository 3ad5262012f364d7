"""Wire shapes of changes to many samples. All of them are ours."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from modelyard.core.text import Line
from modelyard.datasets.schemas.datasets import LabelName, Loose, SearchCondition
from modelyard.datasets.types.batches import BatchAction

SampleIds = Annotated[list[Annotated[Line, StringConstraints(min_length=1, max_length=64)]], Field(max_length=1000)]


class SamplesSearch(BaseModel):
    """All samples that a list with these filters would show, when the work comes to them."""

    sample_state: Annotated[Line, StringConstraints(max_length=64)] = ""
    label_name: Annotated[Line, StringConstraints(max_length=1024)] = ""
    label_type: Annotated[int, Loose, Field(ge=0, le=999)] | None = None
    low_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    high_score: Annotated[float, Field(ge=0, le=1)] = 1.0
    search_conditions: Annotated[list[SearchCondition], Field(max_length=20)] = []


class BatchLabel(BaseModel):
    """A label of the dataset. type: where the name is not enough."""

    name: LabelName
    type: Annotated[int, Loose, Field(ge=0, le=999)] | None = None


class SamplesChange(BaseModel):
    """What to do to samples: to these, at once, or to all that a search finds, as a task."""

    action: Literal["set_label", "add_label", "remove_label", "mark_hard", "unmark_hard", "confirm"]
    label: BatchLabel | None = None
    samples: SampleIds = []
    search: SamplesSearch | None = None


class SamplesRemoval(BaseModel):
    """Samples to delete: these, at once, or all that a search finds, as a task; with their files if asked."""

    samples: SampleIds = []
    search: SamplesSearch | None = None
    delete_source: bool = False


class SamplesChanged(BaseModel):
    """What was done: how many samples changed, or the task that changes them."""

    count: int = 0
    task_id: str | None = None


class SampleChange(BaseModel):
    """A task that changes samples. total: that it found, once it has looked; done: looked at; changed: that were different.

    Of one that takes a change back: undo_of; left: samples that somebody has touched since, left_samples: the first of them.
    can_undo: whether it can be taken back now; undone_by: the task that does, or has done.
    """

    task_id: str
    action: BatchAction
    state: str
    total: int | None = None
    done: int
    changed: int
    left: int | None = None
    left_samples: list[str] | None = None
    undo_of: str | None = None
    undone_by: str | None = None
    can_undo: bool = False
    user_name: str = ""
    create_time: int
    end_time: int | None = None
    error_code: str | None = None
    error_msg: str | None = None


class SampleChangeList(BaseModel):
    """A page of tasks that change samples, the newest first."""

    total_count: int
    changes: list[SampleChange]
