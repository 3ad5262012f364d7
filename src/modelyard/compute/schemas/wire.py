"""What all wire shapes of compute have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from modelyard.core.text import Line, Prose

Name = Annotated[Line, Field(min_length=1, max_length=128)]
PoolId = Annotated[Line, Field(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
Description = Annotated[Prose, Field(max_length=512)]


class Shape(BaseModel):
    """Parent of wire shapes: unknown fields are ignored, wrong ones refused."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)
