"""Secrets at rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.core.sealing import SealBroken, Sealer

SEALER = Sealer(b"k" * 32)


class TestSealer:
    @given(secret=st.text(), purpose=st.text(st.characters(codec="utf-8")))
    def test_opens_what_it_sealed(self, secret: str, purpose: str) -> None:
        secret = secret.encode("utf-8", "replace").decode()

        assert SEALER.open(SEALER.seal(secret, purpose), purpose) == secret

    def test_the_sealed_form_does_not_show_the_secret(self) -> None:
        assert b"secret" not in SEALER.seal("secret", "p")

    def test_the_same_secret_is_sealed_differently_each_time(self) -> None:
        assert SEALER.seal("secret", "p") != SEALER.seal("secret", "p")

    def test_a_value_moved_to_another_place_does_not_open(self) -> None:
        with pytest.raises(SealBroken):
            SEALER.open(SEALER.seal("secret", "access-key:A"), "access-key:B")

    @pytest.mark.parametrize("position", [0, 12, -1])
    def test_a_changed_value_does_not_open(self, position: int) -> None:
        sealed = bytearray(SEALER.seal("secret", "p"))
        sealed[position] ^= 1

        with pytest.raises(SealBroken):
            SEALER.open(bytes(sealed), "p")

    def test_another_key_does_not_open(self) -> None:
        with pytest.raises(SealBroken):
            Sealer(b"x" * 32).open(SEALER.seal("secret", "p"), "p")

    def test_a_short_key_is_refused(self) -> None:
        with pytest.raises(ValueError, match="31 bytes"):
            Sealer(b"k" * 31)
