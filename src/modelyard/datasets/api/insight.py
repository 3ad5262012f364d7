"""Routes of insight: previews, analyses, findings."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import StringConstraints

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.api.samples import SampleId
from modelyard.datasets.schemas.insight import (
    AnalysisCreate,
    AnalysisList,
    Figures,
    FindingList,
    Points,
    PreviewAnswer,
    StartedAnalysis,
)
from modelyard.datasets.service import analyses, previews
from modelyard.datasets.types.insight import Finding, Metric

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

AnalysisId = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z]+$")]
UsageQuery = Annotated[Literal["", "TRAIN", "EVAL", "TEST", "INFERENCE"], Query(description="Of samples; empty for all.")]
Viewer = Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")]
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


@router.post("/analyses", operation_id="CreateDatasetAnalysis", status_code=202)
async def create_analysis(
    db: Db,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
    body: AnalysisCreate | None = None,
) -> StartedAnalysis:
    """Have the images of a dataset or of a version measured; of a dataset, look for copies, outliers and labels in doubt."""
    version_id = body.version_id if body is not None else ""
    return StartedAnalysis(analysis_id=await analyses.analyse(db, who, dataset_id, version_id=version_id))


@router.get("/analyses", operation_id="ListDatasetAnalyses", response_model_exclude_none=True)
async def list_analyses(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Viewer,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> AnalysisList:
    """List the analyses of a dataset, the newest first."""
    return await analyses.list_analyses(db, who, dataset_id, page=offset, limit=limit)


@router.get("/analyses/figures", operation_id="ShowDatasetFigures", response_model_exclude_none=True)
async def show_figures(
    context: Context,
    dataset_id: DatasetId,
    who: Viewer,
    analysis_id: Annotated[list[AnalysisId] | None, Query(max_length=8, description="Up to eight; without, the last.")] = None,
    metric: Annotated[list[Metric] | None, Query(max_length=14)] = None,
    usage: UsageQuery = "",
) -> Figures:
    """Show the metrics of analyses as histograms over the same bars."""
    return await analyses.figures(context, who, dataset_id, analysis_id or [], usage=usage, metrics=metric or [])


@router.get("/analyses/points", operation_id="ShowDatasetPoints", response_model_exclude_none=True)
async def show_points(
    context: Context,
    dataset_id: DatasetId,
    who: Viewer,
    x: Annotated[Metric | None, Query(description="Without metrics, places on the map.")] = None,
    y: Annotated[Metric | None, Query()] = None,
    analysis_id: Annotated[AnalysisId | None, Query()] = None,
    usage: UsageQuery = "",
    limit: Annotated[int, Query(ge=1, le=analyses.MOST_POINTS)] = 2000,
) -> Points:
    """Show samples by two metrics, or on a map where what looks alike lies close together."""
    return await analyses.points(context, who, dataset_id, analysis_id or "", x=x, y=y, usage=usage, limit=limit)


@router.get("/findings", operation_id="ListDatasetFindings", response_model_exclude_none=True)
async def list_findings(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Viewer,
    kind: Finding,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> FindingList:
    """List samples that the last analysis found: duplicates, outliers, labels in doubt."""
    return await analyses.list_findings(db, who, dataset_id, kind, page=offset, limit=limit)
