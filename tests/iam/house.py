"""A small application with the directory's routes, accounts to play with, and a gatekeeper that does as it is told."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.db import Database
from modelyard.core.errors import Forbidden, Unauthenticated
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam import access
from modelyard.iam.api import directory
from modelyard.iam.service.bootstrap import ensure_system_roles
from modelyard.iam.service.domains import NewDomain, create_domain
from modelyard.iam.settings import IAMSettings

OWNER_PASSWORD = "Owner-Pass-1"


@dataclass
class ObedientGatekeeper:
    """Believes the header `X-Test-User`, and permits what `allowed` says, or everything."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    allowed: Callable[[Subject, Action], bool] = lambda _who, _action: True

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        who = self.subjects.get(request.headers.get("x-test-user", ""))
        if who is None:
            raise Unauthenticated
        return replace(who, project_id=request.path_params.get("project_id"))

    async def authorize(
        self, who: Subject, action: Action, *, resource: str = "*", context: Mapping[str, str] | None = None
    ) -> None:
        if not self.allowed(who, action):
            raise Forbidden(action=action.name)


class SilentAudit:
    """Writes nothing down."""

    async def record(self, db: AsyncSession, request: Request, *, status: int, error_code: str | None = None) -> None:
        return


@dataclass
class Account:
    """An account with its owner."""

    ids: NewDomain
    owner: Subject

    @property
    def domain_id(self) -> str:
        return self.ids.domain_id

    @property
    def project_id(self) -> str:
        return self.ids.project_id


@dataclass
class House:
    """The application and those who can call it. `http` calls as the owner of the account `acme`."""

    app: FastAPI
    gatekeeper: ObedientGatekeeper
    database: Database
    http: AsyncClient
    acme: Account
    other: Account

    @property
    def api(self) -> str:
        """The beginning of paths of the ModelArts API, in the project of `acme`."""
        return f"/v2/{self.acme.project_id}"

    async def make_user(self, name: str) -> str:
        """Make a user of `acme` and return his id; he can call at once."""
        answer = await self.http.post("/v3/users", json={"user": {"name": name}})
        assert answer.status_code == 201, answer.text
        user_id = str(answer.json()["user"]["id"])
        self.know(user_id, name)
        return user_id

    async def make_group(self, name: str, *members: str) -> str:
        """Make a group of `acme` with these members and return its id."""
        answer = await self.http.post("/v3/groups", json={"group": {"name": name}})
        assert answer.status_code == 201, answer.text
        group_id = str(answer.json()["group"]["id"])
        for member in members:
            assert (await self.http.put(f"/v3/groups/{group_id}/users/{member}")).status_code == 204
        return group_id

    async def role_id(self, display_name: str) -> str:
        """Return the id of a system policy."""
        roles = (await self.http.get("/v3/roles")).json()["roles"]
        return next(str(role["id"]) for role in roles if role["display_name"] == display_name)

    async def make_policy(self, name: str, *actions: str, effect: str = "Allow") -> str:
        """Make a custom policy of `acme` and return its id."""
        policy = {"Version": "1.1", "Statement": [{"Effect": effect, "Action": list(actions)}]}
        role = {"display_name": name, "type": "AX", "description": "", "policy": policy}
        answer = await self.http.post("/v3.0/OS-ROLE/roles", json={"role": role})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["role"]["id"])

    async def grant(self, group_id: str, role_id: str, user_id: str | None = None) -> int:
        """Give a group a policy in the account, as the owner or as somebody else, and return the status."""
        headers = self.as_(user_id) if user_id else {}
        path = f"/v3/domains/{self.acme.domain_id}/groups/{group_id}/roles/{role_id}"
        return (await self.http.put(path, headers=headers)).status_code

    def as_(self, user_id: str) -> dict[str, str]:
        """Return the headers that make somebody the caller."""
        return {"x-test-user": user_id}

    def know(self, user_id: str, name: str = "somebody", account: Account | None = None) -> dict[str, str]:
        """Let a user call, and return his headers."""
        home = account or self.acme
        self.gatekeeper.subjects[user_id] = replace(home.owner, user_id=user_id, user_name=name, is_domain_owner=False)
        return self.as_(user_id)


@dataclass
class FakeContext:
    """What the routes take from the application."""

    settings: IAMSettings


@asynccontextmanager
async def open_house(database: Database) -> AsyncIterator[House]:
    """Open the application with the accounts `acme` and `other`."""
    settings = IAMSettings(api_endpoint="http://modelyard.test")
    app = FastAPI()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    gatekeeper = ObedientGatekeeper()
    app.state.database, app.state.gatekeeper, app.state.audit = database, gatekeeper, SilentAudit()
    app.state.iam, app.state.actions = FakeContext(settings), access.ACTIONS
    for router in directory.ROUTERS:
        app.include_router(router)
    async with database.session() as db:
        await ensure_system_roles(db)
    acme = await _account(database, "acme", settings)
    other = await _account(database, "other", settings)
    for account in (acme, other):
        gatekeeper.subjects[account.owner.user_id] = account.owner
    transport = ASGITransport(app=app, raise_app_exceptions=True)
    async with AsyncClient(
        transport=transport, base_url="http://modelyard.test", headers={"x-test-user": acme.owner.user_id}
    ) as http:
        yield House(app=app, gatekeeper=gatekeeper, database=database, http=http, acme=acme, other=other)


async def _account(database: Database, name: str, settings: IAMSettings) -> Account:
    async with database.session() as db:
        system = Subject.system("tests")
        ids = await create_domain(db, system, name, owner_name=name, password=OWNER_PASSWORD, settings=settings)
    owner = Subject(
        kind=SubjectKind.USER,
        user_id=ids.owner_id,
        user_name=name,
        domain_id=ids.domain_id,
        domain_name=name,
        is_domain_owner=True,
    )
    return Account(ids, owner)
