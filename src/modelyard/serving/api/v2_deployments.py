"""Routes of deployments in the newer API: their versions, their scaling, their instances."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import StringConstraints

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.api.v2_services import Context, Direction, Milliseconds, Reader, ServiceId, Word, Writer
from modelyard.serving.errors import OperationNotSupported
from modelyard.serving.rules.v2_states import INSTANCE_WORDS, DeploymentState, InstanceState, PodState, states_of
from modelyard.serving.schemas.v2_answers import (
    DeploymentAnswer,
    DeploymentGroup,
    DeploymentPage,
    HpaAnswer,
    HpaEventPage,
    InstanceNamed,
    InstancePage,
    Named,
    PodEvent,
    PodNamed,
    PodPage,
    VersionPage,
)
from modelyard.serving.schemas.v2_requests import GroupChange, GroupConfig, HpaChange, HpaToCreate, Scale, VersionSwitch
from modelyard.serving.service import deployments, v2_instances

router = APIRouter(prefix="/v2/{project_id}/services", tags=["serving"], dependencies=[Depends(project_in_path)])

Deployment = Annotated[
    str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z._-]+$", description="Id or name of the deployment.")
]
Version = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z._-]+$", description="The version.")]
Name = Annotated[str, Path(min_length=1, max_length=160, pattern=r"^[0-9A-Za-z._-]+$", description="The name.")]
# Paths of instances call the id of the service just `id`.
OldReader = Annotated[Subject, allow(access.GET_SERVICE, of="id")]
OldWriter = Annotated[Subject, allow(access.UPDATE_SERVICE, of="id")]
_States = Annotated[
    list[Annotated[str, StringConstraints(max_length=256, pattern=r"^[^\x00]*$")]],
    Query(max_length=20, description="States: one, several with commas, or the parameter several times."),
]
_SortKey = Annotated[str, Query(max_length=64, pattern=r"^(create_at|update_at|name)(,(create_at|update_at|name))*$")]
_Page = Annotated[int, Query(ge=0, le=2**31 - 1, description="Number of the page, from 0.")]
_EVERY = "all"
_ONE = "/{service_id}/deployments/{deployment_id}"
_PODS = "/{id}/deployments/{deployment_name}/instances/{instance_name}/pods/{name}"


@router.get("/{service_id}/deployments", operation_id="ListInferDeployments", response_model_exclude_none=True)
async def list_deployments(
    db: ReadDb,
    service_id: ServiceId,
    who: Reader,
    status: Word = None,
    sort_key: _SortKey = "update_at",
    sort_dir: Direction = "desc",
    offset: Offset = 0,
    limit: Limit = 10,
) -> DeploymentPage:
    """List the deployments of a service. status: `all` is as good as none, since what is deleted is gone."""
    asked = [] if status is None or status.lower() == _EVERY else [status]
    return await deployments.list_deployments(
        db,
        who,
        service_id,
        states=states_of(DeploymentState, asked),
        sort_key=sort_key.partition(",")[0],
        descending=sort_dir.lower() == "desc",
        offset=offset,
        limit=limit,
    )


@router.post("/{service_id}/deployments", operation_id="CreateInferDeployment", response_model_exclude_none=True)
async def create_deployment(
    request: Request, context: Context, db: Db, service_id: ServiceId, body: GroupConfig, who: Writer
) -> DeploymentAnswer:
    """Add a deployment to a service."""
    return await deployments.create_deployment(db, context, who, service_id, body, language=language_of(request))


@router.get(_ONE, operation_id="ShowInferDeployment", response_model_exclude_none=True)
async def show_deployment(
    request: Request, db: ReadDb, service_id: ServiceId, deployment_id: Deployment, who: Reader
) -> DeploymentAnswer:
    """Show a deployment."""
    return await deployments.get_deployment(db, who, service_id, deployment_id, language=language_of(request))


@router.put(_ONE, operation_id="UpdateInferDeployment", response_model_exclude_none=True)
async def update_deployment(
    *,
    request: Request,
    context: Context,
    db: Db,
    service_id: ServiceId,
    deployment_id: Deployment,
    body: GroupChange,
    who: Writer,
) -> DeploymentAnswer:
    """Change a deployment."""
    language = language_of(request)
    return await deployments.update_deployment(db, context, who, service_id, deployment_id, change=body, language=language)


@router.delete(_ONE, operation_id="DeleteInferDeployment", response_model_exclude_none=True)
async def delete_deployment(
    request: Request, context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, who: Writer
) -> DeploymentAnswer:
    """Take a deployment out of a service."""
    return await deployments.delete_deployment(db, context, who, service_id, deployment_id, language=language_of(request))


@router.post(f"{_ONE}/start", operation_id="StartInferDeployment", response_model_exclude_none=True)
async def start_deployment(
    context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, who: Writer
) -> DeploymentGroup:
    """Start a deployment."""
    return await deployments.start_deployment(db, context, who, service_id, deployment_id)


@router.post(f"{_ONE}/stop", operation_id="StopInferDeployment", response_model_exclude_none=True)
async def stop_deployment(
    request: Request, context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, who: Writer
) -> DeploymentAnswer:
    """Stop a deployment."""
    return await deployments.stop_deployment(db, context, who, service_id, deployment_id, language=language_of(request))


@router.post(f"{_ONE}/interrupt", operation_id="CancelInferDeployment", response_model_exclude_none=True)
async def interrupt_deployment(
    request: Request, context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, who: Writer
) -> DeploymentAnswer:
    """Give up a deployment or an update that is under way."""
    return await deployments.interrupt_deployment(db, context, who, service_id, deployment_id, language=language_of(request))


@router.put(
    "/{service_id}/deployments/{deployment_name}/scale",
    operation_id="UpdateInferDeploymentScale",
    response_model_exclude_none=True,
)
async def scale_deployment(
    *,
    request: Request,
    context: Context,
    db: Db,
    service_id: ServiceId,
    deployment_name: Deployment,
    body: Scale,
    who: Writer,
) -> DeploymentAnswer:
    """Change the number of instances of a deployment."""
    language = language_of(request)
    return await deployments.scale_deployment(
        db, context, who, service_id, deployment_name, count=body.count, language=language
    )


@router.get(f"{_ONE}/versions", operation_id="ListInferDeploymentVersions")
async def list_versions(
    db: ReadDb,
    service_id: ServiceId,
    deployment_id: Deployment,
    who: Reader,
    sort_key: Word = None,
    offset: Offset = 0,
    limit: Limit = 10,
) -> VersionPage:
    """List the versions of a deployment."""
    return await deployments.list_versions(db, who, service_id, deployment_id, offset=offset, limit=limit)


@router.get(f"{_ONE}/versions/{{version}}", operation_id="ShowInferDeploymentVersion", response_model_exclude_none=True)
async def show_version(
    request: Request, db: ReadDb, service_id: ServiceId, deployment_id: Deployment, version: Version, who: Reader
) -> DeploymentAnswer:
    """Show a version of a deployment."""
    return await deployments.get_version(db, who, service_id, deployment_id, version, language=language_of(request))


@router.delete(f"{_ONE}/versions/{{version}}", operation_id="DeleteInferDeploymentVersion")
async def delete_version(db: Db, service_id: ServiceId, deployment_id: Deployment, version: Version, who: Writer) -> Named:
    """Forget a version of a deployment."""
    return await deployments.delete_version(db, who, service_id, deployment_id, version)


@router.post(f"{_ONE}/versions/{{version}}/switch", operation_id="SwitchInferDeploymentVersion")
async def switch_version(
    *,
    context: Context,
    db: Db,
    service_id: ServiceId,
    deployment_id: Deployment,
    version: Version,
    body: VersionSwitch,
    who: Writer,
) -> Named:
    """Bring a version of a deployment back."""
    return await deployments.switch_version(db, context, who, service_id, deployment_id, version=version)


@router.get(f"{_ONE}/hpa", operation_id="ShowInferDeploymentHpa", response_model_exclude_none=True)
async def show_hpa(db: ReadDb, service_id: ServiceId, deployment_id: Deployment, who: Reader) -> HpaAnswer:
    """Show how a deployment scales."""
    return await deployments.get_hpa(db, who, service_id, deployment_id)


@router.post(f"{_ONE}/hpa", operation_id="CreateInferDeploymentHpa", response_model_exclude_none=True)
async def create_hpa(
    context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, body: HpaToCreate, who: Writer
) -> HpaAnswer:
    """Have a deployment scale by rules."""
    return await deployments.create_hpa(db, context, who, service_id, deployment_id, wanted=body)


@router.put(f"{_ONE}/hpa", operation_id="UpdateInferDeploymentHpa", response_model_exclude_none=True)
async def update_hpa(
    context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, body: HpaChange, who: Writer
) -> HpaAnswer:
    """Change the rules by which a deployment scales."""
    return await deployments.update_hpa(db, context, who, service_id, deployment_id, change=body)


@router.delete(f"{_ONE}/hpa", operation_id="DeleteInferDeploymentHpa", response_model_exclude_none=True)
async def delete_hpa(context: Context, db: Db, service_id: ServiceId, deployment_id: Deployment, who: Writer) -> HpaAnswer:
    """Have a deployment keep its number of instances."""
    return await deployments.delete_hpa(db, context, who, service_id, deployment_id)


@router.get(f"{_ONE}/hpa/events", operation_id="ListInferDeploymentHpaEvents")
async def list_hpa_events(
    *,
    request: Request,
    db: ReadDb,
    service_id: ServiceId,
    deployment_id: Deployment,
    who: Annotated[Subject, allow(access.GET_EVENTS, of="service_id")],
    sort_key: Word = None,
    sort_dir: Direction = "desc",
    offset: _Page = 0,
    limit: Limit = 10,
) -> HpaEventPage:
    """List the times at which a deployment scaled."""
    return await deployments.list_hpa_events(
        db,
        who,
        service_id,
        deployment_id,
        descending=sort_dir.lower() == "desc",
        offset=offset * limit,
        limit=limit,
        language=language_of(request),
    )


def _no_roles(operation: str) -> OperationNotSupported:
    return OperationNotSupported(
        operation=operation,
        problem="an instance has one role, so there is no ratio of roles to follow; use hpa",
        problem_zh="实例只有一个角色，没有可调整的角色配比，请使用 hpa",
    )


@router.get(f"{_ONE}/hra", operation_id="ShowInferHra")
async def show_hra(service_id: ServiceId, deployment_id: Deployment, _who: Reader) -> None:
    """Refuse: instances have one role."""
    raise _no_roles("ShowInferHra")


@router.post(f"{_ONE}/hra", operation_id="CreateInferHra")
async def create_hra(service_id: ServiceId, deployment_id: Deployment, _who: Writer) -> None:
    """Refuse: instances have one role."""
    raise _no_roles("CreateInferHra")


@router.put(f"{_ONE}/hra", operation_id="UpdateInferHra")
async def update_hra(service_id: ServiceId, deployment_id: Deployment, _who: Writer) -> None:
    """Refuse: instances have one role."""
    raise _no_roles("UpdateInferHra")


@router.get("/{id}/deployments/{name}/instances", operation_id="ListInferDeploymentInstances", response_model_exclude_none=True)
async def list_instances(
    *,
    db: ReadDb,
    id: ServiceId,  # noqa: A002 - the published name
    name: Deployment,
    who: OldReader,
    status: _States = [],  # noqa: B006 - nobody changes it
    instance_name: Word = None,
    offset: _Page = 0,
    limit: Limit = 10,
) -> InstancePage:
    """List the instances of a deployment."""
    states = states_of(InstanceState, status, INSTANCE_WORDS)
    return await v2_instances.list_instances(
        db, who, id, name, states=states, name=instance_name, offset=offset * limit, limit=limit
    )


@router.delete("/{id}/deployments/{deployment_name}/instances/{name}", operation_id="DeleteInferDeploymentInstance")
async def delete_instance(
    *,
    context: Context,
    db: Db,
    id: ServiceId,  # noqa: A002 - the published name
    deployment_name: Deployment,
    name: Name,
    who: OldWriter,
    force: bool = False,
    operation: Literal["RECREATE", "DELETE"] = "RECREATE",
) -> InstanceNamed:
    """End an instance."""
    return await v2_instances.delete_instance(
        db, context, who, id, deployment_name, name=name, is_replaced=operation == "RECREATE", is_forced=force
    )


@router.get("/{id}/deployments/{deployment_name}/instances/{name}/pods", operation_id="ListInferDeploymentPods")
async def list_pods(
    *,
    db: ReadDb,
    id: ServiceId,  # noqa: A002 - the published name
    deployment_name: Deployment,
    name: Name,
    who: OldReader,
    status: _States = [],  # noqa: B006 - nobody changes it
    pod_name: Word = None,
    pod_id: Word = None,
    pod_node_ip: Word = None,
    pod_node_name: Word = None,
    pod_role_name: Word = None,
    offset: _Page = 0,
    limit: Limit = 10,
) -> PodPage:
    """List the pods of an instance, or of all."""
    return await v2_instances.list_pods(
        db,
        who,
        id,
        deployment_name,
        name,
        states=states_of(PodState, status),
        pod_name=pod_name,
        pod_id=pod_id,
        node_ip=pod_node_ip,
        node_name=pod_node_name,
        role_name=pod_role_name,
        offset=offset * limit,
        limit=limit,
    )


@router.delete(_PODS, operation_id="DeleteInferDeploymentPod")
async def delete_pod(
    *,
    context: Context,
    db: Db,
    id: ServiceId,  # noqa: A002 - the published name
    deployment_name: Deployment,
    instance_name: Name,
    name: Name,
    who: OldWriter,
    force: bool = False,
) -> PodNamed:
    """End the process of an instance."""
    return await v2_instances.delete_pod(
        db, context, who, id, deployment_name, instance=instance_name, name=name, is_forced=force
    )


@router.get(f"{_PODS}/events", operation_id="ListInferDeploymentPodEvents")
async def list_pod_events(
    *,
    request: Request,
    db: ReadDb,
    id: ServiceId,  # noqa: A002 - the published name
    deployment_name: Deployment,
    instance_name: Name,
    name: Name,
    who: Annotated[Subject, allow(access.GET_EVENTS, of="id")],
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
) -> list[PodEvent]:
    """List what happened to a pod."""
    return await v2_instances.list_pod_events(
        db,
        who,
        id,
        deployment_name,
        instance=instance_name,
        name=name,
        start_ms=start_time,
        end_ms=end_time,
        language=language_of(request),
    )
