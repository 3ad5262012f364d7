"""Wire shapes of the history of samples; all of it is ours. Times are milliseconds."""

from typing import Annotated, Any

from pydantic import BaseModel, Field


class StateAnswer(BaseModel):
    """What was said about a sample for a while. before: the revision that replaced it; left out for what is said now."""

    before: int | None = None
    changed_at: int
    changed_by: str
    sample_status: str
    labels: list[dict[str, Any]]


class HistoryAnswer(BaseModel):
    """What was said about a sample, the newest first. revision: of what is said now."""

    revision: int
    total_count: int
    count: int
    states: list[StateAnswer]


class SampleRestore(BaseModel):
    """A state to go back to. before: as the history names it. revision: of the sample as it was seen."""

    before: Annotated[int, Field(ge=1, le=2**62)]
    revision: Annotated[int, Field(ge=0, le=2**62)] | None = None
