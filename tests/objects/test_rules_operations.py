"""What a request is, what it takes, and what the store gets of it."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from modelyard.objects.rules.operations import (
    Handler,
    Plan,
    batch_demand,
    plan_request,
    refuse_wishes,
    resource_of,
)
from modelyard.objects.rules.requests import (
    Refused,
    StorageRequest,
    Target,
    check_version,
    read_copy_source,
    read_target,
)

DOMAINS = ("storage.example", "localhost")


def plan(method: str, url: str, headers: dict[str, str] | None = None, host: str = "127.0.0.1:9000") -> Plan:
    path, _, query = url.partition("?")
    request = StorageRequest(method, path, query, {"host": host, **(headers or {})})
    return plan_request(request, read_target(request, DOMAINS))


def needs(found: Plan) -> list[str]:
    return [f"{demand.action} {resource_of(demand)}" for demand in found.demands]


class TestTargets:
    @pytest.mark.parametrize(
        ("host", "path", "bucket", "key"),
        [
            ("127.0.0.1:9000", "/b/k", "b", "k"),
            ("127.0.0.1:9000", "/", "", ""),
            ("127.0.0.1:9000", "/b", "b", ""),
            ("127.0.0.1:9000", "/b/", "b", ""),
            ("127.0.0.1:9000", "/b/a/c/", "b", "a/c/"),
            ("127.0.0.1:9000", "/b/%C3%BC%20+%2B", "b", "ü ++"),
            ("bbb.storage.example", "/k", "bbb", "k"),
            ("b.b.Storage.Example:9000", "/k/k", "b.b", "k/k"),
            ("bbb.localhost:1", "/", "bbb", ""),
            ("storage.example", "/b/k", "b", "k"),
            (".storage.example", "/b/k", "b", "k"),
            ("bbb.elsewhere.example", "/b/k", "b", "k"),
            ("[::1]:9000", "/b/k", "b", "k"),
        ],
    )
    def test_bucket_and_key_come_from_host_and_path(self, host: str, path: str, bucket: str, key: str) -> None:
        target = read_target(StorageRequest("GET", path, "", {"host": host}), DOMAINS)

        assert (target.bucket, target.key) == (bucket, key)

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("/b/../c/k", "InvalidArgument"),
            ("/b/%2e%2e/c/k", "InvalidArgument"),
            ("/b/..%2fc/k", "InvalidArgument"),
            ("/b/a/./k", "InvalidArgument"),
            ("/b/a//k", "InvalidArgument"),
            ("/b//k", "InvalidArgument"),
            ("/b/%2Fk", "InvalidArgument"),
            ("/b/a%2F%2Fk", "InvalidArgument"),
            ("/b/a%5C..%5Ck", "InvalidArgument"),
            ("/b/a%00k", "InvalidArgument"),
            ("/b/a%0Ak", "InvalidArgument"),
            ("/b/.uploads/id/0001.part", "InvalidArgument"),
            ("/b/secret.versions/v_1", "InvalidArgument"),
            ("/b/%ff", "InvalidURI"),
            ("/b/%c3%28", "InvalidURI"),
            ("/b/%zz", "InvalidURI"),
            ("/b/\udcff", "InvalidURI"),
            ("/b%2Fc/k", "InvalidBucketName"),
            ("*", "InvalidURI"),
            ("/b/" + "k" * 1025, "KeyTooLongError"),
            ("/b/" + "%C3%BC" * 513, "KeyTooLongError"),
        ],
    )
    def test_what_the_store_could_read_otherwise_is_refused(self, path: str, code: str) -> None:
        with pytest.raises(Refused, match=code):
            read_target(StorageRequest("GET", path, "", {"host": "127.0.0.1"}), DOMAINS)

    @given(st.text(max_size=60))
    def test_the_line_for_the_store_says_what_was_authorised_or_nothing(self, text: str) -> None:
        path = "/bucket/" + text
        try:
            target = read_target(StorageRequest("GET", path, "", {"host": "h"}), DOMAINS)
        except Refused:
            return
        assume(target.key)

        split = urlsplit("http://store" + target.path)
        segments = unquote(split.path).split("/")

        assert unquote(split.path) == f"/bucket/{target.key}"
        assert target.path.isascii()
        assert split.query == split.fragment == ""
        assert not {"", ".", ".."} & set(segments[2:-1])
        assert segments[-1] not in {".", ".."}

    def test_a_target_names_itself(self) -> None:
        assert Target("b", "").resource == "/b"
        assert Target("b", "k k").resource == "/b/k k"
        assert Target("b", "").path == "/b"


class TestOperations:
    @pytest.mark.parametrize(
        ("method", "url", "name", "needed"),
        [
            ("GET", "/", "ListBuckets", ["obs:bucket:ListAllMyBuckets *"]),
            ("HEAD", "/", "Ping", []),
            ("HEAD", "/b?apiversion", "Ping", []),
            ("PUT", "/b", "CreateBucket", ["obs:bucket:CreateBucket b"]),
            ("HEAD", "/b", "HeadBucket", ["obs:bucket:HeadBucket b"]),
            ("GET", "/b", "ListObjects", ["obs:bucket:ListBucket b"]),
            ("GET", "/b?list-type=2&prefix=a", "ListObjectsV2", ["obs:bucket:ListBucket b"]),
            ("GET", "/b?versions", "ListObjectVersions", ["obs:bucket:ListBucketVersions b"]),
            ("GET", "/b?uploads", "ListMultipartUploads", ["obs:bucket:ListBucketMultipartUploads b"]),
            ("POST", "/b?delete", "DeleteObjects", []),
            ("GET", "/b?acl", "GetBucketAcl", ["obs:bucket:GetBucketAcl b"]),
            ("GET", "/b/k", "GetObject", ["obs:object:GetObject b/k"]),
            ("HEAD", "/b/k", "HeadObject", ["obs:object:GetObject b/k"]),
            ("GET", "/b/k?versionId=v", "GetObject", ["obs:object:GetObjectVersion b/k"]),
            ("PUT", "/b/k", "PutObject", ["obs:object:PutObject b/k"]),
            ("DELETE", "/b/k", "DeleteObject", ["obs:object:DeleteObject b/k"]),
            ("POST", "/b/k?uploads", "InitiateMultipartUpload", ["obs:object:PutObject b/k"]),
            ("PUT", "/b/k?partNumber=1&uploadId=u", "UploadPart", ["obs:object:PutObject b/k"]),
            ("GET", "/b/k?uploadId=u", "ListParts", ["obs:object:ListMultipartUploadParts b/k"]),
            ("PUT", "/b/k?metadata", "SetObjectMetadata", ["obs:object:ModifyObjectMetadata b/k"]),
            ("PUT", "/b/k?x-id=PutObject", "PutObject", ["obs:object:PutObject b/k"]),
        ],
    )
    def test_method_and_sub_resource_make_the_operation(self, method: str, url: str, name: str, needed: list[str]) -> None:
        found = plan(method, url)

        assert (found.operation.name, needs(found)) == (name, needed)

    @pytest.mark.parametrize("source", ["/other/a%20b", "other/a%20b"])
    def test_a_copy_also_takes_the_right_to_read_its_source(self, source: str) -> None:
        for url in ("/b/k", "/b/k?partNumber=1&uploadId=u"):
            found = plan("PUT", url, {"x-amz-copy-source": source})

            assert needs(found) == ["obs:object:PutObject b/k", "obs:object:GetObject other/a b"]
            assert found.set_headers["x-amz-copy-source"] == "/other/a%20b"

    def test_a_version_as_source_takes_the_right_to_read_versions(self) -> None:
        found = plan("PUT", "/b/k", {"x-amz-copy-source": "/other/k?versionId=v1"})

        assert needs(found)[1] == "obs:object:GetObjectVersion other/k"
        assert found.set_headers["x-amz-copy-source"] == "/other/k?versionId=v1"

    @pytest.mark.parametrize(
        "source",
        ["", "/", "/b", "/b/", "/b/../c/k", "/b/%2e%2e/c/k", "/b/k?x=1", "/b/k?versionId=", "/b/k?versionId=../v", "/b/%ff"],
    )
    def test_an_ambiguous_source_is_refused(self, source: str) -> None:
        with pytest.raises(Refused):
            read_copy_source(source)
        with pytest.raises(Refused):
            plan("PUT", "/b/k", {"x-amz-copy-source": source})

    def test_a_listing_tells_prefix_delimiter_and_size_to_conditions(self) -> None:
        demand = plan("GET", "/b?prefix=a%2F&delimiter=%2F&max-keys=10").demands[0]

        assert demand.context == {"obs:prefix": "a/", "obs:delimiter": "/", "obs:max-keys": "10"}
        assert plan("GET", "/b").demands[0].context == {"obs:prefix": "", "obs:delimiter": ""}

    def test_a_batch_deletion_takes_the_right_for_each_key(self) -> None:
        demand = batch_demand(Target("b", ""), "k", None)
        of_version = batch_demand(Target("b", ""), "k", "v")

        assert (demand.action, resource_of(demand)) == ("obs:object:DeleteObject", "b/k")
        assert of_version.action == "obs:object:DeleteObjectVersion"

    @pytest.mark.parametrize(
        ("method", "url", "status"),
        [
            ("PUT", "/b?policy", 501),
            ("PUT", "/b?lifecycle", 501),
            ("GET", "/b?inventory", 501),
            ("POST", "/b", 501),
            ("POST", "/b/k", 501),
            ("POST", "/b/k?append&position=0", 501),
            ("POST", "/b/k?restore", 501),
            ("PUT", "/b/k?renameObject", 501),
            ("GET", "/?obsbucketalias", 501),
            ("POST", "/", 405),
            ("OPTIONS", "/b/k", 405),
            ("PATCH", "/b/k", 405),
            ("GET", "/b?acl&policy", 400),
            ("GET", "/b?acl&acl", 400),
            ("GET", "/b/k?versionId=a%2Fb", 400),
            ("GET", "/b/k?uploadId=..", 400),
            ("GET", "/b?prefix=..%2Fother", 400),
            ("GET", "/b?prefix=.uploads%2F", 400),
            ("GET", "/b?marker=a%2F..%2Fb", 400),
            ("GET", "/b?max-keys=x", 400),
            ("GET", "/b?delimiter=x", 501),
            ("GET", "/b?prefix=%ff", 400),
            ("GET", "/b?prefix=%", 400),
        ],
    )
    def test_what_is_not_on_the_list_is_refused(self, method: str, url: str, status: int) -> None:
        with pytest.raises(Refused) as refused:
            plan(method, url)

        assert refused.value.status == status

    def test_versions_are_checked_wherever_they_come_from(self) -> None:
        check_version(None)
        check_version("3f2b")
        with pytest.raises(Refused):
            check_version("../x")


class TestWhatTheStoreGets:
    def test_the_query_holds_the_parameters_of_the_operation_and_nothing_else(self) -> None:
        found = plan("GET", "/b?list-type=2&prefix=a+b&Signature=x&X-Amz-Date=1&start-after=%C3%BC&&evil=1")

        assert found.path == "/b?list-type=2&prefix=a%20b&start-after=%C3%BC"

    def test_a_bucket_in_the_host_stands_in_the_path_for_the_store(self) -> None:
        assert plan("GET", "/k%20k?versionId=v", host="bbb.storage.example").path == "/bbb/k%20k?versionId=v"

    def test_sub_resources_without_a_value_keep_none(self) -> None:
        assert plan("POST", "/b/k?uploads").path == "/b/k?uploads"

    def test_only_known_headers_pass(self) -> None:
        hostile = {
            "authorization": "AWS x:y",
            "s3-account-id": "other",
            "seaweed-x-amz-version-id": "1",
            "x-seaweedfs-expires-s3": "1",
            "x-amz-security-token": "t",
            "x-amz-acl": "private",
            "x-amz-request-payer": "requester",
            "x-forwarded-for": "1.2.3.4",
            "x-gate-length": "5",
            "cookie": "a=b",
        }
        harmless = {"content-type": "a/b", "x-amz-meta-a": "1", "x-amz-checksum-crc32": "x", "range": "bytes=0-1"}

        found = plan("PUT", "/b/k", hostile | harmless)

        assert set(found.drop_headers) == set(hostile)
        assert found.set_headers == {}

    @pytest.mark.parametrize(
        ("encoding", "kept", "dropped"),
        [("aws-chunked", None, True), ("gzip,aws-chunked", "gzip", False), ("gzip", None, False)],
    )
    def test_the_framing_of_a_stream_is_told_to_the_store_and_not_stored(
        self, encoding: str, kept: str | None, dropped: bool
    ) -> None:
        kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
        found = plan("PUT", "/b/k", {"content-encoding": encoding, "x-amz-content-sha256": kind})

        assert found.set_headers["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        assert found.set_headers.get("content-encoding") == kept
        assert ("content-encoding" in found.drop_headers) == dropped

    @pytest.mark.parametrize(
        "header",
        [
            {"x-amz-acl": "public-read"},
            {"x-obs-acl": "public-read"},
            {"x-amz-grant-read": "id=1"},
            {"x-amz-server-side-encryption": "aws:kms"},
            {"x-amz-object-lock-mode": "GOVERNANCE"},
            {"x-amz-website-redirect-location": "/"},
        ],
    )
    def test_a_wish_that_would_not_come_true_is_refused(self, header: dict[str, str]) -> None:
        with pytest.raises(Refused, match="NotImplemented"):
            plan("PUT", "/b/k", header)

    def test_a_wish_for_nothing_passes(self) -> None:
        refuse_wishes(StorageRequest("PUT", "/b", "", {"x-amz-bucket-object-lock-enabled": "false", "x-amz-acl": "private"}))

    def test_what_the_gate_answers_goes_nowhere_else(self) -> None:
        assert plan("GET", "/b?location").operation.handler is Handler.GATE
        assert plan("GET", "/b?location").path == ""
