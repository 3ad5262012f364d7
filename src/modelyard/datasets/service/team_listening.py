"""What others announce, as it concerns teams; called in the transaction of the announcement."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries_teams as queries
from modelyard.datasets.errors.datasets import JobsUnfinished
from modelyard.datasets.errors.teams import TeamsRemain
from modelyard.datasets.events import DatasetDeleted
from modelyard.datasets.models.teams import MemberRow, TeamRemovalRow, TeamTaskRow
from modelyard.datasets.types.teams import MemberStatus, TeamTaskStatus
from modelyard.iam.schemas.events import ProjectDeleted, UserDeleted, WorkspaceDeleted

_MOST_NAMES = 5


async def on_workspace_deleted(db: AsyncSession, event: WorkspaceDeleted, _by: Subject) -> None:
    """Refuse while there are teams."""
    _refuse(await queries.count_teams(db, event.project_id, event.resource_id))


async def on_project_deleted(db: AsyncSession, event: ProjectDeleted, _by: Subject) -> None:
    """Refuse while there are teams."""
    _refuse(await queries.count_teams(db, event.resource_id))


async def on_user_deleted(db: AsyncSession, event: UserDeleted, _by: Subject) -> None:
    """Have the members that the user was be nobody: they can be invited again."""
    values = {"user_id": None, "user_name": "", "status": MemberStatus.NOT_INVITED}
    await db.execute(update(MemberRow).where(MemberRow.user_id == event.resource_id).values(**values))


async def on_dataset_deleted(db: AsyncSession, event: DatasetDeleted, _by: Subject) -> None:
    """Refuse while people work on it; else have what they said swept away."""
    tasks = list(await db.scalars(select(TeamTaskRow).where(TeamTaskRow.dataset_id == event.resource_id)))
    unfinished = [task.name for task in tasks if task.status != TeamTaskStatus.FINISHED]
    if unfinished:
        raise JobsUnfinished(names=", ".join(unfinished[:_MOST_NAMES]))
    db.add_all(TeamRemovalRow(number=task.number) for task in tasks)


def _refuse(count: int) -> None:
    if count:
        raise TeamsRemain(count=count)
