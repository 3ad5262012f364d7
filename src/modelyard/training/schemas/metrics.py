"""Wire shapes of measurements."""

from pydantic import BaseModel

from modelyard.training.types.logs import Metric


class MetricObject(BaseModel):
    """One curve with an average for each minute; -1 where nothing was measured."""

    metric: Metric
    value: list[float]


class JobMetrics(BaseModel):
    """The measurements of one task since it started."""

    metrics: list[MetricObject]


class Curve(BaseModel):
    """One curve. `times` are milliseconds since the epoch, `values` what was measured then. `card`: of one accelerator."""

    metric: Metric
    unit: str
    card: int | None = None
    times: list[int]
    values: list[float]


class TaskCurves(BaseModel):
    """The curves of one run of one task."""

    task: str
    attempt: int
    curves: list[Curve]


class JobCurves(BaseModel):
    """The curves of the tasks of a job. `total_count`: how many tasks there are."""

    attempt: int
    total_count: int
    tasks: list[TaskCurves]
