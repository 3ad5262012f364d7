"""What a route demands of its caller, declared beside the route.

A route carries exactly one of `allow(action)`, `decided_by_service(action, reason)`, `authenticated(reason)` and
`public(reason)`; a test walks all routes and fails on one that carries none. Who the caller is and what he may do is
decided by the `Gatekeeper` that `server` wires in (the one of `iam`); this module only connects the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import Depends, Request

from modelyard.core.subject import Subject, SubjectKind


@dataclass(frozen=True)
class Action:
    """A permission such as `modelarts:workspace:create`.

    name: `service:resourceType:operation`, as policies name it.
    text, zh: what it permits, for the catalogue in the console.
    """

    name: str
    text: str
    zh: str

    @property
    def service(self) -> str:
        return self.name.split(":")[0]

    @property
    def resource_type(self) -> str:
        return self.name.split(":")[1]


class Gatekeeper(Protocol):
    """Decides who calls and what the caller may do."""

    async def authenticate(self, request: Request) -> Subject:
        """Return the caller. Raises Unauthenticated when there is none, RateLimited when an access key is locked."""
        ...

    async def authorize(
        self, who: Subject, action: Action, *, resource: str = "*", context: Mapping[str, str] | None = None
    ) -> None:
        """Return if the caller may perform the action, raise Forbidden with the reason otherwise.

        resource: the path of the one thing meant, below the resource type of the action.
        context: condition keys of the request, for example {"modelarts:poolType": "public"}.
        """
        ...


@dataclass(frozen=True)
class Guard:
    """The dependency behind `allow` and `authenticated`: authenticates, then authorises, then hands on the caller.

    own: the path parameter that may name the caller himself, who then needs no permission.
    """

    action: Action | None
    reason: str = ""
    own: str = ""
    decided_by_service: bool = False

    async def __call__(self, request: Request) -> Subject:
        gatekeeper: Gatekeeper = request.app.state.gatekeeper
        who = await gatekeeper.authenticate(request)
        request.state.subject = who
        request.state.action = self.action
        if self.action is not None and not self.decided_by_service and not self._is_own(request, who):
            await gatekeeper.authorize(who, self.action, resource=_resource_of(request))
        return who

    def _is_own(self, request: Request, who: Subject) -> bool:
        # Credentials that a session policy narrows do only what it allows, with one's own things, too.
        whole = who.kind is SubjectKind.USER and who.session_policy is None
        return bool(self.own) and whole and request.path_params.get(self.own) == who.user_id


@dataclass(frozen=True)
class Public:
    """The dependency behind `public`: admits everybody, and says why."""

    reason: str

    async def __call__(self) -> None:
        return None


def allow(action: Action, *, own: str = "") -> Any:
    """Return the dependency of a route that demands a permission; its value is the caller.

    own: the path parameter that holds a user id; a user needs no permission for what is his own.
    """
    return Depends(Guard(action, own=own))


def decided_by_service(action: Action, reason: str) -> Any:
    """Return the dependency of a route whose service demands the permission, for a resource that the path does not name.

    reason: why the path is not enough. The service must ask the gatekeeper; the test that walks all routes sees that it does.
    """
    return Depends(Guard(action, reason, decided_by_service=True))


def authenticated(reason: str) -> Any:
    """Return the dependency of a route that only needs to know the caller; `reason` says why that is enough."""
    return Depends(Guard(None, reason))


def public(reason: str) -> Any:
    """Return the dependency of a route open to everybody; `reason` says why that is right."""
    return Depends(Public(reason))


def _resource_of(request: Request) -> str:
    """Return the resource path of a request: its path parameters but the project, joined with `/`."""
    parts = [str(value) for name, value in request.path_params.items() if name not in {"project_id", "domain_id"}]
    return "/".join(parts) or "*"
