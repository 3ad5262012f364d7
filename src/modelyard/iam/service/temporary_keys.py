"""Temporary access keys: for people with a token, for agencies, and for the tasks of other capabilities.

Their rights are those that the user or agency has at the moment of each request, narrowed by the session policy:
disabling the user or deleting the agency ends them at once.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.access import authentication as actions
from modelyard.iam.errors.credentials import AgencyNotFound, NotWithTemporaryCredentials
from modelyard.iam.models import AgencyRow, DomainRow, TemporaryKeyRow
from modelyard.iam.queries import logins
from modelyard.iam.rules.policy import compile_policy
from modelyard.iam.schemas.key_events import TemporaryKeyIssued
from modelyard.iam.service.authorization import require
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.credentials import ACCESS_CHARACTERS, SECRET_CHARACTERS
from modelyard.iam.service.decisions import join_session_policies
from modelyard.iam.service.gatekeeper import hash_secret, key_purpose

PREFIX = "TMP"
LONGEST_SECONDS = 86_400


@dataclass(frozen=True)
class IssuedKey:
    """A temporary key with its secrets, which exist nowhere else."""

    access: str
    secret: str
    security_token: str
    expires_at: datetime


async def issue_temporary_key(
    db: AsyncSession,
    context: IAMContext,
    who: Subject,
    *,
    duration_seconds: int = 900,
    policy: Mapping[str, Any] | None = None,
    session_name: str = "",
    project_id: str | None = None,
) -> IssuedKey:
    """Issue a temporary key with the rights of the caller, narrowed by a policy and by that of his own credentials.

    duration_seconds: 900 to 86400. session_name: what the key is for, such as the id of a task.
    project_id: the key works in this project only.
    policy: a document that `rules.policy_check` would admit but for its size; ValueError or KeyError otherwise.
    """
    if policy is not None:
        compile_policy("session policy", policy)
    user_id = who.assumed_by if who.kind is SubjectKind.AGENCY else who.user_id
    if user_id is None:
        raise NotWithTemporaryCredentials
    access = PREFIX + "".join(secrets.choice(ACCESS_CHARACTERS) for _ in range(17))
    secret = "".join(secrets.choice(SECRET_CHARACTERS) for _ in range(40))
    token = secrets.token_urlsafe(48)
    expires_at = now(db) + timedelta(seconds=max(900, min(duration_seconds, LONGEST_SECONDS)))
    db.add(
        TemporaryKeyRow(
            access=access,
            secret_sealed=context.sealer.seal(secret, key_purpose(access)),
            token_hash=hash_secret(token),
            user_id=user_id,
            agency_id=who.user_id if who.kind is SubjectKind.AGENCY else None,
            session_name=session_name[:128],
            project_id=project_id,
            policy=join_session_policies(who.session_policy, dict(policy) if policy is not None else None),
            expires_at=expires_at,
            created_at=now(db),
        )
    )
    await db.flush()  # listeners read the key
    until = to_iso_microseconds(expires_at)
    event = TemporaryKeyIssued(resource_id=access, access=access, user_id=user_id, expires_at=until)
    await emit(db, event, by=who, at=now(db))
    return IssuedKey(access, secret, token, expires_at)


async def assume_agency(
    db: AsyncSession, context: IAMContext, who: Subject, *, agency_name: str, domain: str
) -> tuple[Subject, AgencyRow]:
    """Return the agency as a caller, for a user whose account it trusts and who may take agencies on.

    domain: the id or name of the account that made the agency.
    Raises AgencyNotFound, also for an agency that has expired, or Forbidden without the right.
    """
    found = await logins.find_agency(db, domain=domain, name=agency_name, trusts=who.domain_id)
    if found is None or who.kind is not SubjectKind.USER or not _lives(db, *found):
        raise AgencyNotFound(agency=agency_name)
    agency, account = found
    await require(db, context, who, actions.ASSUME_AGENCY, resource=agency.name)
    acting = Subject(
        kind=SubjectKind.AGENCY,
        user_id=agency.id,
        user_name=f"{who.domain_name}/{agency.name}",
        domain_id=account.id,
        domain_name=account.name,
        assumed_by=who.user_id,
        session_policy=who.session_policy,
        source_ip=who.source_ip,
    )
    return acting, agency


def _lives(db: AsyncSession, agency: AgencyRow, account: DomainRow) -> bool:
    return account.enabled and (agency.expires_at is None or agency.expires_at > now(db))
