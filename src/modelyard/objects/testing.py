"""Makers and fakes for tests of objects."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.clock import Clock
from modelyard.core.db import Database
from modelyard.core.errors import Forbidden, Unauthenticated
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.subject import Subject, SubjectKind
from modelyard.objects import api
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.adapters.unpacking import ProcessUnpacker
from modelyard.objects.ports import ObjectStore
from modelyard.objects.rules.signing_v4 import Credentials
from modelyard.objects.service.context import ObjectsContext, TemporaryKey
from modelyard.objects.settings import ObjectsSettings

Rule = Callable[[Subject, str, str, Mapping[str, str]], bool]


def make_subject(name: str = "alice", *, domain_id: str = "d1", project_id: str = "p1") -> Subject:
    """Return a user of an account."""
    return Subject(
        kind=SubjectKind.USER,
        user_id=f"u-{name}",
        user_name=name,
        domain_id=domain_id,
        domain_name=f"account {domain_id}",
        project_id=project_id,
    )


class RuleGatekeeper:
    """Knows users by the header `x-user` and decides by one function."""

    def __init__(self, rule: Rule | None = None) -> None:
        self.rule = rule or (lambda *_: True)
        self.users: dict[str, Subject] = {}

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        """Return the user that the header names."""
        who = self.users.get(request.headers.get("x-user", ""))
        if who is None:
            raise Unauthenticated
        return who

    async def authorize(
        self, who: Subject, action: Action, *, resource: str = "*", context: Mapping[str, str] | None = None
    ) -> None:
        """Ask the rule."""
        if not self.rule(who, action.name, resource, context or {}):
            raise Forbidden(action=action.name, resource=resource, reason="no_policy_allows")


class CountingKeys:
    """Issues temporary keys and counts them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.issued: list[tuple[Subject, int]] = []

    async def __call__(self, who: Subject, seconds: int) -> TemporaryKey:
        """Issue a key."""
        self.issued.append((who, seconds))
        number = len(self.issued)
        return TemporaryKey(
            Credentials(f"TEMP{number}", f"secret{number}", f"token{number}"), self._clock.now() + timedelta(seconds=seconds)
        )


class ListAudit:
    """Keeps audit records in a list."""

    def __init__(self) -> None:
        self.records: list[tuple[str, str, int]] = []

    async def record(self, db: AsyncSession, request: Request, *, status: int, error_code: str | None = None) -> None:
        """Keep one."""
        self.records.append((request.method, request.url.path, status))


def make_context(database: Database, clock: Clock, folder: Path, **changes: Any) -> ObjectsContext:
    """Return a context with a store in memory, where everything is allowed."""
    store: ObjectStore = changes.pop("store", None) or MemoryStore(clock)

    async def same(who: Subject) -> Subject | None:
        return who

    values: dict[str, Any] = {
        "gatekeeper": RuleGatekeeper(),
        "issue_key": CountingKeys(clock),
        "find_subject": same,
        "storage_endpoint": "http://127.0.0.1:9000",
        "spool": folder / "spool",
        "unpacker": ProcessUnpacker(),
        "settings": ObjectsSettings(reserve_bytes=0),
        "clock": clock,
        **changes,
    }
    return ObjectsContext(database=database, store=store, **values)


def make_api(routers: Iterable[APIRouter], database: Database, gatekeeper: object, **state: object) -> FastAPI:
    """Return an application with some routes alone. state: what they find at `app.state`, beside what all of them need."""
    app = FastAPI()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    for router in routers:
        app.include_router(router)
    for name, value in {**state, "database": database, "gatekeeper": gatekeeper, "audit": ListAudit()}.items():
        setattr(app.state, name, value)
    return app


def make_app(context: ObjectsContext) -> FastAPI:
    """Return an application with the routes of objects alone."""
    return make_api(api.ROUTERS, context.database, context.gatekeeper, objects=context)
