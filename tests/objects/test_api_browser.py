"""The file browser over its routes."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelyard.core.clock import FixedClock
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.rules.signing_v4 import Credentials, signed_queries
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.testing import CountingKeys, ListAudit, RuleGatekeeper

ROOT = "/v2/p1/storage"
MALLORY = {"x-user": "mallory"}


def memory_of(context: ObjectsContext) -> MemoryStore:
    assert isinstance(context.store, MemoryStore)
    return context.store


@pytest.fixture
async def bucket(client: httpx.AsyncClient) -> str:
    answer = await client.post(f"{ROOT}/buckets", json={"name": "data"})
    assert answer.status_code == 201, answer.text
    return "data"


async def fill(context: ObjectsContext, *keys: str) -> None:
    for key in keys:
        await context.store.put("data", key, b"x", size_bytes=1)


class TestBuckets:
    async def test_a_new_one_is_listed(self, client: httpx.AsyncClient, bucket: str, clock: FixedClock) -> None:
        answer = await client.get(f"{ROOT}/buckets")

        created = int(clock.now().timestamp() * 1000)
        assert answer.json() == {
            "buckets": [{"name": "data", "owner_id": "u-alice", "created_at": created}],
            "total_count": 1,
            "count": 1,
        }

    async def test_those_of_other_accounts_are_not_there(self, client: httpx.AsyncClient, bucket: str) -> None:
        listed = await client.get(f"{ROOT}/buckets", headers=MALLORY)

        assert listed.json()["buckets"] == []
        for method, path, body in [
            ("GET", "/buckets/data/objects", None),
            ("DELETE", "/buckets/data", None),
            ("POST", "/buckets/data/folders", {"path": "x"}),
            ("POST", "/buckets/data/deletions", {"keys": ["x"]}),
            ("POST", "/signed-urls", {"requests": [{"method": "GET", "bucket": "data", "key": "x"}]}),
        ]:
            answer = await client.request(method, ROOT + path, json=body, headers=MALLORY)
            assert answer.status_code == 404, path
            assert answer.json()["error_code"] == "Modelyard.2001"

    async def test_a_taken_name_is_refused(self, client: httpx.AsyncClient, bucket: str) -> None:
        mine = await client.post(f"{ROOT}/buckets", json={"name": "data"})
        theirs = await client.post(f"{ROOT}/buckets", json={"name": "data"}, headers=MALLORY)

        assert (mine.status_code, theirs.status_code) == (409, 409)

    @pytest.mark.parametrize("name", ["ab", "Data", "a..b", "-ab", "1.2.3.4", "a" * 64, "a/b", "ü-data", "a\u0000b"])
    async def test_a_bad_name_is_refused_with_the_reason(self, client: httpx.AsyncClient, name: str) -> None:
        answer = await client.post(f"{ROOT}/buckets", json={"name": name})

        assert answer.status_code == 400
        assert "name" in answer.json()["error_msg"]

    async def test_an_empty_one_is_deleted(self, client: httpx.AsyncClient, context: ObjectsContext, bucket: str) -> None:
        answer = await client.delete(f"{ROOT}/buckets/data")

        assert answer.status_code == 204
        assert "data" not in memory_of(context).buckets
        assert (await client.get(f"{ROOT}/buckets/data/objects")).status_code == 404

    async def test_one_with_objects_is_kept(self, client: httpx.AsyncClient, context: ObjectsContext, bucket: str) -> None:
        await fill(context, "x")

        answer = await client.delete(f"{ROOT}/buckets/data")

        assert answer.status_code == 409
        assert (await client.get(f"{ROOT}/buckets/data/objects")).json()["objects"][0]["key"] == "x"

    async def test_without_the_right_to_list_all_those_are_seen_that_may_be_listed(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, bucket: str
    ) -> None:
        await client.post(f"{ROOT}/buckets", json={"name": "other"})
        gatekeeper.rule = lambda _who, action, resource, _context: (action, resource) == ("obs:bucket:ListBucket", "data")

        answer = await client.get(f"{ROOT}/buckets")

        assert [item["name"] for item in answer.json()["buckets"]] == ["data"]

    async def test_who_may_see_none_is_told_why(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, bucket: str
    ) -> None:
        gatekeeper.rule = lambda *_: False

        answer = await client.get(f"{ROOT}/buckets")

        assert answer.status_code == 403
        assert answer.json()["params"]["action"] == "obs:bucket:ListAllMyBuckets"

    async def test_mutating_calls_are_audited_also_when_refused(
        self, client: httpx.AsyncClient, app: FastAPI, bucket: str
    ) -> None:
        await client.post(f"{ROOT}/buckets", json={"name": "data"})
        await client.delete(f"{ROOT}/buckets/data")

        audit: ListAudit = app.state.audit
        assert [record[2] for record in audit.records] == [201, 409, 204]

    async def test_a_half_made_one_is_completed_on_first_use(
        self, client: httpx.AsyncClient, context: ObjectsContext, bucket: str
    ) -> None:
        from modelyard.objects.models import BucketRow  # noqa: PLC0415

        async with context.database.session() as db:
            row = await db.get(BucketRow, "data")
            assert row is not None
            row.state = "creating"
        memory_of(context).buckets.clear()

        answer = await client.get(f"{ROOT}/buckets/data/objects")

        assert answer.status_code == 200


class TestListObjects:
    async def test_folders_and_objects_are_told_apart(
        self, client: httpx.AsyncClient, context: ObjectsContext, bucket: str
    ) -> None:
        await fill(context, "a.txt", "b/1", "b/2")

        page = (await client.get(f"{ROOT}/buckets/data/objects")).json()

        assert page["folders"] == [{"prefix": "b/"}]
        assert [item["key"] for item in page["objects"]] == ["a.txt"]
        assert set(page["objects"][0]) == {"key", "size_bytes", "modified_at", "etag", "storage_class"}
        assert page["next_marker"] is None

    @given(
        keys=st.sets(st.text(alphabet="ab/-ü", min_size=1, max_size=6), max_size=15),
        limit=st.integers(1, 5),
        delimiter=st.sampled_from(["", "/"]),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_walking_visits_each_once(
        self, *, client: httpx.AsyncClient, context: ObjectsContext, bucket: str, keys: set[str], limit: int, delimiter: str
    ) -> None:
        memory_of(context).buckets["data"].clear()
        await fill(context, *keys)

        seen: list[str] = []
        marker: str | None = ""
        while marker is not None:
            query: dict[str, str | int] = {"limit": limit, "marker": marker, "delimiter": delimiter}
            page = (await client.get(f"{ROOT}/buckets/data/objects", params=query)).json()
            seen += [item["key"] for item in page["objects"]] + [item["prefix"] for item in page["folders"]]
            marker = page["next_marker"]

        assert sorted(seen) == sorted({key.split("/")[0] + "/" if "/" in key and delimiter else key for key in keys})

    async def test_the_prefix_is_what_counts(
        self, client: httpx.AsyncClient, context: ObjectsContext, gatekeeper: RuleGatekeeper, bucket: str
    ) -> None:
        gatekeeper.rule = lambda _who, _action, _resource, given: given.get("obs:prefix", "").startswith("team/")

        allowed = await client.get(f"{ROOT}/buckets/data/objects", params={"prefix": "team/a/"})
        refused = await client.get(f"{ROOT}/buckets/data/objects", params={"prefix": ""})

        assert (allowed.status_code, refused.status_code) == (200, 403)
        assert refused.json()["params"]["resource"] == "data"

    @pytest.mark.parametrize(
        "query",
        [{"limit": 0}, {"limit": 1001}, {"limit": 10**30}, {"delimiter": "x"}, {"marker": "\0"}, {"prefix": "x" * 1025}],
    )
    async def test_bad_input_is_refused(self, client: httpx.AsyncClient, bucket: str, query: dict[str, str]) -> None:
        answer = await client.get(f"{ROOT}/buckets/data/objects", params=query)

        assert answer.status_code == 400
        assert next(iter(query)) in answer.json()["error_msg"]

    @pytest.mark.parametrize("name", ["x%00y", "..", "%F0%9F%98%80", "a" * 300])
    async def test_what_is_no_name_is_not_found_or_refused(self, client: httpx.AsyncClient, name: str) -> None:
        answer = await client.get(f"{ROOT}/buckets/{name}/objects")

        assert answer.status_code in {400, 404}


class TestFolders:
    async def test_a_new_one_is_listed(self, client: httpx.AsyncClient, bucket: str) -> None:
        answer = await client.post(f"{ROOT}/buckets/data/folders", json={"path": "a/数据"})

        assert (answer.status_code, answer.json()) == (201, {"path": "a/数据", "prefix": "a/数据/"})
        page = (await client.get(f"{ROOT}/buckets/data/objects", params={"prefix": "a/"})).json()
        assert page["folders"] == [{"prefix": "a/数据/"}]

    @pytest.mark.parametrize(
        "path",
        [
            *("", "/a", "a/", ".a", "a.", "a//b", "a/../b", "..", 'a"b', "a:b", "a\\b", "a|b", "a*", "a?", "a<", "a>", "a\nb"),
            *("x" * 1024, "ü" * 1000),
        ],
    )
    async def test_a_bad_path_is_refused_with_the_reason(self, client: httpx.AsyncClient, bucket: str, path: str) -> None:
        answer = await client.post(f"{ROOT}/buckets/data/folders", json={"path": path})

        assert answer.status_code == 400
        assert "path" in answer.json()["error_msg"]

    async def test_a_lone_surrogate_is_refused(self, client: httpx.AsyncClient, bucket: str) -> None:
        answer = await client.post(
            f"{ROOT}/buckets/data/folders", content=b'{"path": "\\ud800"}', headers={"content-type": "application/json"}
        )

        assert answer.status_code == 400

    async def test_needs_the_right_to_write_there(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, bucket: str
    ) -> None:
        gatekeeper.rule = lambda _who, action, resource, _context: (
            action != "obs:object:PutObject" or resource.startswith("data/my/")
        )

        allowed = await client.post(f"{ROOT}/buckets/data/folders", json={"path": "my/new"})
        refused = await client.post(f"{ROOT}/buckets/data/folders", json={"path": "your/new"})

        assert (allowed.status_code, refused.status_code) == (201, 403)


class TestDeletions:
    async def test_objects_are_gone(self, client: httpx.AsyncClient, context: ObjectsContext, bucket: str) -> None:
        await fill(context, "a", "b", "c")

        answer = await client.post(f"{ROOT}/buckets/data/deletions", json={"keys": ["a", "b", "b", "nothing"]})

        assert answer.json() == {"deleted": 3, "failed": []}
        assert list(memory_of(context).buckets["data"]) == ["c"]

    async def test_what_may_not_be_deleted_is_reported(
        self, client: httpx.AsyncClient, context: ObjectsContext, gatekeeper: RuleGatekeeper, bucket: str
    ) -> None:
        await fill(context, "mine/a", "yours/b")
        gatekeeper.rule = lambda _who, _action, resource, _context: resource.startswith("data/mine/")

        some = await client.post(f"{ROOT}/buckets/data/deletions", json={"keys": ["mine/a", "yours/b"]})
        none = await client.post(f"{ROOT}/buckets/data/deletions", json={"keys": ["yours/a", "yours/b"]})

        assert some.json()["deleted"] == 1
        assert [failure["key"] for failure in some.json()["failed"]] == ["yours/b"]
        assert none.status_code == 403
        assert list(memory_of(context).buckets["data"]) == ["yours/b"]

    @pytest.mark.parametrize("keys", [[], ["../x"], ["a//b"], [""], ["x" * 1025], ["a"] * 1001, [1], "a", None])
    async def test_bad_keys_are_refused(self, client: httpx.AsyncClient, bucket: str, keys: object) -> None:
        answer = await client.post(f"{ROOT}/buckets/data/deletions", json={"keys": keys})

        assert answer.status_code == 400
        assert "keys" in answer.json()["error_msg"]


class TestSignedURLs:
    async def test_a_url_has_the_signature_of_the_callers_temporary_key(
        self, client: httpx.AsyncClient, clock: FixedClock, bucket: str
    ) -> None:
        answer = await client.post(
            f"{ROOT}/signed-urls",
            json={"requests": [{"method": "PUT", "bucket": "data", "key": "ü/a b", "content_type": "text/csv"}]},
        )

        signed = answer.json()["urls"][0]
        parts = urlsplit(signed["url"])
        query = parse_qs(parts.query)
        assert (signed["method"], signed["headers"]) == ("PUT", {"Content-Type": "text/csv"})
        assert (parts.netloc, parts.path) == ("127.0.0.1:9000", "/data/%C3%BC/a%20b")
        assert query["X-Amz-Security-Token"] == ["token1"]
        assert query["X-Amz-Expires"] == ["3600"]
        (wanted,) = signed_queries(
            Credentials("TEMP1", "secret1", "token1"),
            "PUT",
            [parts.path],
            {},
            {"host": "127.0.0.1:9000", "content-type": "text/csv"},
            at=clock.now(),
            expires_seconds=3600,
            region="local-1",
        )
        assert parts.query == wanted

    @pytest.mark.parametrize(
        ("follows_host", "host", "netloc"),
        [
            (True, "server.example", "server.example:9000"),
            (True, "[fd00::1]", "[fd00::1]:9000"),
            (True, "a_b$", "127.0.0.1:9000"),
            (True, "modelyard.invalid", "127.0.0.1:9000"),
            (False, "server.example", "127.0.0.1:9000"),
        ],
    )
    async def test_urls_lead_to_the_machine_as_the_caller_knows_it(
        self, client: httpx.AsyncClient, app: FastAPI, bucket: str, follows_host: bool, host: str, netloc: str
    ) -> None:
        app.state.objects = replace(app.state.objects, follows_host=follows_host)

        answer = await client.post(
            f"{ROOT}/signed-urls",
            json={"requests": [{"method": "GET", "bucket": "data", "key": "k"}]},
            headers={"host": f"{host}:8000"},
        )

        assert urlsplit(answer.json()["urls"][0]["url"]).netloc == netloc

    @pytest.mark.parametrize(("method", "records"), [("GET", 0), ("HEAD", 0), ("PUT", 1)])
    async def test_only_urls_that_change_something_are_audited(
        self, client: httpx.AsyncClient, app: FastAPI, bucket: str, method: str, records: int
    ) -> None:
        audit: ListAudit = app.state.audit
        before = len(audit.records)

        await client.post(f"{ROOT}/signed-urls", json={"requests": [{"method": method, "bucket": "data", "key": "k"}]})

        assert len(audit.records) - before == records

    async def test_a_page_of_urls_needs_one_key(
        self, client: httpx.AsyncClient, context: ObjectsContext, clock: FixedClock, bucket: str
    ) -> None:
        requests = [{"method": "GET", "bucket": "data", "key": f"k{number}"} for number in range(100)]
        for _ in range(3):
            await client.post(f"{ROOT}/signed-urls", json={"requests": requests})
        keys = context.issue_key
        assert isinstance(keys, CountingKeys)
        assert len(keys.issued) == 1

        clock.advance(3601)
        await client.post(f"{ROOT}/signed-urls", json={"requests": requests})

        assert len(keys.issued) == 2

    @pytest.mark.parametrize(
        ("method", "query"),
        [
            ("GET", {"response-content-disposition": "attachment"}),
            ("PUT", {"partNumber": "1", "uploadId": "u"}),
            ("POST", {"uploads": ""}),
            ("POST", {"uploadId": "u"}),
            ("DELETE", {"uploadId": "u"}),
            ("GET", {"uploadId": "u", "max-parts": "1000"}),
            ("HEAD", {}),
        ],
    )
    async def test_what_uploads_and_downloads_need_is_signed(
        self, client: httpx.AsyncClient, bucket: str, method: str, query: dict[str, str]
    ) -> None:
        request = {"method": method, "bucket": "data", "key": "k", "query": query}

        answer = await client.post(f"{ROOT}/signed-urls", json={"requests": [request]})

        assert answer.status_code == 200
        assert all(f"{name}=" in answer.json()["urls"][0]["url"] for name in query)

    @pytest.mark.parametrize(
        "change",
        [
            {"method": "PATCH"},
            {"method": "GET", "query": {"acl": ""}},
            {"method": "PUT", "query": {"tagging": ""}},
            {"method": "GET", "query": {"X-Amz-Expires": "1"}},
            {"method": "POST"},
            {"method": "POST", "query": {"uploads": "", "uploadId": "x"}},
            {"method": "GET", "query": {"response-expires": "x", "uploadId": "y"}},
            {"method": "GET", "key": "a/../../b"},
            {"method": "GET", "key": ""},
            {"method": "PUT", "content_type": "a\r\nX-Evil: 1"},
        ],
    )
    async def test_everything_else_is_refused(self, client: httpx.AsyncClient, bucket: str, change: dict[str, object]) -> None:
        answer = await client.post(f"{ROOT}/signed-urls", json={"requests": [{"bucket": "data", "key": "k", **change}]})

        assert answer.status_code == 400
        assert "requests.0" in answer.json()["error_msg"]

    @pytest.mark.parametrize("seconds", [0, 59, 43201, "x", 10**40])
    async def test_the_time_is_limited(self, client: httpx.AsyncClient, bucket: str, seconds: object) -> None:
        body = {"requests": [{"method": "GET", "bucket": "data", "key": "k"}], "expires_seconds": seconds}

        assert (await client.post(f"{ROOT}/signed-urls", json=body)).status_code == 400
