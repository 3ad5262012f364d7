"""Words of images."""

from dataclasses import dataclass
from typing import NewType

from modelyard.core.types import StrEnum

ImageId = NewType("ImageId", str)
BuildId = NewType("BuildId", str)

# The longest address of an image in characters, and the longest requirement file in bytes.
LONGEST_REFERENCE = 2048
LONGEST_REQUIREMENTS = 256 * 1024


class ImageKind(StrEnum):
    """What an image is made of."""

    ENVIRONMENT = "environment"
    OCI = "oci"


class ImageStatus(StrEnum):
    """Where an image is on its way; the spellings are those of the public API.

    INIT: known and not built yet; the first use builds it. ERROR: it was there and is not any more, or cannot be had here.
    """

    INIT = "INIT"
    CREATING = "CREATING"
    ACTIVE = "ACTIVE"
    CREATE_FAILED = "CREATE_FAILED"
    ERROR = "ERROR"
    DELETED = "DELETED"


class Accelerator(StrEnum):
    """What the packages of an image compute on, as its name says."""

    CPU = "cpu"
    CUDA = "cuda"
    CANN = "cann"


class BuildStep(StrEnum):
    """What a build is at."""

    WAITING = "waiting"
    RESOLVE = "resolve"
    DOWNLOAD = "download"
    INSTALL = "install"
    SMOKE_TEST = "smoke_test"
    FINISHED = "finished"


@dataclass(frozen=True)
class RuntimeImage:
    """What an engine needs to run something in an image.

    name: as people write it, for logs and messages.
    kind: an environment is a directory with a virtual environment in it, an OCI image a reference for podman or docker.
    location: the absolute directory of the environment (`<location>/bin/python`), or the reference with its digest. An
        environment may be shown to a task at any other place, read-only.
    digest: of the content; equal digests are the same image.
    env: variables that the image sets.
    needs: directories of the node that must be seen at the same place, read-only: the interpreter that it was made with.
    """

    name: str
    kind: ImageKind
    location: str
    digest: str
    env: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class BeingBuilt:
    """An image that cannot be used yet: its build waits or runs. percent: 0 to 99. message: what it is at, in words."""

    name: str
    build_id: BuildId
    step: BuildStep
    percent: int
    message: str


class ImageType(StrEnum):
    """Whose image it is: the platform's, or somebody's own."""

    BUILD_IN = "BUILD_IN"
    DEDICATED = "DEDICATED"


class ImageOrigin(StrEnum):
    """How an image came to be."""

    CUSTOMIZE = "CUSTOMIZE"
    IMAGE_SAVE = "IMAGE_SAVE"


class ServiceType(StrEnum):
    """What an image is meant for."""

    COMMON = "COMMON"
    INFERENCE = "INFERENCE"
    TRAIN = "TRAIN"
    DEV = "DEV"
    UNKNOWN = "UNKNOWN"


class Visibility(StrEnum):
    """Who may use an image: those of its project and workspace, or everybody."""

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


class SortDirection(StrEnum):
    """Which end of a list comes first."""

    ASC = "ASC"
    DESC = "DESC"
