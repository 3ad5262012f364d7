"""Wire shapes of insight: previews, analyses, findings."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, FiniteFloat, StringConstraints

from modelyard.datasets.types.insight import Metric


class WaveAnswer(BaseModel):
    """What a recording looks like. peaks: lowest and highest value of equal parts, -1 to 1."""

    rate: int
    channels: int
    milliseconds: int
    peaks: list[tuple[float, float]]


class TableAnswer(BaseModel):
    """The first rows of a table; the first of them may be its header."""

    rows: list[list[str]]


class PreviewAnswer(BaseModel):
    """A sample in small. kind: image, text, audio, table or none. is_cut: there is more of it."""

    kind: str
    is_cut: bool = False
    thumbnail: str | None = None
    text: str | None = None
    wave: WaveAnswer | None = None
    table: TableAnswer | None = None
    problem: dict[str, Any] | None = None


class AnalysisCreate(BaseModel):
    """What to analyse: a version, or the dataset as it is."""

    version_id: Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9A-Za-z]*$")] = ""


class Measured(BaseModel):
    """Samples to look for by what an analysis measured (the last one if none is named).

    With an outline, those whose values of x and y lie in it, or that lie in it on the map where no metrics are named. Else
    those whose value of x is at least `low` and less than `high`; of boxes, one is enough.
    """

    analysis_id: Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9A-Za-z]*$")] = ""
    x: Metric | None = None
    y: Metric | None = None
    low: Annotated[float | None, Field(allow_inf_nan=False)] = None
    high: Annotated[float | None, Field(allow_inf_nan=False)] = None
    outline: Annotated[list[tuple[FiniteFloat, FiniteFloat]] | None, Field(min_length=3, max_length=300)] = None
    usage: Literal["", "TRAIN", "EVAL", "TEST", "INFERENCE"] = ""


class StartedAnalysis(BaseModel):
    """The id of an analysis that was started."""

    analysis_id: str


class Analysis(BaseModel):
    """An analysis. state: waiting, running, completed, failed or stopped. found: how many samples, by kind."""

    analysis_id: str
    version_id: str | None = None
    version_name: str | None = None
    revision: int
    state: str
    is_active: bool
    total: int | None = None
    done: int
    good: int
    bad: int
    found: dict[str, int] | None = None
    create_time: int
    elapsed_seconds: int
    error_code: str | None = None
    error_msg: str | None = None


class AnalysisList(BaseModel):
    """A page of analyses."""

    total_count: int
    analyses: list[Analysis]


class SummaryAnswer(BaseModel):
    """Figures of the values of a metric. deviation: of the population."""

    values: int
    smallest: float
    largest: float
    mean: float
    deviation: float
    median: float


class Series(BaseModel):
    """The bars of one analysis."""

    analysis_id: str
    counts: list[int]
    summary: SummaryAnswer | None = None


class Figure(BaseModel):
    """A metric of analyses over the same bars. edges: one more than there are bars."""

    metric: Metric
    edges: list[float]
    series: list[Series]


class Figures(BaseModel):
    """Histograms of analyses. labels: how many samples carry each label, by analysis."""

    figures: list[Figure]
    labels: dict[str, dict[str, int]]


class Points(BaseModel):
    """Samples by two metrics, or on the map without any: id and values. count: of all; the points are an even choice."""

    analysis_id: str
    x: Metric | None = None
    y: Metric | None = None
    count: int
    points: list[tuple[str, float, float]]


class FindingAnswer(BaseModel):
    """A sample that was found. group: of duplicates. label, likelier: of a label in doubt."""

    sample_id: str
    score: float
    group: int | None = None
    exact: bool | None = None
    label: str | None = None
    likelier: str | None = None


class FindingList(BaseModel):
    """A page of what was found."""

    total_count: int
    findings: list[FindingAnswer]
