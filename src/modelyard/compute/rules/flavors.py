"""Flavors: sizes made from the machines there are, those of the site, and the published names that scripts carry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from modelyard.compute.rules.room import Node
from modelyard.core.types import StrEnum

_GIB = 2**30
_MEMORY_STEP = 2**28
_SMALLEST_MILLI = 500


class FlavorType(StrEnum):
    """Kinds of flavors, in the spelling of the public API."""

    CPU = "CPU"
    GPU = "GPU"
    ASCEND = "Ascend"


@dataclass(frozen=True)
class Flavor:
    """A size that a task can have.

    product: of its cards; empty for any, or where it has none. nodes: how many nodes of some pool can hold it.
    most: how many tasks of this size all nodes together hold while nothing else runs.
    """

    name: str
    type: FlavorType
    cpu_milli: int
    memory_bytes: int
    disk_bytes: int
    gpus: int = 0
    npus: int = 0
    product: str = ""
    arch: str = "x86_64"
    nodes: int = 0
    most: int = 0

    @property
    def cards(self) -> int:
        return self.gpus + self.npus


@dataclass(frozen=True)
class Published:
    """A published name: the size that it stands for. cores: 0 for any, where cards decide."""

    type: FlavorType
    cores: int = 0
    cards: int = 0


# Names that published examples, documents and scripts carry. `None` for cores takes the smallest.
PUBLISHED: Mapping[str, Published] = {
    "modelarts.vm.cpu.free": Published(FlavorType.CPU),
    "modelarts.vm.cpu.2u": Published(FlavorType.CPU, 2),
    "modelarts.vm.cpu.4u": Published(FlavorType.CPU, 4),
    "modelarts.vm.cpu.8u": Published(FlavorType.CPU, 8),
    "modelarts.vm.cpu.8ud": Published(FlavorType.CPU, 8),
    "modelarts.vm.cpu.8u16g.119": Published(FlavorType.CPU, 8),
    "modelarts.vm.cpu.16u": Published(FlavorType.CPU, 16),
    "modelarts.vm.cpu.32u": Published(FlavorType.CPU, 32),
    "modelarts.vm.cpu.64u": Published(FlavorType.CPU, 64),
    "modelarts.vm.gpu.free": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.p4": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.p4u8.container": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.pnt004": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.t4": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.t4u8": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.gpu.tnt004": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.v100.large": Published(FlavorType.GPU, cards=1),
    "modelarts.vm.v100.large.free": Published(FlavorType.GPU, cards=1),
    "modelarts.p3.large.public": Published(FlavorType.GPU, cards=1),
    "modelarts.p3.large.public.free": Published(FlavorType.GPU, cards=1),
    "modelarts.kat1.xlarge": Published(FlavorType.ASCEND, cards=1),
    "modelarts.kat1.xlarge.public": Published(FlavorType.ASCEND, cards=1),
    "modelarts.kat1.8xlarge": Published(FlavorType.ASCEND, cards=8),
    "modelarts.kat1.8xlarge.public": Published(FlavorType.ASCEND, cards=8),
    "modelarts.vm.ai1.snt3": Published(FlavorType.ASCEND, cards=1),
    "modelarts.vm.ai1.a310": Published(FlavorType.ASCEND, cards=1),
    "modelarts.vm.arm.d310.3u6g": Published(FlavorType.ASCEND, cards=1),
    # The old job API's pools for its visual training: one to sixteen times a four-core machine with a card.
    "modelarts.pool.visual.xlarge": Published(FlavorType.GPU, cards=1),
    "modelarts.pool.visual.2xlarge": Published(FlavorType.GPU, cards=2),
    "modelarts.pool.visual.4xlarge": Published(FlavorType.GPU, cards=4),
    "modelarts.pool.visual.8xlarge": Published(FlavorType.GPU, cards=8),
    "modelarts.pool.visual.16xlarge": Published(FlavorType.GPU, cards=16),
}


def from_nodes(nodes: Iterable[Node]) -> list[Flavor]:
    """Return the flavors that machines suggest.

    A machine without cards: all of it, and halves down to one core (half a core on machines of at most two), memory and
    disk in proportion. One with cards: one card, two, four, ... with their share, and the processor sizes up to a half.
    """
    found: dict[str, Flavor] = {}
    for node in sorted(nodes, key=lambda node: (node.cpu_milli, node.memory_bytes, node.disk_bytes, node.name)):
        for flavor in (*_processor_sizes(node), *_card_sizes(node)):
            known = found.get(flavor.name)
            # Machines of one name may differ a little in memory; the smallest is what all of them can give.
            found[flavor.name] = flavor if known is None else _smaller(known, flavor)
    return list(found.values())


def resolve(name: str, flavors: Sequence[Flavor], aliases: Mapping[str, str]) -> Flavor | None:
    """Return the flavor that a name means: its own, that of an alias, or one of the size that a published name stands for."""
    by_name = {flavor.name: flavor for flavor in flavors}
    name = aliases.get(name, name)
    if name in by_name:
        return by_name[name]
    published = PUBLISHED.get(name)
    if published is None:
        return None
    fitting = [
        flavor
        for flavor in flavors
        if flavor.type is published.type and flavor.cards == published.cards and published.cores * 1000 in {0, flavor.cpu_milli}
    ]
    return min(fitting, key=lambda flavor: (flavor.cpu_milli, flavor.memory_bytes, flavor.name), default=None)


def whole(node: Node) -> Flavor:
    """Return the flavor that a whole machine is; pools are made of these."""
    if node.gpus or node.npus:
        return list(_card_sizes(node))[-1]
    memory = _memory(node.memory_bytes)
    return Flavor(_processor_name(node.cpu_milli), FlavorType.CPU, node.cpu_milli, memory, node.disk_bytes)


def _processor_sizes(node: Node) -> Iterable[Flavor]:
    parts = 2 if node.gpus + node.npus else 1
    while True:
        milli = node.cpu_milli // parts
        if milli < (_SMALLEST_MILLI if node.cpu_milli <= 2000 else 1000):
            return
        yield Flavor(
            _processor_name(milli), FlavorType.CPU, milli, _memory(node.memory_bytes // parts), node.disk_bytes // parts
        )
        parts *= 2


def _card_sizes(node: Node) -> Iterable[Flavor]:
    cards = node.gpus or node.npus
    kind, product = (FlavorType.GPU, node.gpu) if node.gpus else (FlavorType.ASCEND, node.npu)
    number = 1
    while number <= cards:
        memory, disk = _memory(node.memory_bytes * number // cards), node.disk_bytes * number // cards
        counts = (number, 0) if node.gpus else (0, number)
        name = f"modelarts.vm.{'gpu' if node.gpus else 'npu'}.{_word(product)}.{number}"
        yield Flavor(name, kind, node.cpu_milli * number // cards, memory, disk, *counts, product)
        number = cards if number < cards < number * 2 else number * 2


def _processor_name(milli: int) -> str:
    size = f"{milli // 1000}u" if milli % 1000 == 0 else f"{milli}m"
    return f"modelarts.vm.cpu.{size}"


def _word(product: str) -> str:
    """Return a product name as a part of a flavor's name: `NVIDIA H100 80GB HBM3` becomes `nvidia-h100-80gb-hbm3`."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in product.lower()).split()) or "card"


def _memory(amount: int) -> int:
    """Return memory in steps of 256 MiB, which people can read."""
    return amount // _MEMORY_STEP * _MEMORY_STEP or amount


def _smaller(one: Flavor, other: Flavor) -> Flavor:
    memory, disk = min(one.memory_bytes, other.memory_bytes), min(one.disk_bytes, other.disk_bytes)
    return replace(one, cpu_milli=min(one.cpu_milli, other.cpu_milli), memory_bytes=memory, disk_bytes=disk)
