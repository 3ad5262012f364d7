"""The decision about one caller: who he is, and whether he may call the service."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from modelyard.core.db import Database
from modelyard.core.errors import AppError, Forbidden, NotFound, Unauthenticated
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.iam import service as iam
from modelyard.iam.service import projects, workspaces
from modelyard.iam.service.gatekeeper import Credential, CredentialKind
from modelyard.serving import queries
from modelyard.serving.access import CALL_SERVICE
from modelyard.serving.gate.questions import ONE_HEADER, SIGNED, Question
from modelyard.serving.gate.refusals import (
    ApiKeyRefused,
    ApiKeyWrong,
    AppCredentialsWrong,
    AppRefused,
    CallerRefused,
    CredentialsWrong,
    ForeignCaller,
    MethodNotTaken,
    OwnerGone,
    SimpleAppRefused,
    StillAsleep,
)
from modelyard.serving.queries import AppAccess
from modelyard.serving.rules import secrets
from modelyard.serving.rules.secrets import APP_KEY
from modelyard.serving.service import scaling
from modelyard.serving.types import AuthMethod

_METHOD_OF = {
    CredentialKind.ACCESS_KEY: AuthMethod.AKSK,
    CredentialKind.TEMPORARY_KEY: AuthMethod.AKSK,
    CredentialKind.TOKEN: AuthMethod.TOKEN,
    CredentialKind.SESSION: AuthMethod.TOKEN,
}


# Shorter than what the admission script waits.
_WAKE_SECONDS = 55.0
_LOOK_AGAIN_SECONDS = 0.25
_HEARD_WITHIN_SECONDS = 0.05


@dataclass(frozen=True)
class Caller:
    """Somebody who may call a service.

    credential: by what he proved who he is. ends_at: when that ends by itself.
    """

    credential: str
    user_id: str
    user_name: str
    domain_id: str
    domain_name: str
    project_id: str
    project_name: str
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Proven:
    """Who calls, and by what he showed it. ends_at: when that ends by itself."""

    who: Subject
    credential: str
    ends_at: datetime | None = None


class Checks:
    """Decides about callers; one per process."""

    def __init__(self, database: Database, context: iam.IAMContext) -> None:
        self._database = database
        self._context = context
        self._gatekeeper = iam.Gatekeeper(database, context)
        self._signatures = iam.Signatures(context)

    async def admit(self, question: Question) -> Caller:
        """Return who calls. Raises what the caller is told when he may not."""
        try:
            proven = await self._prove(question)
            return await self._describe(question, proven)
        except AppError as error:
            raise _as_published(error) from error

    async def wake(self, question: Question) -> None:
        """Return once a service that slept has an instance; the admission asked who calls before. Raises StillAsleep."""
        late = asyncio.get_running_loop().time() + _WAKE_SECONDS
        while asyncio.get_running_loop().time() < late:
            async with self._database.session() as db:
                if await scaling.ask_to_wake(db, question.service_id):
                    break
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        else:
            raise StillAsleep
        # It was published; the workers of the gateway hear of it a moment later.
        await asyncio.sleep(_HEARD_WITHIN_SECONDS)

    async def _prove(self, question: Question) -> Proven:
        """Return whose credentials came with a request, if they are good for the service."""
        if question.kind == ONE_HEADER:
            authorization = question.header("authorization")
            if authorization is not None:
                return await self._by_api_key(question, authorization[len("bearer ") :].strip())
            for name in ("x-apig-appcode", "apikey"):
                value = question.header(name)
                if value is not None:
                    return await self._by_code(question, value, is_key=name == "apikey")
        request = _request_of(question)
        if question.kind == SIGNED and AuthMethod.APP in question.methods:
            key = self._signatures.key_of(request)
            if APP_KEY.fullmatch(key):
                return await self._by_app_signature(question, request, key)
        who = await self._gatekeeper.authenticate(request)
        credential: Credential = request.state.credential
        if _METHOD_OF[credential.kind] not in question.methods:
            raise MethodNotTaken(methods=", ".join(sorted(question.methods)))
        if who.project_id != question.project_id:
            raise ForeignCaller
        await self._gatekeeper.authorize(who, CALL_SERVICE, resource=wire_id(question.service_id))
        return Proven(who, credential.kind.value, credential.expires_at)

    async def _by_api_key(self, question: Question, key: str) -> Proven:
        async with self._database.read_session() as db:
            found = await queries.api_key_by_hash(db, secrets.lookup(key), question.service_id)
            if found is None:
                raise ApiKeyWrong
            row, is_bound = found
            if row.expires_at is not None and row.expires_at <= self._context.clock.now():
                raise ApiKeyWrong
            if row.project_id != question.project_id:
                raise ForeignCaller
            if row.scope == "SERVICE" and not is_bound:
                raise ApiKeyRefused
            who = await self._living(db, row.subject)
        # The revision of rights was read with him, so that what is known of them is not older than he.
        await self._gatekeeper.authorize(who, CALL_SERVICE, resource=wire_id(question.service_id))
        return Proven(who, "api_key", row.expires_at)

    async def _by_code(self, question: Question, value: str, *, is_key: bool) -> Proven:
        async with self._database.read_session() as db:
            if is_key:
                found = await queries.app_by_key(db, value, question.service_id)
            else:
                found = await queries.app_by_code(db, secrets.lookup(value), question.service_id)
            return await self._as_app(db, found, by_signature=False)

    async def _by_app_signature(self, question: Question, request: Request, key: str) -> Proven:
        async with self._database.read_session() as db:
            found = await queries.app_by_key(db, key, question.service_id)
            if found is None:
                raise AppCredentialsWrong
            secret = self._context.sealer.open(found.app.secret_sealed, secrets.secret_purpose(found.app.id))
            try:
                await self._signatures.verify(request, secret)
            except Unauthenticated as error:
                raise AppCredentialsWrong.of(error) from error
            return await self._as_app(db, found, by_signature=True)

    async def _as_app(self, db: AsyncSession, found: AppAccess | None, *, by_signature: bool) -> Proven:
        if found is None:
            raise AppCredentialsWrong
        if not found.has_grant:
            raise AppRefused(app_id=found.app.id)
        if not by_signature and not found.codes_do:
            raise SimpleAppRefused
        return Proven(await self._living(db, found.app.subject), f"app:{found.app.id}")

    async def _living(self, db: AsyncSession, subject: dict[str, Any]) -> Subject:
        """Return who stands behind an app or a key, as he is now; when he is gone, so are they."""
        await self._gatekeeper.refresh(db)
        who = await iam.find_subject(db, Subject.from_json(subject))
        if who is None:
            raise OwnerGone
        return who

    async def _describe(self, question: Question, proven: Proven) -> Caller:
        who = proven.who
        async with self._database.read_session() as db:
            if not proven.credential.startswith("app:"):
                await workspaces.require_workspace(db, who, question.workspace_id, project_id=question.project_id)
            project = await projects.get_project(db, who, question.project_id)
        return Caller(
            credential=proven.credential,
            user_id=who.user_id,
            user_name=who.user_name,
            domain_id=who.domain_id,
            domain_name=who.domain_name,
            project_id=question.project_id,
            project_name=project.name,
            ends_at=proven.ends_at,
        )


def _as_published(error: AppError) -> AppError:
    """Return a failure under the code that callers of services are told: those of the control plane are others."""
    if error.code.startswith("APIG."):
        return error
    if isinstance(error, Unauthenticated):
        return CredentialsWrong.of(error)
    if isinstance(error, (Forbidden, NotFound)):
        return CallerRefused.of(error)
    return error


def _request_of(question: Question) -> Request:
    """Return the request as identity reads it; it belongs to the project of the service."""
    headers = list(question.headers)
    if not any(name == b"x-project-id" for name, _ in headers):
        headers.append((b"x-project-id", question.project_id.encode()))
    headers = [pair for pair in headers if pair[0] != b"x-forwarded-for"]
    headers.append((b"x-forwarded-for", question.client.encode()))
    path, _, query = question.target.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": question.method,
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "query_string": query.encode("utf-8", "surrogateescape"),
        "headers": headers,
        "path_params": {},
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": question.body, "more_body": False}

    return Request(scope, receive)
