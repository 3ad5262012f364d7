"""Checks what somebody wants to deploy, against models, flavors and pools."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.core.errors import AppError, NotFound
from modelyard.core.subject import Subject
from modelyard.objects.service.places import spell
from modelyard.registry.types import Servable
from modelyard.serving.errors import (
    FieldNotSupported,
    FieldWrong,
    ModelMissing,
    ModelNotReady,
    ModelOfAnotherType,
    SpecificationUnknown,
)
from modelyard.serving.rules.batches import MANIFEST, api_of, check_batch, file_parameter
from modelyard.serving.rules.configs import Entry, check_entries, with_weights
from modelyard.serving.rules.templates import Template, template_of
from modelyard.serving.rules.v2_units import place_of, servable_of_unit
from modelyard.serving.schemas.requests import ServiceConfig
from modelyard.serving.service.context import ServingContext
from modelyard.serving.types import InferType
from modelyard.serving.types import Mapping as InputMapping

CUSTOM = "custom"


@dataclass(frozen=True)
class Drafted:
    """A checked entry. entry: as the API shows it. template: what its replicas depend on."""

    entry: Entry
    servable: Servable
    template: Template
    timeout_seconds: int

    @property
    def weight(self) -> int:
        # One that is stopped has its share when it is started again.
        return 0 if self.entry.get("stopped") else int(self.entry["weight"])

    @property
    def count(self) -> int:
        return 0 if self.entry.get("stopped") else int(self.entry["instance_count"])


def plain(config: Sequence[ServiceConfig]) -> list[Entry]:
    """Return the entries of a request as plain values, without what was not given."""
    return [item.model_dump(exclude_none=True) for item in config]


async def draft(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    entries: Sequence[Entry],
    *,
    pool: str,
    restarts: int = 0,
    infer_type: InferType = InferType.REAL_TIME,
    options: Mapping[str, Any] | None = None,
) -> list[Drafted]:
    """Check the entries of a service, and return them with what they mean here.

    pool: of the service; an entry may name another. Raises the first thing that is wrong, with its place.
    """
    if len(entries) > context.settings.max_entries:
        most = context.settings.max_entries
        raise FieldWrong(field="config", problem=f"at most {most} versions", problem_zh=f"最多 {most} 个版本")
    if infer_type is InferType.BATCH:
        weighed = [check_batch(entries, options or {})]
    elif not entries or any("unit" in entry for entry in entries):
        # Shares of deployments are relative to each other.
        weighed = [dict(entry) for entry in entries]
        check_entries(weighed)
    else:
        weighed = with_weights(entries)
        check_entries(weighed)
    return [
        await _drafted(
            db, context, who, entry, place=place_of(entry, number), pool=pool, restarts=restarts, infer_type=infer_type
        )
        for number, entry in enumerate(weighed)
    ]


async def _drafted(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    entry: Entry,
    *,
    place: str,
    pool: str,
    restarts: int,
    infer_type: InferType,
) -> Drafted:
    if "unit" in entry:
        servable = servable_of_unit(entry, project_id=who.project_id or "")
    else:
        servable = await _servable(db, context, who, entry["model_id"], field=f"{place}.model_id", infer_type=infer_type)
    if infer_type is InferType.BATCH:
        api = api_of(entry, servable, place)
        if entry["mapping_type"] == InputMapping.FILE:
            file_parameter(api, place)
        entry = {**entry, "req_uri": api.url, **_places(entry, place)}
    model_id = str(servable.model_id)
    own_pool = entry.get("pool_name") or entry.get("cluster_id") or pool
    is_unit = "unit" in entry
    flavor = await _flavor(
        db, context, entry["specification"], f"{place}.unit_configs[0].flavor" if is_unit else f"{place}.specification"
    )
    await compute.open_pool(db, who, own_pool or None)
    _check_mounts(context, entry, place)
    full = {**entry, "model_id": model_id, "model_name": servable.name, "model_version": servable.version}
    full.setdefault("envs", {})
    full.setdefault("additional_properties", {})
    port = servable.port if servable.serves_itself else None
    template = {**template_of(full, flavor=flavor, pool=own_pool, restarts=restarts), "port": port}
    timeout = entry.get("deploy_timeout_in_seconds") or context.settings.deploy_timeout_seconds
    return Drafted(full, servable, template, timeout)


async def servable_for(db: AsyncSession, context: ServingContext, who: Subject, template: Mapping[str, Any]) -> Servable:
    """Return what replicas of a template run: a model of the registry, or the image that the template itself names."""
    if "unit" in template:
        return servable_of_unit(template, project_id=who.project_id or "")
    return await context.find_servable(db, who, template["model_id"])


def _places(entry: Entry, place: str) -> dict[str, str]:
    """Return the locations of a batch in their one spelling."""
    found = {}
    for name in ("src_path", "dest_path"):
        text = str(entry[name])
        is_manifest = name == "src_path" and text.endswith(MANIFEST)
        known = spell(text, folder=not is_manifest)
        if known is None:
            raise FieldWrong(
                field=f"{place}.{name}",
                problem="write obs://BUCKET/FOLDER/, s3://BUCKET/FOLDER/ or /BUCKET/FOLDER/",
                problem_zh="请使用 obs://桶名/目录/ 的形式",
            )
        found[name] = known
    return found


async def _servable(
    db: AsyncSession, context: ServingContext, who: Subject, model_id: str, *, field: str, infer_type: InferType
) -> Servable:
    try:
        found = await context.find_servable(db, who, model_id)
    except NotFound as error:
        raise ModelMissing(field=field, model_id=model_id, resource=model_id) from error
    label = f"{found.name} {found.version}"
    if not found.is_ready:
        raise ModelNotReady(field=field, model=label, status=found.status.value, problem="not ready")
    if found.serves_itself and not found.command:
        raise FieldNotSupported(
            field=field,
            problem=f"what model {label} starts with is not known; give the model a start command (cmd)",
            problem_zh=f"模型 {label} 没有启动命令，请为模型指定 cmd",
        )
    kinds = {item.value for item in found.install_types}
    if infer_type.value not in kinds:
        raise ModelOfAnotherType(
            field=field, model=label, infer_type=infer_type.value, install_types=", ".join(sorted(kinds)), problem="type"
        )
    return found


async def _flavor(db: AsyncSession, context: ServingContext, name: str, field: str) -> str:
    if name == CUSTOM:
        # The size is the entry's own; the flavor says what kind of machine.
        flavors = await compute.list_flavors(db, context.compute)
        if not flavors:
            raise SpecificationUnknown(field=field, problem="there is no machine to run on. Ask the operator to add one.")
        return flavors[0].name
    try:
        return (await compute.get_flavor(db, context.compute, name, field=field)).name
    except AppError as error:
        raise SpecificationUnknown(field=field, problem=str(error)) from error


def _check_mounts(context: ServingContext, entry: Entry, place: str) -> None:
    """Only directories that the operator has named may be mounted."""
    extras: dict[str, Any] = entry.get("additional_properties") or {}
    allowed = {str(item) for item in context.settings.mount_directories}
    for name, key in (("persistent_volumes", "source_address"), ("log_volume", "host_path")):
        for number, item in enumerate(extras.get(name) or ()):
            field = f"{place}.additional_properties.{name}[{number}]"
            if str(Path(item.get(key) or "/").as_posix()).rstrip("/") not in allowed:
                known = ", ".join(sorted(allowed)) or "-"
                raise FieldNotSupported(
                    field=f"{field}.{key}",
                    problem=f"only directories that the operator has named can be mounted: {known}",
                    problem_zh=f"只能挂载管理员指定的目录：{known}",
                )
            target = item.get("mount_path") or ""
            if not target.startswith("/") or ".." in target.split("/") or target.rstrip("/") in _OWN_DIRECTORIES:
                raise FieldWrong(
                    field=f"{field}.mount_path",
                    problem="an absolute path that is not one of the platform's own",
                    problem_zh="必须是绝对路径，且不能是平台自身使用的目录",
                )
    for number, item in enumerate(entry.get("inputs") or ()):
        if item["target"] in _OWN_DIRECTORIES:
            raise FieldWrong(
                field=f"{place}.unit_configs[0].files[{number}].mount_path",
                problem="a path that is not one of the platform's own",
                problem_zh="不能是平台自身使用的目录",
            )


_OWN_DIRECTORIES = frozenset(
    {"", "/home", "/home/ma-user", "/tmp", "/usr", "/etc", "/proc", "/dev", "/bin", "/lib", "/sys"}  # noqa: S108 - refused
)
