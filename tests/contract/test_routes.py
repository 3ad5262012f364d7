"""Every route of the application, called by everybody who must not get through.

A route that declares nothing, or is public without being listed here, fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from httpx import AsyncClient, Response

from contract.conftest import Callers
from modelyard.core.access import Guard, Public
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.app import create_app
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings

# Open to everybody, each with the reason that its route declares.
PUBLIC = {
    "GET /",
    "GET /console",
    "GET /console/{path:path}",
    "GET /healthz",
    "GET /openapi.json",
    "GET /version",
}


@dataclass(frozen=True)
class Operation:
    """One method of one route."""

    method: str
    route: RouteContext

    @property
    def name(self) -> str:
        return f"{self.method} {self.path_template}"

    @property
    def path_template(self) -> str:
        assert self.route.path is not None
        return self.route.path

    @property
    def doors(self) -> list[Guard | Public]:
        return list(doors_of(self.route.dependant))

    @property
    def guard(self) -> Guard:
        (door,) = self.doors
        assert isinstance(door, Guard)
        return door

    def path(self, callers: Callers) -> str:
        """Return the path with ids of the callers' account and of things that do not exist."""
        known = {"project_id": callers.project_id, "domain_id": callers.domain_id}
        return re.sub(r"{(\w+)(:\w+)?}", lambda match: known.get(match[1], "0" * 32), self.path_template)


def doors_of(dependant: Dependant) -> Iterator[Guard | Public]:
    """Yield what stands before a route, wherever it was declared."""
    if isinstance(dependant.call, Guard | Public):
        yield dependant.call
    for inner in dependant.dependencies:
        yield from doors_of(inner)


def all_operations() -> list[Operation]:
    app = create_app(PlatformSettings(), Home(Path("/nonexistent")))
    return [Operation(method, route) for route in iter_route_contexts(app.routes) for method in sorted(route.methods or ())]


OPERATIONS = all_operations()
GUARDED = [operation for operation in OPERATIONS if any(isinstance(door, Guard) for door in operation.doors)]
WITH_ACTION = [operation for operation in GUARDED if operation.guard.action is not None]
IN_PROJECT = [operation for operation in GUARDED if "{project_id}" in operation.path_template]
IN_DOMAIN = [operation for operation in GUARDED if "{domain_id}" in operation.path_template]


def every(operations: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.name)


async def call(client: AsyncClient, operation: Operation, path: str, key: ClientKey | None, **headers: str) -> Response:
    body = b"{}" if operation.method in {"POST", "PUT", "PATCH"} else b""
    if key is not None:
        headers = sign_request(key, operation.method, f"http://test{path}", headers=headers, body=body)
    return await client.request(operation.method, path, content=body, headers=headers)


def code_of(operation: Operation, answer: Response) -> str | None:
    """Return the error code; an answer to HEAD has no body."""
    return None if operation.method == "HEAD" else answer.json()["error_code"]


class TestDeclarations:
    @every(OPERATIONS)
    def test_each_route_says_who_may_call_it(self, operation: Operation) -> None:
        assert len(operation.doors) == 1

    def test_the_public_routes_are_the_ones_listed_here(self) -> None:
        found = {operation.name for operation in OPERATIONS for door in operation.doors if isinstance(door, Public)}

        assert found == PUBLIC

    @every(OPERATIONS)
    def test_a_route_without_an_action_says_why(self, operation: Operation) -> None:
        (door,) = operation.doors
        if isinstance(door, Public) or door.action is None:
            assert len(door.reason) > 10

    @every(WITH_ACTION)
    def test_actions_have_the_known_form_and_both_languages(self, operation: Operation) -> None:
        action = operation.guard.action
        assert action is not None
        assert re.fullmatch(r"[a-z]+:[A-Za-z]+:[A-Za-z]+", action.name)
        assert action.text
        assert re.search("[\u4e00-\u9fff]", action.zh)

    def test_operation_ids_are_unique(self) -> None:
        ids = [operation.route.operation_id for operation in OPERATIONS if operation.route.operation_id]

        assert len(ids) == len(set(ids))


class TestStrangers:
    @every(GUARDED)
    async def test_nobody_gets_in_without_credentials(
        self, client: AsyncClient, callers: Callers, operation: Operation
    ) -> None:
        answer = await call(client, operation, operation.path(callers), None)

        assert answer.status_code == 401

    @every(GUARDED)
    async def test_a_wrong_signature_is_refused(self, client: AsyncClient, callers: Callers, operation: Operation) -> None:
        forged = ClientKey(callers.owner.access, "0" * 40)

        answer = await call(client, operation, operation.path(callers), forged)

        assert answer.status_code == 401

    @every(GUARDED)
    async def test_a_made_up_token_is_refused(self, client: AsyncClient, callers: Callers, operation: Operation) -> None:
        answer = await call(client, operation, operation.path(callers), None, **{"x-auth-token": "eyJhbGciOiJub25lIn0.e30."})

        assert answer.status_code == 401


class TestPowerless:
    @every(WITH_ACTION)
    async def test_a_user_without_rights_is_refused_and_told_why(
        self, client: AsyncClient, callers: Callers, operation: Operation
    ) -> None:
        answer = await call(client, operation, operation.path(callers), callers.powerless)

        assert answer.status_code == 403
        if operation.method != "HEAD":
            assert operation.guard.action is not None
            assert answer.json()["params"]["action"] == operation.guard.action.name
            assert answer.json()["params"]["reason"] == "no_policy_allows"


class TestForeigners:
    @every(IN_PROJECT)
    async def test_another_accounts_project_is_out_of_reach(
        self, client: AsyncClient, callers: Callers, operation: Operation
    ) -> None:
        answer = await call(client, operation, operation.path(callers), callers.stranger)

        assert answer.status_code == 403
        assert code_of(operation, answer) in {None, "ModelArts.0210"}

    @every(IN_DOMAIN)
    async def test_another_account_is_out_of_reach(self, client: AsyncClient, callers: Callers, operation: Operation) -> None:
        answer = await call(client, operation, operation.path(callers), callers.stranger)

        assert answer.status_code in {403, 404}


class TestOwner:
    @every(GUARDED)
    async def test_the_owner_meets_no_bug(self, client: AsyncClient, callers: Callers, operation: Operation) -> None:
        answer = await call(client, operation, operation.path(callers), callers.owner)

        assert answer.status_code < 500
