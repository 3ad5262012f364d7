"""What serving needs of the outside: the gateway that stands in front of replicas."""

from collections.abc import Sequence
from typing import Protocol

from modelyard.serving.types import CallCounts, ServiceRoute


class Gateway(Protocol):
    """Takes requests of services to replicas. No method is called while a session is open."""

    async def publish(self, routes: Sequence[ServiceRoute], *, stamp: int) -> None:
        """Have the gateway know exactly these services. Returns when what it reads was replaced.

        stamp: rises with each change of what is published, over all processes. What an older stamp says than the one
            that the gateway has is dropped, so that a slow process never takes back what a quicker one wrote.
        Repeating it changes nothing: what is the same is not written again.
        """
        ...

    async def statistics(self) -> Sequence[CallCounts]:
        """Return what was counted of every version that is published. Raises Unavailable when the gateway does not answer."""
        ...
