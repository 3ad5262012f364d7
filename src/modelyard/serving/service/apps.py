"""Use cases of apps: a key with a secret, and codes, by which programs call services."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.sealing import Sealer
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import (
    AppCodeNotFound,
    AppInUse,
    AppNameTaken,
    AppNotFound,
    AppOfAnother,
    TooManyApps,
    TooManyCodes,
)
from modelyard.serving.models import AppCodeRow, AppRow
from modelyard.serving.rules import secrets
from modelyard.serving.schemas.callers import App, AppCreate, AppList
from modelyard.serving.service.services import check_workspace

MOST_APPS = 100
MOST_CODES = 5
_HIDDEN = "******"


async def create_app(db: AsyncSession, sealer: Sealer, who: Subject, wanted: AppCreate) -> App:
    """Make an app; the answer shows its secret. Raises AppNameTaken, TooManyApps."""
    await check_workspace(db, who, wanted.workspace_id)
    if await queries.count_apps(db, who) >= MOST_APPS:
        raise TooManyApps(limit=MOST_APPS, quota="apps")
    if await queries.app_named(db, who.project_id or "", wanted.app_name) is not None:
        raise AppNameTaken(field="app_name", name=wanted.app_name)
    app_id, at = new_id(), now(db)
    row = AppRow(
        id=app_id,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        user_id=who.user_id,
        subject=who.to_json(),
        name=wanted.app_name,
        remark=wanted.app_remark,
        key=secrets.new_app_key(),
        secret_sealed=sealer.seal(secrets.new_secret(), secrets.secret_purpose(app_id)),
        created_at=at,
        updated_at=at,
    )
    db.add(row)
    try:
        await db.flush()  # another request may have taken the name since it was looked for
    except IntegrityError as error:
        raise AppNameTaken(field="app_name", name=wanted.app_name) from error
    return await _described(db, sealer, who, row, in_clear=True)


async def list_apps(
    db: AsyncSession,
    sealer: Sealer,
    who: Subject,
    *,
    name: str | None = None,
    app_ids: Sequence[str] = (),
    sort_by: str = "created_at",
    descending: bool = False,
    in_clear: bool = False,
    offset: int = 0,
    limit: int = 1000,
) -> AppList:
    """Return the caller's own apps. in_clear: with secrets and codes."""
    statement = queries.apps_of(who, name=name, app_ids=app_ids, sort_by=sort_by, descending=descending)
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    apps = await describe_apps(db, sealer, who, page.items, in_clear=in_clear)
    return AppList(apps=apps, count=len(apps), total_count=page.total)


async def get_app(db: AsyncSession, sealer: Sealer, who: Subject, app_id: str, *, in_clear: bool = False) -> App:
    """Return an app; only to who made it with its secret. Raises AppNotFound."""
    return await _described(db, sealer, who, await visible_app(db, who, app_id), in_clear=in_clear)


async def exists(db: AsyncSession, who: Subject, name: str) -> bool:
    """Return whether the project has an app of this name."""
    return await queries.app_named(db, who.project_id or "", name) is not None


async def delete_app(db: AsyncSession, who: Subject, app_id: str) -> None:
    """Delete an app that no service lets in. Raises AppNotFound, AppOfAnother, AppInUse."""
    row = await _own_app(db, who, app_id)
    count = (await queries.count_grants(db, [row.id]))[row.id]
    if count:
        raise AppInUse(app_id=app_id, count=count)
    await db.delete(row)


async def reset_secret(db: AsyncSession, sealer: Sealer, who: Subject, app_id: str) -> App:
    """Give an app a new secret; the old one ends at once. Raises AppNotFound, AppOfAnother."""
    row = await _own_app(db, who, app_id)
    row.secret_sealed = sealer.seal(secrets.new_secret(), secrets.secret_purpose(row.id))
    row.updated_at = now(db)
    return await _described(db, sealer, who, row, in_clear=True)


async def create_code(db: AsyncSession, sealer: Sealer, who: Subject, app_id: str) -> App:
    """Give an app another code. Raises AppNotFound, AppOfAnother, TooManyCodes."""
    row = await _own_app(db, who, app_id)
    if len((await queries.codes_of(db, [row.id]))[row.id]) >= MOST_CODES:
        raise TooManyCodes(app_id=app_id, limit=MOST_CODES, quota="codes")
    await _add_code(db, sealer, row)
    return await _described(db, sealer, who, row, in_clear=True)


async def reset_code(db: AsyncSession, sealer: Sealer, who: Subject, app_id: str, code: str) -> App:
    """Put a new code in the place of one, which ends at once. Raises AppNotFound, AppOfAnother, AppCodeNotFound."""
    row = await _own_app(db, who, app_id)
    await _remove_code(db, row, code)
    await _add_code(db, sealer, row)
    return await _described(db, sealer, who, row, in_clear=True)


async def delete_code(db: AsyncSession, sealer: Sealer, who: Subject, app_id: str, code: str) -> App:
    """End a code. Raises AppNotFound, AppOfAnother, AppCodeNotFound."""
    row = await _own_app(db, who, app_id)
    await _remove_code(db, row, code)
    return await _described(db, sealer, who, row, in_clear=True)


async def visible_app(db: AsyncSession, who: Subject, app_id: str, *, lock: bool = False) -> AppRow:
    """Return the row of an app of the caller's project; for this capability's services only. Raises AppNotFound."""
    row = await queries.find_app(db, who, app_id, lock=lock)
    if row is None:
        raise AppNotFound(app_id=app_id, resource=app_id)
    return row


async def describe_apps(db: AsyncSession, sealer: Sealer, who: Subject, rows: Sequence[AppRow], *, in_clear: bool) -> list[App]:
    """Return apps as answers show them: secrets in clear only where that is asked for, and only to whom they belong."""
    ids = [row.id for row in rows]
    codes, counts = await queries.codes_of(db, ids), await queries.count_grants(db, ids)
    described = []
    for row in rows:
        shows = in_clear and row.user_id == who.user_id
        purpose = secrets.code_purpose(row.id)
        app = App(
            app_id=row.id,
            app_name=row.name,
            app_remark=row.remark,
            app_key=row.key,
            app_secret=sealer.open(row.secret_sealed, secrets.secret_purpose(row.id)) if shows else _HIDDEN,
            app_codes=[sealer.open(code.sealed, purpose) if shows else _HIDDEN for code in codes[row.id]],
            bounded_api_count=counts[row.id],
            project_id=row.project_id,
            user_id=row.user_id,
            created_at=int(row.created_at.timestamp() * 1000),
            updated_at=int(row.updated_at.timestamp() * 1000),
        )
        described.append(app)
    return described


async def _own_app(db: AsyncSession, who: Subject, app_id: str) -> AppRow:
    row = await visible_app(db, who, app_id, lock=True)
    if row.user_id != who.user_id:
        raise AppOfAnother(app_id=app_id)
    return row


async def _described(db: AsyncSession, sealer: Sealer, who: Subject, row: AppRow, *, in_clear: bool) -> App:
    return (await describe_apps(db, sealer, who, [row], in_clear=in_clear))[0]


async def _add_code(db: AsyncSession, sealer: Sealer, row: AppRow) -> None:
    code = secrets.new_secret()
    sealed = sealer.seal(code, secrets.code_purpose(row.id))
    db.add(AppCodeRow(hash=secrets.lookup(code), app_id=row.id, sealed=sealed, created_at=now(db)))
    row.updated_at = now(db)
    await db.flush()  # the answer reads it


async def _remove_code(db: AsyncSession, row: AppRow, code: str) -> None:
    found = await db.get(AppCodeRow, secrets.lookup(code))
    if found is None or found.app_id != row.id:
        raise AppCodeNotFound(app_id=row.id, resource="code")
    await db.delete(found)
    row.updated_at = now(db)
    await db.flush()  # the answer must not show it
