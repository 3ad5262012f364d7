"""How many instances a load asks for, and when schedules are due."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from modelyard.serving.rules.scaling import Load, Verdict, Windows, decide, last_time, mean, schedule_problem

NOW = datetime(2026, 1, 7, 10, 30, 20, tzinfo=timezone.utc)  # a Wednesday


def policy(**changes: Any) -> dict[str, Any]:
    values = {"min_replicas": 1, "max_replicas": 5, "idle_seconds": 300, "up_seconds": 0, "down_seconds": 60, "schedules": []}
    return {**values, **changes}


def load(wanted: int = 1, **changes: Any) -> Load:
    values: dict[str, Any] = {"base": 1, "active": 0, "rate": 0.0, "cpu_percent": None, "called_at": NOW, **changes}
    return Load(wanted, **values)


class TestDecide:
    @pytest.mark.parametrize(
        ("signals", "measured", "wanted"),
        [
            ({"concurrency": 4.0}, {"active": 9}, 3),
            ({"requests_per_second": 10.0}, {"rate": 35.0}, 4),
            ({"cpu_percent": 50.0}, {"cpu_percent": 90.0}, 2),
            ({"cpu_percent": 50.0}, {"cpu_percent": None}, 1),
            ({"concurrency": 1.0}, {"active": 99}, 5),
            ({"concurrency": 4.0, "requests_per_second": 10.0}, {"active": 9, "rate": 50.0}, 5),
            ({}, {"base": 3}, 3),
        ],
    )
    def test_the_largest_answer_counts_between_the_limits(
        self, signals: dict[str, float], measured: dict[str, Any], wanted: int
    ) -> None:
        assert decide(policy(**signals), load(**measured), Windows(), NOW).wanted == wanted

    def test_more_is_started_once_the_load_has_lasted(self) -> None:
        slow = policy(concurrency=1.0, up_seconds=30)

        first = decide(slow, load(active=3), Windows(), NOW)
        second = decide(slow, load(active=3), Windows(more_since=NOW - timedelta(seconds=30)), NOW)

        assert (first.wanted, first.windows) == (1, Windows(more_since=NOW))
        assert second.wanted == 3

    def test_fewer_are_kept_for_a_while(self) -> None:
        calm = policy(concurrency=1.0)

        first = decide(calm, load(3, active=1), Windows(), NOW)
        second = decide(calm, load(3, active=1), Windows(fewer_since=NOW - timedelta(seconds=60)), NOW)

        assert (first.wanted, first.windows) == (3, Windows(fewer_since=NOW))
        assert second.wanted == 1

    def test_limits_count_at_once(self) -> None:
        assert decide(policy(max_replicas=2), load(4, base=4), Windows(), NOW).wanted == 2
        assert decide(policy(min_replicas=2), load(1, base=1), Windows(), NOW).wanted == 2

    def test_it_falls_asleep_without_requests(self) -> None:
        idle = load(1, called_at=NOW - timedelta(seconds=300))

        assert decide(policy(min_replicas=0), idle, Windows(), NOW).wanted == 0
        assert decide(policy(min_replicas=0), load(1), Windows(), NOW).wanted == 1
        assert decide(policy(min_replicas=0), load(1, active=1, called_at=idle.called_at), Windows(), NOW).wanted == 1

    def test_a_number_wakes_nobody(self) -> None:
        idle = load(0, called_at=NOW)

        assert decide(policy(min_replicas=0), idle, Windows(), NOW) == Verdict(0, Windows())

    def test_a_schedule_keeps_it_awake(self) -> None:
        awake = policy(min_replicas=0, schedules=[{"schedule": "0 8 * * *", "target_replicas": 2}])
        idle = load(1, called_at=NOW - timedelta(hours=1))

        assert decide(awake, idle, Windows(), NOW).wanted == 2


class TestLastTime:
    @pytest.mark.parametrize(
        ("schedule", "expected"),
        [
            ("30 10 * * *", datetime(2026, 1, 7, 10, 30, tzinfo=timezone.utc)),
            ("31 10 * * *", datetime(2026, 1, 6, 10, 31, tzinfo=timezone.utc)),
            ("*/20 9-10 * * *", datetime(2026, 1, 7, 10, 20, tzinfo=timezone.utc)),
            ("0 8 * * 1", datetime(2026, 1, 5, 8, 0, tzinfo=timezone.utc)),
            ("0 8 1 * *", datetime(2026, 1, 1, 8, 0, tzinfo=timezone.utc)),
            ("0 8 1 * 2", datetime(2026, 1, 6, 8, 0, tzinfo=timezone.utc)),
            ("0 0 24 12 *", datetime(2025, 12, 24, 0, 0, tzinfo=timezone.utc)),
            ("0 8 * * 7", datetime(2026, 1, 4, 8, 0, tzinfo=timezone.utc)),
            ("5,10 1/6 * * *", datetime(2026, 1, 7, 7, 10, tzinfo=timezone.utc)),
            ("0 0 31 2 *", None),
        ],
    )
    def test_it_is_the_newest_that_is_over(self, schedule: str, expected: datetime | None) -> None:
        assert last_time(schedule, NOW) == expected

    @pytest.mark.parametrize(
        "schedule",
        ["", "* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "1- * * * *", "1/ * * * *", "²  * * * *"],
    )
    def test_what_is_no_schedule_is_named(self, schedule: str) -> None:
        assert schedule_problem(schedule)

    def test_a_schedule_has_no_problem(self) -> None:
        assert schedule_problem("*/5 0-23/2 1,15 * 1-5") is None


class TestMean:
    def test_there_is_none_of_nothing(self) -> None:
        assert mean([]) is None
        assert mean([1.0, 2.0]) == 1.5
