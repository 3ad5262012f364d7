"""What a process remembers against guessing and replay."""

from modelyard.iam.service.guards import FailureLock, NameLock, RateLimit, ReplayGuard


class TestReplayGuard:
    def test_a_signature_counts_for_a_moment_only(self) -> None:
        guard = ReplayGuard(grace_seconds=2, window_seconds=1800, most=10)

        assert [guard.admit("a", now) for now in (0, 2, 3, 1800)] == [True, True, False, False]

    def test_what_cannot_be_valid_any_more_is_forgotten(self) -> None:
        guard = ReplayGuard(grace_seconds=2, window_seconds=1800, most=10)
        guard.admit("a", 0)
        guard.admit("b", 1801)

        assert set(guard._first_seen) == {"b"}

    def test_memory_is_bounded(self) -> None:
        guard = ReplayGuard(grace_seconds=2, window_seconds=1800, most=10)
        for number in range(100):
            guard.admit(str(number), 0)

        assert len(guard._first_seen) == 10


class TestFailureLock:
    def test_a_success_forgets_the_failures(self) -> None:
        lock = FailureLock(failures=2, lock_seconds=300)
        lock.fail("k", 0)
        lock.fail("k", 0)
        lock.succeed("k")

        assert [lock.fail("k", 0) for _ in range(3)] == [False, False, True]

    def test_memory_is_bounded(self) -> None:
        lock = FailureLock(failures=2, lock_seconds=300, most=5)
        for number in range(20):
            lock.fail(str(number), 0)

        assert len(lock._by_key) == 5


class TestRateLimit:
    def test_attempts_come_back_with_time(self) -> None:
        limit = RateLimit(attempts=2, window_seconds=60)

        assert [limit.wait_seconds("a", now) for now in (0, 10, 20, 60)] == [0, 0, 40, 0]

    def test_good_attempts_do_not_count(self) -> None:
        limit = RateLimit(attempts=1)
        waits = []
        for _ in range(5):
            waits.append(limit.wait_seconds("a", 0))
            limit.forgive("a")
        limit.forgive("nobody")

        assert waits == [0] * 5

    def test_memory_is_bounded(self) -> None:
        limit = RateLimit(attempts=1, most=5)
        for number in range(20):
            limit.wait_seconds(str(number), 0)

        assert len(limit._by_key) == 5


class TestNameLock:
    def test_names_lock_by_their_failures_and_memory_is_bounded(self) -> None:
        lock = NameLock(most=2)
        for _ in range(2):
            lock.fail("a", 0, lambda failures: 900 if failures > 1 else 0)
        wait = lock.wait_seconds("a", 100)
        for name in ("b", "c"):
            lock.fail(name, 0, lambda _: 0)

        assert (wait, lock.wait_seconds("a", 100)) == (800, 0)
