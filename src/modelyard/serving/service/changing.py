"""Use cases that change a service: start, stop, restart, another configuration, back to an earlier one."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import after_commit, now
from modelyard.core.events import emit
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import (
    FieldNotSupported,
    FieldWrong,
    NoBatchService,
    NoEarlierRevision,
    NothingChanged,
    PatchInvalid,
    RevisionNotFound,
    ServiceBusy,
)
from modelyard.serving.models import RevisionRow, ServiceRow
from modelyard.serving.rules.configs import Entry, stop_time, with_hidden
from modelyard.serving.rules.patches import BadPatch, patched
from modelyard.serving.rules.states import AT_REST, CHANGEABLE, RESTARTABLE, SCALABLE, STARTABLE, STOPPABLE
from modelyard.serving.schemas import events as happenings
from modelyard.serving.schemas.answers import ServiceChanged
from modelyard.serving.schemas.requests import PatchOperation, PropertyUpdate, ServiceConfig, ServiceUpdate
from modelyard.serving.service import batch_runs
from modelyard.serving.service.arranging import arrange
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.describing import HIDDEN
from modelyard.serving.service.drafting import Drafted, draft, plain
from modelyard.serving.service.reconciling import go_back
from modelyard.serving.service.services import (
    check_instances,
    demand_options,
    options_of,
    resource_id,
    say_schedule,
    visible_row,
)
from modelyard.serving.types import Goal, InferType, ServiceStatus, UpdateResult


async def update_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, change: ServiceUpdate
) -> ServiceRow:
    """Start or stop a service, or change it. What is not given stays; with a status, nothing else counts.

    Raises ServiceNotFound, ServiceBusy when its state does not admit that, and what deploying it anew would raise.
    """
    row = await visible_row(db, who, service_id, lock=True)
    if change.status is not None:
        await (start_row if change.status == "running" else stop_row)(db, context, who, row)
        return row
    given = options_of(change)
    unknown = [*(["config"] if change.config is not None else []), *sorted(set(given) - {"schedule"})]
    if unknown:
        _demand_models(row, unknown[0])
    at = now(db)
    row.operated_at = at
    if change.description is not None:
        row.description = change.description
    if "schedule" in given:
        row.stop_at = stop_time(given["schedule"], at) if row.goal == Goal.RUN else None
        if given["schedule"]:
            await say_schedule(db, who, row, given)
        elif row.options.get("schedule"):
            await emit(db, happenings.AutoStopOff(row.id), by=who, at=at)
    options = {**row.options, **given}
    if change.config is None and options == row.options:
        row.due_at = at
        after_commit(db, context.wake_services)
        return row
    if change.config is None and set(given) <= {"schedule"}:
        # No deployment depends on it.
        row.options = options
        row.live_options = None if row.live_options is None else {**row.live_options, **given}
        row.due_at = at
        after_commit(db, context.wake_services)
        return row
    entries = await wanted_entries(db, row)
    if change.config is not None:
        wanted = plain(change.config)
        entries = wanted if row.user_id == who.user_id else with_hidden(wanted, entries, mark=HIDDEN)
    await change_config(db, context, who, row, entries=entries, options=options)
    return row


async def restart_service(db: AsyncSession, context: ServingContext, who: Subject, service_id: str) -> ServiceRow:
    """Replace all instances by new ones, step by step, without a pause. Raises ServiceNotFound, ServiceBusy."""
    row = await visible_row(db, who, service_id, lock=True)
    _demand_replicas(row)
    _demand(
        row,
        RESTARTABLE,
        action="restarted",
        action_zh="重启",
        problem="only what is running or concerning can be",
        problem_zh="仅运行中或告警的服务可以重启",
    )
    restarts = int(row.options.get("restarts") or 0) + 1
    await emit(db, happenings.Restarting(row.id), by=who, at=now(db))
    options = {**row.options, "restarts": restarts}
    await change_config(db, context, who, row, entries=await wanted_entries(db, row), options=options, says=False)
    return row


async def patch_service(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, operations: Sequence[PatchOperation]
) -> ServiceChanged:
    """Replace values below `/config/`. Raises ServiceNotFound, ServiceBusy, PatchInvalid and what an update raises."""
    row = await visible_row(db, who, service_id, lock=True)
    _demand_models(row, "[0].path")
    entries = await wanted_entries(db, row)
    for number, item in enumerate(operations):
        entries = _patched(entries, number, item)
    return await _changed(db, context, who, row, _checked(entries))


async def update_property(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, change: PropertyUpdate
) -> ServiceChanged:
    """Give versions of a service another number of instances. Raises ServiceNotFound, ServiceBusy, NothingChanged."""
    row = await visible_row(db, who, service_id, lock=True)
    _demand_replicas(row)
    _demand_models(row, "configs")
    _demand(
        row,
        SCALABLE,
        action="scaled",
        action_zh="调整实例数",
        problem="only what is running, concerning or failed can be",
        problem_zh="仅运行中、告警或异常的服务可以调整实例数",
    )
    entries = await wanted_entries(db, row)
    for number, item in enumerate(change.configs):
        field = f"configs[{number}].model_id"
        found = [entry for entry in entries if wire_id(str(entry["model_id"])) == wire_id(item.model_id)]
        if not found:
            raise FieldWrong(field=field, problem="the service has no such model", problem_zh="服务中没有该模型")
        if found[0]["instance_count"] == item.changed_value:
            raise NothingChanged(
                field=f"configs[{number}].changed_value",
                problem="there are that many instances already",
                problem_zh="实例数与当前相同",
            )
        found[0]["instance_count"] = item.changed_value
    return await _changed(db, context, who, row, _checked(entries))


async def roll_back(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, *, update_time: int | None = None
) -> ServiceChanged:
    """Bring an earlier configuration back, as an update of its own.

    update_time: of which, as the update logs name it; the last good one before the present one unless given. While an
    update is under way, that one is given up. Raises ServiceNotFound, ServiceBusy, RevisionNotFound, NoEarlierRevision.
    """
    row = await visible_row(db, who, service_id, lock=True)
    revisions = list(await db.scalars(queries.revisions_of(row.id)))
    if row.answers and row.live_revision != row.target_revision and update_time is None:
        return await give_up_update(db, context, who, row, revisions[0])
    found = _earlier(row, revisions, update_time)
    options = {**found.options, "restarts": row.options.get("restarts") or 0}
    await change_config(db, context, who, row, entries=list(found.config), options=options, rollback_of=row.target_revision)
    return _said(row)


async def give_up_update(
    db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow, revision: RevisionRow
) -> ServiceChanged:
    """End an update that has not come to an end."""
    at = now(db)
    if revision.rollback_of is not None:
        raise ServiceBusy(
            name=row.name,
            status=row.status,
            action="rolled back",
            action_zh="回滚",
            problem="it is being rolled back already",
            problem_zh="正在回滚",
        )
    revision.result, revision.ended_at = UpdateResult.FAIL, at
    await go_back(db, row, rollback_of=revision.number, user=(who.user_id, who.user_name), at=at)
    row.operated_at, row.due_at = at, at
    after_commit(db, context.wake_services)
    return _said(row)


def _earlier(row: ServiceRow, revisions: Sequence[RevisionRow], update_time: int | None) -> RevisionRow:
    if update_time is not None:
        for item in revisions:
            if to_milliseconds(item.created_at) == update_time:
                return item
        raise RevisionNotFound(service_id=row.id, update_time=update_time, resource=str(update_time))
    present = next(item for item in revisions if item.number == row.target_revision)
    for item in revisions:
        is_other = (item.config, item.options) != (present.config, present.options)
        if item.number < row.target_revision and item.result == UpdateResult.SUCCESS and is_other:
            return item
    raise NoEarlierRevision(name=row.name, problem="nothing earlier")


async def _changed(
    db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow, entries: Sequence[Entry]
) -> ServiceChanged:
    await change_config(db, context, who, row, entries=entries, options=row.options)
    return _said(row)


def _said(row: ServiceRow) -> ServiceChanged:
    # What is stopped takes a configuration without deploying anything.
    is_deployed = row.goal == Goal.RUN
    return ServiceChanged(
        update_time=str(to_milliseconds(row.updated_at)) if is_deployed else None, resource_ids=resource_id(row)
    )


async def change_config(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    row: ServiceRow,
    *,
    entries: Sequence[Entry],
    options: dict[str, Any],
    rollback_of: int | None = None,
    says: bool = True,
) -> None:
    """Make a configuration the wanted one; a service that runs is brought there step by step."""
    _demand_changeable(row)
    at = now(db)
    drafted = await _drafted(db, context, who, row, entries=entries, options=options)
    demand_options(context, options, drafted)
    await check_instances(db, context, who, drafted, but=row.id)
    row.operated_at = at
    is_batch = row.infer_type == InferType.BATCH
    if row.goal == Goal.GIVE_UP:
        # Another configuration is another chance.
        row.goal, row.reason = Goal.RUN, None
        row.stop_at = stop_time(options.get("schedule"), at)
    revision = await arrange(db, row, drafted, options, user=(who.user_id, who.user_name), at=at, rollback_of=rollback_of)
    if row.goal == Goal.RUN:
        if says:
            await emit(db, happenings.Updating(row.id), by=who, at=at)
        if is_batch:
            await batch_runs.begin(db, row, drafted[0])
        row.status, row.moved_at, row.due_at = ServiceStatus.DEPLOYING, at, at
    else:
        revision.result, revision.ended_at = UpdateResult.SUCCESS, at
    after_commit(db, context.wake_services)


async def start_row(db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow) -> None:
    _demand(
        row,
        STARTABLE,
        action="started",
        action_zh="启动",
        problem="only what is stopped, finished or failed can be",
        problem_zh="仅已停止、已完成或异常的服务可以启动",
    )
    at = now(db)
    # Flavors and models may have changed since it was stopped.
    drafted = await _drafted(db, context, who, row, entries=await wanted_entries(db, row), options=row.options)
    await check_instances(db, context, who, drafted, but=row.id)
    for item in await queries.deployments_of(db, row.id):
        item.failures, item.retry_at, item.reason, item.last_lines = 0, None, None, None
    row.goal, row.status, row.reason, row.answers, row.asleep = Goal.RUN, ServiceStatus.DEPLOYING, None, False, False
    row.operated_at, row.moved_at, row.due_at = at, at, at
    row.stop_at = stop_time(row.options.get("schedule"), at)
    if row.infer_type == InferType.BATCH:
        await batch_runs.begin(db, row, drafted[0])
    await emit(db, happenings.Starting(row.id), by=who, at=at)
    await say_schedule(db, who, row, row.options)
    after_commit(db, context.wake_services)


async def stop_row(db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow) -> None:
    _demand(
        row,
        STOPPABLE,
        action="stopped",
        action_zh="停止",
        problem="it is being stopped or deleted, or is stopped",
        problem_zh="服务正在停止、删除或已停止",
    )
    at = now(db)
    row.goal, row.status, row.stop_at, row.answers, row.asleep = Goal.STOP, ServiceStatus.STOPPING, None, False, False
    row.operated_at, row.moved_at, row.due_at = at, at, at
    await emit(db, happenings.Stopping(row.id), by=who, at=at)
    await queries.raise_stamp(db)
    after_commit(db, context.wake_services)
    after_commit(db, context.wake_routes)


async def _drafted(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    row: ServiceRow,
    *,
    entries: Sequence[Entry],
    options: dict[str, Any],
) -> list[Drafted]:
    """Check a configuration of a service that is there."""
    restarts, infer_type = int(options.get("restarts") or 0), InferType(row.infer_type)
    return await draft(db, context, who, entries, pool=row.pool_id, restarts=restarts, infer_type=infer_type, options=options)


def _demand_changeable(row: ServiceRow) -> None:
    is_batch = row.infer_type == InferType.BATCH
    _demand(
        row,
        AT_REST if is_batch else CHANGEABLE,
        action="changed",
        action_zh="修改",
        problem="stop it first" if is_batch else "wait until that is over, or roll back the update",
        problem_zh="请先停止服务" if is_batch else "请等待当前操作完成，或回滚更新",
    )


def _demand_replicas(row: ServiceRow) -> None:
    """Raise NoBatchService for a service that has none."""
    if row.infer_type == InferType.BATCH:
        raise NoBatchService(
            name=row.name,
            problem="a batch service cannot do that; stop it, change it, and start it again",
            problem_zh="批量服务不支持该操作，请停止后修改并重新启动",
        )


def _demand_models(row: ServiceRow, field: str) -> None:
    """Raise FieldNotSupported for a service of images, whose configuration the older API has no words for."""
    if "v2" in row.options:
        raise FieldNotSupported(
            field=field,
            problem=f"service {row.name} runs images; change it by PUT /v2/{{project_id}}/services/{wire_id(row.id)}"
            " and by its deployments",
            problem_zh=f"服务 {row.name} 运行镜像，请使用 PUT /v2/{{project_id}}/services/{wire_id(row.id)} 及其部署接口修改",
        )


async def wanted_entries(db: AsyncSession, row: ServiceRow) -> list[Entry]:
    """Return the wanted configuration, to be changed."""
    revision = await queries.get_revision(db, row.id, row.target_revision)
    return [dict(entry) for entry in revision.config]


def _checked(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries that somebody put together from parts, in the shape of a request. Raises FieldWrong."""
    try:
        return plain([ServiceConfig.model_validate(entry) for entry in entries])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FieldWrong(field=f"config.{place}", problem=first["msg"], problem_zh=first["msg"]) from error


def _patched(entries: Sequence[Entry], number: int, item: PatchOperation) -> list[Entry]:
    try:
        return patched(entries, item.op, item.path, item.value)
    except BadPatch as error:
        raise PatchInvalid(field=f"[{number}].{error.field}", problem=error.text, problem_zh=error.zh) from error


def _demand(
    row: ServiceRow, states: frozenset[ServiceStatus], *, action: str, action_zh: str, problem: str, problem_zh: str
) -> None:
    if ServiceStatus(row.status) not in states:
        raise ServiceBusy(
            name=row.name, status=row.status, action=action, action_zh=action_zh, problem=problem, problem_zh=problem_zh
        )
