"""Routes of teams and members."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow, authenticated
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, PageNumber
from modelyard.datasets.schemas.datasets import BatchOutcome, Loose, WorkspaceId
from modelyard.datasets.schemas.team_tasks import WorkerTaskList
from modelyard.datasets.schemas.teams import (
    CreatedMember,
    CreatedTeam,
    Invitation,
    InvitationAccept,
    Joined,
    MemberAnswer,
    MemberCreate,
    MemberList,
    MembersDelete,
    MemberUpdate,
    Nothing,
    TeamAnswer,
    TeamCreate,
    TeamList,
    TeamUpdate,
)
from modelyard.datasets.service import team_tasks, teams
from modelyard.datasets.types.datasets import DEFAULT_WORKSPACE

router = APIRouter(prefix="/v2/{project_id}/workforces", tags=["datasets"], dependencies=[Depends(project_in_path)])

TeamId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the team.")]
WorkerId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the member.")]
PageSize = Annotated[int, Query(ge=1, le=100)]
Order = Literal["asc", "desc"]
MemberKey = Literal["create_time", "email"]
_JOINING = "the link says whom it invites, and is asked for in the caller's project"


@router.get("", operation_id="ListWorkforces")
async def list_workforces(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_TEAMS)],
    search_content: Annotated[Line, Query(max_length=64)] = "",
    workforce_task_id: Annotated[Line, Query(max_length=64)] = "",
    workspace_id: Annotated[WorkspaceId, Query()] = DEFAULT_WORKSPACE,
    sort_by: Literal["create_time", "workforce_name"] = "create_time",
    order: Order = "desc",
    offset: PageNumber = 0,
    limit: PageSize = 10,
) -> TeamList:
    """List teams: filtered, sorted, in pages."""
    return await teams.list_teams(
        db,
        who,
        workspace_id=workspace_id,
        name=search_content,
        task_id=workforce_task_id,
        sort_by=sort_by,
        descending=order == "desc",
        page=offset,
        limit=limit,
    )


@router.post("", operation_id="CreateWorkforce", status_code=201)
async def create_workforce(
    context: Context, db: Db, body: TeamCreate, who: Annotated[Subject, allow(access.CREATE_TEAM)]
) -> CreatedTeam:
    """Create a team."""
    return await teams.create_team(db, who, body, settings=context.settings)


@router.get("/workers", operation_id="ListAllWorkers", response_model_exclude_none=True)
async def list_all_workers(
    db: ReadDb,
    who: Annotated[Subject, allow(access.GET_TEAM)],
    role: Annotated[int, Loose, Query(ge=-1, le=2, description="Role of the members; ours: -1 for all of them.")] = 0,
    sort_by: MemberKey = "create_time",
    order: Order = "desc",
    offset: PageNumber = 0,
    limit: PageSize = 10,
) -> MemberList:
    """List the members of all teams who have a role."""
    wanted = None if role < 0 else role
    return await teams.list_all_members(
        db, who, role=wanted, sort_by=sort_by, descending=order == "desc", page=offset, limit=limit
    )


@router.get("/worker-tasks", operation_id="ListWorkerTasks")
async def list_worker_tasks(
    db: ReadDb,
    who: Annotated[Subject, authenticated("lists what the caller takes part in")],
    search_content: Annotated[Line, Query(max_length=64)] = "",
    sort_by: Literal["create_time", "workforce_task_name"] = "create_time",
    order: Literal["asc", "desc"] = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> WorkerTaskList:
    """List the team tasks that the caller takes part in."""
    return await team_tasks.list_worker_tasks(
        db, who, name=search_content, sort_by=sort_by, descending=order == "desc", page=offset, limit=limit
    )


@router.post("/invitations/accept", operation_id="AcceptWorkforceInvitation")
async def accept_invitation(db: Db, body: InvitationAccept, who: Annotated[Subject, authenticated(_JOINING)]) -> Joined:
    """Ours: join a team by the secret part of an invitation link, which ends with that."""
    return await teams.join(db, who, body.token)


@router.get("/{workforce_id}", operation_id="DescWorkforce")
async def show_workforce(db: ReadDb, workforce_id: TeamId, who: Annotated[Subject, allow(access.GET_TEAM)]) -> TeamAnswer:
    """Show a team."""
    return await teams.get_team(db, who, workforce_id)


@router.put("/{workforce_id}", operation_id="UpdateWorkforce")
async def update_workforce(
    db: Db, workforce_id: TeamId, body: TeamUpdate, who: Annotated[Subject, allow(access.UPDATE_TEAM)]
) -> Nothing:
    """Change the name or the description of a team."""
    await teams.change_team(db, who, workforce_id, body)
    return Nothing()


@router.delete("/{workforce_id}", operation_id="DeleteWorkforce", status_code=204)
async def delete_workforce(db: Db, workforce_id: TeamId, who: Annotated[Subject, allow(access.UPDATE_TEAM)]) -> Response:
    """Delete a team with its members."""
    await teams.delete_team(db, who, workforce_id)
    return Response(status_code=204)


@router.get("/{workforce_id}/workers", operation_id="ListWorkers", response_model_exclude_none=True)
async def list_workers(
    db: ReadDb,
    workforce_id: TeamId,
    who: Annotated[Subject, allow(access.GET_TEAM, of="workforce_id")],
    sort_by: MemberKey = "create_time",
    order: Order = "desc",
    offset: PageNumber = 0,
    limit: PageSize = 10,
) -> MemberList:
    """List the members of a team."""
    return await teams.list_members(
        db, who, workforce_id, sort_by=sort_by, descending=order == "desc", page=offset, limit=limit
    )


@router.post("/{workforce_id}/workers", operation_id="CreateWorker", status_code=201)
async def create_worker(
    context: Context,
    db: Db,
    workforce_id: TeamId,
    body: MemberCreate,
    who: Annotated[Subject, allow(access.UPDATE_TEAM, of="workforce_id")],
) -> CreatedMember:
    """Add a member to a team."""
    return await teams.add_member(db, who, workforce_id, body, settings=context.settings)


@router.post("/{workforce_id}/workers/batch-delete", operation_id="BatchDeleteWorkers", response_model_exclude_none=True)
async def delete_workers(
    request: Request,
    db: Db,
    workforce_id: TeamId,
    body: MembersDelete,
    who: Annotated[Subject, allow(access.UPDATE_TEAM, of="workforce_id")],
) -> BatchOutcome:
    """Remove members from a team, each by himself."""
    return await teams.remove_members(db, who, workforce_id, body.workers, language=language_of(request))


@router.get("/{workforce_id}/workers/{worker_id}", operation_id="DescWorker", response_model_exclude_none=True)
async def show_worker(
    db: ReadDb,
    workforce_id: TeamId,
    worker_id: WorkerId,
    who: Annotated[Subject, allow(access.GET_TEAM, of="workforce_id")],
) -> MemberAnswer:
    """Show a member of a team."""
    return await teams.get_member(db, who, workforce_id, worker_id)


@router.put("/{workforce_id}/workers/{worker_id}", operation_id="UpdateWorker")
async def update_worker(
    db: Db,
    workforce_id: TeamId,
    worker_id: WorkerId,
    body: MemberUpdate,
    who: Annotated[Subject, allow(access.UPDATE_TEAM, of="workforce_id")],
) -> Nothing:
    """Change the role or the description of a member."""
    await teams.change_member(db, who, workforce_id, worker_id, body)
    return Nothing()


@router.delete("/{workforce_id}/workers/{worker_id}", operation_id="DeleteWorker", status_code=204)
async def delete_worker(
    request: Request,
    db: Db,
    workforce_id: TeamId,
    worker_id: WorkerId,
    who: Annotated[Subject, allow(access.UPDATE_TEAM, of="workforce_id")],
) -> Response:
    """Remove a member from a team."""
    await teams.remove_members(db, who, workforce_id, [worker_id], language=language_of(request))
    return Response(status_code=204)


@router.post("/{workforce_id}/workers/{worker_id}/invitation", operation_id="InviteWorker")
async def invite_worker(
    context: Context,
    db: Db,
    workforce_id: TeamId,
    worker_id: WorkerId,
    who: Annotated[Subject, allow(access.UPDATE_TEAM, of="workforce_id")],
) -> Invitation:
    """Ours: make an invitation link for a member; one that was made before ends."""
    return await teams.invite(db, who, workforce_id, worker_id, settings=context.settings)
