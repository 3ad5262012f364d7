"""The gate: who is behind a credential, and whether he may call the service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.errors import AppError
from modelyard.core.ids import new_id, wire_id
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow, UserRow
from modelyard.iam.service.context import IAMContext
from modelyard.iam.testing import (
    ClientKey,
    grant,
    make_access_key,
    make_context,
    make_domain,
    make_project,
    make_user,
    sign_request,
    subject_of,
)
from modelyard.iam.types import KeyStatus
from modelyard.serving.gate import checks
from modelyard.serving.gate.checks import Caller, Checks
from modelyard.serving.gate.questions import read_question
from modelyard.serving.gate.server import Gate
from modelyard.serving.models import AppApiRow, AppGrantRow, ServiceRow
from modelyard.serving.rules import secrets
from modelyard.serving.schemas.callers import ApiKeyCreate, App, AppCreate, TemporaryKeyCreate
from modelyard.serving.service import api_keys, apps, scaling
from modelyard.serving.types import Goal, InferType, ServiceStatus

SERVICE = "0" * 32
ALL = "TOKEN,AKSK,APP,API_KEY"


@dataclass
class Desk:
    """A service, the account it is in, and the gate in front of it."""

    database: Database
    context: IAMContext
    checks: Checks
    domain: DomainRow
    project_id: str
    owner: UserRow
    who: Subject

    async def one_header(self, methods: str = ALL, **headers: str) -> Caller:
        lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return await self.checks.admit(read_question("POST", "/one-header", [*self.about(methods), *lines], b""))

    async def signed(
        self, key: ClientKey, *, methods: str = ALL, sent: bytes | None = None, more: Mapping[str, str] | None = None
    ) -> Caller:
        body = b'{"data": 1}'
        headers = sign_request(key, "POST", "http://m/v1/infers/x/predict?b=2&a=1", headers=more, body=body, at=self.now)
        lines = [(name.encode(), value.encode()) for name, value in headers.items()]
        about = [*self.about(methods), (b"x-gate-length", str(len(body)).encode()), (b"content-length", b"11")]
        given = body if sent is None else sent
        question = read_question("POST", "/signed/v1/infers/x/predict?b=2&a=1", [*about, *lines], given)
        return await self.checks.admit(question)

    def about(self, methods: str) -> list[tuple[bytes, bytes]]:
        facts = {"service": SERVICE, "project": self.project_id, "domain": self.domain.id, "workspace": "0", "methods": methods}
        return [(f"x-gate-{name}".encode(), value.encode()) for name, value in facts.items()]

    @property
    def now(self) -> Any:
        return self.context.clock.now()

    async def open_to(self, app: App, *, codes: bool = True) -> None:
        async with self.database.session() as db:
            db.add(_service(self))
            await db.flush()
            row = AppApiRow(
                id=new_id(), service_id=SERVICE, name="a", auth_type="APP", support_app_code=codes, created_at=self.now
            )
            db.add(row)
            await db.flush()
            db.add(AppGrantRow(api_id=row.id, app_id=app.app_id, id=new_id()))

    async def make_app(self) -> App:
        async with self.database.session() as db:
            return await apps.create_app(db, self.context.sealer, self.who, AppCreate(app_name="robot"))

    async def disable_owner(self) -> None:
        async with self.database.session() as db:
            (await db.merge(self.owner)).enabled = False


def _service(desk: Desk) -> ServiceRow:
    at = desk.now
    return ServiceRow(
        id=SERVICE,
        domain_id=desk.domain.id,
        project_id=desk.project_id,
        user_id="u",
        user_name="u",
        name="s",
        name_folded="s",
        infer_type=InferType.REAL_TIME,
        goal=Goal.RUN,
        status=ServiceStatus.RUNNING,
        options={},
        subject={},
        published_at=at,
        operated_at=at,
        moved_at=at,
        updated_at=at,
        due_at=at,
    )


@pytest.fixture
async def desk(database: Database, clock: FixedClock) -> Desk:
    context = make_context(clock=clock)
    async with database.session() as db:
        domain = await make_domain(db)
        project = await make_project(db, domain)
        owner = await make_user(db, domain, is_domain_owner=True)
    who = subject_of(owner, domain, project_id=project.id)
    return Desk(database, context, Checks(database, context), domain, project.id, owner, who)


async def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(AppError) as refusal:
        await call
    return refusal.value.status, refusal.value.code


class TestAccessKeys:
    async def test_a_signed_request_is_its_signers(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner)

        found = await desk.signed(key)

        assert (found.credential, found.user_id, found.project_id) == ("access_key", desk.owner.id, desk.project_id)

    async def test_a_changed_body_breaks_the_signature(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner)

        assert await refused(desk.signed(key, sent=b'{"data": 2}')) == (401, "APIG.0301")

    async def test_an_unsigned_body_is_not_needed(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner)

        found = await desk.signed(key, sent=b"", more={"x-sdk-content-sha256": "UNSIGNED-PAYLOAD"})

        assert found.user_id == desk.owner.id

    async def test_a_disabled_key_and_an_unknown_one_are_none(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner, status=KeyStatus.INACTIVE)

        assert await refused(desk.signed(key)) == (401, "APIG.0301")
        assert await refused(desk.signed(ClientKey("A" * 20, "x"))) == (401, "APIG.0301")

    async def test_a_key_is_locked_after_wrong_signatures(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner)
        wrong = ClientKey(key.access, "wrong")

        told = []
        for _ in range(7):
            with pytest.raises(AppError) as refusal:
                await desk.signed(wrong)
            told.append(str(refusal.value))

        assert "too many wrong signatures" in told[-1]
        assert "too many wrong signatures" not in told[0]

    async def test_somebody_without_the_right_is_refused(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            user = await make_user(db, desk.domain)
            key = await make_access_key(db, user)

        assert await refused(desk.signed(key)) == (403, "APIG.0302")

        async with desk.database.session() as db:
            await grant(db, user, [{"Effect": "Allow", "Action": ["modelarts:service:action"]}])
        assert (await desk.signed(key)).user_id == user.id

    async def test_another_account_is_refused(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            other = await make_domain(db)
            stranger = await make_user(db, other, is_domain_owner=True)
            key = await make_access_key(db, stranger)

        assert await refused(desk.signed(key)) == (403, "APIG.0302")

    async def test_a_service_that_takes_no_keys_says_what_it_takes(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            key = await make_access_key(db, desk.owner)

        assert await refused(desk.signed(key, methods="APP")) == (401, "APIG.0301")


class TestApps:
    async def test_an_app_signs_with_its_secret(self, desk: Desk) -> None:
        app = await desk.make_app()
        await desk.open_to(app)

        found = await desk.signed(ClientKey(app.app_key, app.app_secret))

        assert (found.credential, found.user_id) == (f"app:{app.app_id}", desk.owner.id)

    async def test_wrong_secrets_old_requests_and_unknown_apps_are_none(self, desk: Desk, clock: FixedClock) -> None:
        app = await desk.make_app()
        await desk.open_to(app)
        old = (clock.now() - timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")

        assert await refused(desk.signed(ClientKey(app.app_key, "wrong"))) == (401, "APIG.0303")
        assert await refused(desk.signed(ClientKey("f" * 32, "wrong"))) == (401, "APIG.0303")
        key = ClientKey(app.app_key, app.app_secret)
        assert await refused(desk.signed(key, more={"x-sdk-date": old})) == (401, "APIG.0303")

    async def test_an_app_that_was_not_let_in_is_refused(self, desk: Desk) -> None:
        app = await desk.make_app()

        assert await refused(desk.signed(ClientKey(app.app_key, app.app_secret))) == (403, "APIG.0304")

    async def test_codes_and_bare_keys_do_where_the_service_says_so(self, desk: Desk) -> None:
        app = await desk.make_app()
        async with desk.database.session() as db:
            code = (await apps.create_code(db, desk.context.sealer, desk.who, app.app_id)).app_codes[0]
        await desk.open_to(app)

        assert (await desk.one_header(x_apig_appcode=code)).credential == f"app:{app.app_id}"
        assert (await desk.one_header(apikey=app.app_key)).credential == f"app:{app.app_id}"
        assert await refused(desk.one_header(x_apig_appcode="wrong")) == (401, "APIG.0303")

    async def test_and_do_not_elsewhere(self, desk: Desk) -> None:
        app = await desk.make_app()
        await desk.open_to(app, codes=False)

        assert await refused(desk.one_header(apikey=app.app_key)) == (403, "APIG.0304")

    async def test_an_app_ends_with_its_owner(self, desk: Desk) -> None:
        app = await desk.make_app()
        await desk.open_to(app)
        await desk.disable_owner()

        assert await refused(desk.one_header(apikey=app.app_key)) == (401, "APIG.0301")


class TestApiKeys:
    async def make(self, desk: Desk, scope: str) -> str:
        async with desk.database.session() as db:
            wanted = ApiKeyCreate.model_validate({"name": "k", "scope": scope})
            return (await api_keys.create_key(db, desk.who, wanted))[1]

    async def test_a_key_of_a_user_opens_what_he_may_call(self, desk: Desk) -> None:
        key = await self.make(desk, "USER")

        found = await desk.one_header(authorization=f"Bearer {key}")

        assert (found.credential, found.user_id) == ("api_key", desk.owner.id)

    async def test_a_key_for_services_opens_those_it_is_bound_to(self, desk: Desk) -> None:
        key = await self.make(desk, "SERVICE")
        assert await refused(desk.one_header(authorization=f"Bearer {key}")) == (403, "APIG.0302")

        async with desk.database.session() as db:
            db.add(_service(desk))
            await db.flush()
            found = (await api_keys.list_keys(db, desk.who)).data[0]
            await api_keys.bind_key(db, desk.who, wire_id(SERVICE), found.key_id)

        assert (await desk.one_header(authorization=f"Bearer {key}")).credential == "api_key"

    async def test_a_temporary_key_ends(self, desk: Desk, clock: FixedClock) -> None:
        async with desk.database.session() as db:
            wanted = TemporaryKeyCreate(expire_time=1)
            key = (await api_keys.create_temporary_key(db, desk.who, wanted)).api_key
        found = await desk.one_header(authorization=f"Bearer {key}")
        assert found.ends_at == clock.now() + timedelta(hours=1)

        clock.advance(3600)

        assert await refused(desk.one_header(authorization=f"Bearer {key}")) == (401, "APIG.0301")

    async def test_an_unknown_key_is_none(self, desk: Desk) -> None:
        assert await refused(desk.one_header(authorization="Bearer nonsense")) == (401, "APIG.0301")
        assert await refused(desk.one_header(authorization=f"Bearer {secrets.new_api_key()}")) == (401, "APIG.0301")

    async def test_a_key_of_another_project_is_refused(self, desk: Desk) -> None:
        key = await self.make(desk, "USER")
        async with desk.database.session() as db:
            desk.project_id = (await make_project(db, desk.domain)).id

        assert await refused(desk.one_header(authorization=f"Bearer {key}")) == (403, "APIG.0302")

    async def test_a_key_ends_with_its_owner(self, desk: Desk) -> None:
        key = await self.make(desk, "USER")
        await desk.disable_owner()

        assert await refused(desk.one_header(authorization=f"Bearer {key}")) == (401, "APIG.0301")


class TestWaking:
    async def test_a_service_that_stays_asleep_is_no_yes(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "_WAKE_SECONDS", 0.01)
        question = read_question("POST", "/wake", desk.about(ALL), b"")

        answer = await Gate(desk.checks).answer(question)

        assert answer.startswith(b"HTTP/1.1 503")
        assert b"x-gate-verdict: no" in answer

    async def test_the_answer_comes_once_an_instance_is_ready(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "_LOOK_AGAIN_SECONDS", 0.0)
        monkeypatch.setattr(checks, "_HEARD_WITHIN_SECONDS", 0.0)
        asked: list[str] = []

        async def ask_to_wake(_db: Any, service_id: str) -> bool:
            asked.append(service_id)
            return len(asked) == 3

        monkeypatch.setattr(scaling, "ask_to_wake", ask_to_wake)

        answer = await Gate(desk.checks).answer(read_question("POST", "/wake", desk.about(ALL), b""))

        assert b"x-gate-verdict: yes" in answer
        assert asked == [SERVICE] * 3


class TestAnswers:
    async def ask(self, desk: Desk, headers: list[tuple[bytes, bytes]]) -> tuple[bytes, dict[str, Any]]:
        question = read_question("POST", "/one-header", [*desk.about(ALL), *headers], b"")
        head, _, body = (await Gate(desk.checks).answer(question)).partition(b"\r\n\r\n")
        return head, json.loads(body or b"{}")

    async def test_a_refusal_is_told_in_the_language_of_the_caller(self, desk: Desk) -> None:
        head, body = await self.ask(desk, [(b"x-apig-appcode", b"x"), (b"x-language", b"zh-cn"), (b"x-request-id", b"r1")])

        assert b"x-gate-verdict: no" in head
        assert (body["error_code"], body["request_id"]) == ("APIG.0303", "r1")
        assert "认证" in body["error_msg"]

    async def test_a_name_cannot_add_a_header(self, desk: Desk) -> None:
        async with desk.database.session() as db:
            (await db.merge(desk.owner)).name = "a\r\nx-gate-ends-at: 1"
            key = (await api_keys.create_key(db, desk.who, ApiKeyCreate(name="k", scope="USER")))[1]

        head, _ = await self.ask(desk, [(b"authorization", f"Bearer {key}".encode())])

        assert b"x-caller-user-name: a x-gate-ends-at: 1" in head.split(b"\r\n")

    async def test_a_failure_of_ours_is_no_verdict(self, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
        head, _ = await self.ask(desk, [(b"authorization", b"Bearer \xff\xfe")])
        assert b"x-gate-verdict: no" in head

        desk.checks._database = None  # type: ignore[assignment]
        head, _ = await self.ask(desk, [(b"apikey", b"x")])

        assert head.startswith(b"HTTP/1.1 500")
        assert b"x-gate-verdict" not in head
        assert "gate.failed" in caplog.text
