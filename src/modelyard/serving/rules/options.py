"""The options of a service: how it is called, what it takes, where requests go."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from modelyard.serving.errors import FieldNotSupported, FieldWrong, RuleInvalid, RulesRepeated
from modelyard.serving.rules.conditions import ConditionInvalid, parse
from modelyard.serving.types import AuthMethod, HeaderRule, RateLimit

Options = dict[str, Any]

MOST_RULES = 10
_MIB = 2**20
_SECONDS = {"SECONDS": 1, "MINUTES": 60}
DEFAULT_AUTH = frozenset({AuthMethod.TOKEN, AuthMethod.AKSK, AuthMethod.APP, AuthMethod.API_KEY})
DEFAULT_RETRIES = 2


def check_options(options: Options, *, model_ids: Sequence[str], longest_seconds: int, most_bytes: int) -> None:
    """Raise the first thing that is wrong with the options of a service that has these models."""
    _check_rules(options.get("traffic_rules") or [], model_ids)
    limit = _limit(options)
    for name in ("ip_white_list", "ip_black_list"):
        for number, item in enumerate(limit.get(name) or []):
            _check_network(item, f"runtime_config.service_limit.{name}[{number}]")
    seconds, size = limit.get("request_timeout"), limit.get("request_size_limit")
    if seconds is not None and seconds > longest_seconds:
        raise FieldWrong(
            field="runtime_config.service_limit.request_timeout",
            problem=f"at most {longest_seconds} seconds",
            problem_zh=f"最长 {longest_seconds} 秒",
        )
    if size is not None and size * _MIB > max(most_bytes, 50 * _MIB):
        raise FieldWrong(
            field="runtime_config.service_limit.request_size_limit",
            problem=f"at most {max(most_bytes, 50 * _MIB) // _MIB} MB",
            problem_zh=f"最大 {max(most_bytes, 50 * _MIB) // _MIB} MB",
        )
    if limit.get("rate_limit") and has_websocket(options):
        raise FieldWrong(
            field="runtime_config.service_limit.rate_limit",
            problem="a service that is upgraded to WebSocket has no rate limit",
            problem_zh="升级为 WebSocket 的服务不支持流量限制",
        )
    if options.get("service_secrets"):
        raise FieldNotSupported(
            field="service_secrets",
            problem="there is no secret store; give secrets as envs, which only the owner sees",
            problem_zh="平台没有密钥服务，请通过 envs 传递",
        )


def has_websocket(options: Options) -> bool:
    """Return whether callers may upgrade to WebSocket."""
    return bool((options.get("additional_properties") or {}).get("websocket_upgrade"))


def auth_of(options: Options) -> frozenset[AuthMethod]:
    """Return by what callers may prove who they are."""
    given = ((options.get("runtime_config") or {}).get("service_invoke") or {}).get("auth_type")
    if not given:
        return DEFAULT_AUTH
    methods = {AuthMethod(item) for item in given}
    return frozenset(methods | {AuthMethod.AKSK} if AuthMethod.TOKEN in methods else methods)


def rate_of(options: Options) -> RateLimit | None:
    """Return how many requests are let through."""
    rate = _limit(options).get("rate_limit")
    return None if not rate else RateLimit(rate["num"], _SECONDS[rate["unit"]])


def timeout_of(options: Options, default: int) -> float:
    """Return the seconds that a prediction may take."""
    return float(_limit(options).get("request_timeout") or default)


def body_of(options: Options, default: int) -> int:
    """Return the largest request in bytes."""
    size = _limit(options).get("request_size_limit")
    return default if size is None else int(size) * _MIB


def retries_of(options: Options) -> int:
    """Return how often a request goes to another replica when one went away before it answered."""
    invoke = (options.get("runtime_config") or {}).get("service_invoke") or {}
    if invoke.get("request_retry_enable") is False:
        return 0
    return int(invoke.get("request_retry_cnt_max") or DEFAULT_RETRIES)


def addresses_of(options: Options) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses that may call, and those that may not."""
    limit = _limit(options)
    return tuple(limit.get("ip_white_list") or ()), tuple(limit.get("ip_black_list") or ())


def rules_of(options: Options, keys: Mapping[str, str]) -> tuple[HeaderRule, ...]:
    """Return the rules, in order, for the versions there are. keys: of a version by the id of its model."""
    return tuple(
        HeaderRule(
            text=rule["condition"],
            condition=parse(rule["condition"]),
            version=keys[rule["model_id"]],
            header_name=rule.get("parameter_name") or "",
            header_value=rule.get("parameter_value") or "",
        )
        for rule in options.get("traffic_rules") or ()
        if rule["model_id"] in keys
    )


def _limit(options: Options) -> Mapping[str, Any]:
    limit: Mapping[str, Any] = (options.get("runtime_config") or {}).get("service_limit") or {}
    return limit


def _check_network(text: str, field: str) -> None:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise FieldWrong(
            field=field,
            problem=f"{text[:80]!r} is no address and no network such as 10.0.0.0/8",
            problem_zh=f"{text[:80]!r} 不是 IP 地址或网段（如 10.0.0.0/8）",
        ) from error


def _check_rules(rules: Sequence[Mapping[str, Any]], model_ids: Sequence[str]) -> None:
    if len(rules) > MOST_RULES:
        raise RuleInvalid(field="traffic_rules", problem=f"at most {MOST_RULES} rules", problem_zh=f"最多 {MOST_RULES} 条规则")
    seen = set()
    for number, rule in enumerate(rules):
        field = f"traffic_rules[{number}]"
        try:
            condition = parse(rule["condition"])
        except ConditionInvalid as error:
            raise RuleInvalid(field=f"{field}.condition", problem=error.text, problem_zh=error.zh) from error
        if condition in seen:
            raise RulesRepeated(field=f"{field}.condition", number=number + 1, problem="repeated")
        seen.add(condition)
        if rule["model_id"] not in model_ids:
            raise RuleInvalid(
                field=f"{field}.model_id",
                problem=f"the service has no model {rule['model_id']}",
                problem_zh=f"服务中没有模型 {rule['model_id']}",
            )
        if bool(rule.get("parameter_name")) != bool(rule.get("parameter_value")):
            raise RuleInvalid(
                field=f"{field}.parameter_name",
                problem="a name and a value go together",
                problem_zh="参数名与参数值必须同时指定",
            )
