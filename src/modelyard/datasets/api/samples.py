"""Routes of samples."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.i18n import Language, choose_language
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.schemas.datasets import (
    BatchOutcome,
    DatasetStats,
    SampleAnswer,
    SampleList,
    SamplesDelete,
    SamplesOutcome,
    SamplesUpdate,
    SamplesUpload,
    SearchAnswer,
    UploadsOutcome,
)
from modelyard.datasets.service import figures, open_labels, samples, uploading, version_samples
from modelyard.datasets.service.samples import SampleQuery

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/data-annotations",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

SampleId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the sample.")]
State = Annotated[Line, Query(max_length=64, description="Such as `__NONE__`, `__ALL__` or `MANUAL_ANNOTATION`.")]
Share = Annotated[float, Query(ge=0, le=1)]
OfVersion = Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z]*$", description="As they are in this version.")]
Locale = Annotated[Line, Query(max_length=16, description="Language of what is said about hard samples.")]
Email = Annotated[Line, Query(max_length=255, description="Address of a member of a team who was given the samples.")]


@router.get("/samples", operation_id="ListSamples", response_model_exclude_none=True)
async def list_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.LIST_SAMPLES, of="dataset_id")],
    sample_state: State = "",
    label_name: Annotated[Line, Query(max_length=1024)] = "",
    label_type: Annotated[int | None, Query(ge=0, le=999)] = None,
    sample_type: Annotated[int | None, Query(ge=0, le=9, description="Kind of samples; 9 is any.")] = None,
    email: Email = "",
    preview: bool = False,
    process_parameter: Annotated[Line, Query(max_length=512, description="Accepted; links lead to the whole file.")] = "",
    low_score: Share = 0.0,
    high_score: Share = 1.0,
    search_conditions: Annotated[Line, Query(max_length=16_384, description="Conditions as JSON; all of them count.")] = "",
    order: Literal["asc", "desc"] = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    locale: Locale = "en-us",
    version_id: OfVersion = "",
) -> SampleList:
    """List samples that match all filters, with links to their files; or those of a version, as they are in it."""
    query = SampleQuery(
        state=sample_state,
        label=label_name,
        label_type=label_type,
        low=low_score,
        high=high_score,
        conditions=search_conditions,
        page=offset,
        limit=limit,
        newest_first=order == "desc",
        email=email,
        sample_type=sample_type,
        preview=preview,
        language=read_locale(locale),
    )
    if version_id:
        return await version_samples.list_samples(context, who, dataset_id, version_id, query, host=request.url.hostname)
    return await samples.list_samples(context, who, dataset_id, query, host=request.url.hostname)


@router.post("/samples", operation_id="UploadSamplesJson", response_model_exclude_none=True)
async def upload_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    body: SamplesUpload,
    who: Annotated[Subject, allow(access.ADD_SAMPLES, of="dataset_id")],
    _audit: Audited,
) -> UploadsOutcome:
    """Add samples whose bytes come with the request, each by itself."""
    return await uploading.upload_samples(context, who, dataset_id, body, language=language_of(request))


@router.put("/samples", operation_id="UpdateSamples", response_model_exclude_none=True)
async def update_samples(
    request: Request,
    context: Context,
    db: Db,
    dataset_id: DatasetId,
    body: SamplesUpdate,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
) -> SamplesOutcome:
    """Replace what is said about samples, each by itself."""
    return await open_labels.label_samples(context, db, who, dataset_id, body.samples, language=language_of(request))


@router.post("/samples/delete", operation_id="DeleteSamples", response_model_exclude_none=True)
async def delete_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    body: SamplesDelete,
    who: Annotated[Subject, allow(access.DELETE_SAMPLES, of="dataset_id")],
    _audit: Audited,
) -> BatchOutcome:
    """Take samples out of a dataset, each by itself."""
    return await samples.delete_samples(
        context, who, dataset_id, body.samples, files=body.delete_source, language=language_of(request)
    )


@router.get("/samples/{sample_id}", operation_id="DescribeSample", response_model_exclude_none=True)
async def show_sample(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    sample_id: SampleId,
    who: Annotated[Subject, allow(access.GET_SAMPLE, of="dataset_id")],
    locale: Locale = "en-us",
    sample_state: Annotated[Line, Query(max_length=64, description="Accepted; the sample is shown in any state.")] = "",
    worker_id: Annotated[Line, Query(max_length=64, description="Accepted; see the samples of team tasks.")] = "",
    version_id: OfVersion = "",
) -> SampleAnswer:
    """Show a sample with what is said about it; ours: or as it is in a version."""
    host, language = request.url.hostname, read_locale(locale)
    if version_id:
        return await version_samples.get_sample(context, who, dataset_id, version_id, sample_id, host=host)
    return await samples.get_sample(context, who, dataset_id, sample_id, host=host, language=language)


@router.get("/search-condition", operation_id="ListSearch", response_model_exclude_none=True)
async def list_search(
    context: Context,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.LIST_SAMPLES, of="dataset_id")],
    version_id: OfVersion = "",
) -> SearchAnswer:
    """List what samples can be searched by; ours: or those of a version."""
    if version_id:
        return await version_samples.search_words(context, who, dataset_id, version_id)
    async with context.database.read_session() as db:
        return await samples.search_words(db, who, dataset_id)


@router.get("/stats", operation_id="GetDatasetStats", response_model_exclude_none=True)
async def show_stats(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    sample_state: State = "",
    email: Email = "",
    locale: Locale = "en-us",
) -> DatasetStats:
    """Show figures of a dataset."""
    return await figures.get_stats(db, who, dataset_id, state=sample_state, email=email, language=read_locale(locale))


def read_locale(text: str) -> Language:
    """Read the language that a query asks for; English for one that is not spoken here."""
    return choose_language({"x-language": text})
