"""Vocabulary of buckets and objects."""

from dataclasses import dataclass
from typing import NewType

from modelyard.core.types import StrEnum

BucketName = NewType("BucketName", str)


class BucketState(StrEnum):
    """What becomes of a bucket.

    CREATING: it belongs to its account, and the store is given it before the first request goes there.
    DELETING: it answers as if it did not exist while the store lets go of it.
    """

    CREATING = "creating"
    ACTIVE = "active"
    DELETING = "deleting"


class TaskKind(StrEnum):
    """What a storage task does."""

    EXTRACT = "extract"
    IMPORT = "import"
    DELETE = "delete"


class TaskState(StrEnum):
    """How far a storage task is."""

    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class TaskPhase(StrEnum):
    """What a storage task that has not ended does next.

    COUNT: learn how much there is to do. WORK: do it. CLEAN: remove what it made, then end as `outcome` says.
    """

    COUNT = "count"
    WORK = "work"
    CLEAN = "clean"


class ArchiveProblem(StrEnum):
    """Why an archive is refused."""

    OUTSIDE = "outside"
    ABSOLUTE = "absolute"
    BACKSLASH = "backslash"
    NAME = "name"
    TOO_LONG = "too_long"
    LINK = "link"
    SPECIAL = "special"
    TWICE = "twice"
    FILE_AND_FOLDER = "file_and_folder"
    ENCRYPTED = "encrypted"
    COMPRESSION = "compression"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    MEMORY = "memory"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CopyLimits:
    """How much of a folder may be copied. Entries are files and folders; depth counts levels, files on top have one."""

    entries: int = 1000
    bytes: int = 5 * 2**30
    depth: int = 32
