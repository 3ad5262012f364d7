"""Routes of permanent access keys."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from modelyard.core.access import authenticated
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.api.shared import AccessKeyPath, Context, refuse_temporary
from modelyard.iam.schemas.credentials import (
    CreatedCredentialAnswer,
    CredentialAnswer,
    CredentialCreateRequest,
    CredentialsAnswer,
    CredentialUpdateRequest,
)
from modelyard.iam.schemas.credentials import Credential as CredentialShape
from modelyard.iam.service import credentials

router = APIRouter(prefix="/v3.0/OS-CREDENTIAL/credentials", tags=["iam"])

Caller = Annotated[Subject, authenticated("everybody may see and change keys of his own; others' are checked in the service")]
UserIdQuery = Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]


@router.post("", status_code=201, operation_id="CreatePermanentAccessKey", summary="Create an access key")
async def create_access_key(
    who: Caller, db: Db, context: Context, request: Request, body: CredentialCreateRequest
) -> CreatedCredentialAnswer:
    """Create a permanent access key for yourself or, with the right to, for another user. The secret is shown once."""
    refuse_temporary(request)
    wanted = body.credential
    made = await credentials.create_access_key(db, context, who, wanted.user_id, description=wanted.description)
    request.state.audit_resource_id = made.access
    return CreatedCredentialAnswer(credential=made)


@router.get("", operation_id="ListPermanentAccessKeys", summary="List access keys")
async def list_access_keys(who: Caller, db: ReadDb, context: Context, user_id: UserIdQuery = None) -> CredentialsAnswer:
    """List your access keys or, with the right to, those of another user."""
    return CredentialsAnswer(credentials=await credentials.list_access_keys(db, context, who, user_id=user_id))


@router.get("/{access_key}", operation_id="ShowPermanentAccessKey", summary="Show an access key")
async def show_access_key(who: Caller, db: ReadDb, context: Context, access_key: AccessKeyPath) -> CredentialAnswer:
    """Show an access key with the time of its last use."""
    return CredentialAnswer(credential=await credentials.get_access_key(db, context, who, access_key))


@router.put("/{access_key}", operation_id="UpdatePermanentAccessKey", summary="Change an access key")
async def update_access_key(
    who: Caller, db: Db, context: Context, request: Request, access_key: AccessKeyPath, body: CredentialUpdateRequest
) -> dict[str, CredentialShape]:
    """Enable, disable or describe an access key. A disabled key stops at once."""
    refuse_temporary(request)
    changed = await credentials.update_access_key(db, context, who, access_key, changes=body.credential)
    return {"credential": changed}


@router.delete("/{access_key}", status_code=204, operation_id="DeletePermanentAccessKey", summary="Delete an access key")
async def delete_access_key(who: Caller, db: Db, context: Context, request: Request, access_key: AccessKeyPath) -> None:
    """Delete an access key. It stops at once."""
    refuse_temporary(request)
    await credentials.delete_access_key(db, context, who, access_key)
