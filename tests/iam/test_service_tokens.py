"""Getting, showing and revoking tokens."""

from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import jwt
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from modelyard.core.access import authenticated
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database, now
from modelyard.core.subject import Subject
from modelyard.iam.adapters.passwords import hash_password
from modelyard.iam.api import mfa, sessions, sts, tokens, traces
from modelyard.iam.models import AuditRecordRow, DomainRow, ProjectRow, UserRow
from modelyard.iam.service import IAMContext, ensure_ready
from modelyard.iam.service.gatekeeper import totp_purpose
from modelyard.iam.testing import ClientKey, grant, make_access_key, make_domain, make_project, make_user, sign_request

PASSWORD = "correct horse 7"
HASHES: list[str] = []


@dataclass
class Office:
    """An account with a user who has a password, a key and a project."""

    database: Database
    client: httpx.AsyncClient
    clock: FixedClock
    context: IAMContext
    domain: DomainRow
    project: ProjectRow
    user: UserRow
    key: ClientKey

    def password(self, **changes: Any) -> dict[str, Any]:
        user = {"name": self.user.name, "password": PASSWORD, "domain": {"name": self.domain.name}, **changes}
        return {"methods": ["password"], "password": {"user": user}}

    async def ask(self, identity: dict[str, Any], scope: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        auth = {"identity": identity} | ({"scope": scope} if scope is not None else {})
        return await self.client.post("/v3/auth/tokens", json={"auth": auth}, **options)

    async def token(self, scope: dict[str, Any] | None = None) -> str:
        answer = await self.ask(self.password(), scope)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["X-Subject-Token"])

    async def change_user(self, **columns: Any) -> None:
        async with self.database.session() as db:
            await db.execute(update(UserRow).where(UserRow.id == self.user.id).values(**columns))

    async def whoami(self, token: str, path: str | None = None) -> httpx.Response:
        return await self.client.get(path or "/v3/whoami", headers={"X-Auth-Token": token})


@pytest.fixture
async def office(database: Database, app: FastAPI, client: httpx.AsyncClient, clock: FixedClock, context: IAMContext) -> Office:
    for module in (tokens, sts, sessions, mfa, traces):
        app.include_router(module.router)

    @app.get("/v3/whoami")
    @app.get("/v1/{project_id}/whoami")
    async def whoami(who: Annotated[Subject, authenticated("a test")]) -> dict[str, Any]:
        return {"user": who.user_id, "project": who.project_id, "kind": who.kind, "name": who.user_name}

    @app.post("/v3/changes", status_code=201)
    async def change(who: Annotated[Subject, authenticated("a test")]) -> None:
        return None

    if not HASHES:
        HASHES.append(await hash_password(PASSWORD))
    async with database.session() as db:
        await ensure_ready(db, context)
        domain = await make_domain(db)
        project = await make_project(db, domain)
        user = await make_user(db, domain, password_hash=HASHES[0])
        key = await make_access_key(db, user)
    return Office(database, client, clock, context, domain, project, user, key)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error_code"]


class TestPassword:
    async def test_a_token_for_a_project_by_name(self, office: Office) -> None:
        answer = await office.ask(office.password(), {"project": {"name": office.project.name}})

        body = answer.json()["token"]
        assert answer.status_code == 201
        assert body["project"]["id"] == office.project.id
        assert body["user"] == {
            "id": office.user.id,
            "name": office.user.name,
            "domain": {"id": office.domain.id, "name": office.domain.name},
            "password_expires_at": "",
        }
        assert body["methods"] == ["password"]
        assert body["issued_at"] == "2026-01-02T03:04:05.000000Z"
        assert body["expires_at"] == "2026-01-03T03:04:05.000000Z"
        assert {entry["type"] for entry in body["catalog"]} >= {"iam", "object", "modelarts"}

    async def test_the_token_is_short_and_can_be_checked_with_the_public_keys(self, office: Office) -> None:
        token = await office.token()
        async with office.database.read_session() as db:
            keys = jwt.PyJWKSet.from_dict(await office.context.token_keys.jwks(db))

        payload = jwt.decode(token, keys[jwt.get_unverified_header(token)["kid"]], options={"verify_exp": False})

        assert payload["sub"] == office.user.id
        assert len(token) < 1000

    async def test_nocatalog_leaves_the_catalogue_out(self, office: Office) -> None:
        answer = await office.client.post("/v3/auth/tokens?nocatalog=1", json={"auth": {"identity": office.password()}})

        assert "catalog" not in answer.json()["token"]

    async def test_a_token_without_project_is_for_the_account(self, office: Office) -> None:
        answer = await office.ask(office.password(), {"domain": {"name": office.domain.name}})

        assert answer.json()["token"]["domain"]["id"] == office.domain.id

    @pytest.mark.parametrize(
        "change", [{"password": "wrong"}, {"name": "nobody"}, {"domain": {"name": "nowhere"}}, {"name": None, "id": "nobody"}]
    )
    async def test_wrong_names_and_wrong_passwords_get_one_answer(self, office: Office, change: dict[str, Any]) -> None:
        answer = await office.ask(office.password(**change))

        assert code(answer) == (401, "IAM.0062")
        assert answer.json()["error"]["code"] == 401

    async def test_five_wrong_passwords_lock_the_user_and_each_further_one_doubles_the_time(self, office: Office) -> None:
        for _ in range(5):
            assert (await office.ask(office.password(password="wrong"))).status_code == 401

        locked = await office.ask(office.password())
        office.clock.advance(901)
        again = await office.ask(office.password(password="wrong"))
        doubled = await office.ask(office.password())

        assert (locked.status_code, locked.json()["params"]) == (429, {"retry_after_seconds": 900})
        assert locked.headers["Retry-After"] == "900"
        assert (again.status_code, doubled.json()["params"]) == (401, {"retry_after_seconds": 1800})

    async def test_a_name_that_nobody_has_locks_like_one_that_somebody_has(self, office: Office) -> None:
        for _ in range(5):
            await office.ask(office.password(name="nobody"))

        assert (await office.ask(office.password(name="nobody"))).status_code == 429

    async def test_a_right_password_forgets_the_wrong_ones(self, office: Office) -> None:
        for _ in range(4):
            await office.ask(office.password(password="wrong"))
        await office.token()

        statuses = [(await office.ask(office.password(password="wrong"))).status_code for _ in range(5)]

        assert statuses == [401] * 5

    async def test_an_address_may_not_try_on_and_on(self, office: Office) -> None:
        answers = [await office.ask(office.password(name=f"n{number}", password="x")) for number in range(31)]

        assert answers[-1].status_code == 429

    async def test_a_user_who_must_change_his_password_gets_no_token(self, office: Office) -> None:
        await office.change_user(must_change_password=True)

        assert code(await office.ask(office.password())) == (403, "Modelyard.1003")

    async def test_a_disabled_user_is_told_so_after_the_right_password(self, office: Office) -> None:
        await office.change_user(enabled=False)

        assert code(await office.ask(office.password())) == (403, "IAM.0080")

    async def test_another_accounts_project_is_no_scope(self, office: Office) -> None:
        async with office.database.session() as db:
            foreign = await make_project(db, await make_domain(db))

        assert code(await office.ask(office.password(), {"project": {"id": foreign.id}})) == (404, "IAM.0004")

    async def test_logins_are_on_record_without_the_password(self, office: Office) -> None:
        await office.token()
        await office.ask(office.password(password="wrong"))

        async with office.database.read_session() as db:
            records = (await db.scalars(select(AuditRecordRow).order_by(AuditRecordRow.id))).all()
        assert [(record.status, record.user_id) for record in records] == [(201, office.user.id), (401, office.user.id)]
        assert PASSWORD not in str(records[0].request)


class TestOtherMethods:
    async def test_an_access_key_with_its_secret(self, office: Office) -> None:
        identity = {
            "methods": ["hw_ak_sk"],
            "hw_ak_sk": {"access": {"key": office.key.access}, "secret": {"key": office.key.secret}},
        }

        answer = await office.ask(identity, {"project": {"name": office.project.name}})

        assert answer.json()["token"]["user"]["id"] == office.user.id

    async def test_a_wrong_secret_is_refused(self, office: Office) -> None:
        identity = {"methods": ["hw_ak_sk"], "hw_ak_sk": {"access": {"key": office.key.access}, "secret": {"key": "x"}}}

        assert code(await office.ask(identity)) == (401, "IAM.0062")

    async def test_a_token_gives_one_of_another_scope_that_does_not_live_longer(self, office: Office) -> None:
        token = await office.token()
        office.clock.advance(3600)

        identity = {"methods": "token", "token": {"id": token}}
        answer = await office.ask(identity, {"project": {"id": office.project.id}})

        body = answer.json()["token"]
        assert body["methods"] == ["password", "token"]
        assert body["expires_at"] == "2026-01-03T03:04:05.000000Z"
        path = f"/v1/{office.project.id}/whoami"
        assert (await office.whoami(answer.headers["X-Subject-Token"], path)).json()["project"] == office.project.id

    @pytest.mark.parametrize("method", ["saml2", "mapped"])
    async def test_federation_is_refused_clearly(self, office: Office, method: str) -> None:
        assert code(await office.ask({"methods": [method]})) == (400, "Modelyard.1004")

    @pytest.mark.parametrize(
        "identity", [{"methods": ["magic"]}, {"methods": ["password"]}, {"methods": ["token", "hw_ak_sk"]}, {"methods": []}]
    )
    async def test_nonsense_is_bad_input(self, office: Office, identity: dict[str, Any]) -> None:
        assert (await office.ask(identity)).status_code == 400


class TestPasscode:
    async def bind(self, office: Office) -> pyotp.TOTP:
        seed = pyotp.random_base32()
        sealed = office.context.sealer.seal(seed, totp_purpose(office.user.id))
        await office.change_user(totp_secret=sealed, totp_enabled=True, totp_serial="s")
        return pyotp.TOTP(seed)

    async def test_without_the_passcode_the_caller_is_asked_for_it(self, office: Office) -> None:
        await self.bind(office)

        assert code(await office.ask(office.password())) == (401, "Modelyard.1005")

    async def test_a_passcode_works_once(self, office: Office) -> None:
        device = await self.bind(office)
        passcode = device.at(office.clock.now())
        identity = office.password() | {"totp": {"user": {"id": office.user.id, "passcode": passcode}}}
        identity["methods"] = ["password", "totp"]

        first = await office.ask(identity)
        second = await office.ask(identity)

        assert first.json()["token"]["mfa_authn_at"] == "2026-01-02T03:04:05.000000Z"
        assert code(second) == (401, "IAM.0062")


class TestUsingTokens:
    async def test_a_token_names_its_user(self, office: Office) -> None:
        assert (await office.whoami(await office.token())).json()["user"] == office.user.id

    async def test_a_token_of_one_project_is_refused_in_another(self, office: Office) -> None:
        token = await office.token({"project": {"id": office.project.id}})
        async with office.database.session() as db:
            other = await make_project(db, office.domain)

        assert code(await office.whoami(token, f"/v1/{other.id}/whoami")) == (403, "ModelArts.0210")

    async def test_a_token_without_project_is_refused_in_a_project(self, office: Office) -> None:
        assert code(await office.whoami(await office.token(), f"/v1/{office.project.id}/whoami")) == (401, "ModelArts.0212")

    async def test_an_expired_token_is_refused(self, office: Office) -> None:
        token = await office.token()
        assert (await office.whoami(token)).status_code == 200
        office.clock.advance(86_400)

        assert code(await office.whoami(token)) == (401, "ModelArts.0202")

    @pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "\xe9", "x" * 9000])
    async def test_what_is_no_token_is_refused(self, office: Office, token: str) -> None:
        answer = await office.client.get("/v3/whoami", headers={b"X-Auth-Token": token.encode("latin-1")})

        assert code(answer) == (401, "ModelArts.0203")

    async def test_an_empty_token_is_refused(self, office: Office) -> None:
        assert code(await office.whoami("")) == (401, "ModelArts.0201")

    async def test_a_new_password_ends_the_tokens_from_before(self, office: Office) -> None:
        token = await office.token()
        office.clock.advance(1)
        await office.change_user(tokens_valid_after=office.clock.now())

        assert code(await office.whoami(token)) == (401, "APIG.0307")

    async def test_disabling_the_user_ends_his_tokens(self, office: Office) -> None:
        token = await office.token()
        await office.change_user(enabled=False)

        assert code(await office.whoami(token)) == (401, "APIG.0307")

    async def test_a_revoked_token_is_refused(self, office: Office) -> None:
        token = await office.token()
        headers = {"X-Auth-Token": token, "X-Subject-Token": token}

        revoked = await office.client.delete("/v3/auth/tokens", headers=headers)

        assert (revoked.status_code, code(await office.whoami(token))) == (204, (401, "APIG.0307"))


class TestShowToken:
    async def test_ones_own_token(self, office: Office) -> None:
        token = await office.token()
        headers = {"X-Auth-Token": token, "X-Subject-Token": token}

        shown = await office.client.get("/v3/auth/tokens", headers=headers)
        checked = await office.client.head("/v3/auth/tokens", headers=headers)

        assert shown.json()["token"]["user"]["id"] == office.user.id
        assert shown.headers["X-Subject-Token"] == token
        assert (checked.status_code, checked.content) == (200, b"")

    async def test_anothers_token_needs_the_right_to(self, office: Office) -> None:
        token = await office.token()
        async with office.database.session() as db:
            other = await make_user(db, office.domain, password_hash=HASHES[0])
        stranger = (await office.ask(office.password(name=other.name))).headers["X-Subject-Token"]
        headers = {"X-Auth-Token": stranger, "X-Subject-Token": token}

        refused = await office.client.get("/v3/auth/tokens", headers=headers)
        async with office.database.session() as db:
            await grant(db, other, [{"Effect": "Allow", "Action": ["iam:tokens:*"]}])
        allowed = await office.client.get("/v3/auth/tokens", headers=headers)

        assert (refused.status_code, allowed.status_code) == (403, 200)

    async def test_a_token_that_is_none_is_not_found(self, office: Office) -> None:
        headers = {"X-Auth-Token": await office.token(), "X-Subject-Token": "x"}

        assert code(await office.client.get("/v3/auth/tokens", headers=headers)) == (404, "IAM.0067")
        del headers["X-Subject-Token"]
        assert code(await office.client.get("/v3/auth/tokens", headers=headers)) == (400, "IAM.0009")


class TestConsoleSessions:
    async def log_in(self, office: Office, **changes: Any) -> httpx.Response:
        body = {"domain_name": office.domain.name, "user_name": office.user.name, "password": PASSWORD, **changes}
        return await office.client.post("/v2/sessions", json=body, headers={"X-Forwarded-Proto": "https"})

    async def test_logging_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(self, office: Office) -> None:
        answer = await self.log_in(office)

        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 201
        assert all(flag in cookie for flag in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"))
        body = answer.json()
        assert body["user"]["id"] == office.user.id
        assert body["projects"] == [{"id": office.project.id, "name": office.project.name}]

    async def test_reading_needs_the_cookie_only_and_changing_the_csrf_token(self, office: Office) -> None:
        csrf = (await self.log_in(office)).json()["csrf_token"]
        cookie = {"Cookie": "modelyard_session=" + cookie_of(office)}

        read = await office.client.get("/v2/sessions/current", headers=cookie)
        without = await office.client.post("/v3/changes", headers=cookie)
        wrong = await office.client.post("/v3/changes", headers=cookie | {"X-CSRF-Token": "e"})
        right = await office.client.post("/v3/changes", headers=cookie | {"X-CSRF-Token": csrf})

        assert read.json()["csrf_token"] == csrf
        assert (code(without), code(wrong)) == ((403, "Modelyard.1002"), (403, "Modelyard.1002"))
        assert right.status_code == 201

    async def test_logging_out_ends_the_session(self, office: Office) -> None:
        csrf = (await self.log_in(office)).json()["csrf_token"]
        cookie = {"Cookie": "modelyard_session=" + cookie_of(office), "X-CSRF-Token": csrf}

        assert (await office.client.delete("/v2/sessions/current", headers=cookie)).status_code == 204
        assert code(await office.client.get("/v2/sessions/current", headers=cookie)) == (401, "Modelyard.1001")

    async def test_a_session_ends_when_it_is_not_used(self, office: Office) -> None:
        await self.log_in(office)
        cookie = {"Cookie": "modelyard_session=" + cookie_of(office)}
        office.clock.advance(7199)
        assert (await office.client.get("/v3/whoami", headers=cookie)).status_code == 200
        office.clock.advance(7199)
        assert (await office.client.get("/v3/whoami", headers=cookie)).status_code == 200
        office.clock.advance(7201)

        assert code(await office.client.get("/v3/whoami", headers=cookie)) == (401, "Modelyard.1001")

    async def test_a_session_ends_after_a_day_even_when_it_is_used(self, office: Office) -> None:
        await self.log_in(office)
        cookie = {"Cookie": "modelyard_session=" + cookie_of(office)}
        for _ in range(23):
            office.clock.advance(3600)
            assert (await office.client.get("/v3/whoami", headers=cookie)).status_code == 200
        office.clock.advance(3600)

        assert (await office.client.get("/v3/whoami", headers=cookie)).status_code == 401

    async def test_who_must_change_his_password_can_do_nothing_else(self, office: Office) -> None:
        await office.change_user(must_change_password=True)
        body = (await self.log_in(office)).json()
        cookie = {"Cookie": "modelyard_session=" + cookie_of(office)}

        assert body["must_change_password"] is True
        assert (await office.client.get("/v2/sessions/current", headers=cookie)).status_code == 200
        assert code(await office.client.get("/v3/whoami", headers=cookie)) == (403, "Modelyard.1003")

    async def test_the_cookie_is_not_in_the_database(self, office: Office) -> None:
        await self.log_in(office)

        async with office.database.read_session() as db:
            rows = [(await db.execute(select(table))).all() for table in UserRow.metadata.sorted_tables]
        assert cookie_of(office) not in repr(rows)

    async def test_an_api_user_cannot_log_in(self, office: Office) -> None:
        await office.change_user(access_mode="programmatic")

        assert code(await self.log_in(office)) == (403, "IAM.0081")


def cookie_of(office: Office) -> str:
    """Return the cookie; the client keeps it from http requests because it is for https only."""
    return next(cookie.value or "" for cookie in office.client.cookies.jar)


class TestTraces:
    async def test_the_trail_is_read_page_by_page(self, office: Office) -> None:
        async with office.database.session() as db:
            await grant(db, office.user, [{"Effect": "Allow", "Action": ["cts:*:*"]}])
        token = await office.token({"project": {"id": office.project.id}})
        for _ in range(6):
            await office.token()
        path = f"/v3/{office.project.id}/traces?limit=3"

        seen: list[str] = []
        marker: str | None = ""
        while marker is not None:
            suffix = f"&next={marker}" if marker else ""
            page = (await office.client.get(path + suffix, headers={"X-Auth-Token": token})).json()
            seen += [trace["trace_id"] for trace in page["traces"]]
            marker = page["meta_data"]["marker"]

        assert len(seen) == len(set(seen)) == 7
        assert seen == sorted(seen, reverse=True)

    async def test_another_accounts_records_are_not_there(self, office: Office) -> None:
        async with office.database.session() as db:
            await grant(db, office.user, [{"Effect": "Allow", "Action": ["cts:*:*"]}])
            db.add(
                AuditRecordRow(
                    id="f" * 32,
                    at=now(db),
                    domain_id="other",
                    user_id="u",
                    user_name="u",
                    source_ip="",
                    request_id="",
                    service="iam",
                    resource_type="",
                    resource_id="",
                    action="a",
                    method="POST",
                    path="/",
                    status=200,
                    request={},
                )
            )
        token = await office.token({"project": {"id": office.project.id}})

        page = (await office.client.get(f"/v3/{office.project.id}/traces", headers={"X-Auth-Token": token})).json()

        assert {trace["user"]["account_id"] for trace in page["traces"]} == {office.domain.id}

    @pytest.mark.parametrize("query", ["next=x", "next=999999999999999999_" + "a" * 32, "limit=0", "from=-1", "trace_rating=x"])
    async def test_wrong_filters_are_bad_input(self, office: Office, query: str) -> None:
        async with office.database.session() as db:
            await grant(db, office.user, [{"Effect": "Allow", "Action": ["cts:*:*"]}])
        url = f"http://platform:8000/v3/{office.project.id}/traces?{query}"

        answer = await office.client.get(url, headers=sign_request(office.key, "GET", url, at=office.clock.now()))

        assert answer.status_code in {400, 422}
