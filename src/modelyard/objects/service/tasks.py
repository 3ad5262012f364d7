"""Storage tasks: unpack an archive, import a directory of the server, delete a folder. A loop does the work."""

from pathlib import Path

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import after_commit, now
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.adapters import server_files
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.errors.tasks import LocationInvalid, TaskEnded, TaskNotFound, TooManyTasks
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.queries import tasks as queries
from modelyard.objects.rules.keys import Location, folder_of, key_problem, read_location
from modelyard.objects.rules.tasks import ENDED
from modelyard.objects.schemas.tasks import StorageTask, TaskCreate, TaskError, TaskProblem
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.service.events import TaskCreated
from modelyard.objects.types import TaskKind, TaskPhase, TaskState


async def create_task(context: ObjectsContext, who: Subject, wanted: TaskCreate, *, language: Language) -> StorageTask:
    """Ask for a task. Everything that can be known now is checked now: places, rights, and that the source exists.

    Raises LocationInvalid, BucketNotFound, ObjectNotFound, Forbidden, ImportNotAllowed, TooManyTasks.
    """
    if wanted.kind is TaskKind.IMPORT:
        source = await _check_import(context, who, wanted.source)
    elif wanted.kind is TaskKind.EXTRACT:
        source = await _check_archive(context, who, wanted.source)
    else:
        source = await _check_deletion(context, who, wanted.source)
    target = None if wanted.kind is TaskKind.DELETE else await _check_target(context, who, wanted.target)
    async with context.database.session() as db:
        if await queries.count_unfinished(db, who.domain_id, who.project_id or "") >= context.settings.max_tasks:
            raise TooManyTasks(quota="storage tasks", limit=context.settings.max_tasks)
        at = now(db)
        row = StorageTaskRow(
            id=new_id(),
            due_at=at,
            domain_id=who.domain_id,
            project_id=who.project_id or "",
            user_id=who.user_id,
            user_name=who.user_name,
            subject=who.to_json(),
            kind=wanted.kind,
            source=source,
            target=target,
            overwrite=wanted.overwrite,
            state=TaskState.WAITING,
            phase=TaskPhase.COUNT,
            cursor={},
            problems=[],
            created_at=at,
        )
        db.add(row)
        event = TaskCreated(resource_id=row.id, kind=row.kind, source=source, target=target or "")
        await emit(db, event, by=who, at=at)
        after_commit(db, context.wake)
        await db.flush()  # so that the defaults of the columns are on the row
        return read_shape(row, language)


async def list_tasks(
    context: ObjectsContext,
    who: Subject,
    *,
    state: TaskState | None,
    kind: TaskKind | None,
    offset: int,
    limit: int,
    language: Language,
) -> Page[StorageTask]:
    """Return the caller's tasks in his project, and those of others if he may see them; newest first."""
    others = await context.is_allowed(who, access.LIST_TASKS, "*")
    statement = queries.narrowed(queries.visible_tasks(who, others=others), state, kind)
    async with context.database.read_session() as db:
        page = await fetch_page(db, statement, offset=offset, limit=limit)
        return Page([read_shape(row, language) for row in page.items], page.total)


async def get_task(context: ObjectsContext, who: Subject, task_id: str, *, language: Language) -> StorageTask:
    """Return one task. Raises TaskNotFound."""
    others = await context.is_allowed(who, access.LIST_TASKS, task_id)
    async with context.database.read_session() as db:
        row = await queries.find_task(db, who, task_id, others=others)
        if row is None:
            raise TaskNotFound(task_id=task_id, resource=task_id)
        return read_shape(row, language)


async def cancel_task(context: ObjectsContext, who: Subject, task_id: str, *, language: Language) -> StorageTask:
    """Ask a task to stop; what an unpacking has made is removed again. Raises TaskNotFound, TaskEnded."""
    others = await context.is_allowed(who, access.CANCEL_TASK, task_id)
    async with context.database.session() as db:
        row = await queries.find_task(db, who, task_id, others=others, lock=True)
        if row is None:
            raise TaskNotFound(task_id=task_id, resource=task_id)
        if TaskState(row.state) in ENDED:
            if row.state == TaskState.CANCELED:
                return read_shape(row, language)
            raise TaskEnded(task_id=task_id, state=row.state, problem="it has ended")
        row.cancel_asked = True
        row.due_at = now(db)
        after_commit(db, context.wake)
        return read_shape(row, language)


async def count_running(context: ObjectsContext, who: Subject) -> int:
    """Return how many tasks of the caller's account have not ended, for the overview."""
    async with context.database.read_session() as db:
        return await queries.count_unfinished(db, who.domain_id)


def read_shape(row: StorageTaskRow, language: Language) -> StorageTask:
    """Return a task as its readers see it."""
    error = None
    if row.error is not None:
        error = TaskError(error_code=row.error["code"], error_msg=row.error[language.value])
    return StorageTask(
        id=row.id,
        kind=TaskKind(row.kind),
        source=row.source,
        target=row.target,
        overwrite=row.overwrite,
        state=TaskState(row.state),
        done_files=row.done_files,
        total_files=row.total_files,
        done_bytes=row.done_bytes,
        total_bytes=row.total_bytes,
        skipped_files=row.skipped_files,
        failed_files=row.failed_files,
        problems=[TaskProblem(**problem) for problem in row.problems],
        error=error,
        waiting_reason=row.last_error if row.finished_at is None else None,
        created_at=to_milliseconds(row.created_at),
        started_at=None if row.started_at is None else to_milliseconds(row.started_at),
        finished_at=None if row.finished_at is None else to_milliseconds(row.finished_at),
        user_name=row.user_name,
    )


async def _check_import(context: ObjectsContext, who: Subject, source: str) -> str:
    await context.demand(who, access.IMPORT_FILES, "*")
    roots = context.settings.import_roots
    return await server_files.in_thread(server_files.resolve_source, source, [Path(root) for root in roots])


async def _check_archive(context: ObjectsContext, who: Subject, source: str) -> str:
    place = _location("source", source)
    if not place.key or place.key.endswith("/"):
        raise LocationInvalid(field="source", problem="no object", value=source[:200])
    await find_bucket(context, who, place.bucket)
    await context.demand(who, access.GET_OBJECT, f"{place.bucket}/{place.key}")
    if await context.store.head(place.bucket, place.key) is None:
        raise ObjectNotFound(bucket=place.bucket, key=place.key, resource=place.key)
    return str(place)


async def _check_deletion(context: ObjectsContext, who: Subject, source: str) -> str:
    place = _location("source", source)
    await find_bucket(context, who, place.bucket)
    await context.demand(who, access.LIST_BUCKET, place.bucket, prefix=place.key, delimiter="")
    return str(place)


async def _check_target(context: ObjectsContext, who: Subject, target: str | None) -> str:
    place = _location("target", target or "")
    place = Location(place.bucket, folder_of(place.key))
    await find_bucket(context, who, place.bucket)
    await context.demand(who, access.PUT_OBJECT, f"{place.bucket}/{place.key}")
    return str(place)


def _location(field: str, text: str) -> Location:
    place = read_location(text)
    if place is None or (place.key and key_problem(place.key) is not None):
        raise LocationInvalid(field=field, problem="no location", value=text[:200])
    return place
