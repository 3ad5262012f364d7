"""Use cases of exports: start, list, show, stop. The worker does them (`service.exporting`)."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.errors import NotFound
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import ExportNotFound
from modelyard.datasets.errors.versions import ExportInvalid, ExportPathInvalid
from modelyard.datasets.events_versions import ExportStarted as ExportStartedEvent
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetExportRow
from modelyard.datasets.rules import bitmaps, ids, paths, version_parts
from modelyard.datasets.schemas.exports import ExportAnswer, ExportCreate, ExportList, ExportStarted
from modelyard.datasets.service import tasks, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.publishing import members_of
from modelyard.datasets.service.searching import found_by
from modelyard.datasets.types.datasets import DataType, ExportStatus, LabelType, TaskKind
from modelyard.datasets.types.sources import Format
from modelyard.datasets.types.tasks import TaskState
from modelyard.objects.service import places

_STATES = {0: "__ALL__", 1: "__NONE__"}
_STATUS = {
    TaskState.WAITING: ExportStatus.INIT,
    TaskState.RUNNING: ExportStatus.RUNNING,
    TaskState.COMPLETED: ExportStatus.SUCCESSED,
}
# How a labelling type is written when the caller does not say.
_USUAL = {
    LabelType.OBJECT_DETECTION: Format.VOC,
    LabelType.IMAGE_SEGMENTATION: Format.SEGMENTATION,
    LabelType.TEXT_CLASSIFICATION: Format.TEXT_LINES,
    LabelType.FREE: Format.PLAIN,
    LabelType.TABLE: Format.TABLE,
}


async def start_export(context: DatasetsContext, who: Subject, dataset_id: str, wanted: ExportCreate) -> ExportStarted:
    """Export samples with what is said about them now, or was in a version; the caller must be able to write the path.

    Raises DatasetNotFound, VersionNotFound, VersionNotUsable, ExportInvalid, ExportPathInvalid, PathForbidden, InvalidPayload.
    """
    target = places.spell(wanted.path, folder=True)
    if target is None or paths.is_bare_bucket(target):
        raise ExportPathInvalid(
            field="path", problem="must be a folder such as /bucket/folder/", problem_zh="必须是形如 /bucket/folder/ 的文件夹"
        )
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
    if any(each and (paths.lies_in(target, each) or paths.lies_in(each, target)) for each in (row.input_path, row.work_path)):
        raise ExportPathInvalid(
            field="path",
            problem="must not be the input or the work path of the dataset, nor lie in one, nor hold one",
            problem_zh="不能与数据集的输入或工作路径相同或互相包含",
        )
    params = wanted.export_params
    if params.export_dest == "NEW_DATASET" and not (params.export_new_dataset_name and params.export_new_dataset_work_path):
        raise ExportInvalid(
            field="export_params",
            problem="a new dataset needs export_new_dataset_name and export_new_dataset_work_path",
            problem_zh="导出为新数据集需要填写 export_new_dataset_name 与 export_new_dataset_work_path",
        )
    await places.require_writable(context.objects, who, places.read_place(target, field="path"))
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        members, revision = await _chosen(db, row, job, wanted)
        goal = _goal(row, job, wanted, target) | {"revision": revision}
        task = await tasks.submit(db, who, row, TaskKind.EXPORT, goal)
        task.total = bitmaps.count(members)
        db.add(DatasetExportRow(task_id=task.id, members=version_parts.dumped(members)))
        await emit(db, ExportStartedEvent(resource_id=row.id, path=paths.on_wire(target)), by=who, at=now(db))
        return ExportStarted(task_id=task.id)


async def list_exports(
    db: AsyncSession,
    who: Subject,
    dataset_id: str,
    *,
    export_type: int | None = None,
    page: int = 0,
    limit: int = 10,
    language: Language = Language.EN,
) -> ExportList:
    """Return a page (from 0) of the exports of a dataset, the newest first. export_type: only such ones."""
    clauses = [] if export_type is None else [DatasetTaskRow.goal["export_type"].as_integer() == export_type]
    found = await tasks.listed(db, who, dataset_id, [TaskKind.EXPORT], page=page, limit=limit, clauses=clauses)
    return ExportList(total_count=found.total, export_tasks=[_answer(row, language) for row in found.items])


async def get_export(
    db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, language: Language = Language.EN
) -> ExportAnswer:
    """Return an export. Raises DatasetNotFound, ExportNotFound."""
    return _answer(await _find(db, who, dataset_id, task_id), language)


async def stop_export(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Stop an export; what was written stays. Raises ExportNotFound, TaskEnded."""
    await tasks.request_stop(db, await _find(db, who, dataset_id, task_id, lock=True))


async def _find(db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, lock: bool = False) -> DatasetTaskRow:
    await get_rows(db, who, dataset_id, lock=lock)
    try:
        return await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.EXPORT], lock=lock)
    except NotFound:
        raise ExportNotFound(task_id=task_id, resource=task_id) from None


async def _chosen(db: AsyncSession, row: DatasetRow, job: LabellingJobRow, wanted: ExportCreate) -> tuple[dict[int, int], int]:
    """Return the ordinals to export, and the revision of what is said about them."""
    params = wanted.export_params
    labels = (await queries.labels_of(db, [job.id]))[job.id]
    state = wanted.sample_state or params.sample_state or _STATES.get(wanted.export_type, "")
    conditions = params.search_conditions if wanted.export_type == 3 else []
    sets = [await found_by(db, row, job, labels, state=state, conditions=[each]) for each in conditions]
    found = bitmaps.union(sets) if sets else await found_by(db, row, job, labels, state=state)
    search = params.search
    if search is not None:
        listed = await found_by(
            db,
            row,
            job,
            labels,
            state=search.sample_state,
            label=search.label_name,
            label_type=search.label_type,
            scores=(search.low_score, search.high_score),
            conditions=search.search_conditions,
        )
        found = bitmaps.common(found, listed)
    if params.samples:
        numbers = [ids.sample_of(row.id, each) for each in params.samples]
        found = bitmaps.common(found, bitmaps.of(ids.ordinal_of(each) for each in numbers if each is not None))
    if not wanted.version_id:
        return found, row.revision
    version = await versions.usable_version(db, row, wanted.version_id)
    members = await members_of(db, version.id)
    is_filtered = bool(state or sets or search or params.samples)
    return (bitmaps.common(members, found) if is_filtered else members), version.revision or 0


def _goal(row: DatasetRow, job: LabellingJobRow, wanted: ExportCreate, target: str) -> dict[str, Any]:
    params = wanted.export_params
    usual = _USUAL.get(LabelType(job.type), Format.MANIFEST)
    if LabelType(job.type) is LabelType.IMAGE_CLASSIFICATION:
        usual = Format.FOLDERS if wanted.export_format == 1 else Format.TEXTS
    chosen = wanted.format or (Format(wanted.annotation_format) if wanted.annotation_format else usual)
    if params.export_dest == "NEW_DATASET":
        chosen = Format.MANIFEST  # it keeps everything, whatever is said
    elif chosen is Format.CSV and row.data_type == DataType.TABLE:
        chosen = Format.TABLE
    is_other = (chosen is Format.TABLE) != (row.data_type == DataType.TABLE)
    if is_other or (chosen in {Format.TEXT_LINES, Format.TEXT_PAIRS} and row.data_type != DataType.TEXT):
        raise ExportInvalid(
            field="format",
            problem=f"{chosen} is not possible for {row.data_type}",
            problem_zh=f"{row.data_type} 不支持 {chosen}",
        )
    return {
        "path": target,
        "format": chosen.value,
        "with_files": wanted.with_files,
        "head": wanted.source_type_header or "obs://",
        "export_type": wanted.export_type,
        "export_format": wanted.export_format,
        "version_id": wanted.version_id or None,
        "version_format": wanted.version_format,
        "with_column_header": wanted.with_column_header,
        "keep_hard": not params.clear_hard_property,
        "train": float(params.train_sample_ratio or 1) if params.ratio_sample_usage else 1.0,
        "params": params.model_dump(mode="json", exclude_none=True, exclude={"samples"}),
    }


def _answer(row: DatasetTaskRow, language: Language) -> ExportAnswer:
    goal, error = row.goal, row.error or {}
    status = _STATUS.get(TaskState(row.state), ExportStatus.FAILED)
    share = 100.0 if status is ExportStatus.SUCCESSED else min(row.done / row.total, 0.99) * 100 if row.total else 0.0
    params = goal["params"] | {"train_sample_ratio": float(goal["params"].get("train_sample_ratio") or 1)}
    return ExportAnswer(
        task_id=row.id,
        path=paths.on_wire(goal["path"]),
        export_type=goal["export_type"],
        export_format=goal["export_format"],
        version_format=goal["version_format"],
        version_id=goal["version_id"],
        export_params=params,
        status=status,
        progress=round(share, 1),
        total_sample_count=row.total or 0,
        finished_sample_count=row.done,
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.changed_at),
        error_code=error.get("code"),
        error_msg=error.get(language.value),
        format=goal["format"],
        problem_count=sum(row.problem_counts.values()),
        problem_counts=row.problem_counts,
        dataset_id=row.result.get("dataset_id"),
    )
