"""What all shapes of the directory have in common."""

from datetime import datetime, timezone
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from modelyard.core.clock import to_iso_microseconds, to_milliseconds
from modelyard.core.text import Line, Prose

EntryId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Description = Annotated[Prose, Field(max_length=255)]
Moment = Annotated[datetime, PlainSerializer(to_iso_microseconds, return_type=str)]
Milliseconds = Annotated[datetime, PlainSerializer(to_milliseconds, return_type=int)]
ShortLine = Annotated[Line, Field(max_length=128)]


class Shape(BaseModel):
    """Parent of wire shapes: unknown fields are ignored, wrong ones refused."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)


def utc(moment: datetime) -> datetime:
    """Return a moment as an aware one; without a zone it is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
