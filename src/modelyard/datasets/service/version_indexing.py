"""What versions are searched by: facets and names of their own, read from their lines once (decision 0154)."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.version_searches import VersionNotIndexed, VersionUnreadable
from modelyard.datasets.models.datasets import DatasetRemovalRow, DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.version_searches import VersionNamesRow, VersionSearchRow
from modelyard.datasets.models.versions import DatasetVersionRow
from modelyard.datasets.service import tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.numbers import take_numbers
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import ACTIVE

# After a failure the lines are left alone for a while: a page asks every other second.
_REST = timedelta(minutes=5)


async def begin(db: AsyncSession, who: Subject, row: DatasetRow, version: DatasetVersionRow) -> VersionSearchRow:
    """Have the lines of a version read, unless somebody is at it or has done it; the dataset is locked."""
    found = await db.get(VersionSearchRow, version.id, populate_existing=True)
    if found is not None:
        task = await db.get(DatasetTaskRow, found.task_id)
        if found.ready or (task is not None and task.state in ACTIVE):
            return found
        # It begins anew: what the one before has written is swept away.
        await forget(db, version)
    await db.execute(delete(VersionNamesRow).where(VersionNamesRow.version_id == version.id))
    goal = {"version_id": version.id}
    task = await tasks.submit(db, who, row, TaskKind.INDEX, goal)
    task.total = version.figures["total"]
    found = VersionSearchRow(version_id=version.id, number=await take_numbers(db), task_id=task.id, ready=False)
    db.add(found)
    return found


async def forget(db: AsyncSession, version: DatasetVersionRow) -> None:
    """Have what a version is searched by swept away; the dataset is locked."""
    found = await db.get(VersionSearchRow, version.id)
    if found is not None:
        db.add(DatasetRemovalRow(number=found.number, jobs=[]))
        await db.delete(found)
        await db.flush()  # another one may come in its place


async def numbers_of(db: AsyncSession, row: DatasetRow) -> list[int]:
    """Return the owners of the facets of all versions of a dataset."""
    statement = select(VersionSearchRow.number).join(DatasetVersionRow, DatasetVersionRow.id == VersionSearchRow.version_id)
    return list(await db.scalars(statement.where(DatasetVersionRow.dataset_id == row.id)))


async def owner_of(context: DatasetsContext, who: Subject, dataset_id: str, version: DatasetVersionRow) -> int:
    """Return the owner of the facets of a version. One that was published before there were any is begun with.

    Raises VersionNotIndexed while its lines are read, VersionUnreadable for a while after that has failed.
    """
    async with context.database.read_session() as db:
        found = await db.get(VersionSearchRow, version.id)
        task = None if found is None or found.ready else await db.get(DatasetTaskRow, found.task_id)
    if task is not None and task.ended_at is not None and task.error and context.clock.now() - task.ended_at < _REST:
        told = {language: task.error.get(language, "") for language in Language}
        raise VersionUnreadable(name=version.name, problem=told[Language.EN], problem_zh=told[Language.ZH])
    if found is None or not found.ready:
        async with context.database.session() as db:
            row, _ = await get_rows(db, who, dataset_id, lock=True)
            found = await begin(db, who, row, version)
            task = await db.get_one(DatasetTaskRow, found.task_id)
        if not found.ready:
            raise VersionNotIndexed(name=version.name, done=task.done, total=task.total or 0)
    return found.number
