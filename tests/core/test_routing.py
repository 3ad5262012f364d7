"""Requests find the routes that they would find without shelves."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from modelyard.core.routing import Shelves

PATHS = (
    "/v1/{project}/things",
    "/v1/{project}/things/{thing}",
    "/v1/{project}/files/{path:path}",
    "/v1/{project}/files/named",
    "/{anything}/things/special",
    "/v2/{project}/things",
    "/health",
)


def saying(path: str) -> Callable[[], str]:
    def answer() -> str:
        return path

    return answer


def client(*, shelves: bool) -> httpx.AsyncClient:
    router = APIRouter()
    for path in PATHS:
        router.add_api_route(path, saying(path), methods=["GET"])
    router.add_api_route("/v1/{project}/things", saying("made"), methods=["POST"])
    app = FastAPI(redirect_slashes=False)
    app.router.routes.extend(router.routes)
    if shelves:
        app.router.routes.insert(0, Shelves(app.router.routes))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


class TestShelves:
    @pytest.mark.parametrize(
        ("method", "path", "expected"),
        [
            ("GET", "/v1/p/things", PATHS[0]),
            ("POST", "/v1/p/things", "made"),
            ("GET", "/v1/p/things/t", PATHS[1]),
            ("GET", "/v1/p/files/a/b/c/d/e", PATHS[2]),
            ("GET", "/v1/p/files/named", PATHS[2]),
            ("GET", "/v3/things/special", PATHS[4]),
            ("GET", "/v1/things/special", PATHS[4]),
            ("GET", "/v2/p/things", PATHS[5]),
            ("GET", "/health", PATHS[6]),
        ],
    )
    async def test_the_first_route_that_fits_answers(self, method: str, path: str, expected: str) -> None:
        answers = [await client(shelves=shelves).request(method, path) for shelves in (False, True)]

        assert [answer.json() for answer in answers] == [expected, expected]

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("DELETE", "/v1/p/things", 405),
            ("GET", "/v1/p/nothing", 404),
            ("GET", "/v1/p/things/", 404),
            ("GET", "/nothing", 404),
            ("GET", "/", 404),
        ],
    )
    async def test_what_fits_nowhere_is_refused_as_ever(self, method: str, path: str, status: int) -> None:
        answers = [await client(shelves=shelves).request(method, path) for shelves in (False, True)]

        assert [answer.status_code for answer in answers] == [status, status]
