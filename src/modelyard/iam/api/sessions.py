"""Routes of console sessions."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from modelyard.core.access import authenticated, public
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.api.shared import Context
from modelyard.iam.api.tokens import recorder_of
from modelyard.iam.errors.authentication import SessionEnded
from modelyard.iam.schemas.sessions import Session, SessionCreate
from modelyard.iam.service import sessions
from modelyard.iam.service.gatekeeper import COOKIE, Credential, source_address
from modelyard.iam.service.login import Login

router = APIRouter(prefix="/v2/sessions", tags=["iam"])

Caller = Annotated[Subject, authenticated("everybody may see and end a session of his own")]


@router.post(
    "",
    status_code=201,
    operation_id="CreateSession",
    summary="Log in to the console",
    dependencies=[public("the body proves who asks")],
)
async def create_session(request: Request, response: Response, context: Context, body: SessionCreate) -> Session:
    """Log in. The answer sets the cookie of the session and carries the token that changing requests must show."""
    login = Login(
        body.password,
        source_address(request),
        user_name=body.user_name,
        domain=body.domain_name,
        passcode=body.passcode,
    )
    opened = await sessions.log_in(
        request.app.state.database,
        context,
        login,
        user_agent=request.headers.get("user-agent", ""),
        previous_cookie=request.cookies.get(COOKIE),
        record=recorder_of(request),
    )
    response.set_cookie(
        COOKIE,
        opened.cookie,
        max_age=context.settings.session_lifetime_seconds,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )
    response.headers["Cache-Control"] = "no-store"
    return opened.session


@router.get("/current", operation_id="ShowCurrentSession", summary="Who is logged in")
async def show_session(who: Caller, request: Request, response: Response, db: ReadDb) -> Session:
    """Show the session of the cookie."""
    response.headers["Cache-Control"] = "no-store"
    return await sessions.describe_session(db, _session_id(request))


@router.delete("/current", status_code=204, operation_id="DeleteCurrentSession", summary="Log out of the console")
async def delete_session(who: Caller, request: Request, response: Response, db: Db) -> None:
    """End the session of the cookie."""
    await sessions.log_out(db, _session_id(request))
    response.delete_cookie(COOKIE, path="/", secure=_is_secure(request), httponly=True, samesite="strict")


def _session_id(request: Request) -> str:
    credential: Credential = request.state.credential
    if credential.session_id is None:
        # Somebody with a key or a token has no session to look at.
        raise SessionEnded
    return credential.session_id


def _is_secure(request: Request) -> bool:
    """Return whether the browser talks TLS to the gateway."""
    return request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
