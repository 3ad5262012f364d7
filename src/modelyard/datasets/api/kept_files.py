"""Routes of the files that versions keep. All of them are ours."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import DatasetId
from modelyard.datasets.schemas.kept_files import Keeping, KeepingWanted
from modelyard.datasets.service import kept_files

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/version-files", tags=["datasets"], dependencies=[Depends(project_in_path)]
)
Publisher = Annotated[Subject, allow(access.CREATE_VERSION, of="dataset_id")]


@router.get("", operation_id="ShowVersionFiles", response_model_exclude_none=True)
async def show_keeping(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
) -> Keeping:
    """Say whether versions of a dataset keep copies of their files, and whether they are being copied."""
    return await kept_files.get_keeping(db, who, dataset_id, language=language_of(request))


@router.put("", operation_id="UpdateVersionFiles", response_model_exclude_none=True)
async def set_keeping(request: Request, db: Db, dataset_id: DatasetId, body: KeepingWanted, who: Publisher) -> Keeping:
    """Have versions keep copies of their files, or not; what was copied stays."""
    return await kept_files.set_keeping(db, who, dataset_id, body, language=language_of(request))


@router.post("/stop", operation_id="StopVersionFiles", status_code=204)
async def stop(db: Db, dataset_id: DatasetId, who: Publisher) -> Response:
    """Stop copying; what was copied stays."""
    await kept_files.stop(db, who, dataset_id)
    return Response(status_code=204)


@router.post("/resume", operation_id="ResumeVersionFiles", status_code=204)
async def resume(db: Db, dataset_id: DatasetId, who: Publisher) -> Response:
    """Go on copying where it was stopped."""
    await kept_files.resume(db, who, dataset_id)
    return Response(status_code=204)
