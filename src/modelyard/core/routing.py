"""Finding the route of a request without asking all of them: hundreds of patterns would be tried one after another."""

from collections import defaultdict
from collections.abc import Sequence

from fastapi.routing import APIRoute
from starlette.convertors import PathConvertor
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_Shelf = tuple[str, int]


class Shelves(BaseRoute):
    """Stands before the routes that it was made of, and answers for them where one of them takes a request.

    Routes lie together that have the same first segment and as many segments; those that take paths of any length lie on every
    shelf. On a shelf they are asked in their order. Where none fits, the framework asks all of them again, and finds
    out whether the path or the method is wrong.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        found = [route for route in routes if isinstance(route, APIRoute)]
        shelves = {_shelf(route.path) for route in found if not _takes_any(route)}
        self._shelves: dict[_Shelf, list[APIRoute]] = defaultdict(list)
        for route in found:
            for shelf in shelves if _takes_any(route) else [_shelf(route.path)]:
                self._shelves[shelf].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return the match of the first route that takes the request."""
        if scope["type"] == "http":
            for route in self._shelves.get(_shelf(scope["path"]), ()):
                match, child_scope = route.matches(scope)
                if match is Match.FULL:
                    return match, child_scope
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route that has taken it."""
        await scope["route"].handle(scope, receive, send)


def _shelf(path: str) -> _Shelf:
    return path[1:].partition("/")[0], path.count("/")


def _takes_any(route: APIRoute) -> bool:
    """Return whether paths of several lengths, or with several first segments, may match a route."""
    has_paths = any(isinstance(convertor, PathConvertor) for convertor in route.param_convertors.values())
    return has_paths or route.path.startswith("/{")
