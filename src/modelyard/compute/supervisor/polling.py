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

    def wait(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Keep everything going until something is so. Returns False if it was not so in time."""
        late = None if seconds is None else time.monotonic() + seconds
        while not until():
            now = time.monotonic()
            if late is not None and now >= late:
                return False
            self._turn(min([at[0] for _, _, at in self._timers] + ([] if late is None else [late]), default=now + 60) - now)
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
