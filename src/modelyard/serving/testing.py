"""Makers and fakes for tests of serving and of what is built on it."""

from collections.abc import Sequence

from modelyard.serving.types import CallCounts, ServiceRoute


class MemoryGateway:
    """Keeps what was published. published: every publication that changed something, oldest first."""

    def __init__(self) -> None:
        self.stamp = -1
        self.published: list[tuple[ServiceRoute, ...]] = []
        self.counts: list[CallCounts] = []
        self.fails = False

    @property
    def routes(self) -> dict[str, ServiceRoute]:
        """What the gateway knows now, by service."""
        return {route.service_id: route for route in self.published[-1]} if self.published else {}

    async def publish(self, routes: Sequence[ServiceRoute], *, stamp: int) -> None:
        """See `Gateway`."""
        if self.fails:
            raise OSError("the disk is full")
        if stamp < self.stamp:
            return
        self.stamp = stamp
        if not self.published or self.published[-1] != tuple(routes):
            self.published.append(tuple(routes))

    async def statistics(self) -> Sequence[CallCounts]:
        """See `Gateway`."""
        return self.counts
