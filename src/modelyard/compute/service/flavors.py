"""Flavors, made anew from nodes and settings at each question, so that they are always true."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import FlavorNotFound
from modelyard.compute.queries import pools as queries
from modelyard.compute.rules import flavors as rules
from modelyard.compute.rules.flavors import Flavor, FlavorType
from modelyard.compute.rules.room import Need, Node, Room
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.settings import FlavorSettings
from modelyard.compute.settings.queue import OwnFlavor

_GIB = 2**30


async def list_flavors(
    db: AsyncSession, context: ComputeContext, *, flavor_type: FlavorType | None = None, pool: str | None = None
) -> list[Flavor]:
    """Return the flavors that some node can hold, smallest first. pool: counts and admits the nodes of one pool only."""
    rows = await queries.all_nodes(db)
    nodes = [queries.node_of(row) for row in rows if pool is None or row.pool == pool]
    archs = {row.name: row.arch for row in rows}
    found = [_with_counts(flavor, nodes, archs) for flavor in made(nodes, context.settings.flavors)]
    return [flavor for flavor in found if flavor.most and flavor_type in {None, flavor.type}]


async def get_flavor(db: AsyncSession, context: ComputeContext, name: str, *, field: str = "flavor") -> Flavor:
    """Return the flavor that a name means; published names and aliases are resolved.

    Raises FlavorNotFound, which lists the ones there are.
    """
    flavors = await list_flavors(db, context)
    found = rules.resolve(name, flavors, context.settings.flavors.aliases)
    if found is None:
        known = ", ".join(flavor.name for flavor in flavors) or "-"
        raise FlavorNotFound(field=field, flavor=name[:128], flavors=known)
    return found


def made(nodes: Sequence[Node], settings: FlavorSettings) -> list[Flavor]:
    """Return the flavors of machines and of the site; the site's own win over machines' of the same name."""
    suggested = rules.from_nodes(nodes) if settings.from_nodes else []
    found = {flavor.name: flavor for flavor in suggested} | {own.name: _own(own) for own in settings.own}
    order = {FlavorType.CPU: 0, FlavorType.GPU: 1, FlavorType.ASCEND: 2}
    return sorted(found.values(), key=lambda flavor: (order[flavor.type], flavor.cards, flavor.cpu_milli, flavor.name))


def _own(own: OwnFlavor) -> Flavor:
    kind = FlavorType.GPU if own.gpus else FlavorType.ASCEND if own.npus else FlavorType.CPU
    memory, disk = round(own.memory_gib * _GIB), round(own.disk_gib * _GIB)
    return Flavor(own.name, kind, round(own.cores * 1000), memory, disk, own.gpus, own.npus, own.product)


def _with_counts(flavor: Flavor, nodes: Sequence[Node], archs: dict[str, str]) -> Flavor:
    holding = [(node.name, count) for node in nodes if (count := Room([node]).count(_need(flavor)))]
    arch = archs[holding[0][0]] if holding else flavor.arch
    return replace(flavor, nodes=len(holding), most=sum(count for _, count in holding), arch=arch)


def _need(flavor: Flavor) -> Need:
    product = (flavor.product if flavor.gpus else "", flavor.product if flavor.npus else "")
    return Need(flavor.cpu_milli, flavor.memory_bytes, flavor.disk_bytes, flavor.gpus, flavor.npus, *product)
