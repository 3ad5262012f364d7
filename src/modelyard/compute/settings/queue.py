"""Settings of the queue, of flavors and of quotas."""

from typing import Literal

from pydantic import Field

from modelyard.core.settings import Settings


class QueueSettings(Settings):
    """Who starts when, and where."""

    placement: Literal["pack", "spread"] = Field(
        default="pack",
        description="`pack` puts tasks on as few nodes as possible, so that large workloads find whole nodes; "
        "`spread` on as many as possible.",
    )
    preemption: bool = Field(
        default=True, description="Stop workloads that agreed to it to make room for those of higher priority."
    )
    patience_seconds: int = Field(
        default=14_400,
        ge=60,
        le=2_592_000,
        description="Waiting so long raises a workload's priority by one class; after three times as long only time counts.",
    )
    reserve_after_seconds: int = Field(
        default=60,
        ge=0,
        le=86_400,
        description="The first in the queue lets smaller ones pass for so long; then nodes are kept for it.",
    )
    usage_half_life_seconds: int = Field(
        default=3600, ge=60, le=604_800, description="What a project used counts half after this time, when turns are compared."
    )
    fault_wait_seconds: int = Field(
        default=1800,
        ge=60,
        le=604_800,
        description="A workload that the platform lost gives up when no room came for so long.",
    )
    poll_seconds: float = Field(
        default=5.0, ge=0.1, le=300, description="How often running tasks are looked at where no hint came."
    )
    node_seconds: float = Field(default=10.0, ge=0.5, le=3600, description="How often the engine is asked for its nodes.")
    node_gone_seconds: int = Field(
        default=120, ge=5, le=86_400, description="A node that was not reported for so long is taken as gone."
    )
    max_tasks: int = Field(default=1000, ge=1, le=100_000, description="Most tasks of one workload.")
    max_spec_bytes: int = Field(
        default=4 * 2**20, ge=2**16, le=2**28, description="Most bytes that the description of a workload may have."
    )
    kept_days: int = Field(
        default=30, ge=1, le=3650, description="Rows of ended workloads that nobody removed are kept so long."
    )


class OwnFlavor(Settings):
    """A size of the site's own."""

    name: str = Field(max_length=128, pattern=r"^[a-z0-9][a-z0-9._-]*$", description="What people write.")
    cores: float = Field(ge=0.1, le=4096, description="CPU cores.")
    memory_gib: float = Field(ge=0.125, le=65_536, description="Memory in GiB.")
    disk_gib: float = Field(default=10, ge=0.1, le=1_048_576, description="Disk in GiB.")
    gpus: int = Field(default=0, ge=0, le=64, description="Graphics cards.")
    npus: int = Field(default=0, ge=0, le=64, description="Ascend cards.")
    product: str = Field(default="", max_length=64, description="Product name of the cards, any if empty.")


class FlavorSettings(Settings):
    """Sizes that tasks can have."""

    from_nodes: bool = Field(
        default=True, description="Make flavors from the machines there are: whole ones, halves, quarters, one for each card."
    )
    own: list[OwnFlavor] = Field(
        default=[],
        description="Flavors of the site, `[[compute.flavors.own]]` with `name`, `cores` and `memory_gib`.",
    )
    aliases: dict[str, str] = Field(
        default={}, description='Further names of flavors: `[compute.flavors.aliases]` with `name = "flavor"`.'
    )


class QuotaSettings(Settings):
    """What each project may have; what is set over the API can only be less."""

    cores: int | None = Field(default=None, ge=0, le=10_000_000, description="CPU cores of a project; no limit if unset.")
    memory_gib: int | None = Field(
        default=None, ge=0, le=10_000_000, description="Memory of a project in GiB; no limit if unset."
    )
    cards: int | None = Field(default=None, ge=0, le=1_000_000, description="GPUs and NPUs of a project; no limit if unset.")
    running: int | None = Field(
        default=None, ge=0, le=1_000_000, description="Running workloads of a project; no limit if unset."
    )
    queued: int = Field(default=20_000, ge=1, le=1_000_000, description="Workloads of a project that wait.")
