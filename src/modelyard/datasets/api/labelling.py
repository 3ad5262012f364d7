"""Routes of the history of samples."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import DatasetId
from modelyard.datasets.api.samples import SampleId
from modelyard.datasets.schemas.datasets import SamplesOutcome
from modelyard.datasets.schemas.labelling import HistoryAnswer, SampleRestore
from modelyard.datasets.service import history

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)


@router.get("/history", operation_id="ListSampleHistory", response_model_exclude_none=True)
async def list_history(
    db: ReadDb,
    dataset_id: DatasetId,
    sample_id: SampleId,
    who: Annotated[Subject, allow(access.GET_SAMPLE, of="dataset_id")],
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="How many states to pass over.")] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> HistoryAnswer:
    """List what was said about a sample, the newest first."""
    return await history.list_states(db, who, dataset_id, sample_id, offset=offset, limit=limit)


@router.post("/restore", operation_id="RestoreSample", response_model_exclude_none=True)
async def restore_sample(
    db: Db,
    dataset_id: DatasetId,
    sample_id: SampleId,
    body: SampleRestore,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
) -> SamplesOutcome:
    """Say again what was said about a sample before a revision."""
    return await history.restore(db, who, dataset_id, sample_id, body)
