"""Words of images."""

from dataclasses import dataclass
from typing import NewType

from modelyard.core.types import StrEnum

ImageId = NewType("ImageId", str)


class ImageKind(StrEnum):
    """What an image is made of."""

    ENVIRONMENT = "environment"
    OCI = "oci"


class ImageStatus(StrEnum):
    """Where an image is on its way; the spellings are those of the public API."""

    INIT = "INIT"
    CREATING = "CREATING"
    ACTIVE = "ACTIVE"
    CREATE_FAILED = "CREATE_FAILED"
    ERROR = "ERROR"
    DELETED = "DELETED"


@dataclass(frozen=True)
class RuntimeImage:
    """What an engine needs to run something in an image.

    name: as people write it, for logs and messages.
    kind: an environment is a directory with a virtual environment in it, an OCI image a reference for podman or docker.
    location: the absolute directory of the environment, or the reference with its digest.
    digest: of the content; equal digests are the same image.
    env: variables that the image sets.
    """

    name: str
    kind: ImageKind
    location: str
    digest: str
    env: tuple[tuple[str, str], ...] = ()
