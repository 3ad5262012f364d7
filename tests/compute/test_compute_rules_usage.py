"""What was held for how long, and on which days."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.compute.rules.usage import Used, held, seconds_by_day

GIB = 2**30
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001 - bounds


class TestSecondsByDay:
    @given(TIMES, TIMES)
    def test_the_days_add_up_to_the_time(self, begin: datetime, end: datetime) -> None:
        parts = list(seconds_by_day(begin, end))

        assert sum(seconds for _, seconds in parts) == pytest.approx(max(0.0, (end - begin).total_seconds()))
        assert [day for day, _ in parts] == sorted({day for day, _ in parts})
        assert all(0 < seconds <= 86_400 for _, seconds in parts)

    def test_a_night_belongs_to_two_days(self) -> None:
        begin = datetime(2026, 5, 1, 23, tzinfo=timezone.utc)

        assert list(seconds_by_day(begin, begin + timedelta(hours=3))) == [
            (date(2026, 5, 1), 3600.0),
            (date(2026, 5, 2), 7200.0),
        ]


class TestHeld:
    def test_each_task_counts(self) -> None:
        used = held(1500, 4 * GIB, 2, tasks=3, seconds=3600)

        assert (used.core_hours, used.gib_hours, used.card_hours) == (4.5, 12.0, 6.0)

    def test_uses_add_up(self) -> None:
        assert Used(1, 2, 3) + Used(10, 20, 30) == Used(11, 22, 33)

    def test_time_does_not_run_backwards(self) -> None:
        assert held(1000, GIB, 1, tasks=1, seconds=-5) == Used()
