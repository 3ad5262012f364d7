"""Decisions of access, with everything that can be kept between two requests.

What somebody holds is read once per state of all rights (the revision) and compiled once; a change of any right ends
all of it at once, in every process, because each request reads the revision together with its credentials.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.queries import grants, principals
from modelyard.iam.rules.policy import (
    AccessRequest,
    Decision,
    Policy,
    PolicySet,
    compile_policy,
    decide,
    narrow,
)
from modelyard.iam.types import GrantScope, Reason

# Their resources belong to the account, not to a project: grants for one project do not reach them.
GLOBAL_SERVICES = frozenset({"iam", "obs", "sts"})
ENTERPRISE_PROJECT_KEY = "g:enterpriseprojectid"

# Keys made with keys that are narrowed already carry all the policies.
_ALL_OF = "AllOf"
_MOST_HOLDERS = 10_000
_MOST_DOCUMENTS = 10_000


@dataclass(frozen=True)
class Held:
    """A compiled policy and where it counts."""

    policy: Policy
    scope: GrantScope
    scope_id: str


@dataclass
class Rights:
    """All that one user or agency holds, as of one revision."""

    revision: int
    strict: bool
    held: Sequence[Held]
    sets: dict[tuple[str | None, str | None], PolicySet] = field(default_factory=dict)

    def policies(self, project_id: str | None, enterprise_project_id: str | None) -> PolicySet:
        """Return the policies that count in a project (None: in the account) and an enterprise project."""
        key = (project_id, enterprise_project_id)
        if key not in self.sets:
            if len(self.sets) >= 1000:
                self.sets.clear()
            self.sets[key] = PolicySet(held.policy for held in self.held if _counts(held, project_id, enterprise_project_id))
        return self.sets[key]

    def names_in(self, project_id: str | None) -> list[str]:
        """Return the names of the policies that count in a project."""
        return list(dict.fromkeys(held.policy.name for held in self.held if _counts(held, project_id, None)))


class Decisions:
    """Answers whether somebody may do something; one per process."""

    def __init__(self) -> None:
        self._rights: OrderedDict[tuple[SubjectKind, str], Rights] = OrderedDict()
        self._documents: OrderedDict[bytes, Policy] = OrderedDict()

    def known_rights(self, who: Subject, revision: int) -> Rights | None:
        """Return what is known of somebody's rights, if it is not older than this revision."""
        rights = self._rights.get((who.kind, who.user_id))
        return rights if rights is not None and rights.revision >= revision else None

    async def read_rights(self, db: AsyncSession, who: Subject) -> Rights:
        """Read somebody's rights and remember them."""
        # The number first: a change between the two reads makes the rights look older than they are, never newer.
        revision = await principals.read_revision(db)
        strict = await principals.is_strict(db, who.domain_id)
        if who.kind is SubjectKind.AGENCY:
            granted = await grants.all_policies_of_agency(db, who.user_id)
        else:
            granted = await grants.all_policies_of(db, who.user_id)
        held = [Held(self.compiled(grant.name, grant.policy), grant.scope, grant.scope_id) for grant in granted]
        rights = Rights(revision, strict, held)
        self._rights[who.kind, who.user_id] = rights
        if len(self._rights) > _MOST_HOLDERS:
            self._rights.popitem(last=False)
        return rights

    def compiled(self, name: str, document: Mapping[str, Any]) -> Policy:
        """Return a policy compiled, from memory where the same document was seen before."""
        key = name.encode() + b"\0" + orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
        policy = self._documents.get(key)
        if policy is None:
            policy = self._documents[key] = compile_policy(name, document)
            if len(self._documents) > _MOST_DOCUMENTS:
                self._documents.popitem(last=False)
        return policy

    def decide(self, who: Subject, rights: Rights | None, request: AccessRequest) -> Decision:
        """Return the decision. `rights` may be None only for those whose rights no policy limits, see `is_unlimited`."""
        sessions = [PolicySet([self.compiled("session policy", policy)]) for policy in session_policies(who)]
        if is_unlimited(who):
            reason = Reason.PLATFORM if who.kind is SubjectKind.SYSTEM else Reason.ACCOUNT_OWNER
            return narrow(Decision(allowed=True, reason=reason), request, sessions)
        assert rights is not None
        project_id = None if request.action.partition(":")[0].lower() in GLOBAL_SERVICES else who.project_id
        enterprise = request.context.get(ENTERPRISE_PROJECT_KEY)
        policies = rights.policies(project_id, enterprise[0] if enterprise else None)
        return decide(policies, request, strict=rights.strict, sessions=sessions)


def join_session_policies(outer: dict[str, Any] | None, inner: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a session policy that allows what both allow; None is no limit."""
    if outer is None or inner is None:
        return outer or inner
    return {_ALL_OF: [*outer.get(_ALL_OF, [outer]), *inner.get(_ALL_OF, [inner])]}


def session_policies(who: Subject) -> list[dict[str, Any]]:
    """Return the policy documents that narrow somebody's rights; each must allow."""
    policy = who.session_policy
    return [] if policy is None else list(policy.get(_ALL_OF, [policy]))


def is_unlimited(who: Subject) -> bool:
    """Return whether no policy limits somebody: the owner of an account in it, and the platform itself."""
    return who.kind is SubjectKind.SYSTEM or (who.is_domain_owner and who.kind is SubjectKind.USER)


def access_request(
    who: Subject, action: str, resource: str, context: Mapping[str, str | Sequence[str]] | None, *, region: str, now: datetime
) -> AccessRequest:
    """Describe a request for the policy engine.

    resource: the path of the thing below the resource type of the action, `*` when no one thing is meant.
    context: condition keys that only the caller knows; the global ones (`g:...`) are ours.
    """
    service, _, rest = action.partition(":")
    values: dict[str, Sequence[str]] = {
        key.lower(): [value] if isinstance(value, str) else value for key, value in (context or {}).items()
    }
    values |= {
        "g:username": [who.user_name],
        "g:userid": [who.user_id],
        "g:domainname": [who.domain_name],
        "g:domainid": [who.domain_id],
        "g:currenttime": [to_iso_microseconds(now)],
    }
    if who.source_ip:
        values["g:sourceip"] = [who.source_ip]
    if who.project_id:
        values["g:projectid"] = [who.project_id]
    full = f"{service}:{region}:{who.domain_id}:{rest.partition(':')[0]}:{resource}"
    return AccessRequest(action, full, values)


def _counts(held: Held, project_id: str | None, enterprise_project_id: str | None) -> bool:
    if held.scope is GrantScope.PROJECT:
        return held.scope_id == project_id
    if held.scope is GrantScope.ENTERPRISE_PROJECT:
        return held.scope_id == enterprise_project_id
    return True
