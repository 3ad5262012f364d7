"""Whose bucket it is."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.models import DomainRow
from modelyard.objects.errors import BucketNameInvalid, BucketNameTaken, BucketNotFound, TooManyBuckets
from modelyard.objects.service import buckets
from modelyard.objects.types import BucketState

ALICE = Subject(SubjectKind.USER, "u1", "alice", "d1", "first")
STRANGER = Subject(SubjectKind.USER, "u2", "mallory", "d2", "second")


@pytest.fixture
async def db(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.session() as session:
        for domain in ("d1", "d2"):
            session.add(DomainRow(id=domain, name=f"name-{domain}", created_at=FixedClock().now()))
        await session.flush()
        yield session


class TestCreateBucket:
    async def test_a_new_bucket_belongs_to_the_account_of_the_caller(self, db: AsyncSession) -> None:
        made = await buckets.create_bucket(db, ALICE, "photos")

        assert (made.domain_id, made.owner_id, made.state) == ("d1", "u1", BucketState.CREATING)
        assert (await buckets.get_bucket(db, ALICE, "photos")).name == "photos"

    async def test_a_name_is_given_once_on_the_whole_platform(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")

        with pytest.raises(BucketNameTaken) as by_stranger:
            await buckets.create_bucket(db, STRANGER, "photos")
        with pytest.raises(BucketNameTaken) as by_owner:
            await buckets.create_bucket(db, ALICE, "photos")

        assert (by_stranger.value.params["own"], by_owner.value.params["own"]) == (False, True)

    @pytest.mark.parametrize("name", ["ab", "Photos", "a..b", "a.-b", "-ab", "10.0.0.1", "x" * 64, "a/b", "a\x00b", ""])
    async def test_a_name_against_the_rules_is_refused(self, db: AsyncSession, name: str) -> None:
        with pytest.raises(BucketNameInvalid):
            await buckets.create_bucket(db, ALICE, name)

    async def test_an_account_has_no_more_buckets_than_it_may_have(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "one", max_buckets=1)

        with pytest.raises(TooManyBuckets):
            await buckets.create_bucket(db, ALICE, "two", max_buckets=1)


class TestReadBuckets:
    async def test_buckets_of_another_account_do_not_exist(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")

        assert (await buckets.list_buckets(db, STRANGER)).total == 0
        with pytest.raises(BucketNotFound):
            await buckets.get_bucket(db, STRANGER, "photos")

    async def test_the_list_is_in_order_of_name_and_paged(self, db: AsyncSession) -> None:
        for name in ("ccc", "aaa", "bbb"):
            await buckets.create_bucket(db, ALICE, name)

        page = await buckets.list_buckets(db, ALICE, offset=1, limit=1)

        assert ([bucket.name for bucket in page.items], page.total) == (["bbb"], 3)


class TestDeleteBucket:
    async def test_a_bucket_that_is_going_is_gone_for_everybody_but_keeps_its_name(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")
        await buckets.begin_deletion(db, ALICE, "photos")

        with pytest.raises(BucketNotFound):
            await buckets.get_bucket(db, ALICE, "photos")
        with pytest.raises(BucketNameTaken):
            await buckets.create_bucket(db, STRANGER, "photos")

    async def test_a_finished_deletion_frees_the_name(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")
        await buckets.begin_deletion(db, ALICE, "photos")
        await buckets.finish_deletion(db, "photos")
        await buckets.finish_deletion(db, "photos")

        assert (await buckets.create_bucket(db, STRANGER, "photos")).domain_id == "d2"

    async def test_a_canceled_deletion_leaves_the_bucket_in_use(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")
        await buckets.begin_deletion(db, ALICE, "photos")
        await buckets.cancel_deletion(db, "photos")

        assert (await buckets.get_bucket(db, ALICE, "photos")).state is BucketState.ACTIVE

    async def test_a_bucket_of_another_account_cannot_be_deleted(self, db: AsyncSession) -> None:
        await buckets.create_bucket(db, ALICE, "photos")

        with pytest.raises(BucketNotFound):
            await buckets.begin_deletion(db, STRANGER, "photos")


class TestHalfDone:
    async def test_what_a_dead_process_left_is_found_after_a_while(self, db: AsyncSession, clock: FixedClock) -> None:
        for name in ("creating", "confirmed", "deleting"):
            await buckets.create_bucket(db, ALICE, name)
        await buckets.confirm_bucket(db, "confirmed")
        await buckets.begin_deletion(db, ALICE, "deleting")
        assert await buckets.list_half_done(db) == []

        clock.advance(31)

        assert {bucket.name for bucket in await buckets.list_half_done(db)} == {"creating", "deleting"}
