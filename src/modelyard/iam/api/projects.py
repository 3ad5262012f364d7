"""Routes of accounts and projects."""

from typing import Annotated

from fastapi import APIRouter

from modelyard.core.access import allow, authenticated
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import Asked, PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.projects import (
    DomainList,
    Project,
    ProjectAnswer,
    ProjectCreateBody,
    ProjectList,
    ProjectStatusBody,
    ProjectUpdateBody,
    ProjectWithStatusAnswer,
)
from modelyard.iam.service import domains
from modelyard.iam.service import projects as service

router = APIRouter(tags=["iam"], dependencies=[with_links])


@router.get("/v3/auth/domains", operation_id="KeystoneListAuthDomains")
async def list_auth_domains(
    who: Annotated[Subject, authenticated("answers the caller's own account")], db: ReadDb
) -> DomainList:
    """List the accounts of the caller, which is one."""
    return await domains.list_domains(db, who)


@router.get("/v3/projects", operation_id="KeystoneListProjects")
async def list_projects(
    who: Annotated[Subject, authenticated("answers the projects that the caller can use; clients find theirs with it")],
    db: ReadDb,
    *,
    asked: Asked,
    domain_id: QueryId = None,
    name: QueryName = None,
    parent_id: QueryId = None,
    enabled: bool | None = None,
    is_domain: bool | None = None,
) -> ProjectList:
    """List the projects that the caller can use, by name; clients find theirs by `name`, which is the region."""
    return await service.list_projects(
        db, who, domain_id=domain_id, name=name, parent_id=parent_id, enabled=enabled, is_domain=is_domain, asked=asked
    )


@router.get("/v3/auth/projects", operation_id="KeystoneListAuthProjects")
async def list_auth_projects(
    who: Annotated[Subject, authenticated("answers the projects that the caller can use")], db: ReadDb
) -> ProjectList:
    """List the projects that the caller can use."""
    return await service.list_projects(db, who, path="/v3/auth/projects")


@router.post("/v3/projects", operation_id="KeystoneCreateProject", status_code=201)
async def create_project(
    who: Annotated[Subject, allow(access.CREATE_PROJECT)], db: Db, settings: SettingsHere, body: ProjectCreateBody
) -> ProjectAnswer:
    """Create a project below the project of a region; its name begins with the parent's and `_`."""
    return ProjectAnswer(project=await service.create_project(db, who, body.project, settings=settings))


@router.get("/v3/projects/{project_id}", operation_id="KeystoneShowProject")
async def show_project(who: Annotated[Subject, allow(access.GET_PROJECT)], db: ReadDb, project_id: PathId) -> ProjectAnswer:
    """Show a project."""
    project = await service.get_project(db, who, project_id)
    return ProjectAnswer(project=Project.model_validate(project.model_dump(exclude={"status"})))


@router.patch("/v3/projects/{project_id}", operation_id="KeystoneUpdateProject")
async def update_project(
    who: Annotated[Subject, allow(access.UPDATE_PROJECT)], db: Db, project_id: PathId, body: ProjectUpdateBody
) -> ProjectAnswer:
    """Rename or describe a project."""
    return ProjectAnswer(project=await service.update_project(db, who, project_id, body.project))


@router.delete("/v3/projects/{project_id}", operation_id="KeystoneDeleteProject", status_code=204)
async def delete_project(who: Annotated[Subject, allow(access.DELETE_PROJECT)], db: Db, project_id: PathId) -> None:
    """Delete a project and the grants in it."""
    await service.delete_project(db, who, project_id)


@router.get("/v3-ext/projects/{project_id}", operation_id="ShowProjectDetailsAndStatus")
async def show_project_status(
    who: Annotated[Subject, allow(access.GET_PROJECT)], db: ReadDb, project_id: PathId
) -> ProjectWithStatusAnswer:
    """Show a project and whether it is suspended."""
    return ProjectWithStatusAnswer(project=await service.get_project(db, who, project_id))


@router.put("/v3-ext/projects/{project_id}", operation_id="UpdateProjectStatus", status_code=204)
async def set_project_status(
    who: Annotated[Subject, allow(access.UPDATE_PROJECT)], db: Db, project_id: PathId, body: ProjectStatusBody
) -> None:
    """Suspend a project (`suspended`), or let people work in it again (`normal`)."""
    await service.set_project_status(db, who, project_id, enabled=body.project.status == "normal")
