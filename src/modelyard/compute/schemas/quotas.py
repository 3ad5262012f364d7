"""Quotas on the wire."""

from typing import Annotated

from pydantic import Field

from modelyard.compute.schemas.wire import Shape


class QuotaShape(Shape):
    """A quota. quota: -1 for no limit; then `used_quota` is null, as the public contract has it."""

    resource: str
    quota: int
    used_quota: int | None = None
    min_quota: int = 0
    max_quota: int = 2**31 - 1
    name_en: str
    name_cn: str
    unit_en: str
    unit_cn: str
    update_time: int | None = None


class QuotaList(Shape):
    """All quotas of a workspace or a project."""

    quotas: list[QuotaShape]


class QuotaChange(Shape):
    """quota: 0 or more, or -1 for no limit."""

    resource: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
    quota: Annotated[int, Field(ge=-1, le=2**31 - 1)]


class QuotaUpdate(Shape):
    """Quotas to set; others stay as they are."""

    quotas: Annotated[list[QuotaChange], Field(min_length=1, max_length=50)]
