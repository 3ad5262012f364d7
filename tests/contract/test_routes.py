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
from modelyard.core.http import audit_after, open_session
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
    "GET /v2/shared-logs/{link_id}",
    "GET /v3",
    "GET /version",
    "POST /v2/sessions",
    "POST /v3.0/OS-AUTH/id-token/tokens",
    "POST /v3.0/OS-CREDENTIAL/securitytokens",
    "POST /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/auth",
    "POST /v3/auth/tokens",
    "POST /v5/agencies/assume-with-oidc",
    "POST /v5/agencies/assume-with-saml",
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


def calls_of(dependant: Dependant) -> Iterator[object]:
    """Return everything that a route depends on."""
    yield dependant.call
    for inner in dependant.dependencies:
        yield from calls_of(inner)


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
IN_PROJECT = [operation for operation in GUARDED if re.match(r"/v\d+/{project_id}", operation.path_template)]
OF_PROJECTS = [operation for operation in GUARDED if "projects/{project_id}" in operation.path_template]
IN_DOMAIN = [operation for operation in GUARDED if "{domain_id}" in operation.path_template]


def every(operations: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.name)


async def call(client: AsyncClient, operation: Operation, path: str, key: ClientKey | None, **headers: str) -> Response:
    body = b"{}" if operation.method in {"POST", "PUT", "PATCH"} else b""
    if key is not None:
        headers = sign_request(key, operation.method, f"http://test{path}", headers=headers, body=body)
    return await client.request(operation.method, path, content=body, headers=headers)


async def walk(
    client: AsyncClient, callers: Callers, operations: list[Operation], key: ClientKey | None, **headers: str
) -> dict[str, Response]:
    """Call each operation as somebody and return the answers by name."""
    assert operations
    return {operation.name: await call(client, operation, operation.path(callers), key, **headers) for operation in operations}


def without_status(answers: dict[str, Response], *wanted: int) -> dict[str, str]:
    """Return the answers that have none of these statuses, with what they said."""
    return {
        name: f"{answer.status_code} {answer.text[:200]}"
        for name, answer in answers.items()
        if answer.status_code not in wanted
    }


def code_of(answer: Response) -> str | None:
    """Return the error code; an answer to HEAD has no body."""
    return answer.json()["error_code"] if answer.content else None


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
        assert re.fullmatch(r"[a-z]+:[A-Za-z]*:[A-Za-z]+", action.name)
        assert action.text
        assert re.search("[\u4e00-\u9fff]", action.zh)

    @every([operation for operation in WITH_ACTION if operation.guard.action.name.startswith("modelarts:")])  # type: ignore[union-attr]
    def test_a_part_of_a_thing_is_asked_for_as_that_thing(self, operation: Operation) -> None:
        ids = {name for name, _ in re.findall(r"{(\w+)(:\w+)?}", operation.path_template)} - {"project_id", "domain_id"}

        assert len(ids) <= 1 or operation.guard.of in ids or operation.guard.decided_by_service

    @every(OPERATIONS)
    def test_a_route_with_a_session_is_audited_in_it(self, operation: Operation) -> None:
        # The record would wait for the session that is open, which waits for the record.
        calls = set(calls_of(operation.route.dependant))
        assert not {open_session, audit_after} <= calls

    def test_operation_ids_are_unique(self) -> None:
        ids = [operation.route.operation_id for operation in OPERATIONS if operation.route.operation_id]

        assert len(ids) == len(set(ids))


class TestStrangers:
    async def test_nobody_gets_in_without_credentials(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, GUARDED, None)

        assert without_status(answers, 401) == {}

    async def test_a_wrong_signature_is_refused(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, GUARDED, ClientKey(callers.owner.access, "0" * 40))

        assert without_status(answers, 401) == {}

    async def test_a_made_up_token_is_refused(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, GUARDED, None, **{"x-auth-token": "eyJhbGciOiJub25lIn0.e30."})

        assert without_status(answers, 401) == {}

    async def test_a_made_up_session_is_refused(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, GUARDED, None, cookie="modelyard_session=made-up")

        assert without_status(answers, 401) == {}


class TestPowerless:
    async def test_a_user_without_rights_is_refused_and_told_why(self, client: AsyncClient, callers: Callers) -> None:
        operations = [operation for operation in WITH_ACTION if not operation.guard.decided_by_service]

        answers = await walk(client, callers, operations, callers.powerless)

        assert without_status(answers, 403) == {}
        for operation in operations:
            if operation.method != "HEAD":
                assert operation.guard.action is not None
                params = answers[operation.name].json()["params"]
                assert (params["action"], params["reason"]) == (operation.guard.action.name, "no_policy_allows")

    async def test_a_user_without_rights_gets_nothing_where_the_service_decides(
        self, client: AsyncClient, callers: Callers
    ) -> None:
        operations = [operation for operation in WITH_ACTION if operation.guard.decided_by_service]

        answers = await walk(client, callers, operations, callers.powerless)

        # What the service looks at first may be missing or malformed here; its own tests show the refusal itself.
        assert without_status(answers, 400, 403, 404) == {}


class TestForeigners:
    async def test_another_accounts_project_is_out_of_reach(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, IN_PROJECT, callers.stranger)

        assert without_status(answers, 403) == {}
        assert {code_of(answer) for answer in answers.values()} <= {None, "ModelArts.0210"}

    async def test_a_project_of_another_account_is_not_found(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, OF_PROJECTS, callers.stranger)

        assert without_status(answers, 400, 403, 404) == {}

    async def test_another_account_is_out_of_reach(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, IN_DOMAIN, callers.stranger)

        assert without_status(answers, 403, 404) == {}


class TestOwner:
    async def test_the_owner_meets_no_bug(self, client: AsyncClient, callers: Callers) -> None:
        answers = await walk(client, callers, GUARDED, callers.owner)

        assert {name: answer.text for name, answer in answers.items() if answer.status_code >= 500} == {}
