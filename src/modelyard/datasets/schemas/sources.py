"""Wire shapes of what folders may be. Ours."""

from pydantic import BaseModel


class FormatSuggestion(BaseModel):
    """A format that a folder may have, as `format` of an import. sure: from 0 to 100. reason: what was seen."""

    format: str
    sure: int
    reason: str


class FormatSuggestions(BaseModel):
    """What a folder may be, the likeliest first."""

    suggestions: list[FormatSuggestion]
