"""Use cases of versions: publish, list, show, make current, delete, use. The worker writes them (`service.publishing`)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update, now
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import VersionNameTaken, VersionNotFound
from modelyard.datasets.errors.versions import NothingToPublish, TooManyVersions, VersionInUse, VersionNotUsable
from modelyard.datasets.events_versions import VersionDeleted, VersionRequested, VersionUsed
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import (
    DatasetVersionDetailRow,
    DatasetVersionPartRow,
    DatasetVersionRow,
    DatasetVersionUseRow,
)
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.schemas.datasets import DatasetAnswer
from modelyard.datasets.schemas.versions import (
    CreatedVersion,
    VersionAnswer,
    VersionCreate,
    VersionList,
    VersionUse,
    VersionUses,
)
from modelyard.datasets.service import kept_files, splitting, table_versions, tasks, version_annotations, version_indexing
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of, status_of, version_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import TaskKind, VersionStatus
from modelyard.datasets.types.tasks import ACTIVE
from modelyard.datasets.types.versions import VersionFormat
from modelyard.objects.service import places

_STATUS_WORDS = {
    VersionStatus.CREATING: ("being published", "正在发布"),
    VersionStatus.ERROR: ("not complete", "发布失败"),
}
_FORMATS = {0: VersionFormat.DEFAULT.value, 1: "CarbonData", 2: VersionFormat.CSV.value}


@dataclass(frozen=True)
class VersionInput:
    """A version as something to compute on. Places are written `obs://bucket/key`.

    folder: what a program is given: where the manifest lies, or the CSV files of a table, which has no manifest.
    parts: places of the lines, in order, with how many bytes each has: joined, they are the manifest.
    """

    dataset_id: str
    dataset_name: str
    version_id: str
    version_name: str
    label_type: int
    folder: str
    manifest: str
    parts: tuple[tuple[str, int], ...]
    data_path: str
    sample_count: int
    size_bytes: int


async def create_version(context: DatasetsContext, who: Subject, dataset_id: str, wanted: VersionCreate) -> CreatedVersion:
    """Publish a version of a dataset; its work path is looked at: the caller must be able to write it.

    Raises DatasetNotFound, PathForbidden, and what `publish` raises.
    """
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
        inner = inner_of(row)
    await places.require_writable(context.objects, who, places.read_place(inner, field="work_path"))
    async with context.database.session() as db:
        return await publish(db, context, who, dataset_id, wanted)


async def publish(
    db: AsyncSession, context: DatasetsContext, who: Subject, dataset_id: str, wanted: VersionCreate, *, only: str = ""
) -> CreatedVersion:
    """Have a version published: of the documents as they are when the worker begins; labelling goes on meanwhile.

    only: the id of a version of a processing task; of all samples, those are published that it kept, changed or added.

    Raises VersionNameTaken, TooManyVersions, NothingToPublish, ManifestsOnly, FormatNotWritten,
    AnnotationFilesImpossible, TooFewLabelled, SplitImpossible, DatasetBusy.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    chosen = table_versions.format_of(row, wanted.version_format)
    if row.version_count >= context.settings.max_versions:
        raise TooManyVersions(limit=context.settings.max_versions)
    version_annotations.check(job, wanted.annotation_format)
    split = splitting.split_of(wanted.split, float(wanted.train_evaluate_sample_ratio or "1"))
    if chosen is VersionFormat.CSV:
        await table_versions.check(db, row, split)
    elif not row.sample_count:
        raise NothingToPublish
    labels = (await queries.labels_of(db, [job.id]))[job.id]
    material = await splitting.material(db, row, job, split)
    splitting.check(material, split, {str(each.number): each for each in labels})
    name = wanted.version_name or await _free_name(db, row)
    version = DatasetVersionRow(
        id=new_id(),
        dataset_id=row.id,
        number=row.next_version_number,
        name=name,
        description=wanted.description,
        format=chosen.value,
        status=VersionStatus.CREATING,
        job_id=job.id,
        label_type=job.type,
        revision=None,
        previous_id=row.current_version_id,
        user_name=who.user_name,
        ratio=split.train,
        options={
            "split": asdict(split) | {"method": split.method.value},
            "clear_hard": wanted.clear_hard_property,
            "remove_usage": wanted.remove_sample_usage,
            "export_images": wanted.export_images and chosen is VersionFormat.DEFAULT,
            "with_column_header": wanted.with_column_header,
            "annotation_format": wanted.annotation_format,
            "processing": only,
        },
        figures={},
        created_at=now(db),
        changed_at=now(db),
    )
    db.add(version)
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise VersionNameTaken(field="version_name", name=name, problem="taken") from error
    row.next_version_number += 1
    row.version_count += 1
    task = await tasks.submit(db, who, row, TaskKind.PUBLISH, {"version_id": version.id}, exclusive=True)
    version.task_id = task.id
    event = VersionRequested(resource_id=row.id, version_name=name, version_id=version.id)
    await emit(db, event, by=who, at=version.created_at)
    return CreatedVersion(version_id=version.id, task_id=task.id)


async def list_versions(
    db: AsyncSession,
    who: Subject,
    dataset_id: str,
    *,
    status: int | None = None,
    version_format: int | None = None,
    ratios: tuple[float, float] | None = None,
    page: int = 0,
    limit: int = 1000,
    language: Language = Language.EN,
) -> VersionList:
    """Return a page (from 0) of the versions of a dataset, the newest first. ratios: bounds of the share of training."""
    row, _ = await get_rows(db, who, dataset_id)
    clauses: list[ColumnElement[bool]] = [DatasetVersionRow.dataset_id == row.id]
    if version_format is not None:
        clauses.append(DatasetVersionRow.format == _FORMATS[version_format])
    if ratios is not None:
        clauses.append(DatasetVersionRow.ratio.between(*ratios))
    if status is not None:
        clauses.append(_in_status(status))
    of_task = DatasetTaskRow.id == DatasetVersionRow.task_id
    statement = select(DatasetVersionRow, DatasetTaskRow).outerjoin(DatasetTaskRow, of_task).where(*clauses)
    ordered = statement.order_by(DatasetVersionRow.number.desc()).offset(page * limit).limit(limit)
    found = list(await db.execute(ordered))
    total = await db.scalar(
        select(func.count()).select_from(DatasetVersionRow).outerjoin(DatasetTaskRow, of_task).where(*clauses)
    )
    files = await kept_files.shown(db, [version.id for version, _ in found])
    shown = [version_of(row, version, task, files=files.get(version.id), language=language) for version, task in found]
    return VersionList(total_number=total or 0, versions=shown)


async def get_version(
    db: AsyncSession, who: Subject, dataset_id: str, version_id: str, *, language: Language = Language.EN
) -> VersionAnswer:
    """Return a version with statistics of its labels. Raises DatasetNotFound, VersionNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    version = await find_version(db, row, version_id)
    return version_of(
        row,
        version,
        await task_of(db, version),
        await db.get(DatasetVersionDetailRow, version.id),
        files=(await kept_files.shown(db, [version.id])).get(version.id),
        language=language,
    )


async def delete_version(db: AsyncSession, who: Subject, dataset_id: str, version_id: str) -> None:
    """Delete a version; what it wrote stays in the storage. One that is being published is stopped.

    Raises DatasetNotFound, VersionNotFound, VersionInUse.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    version = await find_version(db, row, version_id, lock=True)
    # Whoever needs the version refuses here.
    event = VersionDeleted(resource_id=row.id, version_id=version.id, version_name=version.name)
    await emit(db, event, by=who, at=now(db))
    task = await task_of(db, version)
    if task is not None and task.state in ACTIVE:
        await tasks.request_stop(db, task)
    await kept_files.forget(db, who, row)
    await version_indexing.forget(db, version)
    await db.delete(version)
    await db.flush()  # the newest that is left is looked for below
    row.version_count -= 1
    if row.current_version_id == version.id:
        newest = select(DatasetVersionRow.id).where(
            DatasetVersionRow.dataset_id == row.id, DatasetVersionRow.status == VersionStatus.USABLE
        )
        row.current_version_id = await db.scalar(newest.order_by(DatasetVersionRow.number.desc()).limit(1))


async def show_current(db: AsyncSession, shown: Sequence[tuple[DatasetRow, DatasetAnswer]]) -> None:
    """Put the current version of datasets into their answers."""
    of_task = DatasetTaskRow.id == DatasetVersionRow.task_id
    ids = [row.current_version_id for row, _ in shown if row.current_version_id is not None]
    statement = select(DatasetVersionRow, DatasetTaskRow).outerjoin(DatasetTaskRow, of_task)
    found = await db.execute(statement.where(DatasetVersionRow.id.in_(ids))) if ids else ()
    versions = {version.id: (version, task) for version, task in found}
    for row, answer in shown:
        if row.current_version_id in versions:
            version, task = versions[row.current_version_id]
            answer.current_version_name = version.name
            answer.versions = [version_of(row, version, task).model_dump(exclude_none=True)]


def with_version(version_format: int | None, ratios: tuple[float, float] | None) -> Select[Any]:
    """Select the ids of datasets that have a version of a format, with a share of training between two bounds."""
    statement = select(DatasetVersionRow.dataset_id).where(DatasetVersionRow.status == VersionStatus.USABLE)
    if version_format is not None:
        statement = statement.where(DatasetVersionRow.format == _FORMATS[version_format])
    return statement if ratios is None else statement.where(DatasetVersionRow.ratio.between(*ratios))


async def make_current(db: AsyncSession, row: DatasetRow, version_id: str) -> DatasetVersionRow:
    """Make a version the current one of its dataset, which the caller has locked. Raises VersionNotFound, VersionNotUsable."""
    version = await usable_version(db, row, version_id)
    row.current_version_id = version.id
    return version


async def find_version(db: AsyncSession, row: DatasetRow, version_id: str, *, lock: bool = False) -> DatasetVersionRow:
    """Return a version of a dataset. Raises VersionNotFound."""
    statement = select(DatasetVersionRow).where(DatasetVersionRow.id == version_id, DatasetVersionRow.dataset_id == row.id)
    found: DatasetVersionRow | None = await db.scalar(for_update(statement) if lock else statement)
    if found is None:
        raise VersionNotFound(version_id=version_id, resource=version_id)
    return found


async def usable_version(db: AsyncSession, row: DatasetRow, version_id: str) -> DatasetVersionRow:
    """Return a version that is complete. Raises VersionNotFound, VersionNotUsable."""
    version = await find_version(db, row, version_id)
    status = status_of(version, await task_of(db, version))
    if status is not VersionStatus.USABLE:
        word, word_zh = _STATUS_WORDS[status]
        raise VersionNotUsable(name=version.name, status=word, status_zh=word_zh)
    return version


async def get_detail(db: AsyncSession, row: DatasetRow, version_id: str) -> DatasetVersionDetailRow:
    """Return the labels of a version that is complete. Raises VersionNotFound, VersionNotUsable."""
    return await db.get_one(DatasetVersionDetailRow, (await usable_version(db, row, version_id)).id)


async def task_of(db: AsyncSession, version: DatasetVersionRow) -> DatasetTaskRow | None:
    """Return the task that publishes a version."""
    return None if version.task_id is None else await db.get(DatasetTaskRow, version.task_id)


async def job_of(db: AsyncSession, version: DatasetVersionRow) -> LabellingJobRow | None:
    """Return the labelling job that a version has the annotations of."""
    return await db.get(LabellingJobRow, version.job_id)


async def get_input(db: AsyncSession, who: Subject, dataset_id: str, version_id: str) -> VersionInput:
    """Return a version as something to compute on. Raises DatasetNotFound, VersionNotFound, VersionNotUsable."""
    row, _ = await get_rows(db, who, dataset_id)
    version = await usable_version(db, row, version_id)
    inner = inner_of(row)
    statement = select(DatasetVersionPartRow.digest, DatasetVersionPartRow.size_bytes)
    statement = statement.where(DatasetVersionPartRow.version_id == version.id).order_by(DatasetVersionPartRow.number)
    parts = tuple((paths.part_path(inner, digest), size) for digest, size in await db.execute(statement))
    manifest, data = paths.manifest_path(inner, version.name), paths.data_path(inner, version.name)
    is_table = version.format == VersionFormat.CSV
    return VersionInput(
        dataset_id=row.id,
        dataset_name=row.name,
        version_id=version.id,
        version_name=version.name,
        label_type=version.label_type,
        folder=data if is_table else manifest.rpartition("/")[0] + "/",
        manifest="" if is_table else manifest,
        parts=parts,
        data_path=data,
        sample_count=version.figures.get("total", 0),
        size_bytes=version.figures.get("bytes", 0),
    )


async def note_use(
    db: AsyncSession, who: Subject, version_id: str, *, resource_type: str, resource_id: str, resource_name: str
) -> None:
    """Write down that something uses a version that its caller has looked up; saying so again changes nothing."""
    version = await db.get(DatasetVersionRow, version_id)
    if version is None or await db.get(DatasetVersionUseRow, (version_id, resource_type, resource_id)) is not None:
        return
    at = now(db)
    use = DatasetVersionUseRow(
        version_id=version_id,
        resource_type=resource_type,
        resource_id=resource_id,
        resource_name=resource_name[:128],
        user_name=who.user_name,
        used_at=at,
    )
    db.add(use)
    event = VersionUsed(resource_id=version.dataset_id, version_name=version.name, used_by=resource_name[:128])
    await emit(db, event, by=who, at=at)


async def list_uses(
    db: AsyncSession, who: Subject, dataset_id: str, version_id: str, *, page: int = 0, limit: int = 100
) -> VersionUses:
    """Return a page (from 0) of what used a version, the newest first. Raises DatasetNotFound, VersionNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    version = await find_version(db, row, version_id)
    of_version = DatasetVersionUseRow.version_id == version.id
    statement = select(DatasetVersionUseRow).where(of_version)
    ordered = statement.order_by(DatasetVersionUseRow.used_at.desc(), DatasetVersionUseRow.resource_id)
    uses = [
        VersionUse(
            resource_type=each.resource_type,
            resource_id=each.resource_id,
            resource_name=each.resource_name,
            user_name=each.user_name,
            used_at=int(each.used_at.timestamp() * 1000),
        )
        for each in await db.scalars(ordered.offset(page * limit).limit(limit))
    ]
    total = await db.scalar(select(func.count()).select_from(DatasetVersionUseRow).where(of_version))
    return VersionUses(total_number=total or 0, uses=uses)


async def users(db: AsyncSession, version_id: str, resource_type: str) -> list[str]:
    """Return the ids of what used a version, of one type, the newest first."""
    of_type = (DatasetVersionUseRow.version_id == version_id, DatasetVersionUseRow.resource_type == resource_type)
    statement = select(DatasetVersionUseRow.resource_id).where(*of_type).order_by(DatasetVersionUseRow.used_at.desc())
    return list(await db.scalars(statement))


def refuse_use(version_name: str, used_by: str) -> None:
    """Refuse that a version goes, for those who hear of it (`VersionDeleted`). Raises VersionInUse."""
    raise VersionInUse(name=version_name, used_by=used_by)


async def _free_name(db: AsyncSession, row: DatasetRow) -> str:
    """Return the next name, V001 and so on, that no version has."""
    number = row.next_version_number
    while True:
        name = f"V{number:03}"
        taken = select(DatasetVersionRow.id).where(DatasetVersionRow.dataset_id == row.id, DatasetVersionRow.name == name)
        if await db.scalar(taken) is None:
            return name
        number += 1


def _in_status(status: int) -> ColumnElement[bool]:
    """Return what `describing_versions.status_of` says, as a condition."""
    creating = DatasetVersionRow.status == VersionStatus.CREATING
    if status == VersionStatus.CREATING:
        return and_(creating, DatasetTaskRow.state.in_(ACTIVE))
    if status == VersionStatus.ERROR:
        return and_(creating, or_(DatasetTaskRow.id.is_(None), DatasetTaskRow.state.not_in(ACTIVE)))
    return DatasetVersionRow.status == status


def labels_as_kept(labels: Any, counts: dict[str, int], samples: dict[str, int]) -> list[dict[str, Any]]:
    """Return labels with their counts, as the detail of a version keeps them."""
    return [
        {
            "number": each.number,
            "name": each.name,
            "type": each.type,
            "property": each.property,
            "attributes": each.attributes,
            "count": counts.get(str(each.number), 0),
            "sample_count": samples.get(str(each.number), 0),
        }
        for each in labels
    ]
