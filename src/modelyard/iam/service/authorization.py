"""Decisions inside a use case: where only its data tell what the caller needs."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.db import now
from modelyard.core.subject import Subject
from modelyard.iam.queries import principals
from modelyard.iam.rules.policy import Decision
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.decisions import access_request, is_unlimited
from modelyard.iam.service.gatekeeper import refusal


async def decide(
    db: AsyncSession,
    context: IAMContext,
    who: Subject,
    action: str,
    *,
    resource: str = "*",
    conditions: Mapping[str, str | Sequence[str]] | None = None,
) -> Decision:
    """Return whether the caller may perform an action now, and why.

    resource: the path of the thing below the resource type of the action, for example `bucket/key`.
    conditions: condition keys of the request, for example {"modelarts:poolType": "public"}.
    """
    rights = None
    if not is_unlimited(who):
        rights = context.decisions.known_rights(who, await principals.read_revision(db))
        rights = rights or await context.decisions.read_rights(db, who)
    request = access_request(who, action, resource, conditions, region=context.settings.region_id, now=now(db))
    return context.decisions.decide(who, rights, request)


async def require(
    db: AsyncSession,
    context: IAMContext,
    who: Subject,
    action: Action,
    *,
    resource: str = "*",
    conditions: Mapping[str, str | Sequence[str]] | None = None,
) -> None:
    """Return if the caller may perform the action. Raises Forbidden with the reason otherwise."""
    decision = await decide(db, context, who, action.name, resource=resource, conditions=conditions)
    if not decision.allowed:
        raise refusal(context, who, action.name, resource, decision)


async def require_unless_own(db: AsyncSession, context: IAMContext, who: Subject, user_id: str, action: Action) -> None:
    """Return if the thing belongs to the caller himself, or he may perform the action on that of others.

    Temporary credentials count as their user only without a session policy: what was narrowed must not make new rights.
    """
    if user_id == who.user_id and who.session_policy is None:
        return
    await require(db, context, who, action, resource=user_id)
