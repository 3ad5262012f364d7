"""How a decision falls: policies in, allowed or not and why out.

An explicit Deny wins over every Allow; without a match nothing is allowed in strict mode and everything in non-strict
mode. A session policy narrows the rights of temporary credentials: both must allow. Documents are compiled once;
the statements that can matter for an action are remembered, so that a decision costs microseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from modelyard.iam.rules.conditions import Condition, compile_conditions
from modelyard.iam.rules.patterns import Context, Glob, Pattern, compile_glob, compile_pattern
from modelyard.iam.types import Reason

_MOST_REMEMBERED = 2000


@dataclass(frozen=True)
class Decision:
    """Whether a request is allowed, and the policy that decided, if one did."""

    allowed: bool
    reason: Reason
    policy_name: str | None = None


@dataclass(frozen=True)
class AccessRequest:
    """What somebody wants to do.

    action: `service:type:operation`.
    resource: `service:region:account:type:path`; the path is `*` when no one thing is meant.
    context: condition keys in lower case with their values.
    """

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A resource pattern: five parts, the last of which may hold colons; the first four ignore case."""

    parts: tuple[Pattern, ...]

    def matches(self, resource: Sequence[str], context: Context) -> bool:
        """Return whether the pattern covers a resource that was split into its parts."""
        return all(pattern.matches(part, context) for pattern, part in zip(self.parts, resource, strict=True))


@dataclass(frozen=True)
class Statement:
    """A statement, compiled."""

    denies: bool
    names: frozenset[str]
    globs: tuple[Glob, ...]
    inverted: bool
    resources: tuple[Resource, ...]
    conditions: tuple[Condition, ...]

    def is_about(self, action: str) -> bool:
        """Return whether the statement speaks of an action (in lower case)."""
        found = action in self.names or any(glob.matches(action) for glob in self.globs)
        return found != self.inverted

    def applies(self, resource: Sequence[str], context: Context) -> bool:
        """Return whether the statement applies to a resource under these circumstances."""
        if self.resources and not any(pattern.matches(resource, context) for pattern in self.resources):
            return False
        return all(condition.holds(context) for condition in self.conditions)


@dataclass(frozen=True)
class Policy:
    """A policy, compiled. `name` is what a refusal tells the user."""

    name: str
    statements: tuple[Statement, ...]


class PolicySet:
    """All policies that count for somebody."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._policies = tuple(policies)
        self._relevant: dict[str, tuple[tuple[str, Statement], ...]] = {}

    def evaluate(self, request: AccessRequest) -> Decision | None:
        """Return the decision of the policies, or None when none of them speaks of the request."""
        resource: tuple[str, ...] | None = None
        allowing: str | None = None
        for name, statement in self._about(request.action.lower()):
            if not statement.denies and allowing is not None:
                continue
            if (statement.resources or statement.conditions) and not statement.applies(
                resource := resource or split_resource(request.resource), request.context
            ):
                continue
            if statement.denies:
                return Decision(allowed=False, reason=Reason.DENIED_BY_POLICY, policy_name=name)
            allowing = name
        if allowing is None:
            return None
        return Decision(allowed=True, reason=Reason.ALLOWED_BY_POLICY, policy_name=allowing)

    def _about(self, action: str) -> tuple[tuple[str, Statement], ...]:
        found = self._relevant.get(action)
        if found is None:
            if len(self._relevant) >= _MOST_REMEMBERED:
                self._relevant.clear()
            found = tuple(
                (policy.name, statement)
                for policy in self._policies
                for statement in policy.statements
                if statement.is_about(action)
            )
            self._relevant[action] = found
        return found


def decide(policies: PolicySet, request: AccessRequest, *, strict: bool = True, sessions: Sequence[PolicySet] = ()) -> Decision:
    """Return whether the request is allowed and why.

    strict: what no policy speaks of is refused; otherwise it is allowed.
    sessions: the policies of temporary credentials; each must allow as well, whatever the mode.
    """
    decision = policies.evaluate(request)
    if decision is None:
        reason = Reason.NO_POLICY_ALLOWS if strict else Reason.NOT_STRICT
        decision = Decision(allowed=not strict, reason=reason)
    return narrow(decision, request, sessions) if decision.allowed else decision


def narrow(decision: Decision, request: AccessRequest, sessions: Sequence[PolicySet]) -> Decision:
    """Return the decision after the session policies, which can only take away."""
    for session in sessions:
        narrowed = session.evaluate(request)
        if narrowed is None or not narrowed.allowed:
            return Decision(allowed=False, reason=Reason.SESSION_POLICY)
    return decision


def compile_policy(name: str, document: Mapping[str, Any]) -> Policy:
    """Make a valid policy document ready. Raises ValueError or KeyError for one that `check_policy` refuses."""
    return Policy(name, tuple(_compile_statement(statement) for statement in document["Statement"]))


def split_resource(resource: str) -> tuple[str, ...]:
    """Split a resource into service, region, account, type and path; what is missing at the end is `*`."""
    service, region, account, kind, path = _five(resource)
    return (service.lower(), region.lower(), account.lower(), kind.lower(), path)


def _compile_statement(statement: Mapping[str, Any]) -> Statement:
    inverted = "Action" not in statement
    actions = [action.lower() for action in _as_list(statement["NotAction" if inverted else "Action"])]
    globs = tuple(compile_glob(action) for action in actions if "*" in action or "?" in action)
    resources = statement.get("Resource") or []
    if isinstance(resources, Mapping):
        resources = resources.get("uri") or []
    return Statement(
        denies=statement["Effect"].lower() == "deny",
        names=frozenset(action for action in actions if "*" not in action and "?" not in action),
        globs=globs,
        inverted=inverted,
        resources=tuple(_compile_resource(resource) for resource in _as_list(resources)),
        conditions=compile_conditions(statement.get("Condition") or {}),
    )


def _compile_resource(resource: str) -> Resource:
    service, region, account, kind, path = _five(resource)
    # An empty region or account in a pattern means any, as the visual editors of the public cloud write it.
    return Resource(
        (
            compile_pattern(service.lower()),
            compile_pattern(region.lower() or "*"),
            compile_pattern(account.lower() or "*"),
            compile_pattern(kind.lower()),
            compile_pattern(path),
        )
    )


def _five(resource: str) -> list[str]:
    """Split at the first four colons outside `${...}`, filling up with `*`."""
    if "${" not in resource:
        whole = resource.split(":", 4)
        return whole + ["*"] * (5 - len(whole))
    parts, depth = [""], 0
    for index, character in enumerate(resource):
        if character == "{" and resource[index - 1 : index] == "$":
            depth = 1
        elif character == "}":
            depth = 0
        if character == ":" and not depth and len(parts) < 5:
            parts.append("")
        else:
            parts[-1] += character
    return parts + ["*"] * (5 - len(parts))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
