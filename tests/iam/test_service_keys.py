"""Access keys, temporary keys, agencies and second factors, through their routes."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func, select, update

from modelyard.core.access import Action, allow
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.events import Event, listeners
from modelyard.core.subject import Subject
from modelyard.iam.api import authentication
from modelyard.iam.loops import forget_expired, forget_traces, write_last_uses
from modelyard.iam.models import (
    AccessKeyRow,
    AgencyRow,
    AuditRecordRow,
    DomainRow,
    GrantRow,
    ProjectRow,
    TemporaryKeyRow,
    UserRow,
)
from modelyard.iam.schemas.key_events import AccessKeyCreated, AccessKeyDeleted, AccessKeyStatusChanged
from modelyard.iam.service import IAMContext, ensure_ready, find_key, issue_temporary_key
from modelyard.iam.testing import (
    ClientKey,
    grant,
    make_access_key,
    make_domain,
    make_project,
    make_user,
    sign_request,
    subject_of,
)
from modelyard.iam.types import GrantScope, PrincipalType

BASE = "http://platform:8000"
KEYS = "/v3.0/OS-CREDENTIAL/credentials"
TEMPORARY = "/v3.0/OS-CREDENTIAL/securitytokens"
READ = Action("modelarts:thing:get", "See a thing", "查看")
WRITE = Action("modelarts:thing:create", "Make a thing", "创建")


@dataclass
class Team:
    """An account with a user who may see and make things, and his key."""

    app: FastAPI
    database: Database
    client: httpx.AsyncClient
    clock: FixedClock
    context: IAMContext
    domain: DomainRow
    project: ProjectRow
    user: UserRow
    key: ClientKey

    async def call(self, method: str, path: str, body: Any = None, key: ClientKey | None = None) -> httpx.Response:
        content = b"" if body is None else json.dumps(body).encode()
        headers = sign_request(key or self.key, method, BASE + path, body=content, at=self.clock.now())
        return await self.client.request(method, path, content=content, headers=headers)

    async def read(self, key: ClientKey) -> int:
        return (await self.call("GET", f"/v1/{self.project.id}/things", key=key)).status_code

    async def write(self, key: ClientKey) -> int:
        self.clock.advance(5)
        return (await self.call("POST", f"/v1/{self.project.id}/things", key=key)).status_code

    async def temporary(self, **identity: Any) -> ClientKey:
        body = {"auth": {"identity": {"methods": ["token"], "token": {"duration_seconds": 900}, **identity}}}
        answer = await self.call("POST", TEMPORARY, body)
        assert answer.status_code == 201, answer.text
        made = answer.json()["credential"]
        return ClientKey(made["access"], made["secret"], made["securitytoken"])


@pytest.fixture
async def team(database: Database, app: FastAPI, client: httpx.AsyncClient, clock: FixedClock, context: IAMContext) -> Team:
    for router in authentication.ROUTERS:
        app.include_router(router)

    @app.get("/v1/{project_id}/things")
    async def see(who: Annotated[Subject, allow(READ)]) -> dict[str, str]:
        return {"name": who.user_name}

    @app.post("/v1/{project_id}/things")
    async def make(who: Annotated[Subject, allow(WRITE)]) -> None:
        return None

    async with database.session() as db:
        await ensure_ready(db, context)
        domain = await make_domain(db)
        project = await make_project(db, domain)
        user = await make_user(db, domain)
        key = await make_access_key(db, user)
        await grant(db, user, [{"Effect": "Allow", "Action": ["modelarts:thing:*"]}])
    return Team(app, database, client, clock, context, domain, project, user, key)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error_code"]


class TestAccessKeys:
    async def test_a_new_key_works_at_once_and_its_secret_is_shown_once(self, team: Team) -> None:
        team.clock.advance(1)
        made = (await team.call("POST", KEYS, {"credential": {"user_id": team.user.id, "description": "mine"}})).json()[
            "credential"
        ]

        assert (len(made["access"]), len(made["secret"]), made["status"]) == (20, 40, "active")
        assert await team.read(ClientKey(made["access"], made["secret"])) == 200
        shown = (await team.call("GET", f"{KEYS}/{made['access']}")).json()["credential"]
        listed = (await team.call("GET", f"{KEYS}?user_id={team.user.id}")).json()["credentials"]
        assert "secret" not in shown
        assert [key["access"] for key in listed] == [team.key.access, made["access"]]
        assert "secret" not in listed[1]

    async def test_a_disabled_key_stops_and_an_enabled_one_works_again(self, team: Team) -> None:
        other = await self.second(team)

        statuses = []
        for status in ("inactive", "active"):
            answer = await team.call("PUT", f"{KEYS}/{other.access}", {"credential": {"status": status}})
            assert answer.json()["credential"]["status"] == status
            statuses.append(await team.read(other))

        assert statuses == [401, 200]

    async def test_a_deleted_key_stops_at_once(self, team: Team) -> None:
        other = await self.second(team)

        assert (await team.call("DELETE", f"{KEYS}/{other.access}")).status_code == 204
        assert await team.read(other) == 401
        assert code(await team.call("GET", f"{KEYS}/{other.access}")) == (404, "IAM.0004")

    async def test_there_is_a_limit(self, team: Team) -> None:
        async with team.database.session() as db:
            for _ in range(9):
                await make_access_key(db, team.user)

        assert code(await team.call("POST", KEYS, {"credential": {"user_id": team.user.id}})) == (400, "akSkNumExceed")

    async def test_keys_of_others_need_the_right_to(self, team: Team) -> None:
        async with team.database.session() as db:
            other = await make_user(db, team.domain)
            theirs = await make_access_key(db, other)
        body = {"credential": {"user_id": other.id}}

        refused = [
            (await team.call("POST", KEYS, body)).status_code,
            (await team.call("GET", f"{KEYS}?user_id={other.id}")).status_code,
            (await team.call("GET", f"{KEYS}/{theirs.access}")).status_code,
            (await team.call("PUT", f"{KEYS}/{theirs.access}", {"credential": {}})).status_code,
            (await team.call("DELETE", f"{KEYS}/{theirs.access}")).status_code,
        ]
        async with team.database.session() as db:
            await grant(db, team.user, [{"Effect": "Allow", "Action": ["iam:credentials:*"]}])

        assert refused == [403] * 5
        assert (await team.call("DELETE", f"{KEYS}/{theirs.access}")).status_code == 204

    async def test_a_key_of_somebody_who_may_do_more_is_out_of_reach(self, team: Team) -> None:
        async with team.database.session() as db:
            owner = await make_user(db, team.domain, is_domain_owner=True)
            lesser = await make_user(db, team.domain)
            await grant(db, team.user, [{"Effect": "Allow", "Action": ["iam:credentials:*", "iam:mfa:*"]}])

        statuses = [
            (await team.call("POST", KEYS, {"credential": {"user_id": user.id}})).status_code for user in (owner, lesser)
        ]
        device = {"virtual_mfa_device": {"name": "phone", "user_id": owner.id}}

        assert statuses == [403, 201]
        assert (await team.call("POST", "/v3.0/OS-MFA/virtual-mfa-devices", device)).status_code == 403

    async def test_another_accounts_users_and_keys_are_not_found(self, team: Team) -> None:
        async with team.database.session() as db:
            await db.execute(update(UserRow).where(UserRow.id == team.user.id).values(is_domain_owner=True))
            foreign = await make_user(db, await make_domain(db))
            key = await make_access_key(db, foreign)

        assert (await team.call("GET", f"{KEYS}/{key.access}")).status_code == 404
        assert (await team.call("GET", f"{KEYS}?user_id={foreign.id}")).status_code == 404
        assert (await team.call("POST", KEYS, {"credential": {"user_id": foreign.id}})).status_code == 404

    async def test_changes_are_announced(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[tuple[str, bool]] = []
        monkeypatch.setattr(listeners, "_by_type", {})

        async def listen(db: Any, event: Event, who: Subject) -> None:
            heard.append((event.name, await find_key(db, team.context, event.resource_id) is not None))

        for kind in (AccessKeyCreated, AccessKeyStatusChanged, AccessKeyDeleted):
            monkeypatch.setitem(listeners._by_type, kind, [listen])
        other = await self.second(team)
        await team.call("PUT", f"{KEYS}/{other.access}", {"credential": {"status": "inactive", "description": "x"}})
        await team.call("DELETE", f"{KEYS}/{other.access}")

        assert heard == [
            ("access_key_created", True),
            ("access_key_status_changed", False),
            ("access_key_deleted", False),
        ]

    async def test_the_last_use_is_written_down(self, team: Team) -> None:
        await team.call("GET", KEYS)
        await write_last_uses(team.database, team.app.state.gatekeeper)
        await write_last_uses(team.database, team.app.state.gatekeeper)

        shown = (await team.call("GET", f"{KEYS}/{team.key.access}")).json()["credential"]
        assert shown["last_use_time"] == "2026-01-02T03:04:05.000000Z"

    async def test_the_trail_names_the_key_and_holds_no_secret(self, team: Team) -> None:
        other = await self.second(team)

        async with team.database.read_session() as db:
            record = (await db.scalars(select(AuditRecordRow))).one()
        assert (record.resource_id, record.action) == (other.access, "CreatePermanentAccessKey")
        assert other.secret not in str(record.request)

    async def second(self, team: Team) -> ClientKey:
        made = (await team.call("POST", KEYS, {"credential": {"user_id": team.user.id}})).json()["credential"]
        return ClientKey(made["access"], made["secret"])


class TestTemporaryKeys:
    async def test_it_has_the_rights_of_its_user(self, team: Team) -> None:
        key = await team.temporary()

        assert (await team.read(key), await team.write(key)) == (200, 200)

    async def test_a_policy_narrows_it(self, team: Team) -> None:
        policy = {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["modelarts:thing:get", "obs:*"]}]}
        key = await team.temporary(policy=policy)

        refused = await team.call("POST", f"/v1/{team.project.id}/things", key=key)

        assert await team.read(key) == 200
        assert (refused.status_code, refused.json()["params"]["reason"]) == (403, "session_policy")

    async def test_a_policy_that_makes_no_sense_is_refused(self, team: Team) -> None:
        body = {"auth": {"identity": {"methods": ["token"], "policy": {"Version": "1.1", "Statement": []}}}}

        assert code(await team.call("POST", TEMPORARY, body)) == (400, "IAM.1028")

    async def test_without_its_security_token_it_is_nothing(self, team: Team) -> None:
        key = await team.temporary()

        assert await team.read(ClientKey(key.access, key.secret)) == 401
        assert await team.read(ClientKey(key.access, key.secret, "wrong")) == 401

    async def test_it_ends_with_its_time_and_is_forgotten_later(self, team: Team) -> None:
        key = await team.temporary()
        team.clock.advance(900)

        expired = await team.call("GET", f"/v1/{team.project.id}/things", key=key)
        team.clock.advance(3601)
        await forget_expired(team.database, team.context)

        assert expired.json()["params"]["reason"] == "expired"
        async with team.database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(TemporaryKeyRow)) == 0
            assert await find_key(db, team.context, key.access) is None

    async def test_it_ends_with_its_user(self, team: Team) -> None:
        key = await team.temporary()
        async with team.database.session() as db:
            await db.execute(update(UserRow).where(UserRow.id == team.user.id).values(enabled=False))

        assert await team.read(key) == 403
        async with team.database.read_session() as db:
            assert await find_key(db, team.context, key.access) is None

    async def test_it_cannot_make_what_would_outlive_it(self, team: Team) -> None:
        key = await team.temporary()
        permanent = await team.call("POST", KEYS, {"credential": {"user_id": team.user.id}}, key=key)
        temporary = await team.call("POST", TEMPORARY, {"auth": {"identity": {"methods": ["token"]}}}, key=key)

        assert (code(permanent), code(temporary)) == ((403, "Modelyard.1010"), (403, "Modelyard.1010"))

    async def test_a_task_of_a_narrowed_caller_is_narrowed_by_both_policies(self, team: Team) -> None:
        def only(action: str) -> dict[str, Any]:
            return {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": [action]}]}

        who = subject_of(team.user, team.domain, session_policy=only("modelarts:*:get"))
        async with team.database.session() as db:
            made = await issue_temporary_key(
                db, team.context, who, policy=only("modelarts:thing:*"), project_id=team.project.id
            )
        key = ClientKey(made.access, made.secret, made.security_token)

        assert (await team.read(key), await team.write(key)) == (200, 403)

    async def test_secrets_are_not_in_the_database(self, team: Team) -> None:
        key = await team.temporary()

        async with team.database.read_session() as db:
            dump = repr([(await db.execute(select(table))).all() for table in UserRow.metadata.sorted_tables])
            found = await find_key(db, team.context, key.access)
        assert key.secret not in dump
        assert str(key.security_token) not in dump
        assert found is not None
        assert (found.secret, found.who.user_id) == (key.secret, team.user.id)


class TestAgencies:
    async def agency(self, team: Team, **columns: Any) -> DomainRow:
        """Make an account whose agency trusts the team and may see things."""
        async with team.database.session() as db:
            other = await make_domain(db)
            project = await make_project(db, other)
            db.add(
                AgencyRow(
                    id="a" * 32,
                    domain_id=other.id,
                    name="helpers",
                    trust_domain_id=team.domain.id,
                    trust_domain_name=team.domain.name,
                    created_at=team.clock.now(),
                    **columns,
                )
            )
            owner = await make_user(db, other)
            role = await grant(db, owner, [{"Effect": "Allow", "Action": ["modelarts:thing:get"]}])
            db.add(
                GrantRow(
                    principal_type=PrincipalType.AGENCY.value,
                    principal_id="a" * 32,
                    role_id=role.id,
                    scope=GrantScope.ALL_PROJECTS.value,
                    scope_id=other.id,
                    created_at=team.clock.now(),
                )
            )
            team.project = project
        return other

    async def may_assume(self, team: Team) -> None:
        async with team.database.session() as db:
            await grant(db, team.user, [{"Effect": "Allow", "Action": ["iam:agencies:assume"]}])

    def body(self, other: DomainRow) -> dict[str, Any]:
        return {"agency_urn": f"iam::{other.id}:agency:helpers", "agency_session_name": "today", "duration_seconds": 900}

    async def assume(self, team: Team, other: DomainRow) -> ClientKey:
        answer = await team.call("POST", "/v5/agencies/assume", self.body(other))
        assert answer.status_code == 200, answer.text
        made = answer.json()["credentials"]
        return ClientKey(made["access_key_id"], made["secret_access_key"], made["security_token"])

    async def test_its_key_has_its_rights_in_its_account(self, team: Team) -> None:
        other = await self.agency(team)
        await self.may_assume(team)

        key = await self.assume(team, other)

        assert (await team.read(key), await team.write(key)) == (200, 403)
        who = (await team.call("GET", "/v5/caller-identity", key=key)).json()
        assert who == {
            "account_id": other.id,
            "principal_id": "a" * 32,
            "principal_urn": f"sts::{other.id}:assumed-agency:helpers",
        }

    async def test_it_takes_the_right_to(self, team: Team) -> None:
        other = await self.agency(team)

        assert (await team.call("POST", "/v5/agencies/assume", self.body(other))).status_code == 403

    async def test_an_agency_that_trusts_others_is_not_found(self, team: Team) -> None:
        other = await self.agency(team)
        await self.may_assume(team)
        async with team.database.session() as db:
            await db.execute(update(AgencyRow).values(trust_domain_id="somebody else"))

        assert code(await team.call("POST", "/v5/agencies/assume", self.body(other))) == (404, "Modelyard.1013")

    async def test_deleting_the_agency_ends_its_keys(self, team: Team) -> None:
        other = await self.agency(team)
        await self.may_assume(team)
        key = await self.assume(team, other)
        async with team.database.session() as db:
            await db.execute(delete(AgencyRow))

        assert await team.read(key) == 401

    async def test_the_older_form_gives_a_key_as_well(self, team: Team) -> None:
        other = await self.agency(team)
        await self.may_assume(team)
        role = {"xrole_name": "helpers", "domain_name": other.name, "session_user": {"name": "somebody"}}

        answer = await team.call("POST", TEMPORARY, {"auth": {"identity": {"methods": ["assume_role"], "assume_role": role}}})

        made = answer.json()["credential"]
        assert await team.read(ClientKey(made["access"], made["secret"], made["securitytoken"])) == 200

    async def test_a_token_of_the_agency(self, team: Team) -> None:
        other = await self.agency(team)
        await self.may_assume(team)
        identity = {"methods": ["assume_role"], "assume_role": {"agency_name": "helpers", "domain_id": other.id}}
        body = {"auth": {"identity": identity, "scope": {"project": {"id": team.project.id}}}}

        answer = await team.call("POST", "/v3/auth/tokens", body)
        token = {"X-Auth-Token": answer.headers["X-Subject-Token"]}

        said = answer.json()["token"]
        assert (said["user"]["id"], said["assumed_by"]["user"]["id"]) == ("a" * 32, team.user.id)
        assert (await team.client.get(f"/v1/{team.project.id}/things", headers=token)).status_code == 200
        temporary = {"auth": {"identity": {"methods": ["token"], "token": {"id": token["X-Auth-Token"]}}}}
        made = (await team.client.post(TEMPORARY, json=temporary)).json()["credential"]
        assert await team.read(ClientKey(made["access"], made["secret"], made["securitytoken"])) == 200

    @pytest.mark.parametrize("urn", ["helpers", "iam::x:user:helpers"])
    async def test_a_name_that_is_none_is_bad_input(self, team: Team, urn: str) -> None:
        body = {"agency_urn": urn, "agency_session_name": "today"}

        assert code(await team.call("POST", "/v5/agencies/assume", body)) == (400, "IAM.0007")


class TestCallerIdentity:
    async def test_a_user(self, team: Team) -> None:
        assert (await team.call("GET", "/v5/caller-identity")).json() == {
            "account_id": team.domain.id,
            "principal_id": team.user.id,
            "principal_urn": f"iam::{team.domain.id}:user:{team.user.name}",
        }


class TestDecodeAuthorizationMessage:
    async def test_a_refusal_can_be_opened_by_who_may(self, team: Team) -> None:
        refused = (await team.call("GET", f"{KEYS}?user_id=other")).json()
        body = {"encoded_message": refused["encoded_authorization_message"]}
        async with team.database.session() as db:
            await grant(db, team.user, [{"Effect": "Allow", "Action": ["sts:*"]}])

        opened = await team.call("POST", "/v5/decode-authorization-message", body)
        nonsense = await team.call("POST", "/v5/decode-authorization-message", {"encoded_message": "00ff"})

        assert json.loads(opened.json()["decoded_message"])["user_id"] == team.user.id
        assert code(nonsense) == (400, "STS5.1001")


class TestSimulations:
    async def test_everybody_may_ask_about_himself(self, team: Team) -> None:
        body = {"user_id": team.user.id, "actions": ["modelarts:thing:get", "iam:users:createUser"]}

        answer = await team.call("POST", f"/v2/{team.project.id}/policy-simulations", body)

        assert [(result["allowed"], result["reason"]) for result in answer.json()["results"]] == [
            (True, "allowed_by_policy"),
            (False, "no_policy_allows"),
        ]

    async def test_about_others_only_with_the_right_to(self, team: Team) -> None:
        body = {"user_id": "other", "actions": ["modelarts:thing:get"]}

        assert (await team.call("POST", f"/v2/{team.project.id}/policy-simulations", body)).status_code == 403


class TestMFADevices:
    async def test_from_the_first_passcode_to_the_last(self, team: Team) -> None:
        wanted = {"virtual_mfa_device": {"name": "phone", "user_id": team.user.id}}
        device = (await team.call("POST", "/v3.0/OS-MFA/virtual-mfa-devices", wanted)).json()["virtual_mfa_device"]
        app, serial = pyotp.TOTP(device["base32_string_seed"]), device["serial_number"]
        now = int(team.clock.now().timestamp())
        who = {"user_id": team.user.id, "serial_number": serial}

        def codes(first: int, second: int) -> dict[str, str]:
            return who | {"authentication_code_first": app.at(first), "authentication_code_second": app.at(second)}

        twice = await team.call("PUT", "/v3.0/OS-MFA/mfa-devices/bind", codes(now, now))
        bound = await team.call("PUT", "/v3.0/OS-MFA/mfa-devices/bind", codes(now - 30, now))
        shown = await team.call("GET", f"/v3.0/OS-MFA/users/{team.user.id}/virtual-mfa-device")
        again = await team.call("POST", "/v3.0/OS-MFA/virtual-mfa-devices", wanted)
        query = f"user_id={team.user.id}&serial_number={serial.replace(':', '%3A')}"
        while_bound = await team.call("DELETE", f"/v3.0/OS-MFA/virtual-mfa-devices?{query}")
        used = await team.call("PUT", "/v3.0/OS-MFA/mfa-devices/unbind", who | {"authentication_code": app.at(now)})
        team.clock.advance(30)
        unbound = await team.call("PUT", "/v3.0/OS-MFA/mfa-devices/unbind", who | {"authentication_code": app.at(now + 30)})
        deleted = await team.call("DELETE", f"/v3.0/OS-MFA/virtual-mfa-devices?{query}")

        assert code(twice) == (400, "IAM.1061")
        assert bound.status_code == 204
        assert shown.json()["virtual_mfa_device"] == {"serial_number": serial, "user_id": team.user.id}
        assert (code(again), code(while_bound)) == ((409, "Modelyard.1011"), (409, "Modelyard.1011"))
        assert code(used) == (400, "IAM.1061")
        assert (unbound.status_code, deleted.status_code) == (204, 204)

    async def test_devices_of_others_need_the_right_to(self, team: Team) -> None:
        wanted = {"virtual_mfa_device": {"name": "phone", "user_id": "other"}}

        assert (await team.call("POST", "/v3.0/OS-MFA/virtual-mfa-devices", wanted)).status_code == 403
        assert (await team.call("GET", "/v3.0/OS-MFA/virtual-mfa-devices")).status_code == 403


class TestForgettingTraces:
    async def test_old_records_go_and_new_ones_stay(self, team: Team) -> None:
        await team.call("POST", KEYS, {"credential": {"user_id": team.user.id}})
        team.clock.advance(181 * 86_400)
        await team.call("POST", KEYS, {"credential": {"user_id": team.user.id}})

        await forget_traces(team.database, team.context)

        async with team.database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(AuditRecordRow)) == 1
            assert await db.scalar(select(func.count()).select_from(AccessKeyRow)) == 3
