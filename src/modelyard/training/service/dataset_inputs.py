"""Inputs that are versions of datasets: each becomes the folder of the manifest, or that of the files of a table."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.ids import row_id, wire_id
from modelyard.core.subject import Subject
from modelyard.datasets.events_versions import VersionDeleted
from modelyard.datasets.service import versions
from modelyard.training.errors import DatasetInputRefused
from modelyard.training.models import JobRow
from modelyard.training.rules.states import ENDED
from modelyard.training.schemas.requests import Bucket, Input, JobCreate
from modelyard.training.service.context import TrainingContext

JOB = "training_job"
_AT_ONCE = 500
_MOST_NAMED = 5


async def resolve(context: TrainingContext, who: Subject, wanted: JobCreate) -> tuple[JobCreate, list[AppError]]:
    """Return a request whose dataset inputs have places in a bucket, and what is wrong with them.

    The caller must be able to see the dataset; that he may read the place is asked as for any other input.
    """
    inputs = (wanted.algorithm and wanted.algorithm.inputs) or []
    if wanted.algorithm is None or not any(each.remote is not None and each.remote.dataset for each in inputs):
        return wanted, []
    found: list[Input] = []
    problems: list[AppError] = []
    async with context.database.read_session() as db:
        for index, each in enumerate(inputs):
            try:
                found.append(await _resolved(db, who, each))
            except AppError as error:  # noqa: PERF203 - each is judged by itself
                refused = error.message(), error.message(Language.ZH)
                field = f"algorithm.inputs.{index}.remote.dataset"
                problems.append(DatasetInputRefused(field=field, problem=refused[0], problem_zh=refused[1]))
                found.append(each.model_copy(update={"remote": None}))
    algorithm = wanted.algorithm.model_copy(update={"inputs": found})
    return wanted.model_copy(update={"algorithm": algorithm}), problems


async def note(db: AsyncSession, who: Subject, row: JobRow, spec: dict[str, Any]) -> None:
    """Write down with the versions that a job uses them."""
    for each in spec["algorithm"]["inputs"]:
        used = each["remote"].get("dataset")
        if used:
            await versions.note_use(
                db, who, used["version_id"], resource_type=JOB, resource_id=wire_id(row.id), resource_name=row.name
            )


async def on_version_deleted(db: AsyncSession, event: VersionDeleted, _by: Subject) -> None:
    """Refuse that a version goes while jobs that take it have not ended: an attempt to come would find nothing."""
    ids = [row_id(each) for each in await versions.users(db, event.version_id, JOB)]
    unfinished: list[str] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = (JobRow.id.in_(ids[start : start + _AT_ONCE]), JobRow.phase.not_in(ENDED))
        unfinished += await db.scalars(select(JobRow.name).where(*some).order_by(JobRow.name))
    if unfinished:
        more = len(unfinished) - _MOST_NAMED
        versions.refuse_use(event.version_name, ", ".join(unfinished[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else ""))


async def _resolved(db: AsyncSession, who: Subject, given: Input) -> Input:
    remote = given.remote
    if remote is None or remote.dataset is None:
        return given
    version = await versions.get_input(db, who, remote.dataset.id, remote.dataset.version_id)
    dataset = remote.dataset.model_copy(
        update={"obs_url": version.folder, "name": version.dataset_name, "version_name": version.version_name}
    )
    found = remote.model_copy(update={"dataset": dataset, "obs": Bucket(obs_url=version.folder)})
    return given.model_copy(update={"remote": found})
