"""Wire shapes of storage tasks. Times are milliseconds since the epoch, sizes bytes."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from modelyard.objects.types import TaskKind, TaskState

Place = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")]


class TaskCreate(BaseModel):
    """What is to be done.

    source: `obs://bucket/key`: an archive to unpack, or an object or folder to delete; for an import a directory or file
    of the server. target: the folder that receives it; not for a deletion. overwrite: replace objects that are there.
    """

    kind: TaskKind
    source: Place
    target: Place | None = None
    overwrite: bool = False


class TaskError(BaseModel):
    """Why a task failed."""

    error_code: str
    error_msg: str


class TaskProblem(BaseModel):
    """A file that was passed over, and why."""

    path: str
    reason: str


class StorageTask(BaseModel):
    """A storage task. `waiting_reason` says why it waits for another attempt; totals are null until they are counted."""

    id: str
    kind: TaskKind
    source: str
    target: str | None
    overwrite: bool
    state: TaskState
    done_files: int
    total_files: int | None
    done_bytes: int
    total_bytes: int | None
    skipped_files: int
    failed_files: int
    problems: list[TaskProblem]
    error: TaskError | None
    waiting_reason: str | None
    created_at: int
    started_at: int | None
    finished_at: int | None
    user_name: str


class StorageTaskList(BaseModel):
    """A page of tasks, newest first."""

    tasks: list[StorageTask]
    total_count: int
    count: int
