"""What jobs can run in and on: engines and flavors, in the shapes of the public API."""

from modelyard.training.schemas.answers import Answer


class ImageInfo(Answer):
    """Where the image of an engine is."""

    cpu_image_url: str
    gpu_image_url: str
    image_version: str


class EngineItem(Answer):
    """An engine. missing: what this machine lacks for it; empty when it can be used."""

    engine_id: str
    engine_name: str
    engine_version: str
    v1_compatible: bool
    run_user: str
    image_info: ImageInfo
    description: str
    missing: str


class EngineList(Answer):
    """All engines."""

    total: int
    items: list[EngineItem]


class CPUInfo(Answer):
    """Cores."""

    arch: str
    core_num: int


class GPUInfo(Answer):
    """GPU cards."""

    unit_num: int
    product_name: str
    memory: str


class NPUInfo(Answer):
    """NPU cards; their number is text in the public API."""

    unit_num: str
    product_name: str
    memory: str


class SizeInfo(Answer):
    """Memory or disk."""

    size: int
    unit: str


class FlavorInfo(Answer):
    """What a node of a flavor has. max_num: most nodes that a job can have of it; 1 means that jobs cannot be distributed."""

    max_num: int
    cpu: CPUInfo
    gpu: GPUInfo | None
    npu: NPUInfo | None
    memory: SizeInfo
    disk: SizeInfo


class Billing(Answer):
    """Nothing is billed."""

    code: str
    unit_num: int


class FlavorItem(Answer):
    """A flavor."""

    pool_id: str
    flavor_id: str
    flavor_name: str
    flavor_type: str
    max_num: int
    billing: Billing
    flavor_info: FlavorInfo
    attributes: dict[str, str]
    support_engines: str
    support_groups: str


class FlavorList(Answer):
    """All flavors, smallest first."""

    total_count: int
    flavors: list[FlavorItem]


class LargestSize(Answer):
    """The largest size that a node of a pool can give a job now: cores, and memory in GB."""

    cpu_core_num: int
    mem_size: int
