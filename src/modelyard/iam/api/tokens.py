"""Routes of tokens."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import authenticated, public
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.api.shared import Context
from modelyard.iam.errors.authentication import FederationNotOffered
from modelyard.iam.schemas.tokens import AuthRequest, TokenAnswer
from modelyard.iam.service import tokens
from modelyard.iam.service.gatekeeper import Credential, Gatekeeper, source_address
from modelyard.iam.service.login import Recorder
from modelyard.iam.service.tokens import Entrance

router = APIRouter(tags=["iam"])

Caller = Annotated[Subject, authenticated("everybody may look at tokens of his own; others' are checked in the service")]
NoCatalog = Annotated[str | None, Query(max_length=16, description="Any value leaves the catalogue out.")]
SubjectToken = Annotated[str | None, Header(max_length=8192, description="The token that is asked about.")]


def recorder_of(request: Request) -> Recorder:
    """Return what writes audit records of logins, whose routes have no caller yet."""

    async def record(db: AsyncSession, who: Subject, status: int, error_code: str | None) -> None:
        request.state.subject = who
        await request.app.state.audit.record(db, request, status=status, error_code=error_code)
        request.state.audited = True

    return record


@router.post(
    "/v3/auth/tokens",
    status_code=201,
    operation_id="KeystoneCreateUserTokenByPassword",
    summary="Get a token",
    response_model_exclude_none=True,
    dependencies=[public("the body proves who asks")],
)
async def create_token(
    request: Request, response: Response, context: Context, body: AuthRequest, nocatalog: NoCatalog = None
) -> TokenAnswer:
    """Get a token by password, password and passcode, access key, another token, or agency.

    The token is in the header X-Subject-Token of the answer. The agency method needs the credentials of a user.
    """
    caller, credential = None, None
    if "assume_role" in body.auth.identity.methods:
        gatekeeper: Gatekeeper = request.app.state.gatekeeper
        caller = await gatekeeper.authenticate(request)
        credential = request.state.credential
        assert isinstance(credential, Credential)
    entrance = Entrance(request.app.state.database, context, source_address(request), recorder_of(request))
    issued = await tokens.issue_token(entrance, body.auth, caller=caller, credential=credential, with_catalog=not nocatalog)
    response.headers["X-Subject-Token"] = issued.token
    return TokenAnswer(token=issued.body)


@router.get("/v3/auth/tokens", operation_id="KeystoneValidateToken", summary="Show a token", response_model_exclude_none=True)
async def validate_token(
    who: Caller,
    db: ReadDb,
    context: Context,
    response: Response,
    x_subject_token: SubjectToken = None,
    nocatalog: NoCatalog = None,
) -> TokenAnswer:
    """Show what a token says, if it is valid: your own, or with the right to, one of another user."""
    body = await tokens.show_token(db, context, who, x_subject_token, with_catalog=not nocatalog)
    response.headers["X-Subject-Token"] = x_subject_token or ""
    return TokenAnswer(token=body)


@router.head("/v3/auth/tokens", operation_id="KeystoneCheckToken", summary="Check a token")
async def check_token(who: Caller, db: ReadDb, context: Context, x_subject_token: SubjectToken = None) -> None:
    """Answer 200 if a token is valid."""
    await tokens.show_token(db, context, who, x_subject_token, with_catalog=False)


@router.delete("/v3/auth/tokens", status_code=204, operation_id="KeystoneRevokeToken", summary="Revoke a token")
async def revoke_token(who: Caller, db: Db, context: Context, x_subject_token: SubjectToken = None) -> None:
    """End a token before its time."""
    await tokens.revoke_token(db, context, who, x_subject_token)


_NOT_OFFERED = "answers everybody that the operation is not offered"


@router.post(
    "/v3.0/OS-AUTH/id-token/tokens",
    operation_id="CreateTokenWithIdToken",
    summary="Not offered",
    dependencies=[public(_NOT_OFFERED)],
)
async def create_token_with_id_token() -> None:
    """Federated login is not offered; the answer is 400."""
    raise FederationNotOffered(method="OpenID Connect")


@router.post(
    "/v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}/auth",
    operation_id="CreateUnscopedTokenWithIdToken",
    summary="Not offered",
    dependencies=[public(_NOT_OFFERED)],
)
async def create_unscoped_token_with_id_token(idp_id: str, protocol_id: str) -> None:
    """Federated login is not offered; the answer is 400."""
    raise FederationNotOffered(method="OpenID Connect")
