"""Events of jobs as their readers see them."""

from datetime import datetime, timedelta, timezone

import pytest

from modelyard.core.i18n import Language
from modelyard.training.rules import events
from modelyard.training.types.logs import EventLevel

AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("name", "params", "level", "source"),
    [
        ("training_job.created", {}, EventLevel.INFO, "Job"),
        ("training_job.failed", {}, EventLevel.ERROR, "Job"),
        ("training_job.restarted", {}, EventLevel.WARNING, "Job"),
        ("training_job.worker_stepped", {"status": "failed"}, EventLevel.ERROR, "Task"),
        ("training_job.worker_stepped", {"status": "finished"}, EventLevel.INFO, "Task"),
    ],
)
def test_name_and_parameters_tell_level_and_source(name: str, params: dict[str, str], level: EventLevel, source: str) -> None:
    assert events.level_of_event(name, params) is level
    assert events.source_of_event(name) == source


class TestTimeOfEvent:
    def test_a_step_says_itself_when_it_was(self) -> None:
        assert events.time_of_event(AT, {"at_ms": 1_000}) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=timezone.utc)

    def test_all_others_were_when_they_were_written_down(self) -> None:
        assert events.time_of_event(AT, {}) == AT

    def test_it_is_written_with_its_zone(self) -> None:
        assert events.iso_time(AT) == "2026-01-02T03:04:05+00:00"
        assert events.iso_time(AT.astimezone(timezone(timedelta(hours=8)))) == "2026-01-02T03:04:05+00:00"


class TestMessageOfEvent:
    def test_it_is_told_in_the_language_asked_for(self) -> None:
        assert events.message_of_event("by {who}", "由 {who}", {"who": "Ann"}, Language.EN) == "by Ann"
        assert events.message_of_event("by {who}", "由 {who}", {"who": "Ann"}, Language.ZH) == "由 Ann"

    def test_what_an_older_version_did_not_write_is_left_empty(self) -> None:
        assert events.message_of_event("by {who}.", "", {}, Language.EN) == "by ."


def test_categories_are_the_published_ones_with_both_languages() -> None:
    assert [category[0] for category in events.CATEGORIES] == [
        "JobStarted",
        "JobCompleted",
        "JobFailed",
        "JobTerminated",
        "JobRestarted",
        "JobHanged",
        "JobPreempted",
    ]
    assert all(all(category) for category in events.CATEGORIES)
