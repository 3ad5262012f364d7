"""Use cases of models: create, show, list, change, delete."""

import shlex
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadId
from modelyard.core.db import after_commit, now
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, row_id, wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.service.workspaces import require_workspace
from modelyard.registry import access, queries
from modelyard.registry.errors import DependenciesFixed, ModelExists, ModelNotFound, ParameterInvalid, TooManyModels
from modelyard.registry.events import ModelChanged, ModelCreated, ModelDeleted, ModelHint
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.rules import configs, effective
from modelyard.registry.rules.problems import Problems
from modelyard.registry.schemas.answers import Created, Deleted, DeleteFailure, ModelAnswer
from modelyard.registry.schemas.requests import ModelCreate, ModelUpdate
from modelyard.registry.service import describing
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.service.drafting import draft, first_of, parameter_problem
from modelyard.registry.service.sources import Draft
from modelyard.registry.types import DEFAULT_WORKSPACE, ModelStatus, Stage

_MOST_AT_ONCE = 20
_COUNTED_LAZILY = 20_000


async def create_model(context: RegistryContext, who: Subject, wanted: ModelCreate, *, language: Language) -> Created:
    """Create a model, or a version of one; it is published in the background.

    Raises the first of everything that is wrong with it; the parameter `problems` of the failure lists all.
    """
    async with context.database.read_session() as db:
        await require_workspace(db, who, wanted.workspace_id)
    made = await draft(context, who, wanted)
    if made.problems:
        raise first_of(made.problems, language)
    async with context.database.session() as db:
        await require_workspace(db, who, wanted.workspace_id)
        if await queries.count_models(db, who.project_id or "") >= context.settings.max_models:
            raise TooManyModels(quota="models", limit=context.settings.max_models)
        row = await _insert(db, who, wanted, made)
        await emit(db, ModelCreated(resource_id=row.id), by=who, at=row.created_at)
        if made.runtime_note:
            hint = f"Runtime {made.runtime_note} is not there; {made.image} is used."
            hint_zh = f"运行环境 {made.runtime_note} 不可用，改用 {made.image}。"
            await emit(db, ModelHint(resource_id=row.id, hint=hint, hint_zh=hint_zh), by=who, at=row.created_at)
        if made.is_undescribed:
            hint = f"The package has no config.json. By the request it is {made.type}; it answers POST / with JSON."
            hint_zh = f"模型包中没有 config.json：按请求视为 {made.type} 模型，以 JSON 应答 POST /。"
            await emit(db, ModelHint(resource_id=row.id, hint=hint, hint_zh=hint_zh), by=who, at=row.created_at)
        after_commit(db, context.wake)
        return Created(model_id=wire_id(row.id))


async def get_model(db: AsyncSession, who: Subject, model_id: str, *, language: Language) -> ModelAnswer:
    """Return a model. Raises ModelNotFound."""
    row = await get_row(db, who, model_id)
    return describing.answer_of(row, row.details, language=language)


async def list_models(
    db: AsyncSession,
    who: Subject,
    *,
    workspace_id: str = DEFAULT_WORKSPACE,
    sort_by: str = "create_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 1000,
    language: Language = Language.EN,
    **filters: Any,
) -> dict[str, Any]:
    """Return a page of the models of a workspace in the shape of `ModelList`. filters: those of `queries.listed`."""
    await require_workspace(db, who, workspace_id)
    statement = queries.listed(who, workspace_id, **filters)
    page = await fetch_page(db, queries.ordered(statement, sort_by, descending=descending), offset=offset, limit=limit)
    models = [describing.item_of(row, language=language) for row in page.items]
    return {"models": models, "total_count": page.total, "count": len(models)}


async def change_model(
    db: AsyncSession, context: RegistryContext, who: Subject, model_id: str, wanted: ModelUpdate, *, language: Language
) -> ModelAnswer:
    """Change the description or the documents of a model, or the dependencies of one that failed: it is imported anew then.

    Raises ModelNotFound, DependenciesFixed for one that did not fail, ParameterInvalid.
    """
    row = await get_row(db, who, model_id, lock=True)
    changed: list[str] = []
    if wanted.description is not None and wanted.description != row.description:
        row.description = wanted.description
        changed.append("description")
    if wanted.model_docs is not None:
        row.details.spec = {**row.details.spec, "model_docs": [doc.model_dump() for doc in wanted.model_docs]}
        changed.append("model_docs")
    if wanted.dependencies is not None and _change_dependencies(row, wanted.dependencies, language):
        row.due_at = now(db)
        after_commit(db, context.wake)
        changed.append("dependencies")
    if changed:
        row.changed_at = now(db)
        await emit(db, ModelChanged(resource_id=row.id, fields=", ".join(changed)), by=who, at=row.changed_at)
    return describing.answer_of(row, row.details, language=language)


async def delete_model(
    db: AsyncSession, context: RegistryContext, who: Subject, model_id: str, *, cascade: bool = False, language: Language
) -> Deleted:
    """Delete a model. cascade: also its other versions, 20 at most in all.

    What is in use, or what the caller may not delete, stays, and is told of.

    Raises ModelNotFound for the model itself.
    """
    row = await get_row(db, who, model_id, lock=True)
    rows = [row]
    if cascade:
        rows += await queries.versions_of(db, row, limit=_MOST_AT_ONCE - 1)
    gone: list[str] = []
    failed: list[DeleteFailure] = []
    for one in rows:
        try:
            if one is not row:
                await context.gatekeeper.authorize(who, access.DELETE_MODEL, resource=wire_id(one.id))
            async with db.begin_nested():
                await _delete(db, context, who, one)
        except AppError as error:  # noqa: PERF203 - each has a savepoint of its own
            failed.append(DeleteFailure(model_id=wire_id(one.id), error_code=error.code, error_msg=error.message(language)))
        else:
            gone.append(wire_id(one.id))
    after_commit(db, context.wake)
    return Deleted(delete_success_list=gone, delete_failed_list=failed)


async def get_row(db: AsyncSession, who: Subject, model_id: str, *, lock: bool = False) -> ModelRow:
    """Return a model that the caller may see, in a workspace that he may enter. Raises ModelNotFound."""
    known = row_id(model_id)
    row = None if known is None else await queries.find_model(db, who, known, lock=lock)
    if row is not None:
        try:
            await require_workspace(db, who, row.workspace_id)
        except AppError:
            row = None
    if row is None:
        raise ModelNotFound(model_id=model_id[:64], resource=model_id[:64])
    return row


def _change_dependencies(row: ModelRow, given: list[Any], language: Language) -> bool:
    """Have a model that failed imported anew with other dependencies; return False when they are the same."""
    problems = Problems()
    dependencies = configs.read_dependencies(given, "dependencies", problems)
    if problems.found:
        raise first_of([parameter_problem(one) for one in problems.found], language)
    config = effective.load(row.details.config)
    if dependencies == config.dependencies:
        return False
    if row.status not in {ModelStatus.FAILED, ModelStatus.BUILDING_FAILED}:
        raise DependenciesFixed(field="dependencies", name=row.name, version=row.version, status=row.status)
    row.details.config = effective.dump(replace(config, dependencies=dependencies))
    row.details.spec = {name: value for name, value in row.details.spec.items() if name != "environment"}
    row.details.image = row.details.spec["runtime_image"]
    row.details.found, row.reason = None, None
    row.status, row.stage = ModelStatus.PUBLISHING, Stage.COPY
    row.generation += 1
    return True


async def _delete(db: AsyncSession, context: RegistryContext, who: Subject, row: ModelRow) -> None:
    if row.workload_id is not None:
        await compute.stop(db, context.compute, who, WorkloadId(row.workload_id))
    event = ModelDeleted(resource_id=row.id, model_name=row.name, version=row.version)
    # Whoever uses the model refuses here.
    await emit(db, event, by=who, at=now(db))
    await db.delete(row)
    await db.flush()  # so that a refusal of the database is met inside the savepoint


async def _insert(db: AsyncSession, who: Subject, wanted: ModelCreate, made: Draft) -> ModelRow:
    at = now(db)
    row = ModelRow(
        id=new_id(),
        due_at=at,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        name=made.name,
        name_folded=made.name.lower(),
        version=made.version,
        version_order=made.version_order,
        type=made.type,
        status=ModelStatus.PUBLISHING,
        stage=Stage.COPY,
        source_kind=made.source_kind,
        source_type=wanted.source_type or "",
        source_job_id=wanted.source_job_id or "",
        install_types=list(made.install_types),
        description=wanted.description or "",
        created_at=at,
        changed_at=at,
        details=ModelDetailsRow(
            spec=_spec(wanted, made),
            config=effective.dump(made.config),
            image=made.image,
            subject=who.to_json(),
        ),
    )
    db.add(row)
    try:
        await db.flush()  # so that a version that is taken is known here
    except IntegrityError as error:
        raise ModelExists(field="model_version", name=made.name, version=made.version, problem="taken") from error
    return row


def _spec(wanted: ModelCreate, made: Draft) -> dict[str, Any]:
    try:
        command = shlex.split(wanted.cmd or "")
    except ValueError as error:
        raise ParameterInvalid(field="cmd", problem=f"{error}", problem_zh="引号不匹配") from error
    return {
        "source_location": wanted.source_location if made.source_kind == "image" else made.source,
        "folder": made.folder,
        "source_copy": (wanted.source_copy or "true").lower(),
        "source_job_version": wanted.source_job_version,
        "execution_code": wanted.execution_code,
        "template": wanted.template.model_dump() if wanted.template else None,
        "model_docs": [doc.model_dump() for doc in wanted.model_docs or []],
        "runtime_image": made.image,
        "cmd": wanted.cmd,
        "command": command,
        "port": wanted.port,
        "protocol": wanted.protocol.lower() if wanted.protocol else None,
        "envs": wanted.envs or {},
        "request_mode": wanted.request_mode,
        "dynamic_load_mode": wanted.dynamic_load_mode or None,
    }
