"""What happens to images, in both languages."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event


@dataclass(frozen=True)
class ImageRegistered(Event):
    """Somebody registered an image."""

    name: ClassVar[str] = "image.registered"
    resource_type: ClassVar[str] = "image"
    text: ClassVar[str] = "Image {address} was registered."
    zh: ClassVar[str] = "镜像 {address} 已注册。"

    address: str


@dataclass(frozen=True)
class ImageDeleted(Event):
    """Somebody deleted an image."""

    name: ClassVar[str] = "image.deleted"
    resource_type: ClassVar[str] = "image"
    text: ClassVar[str] = "Image {address} was deleted."
    zh: ClassVar[str] = "镜像 {address} 已删除。"

    address: str


@dataclass(frozen=True)
class ImageBuilt(Event):
    """An environment is there. resource_id: of the build; for a registered image that is its own."""

    name: ClassVar[str] = "image.built"
    resource_type: ClassVar[str] = "image"
    text: ClassVar[str] = "Image {image} is built: {packages} packages."
    zh: ClassVar[str] = "镜像 {image} 构建完成，共 {packages} 个软件包。"

    image: str
    packages: int


@dataclass(frozen=True)
class ImageNotBuilt(Event):
    """An environment could not be built."""

    name: ClassVar[str] = "image.not_built"
    resource_type: ClassVar[str] = "image"
    text: ClassVar[str] = "Image {image} could not be built: {reason}"
    zh: ClassVar[str] = "镜像 {image} 构建失败：{reason}"

    image: str
    reason: str
