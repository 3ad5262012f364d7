"""Routes of models (AI applications)."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.clock import from_milliseconds
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.registry import access
from modelyard.registry.rules.happenings import EventType
from modelyard.registry.schemas.answers import (
    Created,
    Deleted,
    EngineRuntimeList,
    ModelAnswer,
    ModelBuild,
    ModelEvents,
    ModelList,
    TemplateList,
)
from modelyard.registry.schemas.requests import ModelCreate, ModelUpdate
from modelyard.registry.service import model_events, models, offers
from modelyard.registry.service.context import RegistryContext, context_of
from modelyard.registry.types import DEFAULT_WORKSPACE, ModelStatus

router = APIRouter(prefix="/v1/{project_id}", tags=["registry"], dependencies=[Depends(project_in_path)])

Context = Annotated[RegistryContext, Depends(context_of)]
ModelId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the model.")]
Text = Query(max_length=256)
Milliseconds = Annotated[int | None, Query(ge=0, le=253_402_300_799_999, description="In milliseconds since the epoch.")]


@router.post("/models", operation_id="CreateModel")
async def create_model(
    request: Request,
    context: Context,
    body: ModelCreate,
    who: Annotated[Subject, allow(access.CREATE_MODEL)],
    _audit: Audited,
) -> Created:
    """Create a model, or a version of one."""
    return await models.create_model(context, who, body, language=language_of(request))


@router.get("/models", operation_id="ListModels", response_model=ModelList)
async def list_models(
    request: Request,
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_MODELS)],
    model_name: Annotated[str | None, Text] = None,
    exact_match: bool = False,
    model_version: Annotated[str | None, Text] = None,
    model_status: Annotated[ModelStatus | None, Query()] = None,
    model_type: Annotated[str | None, Text] = None,
    not_model_type: Annotated[str | None, Text] = None,
    description: Annotated[str | None, Text] = None,
    workspace_id: Annotated[str, Query(max_length=64)] = DEFAULT_WORKSPACE,
    sort_by: Literal["create_at", "model_version", "model_size"] = "create_at",
    order: Literal["asc", "desc"] = "desc",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> Response:
    """List models: filtered, sorted, in pages."""
    found = await models.list_models(
        db,
        who,
        workspace_id=workspace_id,
        sort_by=sort_by,
        descending=order == "desc",
        offset=offset,
        limit=limit,
        language=language_of(request),
        name=model_name,
        exact=exact_match,
        version=model_version,
        status=model_status,
        model_type=model_type,
        not_model_type=not_model_type,
        description=description,
    )
    return Response(orjson.dumps(found), media_type="application/json")


@router.get("/models/ai-engine-runtimes", operation_id="ShowModelEngineAndRuntime")
async def list_runtimes(
    context: Context, who: Annotated[Subject, allow(access.LIST_MODELS)], offset: Offset = 0, limit: Limit = 1000
) -> EngineRuntimeList:
    """List the engines that models can run in, with their runtimes."""
    page = offers.list_runtimes(context, offset=offset, limit=limit)
    return EngineRuntimeList(total_count=page.total, count=len(page.items), engine_runtimes=page.items)


@router.get("/models/template", operation_id="ListModelTemplates")
async def list_templates(
    context: Context,
    who: Annotated[Subject, allow(access.LIST_MODELS)],
    theme: Annotated[str, Text] = "",
    engine: Annotated[str, Text] = "",
    env: Annotated[str, Query(max_length=256, description="Accepted; every template runs in Python.")] = "",
    keyword: Annotated[str, Text] = "",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> TemplateList:
    """List the templates that models can be made from without a package."""
    page = offers.list_templates(context, theme=theme, engine=engine, keyword=keyword, offset=offset, limit=limit)
    return TemplateList(total_count=page.total, count=len(page.items), templates=page.items)


@router.get("/models/{model_id}", operation_id="ShowModel")
async def show_model(
    request: Request, db: ReadDb, model_id: ModelId, who: Annotated[Subject, allow(access.GET_MODEL)]
) -> ModelAnswer:
    """Show a model with its configuration."""
    return await models.get_model(db, who, model_id, language=language_of(request))


@router.put("/models/{model_id}", operation_id="UpdateModel")
async def update_model(
    request: Request,
    context: Context,
    db: Db,
    model_id: ModelId,
    body: ModelUpdate,
    who: Annotated[Subject, allow(access.UPDATE_MODEL, of="model_id")],
) -> ModelAnswer:
    """Change the description or the documents of a model; the dependencies of one that failed, which is imported anew then."""
    return await models.change_model(db, context, who, model_id, body, language=language_of(request))


@router.delete("/models/{model_id}", operation_id="DeleteModel")
async def delete_model(
    request: Request,
    context: Context,
    db: Db,
    model_id: ModelId,
    who: Annotated[Subject, allow(access.DELETE_MODEL, of="model_id")],
    cascade: bool = False,
) -> Deleted:
    """Delete a model, with `cascade` also its other versions; what is deployed stays and is told of."""
    return await models.delete_model(db, context, who, model_id, cascade=cascade, language=language_of(request))


@router.get("/models/{model_id}/events", operation_id="ListModelEvents")
async def list_model_events(
    request: Request,
    db: ReadDb,
    model_id: ModelId,
    who: Annotated[Subject, allow(access.GET_MODEL, of="model_id")],
    event_type: EventType | None = None,
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
    order: Literal["asc", "desc"] = "desc",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> ModelEvents:
    """List what happened to a model."""
    return await model_events.list_events(
        db,
        who,
        model_id,
        event_type=event_type,
        start=None if start_time is None else from_milliseconds(start_time),
        end=None if end_time is None else from_milliseconds(end_time),
        newest_first=order == "desc",
        offset=offset,
        limit=limit,
        language=language_of(request),
    )


@router.get("/models/{model_id}/build", operation_id="ShowModelBuild")
async def show_model_build(
    request: Request,
    context: Context,
    db: ReadDb,
    model_id: ModelId,
    who: Annotated[Subject, allow(access.GET_MODEL, of="model_id")],
) -> ModelBuild:
    """Show how a model is being published, with the logs of its environment and of its check."""
    return await model_events.show_build(db, context, who, model_id, language=language_of(request))
