"""Use cases of imports: start, list, show, stop, resume, and what was wrong."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.errors import Forbidden
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import DatasetInvalid, NotForThisType, PathForbidden, PathInvalid
from modelyard.datasets.errors.stores import StoreAddressInvalid
from modelyard.datasets.errors.tasks import ImportPathMissing
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.stores import has_scheme
from modelyard.datasets.schemas.imports import ImportAnswer, ImportCreate, ImportList, ProblemAnswer, ProblemList, TaskCreated
from modelyard.datasets.service import stores, tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.import_formats import ANY_TYPE, DIRECTORY, FORMATS, MANIFEST, TABLE
from modelyard.datasets.service.importing import ImportGoal
from modelyard.datasets.types.datasets import DataType, TaskKind, TaskStatus
from modelyard.datasets.types.stores import REMOTE, SQL
from modelyard.datasets.types.tasks import TaskState
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.service import places

# The public words for how far a task is.
STATUS = {
    TaskState.WAITING: TaskStatus.QUEUING,
    TaskState.RUNNING: TaskStatus.RUNNING,
    TaskState.COMPLETED: TaskStatus.COMPLETED,
    TaskState.FAILED: TaskStatus.FAILED,
    TaskState.STOPPED: TaskStatus.FAILED,
}
_STOPPED = {Language.EN: "The task was stopped.", Language.ZH: "任务已停止。"}
ADDRESSED = frozenset({SQL, REMOTE})
_STOPPED_CODE = "ModelArts.4393"


async def start_import(context: DatasetsContext, who: Subject, dataset_id: str, wanted: ImportCreate) -> TaskCreated:
    """Start an import. The caller must be able to read what is imported.

    Raises DatasetNotFound, DatasetInvalid, PathInvalid, PathForbidden, ImportPathMissing, ImportRunning, SyncRunning, and
    what `stores` raises.
    """
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
    wanted, address = stores.understood(wanted)
    goal = goal_of(row, wanted)
    if address is not None:
        await stores.reached(context, address)
        goal = replace(goal, sealed=stores.sealed(context, dataset_id, address))
    _check_folder(row, goal.folder)
    if FORMATS[goal.format].in_storage:
        goal = await _placed(context, who, goal)
    async with context.database.session() as db:
        row, _ = await get_rows(db, who, dataset_id, lock=True)
        task = await tasks.submit(db, who, row, TaskKind.IMPORT, asdict(goal), exclusive=True)
        return TaskCreated(task_id=task.id)


def _check_folder(row: DatasetRow, folder: str) -> None:
    """Raise PathInvalid for a folder that would not lie in the dataset's own."""
    own = paths.inner_path(row.work_path, row.settings["folder"], row.id)
    if folder and places.spell(f"{own}data/{folder.strip('/')}/", folder=True) is None:
        raise PathInvalid(
            field="import_folder", problem="must be a name such as spring or 2026/spring", problem_zh="必须是合法的文件夹名称"
        )


def goal_of(row: DatasetRow, wanted: ImportCreate) -> ImportGoal:
    """Return what a request asks for. Raises DatasetInvalid, NotForThisType."""
    directory = TABLE if row.data_type == DataType.TABLE else DIRECTORY
    kind = wanted.format or (MANIFEST if wanted.import_type == "manifest" else directory)
    if kind not in FORMATS:
        if wanted.format is None:
            raise NotForThisType(operation="ImportTask", operation_zh="导入", type=row.data_type)
        known = ", ".join(sorted(FORMATS))
        raise DatasetInvalid(field="format", problem=f"must be one of {known}", problem_zh=f"必须是 {known} 之一")
    if kind not in ANY_TYPE and (kind == TABLE) != (row.data_type == DataType.TABLE):
        raise NotForThisType(operation="ImportTask", operation_zh="导入", type=row.data_type)
    if kind in ADDRESSED and not has_scheme(wanted.import_path):
        raise StoreAddressInvalid(
            field="import_path", problem="must be the address of another store", problem_zh="必须是其他存储的地址"
        )
    options: dict[str, Any] = {**wanted.options, "with_column_header": wanted.with_column_header}
    if wanted.label_format is not None:
        options["label_format"] = wanted.label_format.model_dump()
    if wanted.annotation_format is not None:
        options["annotation_format"] = wanted.annotation_format
    if wanted.data_source is not None:
        options["data_source"] = wanted.data_source.model_dump(exclude={"source_info"})
    return ImportGoal(
        format=kind,
        path=wanted.import_path or (wanted.data_source.data_path if wanted.data_source else ""),
        with_annotations=wanted.import_annotations,
        with_samples=wanted.import_samples,
        final=wanted.final_annotation,
        difficult_only=wanted.difficult_only,
        included=[each.name for each in (*wanted.included_labels, *wanted.included_tags)],
        excluded=[each.name for each in wanted.excluded_labels],
        folder=wanted.import_folder,
        dry_run=wanted.dry_run,
        options=options,
        wire={"import_type": int(wanted.import_type == "manifest"), "import_origin": wanted.import_origin},
    )


async def list_imports(
    db: AsyncSession, who: Subject, dataset_id: str, *, page: int, limit: int, language: Language
) -> ImportList:
    """Return a page (from 0) of the imports of a dataset, the newest first. Raises DatasetNotFound."""
    found = await tasks.listed(db, who, dataset_id, [TaskKind.IMPORT], page=page, limit=limit)
    return ImportList(total_count=found.total, import_tasks=[answer_of(db, row, language) for row in found.items])


async def get_import(db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, language: Language) -> ImportAnswer:
    """Return an import. Raises DatasetNotFound, TaskNotFound."""
    return answer_of(db, await tasks.find(db, who, dataset_id, task_id, kinds=[TaskKind.IMPORT]), language)


async def stop_task(
    db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, kinds: Sequence[TaskKind] = (TaskKind.IMPORT,)
) -> None:
    """Stop an import; what was imported stays. Raises TaskNotFound, TaskEnded."""
    await tasks.request_stop(db, await tasks.find(db, who, dataset_id, task_id, kinds=kinds, lock=True))


async def resume_task(
    db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, kinds: Sequence[TaskKind] = (TaskKind.IMPORT,)
) -> None:
    """Have a stopped or failed import go on where it was. Raises TaskNotFound, TaskNotResumable, ImportRunning."""
    await tasks.resume(db, await tasks.find(db, who, dataset_id, task_id, kinds=kinds, lock=True))


async def list_problems(
    db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, page: int, limit: int, language: Language
) -> ProblemList:
    """Return a page (from 0) of the first problems of a task of any kind. Raises TaskNotFound."""
    row = await tasks.find(db, who, dataset_id, task_id)
    found = (await tasks.problems(db, row))[page * limit : (page + 1) * limit]
    return ProblemList(
        total_count=sum(row.problem_counts.values()),
        problems=[
            ProblemAnswer(line=each.line, file=each.file, place=each.place, code=each.code, problem=each.text(language))
            for each in found
        ],
    )


def answer_of(db: AsyncSession, row: DatasetTaskRow, language: Language) -> ImportAnswer:
    """Return an import as it is shown."""
    goal, result = row.goal, row.result
    annotated = result.get("annotated", 0)
    return ImportAnswer(
        task_id=row.id,
        dataset_id=row.dataset_id,
        import_path=goal["path"],
        import_type=goal.get("wire", {}).get("import_type", 0),
        status=STATUS[TaskState(row.state)],
        create_time=to_milliseconds(row.created_at),
        update_ms=to_milliseconds(row.changed_at),
        elapsed_time=elapsed(db, row),
        total_sample_count=row.total if row.total is not None else row.done,
        imported_sample_count=row.good,
        annotated_sample_count=annotated if goal["final"] else 0,
        unconfirmed_sample_count=0 if goal["final"] else annotated,
        data_source=goal["options"].get("data_source"),
        format=goal["format"],
        dry_run=goal["dry_run"],
        stopped=row.state == TaskState.STOPPED,
        done_sample_count=row.done,
        new_sample_count=result.get("new", 0),
        known_sample_count=result.get("known", 0),
        skipped_sample_count=result.get("skipped", 0),
        failed_sample_count=row.bad,
        problem_counts=row.problem_counts,
        report_path=result.get("report"),
        report_csv_path=result.get("report_csv"),
        **error_of(row, language),
    )


def elapsed(db: AsyncSession, row: DatasetTaskRow) -> int:
    """Return for how many seconds a task was, or has been, at work."""
    end = row.ended_at or now(db)
    return int((end - (row.started_at or end)).total_seconds())


def error_of(row: DatasetTaskRow, language: Language) -> dict[str, str | None]:
    """Return code and text of what ended a task early."""
    if row.state == TaskState.STOPPED:
        return {"error_code": _STOPPED_CODE, "error_msg": _STOPPED[language]}
    if row.error is None:
        return {"error_code": None, "error_msg": None}
    return {"error_code": row.error["code"], "error_msg": row.error[language.value]}


async def _placed(context: DatasetsContext, who: Subject, goal: ImportGoal) -> ImportGoal:
    """Return the goal with its path in the one spelling, once the caller may read it."""
    spelled = places.spell(goal.path, folder=goal.path.endswith("/"))
    if spelled is None:
        raise PathInvalid(
            field="import_path", problem="must be a path such as /bucket/folder/", problem_zh="必须形如 /bucket/folder/"
        )
    try:
        place = await places.require_readable(context.objects, who, places.read_place(spelled, field="import_path"))
    except Forbidden as error:
        named = {name: error.params.get(name, "") for name in ("action", "resource")}
        raise PathForbidden(field="import_path", value=paths.on_wire(spelled), **named) from error
    except PlaceNotFound as error:
        raise ImportPathMissing(field="import_path", value=paths.on_wire(spelled)) from error
    if goal.format == MANIFEST and place.is_folder:
        raise ImportPathMissing(field="import_path", value=paths.on_wire(spelled))
    return ImportGoal(**{**asdict(goal), "path": str(place)})
