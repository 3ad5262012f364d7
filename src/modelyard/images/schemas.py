"""Wire shapes of images. Times are milliseconds since the epoch, sizes KB as the public API has them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, field_validator

from modelyard.core.text import Line, Prose
from modelyard.images.types import (
    LONGEST_REFERENCE,
    LONGEST_REQUIREMENTS,
    BuildStep,
    ImageOrigin,
    ImageStatus,
    ImageType,
    ServiceType,
    Visibility,
)

Address = Annotated[Line, StringConstraints(min_length=3, max_length=LONGEST_REFERENCE)]
WorkspaceId = Annotated[str, StringConstraints(pattern=r"^(0|[0-9a-f]{32})$")]


class ImageTag(BaseModel):
    """A label."""

    key: Annotated[Line, StringConstraints(min_length=1, max_length=128)]
    value: Annotated[Line, StringConstraints(max_length=255)] = ""


class ImageRegister(BaseModel):
    """An image to register.

    swr_path: `[registry/]organization/name:tag`. With neither of the two below it is an OCI image of that registry.
    requirements: the text of a requirement or lock file; the image is an environment with these packages.
    requirements_path: `obs://bucket/key` of such a file, instead of its text.
    arch: X86_64 or AARCH64; that of this machine unless given. resource_category, services: what it is meant for.
    visibility: PRIVATE for those who may use the project and workspace, PUBLIC for everybody to use.
    tags: `key` or `key=value`, of the group of images.
    """

    swr_path: Address
    requirements: Annotated[Prose, StringConstraints(min_length=1, max_length=LONGEST_REQUIREMENTS)] | None = None
    requirements_path: Annotated[Line, StringConstraints(min_length=6, max_length=2048)] | None = None
    arch: Literal["X86_64", "AARCH64", "x86_64", "aarch64"] | None = None
    description: Annotated[Prose, StringConstraints(max_length=512)] = ""
    origin: ImageOrigin = ImageOrigin.CUSTOMIZE
    resource_category: Annotated[list[Literal["CPU", "GPU", "ASCEND"]], Field(min_length=1, max_length=3)] = ["CPU", "GPU"]
    services: Annotated[list[Literal["NOTEBOOK", "SSH"]], Field(max_length=2)] = ["NOTEBOOK", "SSH"]
    service_type: ServiceType = ServiceType.UNKNOWN
    flavor_type: Literal["ASCEND_SNT9", "ASCEND_SNT9B", "ASCEND_SNT3"] | None = None
    visibility: Visibility = Visibility.PRIVATE
    workspace_id: WorkspaceId = "0"
    tags: Annotated[list[Annotated[Line, StringConstraints(min_length=1, max_length=384)]], Field(max_length=20)] = Field(
        default_factory=list
    )
    read_me: Annotated[Prose, StringConstraints(max_length=3000)] = ""

    @field_validator("requirements_path")
    @classmethod
    def _is_object(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("obs://", "s3://", "/")):
            raise ValueError("must be of the form obs://bucket/key")
        return value


class ImageDelete(BaseModel):
    """How to delete. is_force: accepted; images of other registries are never deleted there."""

    is_force: bool = False


class GroupUpdate(BaseModel):
    """Changes of a group; what is not given stays."""

    read_me: Annotated[Prose, StringConstraints(max_length=30_000)] | None = None
    tags: Annotated[list[ImageTag], Field(max_length=20)] | None = None


class Image(BaseModel):
    """An image. status_message: how far a build is, or why it failed. size: KB on the disk, 0 where it is not known."""

    id: str
    name: str
    namespace: str
    tag: str
    swr_path: str
    show_name: str | None = None
    show_tag: str | None = None
    arch: str
    type: ImageType
    origin: ImageOrigin
    status: ImageStatus
    status_message: str
    service_type: ServiceType
    dev_services: list[str]
    resource_categories: list[str]
    support_res_categories: list[str]
    flavor_type: str | None = None
    visibility: Visibility
    description: str
    size: int
    tags: list[ImageTag] = Field(default_factory=list)
    workspace_id: str
    swr_instance_id: str | None = None
    kind: str
    create_at: int
    update_at: int


class ImageList(BaseModel):
    """A page of images. current: the number of the page, from 1. size: records in a page."""

    current: int
    data: list[Image]
    pages: int
    size: int
    total: int


class ImageGroup(BaseModel):
    """The versions of one image together."""

    id: str
    name: str
    namespace: str
    version_count: int
    description: str
    read_me: str
    icon_name: str | None = None
    tags: list[ImageTag] = Field(default_factory=list)
    create_at: int
    update_at: int
    swr_instance_id: str | None = None
    swr_instance_name: str | None = None


class ImageGroupList(BaseModel):
    """A page of groups."""

    current: int
    data: list[ImageGroup]
    pages: int
    size: int
    total: int
    is_swr_enterprise: bool = False


class ImageBuild(BaseModel):
    """The build of an image. log: what it wrote, the last 64 KiB. packages: how many are in it."""

    id: str
    name: str
    status: ImageStatus
    step: BuildStep
    percent: int
    message: str
    packages: int
    lock: str | None
    log: str
    started_at: int | None
    finished_at: int | None
