"""Attacks on the storage port: keys that the store could read otherwise, forged headers, requests from the inside."""

import http.client
from urllib.parse import quote, unquote, urlsplit

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from conformance.people import People, allow, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


def send(
    platform: ThrowawayPlatform,
    key: ClientKey | None,
    method: str,
    target: str,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> tuple[int, str]:
    """Send a request line exactly as given, signed as a hostile client would sign it."""
    place = urlsplit(platform.storage_endpoint)
    path, _, query = target.partition("?")
    forged = {name: value for name, value in (headers or {}).items() if name.startswith(("x-gate", "x-envoy"))}
    headers = {name: value for name, value in (headers or {}).items() if name not in forged}
    request = AWSRequest(method=method, url=f"{platform.storage_endpoint}{path}?{query}", headers=headers, data=body)
    request.headers["Host"] = place.netloc
    if key is not None:
        S3SigV4Auth(Credentials(key.access, key.secret), "s3", "us-east-1").add_auth(request)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in (*request.headers.items(), *((added, forged[added]) for added in forged)):
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


@pytest.fixture
def insider(people: People, bucket: str, platform: ThrowawayPlatform, admin: ClientKey) -> ClientKey:
    """Somebody of the account who may use `open/` of the bucket and nothing else; `secret/k` is there."""
    s3(platform, admin).put_object(Bucket=bucket, Key="secret/k", Body=b"SECRET")
    return people.person(allow(["obs:object:*"], f"obs:*:*:object:{bucket}/open/*")).key


class TestPaths:
    @pytest.mark.parametrize(
        "tail",
        [
            "open/../secret/k",
            "open/%2e%2e/secret/k",
            "open/%2e%2e%2fsecret%2fk",
            "open/..%2fsecret/k",
            "open/x/../../secret/k",
            "open/.%2e/secret/k",
            "open\\..\\secret\\k",
            "open/%5c..%5c../secret/k",
            "open/%00/../secret/k",
            "open//../secret/k",
            "open/./../secret/k",
            "%2fsecret/k",
            "/secret/k",
            "secret%2fk",
            "secret/k;open/x",
            "secret/k#open/",
        ],
    )
    def test_no_spelling_of_a_key_leads_out_of_a_prefix(
        self, platform: ThrowawayPlatform, insider: ClientKey, bucket: str, tail: str
    ) -> None:
        for method, body in (("GET", b""), ("PUT", b"changed"), ("DELETE", b"")):
            status, text = send(platform, insider, method, f"/{bucket}/{tail}", body=body)
            assert 400 <= status < 500, (method, text)
            assert "SECRET" not in text

    @pytest.mark.parametrize(
        "target", ["/../{b}/secret/k", "//{b}/secret/k", "/{b}%2fsecret/k", "/open/../{b}/secret/k", "/%2e%2e/{b}/secret/k"]
    )
    def test_no_spelling_of_a_bucket_leads_to_another(
        self, platform: ThrowawayPlatform, insider: ClientKey, bucket: str, target: str
    ) -> None:
        status, text = send(platform, insider, "GET", target.format(b=bucket))

        assert 400 <= status < 500
        assert "SECRET" not in text

    @pytest.mark.parametrize(
        "key",
        [
            "a%20b",
            "a+b",
            "%C3%BC",
            "a%3Bb",
            "a%3Fb",
            "a%23b",
            "a%25b",
            "a%252fb",
            "~(x)!'*",
            "x.versions",
            "..a",
            "a..",
            "...",
            "é" * 100,
        ],
    )
    def test_unusual_keys_are_stored_under_exactly_their_name(
        self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str, key: str
    ) -> None:
        target = f"/{bucket}/{key if key.isascii() else quote(key)}"
        status, text = send(platform, admin, "PUT", target, body=b"content")

        assert status == 200, text
        assert [o["Key"] for o in s3(platform, admin).list_objects_v2(Bucket=bucket)["Contents"]] == [unquote(key)]
        assert send(platform, admin, "GET", target) == (200, "content")

    def test_a_listing_does_not_lead_out_of_a_bucket(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        other = s3(platform, admin)
        other.put_object(Bucket=bucket, Key="secret/k", Body=b"1")
        mine = f"{bucket}-x"
        other.create_bucket(Bucket=mine)

        for prefix in (f"../{bucket}/", f"..%2F{bucket}%2F", "..", ".uploads/", f"a/../../{bucket}/"):
            for name in ("prefix", "marker", "start-after"):
                status, text = send(platform, admin, "GET", f"/{mine}?{name}={prefix}&list-type=2")
                assert "secret" not in text
                assert status in {200, 400}

    def test_parts_of_uploads_cannot_be_reached_as_objects(
        self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str
    ) -> None:
        client = s3(platform, admin)
        upload = client.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
        client.upload_part(Bucket=bucket, Key="k", PartNumber=1, UploadId=upload, Body=b"part")

        assert send(platform, admin, "GET", f"/{bucket}/.uploads/{upload}/0001.part")[0] == 400
        assert "Contents" not in client.list_objects_v2(Bucket=bucket)
        assert "Contents" not in client.list_objects_v2(Bucket=bucket, Prefix=".up")

    def test_an_upload_belongs_to_its_key(
        self, platform: ThrowawayPlatform, insider: ClientKey, admin: ClientKey, bucket: str
    ) -> None:
        upload = s3(platform, admin).create_multipart_upload(Bucket=bucket, Key="secret/k")["UploadId"]

        status, _ = send(platform, insider, "PUT", f"/{bucket}/open/k?partNumber=1&uploadId={upload}", body=b"x")
        aborted, _ = send(platform, insider, "DELETE", f"/{bucket}/open/k?uploadId={upload}")
        listed, _ = send(platform, insider, "GET", f"/{bucket}/open/k?uploadId={upload}")

        assert (status, listed) == (404, 404)
        assert aborted in {204, 404}
        assert [u["UploadId"] for u in s3(platform, admin).list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]

    def test_a_copy_source_does_not_lead_out_of_a_prefix(
        self, platform: ThrowawayPlatform, insider: ClientKey, bucket: str
    ) -> None:
        for source in (
            "open/../secret/k",
            "open/%2e%2e/secret/k",
            "open%2f..%2fsecret%2fk",
            "open\\..\\secret\\k",
            "secret/k",
            "%2Fsecret%2Fk",
        ):
            for start in ("", "/"):
                status, text = send(
                    platform, insider, "PUT", f"/{bucket}/open/copy", {"x-amz-copy-source": f"{start}{bucket}/{source}"}
                )
                assert status in {400, 403}, text


class TestHeaders:
    def test_headers_between_our_processes_cannot_be_sent_from_outside(
        self, platform: ThrowawayPlatform, insider: ClientKey, bucket: str
    ) -> None:
        inside = {
            "x-gate-to": "store",
            "x-gate-path": f"/{bucket}/secret/k",
            "x-gate-length": "7",
            "x-envoy-original-path": "/x",
        }

        for key in (None, insider):
            status, text = send(platform, key, "GET", f"/{bucket}/secret/k", inside)
            assert status == 403
            assert "SECRET" not in text
        status, text = send(platform, insider, "PUT", f"/{bucket}/open/k", inside, b"content")
        assert status == 200
        assert send(platform, insider, "GET", f"/{bucket}/open/k", inside) == (200, "content")

    def test_headers_of_the_store_are_not_taken_from_clients(
        self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str
    ) -> None:
        hostile = {"s3-account-id": "x", "Seaweed-X-Amz-Version-Id": "x", "X-SeaweedFS-Expires-S3": "1", "Seaweed-foo": "bar"}

        assert send(platform, admin, "PUT", f"/{bucket}/k", hostile, b"content")[0] == 200
        found = s3(platform, admin).head_object(Bucket=bucket, Key="k")["ResponseMetadata"]["HTTPHeaders"]

        assert not [name for name in found if "seaweed" in name.lower()]

    def test_the_doors_of_the_store_that_are_no_buckets_stay_shut(self, platform: ThrowawayPlatform, admin: ClientKey) -> None:
        for method, target in (
            ("GET", "/status"),
            ("GET", "/healthz"),
            ("POST", "/?Action=AssumeRole"),
            ("POST", "/?Action=ListUsers"),
            ("PUT", "/buckets"),
            ("GET", "/s3tables"),
        ):
            for key in (None, admin):
                assert send(platform, key, method, target)[0] in {403, 404, 405} or (key is admin and target == "/buckets")
        assert send(platform, admin, "POST", "/", {"X-Amz-Target": "S3Tables.ListTableBuckets"})[0] == 405
