"""Finding a dataset that a caller may use."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import DatasetNotFound
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.rules.paths import inner_path
from modelyard.iam.service.workspaces import require_workspace


async def get_rows(
    db: AsyncSession, who: Subject, dataset_id: str, *, lock: bool = False
) -> tuple[DatasetRow, LabellingJobRow]:
    """Return a dataset that the caller may see, in a workspace that he may enter, and its job. Raises DatasetNotFound."""
    if lock:
        row = await queries.find_dataset(db, who, dataset_id, lock=True)
        found = None if row is None else (row, await db.get_one(LabellingJobRow, row.default_job_id))
    else:
        found = await queries.find_both(db, who, dataset_id)
    if found is not None:
        try:
            await require_workspace(db, who, found[0].workspace_id)
        except AppError:
            found = None
    if found is None:
        raise DatasetNotFound(dataset_id=dataset_id, resource=dataset_id)
    return found


def own_folder(row: DatasetRow, task_id: str, name: str = "") -> str:
    """Return the folder below a dataset's own where an import puts what it brings. name: that was asked for."""
    top = inner_path(row.work_path, row.settings["folder"], row.id)
    return f"{top}data/{name.strip('/') or f'import_{task_id}'}/"


def rows_folder(row: DatasetRow, task_id: str) -> str:
    """Return the folder where an import puts the rows of a table: its own, so that no other import overwrites them.

    It is none that an import reads: files of archives lie beside it.
    """
    return f"{inner_path(row.work_path, row.settings['folder'], row.id)}data/rows_{task_id}/"
