"""Routes of what imports read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from modelyard.core.access import allow
from modelyard.core.http import language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId
from modelyard.datasets.schemas.imports import ImportPath
from modelyard.datasets.schemas.sources import FormatSuggestions
from modelyard.datasets.service.formats import suggesting

router = APIRouter(prefix="/v2/{project_id}/datasets/{dataset_id}", tags=["datasets"], dependencies=[Depends(project_in_path)])


@router.get("/import-suggestions", operation_id="SuggestImportFormats")
async def suggest_formats(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.IMPORT)],
    import_path: Annotated[ImportPath, Query(description="Folder to look at, as `/bucket/folder/`.")],
) -> FormatSuggestions:
    """Say as what a folder may be imported, with reasons. Ours."""
    return await suggesting.suggest_formats(context, who, dataset_id, import_path, language=language_of(request))
