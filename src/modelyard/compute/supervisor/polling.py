"""One thread, one poll: descriptors and timers with what to call."""

import select
import time
from collections.abc import Callable


class Poller:
    """Calls back when descriptors are ready and when timers are due, while somebody waits for something else.

    The steps of a task are written one after another; each wait in them is a call of `wait`, which keeps everything else
    going: the log, the orders of the control plane, the samples.
    """

    def __init__(self) -> None:
        self._poll = select.poll()
        self._readers: dict[int, Callable[[], None]] = {}
        self._timers: list[tuple[Callable[[], None], float, list[float]]] = []
        self._once: list[tuple[float, Callable[[], None]]] = []

    def watch(self, descriptor: int, call: Callable[[], None]) -> None:
        """Call back whenever a descriptor can be read, or was closed at the other side."""
        self._readers[descriptor] = call
        self._poll.register(descriptor, select.POLLIN)

    def forget(self, descriptor: int) -> None:
        """Stop watching a descriptor; one that is not watched is no error."""
        if self._readers.pop(descriptor, None) is not None:
            self._poll.unregister(descriptor)

    def every(self, seconds: float, call: Callable[[], None]) -> None:
        """Call back again and again; the next time counts from the end of the last."""
        self._timers.append((call, seconds, [time.monotonic() + seconds]))

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call back once."""
        self._once.append((time.monotonic() + seconds, call))

    def wait(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Keep everything going until something is so. Returns False if it was not so in time."""
        late = None if seconds is None else time.monotonic() + seconds
        while not until():
            now = time.monotonic()
            if late is not None and now >= late:
                return False
            due = [at[0] for _, _, at in self._timers] + [at for at, _ in self._once] + ([] if late is None else [late])
            self._turn(min(due, default=now + 60) - now)
        return True

    def turn(self) -> None:
        """Do what is due now, without waiting."""
        self._turn(0)

    def _turn(self, seconds: float) -> None:
        for descriptor, _ in self._poll.poll(max(0, seconds) * 1000 + (seconds > 0)):
            call = self._readers.get(descriptor)  # an earlier one of this turn may have forgotten it
            if call is not None:
                call()
        for call, every, at in self._timers:
            if time.monotonic() >= at[0]:
                call()
                at[0] = time.monotonic() + every
        if self._once:
            now = time.monotonic()
            due, self._once = [one for one in self._once if one[0] <= now], [one for one in self._once if one[0] > now]
            for _, call in due:
                call()
