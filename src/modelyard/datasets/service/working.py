"""What long work is made of: a kind of work takes one step after another, and each step is one transaction."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.datasets import TaskKind


@dataclass(frozen=True)
class TaskNow:
    """A task as it is before a step. who: the submitter as he is now; storage is reached with his rights.

    checkpoint: of the last step that was committed; empty at the beginning.
    """

    id: str
    dataset_id: str
    kind: TaskKind
    who: Subject
    goal: Mapping[str, Any]
    checkpoint: Mapping[str, Any]
    result: Mapping[str, Any]
    total: int | None
    done: int
    good: int
    bad: int


@dataclass
class Step:
    """What one step has done. Counters are added to those of the task.

    checkpoint: given to the next step; None leaves it as it is. total: items in all, once it is known.
    failure: ends the task, with what the step has done.
    result: fields to set in what is shown of the task. wait: when to take the next step; at once if there is none.
    write: what the step writes, in the transaction of the checkpoint. It may still change the step, and may be called
    again if the transaction failed: then with a step that was made anew. It never waits for anything but the database.
    """

    checkpoint: dict[str, Any] | None = None
    finished: bool = False
    total: int | None = None
    done: int = 0
    good: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    wait: timedelta | None = None
    failure: AppError | None = None
    write: Callable[[AsyncSession, "Step"], Awaitable[None]] | None = None


class Work(ABC):
    """One kind of long work. There is an object for each task that a worker has taken, which may keep things open.

    A worker can be killed at any point; another one then calls `step` with the last checkpoint that was committed. So what
    a step does outside the database must be harmless when repeated. Steps take a second or two: between them a task can be
    stopped, its lease is renewed, others get the write lock. A failure (`AppError`) of the kinds 4xx ends the task; others
    are tried again after a while.
    """

    @abstractmethod
    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Take one step. No session is open."""

    async def close(self) -> None:
        """Let go of what is open; called at the end, however it comes."""
        return


Works = Mapping[TaskKind, Callable[[], Work]]


def problems_of(items: Sequence[Problem]) -> dict[str, int]:
    """Return how many problems there are of each code."""
    found: dict[str, int] = {}
    for each in items:
        found[each.code] = found.get(each.code, 0) + 1
    return found
