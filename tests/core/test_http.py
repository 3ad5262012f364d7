"""What all routes share: the one error body, request ids, the audit record inside the transaction."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query, Request
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action, allow, public
from modelyard.core.db import Database
from modelyard.core.errors import Conflict, Forbidden, RateLimited, Unauthenticated
from modelyard.core.http import Db, ReadDb, RequestIdMiddleware, install_error_handlers
from modelyard.core.subject import Subject, SubjectKind

CREATE = Action("test:thing:create", "Create a thing", "创建")
ALICE = Subject(SubjectKind.USER, "u1", "alice", "d1", "acme")


class AdmitsAlice:
    """Knows one token; refuses the resource `forbidden`."""

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        if request.headers.get("x-auth-token") != "alice":
            raise Unauthenticated
        return ALICE

    async def authorize(self, who: Subject, action: Action, *, resource: str = "*", context: Any = None) -> None:
        if resource == "forbidden":
            raise Forbidden(action=action.name, resource=resource, reason="no_policy_allows")


class RemembersAudit:
    """Keeps what it was told; can refuse to write."""

    def __init__(self) -> None:
        self.records: list[tuple[str, int, str | None]] = []
        self.fails = False

    async def record(self, db: AsyncSession, request: Request, *, status: int, error_code: str | None = None) -> None:
        if self.fails:
            raise ConnectionError
        self.records.append((request.state.subject.user_name, status, error_code))


@pytest.fixture
def audit() -> RemembersAudit:
    return RemembersAudit()


@pytest.fixture
async def client(database: Database, audit: RemembersAudit) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.state.database, app.state.gatekeeper, app.state.audit = database, AdmitsAlice(), audit
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    async with database.session() as db:
        await db.execute(text("CREATE TABLE test_notes (note VARCHAR(20))"))

    @app.post("/things/{thing_id}", status_code=201, dependencies=[allow(CREATE)])
    async def create(thing_id: str, db: Db) -> dict[str, str]:
        await db.execute(text("INSERT INTO test_notes VALUES (:note)"), {"note": thing_id})
        if thing_id == "conflict":
            raise Conflict(problem="it exists")
        if thing_id == "bug":
            raise ZeroDivisionError
        return {"id": thing_id}

    @app.get("/notes", dependencies=[public("test")])
    async def notes(db: ReadDb, number: Annotated[int, Query(ge=0)] = 0) -> list[str]:
        return list(await db.scalars(text("SELECT note FROM test_notes")))

    @app.get("/limited", dependencies=[public("test")])
    async def limited() -> None:
        raise RateLimited(retry_after_seconds=7)

    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test", headers={"x-auth-token": "alice"}) as client:
        yield client
    async with database.session() as db:
        await db.execute(text("DROP TABLE test_notes"))


class TestErrorBody:
    async def test_names_code_text_parameters_and_request(self, client: AsyncClient) -> None:
        answer = await client.post("/things/conflict", headers={"x-request-id": "abc"})

        assert answer.status_code == 409
        assert answer.json() == {
            "error_code": "Modelyard.0409",
            "error_msg": "The request conflicts with the present state: it exists",
            "params": {"problem": "it exists"},
            "request_id": "abc",
        }

    async def test_speaks_chinese_when_asked(self, client: AsyncClient) -> None:
        answer = await client.post("/things/conflict", headers={"x-language": "zh-cn"})

        assert "冲突" in answer.json()["error_msg"]

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/nowhere", 404, "APIG.0101"),
            ("DELETE", "/notes", 405, "APIG.0106"),
            ("GET", "/notes?number=-1", 400, "ModelArts.0104"),
            ("POST", "/things/bug", 500, "ModelArts.0010"),
        ],
    )
    async def test_every_failure_has_it(self, client: AsyncClient, method: str, path: str, status: int, code: str) -> None:
        answer = await client.request(method, path)

        assert (answer.status_code, answer.json()["error_code"]) == (status, code)
        assert answer.json()["request_id"] == answer.headers["x-request-id"]

    async def test_a_wrong_parameter_is_named(self, client: AsyncClient) -> None:
        answer = await client.get("/notes?number=many")

        assert answer.json()["params"]["field"] == "query.number"

    async def test_identity_paths_carry_the_keystone_form_too(self, client: AsyncClient) -> None:
        answer = await client.get("/v3/nowhere")

        assert answer.json()["error"] == {"message": answer.json()["error_msg"], "code": 404, "title": "Not Found"}

    async def test_a_limit_says_when_to_come_back(self, client: AsyncClient) -> None:
        assert (await client.get("/limited")).headers["retry-after"] == "7"

    async def test_a_bug_does_not_show_its_details(self, client: AsyncClient) -> None:
        assert "ZeroDivision" not in (await client.post("/things/bug")).text


class TestRequestId:
    async def test_a_strange_id_is_replaced(self, client: AsyncClient) -> None:
        answer = await client.get("/notes", headers={"x-request-id": "a b;c"})

        assert answer.headers["x-request-id"].isalnum()


class TestTransaction:
    async def test_a_failure_undoes_the_change(self, client: AsyncClient) -> None:
        await client.post("/things/conflict")
        await client.post("/things/bug")

        assert (await client.get("/notes")).json() == []

    async def test_the_change_is_visible_when_the_answer_arrives(self, client: AsyncClient) -> None:
        await client.post("/things/a")

        assert (await client.get("/notes")).json() == ["a"]

    async def test_a_change_that_cannot_be_audited_does_not_happen(self, client: AsyncClient, audit: RemembersAudit) -> None:
        audit.fails = True

        answer = await client.post("/things/a")

        assert answer.status_code == 500
        assert (await client.get("/notes")).json() == []


class TestAudit:
    async def test_a_change_is_recorded_once(self, client: AsyncClient, audit: RemembersAudit) -> None:
        await client.post("/things/a")

        assert audit.records == [("alice", 201, None)]

    async def test_a_refused_change_is_recorded_with_its_code(self, client: AsyncClient, audit: RemembersAudit) -> None:
        await client.post("/things/forbidden")
        await client.post("/things/conflict")

        assert audit.records == [("alice", 403, "ModelArts.0108"), ("alice", 409, "Modelyard.0409")]

    async def test_reading_and_strangers_leave_no_record(self, client: AsyncClient, audit: RemembersAudit) -> None:
        await client.get("/notes")
        await client.post("/things/a", headers={"x-auth-token": "nobody"})

        assert audit.records == []
