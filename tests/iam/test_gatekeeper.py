"""A request's way in."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Request
from sqlalchemy import delete, update

from modelyard.core.access import Action, Guard, allow, authenticated
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.errors import Forbidden
from modelyard.core.subject import Subject
from modelyard.iam.errors.authentication import KeyInactive, UserDisabled
from modelyard.iam.models import AccessKeyRow, DomainRow, GrantRow, ProjectRow, UserRow
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.testing import ClientKey, grant, make_access_key, make_domain, make_project, make_user, sign_request
from modelyard.iam.types import AccessMode, GrantScope, KeyStatus

GET_THING = Action("modelarts:thing:get", "See a thing", "查看")
CREATE_THING = Action("modelarts:thing:create", "Make a thing", "创建")
BASE = "http://platform:8000"


@dataclass
class Scene:
    """An account with one project, one user and one key; the user may see things and not make them."""

    database: Database
    client: httpx.AsyncClient
    clock: FixedClock
    domain: DomainRow
    project: ProjectRow
    user: UserRow
    key: ClientKey

    async def call(self, method: str = "GET", path: str | None = None, *, body: bytes = b"", **options: Any) -> httpx.Response:
        """Send a signed request."""
        url = BASE + (path or f"/v1/{self.project.id}/things/a%20b?x=1")
        options.setdefault("at", self.clock.now())
        headers = sign_request(options.pop("key", self.key), method, url, body=body, **options)
        return await self.client.request(method, url, headers=headers, content=body)

    async def change_user(self, **columns: Any) -> None:
        async with self.database.session() as db:
            await db.execute(update(UserRow).where(UserRow.id == self.user.id).values(**columns))
            await bump_revision(db)


@pytest.fixture
async def scene(database: Database, app: FastAPI, client: httpx.AsyncClient, clock: FixedClock) -> Scene:
    @app.get("/v1/{project_id}/things/{name}")
    async def get_thing(who: Annotated[Subject, allow(GET_THING)], name: str) -> dict[str, Any]:
        return {"user": who.user_id, "project": who.project_id, "name": name}

    @app.post("/v1/{project_id}/things", status_code=201)
    async def create_thing(who: Annotated[Subject, allow(CREATE_THING)]) -> None:
        return None

    @app.get("/v3/domains/{domain_id}/things")
    async def domain_things(who: Annotated[Subject, authenticated("a test")]) -> dict[str, Any]:
        return {"project": who.project_id}

    @app.post("/v3/notes", status_code=201)
    async def create_note(who: Annotated[Subject, authenticated("a test")], note: dict[str, Any]) -> dict[str, Any]:
        return note

    async with database.session() as db:
        domain = await make_domain(db)
        project = await make_project(db, domain)
        user = await make_user(db, domain)
        key = await make_access_key(db, user)
        await grant(db, user, [{"Effect": "Allow", "Action": ["modelarts:thing:get"]}])
    return Scene(database, client, clock, domain, project, user, key)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error_code"]


class TestSignedRequests:
    async def test_a_signed_request_is_the_users(self, scene: Scene) -> None:
        response = await scene.call()

        assert response.json() == {"user": scene.user.id, "project": scene.project.id, "name": "a b"}

    async def test_without_credentials_nobody_gets_in(self, scene: Scene) -> None:
        assert code(await scene.client.get(f"/v1/{scene.project.id}/things/a")) == (401, "ModelArts.0205")

    @pytest.mark.parametrize("header", ["SDK-HMAC-SHA256 x", "SDK-HMAC-SHA256 Access=A", "Basic eDp5", "\xff"])
    async def test_an_authorization_header_that_cannot_be_read_is_refused(self, scene: Scene, header: str) -> None:
        response = await scene.client.get(
            f"/v1/{scene.project.id}/things/a", headers={b"authorization": header.encode("latin-1")}
        )

        assert code(response) == (401, "ModelArts.0206")

    async def test_an_algorithm_that_is_not_offered_is_named(self, scene: Scene) -> None:
        url = f"{BASE}/v1/{scene.project.id}/things/a"
        headers = sign_request(scene.key, "GET", url, at=scene.clock.now())
        headers["authorization"] = headers["authorization"].replace("SDK-HMAC-SHA256", "SDK-ECDSA-P256-SHA256")

        assert (await scene.client.get(url, headers=headers)).json()["params"]["reason"] == "algorithm"

    async def test_a_wrong_secret_is_refused(self, scene: Scene) -> None:
        assert code(await scene.call(key=replace(scene.key, secret="x" * 40))) == (401, "APIG.0301")

    async def test_an_unknown_key_gets_the_answer_of_a_wrong_secret(self, scene: Scene) -> None:
        unknown = await scene.call(key=replace(scene.key, access="UNKNOWN"))
        wrong = await scene.call(key=replace(scene.key, secret="x" * 40))

        assert {**unknown.json(), "request_id": ""} == {**wrong.json(), "request_id": ""}

    @pytest.mark.parametrize(("seconds", "status"), [(-901, 401), (-899, 200), (899, 200), (901, 401)])
    async def test_the_clock_of_the_client_may_be_15_minutes_off(self, scene: Scene, seconds: int, status: int) -> None:
        response = await scene.call(at=scene.clock.now() + timedelta(seconds=seconds))

        assert response.status_code == status

    async def test_a_date_that_is_none_is_refused(self, scene: Scene) -> None:
        assert code(await scene.call(headers={"x-sdk-date": "20261399T000000Z"})) == (401, "ModelArts.0206")

    async def test_a_changed_body_is_refused(self, scene: Scene) -> None:
        headers = sign_request(scene.key, "POST", f"{BASE}/v3/notes", body=b'{"a": 1}', at=scene.clock.now())

        response = await scene.client.post("/v3/notes", headers=headers, content=b'{"a": 2}')

        assert code(response) == (401, "APIG.0301")

    async def test_an_unsigned_body_is_admitted_when_the_client_says_so(self, scene: Scene) -> None:
        declared = {"x-sdk-content-sha256": "UNSIGNED-PAYLOAD"}

        response = await scene.call("POST", "/v3/notes", body=b'{"a": 2}', headers=declared)

        assert response.status_code == 201

    async def test_a_disabled_key_is_refused(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            await db.execute(update(AccessKeyRow).values(status=KeyStatus.INACTIVE.value))

        assert (await scene.call()).json()["params"]["reason"] == "inactive"

    async def test_the_key_of_a_disabled_user_is_refused_at_once(self, scene: Scene) -> None:
        assert (await scene.call()).status_code == 200

        await scene.change_user(enabled=False)

        assert code(await scene.call()) == (403, "IAM.0080")

    async def test_a_user_for_the_console_only_cannot_sign(self, scene: Scene) -> None:
        await scene.change_user(access_mode=AccessMode.CONSOLE.value)

        assert code(await scene.call()) == (403, "IAM.0081")


class TestReplay:
    async def test_a_post_cannot_be_sent_again_later(self, scene: Scene) -> None:
        at = scene.clock.now()
        assert (await scene.call("POST", "/v3/notes", body=b"{}", at=at)).status_code == 201
        scene.clock.advance(3)

        response = await scene.call("POST", "/v3/notes", body=b"{}", at=at)

        assert response.json()["params"]["reason"] == "replayed"

    async def test_two_equal_posts_in_one_second_are_both_admitted(self, scene: Scene) -> None:
        at = scene.clock.now()

        statuses = [(await scene.call("POST", "/v3/notes", body=b"{}", at=at)).status_code for _ in range(2)]

        assert statuses == [201, 201]

    async def test_a_get_may_be_repeated(self, scene: Scene) -> None:
        at = scene.clock.now()
        await scene.call(at=at)
        scene.clock.advance(60)

        assert (await scene.call(at=at)).status_code == 200


class TestLock:
    async def test_after_five_wrong_signatures_the_key_is_locked_for_those_who_sign_wrongly(self, scene: Scene) -> None:
        wrong = replace(scene.key, secret="x" * 40)

        reasons = [(await scene.call(key=wrong)).json()["params"]["reason"] for _ in range(6)]

        assert reasons == ["wrong"] * 5 + ["locked"]

    async def test_a_stranger_cannot_lock_out_the_holder(self, scene: Scene) -> None:
        for _ in range(10):
            await scene.call(key=replace(scene.key, secret="x" * 40))

        assert (await scene.call()).status_code == 200

    async def test_the_lock_ends_after_five_minutes(self, scene: Scene) -> None:
        wrong = replace(scene.key, secret="x" * 40)
        for _ in range(6):
            await scene.call(key=wrong)
        scene.clock.advance(301)

        assert (await scene.call(key=wrong)).json()["params"]["reason"] == "wrong"


class TestProjects:
    async def test_the_project_of_another_account_is_refused(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            foreign = await make_project(db, await make_domain(db))

        assert code(await scene.call(path=f"/v1/{foreign.id}/things/a")) == (403, "ModelArts.0210")

    @pytest.mark.parametrize("project_id", ["nothing", "%00", "a" * 500, "%ED%A0%80"])
    async def test_a_project_that_does_not_exist_is_refused(self, scene: Scene, project_id: str) -> None:
        assert code(await scene.call(path=f"/v1/{project_id}/things/a")) == (403, "ModelArts.0210")

    async def test_the_header_must_name_the_project_of_the_path(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            other = await make_project(db, scene.domain)

        assert code(await scene.call(headers={"x-project-id": other.id})) == (403, "ModelArts.0210")

    async def test_a_suspended_project_is_refused(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            await db.execute(update(ProjectRow).values(enabled=False))

        assert code(await scene.call()) == (403, "APIG.0310")

    async def test_an_account_path_must_be_the_callers(self, scene: Scene) -> None:
        own = await scene.call(path=f"/v3/domains/{scene.domain.id}/things")
        foreign = await scene.call(path="/v3/domains/other/things")

        assert (own.json(), code(foreign)) == ({"project": None}, (403, "IAM.0002"))


class TestRights:
    async def test_what_no_policy_allows_is_refused_with_the_reason(self, scene: Scene) -> None:
        response = await scene.call("POST", f"/v1/{scene.project.id}/things")

        assert code(response) == (403, "ModelArts.0108")
        assert response.json()["params"] == {
            "action": "modelarts:thing:create",
            "resource": "*",
            "reason": "no_policy_allows",
        }

    async def test_a_refusal_names_the_policy_that_denies(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            await grant(db, scene.user, [{"Effect": "deny", "Action": ["modelarts:*:get*"]}], name="no looking")

        params = (await scene.call()).json()["params"]

        assert (params["reason"], params["policy_name"]) == ("denied_by_policy", "no looking")

    async def test_a_new_grant_counts_for_the_next_request(self, scene: Scene) -> None:
        path = f"/v1/{scene.project.id}/things"
        before = await scene.call("POST", path)
        async with scene.database.session() as db:
            await grant(db, scene.user, [{"Effect": "Allow", "Action": ["modelarts:thing:create"]}])

        after = await scene.call("POST", path)

        assert (before.status_code, after.status_code) == (403, 201)

    async def test_a_grant_for_one_project_does_not_count_in_another(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            other = await make_project(db, scene.domain)
            statement = {"Effect": "Allow", "Action": ["modelarts:thing:create"]}
            await grant(db, scene.user, [statement], scope=GrantScope.PROJECT, scope_id=other.id)

        here = await scene.call("POST", f"/v1/{scene.project.id}/things")
        there = await scene.call("POST", f"/v1/{other.id}/things")

        assert (here.status_code, there.status_code) == (403, 201)

    async def test_the_owner_of_the_account_may_do_everything(self, scene: Scene) -> None:
        await scene.change_user(is_domain_owner=True)

        assert (await scene.call("POST", f"/v1/{scene.project.id}/things")).status_code == 201

    async def test_without_strict_authorization_everything_is_allowed_that_is_not_denied(self, scene: Scene) -> None:
        async with scene.database.session() as db:
            await db.execute(update(DomainRow).values(strict_authorization=False))
            await bump_revision(db)

        assert (await scene.call("POST", f"/v1/{scene.project.id}/things")).status_code == 201


class TestRequestsThatLast:
    """A stream or a terminal: its caller is looked at anew while it lasts."""

    @pytest.fixture
    def request_of(self, scene: Scene, app: FastAPI) -> Request:
        headers = sign_request(scene.key, "GET", f"{BASE}/v1/{scene.project.id}/things/a", at=scene.clock.now())
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"/v1/{scene.project.id}/things/a",
            "path_params": {"project_id": scene.project.id, "name": "a"},
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "app": app,
        }
        return Request(scope)

    async def test_the_signature_of_its_beginning_does_not_grow_old(self, scene: Scene, request_of: Request) -> None:
        guard = Guard(GET_THING, of="name")
        await guard(request_of)
        scene.clock.advance(6 * 3600)

        await guard.again(request_of)

    async def test_a_disabled_key_ends_it(self, scene: Scene, request_of: Request) -> None:
        guard = Guard(GET_THING, of="name")
        await guard(request_of)
        async with scene.database.session() as db:
            await db.execute(update(AccessKeyRow).values(status=KeyStatus.INACTIVE))
            await bump_revision(db)

        with pytest.raises(KeyInactive):
            await guard.again(request_of)

    async def test_a_disabled_user_ends_it(self, scene: Scene, request_of: Request) -> None:
        guard = Guard(GET_THING, of="name")
        await guard(request_of)
        await scene.change_user(enabled=False)

        with pytest.raises(UserDisabled):
            await guard.again(request_of)

    async def test_a_right_that_was_taken_away_ends_it(self, scene: Scene, request_of: Request) -> None:
        guard = Guard(GET_THING, of="name")
        await guard(request_of)
        async with scene.database.session() as db:
            await db.execute(delete(GrantRow))
            await bump_revision(db)

        with pytest.raises(Forbidden):
            await guard.again(request_of)

    async def test_who_only_has_to_be_known_stays_as_long_as_he_is(self, scene: Scene, request_of: Request) -> None:
        await Guard(None, "a test")(request_of)

        await Guard(None, "a test").again(request_of)
