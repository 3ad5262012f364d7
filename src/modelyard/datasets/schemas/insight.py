"""Wire shapes of insight: previews, analyses, findings."""

from typing import Any

from pydantic import BaseModel


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
