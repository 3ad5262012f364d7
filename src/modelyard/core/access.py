"""What a route demands of its caller, declared beside the route.

A route carries exactly one of `allow(action)`, `decided_by_service(action, reason)`, `authenticated(reason)` and
`public(reason)`; a test walks all routes and fails on one that carries none. Who the caller is and what he may do is
decided by the `Gatekeeper` that `server` wires in (the one of `iam`); this module only connects the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from fastapi import Depends, Request, WebSocket

from modelyard.core.errors import ForeignOrigin
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

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        """Return the caller. Raises Unauthenticated when there is none, RateLimited when an access key is locked.

        again: a request that was admitted once lasts, and its caller is looked at anew: a signature may be old by now.
        """
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
    of: the path parameter that names the resource, where what follows it in the path is only a part of it.
    each_of: the path parameter that names several resources, with commas between; each of them is asked for.
    """

    action: Action | None
    reason: str = ""
    own: str = ""
    decided_by_service: bool = False
    of: str = ""
    each_of: str = ""

    async def __call__(self, request: Request) -> Subject:
        gatekeeper: Gatekeeper = request.app.state.gatekeeper
        who = await gatekeeper.authenticate(request)
        request.state.subject = who
        request.state.action = self.action
        if self.action is not None and not self.decided_by_service and not self._is_own(request, who):
            for resource in self.resources_of(request):
                await gatekeeper.authorize(who, self.action, resource=resource)
        return who

    async def again(self, request: Request) -> None:
        """Return if the caller of a request that lasts may still do what it does; raise what he would be told otherwise.

        For streams and terminals: keys are deleted and rights are taken away while they are open.
        """
        gatekeeper: Gatekeeper = request.app.state.gatekeeper
        who = await gatekeeper.authenticate(request, again=True)
        if self.action is not None:
            for resource in self.resources_of(request):
                await gatekeeper.authorize(who, self.action, resource=resource)

    def resources_of(self, request: Request) -> list[str]:
        """Return the paths of the resources that a request is about, at least one."""
        if self.each_of:
            return [part for part in str(request.path_params[self.each_of]).split(",") if part] or ["*"]
        return [str(request.path_params[self.of]) if self.of else _resource_of(request)]

    def _is_own(self, request: Request, who: Subject) -> bool:
        # Credentials that a session policy narrows do only what it allows, with one's own things, too.
        whole = who.kind is SubjectKind.USER and who.session_policy is None
        return bool(self.own) and whole and request.path_params.get(self.own) == who.user_id


@dataclass(frozen=True)
class SocketGuard:
    """The dependency behind `allow_socket`: what `Guard` is for requests. Its value is the caller with his request.

    A page of another site can open a socket with the cookies of its visitor, and sockets carry no CSRF token: where a
    browser says from which site the page comes, it must be ours.
    """

    guard: Guard

    async def __call__(self, websocket: WebSocket) -> "SocketCaller":
        origin = websocket.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != websocket.headers.get("host", "").lower():
            raise ForeignOrigin(origin=origin[:300])
        request = Request({**websocket.scope, "type": "http", "method": "GET"})
        return SocketCaller(await self.guard(request), request, self.guard)


@dataclass(frozen=True)
class SocketCaller:
    """Who opened a socket."""

    who: Subject
    request: Request
    guard: Guard

    async def again(self) -> None:
        """Return if the caller may still do this; raise what he would be told otherwise."""
        await self.guard.again(self.request)


@dataclass(frozen=True)
class Public:
    """The dependency behind `public`: admits everybody, and says why."""

    reason: str

    async def __call__(self) -> None:
        return None


def allow(action: Action, *, own: str = "", of: str = "", each_of: str = "") -> Any:
    """Return the dependency of a route that demands a permission; its value is the caller.

    own: the path parameter that holds a user id; a user needs no permission for what is his own.
    of: the path parameter that names the resource of the action; all parameters together by default.
    each_of: the path parameter that names several, with commas between.
    """
    return Depends(Guard(action, own=own, of=of, each_of=each_of))


def allow_socket(action: Action, *, of: str = "") -> Any:
    """Return the dependency of a websocket that demands a permission; its value is a `SocketCaller`."""
    return Depends(SocketGuard(Guard(action, of=of)))


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
