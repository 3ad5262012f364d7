"""Routes of insight: previews, analyses, findings."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId
from modelyard.datasets.api.samples import SampleId
from modelyard.datasets.schemas.insight import PreviewAnswer
from modelyard.datasets.service import previews

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

Reader = Annotated[Subject, allow(access.GET_SAMPLE, of="dataset_id")]


@router.get(
    "/data-annotations/samples/{sample_id}/thumbnail",
    operation_id="ShowSampleThumbnail",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}, 304: {"description": "The caller has it."}},
)
async def show_thumbnail(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    sample_id: SampleId,
    who: Reader,
    size: Annotated[int, Query(ge=16, le=1024, description="Most pixels of the longer side.")] = 256,
) -> Response:
    """Show an image in small: upright, on white where it is transparent, the first picture of an animation."""
    seen = request.headers.get("if-none-match", "").strip('"')
    shown = await previews.thumbnail(context, who, dataset_id, sample_id, side=size, seen=seen)
    headers = {"Cache-Control": "private, max-age=300", "ETag": f'"{seen if shown is None else shown.tag}"'}
    if shown is None:
        return Response(status_code=304, headers=headers)
    return Response(shown.content, media_type="image/jpeg", headers=headers)


@router.get(
    "/data-annotations/samples/{sample_id}/preview",
    operation_id="ShowSamplePreview",
    response_model_exclude_none=True,
)
async def show_preview(context: Context, dataset_id: DatasetId, sample_id: SampleId, who: Reader) -> PreviewAnswer:
    """Show a sample in small: the wave of a recording, the beginning of a text or a table, the place of a thumbnail."""
    return await previews.preview(context, who, dataset_id, sample_id)
