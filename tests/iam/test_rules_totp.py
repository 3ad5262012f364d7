"""One-time passwords, and how long wrong passwords lock."""

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.core.clock import FixedClock, from_milliseconds
from modelyard.iam.rules.lockout import lock_seconds
from modelyard.iam.rules.totp import from_base32, matching_step, passcode, step_at, to_base32

SEED = b"12345678901234567890"
NOW = FixedClock().now()


class TestPasscode:
    @pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
    def test_the_examples_of_the_standard(self, seconds: int, code: str) -> None:
        assert passcode(SEED, step_at(from_milliseconds(seconds * 1000))) == code

    @given(st.binary(min_size=16, max_size=32), st.integers(0, 4_000_000_000))
    def test_authenticator_apps_show_the_same(self, seed: bytes, seconds: int) -> None:
        shown = pyotp.TOTP(to_base32(seed)).at(seconds)

        assert passcode(seed, seconds // 30) == shown
        assert from_base32(to_base32(seed)) == seed


class TestMatchingStep:
    def test_the_clock_of_the_device_may_be_half_a_minute_off(self) -> None:
        here = step_at(NOW)
        found = [matching_step(SEED, passcode(SEED, here + off), NOW, after=0) for off in (-2, -1, 0, 1, 2)]

        assert found == [None, here - 1, here, here + 1, None]

    def test_a_passcode_counts_once(self) -> None:
        here = step_at(NOW)

        assert matching_step(SEED, passcode(SEED, here), NOW, after=here) is None

    @pytest.mark.parametrize("given_code", ["", "abc", "１２３４５６", "\ud800"])
    def test_what_is_no_passcode(self, given_code: str) -> None:
        assert matching_step(SEED, given_code, NOW, after=0) is None


class TestLockSeconds:
    def test_it_doubles_up_to_the_longest(self) -> None:
        found = [lock_seconds(count, before_lock=5, first_seconds=900, longest_seconds=3000) for count in (4, 5, 6, 7, 10**6)]

        assert found == [0, 900, 1800, 3000, 3000]
