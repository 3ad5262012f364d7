"""What the gateway is told of a service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelyard.core.ids import wire_id
from modelyard.serving.rules import options as rules
from modelyard.serving.types import AuthMethod, BalancePolicy, Endpoint, RouteVersion, ServiceRoute


@dataclass(frozen=True)
class Version:
    """A deployment as requests see it. weight: that of the configuration that answers. endpoints: of what is ready."""

    id: str
    model_id: str
    weight: int
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True)
class Named:
    """What names a service, and whether it answers."""

    service_id: str
    project_id: str
    domain_id: str
    workspace_id: str
    answers: bool
    asleep: bool


def route_of(
    service: Named,
    versions: Sequence[Version],
    options: Mapping[str, Any],
    *,
    default_seconds: int,
    default_bytes: int,
) -> ServiceRoute:
    """Return the route of a service.

    A version none of whose replicas is ready gets no share while another one has some: a wrong version is better than no
    answer. What a rule sends to it goes by weight as well.
    """
    given = dict(options)
    shares = _shares(versions)
    ready = {item.model_id: item.id for item in versions if item.endpoints}
    allow, deny = rules.addresses_of(given)
    number = wire_id(service.service_id)
    return ServiceRoute(
        service_id=service.service_id,
        project_id=service.project_id,
        domain_id=service.domain_id,
        workspace_id=service.workspace_id,
        paths=(f"/v1/infers/{number}", f"/v2/infer/{number}"),
        versions=tuple(RouteVersion(item.id, shares[item.id], item.endpoints) for item in versions),
        auth=rules.auth_of(given),
        timeout_seconds=rules.timeout_of(given, default_seconds),
        max_body_bytes=rules.body_of(given, default_bytes),
        rate_limit=rules.rate_of(given),
        websocket=rules.has_websocket(given),
        retries=rules.retries_of(given),
        asleep=service.answers and service.asleep,
        stopped=not service.answers,
        allow_ips=allow,
        deny_ips=deny,
        rules=rules.rules_of(given, ready),
        balance=BalancePolicy(given.get("load_balancer_policy") or BalancePolicy.ROUND_ROBIN),
    )


def _shares(versions: Sequence[Version]) -> dict[str, int]:
    """Return the weight of each version; those without a replica pass theirs on."""
    able = {item.id: item.weight for item in versions if item.endpoints}
    if sum(able.values()):
        return {item.id: able.get(item.id, 0) for item in versions}
    if able:
        # Those with a share have no replica, and those with a replica no share.
        return {item.id: int(item.id in able) for item in versions}
    return {item.id: item.weight for item in versions}


def auth_with_api(methods: frozenset[AuthMethod], auth_type: str) -> frozenset[AuthMethod]:
    """Return by which credentials a service is called that has an API of this type for apps.

    APP adds those of apps, NONE opens the service to everybody, IAM changes nothing.
    """
    if auth_type == "NONE":
        return frozenset({AuthMethod.NONE})
    return methods | {AuthMethod.APP} if auth_type == "APP" else methods
