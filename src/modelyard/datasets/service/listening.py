"""What identity announces, as it concerns datasets; called in the transaction of the announcement."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import DatasetsRemain
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted


async def on_workspace_deleted(db: AsyncSession, event: WorkspaceDeleted, _by: Subject) -> None:
    """Refuse while there are datasets: what people have labelled does not go in passing."""
    _refuse(await queries.count_datasets(db, event.project_id, event.resource_id))


async def on_project_deleted(db: AsyncSession, event: ProjectDeleted, _by: Subject) -> None:
    """Refuse while there are datasets."""
    _refuse(await queries.count_datasets(db, event.resource_id))


def _refuse(count: int) -> None:
    if count:
        raise DatasetsRemain(count=count)
