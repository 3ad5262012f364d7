"""Batch services: what is checked before they start, what their workers are told, and which state the facts amount to."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from modelyard.compute.types import Outcome, TaskSpec, WorkloadState
from modelyard.core.errors import AppError
from modelyard.registry.types import Api, CheckMethod, Servable
from modelyard.serving.errors import (
    BatchInputMissing,
    FieldMissing,
    FieldNotSupported,
    FieldWrong,
)
from modelyard.serving.rules.configs import Entry
from modelyard.serving.rules.mappings import check_mapping
from modelyard.serving.rules.states import AT_REST
from modelyard.serving.rules.templates import Template, task_of
from modelyard.serving.types import DEFAULT_PORT, Goal, ServiceStatus
from modelyard.serving.types import Mapping as InputMapping

ROLE = "worker"
_VARIABLE = "MODEL_SERVICE_BATCH"
_PROGRAM = "model_service.feeding"
# A batch waits longer for an answer than somebody at a page does.
REQUEST_SECONDS = 600.0
# The room of a form around its file.
_FORM_BYTES = 4096
MANIFEST = ".manifest"
_OPTIONS = ("schedule", "load_balancer_policy", "traffic_rules", "runtime_config")
_NOT_OF_BATCH = ("scaling_policy", "batching", "nodes")
# What results depend on: with any other value of these, everything is done anew.
_OF_RESULTS = ("model_id", "src_path", "src_type", "req_uri", "mapping_type", "mapping_rule", "envs")
_NEEDED = (
    ("specification", "it says how large an instance is", "请指定实例规格"),
    ("src_path", "it says where the inputs are: a folder, or a manifest", "请指定输入数据目录或清单文件"),
    ("dest_path", "it says into which folder results are written", "请指定结果输出目录"),
    ("mapping_type", "file sends each file, csv sends each row", "请指定 file 或 csv"),
)
_WAITS = timedelta(seconds=3)


def check_batch(entries: Sequence[Entry], options: Mapping[str, Any]) -> Entry:
    """Return the one entry of a batch service, with what was left out. Raises the first thing that is wrong."""
    for name in _OPTIONS:
        if options.get(name):
            raise FieldNotSupported(field=name, problem="batch services do not have it", problem_zh="批量服务没有该参数")
    if len(entries) != 1:
        raise FieldWrong(
            field="config", problem="a batch service has exactly one version", problem_zh="批量服务只能有一个模型版本"
        )
    entry = {**entries[0], "weight": 100}
    problem = _problem_of(entry, "config[0]")
    if problem is not None:
        raise problem
    if entry["mapping_type"] == InputMapping.CSV:
        check_mapping(entry["mapping_rule"], "config[0].mapping_rule")
    return entry


def _problem_of(entry: Entry, place: str) -> AppError | None:
    for name in _NOT_OF_BATCH:
        if entry.get(name):
            return FieldNotSupported(
                field=f"{place}.{name}", problem="batch services do not have it", problem_zh="批量服务没有该参数"
            )
    for name, problem, problem_zh in _needed(entry):
        if not entry.get(name):
            return FieldMissing(field=f"{place}.{name}", problem=problem, problem_zh=problem_zh)
    if entry["instance_count"] < 1:
        return FieldWrong(field=f"{place}.instance_count", problem="at least one instance", problem_zh="至少一个实例")
    if entry.get("src_type") == "ManifestFile" and not str(entry["src_path"]).rstrip("/").endswith(MANIFEST):
        return FieldWrong(
            field=f"{place}.src_path",
            problem=f"with src_type ManifestFile it is a file whose name ends in {MANIFEST}",
            problem_zh=f"src_type 为 ManifestFile 时必须是以 {MANIFEST} 结尾的文件",
        )
    return None


def _needed(entry: Entry) -> list[tuple[str, str, str]]:
    """Return the fields that an entry has to have, with why."""
    needed = list(_NEEDED)
    if entry.get("specification") == "custom":
        needed.append(("custom_spec", "the specification custom needs it", "规格为 custom 时必须指定"))
    if entry.get("mapping_type") == InputMapping.CSV:
        needed.append(("mapping_rule", "it says which column is which part of the request", "csv 必须指定映射关系"))
    return needed


def api_of(entry: Entry, servable: Servable, place: str) -> Api:
    """Return which of a model's APIs the inputs go to. Raises FieldWrong, FieldMissing, BatchInputMissing."""
    uri = entry.get("req_uri")
    if not uri:
        if len(servable.apis) == 1:
            return servable.apis[0]
        if servable.apis:
            known = ", ".join(api.url for api in servable.apis)
            raise FieldMissing(field=f"{place}.req_uri", problem=f"one of {known}", problem_zh=f"可选 {known}")
        return Api()
    for api in servable.apis:
        if api.url == uri:
            return api
    if servable.apis or not uri.startswith("/") or any(sign <= " " or sign == "\x7f" for sign in uri):
        known = ", ".join(api.url for api in servable.apis) or "/"
        raise FieldWrong(
            field=f"{place}.req_uri",
            problem=f"the model has no API {uri!r}; it has {known}",
            problem_zh=f"模型没有接口 {uri!r}，可选 {known}",
        )
    return Api(url=uri)


def file_parameter(api: Api, place: str) -> str:
    """Return the one parameter of an API that takes a file. Raises BatchInputMissing."""
    properties = api.request.get("properties")
    names = list(properties) if isinstance(properties, dict) else []
    kinds = [one.get("type") for one in properties.values() if isinstance(one, dict)] if isinstance(properties, dict) else []
    if kinds != ["file"]:
        raise BatchInputMissing(
            field=f"{place}.mapping_type",
            problem=f"file needs an API with one input, of type file; {api.url} of this model says otherwise",
            problem_zh=f"file 要求接口只有一个类型为 file 的输入参数，而模型的接口 {api.url} 不满足",
        )
    return str(names[0])


def task_id_of(service_id: str, entry: Mapping[str, Any]) -> str:
    """Return what results of a service are called; it changes with everything that they depend on."""
    kept = {name: entry.get(name) for name in _OF_RESULTS}
    text = json.dumps([service_id, kept], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Run:
    """One start of a batch service. timeout_seconds: in which its model has to become ready."""

    service_id: str
    task_id: str
    number: int
    task_count: int
    timeout_seconds: float
    most_bytes: int


def tasks_of(template: Template, servable: Servable, run: Run) -> tuple[TaskSpec, ...]:
    """Return the tasks of a run: each starts the server of the model, and feeds it with its share of the inputs."""
    base = task_of(
        template,
        servable,
        service_id=run.service_id,
        timeout_seconds=run.timeout_seconds,
        request_seconds=REQUEST_SECONDS,
        request_bytes=run.most_bytes + _FORM_BYTES,
    )
    return tuple(_task(template, servable, run, base, number) for number in range(run.task_count))


def _task(template: Template, servable: Servable, run: Run, base: TaskSpec, number: int) -> TaskSpec:
    plan = {**_plan(template, servable, run), "worker": number}
    # In this form nothing in it looks like a place-holder of the engine's.
    written = base64.b64encode(json.dumps(plan).encode("utf-8", "surrogatepass")).decode()
    task = replace(base, role=ROLE, index=number, env={**base.env, _VARIABLE: written}, sockets=(), forwards={}, health=None)
    if servable.serves_itself:
        # Its image need not have Python, and its port must not meet that of another worker on the machine.
        return replace(task, argv=("{sdk}", _PROGRAM), storage_only=True)
    return replace(task, argv=("python", "-m", _PROGRAM))


def _plan(template: Template, servable: Servable, run: Run) -> dict[str, Any]:
    api = api_of(template, servable, "config[0]")
    is_csv = template["mapping_type"] == InputMapping.CSV
    return {
        **_server_of(servable),
        "task_id": run.task_id,
        "run": run.number,
        "workers": run.task_count,
        "source": template["src_path"],
        "target": template["dest_path"],
        "mapping": template["mapping_type"],
        "rule": template["mapping_rule"] if is_csv else {},
        "parameter": "" if is_csv else file_parameter(api, "config[0]"),
        "path": api.url,
        "method": api.method,
        "ready_seconds": run.timeout_seconds,
        "request_seconds": REQUEST_SECONDS,
        "largest_bytes": run.most_bytes,
        # Code of a user may count on one row for each request; engines without code take any number.
        "joins": is_csv and not servable.has_code and not servable.serves_itself,
    }


def _server_of(servable: Servable) -> dict[str, Any]:
    """Return how a worker starts the server of a model, and where it finds it."""
    if not servable.serves_itself:
        return {"server": ["python", "-m", "model_service", "serve", "--package", servable.target, "--socket", "{socket}"]}
    asked = servable.readiness or servable.health
    path = "" if asked is None or asked.method is CheckMethod.EXEC else asked.url
    return {"server": list(servable.command), "port": servable.port or DEFAULT_PORT, "health_path": path}


@dataclass(frozen=True)
class Facts:
    """How a run is. works: a worker has said that its model is ready. waits_since: for room."""

    goal: Goal
    status: ServiceStatus
    workload: WorkloadState | None
    outcome: Outcome | None
    works: bool
    waits_since: datetime | None


_GOING = {Goal.DELETE: ServiceStatus.DELETING, Goal.GIVE_UP: ServiceStatus.FAILED}
_ENDS = {Outcome.SUCCEEDED: ServiceStatus.FINISHED, Outcome.STOPPED: ServiceStatus.STOPPED}


def status_of(facts: Facts, now: datetime) -> ServiceStatus:
    """Return the state of a batch service."""
    if facts.goal in _GOING:
        return _GOING[facts.goal]
    if facts.goal is Goal.STOP:
        if facts.status in AT_REST:
            return facts.status
        return ServiceStatus.STOPPED if facts.workload in {None, WorkloadState.ENDED} else ServiceStatus.STOPPING
    if facts.workload is WorkloadState.ENDED:
        return ServiceStatus.FAILED if facts.outcome is None else _ENDS.get(facts.outcome, ServiceStatus.FAILED)
    waits = facts.waits_since is not None and facts.waits_since + _WAITS <= now
    if facts.works:
        return ServiceStatus.RUNNING
    return ServiceStatus.WAITING if waits else ServiceStatus.DEPLOYING


def percent_of(total: int, dealt_with: int) -> int:
    """Return how many per cent of the inputs were dealt with; 100 only for all of them."""
    return 0 if not total else min(dealt_with, total) * 100 // total
