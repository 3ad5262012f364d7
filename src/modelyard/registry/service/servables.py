"""Models as those who run them see them: serving asks here what is to be started."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.ids import row_id, wire_id
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.service.workspaces import require_workspace
from modelyard.registry import queries
from modelyard.registry.errors import ModelNotFound, ModelNotReady
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.rules import effective
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.types import (
    CUSTOM_PACKAGE_TARGET,
    DEFAULT_PORT,
    PACKAGE_TARGET,
    InstallType,
    ModelId,
    ModelKind,
    ModelStatus,
    ModelType,
    RequestMode,
    Servable,
    SourceKind,
    TensorSpec,
)

PACKAGE_FOLDER = "package"


async def servable(db: AsyncSession, context: RegistryContext, who: Subject, model_id: str) -> Servable:
    """Return what there is to run of a model, whatever its status; `is_ready` says whether it can be deployed.

    model_id: with or without hyphens: it comes from tables or from the body of a request, and no right hangs on how it is
        written. Raises ModelNotFound.
    """
    known = row_id(wire_id(model_id))
    row = None if known is None else await queries.find_model(db, who, known)
    if row is None:
        raise ModelNotFound(model_id=model_id[:64], resource=model_id[:64])
    return _servable(context, row, row.details)


async def require_servable(
    db: AsyncSession, context: RegistryContext, who: Subject, model_id: str, *, field: str = "model_id"
) -> Servable:
    """Return a model that can be deployed by a caller who may enter its workspace.

    Raises ModelNotFound, and ModelNotReady for one that is not published.
    """
    found = await servable(db, context, who, model_id)
    if who.kind is not SubjectKind.SYSTEM:
        try:
            await require_workspace(db, who, found.workspace_id)
        except AppError as error:
            raise ModelNotFound(model_id=model_id[:64], resource=model_id[:64]) from error
    if not found.is_ready:
        raise ModelNotReady(field=field, name=found.name, version=found.version, status=found.status.value)
    return found


async def servables(db: AsyncSession, context: RegistryContext, who: Subject, ids: Sequence[str]) -> dict[ModelId, Servable]:
    """Return those of these models that are there, by id without hyphens; the others are left out."""
    wanted = [known for known in map(row_id, ids) if known is not None]
    if not wanted:
        return {}
    rows = await db.scalars(queries.visible_models(who).where(ModelRow.id.in_(wanted)).options(queries.WITH_DETAILS))
    return {ModelId(row.id): _servable(context, row, row.details) for row in rows}


def _servable(context: RegistryContext, row: ModelRow, details: ModelDetailsRow) -> Servable:
    spec: dict[str, Any] = details.spec
    config = effective.load(details.config)
    package = details.package or {}
    kind = ModelKind.IMAGE if row.source_kind == SourceKind.IMAGE else ModelKind.PACKAGE
    is_dynamic = bool(package.get("dynamic"))
    is_here = kind is ModelKind.PACKAGE and details.package is not None and not is_dynamic
    found = details.found or {}
    return Servable(
        model_id=ModelId(row.id),
        name=row.name,
        version=row.version,
        project_id=row.project_id,
        workspace_id=row.workspace_id,
        status=ModelStatus(row.status),
        kind=kind,
        image=details.image,
        model_type=config.model_type,
        runtime=spec.get("runtime_image") or details.image,
        directory=str(context.packages / row.id / PACKAGE_FOLDER) if is_here else None,
        target=CUSTOM_PACKAGE_TARGET if config.model_type == ModelType.CUSTOM else PACKAGE_TARGET,
        source=spec.get("folder") or "",
        sha256=package.get("sha256", ""),
        size_bytes=row.size_bytes,
        config_text=config_text(details.config) if is_dynamic else "",
        apis=config.apis,
        health=config.health,
        readiness=config.readiness,
        startup=config.startup,
        port=spec.get("port") or DEFAULT_PORT,
        protocol=spec.get("protocol") or ("https" if config.model_type == ModelType.CUSTOM else "http"),
        command=tuple(spec.get("command") or ()),
        envs=spec.get("envs") or {},
        request_mode=RequestMode(spec.get("request_mode") or RequestMode.SYNC),
        install_types=frozenset(InstallType(one) for one in row.install_types),
        has_code=bool(package.get("has_code")),
        inputs=_tensors(found.get("inputs")),
        outputs=_tensors(found.get("outputs")),
        columns=tuple(found.get("columns") or ()),
        labels=tuple(found.get("labels") or ()),
    )


def config_text(config: Mapping[str, Any]) -> str:
    """Return a configuration in the form in which it is a variable of the model's server: nothing in it is a place-holder."""
    return base64.b64encode(orjson.dumps(config)).decode()


def _tensors(values: list[dict[str, Any]] | None) -> tuple[TensorSpec, ...]:
    return tuple(TensorSpec(one["name"], one["datatype"], tuple(one["shape"])) for one in values or ())
