"""What a process remembers against guessing and replay. Nothing here survives a restart; see the decision records."""

from collections import OrderedDict, deque
from collections.abc import Callable


class ReplayGuard:
    """Refuses a signature that was seen before.

    grace_seconds: two equal requests signed in one second carry the same signature, and official clients send them;
    so a signature is accepted again for this long after it was first seen.
    window_seconds: for how long a signature can be valid at all.
    """

    def __init__(self, *, grace_seconds: float, window_seconds: float, most: int) -> None:
        self._grace = grace_seconds
        self._window = window_seconds
        self._most = most
        self._first_seen: OrderedDict[str, float] = OrderedDict()

    def admit(self, signature: str, now: float) -> bool:
        """Return whether the signature may be used at this time (seconds), and remember it."""
        self._forget(now)
        first = self._first_seen.setdefault(signature, now)
        return now - first <= self._grace

    def _forget(self, now: float) -> None:
        while self._first_seen:
            signature, first = next(iter(self._first_seen.items()))
            if now - first <= self._window and len(self._first_seen) < self._most:
                return
            del self._first_seen[signature]


class FailureLock:
    """Counts wrong signatures in a row per access key; enough of them lock the key for those that sign wrongly.

    It never stops a right signature, so a stranger cannot lock somebody out: he gets less to hear, that is all.
    """

    def __init__(self, *, failures: int, lock_seconds: float, most: int = 100_000) -> None:
        self._failures = failures
        self._lock_seconds = lock_seconds
        self._most = most
        self._by_key: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def fail(self, key: str, now: float) -> bool:
        """Count a failure; return whether the key is locked."""
        count, locked_until = self._by_key.pop(key, (0, 0.0))
        if locked_until and now >= locked_until:
            count, locked_until = 0, 0.0
        count += 1
        if count > self._failures and not locked_until:
            locked_until = now + self._lock_seconds
        self._by_key[key] = (count, locked_until)
        if len(self._by_key) > self._most:
            self._by_key.popitem(last=False)
        return bool(locked_until)

    def succeed(self, key: str) -> None:
        """Forget the failures of a key."""
        self._by_key.pop(key, None)


class RateLimit:
    """Admits a number of attempts per key in a sliding window."""

    def __init__(self, *, attempts: int, window_seconds: float = 60, most: int = 50_000) -> None:
        self._attempts = attempts
        self._window = window_seconds
        self._most = most
        self._by_key: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_seconds(self, key: str, now: float) -> float:
        """Count an attempt and return 0, or return how long to wait when there were too many."""
        times = self._by_key.pop(key, None) or deque()
        self._by_key[key] = times
        if len(self._by_key) > self._most:
            self._by_key.popitem(last=False)
        while times and now - times[0] >= self._window:
            times.popleft()
        if len(times) >= self._attempts:
            return self._window - (now - times[0])
        times.append(now)
        return 0.0

    def forgive(self, key: str) -> None:
        """Take the newest attempt back: it was a good one."""
        times = self._by_key.get(key)
        if times:
            times.pop()


class NameLock:
    """Counts failed logins of names that belong to nobody, so that they lock like those that do."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._by_name: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait_seconds(self, name: str, now: float) -> float:
        """Return how long the name is still locked."""
        return max(0.0, self._by_name.get(name, (0, 0.0))[1] - now)

    def fail(self, name: str, now: float, lock_seconds: Callable[[int], int]) -> None:
        """Count a failure."""
        count, _ = self._by_name.pop(name, (0, 0.0))
        self._by_name[name] = (count + 1, now + lock_seconds(count + 1))
        if len(self._by_name) > self._most:
            self._by_name.popitem(last=False)
