"""The decision about one caller: who he is, and whether he may call the service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from modelyard.core.db import Database
from modelyard.core.errors import AppError, Forbidden, NotFound, Unauthenticated
from modelyard.core.subject import Subject
from modelyard.iam import service as iam
from modelyard.iam.service import projects, workspaces
from modelyard.iam.service.gatekeeper import Credential, CredentialKind
from modelyard.serving.access import CALL_SERVICE
from modelyard.serving.gate.questions import Question
from modelyard.serving.gate.refusals import CallerRefused, CredentialsWrong, ForeignCaller, MethodNotTaken
from modelyard.serving.types import AuthMethod

_METHOD_OF = {
    CredentialKind.ACCESS_KEY: AuthMethod.AKSK,
    CredentialKind.TEMPORARY_KEY: AuthMethod.AKSK,
    CredentialKind.TOKEN: AuthMethod.TOKEN,
    CredentialKind.SESSION: AuthMethod.TOKEN,
}


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


class Checks:
    """Decides about callers; one per process."""

    def __init__(self, database: Database, context: iam.IAMContext) -> None:
        self._database = database
        self._gatekeeper = iam.Gatekeeper(database, context)

    async def admit(self, question: Question) -> Caller:
        """Return who calls. Raises what the caller is told when he may not."""
        request = _request_of(question)
        try:
            who = await self._gatekeeper.authenticate(request)
            credential: Credential = request.state.credential
            if _METHOD_OF[credential.kind] not in question.methods:
                raise MethodNotTaken(methods=", ".join(sorted(question.methods)))
            if who.project_id != question.project_id:
                raise ForeignCaller
            await self._gatekeeper.authorize(who, CALL_SERVICE, resource=question.service_id)
            return await self._describe(question, who, credential)
        except AppError as error:
            raise _as_published(error) from error

    async def _describe(self, question: Question, who: Subject, credential: Credential) -> Caller:
        async with self._database.read_session() as db:
            await workspaces.require_workspace(db, who, question.workspace_id, project_id=question.project_id)
            project = await projects.get_project(db, who, question.project_id)
        return Caller(
            credential=credential.kind.value,
            user_id=who.user_id,
            user_name=who.user_name,
            domain_id=who.domain_id,
            domain_name=who.domain_name,
            project_id=question.project_id,
            project_name=project.name,
            ends_at=credential.expires_at,
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
