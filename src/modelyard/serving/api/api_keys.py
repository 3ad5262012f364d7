"""Routes of API keys."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.schemas.callers import (
    ApiKey,
    ApiKeyCreate,
    ApiKeyPage,
    KeysChanged,
    KeysOfService,
    TemporaryKey,
    TemporaryKeyCreate,
)
from modelyard.serving.service import api_keys

router = APIRouter(prefix="/v2/{project_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

KeyId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the key.")]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
_Word = Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00]*$")]


@router.post("/services/api-keys", operation_id="CreateInferApiKey", response_class=Response)
async def create_key(db: Db, body: ApiKeyCreate, who: Annotated[Subject, allow(access.CREATE_API_KEY)]) -> Response:
    """Make an API key. The answer is a file with the key, which is shown this once."""
    described, key = await api_keys.create_key(db, who, body)
    content = orjson.dumps({**described.model_dump(), "api_key": key}, option=orjson.OPT_INDENT_2)
    headers = {"content-disposition": f'attachment; filename="api-key-{described.key_id}.json"', "cache-control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/services/api-keys/temp", operation_id="CreateInferTempApiKey")
async def create_temporary_key(
    db: Db, body: TemporaryKeyCreate, who: Annotated[Subject, allow(access.CREATE_API_KEY)]
) -> TemporaryKey:
    """Make a key for some hours."""
    return await api_keys.create_temporary_key(db, who, body)


@router.get("/services/api-keys", operation_id="ListInferApiKeys")
async def list_keys(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_API_KEYS)],
    scope: Literal["USER", "SERVICE"] | None = None,
    service_id: _Word = None,
    name: _Word = None,
    service_name: _Word = None,
    key_id: _Word = None,
    workspace_id: _Word = None,
    with_user_scope: bool = False,
    offset: Offset = 0,
    limit: Limit = 10,
) -> ApiKeyPage:
    """List one's API keys."""
    return await api_keys.list_keys(
        db,
        who,
        scope=scope,
        service_id=service_id,
        name=name,
        service_name=service_name,
        key_id=key_id,
        workspace_id=workspace_id,
        with_user_scope=with_user_scope,
        offset=offset,
        limit=limit,
    )


@router.delete("/services/api-keys/{key_id}", operation_id="DeleteInferApiKey")
async def delete_key(db: Db, key_id: KeyId, who: Annotated[Subject, allow(access.DELETE_API_KEY)]) -> ApiKey:
    """End an API key."""
    return await api_keys.delete_key(db, who, key_id)


@router.post("/services/{service_id}/api-keys/batch-bind", operation_id="BatchBindInferApiKeys")
async def bind_keys(
    request: Request, db: Db, service_id: ServiceId, body: KeysOfService, who: Annotated[Subject, allow(access.UPDATE_API_KEY)]
) -> KeysChanged:
    """Let keys call a service."""
    ids = [item.key_id for item in body.key_ids]
    return await api_keys.change_bindings(db, who, service_id, ids, bind=True, language=language_of(request))


@router.post("/services/{service_id}/api-keys/batch-unbind", operation_id="BatchUnbindInferApiKeys")
async def unbind_keys(
    request: Request, db: Db, service_id: ServiceId, body: KeysOfService, who: Annotated[Subject, allow(access.UPDATE_API_KEY)]
) -> KeysChanged:
    """Have keys call a service no more."""
    ids = [item.key_id for item in body.key_ids]
    return await api_keys.change_bindings(db, who, service_id, ids, bind=False, language=language_of(request))


@router.post("/services/{service_id}/api-keys/{key_id}/bind", operation_id="BindInferApiKey")
async def bind_key(
    db: Db, service_id: ServiceId, key_id: KeyId, who: Annotated[Subject, allow(access.UPDATE_API_KEY, of="key_id")]
) -> ApiKey:
    """Let a key call a service."""
    return await api_keys.bind_key(db, who, service_id, key_id)


@router.post("/services/{service_id}/api-keys/{key_id}/unbind", operation_id="UnbindInferApiKey")
async def unbind_key(
    db: Db, service_id: ServiceId, key_id: KeyId, who: Annotated[Subject, allow(access.UPDATE_API_KEY, of="key_id")]
) -> ApiKey:
    """Have a key call a service no more."""
    return await api_keys.unbind_key(db, who, service_id, key_id)
