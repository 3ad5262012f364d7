"""Grammars of the directory."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.core.errors import Invalid
from modelyard.iam.errors.directory import BadDirectoryValue, BadPassword, WeakPassword
from modelyard.iam.rules import agencies, names
from modelyard.iam.rules.names import PasswordStrength

SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.-"


class TestUserNames:
    @given(st.text())
    def test_whatever_passes_is_short_and_plain(self, name: str) -> None:
        try:
            names.check_user_name(name)
        except Invalid:
            return
        assert 1 <= len(name) <= 64
        assert set(name) <= set(SAFE)
        assert not name[0].isdigit()
        assert name == name.strip()


class TestPasswords:
    @given(st.text(max_size=140), st.integers(6, 32))
    def test_whatever_passes_keeps_all_rules(self, password: str, shortest: int) -> None:
        try:
            names.check_password(password, user_name="ann", min_length=shortest)
        except (BadPassword, WeakPassword):
            return
        assert shortest <= len(password) <= 128
        assert password.lower() not in {"ann", "nna"}

    @pytest.mark.parametrize(
        ("password", "strength"),
        [
            ("sparrow7", PasswordStrength.LOW),
            ("Sparrow7", PasswordStrength.MID),
            ("sparrow77777", PasswordStrength.MID),
            ("Sparrow-7777", PasswordStrength.HIGH),
        ],
    )
    def test_more_kinds_and_more_characters_make_it_stronger(self, password: str, strength: PasswordStrength) -> None:
        assert names.check_password(password, user_name="ann", min_length=8) is strength


class TestDurations:
    @given(st.one_of(st.integers(), st.text(max_size=16)))
    def test_a_duration_is_whole_days_forever_or_refused(self, duration: int | str) -> None:
        try:
            hours = agencies.duration_hours(duration)
        except BadDirectoryValue:
            return
        assert hours is None or (hours % 24 == 0 and hours > 0)


class TestOtherNames:
    @pytest.mark.parametrize(
        ("check", "good", "bad"),
        [
            (names.check_account_name, "账号-1", "a/b"),
            (names.check_agency_name, "agency.1", "a b"),
            (names.check_group_name, "team one", " team"),
            (names.check_policy_name, "read only", "a<b"),
            (names.check_workspace_name, "space_1", "a b"),
            (names.check_workspace_name, "space_1", "Default"),
            (names.check_user_name, "ann b", "1ann"),
            (lambda name: names.check_project_name(name, "local-1"), "local-1_a", "local-1"),
            (lambda name: names.check_project_name(name, "local-1"), "local-1_a", "local-1_" + "a" * 57),
        ],
    )
    def test_each_has_its_grammar(self, check: Callable[[str], None], good: str, bad: str) -> None:
        check(good)
        with pytest.raises(Invalid):
            check(bad)


class TestContacts:
    @pytest.mark.parametrize(
        ("email", "areacode", "phone"),
        [("a", "", ""), ("", "0086", ""), ("", "", "13000000000"), ("", "0086", "1"), ("", "x", "13000000000")],
    )
    def test_half_or_wrong_ones_are_refused(self, email: str, areacode: str, phone: str) -> None:
        with pytest.raises(Invalid):
            names.check_contact(email=email, areacode=areacode, phone=phone)

    @pytest.mark.parametrize(("email", "areacode", "phone"), [("", "", ""), ("a@example.com", "+86", "13000000000")])
    def test_whole_ones_or_none_are_taken(self, email: str, areacode: str, phone: str) -> None:
        names.check_contact(email=email, areacode=areacode, phone=phone)


class TestWeakPasswords:
    @pytest.mark.parametrize("password", ["short1", "onlyletters", "Ann-12345", "54321-nna"])
    def test_what_is_too_easy_is_refused(self, password: str) -> None:
        with pytest.raises(Invalid):
            names.check_password(password, user_name="ann-12345", min_length=8)


class TestAgencies:
    @pytest.mark.parametrize(("duration", "hours"), [(None, None), ("FOREVER", None), ("ONEDAY", 24), ("3", 72), (2, 48)])
    def test_durations_are_read(self, duration: str | int | None, hours: int | None) -> None:
        assert agencies.duration_hours(duration) == hours

    @pytest.mark.parametrize("duration", ["TWODAYS", "\u0663", 0, 36_501])
    def test_others_are_refused(self, duration: str | int) -> None:
        with pytest.raises(BadDirectoryValue):
            agencies.duration_hours(duration)

    def test_they_end_after_their_hours_or_never(self) -> None:
        since = datetime(2026, 1, 1, tzinfo=timezone.utc)

        assert agencies.expiry(since, None) is None
        assert agencies.expiry(since, 24) == since + timedelta(days=1)

    def test_services_of_the_platform_have_ids_that_lead_back(self) -> None:
        known = agencies.service_account_id("op_svc_obs")

        assert known is not None
        assert agencies.service_account_name(known) == "op_svc_obs"
        assert agencies.service_account_id("anybody") is None
        assert agencies.service_account_name("0" * 32) is None
