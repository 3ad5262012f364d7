"""From the wire shape of a job to its draft, and to the normalised request that is kept."""

from typing import Any

from modelyard.core.errors import AppError
from modelyard.objects.service import places as objects_places
from modelyard.training.errors import FieldInvalid, FieldUnsupported, PathInvalid
from modelyard.training.rules import annotations, places
from modelyard.training.schemas.requests import Algorithm, AutoStop, Input, JobCreate, Output, Spec
from modelyard.training.types import AccessMethod, Channel, Draft, Parameter, Volume

_UNITS = {"SECONDS": 1, "MINUTES": 60, "HOURS": 3600, "DAYS": 86_400}
_MOUNT_INSTEAD = (
    f"declare an input instead, and name it in the annotation {annotations.MOUNTED_INPUTS} to have it mounted read-only",
    f"请改用训练输入，并在注解 {annotations.MOUNTED_INPUTS} 中填写其名称以只读挂载",
)
_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
_NOT_YET = ("the platform does not have this yet", "平台暂不支持")


class Drafting:
    """Reads one request; `problems` holds what could not be read."""

    def __init__(self, wanted: JobCreate) -> None:
        self.wanted = wanted
        self.problems: list[AppError] = []
        self._algorithm = wanted.algorithm or Algorithm()
        self._spec = wanted.spec or Spec()

    def draft(self) -> Draft:
        """Return the draft; places in buckets are written `obs://bucket/key` in it, folders with a slash at the end."""
        self._refuse_unsupported()
        algorithm, spec = self._algorithm, self._spec
        resource, engine = spec.resource, algorithm.engine
        schedule = spec.schedule_policy
        code_dir = self._folder("algorithm.code_dir", algorithm.code_dir)
        return Draft(
            name=self.wanted.metadata.name,
            kind=self.wanted.kind or "job",
            code_dir=code_dir,
            boot_file=_boot_file(algorithm.boot_file or "", code_dir),
            command=algorithm.command or "",
            engine_id=(engine and engine.engine_id) or "",
            engine_name=(engine and engine.engine_name) or "",
            engine_version=(engine and engine.engine_version) or "",
            image=(engine and engine.image_url) or "",
            run_user=(engine and engine.run_user) or "",
            parameters=tuple(
                Parameter(item.name, item.value, item.access_method or AccessMethod.PARAMETER)
                for item in algorithm.parameters or ()
            ),
            inputs=tuple(self._input(index, item) for index, item in enumerate(algorithm.inputs or ())),
            outputs=tuple(self._output(index, item) for index, item in enumerate(algorithm.outputs or ())),
            environments=tuple((algorithm.environments or {}).items()),
            local_code_dir=_directory(algorithm.local_code_dir),
            working_dir=_directory(algorithm.working_dir),
            flavor=(resource and resource.flavor_id) or "",
            pool=(resource and resource.pool_id) or "",
            node_count=1 if resource is None or resource.node_count is None else resource.node_count,
            # The public API writes 0 for a job that has none.
            priority=(schedule and schedule.priority) or 1,
            preemptible=bool(schedule and schedule.preemptible),
            auto_stop_seconds=self._auto_stop(spec.auto_stop),
            log_url=self._folder(
                "spec.log_export_path.obs_url", spec.log_export_path.obs_url if spec.log_export_path else None
            ),
            volumes=tuple(self._volumes()),
            annotations=tuple((self.wanted.metadata.annotations or {}).items()),
        )

    def _input(self, index: int, item: Input) -> Channel:
        field = f"algorithm.inputs.{index}.remote"
        remote = item.remote
        url = self._place(f"{field}.obs.obs_url", remote.obs.obs_url if remote and remote.obs else None)
        access = item.access_method or AccessMethod.PARAMETER
        return Channel(item.name, url, local_dir=_directory(item.local_dir), access=access)

    def _output(self, index: int, item: Output) -> Channel:
        remote = item.remote
        url = self._folder(
            f"algorithm.outputs.{index}.remote.obs.obs_url", remote.obs.obs_url if remote and remote.obs else None
        )
        return Channel(
            item.name,
            url,
            local_dir=_directory(item.local_dir),
            access=item.access_method or AccessMethod.PARAMETER,
            predownload=bool(item.prefetch_to_local),
        )

    def _volumes(self) -> list[Volume]:
        found = []
        for index, volume in enumerate(self._spec.volumes or ()):
            field = f"spec.volumes.{index}"
            if volume.pfs not in _EMPTY:
                self._unsupported(f"{field}.pfs", _MOUNT_INSTEAD)
            if volume.obs not in _EMPTY:
                self._unsupported(f"{field}.obs", _MOUNT_INSTEAD)
            if volume.nfs is not None:
                source = volume.nfs.nfs_server_path
                found.append(Volume(source, _directory(volume.nfs.local_path), bool(volume.nfs.read_only)))
        return found

    def _auto_stop(self, auto_stop: AutoStop | None) -> int | None:
        if auto_stop is None:
            return None
        unit = auto_stop.time_unit.upper()
        seconds = _UNITS.get(unit if unit.endswith("S") else f"{unit}S")
        if seconds is None:
            problem = f"{auto_stop.time_unit[:40]!r} is no unit; there are {', '.join(_UNITS)}"
            self.problems.append(
                FieldInvalid(field="spec.auto_stop.time_unit", problem=problem, problem_zh=f"单位可为 {', '.join(_UNITS)}")
            )
            return None
        return auto_stop.duration * seconds

    def _place(self, field: str, text: str | None, *, folder: bool = False) -> str:
        """Return a place in its one spelling, empty when there is none or it cannot be read."""
        if not text:
            return ""
        found = objects_places.spell(text, folder=folder)
        if found is None:
            self.problems.append(PathInvalid(field=field, value=text[:200], problem="no place"))
        return found or ""

    def _folder(self, field: str, text: str | None) -> str:
        return self._place(field, text, folder=True)

    def _refuse_unsupported(self) -> None:
        """Name everything that was asked for and that the platform would have to leave out."""
        wanted, algorithm, spec = self.wanted, self._algorithm, self._spec
        resource, schedule = spec.resource, spec.schedule_policy
        notification, log_path = spec.notification, spec.log_export_path
        fields: dict[str, Any] = {
            "tasks": wanted.tasks,
            "endpoints.ssh": (wanted.endpoints or {}).get("ssh") if isinstance(wanted.endpoints, dict) else wanted.endpoints,
            "train_type": wanted.train_type,
            "ftjob_config": wanted.ftjob_config,
            "metadata.training_experiment_reference": wanted.metadata.training_experiment_reference,
            "algorithm.id": algorithm.id,
            "algorithm.subscription_id": algorithm.subscription_id,
            "algorithm.item_version_id": algorithm.item_version_id,
            "algorithm.autosearch_config_path": algorithm.autosearch_config_path,
            "algorithm.autosearch_framework_path": algorithm.autosearch_framework_path,
            "algorithm.policies.auto_search": algorithm.policies
            if not isinstance(algorithm.policies, dict)
            else algorithm.policies.get("auto_search"),
            "algorithm.summary": algorithm.summary,
            "algorithm.engine.image_repo_id": algorithm.engine and algorithm.engine.image_repo_id,
            "spec.resource.pool_group_id": resource and resource.pool_group_id,
            "spec.log_export_path.host_path": log_path and log_path.host_path,
            "spec.notification": notification and (notification.topic_urn or notification.events),
            "spec.schedule_policy.required_affinity": schedule and schedule.required_affinity,
            "spec.schedule_policy.preferred_affinity": schedule and schedule.preferred_affinity,
            "spec.retention": spec.retention,
            "spec.log_export_config": _unusual_log_config(spec.log_export_config),
            "spec.custom_metrics": spec.custom_metrics,
            "spec.output_model": spec.output_model,
            "spec.asset_model": spec.asset_model,
            "spec.asset_id": spec.asset_id,
            "spec.reserved_time": spec.reserved_time,
        }
        for field, value in fields.items():
            if value not in _EMPTY:
                self._unsupported(field)

    def _unsupported(self, field: str, why: tuple[str, str] = _NOT_YET) -> None:
        self.problems.append(FieldUnsupported(field=field, problem=why[0], problem_zh=why[1]))


def normalised(wanted: JobCreate, draft: Draft) -> dict[str, Any]:
    """Return the request as it is kept and shown: places in one spelling, directories filled in."""
    algorithm = wanted.algorithm or Algorithm()
    spec = wanted.spec or Spec()
    custom = spec.resource and spec.resource.main_container_customized_flavor
    return {
        "annotations": dict(draft.annotations),
        "algorithm": {
            "code_dir": draft.code_dir,
            "boot_file": draft.code_dir + draft.boot_file if draft.boot_file else "",
            "command": draft.command,
            "parameters": [
                {
                    "name": item.name,
                    "value": item.value,
                    "description": item.description or "",
                    "access_method": item.access_method or AccessMethod.PARAMETER.value,
                    "constraint": {} if item.constraint is None else item.constraint.model_dump(exclude_none=True),
                }
                for item in algorithm.parameters or ()
            ],
            "inputs": [
                _input(item, channel, places.input_dir(index, channel))
                for index, (item, channel) in enumerate(zip(algorithm.inputs or (), draft.inputs, strict=True))
            ],
            "outputs": [
                {
                    **_channel(item, channel, places.output_dir(index, channel)),
                    "prefetch_to_local": channel.predownload,
                }
                for index, (item, channel) in enumerate(zip(algorithm.outputs or (), draft.outputs, strict=True))
            ],
            "engine": {
                "engine_id": draft.engine_id,
                "engine_name": draft.engine_name,
                "engine_version": draft.engine_version,
                "image_url": draft.image,
            },
            "local_code_dir": places.job_dir_of(draft),
            "working_dir": places.working_dir(draft),
            "environments": dict(draft.environments),
        },
        "resource": {
            "flavor_id": draft.flavor,
            "node_count": draft.node_count,
            "pool_id": draft.pool,
            "custom": None if not custom else custom.model_dump(),
        },
        "volumes": [
            {"nfs_server_path": item.source, "local_path": item.target, "read_only": item.read_only} for item in draft.volumes
        ],
        "log_url": draft.log_url,
        "auto_stop": None
        if spec.auto_stop is None
        else {"time_unit": spec.auto_stop.time_unit, "duration": spec.auto_stop.duration},
        "auto_stop_seconds": draft.auto_stop_seconds,
        "preemptible": draft.preemptible,
    }


def draft_of(spec: dict[str, Any], *, name: str, priority: int) -> Draft:
    """Return the draft of a job from what was kept of its request."""
    algorithm, resource = spec["algorithm"], spec["resource"]
    engine = algorithm["engine"]
    return Draft(
        name=name,
        code_dir=algorithm["code_dir"],
        boot_file=algorithm["boot_file"].removeprefix(algorithm["code_dir"]),
        command=algorithm["command"],
        engine_id=engine["engine_id"],
        engine_name=engine["engine_name"],
        engine_version=engine["engine_version"],
        image=engine["image_url"],
        parameters=tuple(Parameter(item["name"], item["value"], item["access_method"]) for item in algorithm["parameters"]),
        inputs=tuple(_kept_channel(item) for item in algorithm["inputs"]),
        outputs=tuple(_kept_channel(item) for item in algorithm["outputs"]),
        environments=tuple(algorithm["environments"].items()),
        local_code_dir=algorithm["local_code_dir"],
        working_dir=algorithm["working_dir"],
        flavor=resource["flavor_id"],
        pool=resource["pool_id"],
        node_count=resource["node_count"],
        priority=priority,
        preemptible=spec["preemptible"],
        auto_stop_seconds=spec["auto_stop_seconds"],
        log_url=spec["log_url"],
        volumes=tuple(Volume(item["nfs_server_path"], item["local_path"], item["read_only"]) for item in spec["volumes"]),
        annotations=tuple(spec["annotations"].items()),
    )


def _channel(item: Input | Output, channel: Channel, local_dir: str) -> dict[str, Any]:
    return {
        "name": item.name,
        "description": item.description or "",
        "local_dir": local_dir,
        "access_method": str(channel.access),
        "remote": {"obs": {"obs_url": channel.url}},
    }


def _input(item: Input, channel: Channel, local_dir: str) -> dict[str, Any]:
    kept = _channel(item, channel, local_dir)
    if item.remote is not None and item.remote.dataset is not None:
        kept["remote"]["dataset"] = item.remote.dataset.model_dump(exclude_none=True)
    return kept


def _kept_channel(item: dict[str, Any]) -> Channel:
    return Channel(
        item["name"],
        item["remote"]["obs"]["obs_url"],
        local_dir=item["local_dir"],
        access=item["access_method"],
        predownload=item.get("prefetch_to_local", False),
    )


def _directory(path: str | None) -> str:
    """Return a directory of the container without a slash at its end; `/` stays, to be refused by its name."""
    return (path or "").rstrip("/") or ("/" if path else "")


def _boot_file(text: str, code_dir: str) -> str:
    """Return where the boot file is below the code directory, or its full place when it lies elsewhere."""
    found = objects_places.spell(text)
    if found is None:
        return text
    return found.removeprefix(code_dir) if code_dir else found


def _unusual_log_config(config: Any) -> Any:
    """Logs are neither rotated nor numbered; saying so is no wish."""
    if not isinstance(config, dict):
        return config
    return {name: value for name, value in config.items() if value not in {"v0", False, None}} if _is_flat(config) else config


def _is_flat(config: dict[str, Any]) -> bool:
    return all(isinstance(value, str | bool | int | None) for value in config.values())
