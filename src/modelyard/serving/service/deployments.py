"""Use cases of deployments in the newer API: make, change, start, stop, scale, their versions and their scaling by rules."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import (
    DeploymentNameTaken,
    DeploymentNotFound,
    FieldNotSupported,
    FieldWrong,
    NothingToInterrupt,
    ScalingExists,
    ScalingNotFound,
    VersionInUse,
    VersionNotFound,
)
from modelyard.serving.models import DeploymentRow, ServiceRow
from modelyard.serving.rules.configs import Entry
from modelyard.serving.rules.v2_states import DeploymentState
from modelyard.serving.rules.v2_units import (
    FIRST_VERSION,
    changed_rules,
    entry_of,
    free_version,
    group_of,
    is_other,
    policy_of,
    surroundings_of,
    with_policy,
)
from modelyard.serving.schemas import events as happenings
from modelyard.serving.schemas.v2_answers import (
    DeploymentAnswer,
    DeploymentGroup,
    DeploymentPage,
    HpaAnswer,
    HpaEvent,
    HpaEventPage,
    HpaRuleAnswer,
    Named,
    VersionItem,
    VersionPage,
)
from modelyard.serving.schemas.v2_requests import GroupChange, GroupConfig, HpaChange, HpaToCreate
from modelyard.serving.service import changing, watching
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.v2_describing import (
    VersionFacts,
    Whole,
    deployment_item,
    deployment_of,
    group_in_service,
    iso,
    page_of,
    version_of,
    whole_of,
)
from modelyard.serving.service.v2_services import demand_files, demand_images, real_time_row, with_envs

_INTERRUPTIBLE = frozenset({DeploymentState.DEPLOYING, DeploymentState.UPGRADING})
# What of a deployment is not of one of its versions.
_LASTING = ("weight", "instance_count", "hpa", "stopped", "scaling_policy", "resting_policy")
_Change = Callable[[Entry], Entry]


async def list_deployments(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    *,
    states: Collection[str] | None = None,
    sort_key: str = "update_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 10,
) -> DeploymentPage:
    """Return a page of the deployments of a service. Raises ServiceNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    items = [deployment_item(found, number) for number in range(len(found.parts))]
    items = [item for item in items if states is None or item.status in states]
    items.sort(key=lambda item: (getattr(item, sort_key), item.id), reverse=descending)
    return DeploymentPage(data=items[offset : offset + limit], **page_of(len(items), offset, limit))


async def get_deployment(
    db: AsyncSession, who: Subject, service_id: str, deployment: str, *, language: Language = Language.EN
) -> DeploymentAnswer:
    """Return a deployment, named by its id or its name. Raises ServiceNotFound, DeploymentNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    return deployment_of(found, *part_of(found, deployment), who=who, language=language)


async def create_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    group: GroupConfig,
    *,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Add a deployment to a service. Raises ServiceNotFound, ServiceBusy, DeploymentNameTaken and what is wrong with it."""
    row = await real_time_row(db, who, service_id, lock=True)
    demand_images(row, "unit_configs")
    present = await changing.wanted_entries(db, row)
    _demand_free(present, group.name, await whole_of(db, row))
    around = surroundings_of(row.options.get("v2") or {})
    made = entry_of(group.model_dump(exclude_none=True), "", around, version=group.version or FIRST_VERSION)
    found = await _applied(db, context, who, row, [*present, made])
    return deployment_of(found, *part_of(found, group.name), who=who, language=language)


async def update_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    change: GroupChange,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Change a deployment; what is not given stays. Another image, size or program makes another version of it.

    Raises ServiceNotFound, DeploymentNotFound, ServiceBusy, VersionTaken and what is wrong with it.
    """
    row = await real_time_row(db, who, service_id, lock=True)
    before = await whole_of(db, row)
    own, entry = part_of(before, deployment)
    given = change.model_dump(exclude_none=True)
    if given.get("name", own.name) != own.name:
        raise FieldNotSupported(field="name", problem="a deployment keeps its name", problem_zh="部署名称不能修改")
    asked = given.pop("version", None)
    if "unit" in entry:
        around = surroundings_of(row.options.get("v2") or {})
        made = entry_of({**group_of(entry), **given, "name": own.name}, "", around, version=entry["version"])
        made = with_envs(before, who, made, entry)
        made |= {name: entry[name] for name in ("hpa", "stopped") if name in entry}
        if is_other(made, entry):
            made["version"] = free_version(before.names_of(entry), asked, entry["version"])
    else:
        made = _of_model(entry, given)
    found = await _changed(db, context, who, row, own.model_id, change=lambda _entry: made)
    return deployment_of(found, *part_of(found, own.id), who=who, language=language)


async def delete_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Take a deployment out of a service. Raises ServiceNotFound, DeploymentNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    before = await whole_of(db, row)
    own, entry = part_of(before, deployment)
    answer = deployment_of(before, own, entry, who=who, language=language, status=DeploymentState.DELETING)
    await _applied(
        db, context, who, row, [item for item in await changing.wanted_entries(db, row) if item["model_id"] != own.model_id]
    )
    return answer


async def start_deployment(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str
) -> DeploymentGroup:
    """Give a deployment that is stopped its instances back. Raises ServiceNotFound, DeploymentNotFound, ServiceBusy."""
    found, own = await _switched(db, context, who, service_id, deployment, is_stopped=False)
    ids = [row.id for row, _entry in found.parts]
    return group_in_service(found, ids.index(own.id), who=who)


async def stop_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Leave a deployment without instances; the others go on. Raises ServiceNotFound, DeploymentNotFound, ServiceBusy."""
    found, own = await _switched(db, context, who, service_id, deployment, is_stopped=True)
    return deployment_of(found, *part_of(found, own.id), who=who, language=language)


async def interrupt_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Give up what is under way: an update goes back to what answers, a first deployment is stopped.

    Raises ServiceNotFound, DeploymentNotFound, NothingToInterrupt.
    """
    row = await real_time_row(db, who, service_id, lock=True)
    before = await whole_of(db, row)
    own, entry = part_of(before, deployment)
    state = before.state_of(own, entry)
    is_updating = row.live_revision != row.target_revision
    if state not in _INTERRUPTIBLE or (row.answers and not is_updating):
        raise NothingToInterrupt(deployment=own.name, status=state.value, problem="nothing is under way")
    if row.answers:
        await changing.give_up_update(db, context, who, row, before.revisions[0])
    else:
        await changing.stop_row(db, context, who, row)
    found = await whole_of(db, row)
    # What was being added is not there any more.
    is_gone = all(item.id != own.id for item, _entry in found.parts)
    if is_gone:
        return deployment_of(before, own, entry, who=who, language=language, status=DeploymentState.INTERRUPTING)
    return deployment_of(found, *part_of(found, own.id), who=who, language=language)


async def scale_deployment(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    count: int,
    language: Language = Language.EN,
) -> DeploymentAnswer:
    """Give a deployment another number of instances. Raises ServiceNotFound, DeploymentNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    own, _entry = part_of(await whole_of(db, row), deployment)
    found = await _changed(db, context, who, row, own.model_id, change=lambda entry: {**entry, "instance_count": count})
    return deployment_of(found, *part_of(found, own.id), who=who, language=language)


async def list_versions(
    db: AsyncSession, who: Subject, service_id: str, deployment: str, *, offset: int = 0, limit: int = 10
) -> VersionPage:
    """Return a page of the versions of a deployment, the newest first. Raises ServiceNotFound, DeploymentNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    own, entry = part_of(found, deployment)
    versions = found.versions_of(entry)
    data = [
        VersionItem(
            infer_name=own.id,
            version=item.version,
            version_status=_status_of(found, own, entry, item.version),
            description=(item.entry.get("group") or {}).get("description") or "",
            create_at=iso(item.created_at),
            update_at=iso(item.updated_at),
        )
        for item in versions[offset : offset + limit]
    ]
    return VersionPage(data=data, **page_of(len(versions), offset, limit))


async def get_version(
    db: AsyncSession, who: Subject, service_id: str, deployment: str, version: str, *, language: Language = Language.EN
) -> DeploymentAnswer:
    """Return a deployment as one of its versions is. Raises ServiceNotFound, DeploymentNotFound, VersionNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    own, entry = part_of(found, deployment)
    wanted = _version(found, own, entry, version)
    status = _status_of(found, own, entry, version)
    return deployment_of(found, own, wanted.entry, who=who, language=language, status=status)


async def delete_version(db: AsyncSession, who: Subject, service_id: str, deployment: str, version: str) -> Named:
    """Forget a version that is not the present one. Raises DeploymentNotFound, VersionNotFound, VersionInUse."""
    row = await real_time_row(db, who, service_id, lock=True)
    found = await whole_of(db, row)
    own, entry = part_of(found, deployment)
    _version(found, own, entry, version)
    live = [] if row.live_revision is None else (await queries.get_revision(db, row.id, row.live_revision)).config
    used = [entry, *(item for item in live if item["model_id"] == entry["model_id"])]
    if any(version_of(item) == version for item in used):
        raise VersionInUse(deployment=own.name, version=version, problem="in use")
    for revision in found.revisions:
        revision.config = [
            {**item, "dropped": True} if item["model_id"] == entry["model_id"] and version_of(item) == version else item
            for item in revision.config
        ]
    return Named(id=own.id)


async def switch_version(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str, *, version: str
) -> Named:
    """Bring a version of a deployment back; its number of instances and its share stay.

    Raises ServiceNotFound, DeploymentNotFound, VersionNotFound, ServiceBusy.
    """
    row = await real_time_row(db, who, service_id, lock=True)
    found = await whole_of(db, row)
    own, entry = part_of(found, deployment)
    wanted = _version(found, own, entry, version).entry
    kept = {name: value for name, value in wanted.items() if name not in _LASTING}
    lasting = {name: entry[name] for name in _LASTING if name in entry}
    await _changed(db, context, who, row, own.model_id, change=lambda _entry: {**kept, **lasting})
    return Named(id=own.id)


async def get_hpa(db: AsyncSession, who: Subject, service_id: str, deployment: str) -> HpaAnswer:
    """Return how a deployment scales. Raises ServiceNotFound, DeploymentNotFound, ScalingNotFound."""
    row = await real_time_row(db, who, service_id)
    own, entry = part_of(await whole_of(db, row), deployment)
    return _hpa_of(row, own, _demand_hpa(own, entry))


async def create_hpa(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str, *, wanted: HpaToCreate
) -> HpaAnswer:
    """Have a deployment scale by rules. Raises ServiceNotFound, DeploymentNotFound, ScalingExists, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    own, entry = part_of(await whole_of(db, row), deployment)
    if wanted.target_resource_id not in {own.id, own.name}:
        raise FieldWrong(field="target_resource_id", problem="the path names another", problem_zh="与路径中的部署不一致")
    if "hpa" in entry:
        raise ScalingExists(deployment=own.name, problem="there is one")
    hpa = {"id": new_id(), "type": wanted.type, "rules": []}
    return await _scaling(db, context, who, row, own, hpa=hpa, change=wanted)


async def update_hpa(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str, *, change: HpaChange
) -> HpaAnswer:
    """Change the rules of a deployment. Raises ServiceNotFound, DeploymentNotFound, ScalingNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    own, entry = part_of(await whole_of(db, row), deployment)
    return await _scaling(db, context, who, row, own, hpa=_demand_hpa(own, entry), change=change)


async def delete_hpa(db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str) -> HpaAnswer:
    """Have a deployment keep its number of instances. Raises DeploymentNotFound, ScalingNotFound, ServiceBusy."""
    row = await real_time_row(db, who, service_id, lock=True)
    own, entry = part_of(await whole_of(db, row), deployment)
    answer = _hpa_of(row, own, _demand_hpa(own, entry)).model_copy(update={"status": "DELETED"})
    without = ("hpa", "scaling_policy", "resting_policy")
    await _changed(
        db,
        context,
        who,
        row,
        own.model_id,
        change=lambda item: {name: value for name, value in item.items() if name not in without},
    )
    return answer


async def list_hpa_events(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    descending: bool = True,
    offset: int = 0,
    limit: int = 10,
    language: Language = Language.EN,
) -> HpaEventPage:
    """Return a page of the times at which a deployment scaled by itself. Raises ServiceNotFound, DeploymentNotFound."""
    row = await real_time_row(db, who, service_id)
    own, entry = part_of(await whole_of(db, row), deployment)
    hpa_id = (entry.get("hpa") or {}).get("id") or ""
    statement = queries.events_of(row.id, names=[happenings.Scaled.name], start=None, end=None, descending=descending)
    rows = [
        item
        for item in await db.scalars(statement.limit(watching.MOST_SEARCHED))
        if str(item.params.get("model", "")).rpartition(" ")[0] == own.model_name
    ]
    data = [
        HpaEvent(
            id=item.id,
            hpa_id=hpa_id,
            message=watching.shown(item, language).event_info,
            current_replicas=item.params["old"],
            target_replicas=item.params["new"],
            final_replicas=item.params["new"],
            record_time=str(to_milliseconds(item.at)),
        )
        for item in rows[offset : offset + limit]
    ]
    return HpaEventPage(data=data, **page_of(len(rows), offset, limit))


def part_of(found: Whole, deployment: str) -> tuple[DeploymentRow, Entry]:
    """Return a deployment of a service with its entry; by its id or its name. Raises DeploymentNotFound."""
    for row, entry in found.parts:
        if deployment in {row.id, row.name}:
            return row, entry
    raise DeploymentNotFound(service_id=wire_id(found.row.id), deployment=deployment[:64], resource=deployment[:64])


async def _applied(db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow, entries: Sequence[Entry]) -> Whole:
    """Make a configuration the wanted one, and return the service with it."""
    demand_files(who, await whole_of(db, row), entries)
    wanted = [with_policy(item) for item in entries]
    await changing.change_config(db, context, who, row, entries=wanted, options=dict(row.options))
    return await whole_of(db, row)


async def _changed(
    db: AsyncSession, context: ServingContext, who: Subject, row: ServiceRow, model_id: str, *, change: _Change
) -> Whole:
    """Change the entry of one deployment."""
    entries = await changing.wanted_entries(db, row)
    return await _applied(db, context, who, row, [change(item) if item["model_id"] == model_id else item for item in entries])


async def _switched(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, deployment: str, *, is_stopped: bool
) -> tuple[Whole, DeploymentRow]:
    row = await real_time_row(db, who, service_id, lock=True)
    own, _entry = part_of(await whole_of(db, row), deployment)
    found = await _changed(db, context, who, row, own.model_id, change=lambda entry: {**entry, "stopped": is_stopped})
    return found, own


def _demand_free(present: Sequence[Entry], name: str, found: Whole) -> None:
    names = {entry.get("name") for entry in present} | {row.name for row, _entry in found.parts}
    if name in names:
        raise DeploymentNameTaken(field="name", name=name, problem="taken")


def _of_model(entry: Entry, given: dict[str, Any]) -> Entry:
    """Change what there is of a deployment whose service the older API made."""
    for name in given:
        if name not in {"name", "count", "weight"}:
            raise FieldNotSupported(
                field=name,
                problem="this deployment runs a model; change it by the older API",
                problem_zh="该部署运行模型，请使用旧版接口修改",
            )
    return {
        **entry,
        "instance_count": given.get("count", entry["instance_count"]),
        "weight": given.get("weight", entry["weight"]),
    }


def _version(found: Whole, own: DeploymentRow, entry: Entry, version: str) -> VersionFacts:
    for item in found.versions_of(entry):
        if item.version == version:
            return item
    raise VersionNotFound(deployment=own.name, version=version[:64], resource=version[:64])


def _status_of(found: Whole, own: DeploymentRow, entry: Entry, version: str) -> str:
    is_present = version_of(entry) == version
    return (found.state_of(own, entry) if is_present else DeploymentState.STOPPED).value


def _demand_hpa(own: DeploymentRow, entry: Entry) -> dict[str, Any]:
    if "hpa" not in entry:
        raise ScalingNotFound(deployment=own.name, resource=own.id)
    return dict(entry["hpa"])


async def _scaling(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    row: ServiceRow,
    own: DeploymentRow,
    *,
    hpa: dict[str, Any],
    change: HpaChange,
) -> HpaAnswer:
    rules = changed_rules(hpa["rules"], [rule.model_dump(exclude_none=True) for rule in change.hpa_rules])
    known = {rule["id"] for rule in hpa["rules"]}
    named = []
    for number, rule in enumerate(rules):
        own_id = rule["id"] if rule.get("id") in known else new_id()
        named.append({**rule, "id": own_id, "name": rule.get("name") or f"rule-{number + 1}"})
    wanted = {**hpa, "rules": named}
    found = await _changed(db, context, who, row, own.model_id, change=lambda entry: {**entry, "hpa": wanted})
    present, entry = part_of(found, own.id)
    return _hpa_of(row, present, entry["hpa"])


def _hpa_of(row: ServiceRow, own: DeploymentRow, hpa: dict[str, Any]) -> HpaAnswer:
    policy = policy_of(hpa, own.count)
    rules = [
        HpaRuleAnswer(
            **{name: value for name, value in rule.items() if name != "disable"},
            hpa_id=hpa["id"],
            disable="true" if rule.get("disable") else "false",
        )
        for rule in hpa["rules"]
    ]
    return HpaAnswer(
        id=hpa["id"],
        name=own.name,
        target_resource_id=own.id,
        min_replicas=own.count if policy is None else policy["min_replicas"],
        max_replicas=own.count if policy is None else policy["max_replicas"],
        status="INACTIVE" if policy is None else "ACTIVE",
        workspace_id=row.workspace_id,
        hpa_rules=rules,
    )
