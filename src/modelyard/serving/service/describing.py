"""Services as their readers see them."""

from collections.abc import Sequence
from typing import Any

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving.models import DeploymentRow, ReplicaRow, RevisionRow, ServiceRow
from modelyard.serving.rules.states import progress_of
from modelyard.serving.rules.v2_units import shares_of
from modelyard.serving.schemas.answers import ConfigAnswer, InstanceItem, ServiceAnswer, ServiceItem, UpdateLog
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.reconciling import deployment_facts, replica_facts
from modelyard.serving.types import InferType, ReplicaState, ServiceStatus, UpdateResult

# In the place of a value that a reader may not see; sent back, it stands for the value that there is.
HIDDEN = "******"
_IN_PROGRESS = frozenset({ServiceStatus.DEPLOYING, ServiceStatus.WAITING})
_OF_CONFIG = (
    "specification",
    "custom_spec",
    "affinity",
    "cluster_id",
    "pool_name",
    "deploy_timeout_in_seconds",
    "src_path",
    "dest_path",
    "src_type",
    "req_uri",
    "mapping_type",
    "mapping_rule",
    "batching",
)


def item_of(row: ServiceRow, deployments: Sequence[DeploymentRow], replicas: Sequence[ReplicaRow]) -> ServiceItem:
    """Return a service as lists show it."""
    return ServiceItem(**_item(row, deployments, replicas))


def answer_of(
    context: ServingContext,
    row: ServiceRow,
    deployments: Sequence[DeploymentRow],
    replicas: Sequence[ReplicaRow],
    *,
    who: Subject,
    language: Language,
) -> ServiceAnswer:
    """Return a service with its configuration. Values of variables are shown to its owner only."""
    options = row.options
    is_failed = row.status in {ServiceStatus.FAILED, ServiceStatus.CONCERNING}
    wanted = [item for item in deployments if not item.retired]
    config = [_config(item, replicas, is_own=row.user_id == who.user_id, language=language) for item in wanted]
    if "v2" in options:
        # Shares of models are in per cent, those of images relative to each other.
        shares = shares_of([item.weight for item in config])
        config = [item.model_copy(update={"weight": share}) for item, share in zip(config, shares, strict=True)]
    return ServiceAnswer(
        **_item(row, deployments, replicas),
        cluster_id=options.get("cluster_id"),
        pool_name=options.get("pool_name"),
        vpc_id=options.get("vpc_id"),
        subnet_network_id=options.get("subnet_network_id"),
        security_group_id=options.get("security_group_id"),
        error_msg=(row.reason or {}).get(language.value) if is_failed else None,
        config=config,
        access_address=address_of(context, row),
        update_time=to_milliseconds(row.updated_at),
        load_balancer_policy=options.get("load_balancer_policy"),
        priority=options.get("priority"),
        service_secrets=options.get("service_secrets"),
        traffic_rules=_rules(options),
        runtime_config=options.get("runtime_config"),
        asleep=row.asleep,
        can_rollback=row.last_revision > 1,
    )


def address_of(context: ServingContext, row: ServiceRow) -> str | None:
    """Return where a service is called; None as long as it never could be."""
    if row.infer_type != InferType.REAL_TIME or row.live_revision is None:
        return None
    return f"{context.access_endpoint}/v1/infers/{wire_id(row.id)}"


def log_of(row: RevisionRow, *, is_live: bool, is_own: bool, language: Language) -> UpdateLog:
    """Return a revision as the list of updates shows it."""
    entries = [_shown(entry, is_own=is_own) for entry in row.config]
    count = len(entries)
    return UpdateLog(
        update_time=to_milliseconds(row.created_at),
        result=row.result,
        config=entries,
        cluster_id=row.options.get("cluster_id"),
        extend_config=[rule["condition"] for rule in row.options.get("traffic_rules") or ()],
        success_num=count if row.result == UpdateResult.SUCCESS else 0,
        failed_num=count if row.result == UpdateResult.FAIL else 0,
        is_live=is_live,
        user_name=row.user_name,
        message=(row.reason or {}).get(language.value),
        rollback_of=row.rollback_of,
    )


def instance_of(row: ReplicaRow, deployment: DeploymentRow, *, node: str | None, language: Language, name: str) -> InstanceItem:
    """Return a replica as the list of instances shows it."""
    return InstanceItem(
        instance_id=row.id,
        instance_name=name,
        deployment_id=deployment.id,
        model_id=wire_id(deployment.model_id),
        model_name=deployment.model_name,
        model_version=deployment.model_version,
        status=row.state,
        is_current=row.generation == deployment.generation and not deployment.retired,
        node=node,
        message=(row.reason or {}).get(language.value),
        created_at=to_milliseconds(row.created_at),
        ready_at=None if row.ready_at is None else to_milliseconds(row.ready_at),
        ended_at=None if row.ended_at is None else to_milliseconds(row.ended_at),
    )


def _item(row: ServiceRow, deployments: Sequence[DeploymentRow], replicas: Sequence[ReplicaRow]) -> dict[str, Any]:
    progress = None
    if row.status in _IN_PROGRESS:
        progress = progress_of([deployment_facts(item) for item in deployments], [replica_facts(item) for item in replicas])
    return {
        "service_id": wire_id(row.id),
        "service_name": row.name,
        "description": row.description,
        "infer_type": row.infer_type,
        "status": row.status,
        "progress": progress,
        "owner": row.user_id,
        "owner_name": row.user_name,
        "tenant": row.domain_id,
        "project": row.project_id,
        "workspace_id": row.workspace_id,
        "publish_at": to_milliseconds(row.published_at),
        "transition_at": to_milliseconds(row.moved_at),
        "operation_time": to_milliseconds(row.operated_at),
        "due_time": None if row.stop_at is None else to_milliseconds(row.stop_at),
        "schedule": row.options.get("schedule"),
        "invocation_times": row.calls,
        "failed_times": row.failed_calls,
        "additional_properties": row.options.get("additional_properties") or {},
    }


def _config(row: DeploymentRow, replicas: Sequence[ReplicaRow], *, is_own: bool, language: Language) -> ConfigAnswer:
    template = row.template
    ready = [
        item
        for item in replicas
        if item.deployment_id == row.id and item.generation == row.generation and item.state == ReplicaState.READY
    ]
    extras = {**(template.get("additional_properties") or {}), **row.rolling}
    return ConfigAnswer(
        model_id=wire_id(row.model_id),
        model_name=row.model_name,
        model_version=row.model_version,
        image=template["unit"]["image"]["swr_path"] if "unit" in template else None,
        weight=row.weight,
        instance_count=row.count if row.scaled is None else row.scaled,
        status=row.status,
        scaling=row.policy is not None,
        envs=_variables(template.get("envs") or {}, is_own=is_own),
        additional_properties=extras,
        scaling_policy=row.policy,
        deployment_id=row.id,
        ready_count=len(ready),
        message=(row.reason or {}).get(language.value) if row.failures else None,
        last_lines=row.last_lines if row.failures and is_own else None,
        **{name: template.get(name) for name in _OF_CONFIG},
    )


def _rules(options: dict[str, Any]) -> list[dict[str, Any]] | None:
    rules = options.get("traffic_rules")
    return None if rules is None else [{**rule, "model_id": wire_id(rule["model_id"])} for rule in rules]


def _shown(entry: dict[str, Any], *, is_own: bool) -> dict[str, Any]:
    return {**entry, "model_id": wire_id(entry["model_id"]), "envs": _variables(entry.get("envs") or {}, is_own=is_own)}


def _variables(envs: dict[str, str], *, is_own: bool) -> dict[str, str]:
    return envs if is_own else dict.fromkeys(envs, HIDDEN)
