"""The audit trail: who did what, from where, with which result; written in the transaction of the change."""

import re
from typing import Any

import orjson
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.iam.models import AuditRecordRow

MASK = "******"
LONGEST_BODY_BYTES = 8192
_DEEPEST = 20

# Names of fields whose values never reach the trail, at any depth, whatever else the name contains.
_SECRET_NAME = re.compile(
    r"passw|secret|token|passcode|authentication_code|private_key|seed|credential_key|signature", re.IGNORECASE
)
# Objects such as `"token": {"id": ..., "duration_seconds": ...}` are opened, their ids masked.
_SECRET_INSIDE = re.compile(r"token|secret", re.IGNORECASE)


class AuditWriter:
    """Writes audit records to the database."""

    async def record(self, db: AsyncSession, request: Request, *, status: int, error_code: str | None = None) -> None:
        """Write an audit record of this request in the transaction of `db`; unauthenticated callers leave none."""
        who: Subject | None = getattr(request.state, "subject", None)
        if who is None:
            return
        action: Action | None = getattr(request.state, "action", None)
        route = request.scope.get("route")
        operation = action.name if action else str(getattr(route, "operation_id", None) or request.method)
        at = now(db)
        kept = await _body(request)
        db.add(
            AuditRecordRow(
                id=new_id(),
                at=at,
                domain_id=who.domain_id,
                project_id=who.project_id if _is_id(who.project_id) else None,
                user_id=who.user_id,
                user_name=who.user_name[:128],
                access_key=who.access_key,
                source_ip=who.source_ip,
                request_id=str(getattr(request.state, "request_id", ""))[:64],
                service=(action.service if action else "iam")[:32],
                resource_type=(action.resource_type if action else _collection(request))[:64],
                resource_id=(_resource_id(request) or _name_in(kept.get("body")))[:350],
                action=str(getattr(route, "operation_id", None) or operation)[:128],
                method=request.method[:8],
                path=_clean(request.url.path)[:2048],
                status=status,
                error_code=error_code,
                request=kept,
            )
        )


def mask(value: Any, depth: int = 0) -> Any:
    """Return a JSON value with every secret in it replaced."""
    if depth > _DEEPEST:
        return MASK
    if isinstance(value, dict):
        return {_clean(str(key)): _masked_field(str(key), item, depth) for key, item in value.items()}
    if isinstance(value, list):
        return [mask(item, depth + 1) for item in value]
    return _clean(value) if isinstance(value, str) else value


def _masked_field(name: str, value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        inner = mask(value, depth + 1)
        if _SECRET_INSIDE.search(name):
            return {key: MASK if isinstance(item, str) else item for key, item in inner.items()}
        return inner
    if isinstance(value, list):
        return MASK if _SECRET_NAME.search(name) else mask(value, depth + 1)
    if _SECRET_NAME.search(name) and value not in (None, ""):
        return MASK
    return mask(value, depth + 1)


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON body as it may be kept; other and larger bodies are described by their size."""
    # A body that was streamed away is gone; only one that the framework has read can be kept.
    raw: bytes | None = getattr(request, "_body", None)
    query = request.url.query
    kept: dict[str, Any] = {"query": _clean(query)[:2048]} if query and not _SECRET_NAME.search(query) else {}
    if not raw:
        return kept
    if len(raw) > LONGEST_BODY_BYTES:
        return kept | {"body_bytes": len(raw)}
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return kept | {"body_bytes": len(raw)}
    return kept | {"body": mask(parsed)}


def _resource_id(request: Request) -> str:
    named = getattr(request.state, "audit_resource_id", None)
    if named:
        return str(named)
    values = [str(value) for name, value in request.path_params.items() if name not in {"project_id", "domain_id"}]
    return _clean("/".join(values))


def _name_in(body: Any) -> str:
    """Return the name of what is to be made: `{"name": ...}`, or in the one object that is wrapped, `{"user": {...}}`."""
    if isinstance(body, dict) and len(body) == 1 and isinstance(inner := next(iter(body.values())), dict):
        body = inner
    name = body.get("name") if isinstance(body, dict) else None
    return name if isinstance(name, str) else ""


def _collection(request: Request) -> str:
    """Return the last word of the path that is no parameter."""
    path = getattr(request.scope.get("route"), "path", request.url.path)
    words = [word for word in path.split("/") if word and not word.startswith("{")]
    return words[-1] if words else ""


def _clean(text: str) -> str:
    """Drop what a database text cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _is_id(value: str | None) -> bool:
    return value is not None and len(value) <= 32
