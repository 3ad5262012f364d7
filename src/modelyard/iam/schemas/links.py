"""Links of the IAM API. Services know paths; the routes say which address they stand below."""

from contextvars import ContextVar

from pydantic import BaseModel, ConfigDict, Field, field_serializer

base_address: ContextVar[str] = ContextVar("base_address", default="")


class Links(BaseModel):
    """Where a thing, or the neighbours of a page, can be read. Written as a path, sent as an address."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    self_: str = Field(alias="self")
    previous: str | None = None
    next: str | None = None

    @field_serializer("self_", "previous", "next")
    def _absolute(self, value: str | None) -> str | None:
        return base_address.get() + value if value is not None and value.startswith("/") else value


def links(self_: str, *, previous: str | None = None, following: str | None = None) -> Links:
    """Return links. The type checker knows no argument called `self`, hence this function."""
    return Links.model_validate({"self": self_, "previous": previous, "next": following})


def links_to(path: str) -> Links:
    """Return the links of one thing, or of a list without pages."""
    return links(path)
