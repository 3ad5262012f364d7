"""Deployments that name an image instead of a model: what is refused, and what an entry of a configuration they become."""

import hashlib
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelyard.registry.types import CheckMethod, Health, ModelId, ModelKind, ModelStatus, ModelType, Servable
from modelyard.serving.errors import FieldMissing, FieldNotSupported, FieldWrong, VersionTaken
from modelyard.serving.rules.configs import UNIT, Entry
from modelyard.serving.types import DEFAULT_PORT

Group = Mapping[str, Any]

FIRST_VERSION = "1.0.0"
_LAST = 99
_NOT_SENT = ("unit_configs", "weight", "count", "version")
_POLICIES = ("scaling_policy", "resting_policy")
_FOLDERS = ("files", "models", "codes")
_PLAIN_PROTOCOLS = frozenset({"HTTP", "WS"})
_BALANCE = {"ROUND_ROBIN": "ROUND_ROBIN", "ORIGIN_IP_HASH": "SOURCE_IP", "MIN_CONN": "LEAST_CONNECTIONS"}
# Share of its processors from which a deployment gets more instances, where a rule by numbers names none.
_CPU_PERCENT = 80.0

_Refusal = tuple[bool, str, str, str]


@dataclass(frozen=True)
class Surroundings:
    """What a deployment takes from its service where it says nothing itself. port: of the program in its image."""

    port: int | None = None
    upgrade: Mapping[str, Any] | None = None
    timeout_minutes: int | None = None


def surroundings_of(settings: Mapping[str, Any]) -> Surroundings:
    """Return what the settings of a service mean for its deployments."""
    invoke = (settings.get("runtime_config") or {}).get("service_invoke") or {}
    return Surroundings(invoke.get("port"), settings.get("upgrade_config"), settings.get("deploy_timeout_minutes"))


def entry_of(group: Group, place: str, around: Surroundings, *, version: str) -> Entry:
    """Return the entry that a deployment is. Raises the first thing that is wrong with it, with its place."""
    _refuse(_refusals_of_group(group), place)
    units = group["unit_configs"]
    if len(units) > 1:
        raise FieldNotSupported(
            field=f"{place}.unit_configs".lstrip("."), problem="an instance is one process", problem_zh="每个实例仅支持一个单元"
        )
    unit, spot = units[0], f"{place}.unit_configs[0]".lstrip(".")
    _refuse(_refusals_of_unit(unit), spot)
    advanced = group.get("advanced_config") or {}
    entry: Entry = {
        "model_id": key_of(group["name"]),
        "name": group["name"],
        "version": version,
        "group": {name: value for name, value in group.items() if name not in _NOT_SENT},
        # Values of variables are shown to the owner only; they stand in one place.
        "unit": {name: value for name, value in unit.items() if name != "envs"},
        "command": _command(unit, spot),
        "port": unit.get("port") or advanced.get("port") or around.port or DEFAULT_PORT,
        "instance_count": group.get("count") or 1,
        "weight": group["weight"],
        "envs": dict(unit.get("envs") or {}),
        **_size(unit, spot),
        "additional_properties": _extras(group, around),
        "inputs": list(_inputs(group, spot)),
    }
    if group.get("pool_id"):
        entry["pool_name"] = group["pool_id"]
    volumes = list(_volumes(group))
    if volumes:
        entry["additional_properties"]["persistent_volumes"] = volumes
    minutes = advanced.get("deploy_timeout_minutes") or around.timeout_minutes
    if minutes:
        entry["deploy_timeout_in_seconds"] = minutes * 60
    return entry


def group_of(entry: Entry) -> dict[str, Any]:
    """Return the deployment that an entry came from, as a request has it."""
    return {
        **entry["group"],
        "unit_configs": [{**entry["unit"], "envs": entry["envs"]}],
        "weight": entry["weight"],
        "count": entry["instance_count"],
    }


def is_other(made: Entry, entry: Entry) -> bool:
    """Return whether a deployment would run something else than before, which makes it another version."""
    names = ("unit", "command", "port", "envs", "inputs", "pool_name", "additional_properties")
    return any(made.get(name) != entry.get(name) for name in names)


def free_version(known: Collection[str], asked: str | None, present: str) -> str:
    """Return the next version of a deployment: the one asked for, or the first free one. Raises VersionTaken.

    Who sends back what was read asks for the present one, and means the next.
    """
    if asked is not None and asked != present:
        if asked in known:
            raise VersionTaken(field="version", version=asked, problem="taken")
        return asked
    version = next_version(present)
    while version in known:
        version = next_version(version)
    return version


def key_of(name: str) -> str:
    """Return what stands for the model of a deployment that has none; the name decides which deployment goes on."""
    return f"{UNIT}{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def place_of(entry: Entry, number: int) -> str:
    """Return where an entry stands in the request that it came from."""
    return f"group_configs[{number}]" if "unit" in entry else f"config[{number}]"


def servable_of_unit(entry: Mapping[str, Any], *, project_id: str) -> Servable:
    """Return what replicas of a deployment run: its image, as a model of its own that no registry knows."""
    unit = entry["unit"]
    return Servable(
        model_id=ModelId(entry["model_id"]),
        name=entry["name"],
        version=entry["version"],
        project_id=project_id,
        workspace_id="",
        status=ModelStatus.PUBLISHED,
        kind=ModelKind.IMAGE,
        image=unit["image"]["swr_path"],
        model_type=ModelType.IMAGE.value,
        port=entry["port"],
        command=tuple(entry["command"]),
        health=_health(unit.get("liveness_health") or unit.get("startup_health")),
        readiness=_health(unit.get("readiness_health")),
    )


def options_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that the gateway and the replicas of a service go by. Raises FieldNotSupported."""
    _refuse(_refusals_of_service(settings), "")
    runtime = settings.get("runtime_config") or {}
    invoke, limit = runtime.get("service_invoke") or {}, runtime.get("service_limit") or {}
    kept = {name: invoke[name] for name in ("request_retry_enable", "request_retry_cnt_max") if invoke.get(name) is not None}
    if invoke.get("auth_type"):
        kept["auth_type"] = [invoke["auth_type"]]
    return {
        "runtime_config": {"service_invoke": kept, "service_limit": dict(limit)},
        "load_balancer_policy": _BALANCE[invoke.get("strategy") or "ROUND_ROBIN"],
        "additional_properties": {"websocket_upgrade": invoke.get("protocol") == "WS"},
    }


def with_policy(entry: Entry) -> Entry:
    """Return an entry with how it scales; one that is stopped does not, and does so again when it is started."""
    kept = {name: value for name, value in entry.items() if name not in _POLICIES}
    if "hpa" in entry:
        policy = policy_of(entry["hpa"], entry["instance_count"])
    else:
        policy = entry.get("scaling_policy") or entry.get("resting_policy")
    if policy is None:
        return kept
    return {**kept, "resting_policy" if entry.get("stopped") else "scaling_policy": policy}


def policy_of(hpa: Mapping[str, Any], count: int) -> dict[str, Any] | None:
    """Return how a deployment scales by its rules; None when none of them counts."""
    rules = [rule for rule in hpa["rules"] if not rule.get("disable")]
    if not rules:
        return None
    crons = [rule for rule in rules if rule["type"] == "CRON_HPA"]
    numbers = [count, *(rule["target_replicas"] for rule in rules)]
    policy: dict[str, Any] = {
        "min_replicas": min(numbers + [rule["min_replicas"] for rule in rules if rule.get("min_replicas")]),
        "max_replicas": max(numbers + [rule["max_replicas"] for rule in rules if rule.get("max_replicas")]),
        "schedules": [{"schedule": rule["schedule"], "target_replicas": rule["target_replicas"]} for rule in crons],
        "idle_seconds": 300,
        "up_seconds": max((rule["upscale_window"] for rule in rules if rule.get("upscale_window")), default=0),
        "down_seconds": max((rule["downscale_window"] for rule in rules if rule.get("downscale_window")), default=120),
    }
    if len(crons) < len(rules):
        policy["cpu_percent"] = _CPU_PERCENT
    return policy


def changed_rules(old: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rules of a deployment after an update.

    Where no rule says what is to be done with it, they replace all there were. Raises FieldWrong.
    """
    if not any(rule.get("operate") for rule in asked):
        return [_kept(rule) for rule in asked]
    rules = {str(rule["id"]): dict(rule) for rule in old}
    for number, rule in enumerate(asked):
        known = str(rule.get("id") or "")
        if rule.get("operate") in {"UPDATE", "DELETE"} and known not in rules:
            raise FieldWrong(field=f"hpa_rules[{number}].id", problem="there is no such rule", problem_zh="没有该规则")
        if rule.get("operate") == "DELETE":
            del rules[known]
        elif rule.get("operate") == "UPDATE":
            rules[known] = {**_kept(rule), "id": known}
        else:
            rules[f"new-{number}"] = _kept(rule)
    return list(rules.values())


def next_version(version: str) -> str:
    """Return the version after one: the last number rises, and carries over at its end."""
    major, minor, patch = (int(part) for part in version.split("."))
    if patch < _LAST:
        return f"{major}.{minor}.{patch + 1}"
    return f"{major}.{minor + 1}.0" if minor < _LAST else f"{major + 1}.0.0"


def ratios_of(weights: Sequence[int]) -> list[str]:
    """Return the share of the requests of each deployment, in per cent with two decimals."""
    total = sum(weights)
    return [f"{weight * 100 / total if total else 0:.2f}%" for weight in weights]


def shares_of(weights: Sequence[int]) -> list[int]:
    """Return the share of the requests of each deployment, in whole per cent."""
    total = sum(weights)
    return [round(weight * 100 / total) if total else 0 for weight in weights]


def settings_after(old: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a service after a change; in `runtime_config`, too, what is not given stays."""
    settings = {**old, **given}
    if "runtime_config" in given:
        before, runtime = dict(old.get("runtime_config") or {}), dict(given["runtime_config"])
        for name in ("service_invoke", "service_limit"):
            runtime[name] = {**(before.get(name) or {}), **(runtime.get(name) or {})}
        settings["runtime_config"] = {**before, **runtime}
    return settings


def _refuse(refusals: Iterator[_Refusal], place: str) -> None:
    for is_asked, field, problem, problem_zh in refusals:
        if is_asked:
            raise FieldNotSupported(field=f"{place}.{field}" if place else field, problem=problem, problem_zh=problem_zh)


def _refusals_of_service(settings: Mapping[str, Any]) -> Iterator[_Refusal]:
    runtime = settings.get("runtime_config") or {}
    invoke = runtime.get("service_invoke") or {}
    prefix = "runtime_config.service_invoke"
    yield (
        settings.get("type") == "ASYNC_REAL_TIME",
        "type",
        "requests that wait in a queue; deploy a REAL_TIME service",
        "异步服务，请使用 REAL_TIME",
    )
    yield from _shape_refusals(settings)
    yield (
        any(item.get("status") == "ON" for item in settings.get("log_configs") or ()),
        "log_configs",
        "there is no log service; the platform keeps the logs of instances itself",
        "没有日志服务，实例日志由平台保存",
    )
    yield _protocol(invoke, prefix)
    yield (
        (invoke.get("strategy") or "ROUND_ROBIN") not in _BALANCE,
        f"{prefix}.strategy",
        "use one of ROUND_ROBIN, ORIGIN_IP_HASH and MIN_CONN",
        "可选 ROUND_ROBIN、ORIGIN_IP_HASH、MIN_CONN",
    )
    for name in (
        "intranet_approval_enable",
        "dynamic_routing_enable",
        "ems_enable",
        "request_retry_interval_ms",
        "elb_connection",
        "custom_urls",
    ):
        yield bool(invoke.get(name)), f"{prefix}.{name}", "leave it out", "请勿指定"
    fuse = (invoke.get("fuse_configs") or {}).get("error_rate_fuse_enable")
    yield bool(fuse), f"{prefix}.fuse_configs", "the gateway has no circuit breaker", "网关没有熔断功能"
    yield from _secret_refusals(runtime, "runtime_config.")
    is_queued = bool((runtime.get("server_task_limit") or {}).get("max_task"))
    yield is_queued, "runtime_config.server_task_limit", "requests do not wait in a queue", "请求不排队"
    yield bool(runtime.get("smart_routing_enable")), "runtime_config.smart_routing_enable", "leave it out", "请勿指定"


def _refusals_of_group(group: Group) -> Iterator[_Refusal]:
    advanced = group.get("advanced_config") or {}
    yield from _shape_refusals(group)
    yield bool(group.get("mirror_traffic_enable")), "mirror_traffic_enable", "requests are not mirrored", "不支持镜像流量"
    yield bool(group.get("system_log_dump_enable")), "system_log_dump_enable", "leave it out", "请勿指定"
    for name in ("secret_type", "secret_name"):
        yield bool(group.get(name)), name, "there is no secret store; give secrets as envs", "没有密钥服务，请使用 envs"
    yield _protocol(advanced, "advanced_config")
    yield from _secret_refusals(advanced, "advanced_config.")
    for name in ("dynamic_routing_enable", "ems_enable", "mooncake_enable"):
        yield bool(advanced.get(name)), f"advanced_config.{name}", "leave it out", "请勿指定"
    yield from _file_refusals([group["model"]] if group.get("model") else [], "model")


def _refusals_of_unit(unit: Mapping[str, Any]) -> Iterator[_Refusal]:
    for name in ("count", "group_count"):
        yield (unit.get(name) or 1) > 1, name, "an instance is one process; raise count", "每个实例只有一个进程，请调整实例数"
    for name in ("dumps", "affinity", "security_config", "cpu_affinity", "npu_reset_enable", "pool_resource_flavor"):
        yield bool(unit.get(name)), name, "leave it out", "请勿指定"
    grace = unit.get("termination_grace") or {}
    yield (
        bool(grace.get("pre_stop_cmd")),
        "termination_grace.pre_stop_cmd",
        "the program gets SIGTERM and the time that it is given",
        "程序会收到 SIGTERM，并有宽限时间",
    )
    for name in ("liveness_health", "readiness_health", "startup_health"):
        health = unit.get(name) or {}
        yield health.get("check_method") == "EXEC", f"{name}.check_method", "ask by HTTP", "请使用 HTTP"
        is_secure = (health.get("protocol") or "http").lower() == "https"
        yield is_secure, f"{name}.protocol", "inside the platform it is HTTP", "平台内部使用 HTTP"
    for name in _FOLDERS:
        yield from _file_refusals(unit.get(name) or [], name)


def _shape_refusals(part: Mapping[str, Any]) -> Iterator[_Refusal]:
    yield part.get("deploy_type") == "MULTI", "deploy_type", "an instance runs on one machine; use SINGLE", "请使用 SINGLE"
    yield part.get("workload_type") == "LWS", "workload_type", "an instance runs on one machine", "请使用 DEPLOYMENT"


def _secret_refusals(part: Mapping[str, Any], prefix: str) -> Iterator[_Refusal]:
    is_asked = bool((part.get("service_secret") or {}).get("secret_enable"))
    yield is_asked, f"{prefix}service_secret", "there is no secret store; give secrets as envs", "没有密钥服务，请使用 envs"


def _protocol(part: Mapping[str, Any], prefix: str) -> _Refusal:
    is_other = (part.get("protocol") or "HTTP") not in _PLAIN_PROTOCOLS
    return is_other, f"{prefix}.protocol", "programs are asked by HTTP or WS", "请使用 HTTP 或 WS"


def _file_refusals(files: Sequence[Mapping[str, Any]], field: str) -> Iterator[_Refusal]:
    for number, item in enumerate(files):
        place = f"{field}[{number}]"
        is_other = item["source"] not in {"OBS", "EFS"}
        yield is_other, f"{place}.source", "use OBS, or EFS for a directory of the operator", "请使用 OBS 或 EFS"
        yield not item.get("address"), f"{place}.address", "nothing but an address says what to mount", "请指定地址"
        yield bool(item.get("asset_id")), f"{place}.asset_id", "there are no preset assets", "没有预置资产"


def _command(unit: Mapping[str, Any], spot: str) -> list[str]:
    try:
        found = shlex.split(unit.get("cmd") or "")
    except ValueError as error:
        raise FieldWrong(field=f"{spot}.cmd", problem=str(error), problem_zh="引号不匹配") from error
    if not found:
        raise FieldMissing(
            field=f"{spot}.cmd", problem="what the image starts with is not known", problem_zh="未知镜像的启动命令，请指定"
        )
    return found


def _size(unit: Mapping[str, Any], spot: str) -> dict[str, Any]:
    custom = unit.get("custom_spec")
    if custom:
        sizes = {"cpu": custom["cpu"], "memory": custom["memory"]}
        sizes |= {"gpu_p4": custom["gpu"]} if custom.get("gpu") else {}
        sizes |= {"ascend_a310": custom["ascend"]} if custom.get("ascend") else {}
        return {"specification": "custom", "custom_spec": sizes}
    if not unit.get("flavor"):
        raise FieldMissing(
            field=f"{spot}.flavor",
            problem="it says how large an instance is; the list of flavors has the ones there are",
            problem_zh="请指定实例规格，可用规格见规格列表",
        )
    return {"specification": unit["flavor"]}


def _extras(group: Group, around: Surroundings) -> dict[str, Any]:
    upgrade = (group.get("advanced_config") or {}).get("upgrade_config") or around.upgrade or {}
    rolling = upgrade.get("rolling_update") or {}
    extras: dict[str, Any] = {name: _share(value) for name, value in rolling.items() if value}
    grace = (group["unit_configs"][0].get("termination_grace") or {}).get("termination_grace_period_seconds")
    if grace:
        extras["termination_grace_period_seconds"] = grace
    return extras


def _share(percent: str) -> float:
    # Below 1 it is a share of the instances, from 1 on a number of them; no deployment has more than 128.
    number = int(percent.rstrip("%"))
    return number / 100 if number < 100 else 128.0


def _files(group: Group) -> Iterator[Mapping[str, Any]]:
    unit = group["unit_configs"][0]
    yield from (item for name in _FOLDERS for item in unit.get(name) or ())
    if group.get("model"):
        yield group["model"]


def _inputs(group: Group, spot: str) -> Iterator[dict[str, Any]]:
    found = [item for item in _files(group) if item["source"] == "OBS"]
    for number, item in enumerate(found):
        target = str(item["mount_path"]).rstrip("/")
        if not target or ".." in target.split("/"):
            raise FieldWrong(field=f"{spot}.files", problem="mount_path is a folder", problem_zh="mount_path 必须是目录")
        is_fixed = bool(item.get("read_only"))
        yield {"name": f"file-{number}", "source": item["address"], "target": target, "mounted": is_fixed}


def _volumes(group: Group) -> Iterator[dict[str, Any]]:
    for item in _files(group):
        if item["source"] == "EFS":
            yield {"source_address": item["address"], "mount_path": item["mount_path"]}


def _health(asked: Mapping[str, Any] | None) -> Health | None:
    if not asked:
        return None
    return Health(
        method=CheckMethod.HTTP,
        url=asked.get("url") or "/",
        initial_delay_seconds=asked["initial_delay_seconds"],
        timeout_seconds=asked["timeout_seconds"],
        period_seconds=asked["period_seconds"],
        failure_threshold=asked["failure_threshold"],
    )


def _kept(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != "operate"}
