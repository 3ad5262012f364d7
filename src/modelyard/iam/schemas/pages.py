"""Pages as the IAM API counts them: `page` from 1 on and `per_page`, both or neither."""

from dataclasses import dataclass
from urllib.parse import urlencode

from modelyard.iam.errors.directory import BadDirectoryValue
from modelyard.iam.schemas.links import Links, links

_ALL = 100_000


@dataclass(frozen=True)
class PageAsked:
    """Which page of a list is wanted; without numbers the whole list."""

    page: int | None = None
    per_page: int | None = None

    def __post_init__(self) -> None:
        if (self.page is None) != (self.per_page is None):
            raise BadDirectoryValue(field="page", problem="page and per_page must be given together")

    @property
    def offset(self) -> int:
        return 0 if self.page is None or self.per_page is None else (self.page - 1) * self.per_page

    @property
    def limit(self) -> int:
        return self.per_page or _ALL

    def links(self, path: str, total: int, **query: str | bool | None) -> Links:
        """Return the links of this page and its neighbours; `query` are the filters, which the neighbours keep."""
        if self.page is None:
            return links(self._to(path, None, query))
        more = self.offset + self.limit < total
        return links(
            self._to(path, self.page, query),
            previous=self._to(path, self.page - 1, query) if self.page > 1 else None,
            following=self._to(path, self.page + 1, query) if more else None,
        )

    def _to(self, path: str, page: int | None, query: dict[str, str | bool | None]) -> str:
        given = {
            name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items() if value is not None
        }
        if page is not None:
            given |= {"page": str(page), "per_page": str(self.per_page)}
        return f"{path}?{urlencode(given)}" if given else path
