"""Password hashing."""

import asyncio

import pytest
from argon2 import PasswordHasher

from modelyard.iam.adapters import passwords


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


class TestHashing:
    async def test_a_password_matches_its_own_hash_only(self) -> None:
        encoded = await passwords.hash_password("Correct horse 1")

        assert await passwords.verify_password(encoded, "Correct horse 1")
        assert not await passwords.verify_password(encoded, "correct horse 1")

    async def test_the_same_password_never_has_the_same_hash_twice(self) -> None:
        assert await passwords.hash_password("Same-1234") != await passwords.hash_password("Same-1234")

    async def test_nobody_has_no_password(self) -> None:
        assert not await passwords.verify_password(None, "nobody's password")

    async def test_a_broken_hash_matches_nothing(self) -> None:
        assert not await passwords.verify_password("not a hash", "anything")

    async def test_a_burst_is_worked_off_in_turn(self) -> None:
        hashes = await asyncio.gather(*(passwords.hash_password(f"Pass-{n}") for n in range(20)))

        assert len(set(hashes)) == 20


class TestNeedsRehash:
    async def test_a_hash_with_other_parameters_is_due(self) -> None:
        encoded = await passwords.hash_password("Old-params-1")
        assert not passwords.needs_rehash(encoded)

        stronger = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
        assert stronger.check_needs_rehash(encoded)
        assert passwords.needs_rehash("not a hash")
