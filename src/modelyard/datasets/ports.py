"""What data management needs of the outside."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class WorkerProcess(Protocol):
    """A process that does long work and ends by itself when there is none."""

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, however that came."""
        ...

    def wake(self) -> None:
        """Have it look for work now; one that has ended is left alone."""
        ...

    async def end(self, seconds: float) -> None:
        """Let it finish the steps that it is in, for so long; then end it."""
        ...


StartWorker = Callable[[str], Awaitable[WorkerProcess]]
