"""Use cases of API keys: one header by which a program calls services in the name of its user."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, row_id, wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import ApiKeyForAll, ApiKeyNameTaken, ApiKeyNotFound, TooManyApiKeys
from modelyard.serving.models import ApiKeyBindingRow, ApiKeyRow
from modelyard.serving.rules import secrets
from modelyard.serving.schemas.callers import (
    ApiKey,
    ApiKeyCreate,
    ApiKeyPage,
    KeyFailure,
    KeysChanged,
    ServiceName,
    TemporaryKey,
    TemporaryKeyCreate,
)
from modelyard.serving.service.services import check_workspace, visible_row

MOST_KEYS = 200


async def create_key(db: AsyncSession, who: Subject, wanted: ApiKeyCreate) -> tuple[ApiKey, str]:
    """Make an API key; returns it with the key itself, which is kept nowhere. Raises ApiKeyNameTaken, TooManyApiKeys."""
    await check_workspace(db, who, wanted.workspace_id)
    if await queries.count_api_keys(db, who) >= MOST_KEYS:
        raise TooManyApiKeys(limit=MOST_KEYS, quota="api_keys")
    if await queries.api_key_named(db, who.project_id or "", wanted.name) is not None:
        raise ApiKeyNameTaken(field="name", name=wanted.name)
    key = secrets.new_api_key()
    row = _row(db, who, key, wanted.name, scope=wanted.scope, workspace_id=wanted.workspace_id)
    row.description = wanted.description
    db.add(row)
    return _described(row, []), key


async def create_temporary_key(db: AsyncSession, who: Subject, wanted: TemporaryKeyCreate) -> TemporaryKey:
    """Make a key for some hours, for all services that the caller may call. Raises TooManyApiKeys."""
    await check_workspace(db, who, wanted.workspace_id)
    await queries.drop_ended_api_keys(db, now(db))
    if await queries.count_api_keys(db, who) >= MOST_KEYS:
        raise TooManyApiKeys(limit=MOST_KEYS, quota="api_keys")
    key = secrets.new_api_key()
    row = _row(db, who, key, f"temporary-{new_id()}", scope="USER", workspace_id=wanted.workspace_id)
    row.expires_at = ends = row.created_at + timedelta(hours=wanted.expire_time)
    db.add(row)
    return TemporaryKey(
        api_key=key, expire_time=int(ends.timestamp() * 1000), create_time=int(row.created_at.timestamp() * 1000)
    )


async def list_keys(
    db: AsyncSession,
    who: Subject,
    *,
    scope: str | None = None,
    service_id: str | None = None,
    name: str | None = None,
    service_name: str | None = None,
    key_id: str | None = None,
    workspace_id: str | None = None,
    with_user_scope: bool = False,
    offset: int = 0,
    limit: int = 10,
) -> ApiKeyPage:
    """Return the caller's lasting keys, without the keys themselves; the newest first.

    with_user_scope: beside the keys that are bound to a service also those that need not be.
    """
    statement = queries.api_keys(
        who,
        scope=scope,
        service_id=(row_id(service_id) or "none") if service_id else None,
        name=name,
        service_name=service_name,
        key_id=key_id,
        workspace_id=workspace_id,
        with_user_scope=with_user_scope,
    )
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    services = await queries.services_of_keys(db, [row.id for row in page.items])
    return ApiKeyPage(
        data=[_described(row, services[row.id]) for row in page.items],
        current=offset // limit + 1,
        pages=-(-page.total // limit),
        size=limit,
        total=page.total,
    )


async def delete_key(db: AsyncSession, who: Subject, key_id: str) -> ApiKey:
    """End a key. Raises ApiKeyNotFound."""
    row = await _key(db, who, key_id)
    described = _described(row, (await queries.services_of_keys(db, [row.id]))[row.id])
    await db.delete(row)
    return described


async def bind_key(db: AsyncSession, who: Subject, service_id: str, key_id: str) -> ApiKey:
    """Let a key call a service. Raises ServiceNotFound, ApiKeyNotFound, ApiKeyForAll."""
    service = await visible_row(db, who, service_id)
    row = await _key(db, who, key_id)
    if row.scope != "SERVICE":
        raise ApiKeyForAll(field="key_id", key_id=key_id)
    await db.merge(ApiKeyBindingRow(key_id=row.id, service_id=service.id))
    await db.flush()  # the answer lists it
    return _described(row, (await queries.services_of_keys(db, [row.id]))[row.id])


async def unbind_key(db: AsyncSession, who: Subject, service_id: str, key_id: str) -> ApiKey:
    """Have a key call a service no more. Raises ServiceNotFound, ApiKeyNotFound."""
    service = await visible_row(db, who, service_id)
    row = await _key(db, who, key_id)
    bound = await db.get(ApiKeyBindingRow, (row.id, service.id))
    if bound is not None:
        await db.delete(bound)
        await db.flush()  # the answer must not list it
    return _described(row, (await queries.services_of_keys(db, [row.id]))[row.id])


async def change_bindings(
    db: AsyncSession, who: Subject, service_id: str, key_ids: Sequence[str], *, bind: bool, language: Language
) -> KeysChanged:
    """Bind keys to a service, or free them from it; one that fails does not stop the others. Raises ServiceNotFound."""
    done: list[ApiKey] = []
    failed: list[KeyFailure] = []
    await visible_row(db, who, service_id)
    for key_id in dict.fromkeys(key_ids):
        try:
            done.append(await (bind_key if bind else unbind_key)(db, who, service_id, key_id))
        except AppError as error:  # noqa: PERF203 - each key by itself is the point
            failed.append(KeyFailure(key_id=key_id, error_code=error.code, error_msg=error.message(language)))
    return KeysChanged(
        total=len(done) + len(failed),
        success_count=len(done),
        success_items=done,
        failure_count=len(failed),
        failure_items=failed,
    )


def _row(db: AsyncSession, who: Subject, key: str, name: str, *, scope: str, workspace_id: str) -> ApiKeyRow:
    return ApiKeyRow(
        id=new_id(),
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=workspace_id,
        user_id=who.user_id,
        subject=who.to_json(),
        name=name,
        scope=scope,
        description="",
        hash=secrets.lookup(key),
        created_at=now(db),
    )


async def _key(db: AsyncSession, who: Subject, key_id: str) -> ApiKeyRow:
    row = await queries.find_api_key(db, who, key_id, lock=True)
    if row is None:
        raise ApiKeyNotFound(key_id=key_id, resource=key_id)
    return row


def _described(row: ApiKeyRow, services: Sequence[tuple[str, str]]) -> ApiKey:
    return ApiKey(
        key_id=row.id,
        name=row.name,
        description=row.description,
        scope=row.scope,
        domain_id=row.domain_id,
        project_id=row.project_id,
        workspace_id=row.workspace_id,
        create_time=str(int(row.created_at.timestamp() * 1000)),
        services=[ServiceName(id=wire_id(service_id), name=name) for service_id, name in services],
    )
