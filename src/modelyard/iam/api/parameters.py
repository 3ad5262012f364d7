"""Parameters that many routes of identity share."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from modelyard.iam.schemas.links import base_address
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.settings import IAMSettings

_ID = r"^[A-Za-z0-9_.-]+$"

PathId = Annotated[str, Path(min_length=1, max_length=64, pattern=_ID)]
QueryId = Annotated[str | None, Query(min_length=1, max_length=64, pattern=_ID)]
QueryName = Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]


def settings_of(request: Request) -> IAMSettings:
    """Return the settings of identity in the application that serves a request."""
    settings: IAMSettings = request.app.state.iam.settings
    return settings


SettingsHere = Annotated[IAMSettings, Depends(settings_of)]


def page_asked(
    page: Annotated[int | None, Query(ge=1, le=1_000_000, description="Page, from 1 on; only with per_page.")] = None,
    per_page: Annotated[int | None, Query(ge=1, le=5000, description="Records on a page; only with page.")] = None,
) -> PageAsked:
    """Return which page is wanted."""
    return PageAsked(page, per_page)


Asked = Annotated[PageAsked, Depends(page_asked)]


async def links_below_us(request: Request) -> None:
    """Let the links in the answer begin with the public address of the API."""
    base_address.set(settings_of(request).api_endpoint)


with_links = Depends(links_below_us)
