"""Routes of temporary credentials."""

import re
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request

from modelyard.core.access import allow, authenticated, public
from modelyard.core.http import Db
from modelyard.core.subject import Subject
from modelyard.iam.access import authentication as actions
from modelyard.iam.api.shared import Context
from modelyard.iam.errors.authentication import FederationNotOffered, WrongRequestField
from modelyard.iam.schemas.credentials import TemporaryCredential
from modelyard.iam.schemas.tokens import (
    AssumeAgencyAnswer,
    AssumeAgencyRequest,
    AuthRequest,
    CallerIdentity,
    DecodeAnswer,
    DecodeRequest,
)
from modelyard.iam.service import sts
from modelyard.iam.service.gatekeeper import Credential, Gatekeeper

router = APIRouter(tags=["sts"])

Caller = Annotated[Subject, authenticated("the key has the caller's own rights; agencies are checked in the service")]
_AGENCY_URN = re.compile(r"iam::([A-Za-z0-9_.-]{1,64}):agency:(.{1,128})")


@router.post(
    "/v3.0/OS-CREDENTIAL/securitytokens",
    status_code=201,
    operation_id="CreateTemporaryAccessKeyByToken",
    summary="Get a temporary access key",
    dependencies=[public("the token may be in the body; it is checked there")],
)
async def create_temporary_access_key(
    request: Request, db: Db, context: Context, body: AuthRequest
) -> dict[str, TemporaryCredential]:
    """Get a temporary access key with your own rights (method token) or those of an agency (method assume_role).

    A policy narrows what the key may do.
    """
    gatekeeper: Gatekeeper = request.app.state.gatekeeper
    token = body.auth.identity.token.id if body.auth.identity.token else None
    who = await gatekeeper.authenticate_with(request, token)
    request.state.subject = who
    credential: Credential = request.state.credential
    made = await sts.create_temporary_key(db, context, who, credential, body.auth.identity)
    request.state.audit_resource_id = made.access
    return {"credential": made}


@router.get("/v5/caller-identity", operation_id="GetCallerIdentity", summary="Who am I")
async def get_caller_identity(who: Caller) -> CallerIdentity:
    """Show who signed the request."""
    return sts.caller_identity(who)


@router.post("/v5/agencies/assume", operation_id="AssumeAgency", summary="Take on an agency")
async def assume_agency(who: Caller, db: Db, context: Context, body: AssumeAgencyRequest) -> AssumeAgencyAnswer:
    """Get a temporary access key with the rights of an agency that trusts your account."""
    match = _AGENCY_URN.fullmatch(body.agency_urn)
    if match is None:
        raise WrongRequestField(field="agency_urn", problem="must look like iam::<account id>:agency:<name>")
    return await sts.assume(
        db,
        context,
        who,
        domain=match[1],
        agency_name=match[2],
        session_name=body.agency_session_name,
        duration_seconds=body.duration_seconds,
        policy=_policy(body.policy),
        source_identity=body.source_identity,
    )


@router.post("/v5/decode-authorization-message", operation_id="DecodeAuthorizationMessage", summary="Why was a request refused")
async def decode_authorization_message(
    who: Annotated[Subject, allow(actions.DECODE_MESSAGE)], context: Context, body: DecodeRequest
) -> DecodeAnswer:
    """Open the encoded message of a refusal in your account."""
    return DecodeAnswer(decoded_message=sts.decode_message(context, who, body.encoded_message))


@router.post(
    "/v5/agencies/assume-with-oidc",
    operation_id="AssumeAgencyWithOIDC",
    summary="Not offered",
    dependencies=[public("answers everybody that the operation is not offered")],
)
async def assume_agency_with_oidc() -> None:
    """Federated login is not offered; the answer is 400."""
    raise FederationNotOffered(method="OpenID Connect")


@router.post(
    "/v5/agencies/assume-with-saml",
    operation_id="AssumeAgencyWithSAML",
    summary="Not offered",
    dependencies=[public("answers everybody that the operation is not offered")],
)
async def assume_agency_with_saml() -> None:
    """Federated login is not offered; the answer is 400."""
    raise FederationNotOffered(method="SAML")


def _policy(given: str | dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the policy, which the public API has as a JSON text."""
    if not isinstance(given, str):
        return given
    try:
        parsed = orjson.loads(given)
    except orjson.JSONDecodeError as error:
        raise WrongRequestField(field="policy", problem=f"is no JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise WrongRequestField(field="policy", problem="must be an object")
    return parsed
