"""Temporary credentials as the public API hands them out, and what goes with them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.sealing import SealBroken
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.errors.authentication import FederationNotOffered, UnknownMethod, WrongRequestField
from modelyard.iam.errors.credentials import MessageUnreadable, NotWithTemporaryCredentials
from modelyard.iam.rules.policy_check import check_policy
from modelyard.iam.schemas.credentials import TemporaryCredential
from modelyard.iam.schemas.tokens import (
    AssumeAgencyAnswer,
    AssumedAgency,
    CallerIdentity,
    Identity,
    STSCredentials,
)
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import Credential, CredentialKind, message_purpose
from modelyard.iam.service.temporary_keys import IssuedKey, assume_agency, issue_temporary_key

_DEFAULT_SECONDS = 900


async def create_temporary_key(
    db: AsyncSession, context: IAMContext, who: Subject, credential: Credential, identity: Identity
) -> TemporaryCredential:
    """Return a temporary key for the caller himself (method token) or for an agency (method assume_role).

    Raises NotWithTemporaryCredentials when the caller has nothing else himself.
    """
    if credential.kind is CredentialKind.TEMPORARY_KEY:
        raise NotWithTemporaryCredentials
    if identity.policy is not None:
        check_policy(identity.policy, "auth.identity.policy")
    if identity.methods == ["token"]:
        wanted = identity.token.duration_seconds if identity.token else None
        key = await issue_temporary_key(
            db,
            context,
            who,
            duration_seconds=wanted or _DEFAULT_SECONDS,
            policy=identity.policy,
            session_name=who.user_name,
            project_id=credential.project_id,
        )
        return _credential(key)
    if identity.methods == ["assume_role"]:
        role = identity.assume_role
        domain = (role.domain_id or role.domain_name) if role else None
        if role is None or domain is None:
            raise WrongRequestField(
                field="auth.identity.assume_role", problem="needs agency_name, and domain_id or domain_name"
            )
        acting, _ = await assume_agency(db, context, who, agency_name=role.agency_name, domain=domain)
        key = await issue_temporary_key(
            db,
            context,
            acting,
            duration_seconds=role.duration_seconds or _DEFAULT_SECONDS,
            policy=identity.policy,
            session_name=role.session_user.name if role.session_user else who.user_name,
        )
        return _credential(key)
    if set(identity.methods) & {"saml2", "mapped"}:
        raise FederationNotOffered(method=identity.methods[0])
    raise UnknownMethod(method=identity.methods[0], offered="token, assume_role")


async def assume(
    db: AsyncSession,
    context: IAMContext,
    who: Subject,
    *,
    domain: str,
    agency_name: str,
    session_name: str,
    duration_seconds: int,
    policy: dict[str, Any] | None,
    source_identity: str | None,
) -> AssumeAgencyAnswer:
    """Return a temporary key of an agency. The policy of the caller's own temporary key stays in force."""
    if policy is not None:
        check_policy(policy)
    acting, agency = await assume_agency(db, context, who, agency_name=agency_name, domain=domain)
    key = await issue_temporary_key(
        db,
        context,
        acting,
        duration_seconds=duration_seconds,
        policy=policy,
        session_name=session_name,
    )
    return AssumeAgencyAnswer(
        source_identity=source_identity,
        assumed_agency=AssumedAgency(
            urn=f"sts::{acting.domain_id}:assumed-agency:{agency.name}/{session_name}", id=f"{agency.id}:{session_name}"
        ),
        credentials=STSCredentials(
            access_key_id=key.access,
            secret_access_key=key.secret,
            security_token=key.security_token,
            expiration=to_iso_microseconds(key.expires_at),
        ),
    )


def caller_identity(who: Subject) -> CallerIdentity:
    """Say who the caller is."""
    if who.kind is SubjectKind.AGENCY:
        name = who.user_name.rpartition("/")[2]
        urn = f"sts::{who.domain_id}:assumed-agency:{name}"
    else:
        urn = f"iam::{who.domain_id}:user:{who.user_name}"
    return CallerIdentity(account_id=who.domain_id, principal_id=who.user_id, principal_urn=urn)


def decode_message(context: IAMContext, who: Subject, message: str) -> str:
    """Return the decision behind a refusal in the caller's account, as JSON. Raises MessageUnreadable."""
    try:
        return context.sealer.open(bytes.fromhex(message), message_purpose(who.domain_id))
    except (ValueError, SealBroken) as error:
        raise MessageUnreadable(field="encoded_message", problem="unreadable") from error


def _credential(key: IssuedKey) -> TemporaryCredential:
    return TemporaryCredential(
        access=key.access,
        secret=key.secret,
        securitytoken=key.security_token,
        expires_at=to_iso_microseconds(key.expires_at),
    )
