"""Flavors of machines on the wire."""

from typing import Literal

from pydantic import Field

from modelyard.compute.schemas.wire import Shape


class FlavorCards(Shape):
    """Cards of a machine. size, chip, card: how many."""

    type: str
    size: str
    card: str
    chip: str
    memory: str = ""


class ResourceFlavorMetadata(Shape):
    """name: what pools ask for."""

    name: str
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)


class ResourceFlavorSpec(Shape):
    """The size of a machine: cores, memory in GiB, cards."""

    type: Literal["Dedicate"] = "Dedicate"
    cpu_arch: Literal["x86", "arm64"] = Field(default="x86", alias="cpuArch")
    cpu: str
    memory: str
    gpu: FlavorCards | None = None
    npu: FlavorCards | None = None
    job_flavors: list[str] = Field(default_factory=list, alias="jobFlavors")
    billing_modes: list[int] = Field(default_factory=list, alias="billingModes")


class ResourceFlavorStatus(Shape):
    """phase: by zone, of which there is one."""

    phase: dict[str, str]


class ResourceFlavor(Shape):
    """A kind of machine."""

    api_version: Literal["v1"] = Field(default="v1", alias="apiVersion")
    kind: Literal["ResourceFlavor"] = "ResourceFlavor"
    metadata: ResourceFlavorMetadata
    spec: ResourceFlavorSpec
    status: ResourceFlavorStatus


class ListMetadata(Shape):
    """continue: where the next page begins; missing on the last one."""

    next: str | None = Field(default=None, alias="continue")
    remaining: int = Field(default=0, alias="remainingItemCount")


class ResourceFlavorList(Shape):
    """A page of machines' flavors."""

    api_version: Literal["v1"] = Field(default="v1", alias="apiVersion")
    kind: Literal["ResourceFlavorList"] = "ResourceFlavorList"
    metadata: ListMetadata
    items: list[ResourceFlavor]
