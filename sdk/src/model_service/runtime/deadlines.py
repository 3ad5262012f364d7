"""Many things that may take equally long, watched by one timer."""

from __future__ import annotations

import asyncio
from typing import Any, Callable


class Deadlines:
    """Tells when something was added and not removed in time. Adding and removing cost a dictionary each."""

    def __init__(self, seconds: float, late: Callable[[Any], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._late = late
        self._open: dict[Any, float] = {}
        self._clock: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._open)

    def add(self, thing: Any) -> None:
        """Begin to watch."""
        deadline = self._loop.time() + self._seconds
        self._open[thing] = deadline
        if self._clock is None:
            self._clock = self._loop.call_at(deadline, self._ring)

    def remove(self, thing: Any) -> None:
        """It came in time, or nobody cares any longer."""
        self._open.pop(thing, None)

    def _ring(self) -> None:
        self._clock = None
        now = self._loop.time()
        while self._open:
            # All live equally long, so the oldest stands first.
            thing, deadline = next(iter(self._open.items()))
            if deadline > now:
                self._clock = self._loop.call_at(deadline, self._ring)
                return
            del self._open[thing]
            self._late(thing)
