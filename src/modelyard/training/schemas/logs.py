"""Wire shapes of logs."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from modelyard.training.types.logs import LineLevel, LineSource

MOST_LINES = 500
LONGEST_LINK_SECONDS = 3600


class LogPreview(BaseModel):
    """The newest part of a log. Sizes are in bytes; `full_size` counts parts that were dropped, too."""

    content: str
    current_size: int
    full_size: int


class LogByLines(BaseModel):
    """Some lines of a log. `start_line` and `end_line` name the first and the last of them, for `base_line`."""

    start_line: str
    end_line: str
    lines: int
    content: str


class LogURL(BaseModel):
    """Where the whole log can be read."""

    obs_url: str


class LogRange(BaseModel):
    """A piece of a log, from `offset` to `next_offset`, both in bytes.

    `offset` is later than asked for where older bytes were dropped. `ended`: nothing will be added to the log any more;
    there is more to read now if `next_offset` is below `size`.
    """

    attempt: int
    offset: int
    next_offset: int
    size: int
    ended: bool
    content: str


class LogLine(BaseModel):
    """One line. `repeats`: how often the block of `period` lines that it is in comes in a row, when lines are folded."""

    offset: int
    next_offset: int
    source: LineSource
    level: LineLevel
    text: str
    truncated: bool = False
    repeats: int = 1
    period: int = 1


class LogLines(BaseModel):
    """Lines that pass the filter, in the order of the log.

    `previous_offset`, `next_offset`: where to ask for the lines before and after these. `complete`: the log was looked
    at to its end in the direction asked for; otherwise ask again from there, even if there were no lines.
    """

    attempt: int
    lines: list[LogLine]
    previous_offset: int
    next_offset: int
    size: int
    ended: bool
    complete: bool


class LogHit(BaseModel):
    """A place where the text occurs. `start`, `length`: the hit within `line`, in characters."""

    offset: int
    line_offset: int
    line: str
    start: int
    length: int


class LogHits(BaseModel):
    """Where a text occurs. `total` counts all of it in the part looked at, up to `next_offset`; `hits` are the first.

    `complete`: the log was looked at to its present end; otherwise ask again from `next_offset` and add up.
    """

    attempt: int
    hits: list[LogHit]
    total: int
    next_offset: int
    size: int
    ended: bool
    complete: bool


class LogLinkCreate(BaseModel):
    """A link by which everybody can read a log, without login."""

    model_config = ConfigDict(extra="ignore")

    expires_seconds: int = Field(default=LONGEST_LINK_SECONDS, ge=60, le=LONGEST_LINK_SECONDS, description="How long it works.")
    attempt: int | None = Field(default=None, ge=1, le=10_000, description="Which run of the task; the newest by default.")


class LogLink(BaseModel):
    """A link without login. `url` is told only once, when it is made."""

    id: str
    task_id: str
    attempt: int
    created_by: str
    create_time: int
    expire_time: int
    url: str | None = None


class LogLinks(BaseModel):
    """The links of a log that still work."""

    links: list[LogLink]


AttemptQuery = Annotated[
    int | None, Query(ge=1, le=10_000, description="Which run of the task, counted from 1; the newest by default.")
]
