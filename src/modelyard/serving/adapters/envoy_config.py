"""What Envoy is told of services: filters, clusters, endpoints and routes. Plain values in, plain values out.

A request for a service is routed twice. First it finds the route of its address, which leads nowhere and says who may
call (`_entrance`). The admission script decides, names the service in a header and has the request routed anew; only
now is there a route to replicas. Whatever goes wrong before, nothing reaches a replica unasked.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from modelyard.core.refusals import Config
from modelyard.serving.adapters.envoy_replies import OUTCOME, SERVICE
from modelyard.serving.types import (
    BalancePolicy,
    Comparison,
    Condition,
    Endpoint,
    Equals,
    HashIn,
    HeaderRule,
    Matches,
    Operand,
    RouteVersion,
    ServiceRoute,
    Variable,
)

EXTENSION = "type.googleapis.com/envoy.extensions"
ROUTE = "type.googleapis.com/envoy.config.route.v3"
ADMISSION, LIMITS, ADDRESSES = "modelyard.admission", "modelyard.rate_limit", "modelyard.addresses"
GATE_CLUSTER = "serving-gate"
# The start of every name that only we may say; requests of clients lose such headers on arrival.
OWN_PREFIX = "x-modelyard-"
# Filters of the API; they wait for whole bodies.
OF_THE_API = ("envoy.filters.http.buffer", "envoy.filters.http.compressor")
PREFIXES = ("/v1/infers/", "/v2/infer/")
_SCRIPT = Path(__file__).with_name("envoy_admission.lua")
_SAFE_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
# uvicorn closes idle connections after 5 seconds; a request must not meet a connection that is being closed.
_IDLE_UPSTREAM = "4s"
_WEBSOCKET_IDLE_SECONDS = 3600
_LONGEST_WAKING_SECONDS = 120
_MOST_AT_ONCE = 100_000
# A replica that failed in one of these ways saw nothing of the request: trying another one can never do it twice.
_NEVER_SENT = "connect-failure,refused-stream,reset-before-request"
_MOST_NEVER_SENT = 2
_HASH_BITS = 2**31
_BALANCING = {
    BalancePolicy.ROUND_ROBIN: "ROUND_ROBIN",
    BalancePolicy.LEAST_CONNECTIONS: "LEAST_REQUEST",
    BalancePolicy.SOURCE_IP: "MAGLEV",
}
_FACTS = {
    Variable.DOMAIN_NAME: "x-modelyard-domain-name",
    Variable.DOMAIN_ID: "x-modelyard-domain-id",
    Variable.PROJECT_NAME: "x-modelyard-project-name",
    Variable.PROJECT_ID: "x-modelyard-project-id",
    Variable.USER_NAME: "x-modelyard-user-name",
    Variable.USER_ID: "x-modelyard-user-id",
}
# Rules may ask for them; replicas never see them.
_NAMES = ("x-modelyard-domain-name", "x-modelyard-project-name", "x-modelyard-user-name")
_CREDENTIALS = (
    "authorization",
    "x-auth-token",
    "x-security-token",
    "x-sdk-date",
    "x-apig-appcode",
    "apikey",
    "x-csrf-token",
    "x-user-token",
    "x-auth-token-provider",
)
# Answers come from code of users, and from the address of the console: a page among them may not act in its name.
_ANSWERS_MAY_NOT = (
    "set-cookie",
    "set-cookie2",
    "clear-site-data",
    "alt-svc",
    "service-worker-allowed",
    "strict-transport-security",
)
_SANDBOX = "sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads"


@dataclass(frozen=True)
class AdmissionTimes:
    """How long verdicts count.

    fresh_seconds: a verdict is used without asking. good_seconds: it is used while somebody asks anew.
    away_seconds: it is used when the gate does not answer.
    ask_seconds: to wait for the gate. wake_seconds: to wait for a service that was asleep.
    """

    fresh_seconds: float = 5.0
    good_seconds: float = 10.0
    away_seconds: float = 3600.0
    ask_seconds: float = 2.0
    wake_seconds: float = 60.0


def filters(times: AdmissionTimes, *, session_cookie: str) -> list[Config]:
    """Return the filters of services, all of them off: the routes of services turn them on."""
    values = {
        "GATE": GATE_CLUSTER,
        "SESSION_COOKIE": session_cookie,
        "ASK_MS": int(times.ask_seconds * 1000),
        "WAKE_MS": int(times.wake_seconds * 1000),
        "FRESH_MS": int(times.fresh_seconds * 1000),
        "GOOD_MS": int(times.good_seconds * 1000),
        "LAST_MS": int(times.away_seconds * 1000),
    }
    script = re.sub(r"@([A-Z_]+)@", lambda match: str(values[match[1]]), _SCRIPT.read_text(encoding="utf-8"))
    lua = {"@type": f"{EXTENSION}.filters.http.lua.v3.Lua", "default_source_code": {"inline_string": script}}
    rate_limit = {"@type": f"{EXTENSION}.filters.http.local_ratelimit.v3.LocalRateLimit", "stat_prefix": "services"}
    return [
        {"name": ADMISSION, "disabled": True, "typed_config": lua},
        {"name": ADDRESSES, "disabled": True, "typed_config": {"@type": f"{EXTENSION}.filters.http.rbac.v3.RBAC"}},
        {"name": LIMITS, "disabled": True, "typed_config": rate_limit},
    ]


def cluster_name(service_id: str, version: str) -> str:
    """Return the name of the cluster of a version; `named_version` takes it apart again."""
    return f"serving.{_checked(service_id)}.{_checked(version)}"


def named_version(cluster: str) -> tuple[str, str] | None:
    """Return service and version of a cluster of ours."""
    parts = cluster.split(".")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "serving" else None


def cluster(route: ServiceRoute, version: RouteVersion, endpoints: Path) -> Config:
    """Return the cluster of a version, whose replicas are named in a file of that directory."""
    name = cluster_name(route.service_id, version.key)
    return {
        "name": name,
        "type": "EDS",
        "eds_cluster_config": {
            "eds_config": {
                "path_config_source": {"path": str(endpoints / f"{name}.json")},
                "resource_api_version": "V3",
            }
        },
        "connect_timeout": "2s",
        "lb_policy": _BALANCING[route.balance],
        "per_connection_buffer_limit_bytes": 2**20,
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": _MOST_AT_ONCE,
                    "max_pending_requests": _MOST_AT_ONCE,
                    "max_requests": _MOST_AT_ONCE,
                    # A service that is in trouble must not get several times as many requests for it.
                    "retry_budget": {"budget_percent": {"value": 50.0}, "min_retry_concurrency": 50},
                }
            ]
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": f"{EXTENSION}.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": {"http_protocol_options": {}},
                "common_http_protocol_options": {"idle_timeout": _IDLE_UPSTREAM},
            }
        },
    }


def assignment(route: ServiceRoute, version: RouteVersion) -> Config:
    """Return where the replicas of a version are."""
    name = cluster_name(route.service_id, version.key)
    places = [{"endpoint": {"address": _address(endpoint)}} for endpoint in version.endpoints]
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": places}] if places else []}


def virtual_host(name: str, routes: Iterable[ServiceRoute], rest: Sequence[Config], *, starting: bool = False) -> Config:
    """Return the virtual host that leads to services, and for all other addresses to `rest`.

    starting: nothing is known of services yet, so that an address may well be that of one.
    """
    nobody = _entrance({"prefix": "/"}, {"state": "starting" if starting else "unknown"})
    addresses = dict.fromkeys(PREFIXES, _action(nobody))
    limited = []
    for route in routes:
        for path in route.paths:
            addresses[path] = _action(*_routes(route, path), *_entrances(route, path), nobody)
        if route.rate_limit is not None:
            limited.append(route)
    host: Config = {
        "name": name,
        "domains": ["*"],
        "matcher": {
            "matcher_tree": {
                "input": {
                    "name": "path",
                    "typed_config": {
                        "@type": "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput",
                        "header_name": ":path",
                    },
                },
                "prefix_match_map": {"map": addresses},
            },
            "on_no_match": _action(*rest),
        },
    }
    if limited:
        host["typed_per_filter_config"] = {LIMITS: _rate_limits(limited)}
    return host


def without_filters(names: Iterable[str]) -> dict[str, Config]:
    """Return what turns filters off on a route."""
    return {name: {"@type": f"{ROUTE}.FilterConfig", "disabled": True} for name in names}


def forget_own_headers() -> Config:
    """Return the mutation that takes names of ours off requests, on arrival."""
    return {"remove_on_match": {"key_matcher": {"prefix": OWN_PREFIX, "ignore_case": True}}}


def _action(*routes: Config) -> Config:
    return {"action": {"name": "routes", "typed_config": {"@type": f"{ROUTE}.RouteList", "routes": list(routes)}}}


def _entrances(route: ServiceRoute, path: str) -> Iterator[Config]:
    """Yield the entrances of a service: one for sockets, if it has them, and one for requests.

    How long silence may last is what the entrance says; the route that a request is sent on by is not asked any more.
    """
    if route.websocket:
        asks_socket = {"name": "upgrade", "string_match": {"exact": "websocket", "ignore_case": True}}
        socket = _entrance_of(route, {"path_separated_prefix": path, "headers": [asks_socket]})
        socket["route"] |= {"upgrade_configs": [{"upgrade_type": "websocket"}], "idle_timeout": f"{_WEBSOCKET_IDLE_SECONDS}s"}
        yield socket
    yield _entrance_of(route, {"path_separated_prefix": path})


def _entrance_of(route: ServiceRoute, match: Config) -> Config:
    state = "stopped" if route.stopped else "asleep" if route.asleep else "running"
    context = {
        "service": _checked(route.service_id),
        "state": state,
        "project": _checked(route.project_id),
        "domain": _checked(route.domain_id),
        "workspace": _checked(route.workspace_id),
        "methods": ",".join(sorted(route.auth)),
        "body": str(route.max_body_bytes),
        # Where no rule asks for names, setting and removing them is saved.
        "names": "yes" if route.rules else "",
        "hash": ",".join(f"{number}/{source}/{modulus}" for number, (source, modulus) in enumerate(_hashes(route))),
    }
    entrance = _entrance(match, context)
    entrance["request_body_buffer_limit"] = str(route.max_body_bytes)
    entrance["typed_per_filter_config"] = _filters_of(route)
    # Waking takes its time, in silence.
    seconds = max(route.timeout_seconds, _LONGEST_WAKING_SECONDS) if route.asleep else route.timeout_seconds
    entrance["route"] |= {"timeout": "0s", "idle_timeout": f"{seconds}s"}
    return entrance


def _entrance(match: Config, context: Config) -> Config:
    """Return a route on which the admission script decides, by this context; it leads nowhere."""
    context = {"service": "-", "methods": "", "body": "0", "hash": "", **context}
    text = ";".join(f"{name}={value}" for name, value in context.items())
    return {
        "match": match,
        "route": {"cluster": "nowhere"},
        "metadata": {"filter_metadata": {ADMISSION: {"context": text}}},
        "typed_per_filter_config": _filters_of(None),
    }


def _filters_of(route: ServiceRoute | None) -> dict[str, Config]:
    """Return which filters work on a route of a service, or on one of no service."""
    lua = {"@type": f"{EXTENSION}.filters.http.lua.v3.LuaPerRoute"}
    on: dict[str, Config] = {ADMISSION: {"@type": f"{ROUTE}.FilterConfig", "config": lua}}
    if route is not None and (route.allow_ips or route.deny_ips):
        on[ADDRESSES] = {"@type": f"{ROUTE}.FilterConfig", "config": _addresses(route)}
    if route is None or route.rate_limit is None:
        on |= without_filters([LIMITS])
    return on | without_filters(OF_THE_API)


def _routes(route: ServiceRoute, path: str) -> Iterator[Config]:
    """Yield the routes of requests that were admitted: those of rules in their order, then the weighted one."""
    if route.stopped or not route.versions:
        return
    admitted = {"name": SERVICE, "string_match": {"exact": route.service_id}}
    for match, change in _ways_in(route, path):
        for rule in route.rules:
            wanted = {**match, "headers": [admitted, *_condition(route, rule.condition)]}
            yield _route(route, wanted, {"cluster": cluster_name(route.service_id, rule.version), **change}, rule)
        yield _route(route, {**match, "headers": [admitted]}, {**_targets(route), **change}, None)


def _ways_in(route: ServiceRoute, path: str) -> Iterator[tuple[Config, Config]]:
    """Yield how the address of a service is matched, and what becomes of its path."""
    if route.strip_prefix:
        yield {"prefix": f"{path}/"}, {"prefix_rewrite": "/"}
        yield {"path": path}, {"prefix_rewrite": "/"}
    else:
        yield {"path_separated_prefix": path}, {}


def _targets(route: ServiceRoute) -> Config:
    shares = [version for version in route.versions if version.weight > 0]
    if len(shares) == 1:
        return {"cluster": cluster_name(route.service_id, shares[0].key)}
    if not shares:
        return {"cluster": "nowhere"}
    named = [{"name": cluster_name(route.service_id, version.key), "weight": version.weight} for version in shares]
    return {"weighted_clusters": {"clusters": named}}


def _route(route: ServiceRoute, match: Config, action: Config, rule: HeaderRule | None) -> Config:
    # Silence ends a request, not its length: answers may be streams.
    action = {**action, "timeout": "0s"}
    action["retry_policy"] = _retries(route)
    if route.balance is BalancePolicy.SOURCE_IP:
        action["hash_policy"] = [{"connection_properties": {"source_ip": True}}]
    if route.websocket:
        action["upgrade_configs"] = [{"upgrade_type": "websocket"}]
    result: Config = {
        "match": match,
        "route": action,
        "typed_per_filter_config": _filters_of(route),
        "request_body_buffer_limit": str(route.max_body_bytes),
        "request_headers_to_remove": [*_CREDENTIALS, OUTCOME, *_asked_by_rules(route)],
        "response_headers_to_remove": list(_ANSWERS_MAY_NOT),
        "response_headers_to_add": [_set_header("content-security-policy", _SANDBOX)],
    }
    if rule is not None and rule.header_name:
        result["request_headers_to_add"] = [_set_header(rule.header_name, rule.header_value.replace("%", "%%"))]
    return result


def _retries(route: ServiceRoute) -> Config:
    return {
        # A replica that goes away before it answered; one that is slow or answers 5xx is left alone.
        "retry_on": f"{_NEVER_SENT},reset" if route.retries else _NEVER_SENT,
        "num_retries": route.retries or _MOST_NEVER_SENT,
        "retry_back_off": {"base_interval": "0.01s", "max_interval": "0.25s"},
        "retry_host_predicate": [
            {
                "name": "envoy.retry_host_predicates.previous_hosts",
                "typed_config": {"@type": f"{EXTENSION}.retry.host.previous_hosts.v3.PreviousHostsPredicate"},
            }
        ],
        "host_selection_retry_max_attempts": "5",
    }


def hash_header(number: int) -> str:
    """Return the header in which the admission script puts a hash that rules ask for."""
    return f"{OWN_PREFIX}hash-{number}"


def _asked_by_rules(route: ServiceRoute) -> list[str]:
    """Return the headers that are there for the rules of a service only."""
    return [*_NAMES, *(hash_header(number) for number, _ in enumerate(_hashes(route)))] if route.rules else []


def _hashes(route: ServiceRoute) -> list[tuple[str, int]]:
    """Return which hashes the rules of a service ask for: of which header, modulo what (0: the hash itself)."""
    found = [_hash_of(rule.condition) for rule in route.rules if isinstance(rule.condition, HashIn)]
    return list(dict.fromkeys(found))


def _hash_of(condition: HashIn) -> tuple[str, int]:
    return _header_of(condition.operand), condition.modulus or 0


def _header_of(operand: Operand) -> str:
    return operand.header.lower() if operand.variable is Variable.HEADER else _FACTS[operand.variable]


def _condition(route: ServiceRoute, condition: Condition) -> list[Config]:
    """Return a condition of a rule as matches of headers, all of which must hold."""
    if isinstance(condition, Equals):
        return [{"name": _header_of(condition.operand), "string_match": {"exact": condition.value}}]
    if isinstance(condition, Matches):
        return [{"name": _header_of(condition.operand), "string_match": {"safe_regex": {"regex": condition.pattern}}}]
    name = hash_header(_hashes(route).index(_hash_of(condition)))
    low, high = _range(condition.comparison, min(max(condition.value, -_HASH_BITS - 1), _HASH_BITS))
    match: Config = {"name": name, "range_match": {"start": str(low), "end": str(high)}}
    if condition.comparison is Comparison.NOT_EQUAL:
        return [{"name": name, "present_match": True}, {**match, "invert_match": True}]
    return [match]


def _range(comparison: Comparison, value: int) -> tuple[int, int]:
    """Return the range of numbers that compare so, its end excluded; NOT_EQUAL is the contrary of it."""
    if comparison is Comparison.LESS:
        return -_HASH_BITS, value
    if comparison is Comparison.LESS_OR_EQUAL:
        return -_HASH_BITS, value + 1
    if comparison is Comparison.GREATER:
        return value + 1, _HASH_BITS
    if comparison is Comparison.GREATER_OR_EQUAL:
        return value, _HASH_BITS
    return value, value + 1


def _rate_limits(routes: Sequence[ServiceRoute]) -> Config:
    """Return the limits of services in one place: limits on routes would count each way in by itself."""
    descriptors = []
    for route in routes:
        assert route.rate_limit is not None
        bucket = {
            "max_tokens": route.rate_limit.requests,
            "tokens_per_fill": route.rate_limit.requests,
            "fill_interval": f"{route.rate_limit.seconds}s",
        }
        descriptors.append({"entries": [{"key": "service", "value": route.service_id}], "token_bucket": bucket})
    always = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
    return {
        "@type": f"{EXTENSION}.filters.http.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "services",
        "filter_enabled": always,
        "filter_enforced": always,
        "always_consume_default_token_bucket": False,
        "token_bucket": {"max_tokens": 2**31, "tokens_per_fill": 2**31, "fill_interval": "1s"},
        "rate_limits": [{"actions": [{"request_headers": {"header_name": SERVICE, "descriptor_key": "service"}}]}],
        "descriptors": descriptors,
    }


def _addresses(route: ServiceRoute) -> Config:
    """Return who may call by his address: everybody, or those that are listed; and never those that are denied."""
    allowed = _any_of(route.allow_ips) if route.allow_ips else {"any": True}
    denied = [{"not_id": _any_of(route.deny_ips)}] if route.deny_ips else []
    policy = {"permissions": [{"any": True}], "principals": [{"and_ids": {"ids": [allowed, *denied]}}]}
    rules = {"action": "ALLOW", "policies": {"addresses": policy}}
    return {"@type": f"{EXTENSION}.filters.http.rbac.v3.RBACPerRoute", "rbac": {"rules": rules}}


def _any_of(networks: Iterable[str]) -> Config:
    parsed = [ipaddress.ip_network(network, strict=False) for network in networks]
    ids = [{"remote_ip": {"address_prefix": str(n.network_address), "prefix_len": n.prefixlen}} for n in parsed]
    return {"or_ids": {"ids": ids}}


def _set_header(name: str, value: str) -> Config:
    return {"header": {"key": name, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}


def _address(endpoint: Endpoint) -> Config:
    if endpoint.socket is not None:
        return {"pipe": {"path": endpoint.socket}}
    return {"socket_address": {"address": endpoint.address, "port_value": endpoint.port}}


def _checked(name: str) -> str:
    """Return an id that may stand in names of files and in texts of ours. Raises ValueError for another one."""
    if not _SAFE_ID.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the id of anything at the gateway")
    return name
