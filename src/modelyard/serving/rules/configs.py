"""Configurations of services: the checks that need no database, and which entry continues which deployment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from modelyard.core.errors import AppError
from modelyard.serving.errors import FieldMissing, FieldNotSupported, FieldWrong, ModelRepeated, WeightsWrong
from modelyard.serving.rules.scaling import schedule_problem

Entry = dict[str, Any]
# What stands before the key of a deployment that runs an image instead of a model.
UNIT = "unit:"

_UNITS = {"DAYS": timedelta(days=1), "HOURS": timedelta(hours=1), "MINUTES": timedelta(minutes=1)}
UNITS_ZH = {"DAYS": "天", "HOURS": "小时", "MINUTES": "分钟"}
_LONGEST_STOP = timedelta(days=366)
# Fields that belong to batch services, and to edge services.
_OF_BATCH = ("src_path", "dest_path", "req_uri", "mapping_type", "mapping_rule", "src_type")


def with_weights(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a real-time service with their weights; a single one gets all.

    Raises FieldMissing, WeightsWrong.
    """
    if len(entries) == 1 and entries[0].get("weight") is None:
        return [{**entries[0], "weight": 100}]
    for number, entry in enumerate(entries):
        if entry.get("weight") is None:
            raise FieldMissing(
                field=f"config[{number}].weight",
                problem="with several versions each says its share of the requests",
                problem_zh="部署多个版本时，每个版本都必须指定分流权重",
            )
    total = sum(entry["weight"] for entry in entries)
    if total != 100:
        raise WeightsWrong(field="config", total=total, problem="the weights do not add up to 100")
    return [dict(entry) for entry in entries]


def with_hidden(entries: Sequence[Entry], known: Sequence[Entry], *, mark: str) -> list[Entry]:
    """Return entries with the values that their sender could not see.

    Who may change a service, and is not its owner, reads `mark` in the place of every variable's value, and sends it back.
    It stands for the value of the entry of the same model, or else of the one at the same place.
    """
    values = {_plain(entry["model_id"]): entry.get("envs") or {} for entry in known}
    found = []
    for number, entry in enumerate(entries):
        at_place = known[number].get("envs") or {} if number < len(known) else {}
        there = values.get(_plain(entry["model_id"]), at_place)
        envs = {name: there.get(name, value) if value == mark else value for name, value in (entry.get("envs") or {}).items()}
        found.append({**entry, "envs": envs} if "envs" in entry else dict(entry))
    return found


def _plain(model_id: str) -> str:
    return model_id.replace("-", "").lower()


def check_entries(entries: Sequence[Entry]) -> None:
    """Raise the first thing that is wrong with the entries of a real-time service in themselves."""
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        place = f"config[{number}]"
        if entry["model_id"] in seen:
            raise ModelRepeated(field=f"{place}.model_id", model=entry["model_id"], problem="repeated")
        seen.add(entry["model_id"])
        problem = _problem_of(entry, place)
        if problem is not None:
            raise problem


def _problem_of(entry: Entry, place: str) -> AppError | None:
    for name in (*_OF_BATCH, "nodes"):
        if entry.get(name):
            return FieldNotSupported(
                field=f"{place}.{name}", problem="real-time services do not have it", problem_zh="在线服务没有该参数"
            )
    if not entry.get("specification"):
        return FieldMissing(
            field=f"{place}.specification",
            problem="it says how large an instance is; the list of specifications has the ones there are",
            problem_zh="请指定实例规格，可用规格见规格列表",
        )
    custom = entry.get("custom_spec")
    if entry["specification"] == "custom" and not custom:
        return FieldMissing(
            field=f"{place}.custom_spec",
            problem="the specification custom needs it",
            problem_zh="规格为 custom 时必须指定",
        )
    if custom and custom.get("gpu_p4") and custom.get("ascend_a310"):
        return FieldWrong(
            field=f"{place}.custom_spec",
            problem="gpu_p4 and ascend_a310 exclude each other",
            problem_zh="gpu_p4 与 ascend_a310 不能同时指定",
        )
    return _scaling_problem(entry, place)


def _scaling_problem(entry: Entry, place: str) -> AppError | None:
    policy = entry.get("scaling_policy")
    if policy is None:
        if entry["instance_count"] < 1:
            return FieldWrong(
                field=f"{place}.instance_count",
                problem="at least one instance; only a scaling_policy with min_replicas 0 lets a service sleep",
                problem_zh="至少一个实例；仅当 scaling_policy 的 min_replicas 为 0 时服务才可休眠",
            )
        return None
    if policy["min_replicas"] > policy["max_replicas"]:
        return FieldWrong(
            field=f"{place}.scaling_policy.min_replicas",
            problem="it is larger than max_replicas",
            problem_zh="不能大于 max_replicas",
        )
    for number, rule in enumerate(policy.get("schedules") or ()):
        problem = schedule_problem(rule["schedule"])
        if problem is not None:
            return FieldWrong(
                field=f"{place}.scaling_policy.schedules[{number}].schedule",
                problem=problem,
                problem_zh=f"不是合法的五段式 cron 表达式（{problem}）",
            )
    return None


def stop_time(schedule: Sequence[Mapping[str, Any]] | None, at: datetime) -> datetime | None:
    """Return when a service that starts now stops by itself; None for never. Raises FieldWrong."""
    if not schedule:
        return None
    first = schedule[0]
    if int(first["duration"]) > _LONGEST_STOP / _UNITS[first["time_unit"]]:
        raise FieldWrong(field="schedule[0].duration", problem="at most 366 days", problem_zh="最长 366 天")
    return at + _UNITS[first["time_unit"]] * int(first["duration"])


@dataclass(frozen=True)
class Known:
    """A deployment that a service has. retired: the wanted configuration does not name it."""

    id: str
    model_id: str
    position: int
    retired: bool


def match(entries: Sequence[Entry], known: Sequence[Known]) -> list[str | None]:
    """Return, for each entry, the deployment that it continues; None for a new one.

    A deployment goes on under its own model. What is left over is matched by its place in the list, so that another
    version of a model takes the place of the one before it step by step. Deployments of images go on by their names alone.
    """
    order = sorted(known, key=lambda item: (item.retired, item.position))
    by_model: dict[str, str] = {}
    for item in order:
        by_model.setdefault(item.model_id, item.id)
    found = [by_model.get(entry["model_id"]) for entry in entries]
    taken = {item for item in found if item is not None}
    by_position = {item.position: item.id for item in reversed(order) if item.id not in taken and not item.retired}
    return [
        item if item is not None or entries[position]["model_id"].startswith(UNIT) else by_position.get(position)
        for position, item in enumerate(found)
    ]
