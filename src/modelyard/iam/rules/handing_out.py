"""Who may hand out which rights: nobody more than he holds himself, but for those who administer identity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from modelyard.iam.types import GrantScope

_EVERYTHING = frozenset({"*", "*:*", "*:*:*", "iam:*", "iam:*:*"})
_ACCOUNT_WIDE = frozenset({GrantScope.DOMAIN, GrantScope.ALL_PROJECTS})


@dataclass(frozen=True)
class GrantedPolicy:
    """One policy that a principal holds, and where it counts.

    name: the display name, as refusals quote it.
    scope_id: the account, project or enterprise project of the grant.
    """

    role_id: str
    name: str
    policy: Mapping[str, Any]
    scope: GrantScope
    scope_id: str


def administers_identity(held: Sequence[GrantedPolicy]) -> bool:
    """Return whether these policies make somebody an administrator of identity.

    One of them, granted in the whole account, allows every action of `iam` on everything without a condition, and none
    denies any action of `iam`.
    """
    if any(_denies_identity(statement) for each in held for statement in _statements(each)):
        return False
    return any(
        each.scope in _ACCOUNT_WIDE and _allows_all_identity(statement) for each in held for statement in _statements(each)
    )


def first_not_held(wanted: Iterable[GrantedPolicy], held: Sequence[GrantedPolicy]) -> GrantedPolicy | None:
    """Return the first policy that somebody who holds `held` may neither hand out nor withdraw, or None.

    A policy with a Deny may be moved by administrators alone: to withdraw it gives rights.
    """
    return next((each for each in wanted if has_deny(each) or not any(_covers(own, each) for own in held)), None)


def has_deny(granted: GrantedPolicy) -> bool:
    """Return whether the policy denies anything."""
    return any(_denies(statement) for statement in _statements(granted))


def _covers(own: GrantedPolicy, wanted: GrantedPolicy) -> bool:
    if own.role_id != wanted.role_id:
        return False
    if own.scope is GrantScope.DOMAIN:
        return True
    if own.scope is GrantScope.ALL_PROJECTS:
        return wanted.scope in {GrantScope.ALL_PROJECTS, GrantScope.PROJECT}
    return (own.scope, own.scope_id) == (wanted.scope, wanted.scope_id)


def _statements(granted: GrantedPolicy) -> list[Mapping[str, Any]]:
    return list(granted.policy.get("Statement") or [])


def _denies(statement: Mapping[str, Any]) -> bool:
    return str(statement.get("Effect", "")).lower() == "deny"


def _denies_identity(statement: Mapping[str, Any]) -> bool:
    if not _denies(statement):
        return False
    if "NotAction" in statement:
        return True
    return any(fnmatchcase("iam", str(action).lower().split(":")[0]) for action in _actions(statement))


def _allows_all_identity(statement: Mapping[str, Any]) -> bool:
    narrowed = statement.get("Condition") or statement.get("Resource")
    allows = not _denies(statement) and not narrowed
    return allows and any(str(action).lower() in _EVERYTHING for action in _actions(statement))


def _actions(statement: Mapping[str, Any]) -> list[Any]:
    actions = statement.get("Action") or []
    return actions if isinstance(actions, list) else [actions]
