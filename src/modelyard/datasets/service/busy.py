"""What datasets are busy with: what runs on them, how much of it is still to come, how many team tasks they have."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.teams import TeamTaskRow
from modelyard.datasets.schemas.datasets import DatasetAnswer
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import ACTIVE

# What `running_task_type` asks for; pre-labelling (1) and switching versions (3) are never under way here.
_KINDS = {
    0: {TaskKind.AUTO_LABEL},
    2: {TaskKind.EXPORT},
    4: {TaskKind.EXPORT},
    5: {TaskKind.IMPORT},
    6: {TaskKind.PUBLISH},
    7: {TaskKind.GROUPING},
}
_ALL = {TaskKind.SYNC}.union(*_KINDS.values())
_LOADING = {TaskKind.IMPORT, TaskKind.SYNC}


async def show_busy(
    db: AsyncSession, shown: Sequence[DatasetAnswer], *, with_tasks: bool, task_type: int | None = None
) -> None:
    """Put into the answers how much is being loaded, how many team tasks there are and, if asked for, which tasks run."""
    ids = [each.dataset_id for each in shown]
    statement = select(DatasetTaskRow).where(DatasetTaskRow.dataset_id.in_(ids), DatasetTaskRow.state.in_(ACTIVE))
    tasks = list(await db.scalars(statement.order_by(DatasetTaskRow.created_at, DatasetTaskRow.id))) if ids else []
    counted = select(TeamTaskRow.dataset_id, func.count()).where(TeamTaskRow.dataset_id.in_(ids))
    counts = {row[0]: row[1] for row in await db.execute(counted.group_by(TeamTaskRow.dataset_id))} if ids else {}
    kinds = _ALL if task_type is None else _KINDS.get(task_type, set())
    for each in shown:
        own = [task for task in tasks if task.dataset_id == each.dataset_id]
        each.loading_sample_count = sum(max(0, (one.total or 0) - one.done) for one in own if one.kind in _LOADING)
        each.workforce_task_count = counts.get(each.dataset_id, 0)
        each.exist_workforce_task = each.workforce_task_count > 0
        if with_tasks:
            each.running_tasks_id = [one.id for one in own if one.kind in kinds]
            each.exist_running_task = bool(each.running_tasks_id)
