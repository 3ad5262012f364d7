"""What serving needs of the outside: the gateway that stands in front of replicas."""

from collections.abc import Sequence
from typing import Protocol

from modelyard.core.subject import Subject
from modelyard.serving.types import CallCounts, ServiceRoute


class Gateway(Protocol):
    """Takes requests of services to replicas. No method is called while a session is open."""

    async def publish(self, routes: Sequence[ServiceRoute], *, stamp: int) -> None:
        """Have the gateway know exactly these services. Returns when it has read where replicas are, or is down.

        Raises Unavailable when it runs and has not: what it was to forget may then still get requests.

        stamp: rises with each change of what is published, over all processes. What an older stamp says than the one
            that the gateway has is dropped, so that a slow process never takes back what a quicker one wrote.
        Repeating it changes nothing: what is the same is not written again.
        """
        ...

    async def statistics(self) -> Sequence[CallCounts]:
        """Return what was counted of every version that is published. Raises Unavailable when the gateway does not answer."""
        ...


class BatchFiles(Protocol):
    """Reads what batch services are given and leave behind, with the rights of a caller. Never while a session is open."""

    async def check(self, who: Subject, source: str, target: str, *, field: str) -> tuple[str, str]:
        """Return input and output location in their one spelling: a folder with a slash at its end, or a manifest.

        Raises what objects raise of places that are not there, or that the caller may not read or write.
        """
        ...

    async def list_names(self, who: Subject, folder: str) -> list[str]:
        """Return the names of the files in a folder, in order; none for a folder that is not there."""
        ...

    async def read(self, who: Subject, place: str) -> bytes | None:
        """Return the content of a file; None where it is not there."""
        ...
