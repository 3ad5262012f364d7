"""Who may do what in a team task: whoever has the right on the dataset, and its members as far as their roles go."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.db import for_update
from modelyard.core.errors import Forbidden
from modelyard.core.subject import Subject
from modelyard.datasets import queries, queries_teams
from modelyard.datasets.errors.teams import NotYours, TeamTaskNotFound
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.teams import TaskMemberRow, TeamTaskRow
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.teams import Role

LEADERS = frozenset({Role.OWNER, Role.MANAGER})
WATCHERS = LEADERS | {Role.REVIEWER}


@dataclass(frozen=True)
class Right:
    """Whether the caller has the permission itself; `refusal` is what he is told if he is no member either."""

    refusal: Forbidden | None = None


@dataclass
class Entry:
    """A task that the caller may see, with what he is in it. members: everybody who takes part, by id."""

    who: Subject
    dataset: DatasetRow
    job: LabellingJobRow
    task: TeamTaskRow
    roles: frozenset[Role]
    own_ids: frozenset[str]
    members: dict[str, TaskMemberRow] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        """Whether the caller may see and change what all members do."""
        return bool(self.roles & LEADERS)

    def require(self, roles: Iterable[Role], *, problem: str, problem_zh: str) -> None:
        """Raise NotYours unless the caller is one of these."""
        if not self.roles & frozenset(roles):
            raise NotYours(problem=problem, problem_zh=problem_zh)

    def require_leader(self) -> None:
        """Raise NotYours unless the caller leads."""
        self.require(
            LEADERS,
            problem="Only the manager of the task, and who may change the dataset's team tasks, can do this",
            problem_zh="只有任务的管理员或有权修改团队标注任务的用户可以执行此操作",
        )

    def require_owner(self) -> None:
        """Raise NotYours unless the caller may change team tasks of the dataset."""
        self.require(
            {Role.OWNER},
            problem="Only who may change the dataset's team tasks can do this",
            problem_zh="只有有权修改团队标注任务的用户可以执行此操作",
        )


async def right_of(context: DatasetsContext, who: Subject, action: Action, dataset_id: str) -> Right:
    """Return whether the caller has a permission on a dataset; asked for before a session is open."""
    try:
        await context.gatekeeper.authorize(who, action, resource=dataset_id)
    except Forbidden as refusal:
        return Right(refusal)
    return Right()


async def enter(
    db: AsyncSession, who: Subject, right: Right, dataset_id: str, task_id: str, *, lock: bool = False, write: bool = False
) -> Entry:
    """Return a task of a dataset for the caller. lock: the task; write: the dataset as well, before it.

    Raises TeamTaskNotFound, DatasetNotFound; what the gatekeeper said, to those who neither have the right nor take part.
    """
    memberships = {row.id for row in await queries_teams.members_who_are(db, who)}
    if right.refusal is None:
        dataset, job = await get_rows(db, who, dataset_id, lock=write)
    else:
        found = await queries.find_dataset(db, who, dataset_id, lock=write) if memberships else None
        if found is None:
            raise right.refusal
        dataset, job = found, await db.get_one(LabellingJobRow, found.default_job_id)
    statement = select(TeamTaskRow).where(TeamTaskRow.id == task_id, TeamTaskRow.dataset_id == dataset.id)
    task = await db.scalar(for_update(statement) if lock or write else statement)
    members = {} if task is None else await members_of(db, task.id)
    own = frozenset(memberships & set(members))
    roles = {Role(members[member_id].role) for member_id in own}
    if right.refusal is None:
        roles.add(Role.OWNER)
    if task is None or not roles:
        raise right.refusal or TeamTaskNotFound(task_id=task_id, resource=task_id)
    return Entry(who, dataset, job, task, frozenset(roles), own, members)


async def members_of(db: AsyncSession, task_id: str) -> dict[str, TaskMemberRow]:
    """Return who takes part in a task, by id, in their order."""
    statement = select(TaskMemberRow).where(TaskMemberRow.task_id == task_id).order_by(TaskMemberRow.place)
    return {row.member_id: row for row in await db.scalars(statement)}
