"""Sets of samples are read again when they have changed, and never before they have."""

import pytest

from modelyard.core.db import Database
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.service import facets

VALUE = ("label", "1")


def changes(*ordinals: int, away: bool = False) -> facets.Changes:
    made = facets.Changes()
    (made.removed if away else made.added)[VALUE].update(ordinals)
    return made


async def read(database: Database) -> list[int]:
    async with database.read_session() as db:
        return list(bitmaps.members_of(await facets.matching(db, 7, "label", ["1"])))


class TestMatching:
    async def test_a_change_is_seen_also_if_as_many_samples_have_the_value(self, database: Database) -> None:
        async with database.session() as db:
            await facets.apply(db, 7, changes(1, 2))
        assert await read(database) == [1, 2]

        async with database.session() as db:
            both = changes(3)
            both.removed[VALUE].add(1)
            await facets.apply(db, 7, both)

        assert await read(database) == [2, 3]

    async def test_what_was_rolled_back_is_never_taken_for_what_came_instead(self, database: Database) -> None:
        async with database.session() as db:
            await facets.apply(db, 7, changes(1))
        with pytest.raises(ZeroDivisionError):
            async with database.session() as db:
                await facets.apply(db, 7, changes(2))
                assert list(bitmaps.members_of(await facets.matching(db, 7, "label", ["1"]))) == [1, 2]
                raise ZeroDivisionError
        assert await read(database) == [1]

        async with database.session() as db:
            await facets.apply(db, 7, changes(5))

        assert await read(database) == [1, 5]

    async def test_who_changes_what_was_given_changes_nothing_for_others(self, database: Database) -> None:
        async with database.session() as db:
            await facets.apply(db, 7, changes(1))
            (await facets.matching(db, 7, "label", ["1"])).clear()

        assert await read(database) == [1]

    async def test_a_value_that_nothing_has_any_more_is_found_nowhere(self, database: Database) -> None:
        async with database.session() as db:
            await facets.apply(db, 7, changes(1, 9000))
        assert await read(database) == [1, 9000]
        async with database.session() as db:
            await facets.apply(db, 7, changes(1, 9000, away=True))

        assert await read(database) == []

    async def test_no_more_is_remembered_than_there_is_room_for(self) -> None:
        remembered = facets._Remembered(5)
        for key in "abc":
            remembered.put(key, {0: 1})

        assert [remembered.get(key) for key in "abc"] == [None, {0: 1}, {0: 1}]
