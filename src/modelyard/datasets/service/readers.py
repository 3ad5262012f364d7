"""Where formats plug into imports: a reader yields what it finds from a checkpoint on; `importing` writes it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from modelyard.core.subject import Subject
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.preparing import Block, Facts
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.datasets import LabelType

NO_FACTS = Facts()


@dataclass(frozen=True)
class ImportNow:
    """An import as a reader sees it. goal: what was asked for (`ImportGoal` as JSON). source: `obs://bucket/key` or folder.

    checkpoint: that of the last batch that was written; empty at the beginning. labels: numbers by type and name, as they
    were when the reader was made.
    """

    who: Subject
    task_id: str
    dataset_id: str
    label_type: LabelType
    source: str
    goal: Mapping[str, Any]
    checkpoint: Mapping[str, Any]
    labels: Mapping[tuple[int, str], int]
    next_label: int


@dataclass(frozen=True)
class Found:
    """A sample that a reader found, with what is said about it; labels by name. line, file: where, for problems.

    `item.source` is `s3://bucket/key`, `content://text`, or relative to the folder of the source. `item.files` (VOC) are
    read by the import.
    """

    item: Item
    facts: Facts = NO_FACTS
    line: int = 0
    file: str = ""


@dataclass
class Batch:
    """What a reader found: some 2,000 samples at most. checkpoint: where the next batch begins, small.

    seen: items looked at, wrong ones included; None: as many as were found and prepared. total: items, once known.
    block: what was prepared already, by readers that do that in a process of their own. wait: when to read on; at once if
    there is none. rows: of tables, which the reader has written itself.
    """

    checkpoint: dict[str, Any]
    is_last: bool
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: int | None = None
    total: int | None = None
    block: Block | None = None
    wait: timedelta | None = None
    rows: int = 0


class Reader(ABC):
    """Reads one source. Made once for each time that a worker takes the task; killed at any point, another goes on.

    in_storage: whether the path of the import is a place in a bucket, which is looked at when the import is asked for.
    """

    in_storage: ClassVar[bool] = True

    @abstractmethod
    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """Return the next batch after `task.checkpoint`. Storage is reached with the rights of `task.who`; no session.

        What makes the whole unreadable is raised (`AppError`); what is wrong with one item is a problem.
        """

    async def close(self) -> None:
        """Let go of what is open."""
        return
