"""The gate's decisions on a real database, without the processes around it."""

import base64
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from modelyard.core.clock import SystemClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.models import AccessKeyRow, UserRow
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.testing import ClientKey, grant, make_access_key, make_context, make_domain, make_user
from modelyard.objects.gate.answers import Answers
from modelyard.objects.gate.checks import Checks
from modelyard.objects.gate.server import Gate
from modelyard.objects.gate.store import StoreAnswer, StoreAway
from modelyard.objects.gate.upkeep import Upkeep
from modelyard.objects.models import BucketRow
from modelyard.objects.rules.requests import StorageRequest
from modelyard.objects.service import buckets
from modelyard.objects.settings import ObjectsSettings
from modelyard.objects.types import BucketState
from objects import storage_requests
from objects.storage_requests import HOST, v4

BASE = f"http://{HOST}"
URL = f"{BASE}/bucket/open/k"


class RememberingStore:
    """A store that notes what it is asked, and can be away."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.removed: list[str] = []
        self.is_away = False
        self.is_full = False

    async def request(self, method: str, target: str, **_: object) -> StoreAnswer:
        self._check()
        return StoreAnswer(200, {}, b"<DeleteResult/>")

    async def is_name_free(self, name: str) -> bool:
        return True

    async def ensure_bucket(self, name: str) -> None:
        self._check()
        self.made.append(name)

    async def remove_bucket(self, name: str) -> bool:
        self._check()
        self.removed.append(name)
        return not self.is_full

    def _check(self) -> None:
        if self.is_away:
            raise StoreAway("away")


class House:
    """A gate with one user who may use `open/` of one bucket."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = Database(database.url.render_as_string(hide_password=False), clock=SystemClock())
        self.store = RememberingStore()
        settings = ObjectsSettings(min_free_bytes=2**20)
        store: object = self.store
        self.checks = Checks(
            self.database,
            make_context(),
            settings,
            store,  # type: ignore[arg-type]
            domains=("localhost",),
            data=folder,
        )
        self.gate = Gate(self.checks, Answers(self.database, settings, store, self.checks))  # type: ignore[arg-type]
        self.upkeep = Upkeep(self.database, store, self.checks.callers)  # type: ignore[arg-type]
        self.key = ClientKey("", "")

    async def fill(self) -> None:
        async with self.database.session() as db:
            domain = await make_domain(db)
            self.user = await make_user(db, domain)
            self.key = await make_access_key(db, self.user)
            actions = ["obs:object:*", "obs:bucket:CreateBucket", "obs:bucket:DeleteBucket", "obs:bucket:ListBucket"]
            resources = ["obs:*:*:object:bucket/open/*", "obs:*:*:bucket:*"]
            await grant(db, self.user, [{"Effect": "Allow", "Action": actions, "Resource": resources}])
            at = SystemClock().now()
            db.add(
                BucketRow(
                    name="bucket", domain_id=domain.id, owner_id=self.user.id, state="active", created_at=at, changed_at=at
                )
            )

    async def check(self, request: StorageRequest) -> str:
        answer = self.gate.check(request, b"")
        return (answer if isinstance(answer, bytes) else await answer).decode()

    async def serve(self, request: StorageRequest, body: bytes = b"") -> str:
        return (await self.gate.serve(request, body)).decode()


@pytest.fixture
async def house(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    made = House(database, tmp_path)
    await made.fill()
    monkeypatch.setattr(storage_requests, "ACCESS", made.key.access)
    monkeypatch.setattr(storage_requests, "SECRET", made.key.secret)
    yield made
    made.checks.close()
    await made.database.close()


class TestCheck:
    async def test_what_may_go_on_gets_its_line_for_the_store(self, house: House) -> None:
        answer = await house.check(v4("GET", f"{URL}%20x?versionId=v&evil=1"))

        assert "x-gate-to: store\r\n" in answer
        assert "x-gate-path: /bucket/open/k%20x?versionId=v\r\n" in answer
        assert "authorization" in answer

    async def test_the_second_time_nothing_is_waited_for_where_the_database_allows_it(self, house: House) -> None:
        await house.check(v4("GET", URL))

        again = house.gate.check(v4("GET", URL), b"")

        assert isinstance(again, bytes) == house.checks._reader.is_immediate
        if not isinstance(again, bytes):
            await again

    async def test_what_is_refused_is_answered_in_the_form_of_the_protocol(self, house: House) -> None:
        answer = await house.check(v4("GET", f"{BASE}/bucket/secret/k", {"x-request-id": "r-1"}))

        assert answer.startswith("HTTP/1.1 403 ")
        assert "<Code>AccessDenied</Code>" in answer
        assert "<RequestId>r-1</RequestId>" in answer
        assert "x-amz-request-id: r-1" in answer

    async def test_a_deleted_key_stops_with_the_next_request(self, house: House) -> None:
        assert "x-gate-to: store" in await house.check(v4("GET", URL))

        async with house.database.session() as db:
            await db.delete(await db.get(AccessKeyRow, house.key.access))
            await bump_revision(db)

        assert "InvalidAccessKeyId" in await house.check(v4("GET", URL))

    async def test_a_disabled_user_stops_with_the_next_request(self, house: House) -> None:
        await house.check(v4("GET", URL))

        async with house.database.session() as db:
            user = await db.get(UserRow, house.user.id)
            assert user is not None
            user.enabled = False
            await bump_revision(db)

        assert "InvalidAccessKeyId" in await house.check(v4("GET", URL))

    async def test_what_the_gate_answers_is_sent_there(self, house: House) -> None:
        assert "x-gate-to: gate" in await house.check(v4("PUT", f"{BASE}/other-bucket"))

    async def test_an_error_of_the_server_kind_is_told_by_the_gate_itself(self, house: House) -> None:
        request = v4("PUT", f"{BASE}/bucket?policy")

        assert "x-gate-to: gate" in await house.check(request)
        assert (await house.serve(request)).startswith("HTTP/1.1 501 ")

    async def test_a_full_disk_stops_uploads_only(self, house: House) -> None:
        assert house.checks._disk is not None
        house.checks._disk._min_free_bytes = 2**62

        assert "InsufficientStorageSpace" in await house.check(v4("PUT", URL))
        assert "x-gate-to: store" in await house.check(v4("GET", URL))


class TestBuckets:
    async def test_a_bucket_is_given_to_the_store_and_noted(self, house: House) -> None:
        assert (await house.serve(v4("PUT", f"{BASE}/new-bucket"))).startswith("HTTP/1.1 200 ")

        assert house.store.made == ["new-bucket"]
        assert await state(house, "new-bucket") == BucketState.ACTIVE

    async def test_a_bucket_that_the_store_never_got_is_given_to_it_by_the_first_request(self, house: House) -> None:
        house.store.is_away = True
        assert (await house.serve(v4("PUT", f"{BASE}/new-bucket"))).startswith("HTTP/1.1 503 ")
        assert await state(house, "new-bucket") == BucketState.CREATING
        house.store.is_away = False

        assert "x-gate-to: store" in await house.check(v4("GET", f"{BASE}/new-bucket?list-type=2"))

        assert house.store.made == ["new-bucket"]
        assert await state(house, "new-bucket") == BucketState.ACTIVE

    @pytest.mark.parametrize(("is_full", "status", "after"), [(False, "204", None), (True, "409", BucketState.ACTIVE)])
    async def test_an_empty_bucket_goes_and_a_full_one_stays(
        self, house: House, is_full: bool, status: str, after: BucketState | None
    ) -> None:
        house.store.is_full = is_full

        assert (await house.serve(v4("DELETE", f"{BASE}/bucket"))).startswith(f"HTTP/1.1 {status} ")

        assert await state(house, "bucket") == after

    async def test_a_store_that_is_away_leaves_the_bucket_in_use(self, house: House) -> None:
        house.store.is_away = True

        assert (await house.serve(v4("DELETE", f"{BASE}/bucket"))).startswith("HTTP/1.1 503 ")

        assert await state(house, "bucket") == BucketState.ACTIVE

    async def test_upkeep_finishes_what_a_dead_process_left(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        async with house.database.session() as db:
            await buckets.begin_deletion(db, storage_subject(house), "bucket")
        real = buckets.list_half_done
        at_once: Callable[..., object] = lambda db: real(db, older_than_seconds=-1)  # noqa: E731
        monkeypatch.setattr(buckets, "list_half_done", at_once)

        await house.upkeep.once()

        assert house.store.removed == ["bucket"]
        assert await state(house, "bucket") is None

    async def test_upkeep_writes_down_when_a_key_was_used(self, house: House) -> None:
        await house.check(v4("GET", URL))

        await house.upkeep.once()

        async with house.database.read_session() as db:
            row = await db.get(AccessKeyRow, house.key.access)
            assert row is not None
            assert row.last_used_at is not None

    async def test_a_wrong_digest_of_a_batch_is_refused(self, house: House) -> None:
        request = v4("POST", f"{BASE}/bucket?delete", {"content-md5": base64.b64encode(b"0" * 16).decode()})

        assert "BadDigest" in await house.serve(request, b"<Delete><Object><Key>open/k</Key></Object></Delete>")


class TestSourceAddress:
    @pytest.mark.parametrize(("hops", "expected"), [(0, "3.3.3.3"), (1, "2.2.2.2"), (5, "1.1.1.1")])
    async def test_proxies_of_ours_are_passed_over(self, house: House, hops: int, expected: str) -> None:
        house.checks._hops = hops
        request = v4("GET", URL)
        forwarded = replace(request, headers={**request.headers, "x-forwarded-for": "1.1.1.1, 2.2.2.2, 3.3.3.3"})

        attempt = house.checks.read(forwarded)

        assert house.checks.circumstances(attempt)["g:SourceIp"] == expected


def storage_subject(house: House) -> Subject:
    return Subject(SubjectKind.USER, house.user.id, house.user.name, house.user.domain_id, "d")


async def state(house: House, name: str) -> str | None:
    async with house.database.read_session() as db:
        found = await buckets.find_bucket(db, name)
        return None if found is None else found.state
