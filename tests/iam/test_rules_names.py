"""Grammars of the directory."""

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
