"""Wire shapes of the files that versions keep. All of them are ours."""

from typing import Literal

from pydantic import BaseModel

from modelyard.datasets.types.kept_files import FilesState


class VersionFiles(BaseModel):
    """How many files of a version are kept; lost: those that were gone, changed or not to be read when their turn came."""

    state: FilesState
    total: int
    kept: int
    lost: int
    size_bytes: int


class KeepingWanted(BaseModel):
    """Whether versions keep their files."""

    keep: bool


class Keeping(BaseModel):
    """Whether versions of a dataset keep their files, and whether somebody is at it."""

    keep: bool
    state: Literal["idle", "waiting", "running", "stopped", "failed"]
    waiting_versions: int
    error_code: str | None = None
    error_msg: str | None = None
