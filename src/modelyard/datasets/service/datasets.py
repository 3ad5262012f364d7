"""Use cases of datasets: create, show, list, change, delete."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.errors import Forbidden
from modelyard.core.events import emit
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import access, queries
from modelyard.datasets.errors.datasets import (
    DatasetInvalid,
    DatasetNameTaken,
    PathForbidden,
    PathInvalid,
    TooManyDatasets,
)
from modelyard.datasets.events import DatasetChanged, DatasetCreated, DatasetDeleted
from modelyard.datasets.models.datasets import DatasetRemovalRow, DatasetRow, LabellingJobRow
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.schemas.datasets import (
    ChangedDataset,
    CreatedDataset,
    DatasetAnswer,
    DatasetCreate,
    DatasetList,
    DatasetUpdate,
    SchemaColumn,
)
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.schemas.team_tasks import TeamTaskCreate
from modelyard.datasets.service import (
    beginnings,
    busy,
    describing,
    imports,
    labels,
    stores,
    team_tasks,
    version_indexing,
    versions,
)
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.formats.columns import columns_of
from modelyard.datasets.service.numbers import take_numbers
from modelyard.datasets.types.datasets import DatasetStatus, DataType, LabelType
from modelyard.iam.service.workspaces import require_workspace
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.service import places

_DEFAULT_JOB = "default"
_EXPORTABLE = (LabelType.IMAGE_CLASSIFICATION, LabelType.OBJECT_DETECTION, LabelType.FREE)


async def create_dataset(
    context: DatasetsContext, who: Subject, wanted: DatasetCreate, *, team_task: TeamTaskCreate | None = None
) -> CreatedDataset:
    """Create a dataset with its labels; it is empty, or begins to import its input path if that was asked for.

    Its paths are looked at: the caller must read the one and write the other. A table without columns gets those of the
    files in its input path. team_task: made with the dataset; what is imported is handed out as it arrives.

    Raises DatasetInvalid, DatasetNameTaken, PathInvalid, PathForbidden, TooManyDatasets, what labels raise, and what
    `team_tasks.create_task` raises.
    """
    if team_task is not None:
        await context.gatekeeper.authorize(who, access.CREATE_TEAM_TASK, resource="*")
    async with context.database.read_session() as db:
        await require_workspace(db, who, wanted.workspace_id)
    input_path, work_path = await _checked_paths(context, who, wanted)
    database = await _checked_database(context, wanted)
    if wanted.dataset_type is LabelType.TABLE and not wanted.columns:
        wanted = wanted.model_copy(update={"columns": await _columns(context, who, wanted, input_path)})
    async with context.database.session() as db:
        await require_workspace(db, who, wanted.workspace_id)
        if await queries.count_datasets(db, who.project_id or "") >= context.settings.max_datasets:
            raise TooManyDatasets(limit=context.settings.max_datasets)
        row, job = await _insert(db, who, wanted, input_path, work_path)
        if wanted.labels:
            await labels.change_all(db, who, row, job, add=wanted.labels, most=context.settings.max_labels)
        if wanted.import_data and input_path:
            task_id = await beginnings.begin(db, who, row, with_annotations=wanted.import_annotations)
            row.settings = {**row.settings, "import_task_id": task_id}
        await emit(db, DatasetCreated(resource_id=row.id, dataset_name=row.name), by=who, at=row.created_at)
        if team_task is not None:
            follows = team_task.synchronize_data or wanted.import_data
            first = team_task.model_copy(update={"synchronize_data": follows})
            await team_tasks.create_task(db, context, who, row.id, first)
        task_id = row.settings.get("import_task_id")
    if database is not None:
        task_id = (await imports.start_import(context, who, row.id, database)).task_id
    return CreatedDataset(dataset_id=row.id, import_task_id=task_id)


async def get_dataset(
    db: AsyncSession, who: Subject, dataset_id: str, *, with_tasks: bool = False, task_type: int | None = None
) -> DatasetAnswer:
    """Return a dataset with its labels. with_tasks: say what runs, of one type if it is given. Raises DatasetNotFound."""
    row, job = await get_rows(db, who, dataset_id)
    found = await queries.labels_of(db, [job.id])
    answer = describing.answer_of(row, job, labels=found[job.id])
    await versions.show_current(db, [(row, answer)])
    await busy.show_busy(db, [answer], with_tasks=with_tasks, task_type=task_type)
    return answer


async def list_datasets(
    db: AsyncSession,
    who: Subject,
    *,
    workspace_id: str,
    name: str = "",
    dataset_type: int | None = None,
    exportable: bool = False,
    with_versions: bool = False,
    version_format: int | None = None,
    ratios: tuple[float, float] | None = None,
    with_labels: bool = False,
    with_tasks: bool = False,
    task_type: int | None = None,
    sort_by: str = "create_time",
    descending: bool = True,
    page: int = 0,
    limit: int = 10,
) -> DatasetList:
    """Return a page (from 0) of the datasets of a workspace.

    with_versions: only those that have some; version_format, ratios: only those that have such a one.
    """
    await require_workspace(db, who, workspace_id)
    types = {dataset_type} if dataset_type is not None else set()
    if exportable:
        types = (types or set(_EXPORTABLE)) & set(_EXPORTABLE)
        if not types:
            return DatasetList(total_number=0, datasets=[])
    statement = queries.listed(who, workspace_id, name=name, types=sorted(types), sort_by=sort_by, descending=descending)
    if with_versions or version_format is not None or ratios is not None:
        statement = statement.where(DatasetRow.id.in_(versions.with_version(version_format, ratios)))
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    ids = [row.default_job_id for row in found.items]
    jobs = await queries.jobs_of(db, ids)
    known = await queries.labels_of(db, ids) if with_labels else {}
    shown = [describing.answer_of(row, jobs[row.default_job_id], labels=known.get(row.default_job_id)) for row in found.items]
    await versions.show_current(db, list(zip(found.items, shown, strict=True)))
    await busy.show_busy(db, shown, with_tasks=with_tasks, task_type=task_type)
    return DatasetList(total_number=found.total, datasets=shown)


async def change_dataset(
    db: AsyncSession, context: DatasetsContext, who: Subject, dataset_id: str, wanted: DatasetUpdate
) -> ChangedDataset:
    """Change the name, the description and the labels of a dataset; all of it or nothing.

    A label that is both to be deleted and to be added stays, with its annotations: some clients send both lists whole.
    Raises DatasetNotFound, DatasetNameTaken, VersionNotFound, VersionNotUsable, and what labels raise.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    changed: list[str] = []
    if wanted.current_version_id is not None and wanted.current_version_id != row.current_version_id:
        await versions.make_current(db, row, wanted.current_version_id)
        changed.append("current_version_id")
    if wanted.dataset_name is not None and wanted.dataset_name != row.name:
        row.name, row.name_folded = wanted.dataset_name, wanted.dataset_name.lower()
        changed.append("dataset_name")
        await _flush_name(db, row)
    if wanted.description is not None and wanted.description != row.description:
        row.description = wanted.description
        changed.append("description")
    if wanted.open_labels is not None and wanted.open_labels != row.settings.get("open_labels", False):
        row.settings = {**row.settings, "open_labels": wanted.open_labels}
        changed.append("open_labels")
    at = now(db)
    if changed:
        row.changed_at = at
        await emit(db, DatasetChanged(resource_id=row.id, fields=", ".join(changed)), by=who, at=at)
    if wanted.add_labels or wanted.update_labels or wanted.delete_labels:
        most = context.settings.max_labels
        done = await labels.change_all(
            db, who, row, job, add=wanted.add_labels, update=wanted.update_labels, delete=wanted.delete_labels, most=most
        )
        await labels.tell(db, who, row, done)
    return ChangedDataset(dataset_id=row.id)


async def delete_dataset(db: AsyncSession, who: Subject, dataset_id: str) -> None:
    """Delete a dataset with its labels; its samples are swept away afterwards. Files in the storage stay.

    Raises DatasetNotFound.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    # Whoever uses the dataset refuses here.
    await emit(db, DatasetDeleted(resource_id=row.id, dataset_name=row.name), by=who, at=now(db))
    searched = await version_indexing.numbers_of(db, row)
    db.add(DatasetRemovalRow(number=row.number, jobs=[job.number, *searched]))
    await db.delete(row)


async def _columns(context: DatasetsContext, who: Subject, wanted: DatasetCreate, input_path: str) -> list[SchemaColumn]:
    """Return the columns of the files of a new table. Raises DatasetInvalid."""
    has_header = all(each.with_column_header for each in wanted.data_sources)
    found = await columns_of(context, who, input_path, has_header=has_header) if input_path else []
    if not found:
        raise DatasetInvalid(
            field="schema",
            problem="tables need columns, or CSV files in the input path to read them from",
            problem_zh="表格类型的数据集需要列定义，或在输入路径中提供可读取列定义的 CSV 文件",
        )
    return [SchemaColumn(schema_id=place, name=each.name, type=each.type) for place, each in enumerate(found, 1)]


async def _checked_paths(context: DatasetsContext, who: Subject, wanted: DatasetCreate) -> tuple[str, str]:
    """Return input and work path in their one spelling; the caller may use both."""
    work_path = _spelled(wanted.work_path, "work_path")
    if paths.is_bare_bucket(work_path):
        raise PathInvalid(
            field="work_path", problem="must be a folder, not a whole bucket", problem_zh="必须是文件夹，不能是整个桶"
        )
    input_path = ""
    for index, source in enumerate(wanted.data_sources):
        field = f"data_sources.{index}"
        if stores.is_database(source):
            if wanted.dataset_type is not LabelType.TABLE:
                raise DatasetInvalid(
                    field=f"{field}.data_type", problem="databases are for tables", problem_zh="数据库仅用于表格类型"
                )
            continue
        if not source.data_path:
            continue
        input_path = _spelled(source.data_path, f"{field}.data_path")
        if paths.lies_in(work_path, input_path):
            raise PathInvalid(
                field="work_path",
                problem="must not be the input path, nor lie in it",
                problem_zh="不能与输入路径相同，也不能位于输入路径之内",
            )
        await _require(context, who, input_path, f"{field}.data_path", writable=False)
    await _require(context, who, work_path, "work_path", writable=True)
    return input_path, work_path


async def _checked_database(context: DatasetsContext, wanted: DatasetCreate) -> ImportCreate | None:
    """Return the import that a dataset begins with whose source is a database; it may be reached."""
    if not wanted.import_data or not wanted.data_sources or not stores.is_database(wanted.data_sources[0]):
        return None
    request = ImportCreate(data_source=wanted.data_sources[0])
    _, address = stores.understood(request)
    assert address is not None
    await stores.reached(context, address)
    return request


def _spelled(text: str, field: str) -> str:
    place = places.spell(text, folder=True)
    if place is None:
        raise PathInvalid(field=field, problem="must be a path such as /bucket/folder/", problem_zh="必须形如 /bucket/folder/")
    return place


async def _require(context: DatasetsContext, who: Subject, place: str, field: str, *, writable: bool) -> None:
    location = places.read_place(place, field=field)
    try:
        if writable:
            await places.require_writable(context.objects, who, location)
        else:
            await places.require_readable(context.objects, who, location)
    except PlaceNotFound:
        return  # an empty folder is a beginning
    except Forbidden as error:
        named = {name: error.params.get(name, "") for name in ("action", "resource")}
        raise PathForbidden(field=field, value=paths.on_wire(place), **named) from error


async def _insert(
    db: AsyncSession, who: Subject, wanted: DatasetCreate, input_path: str, work_path: str
) -> tuple[DatasetRow, LabellingJobRow]:
    at, number = now(db), await take_numbers(db, 2)
    row = DatasetRow(
        id=new_id(),
        number=number,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        name=wanted.dataset_name,
        name_folded=wanted.dataset_name.lower(),
        description=wanted.description,
        type=wanted.dataset_type,
        data_type=wanted.dataset_type.data_type,
        status=DatasetStatus.NORMAL,
        input_path=input_path,
        work_path=work_path,
        settings=_settings(wanted, input_path),
        default_job_id=new_id(),
        created_at=at,
        changed_at=at,
        data_changed_at=at,
    )
    db.add(row)
    await _flush_name(db, row)
    job = _default_job(row, number + 1, at)
    db.add(job)
    await db.flush()  # its labels refer to it
    return row, job


def _default_job(row: DatasetRow, number: int, at: datetime) -> LabellingJobRow:
    return LabellingJobRow(
        id=row.default_job_id,
        number=number,
        dataset_id=row.id,
        name=_DEFAULT_JOB,
        type=row.type,
        labelled_count=0,
        to_confirm_count=0,
        next_label_number=1,
        created_at=at,
        changed_at=at,
    )


def _settings(wanted: DatasetCreate, input_path: str) -> dict[str, Any]:
    sources = [{"data_type": 0, "data_path": paths.on_wire(input_path)}] if input_path else []
    if sources and wanted.dataset_type.data_type is DataType.TABLE:
        sources[0]["with_column_header"] = wanted.data_sources[0].with_column_header
    columns = [column.model_dump() | {"schema_id": column.schema_id or place} for place, column in enumerate(wanted.columns, 1)]
    return {
        "folder": wanted.dataset_name,
        "sources": sources,
        "columns": columns,
        "data_format": wanted.data_format,
        "label_format": wanted.label_format.model_dump(),
        "import_annotations": wanted.import_annotations,
        "import_data": wanted.import_data,
        "managed": wanted.managed,
        "open_labels": wanted.open_labels,
    }


async def _flush_name(db: AsyncSession, row: DatasetRow) -> None:
    name = row.name
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise DatasetNameTaken(field="dataset_name", name=name, problem="taken") from error
