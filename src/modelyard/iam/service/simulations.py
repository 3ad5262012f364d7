"""Why may or may not somebody: the decisions of the gatekeeper, without doing anything."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.access import authentication as actions_of_iam
from modelyard.iam.errors.credentials import UserOfKeyNotFound
from modelyard.iam.queries import credentials as queries
from modelyard.iam.schemas.simulations import SimulationResult
from modelyard.iam.service.authorization import decide, require_unless_own
from modelyard.iam.service.context import IAMContext


async def simulate(
    db: AsyncSession,
    context: IAMContext,
    who: Subject,
    user_id: str,
    actions: Sequence[str],
    *,
    resource: str = "*",
    conditions: Mapping[str, str] | None = None,
) -> list[SimulationResult]:
    """Return for each action whether a user may perform it in the caller's project, and why.

    Everybody may ask about himself; about others with the right to. Raises UserOfKeyNotFound.
    """
    await require_unless_own(db, context, who, user_id, actions_of_iam.SIMULATE_POLICIES)
    user = await queries.find_user(db, who.domain_id, user_id)
    if user is None:
        raise UserOfKeyNotFound(user_id=user_id)
    about = Subject(
        kind=SubjectKind.USER,
        user_id=user.id,
        user_name=user.name,
        domain_id=who.domain_id,
        domain_name=who.domain_name,
        project_id=who.project_id,
        is_domain_owner=user.is_domain_owner,
        source_ip=who.source_ip,
    )
    results = []
    for action in actions:
        decision = await decide(db, context, about, action, resource=resource, conditions=conditions)
        results.append(
            SimulationResult(action=action, allowed=decision.allowed, reason=decision.reason, policy_name=decision.policy_name)
        )
    return results
