"""How long wrong passwords lock a user."""


def lock_seconds(failures: int, *, before_lock: int, first_seconds: int, longest_seconds: int) -> int:
    """Return for how long this many failures in a row lock: 0 at first, then doubling with each further one."""
    if failures < before_lock:
        return 0
    return int(min(first_seconds * 2 ** min(failures - before_lock, 30), longest_seconds))
