"""The storage port in front of an S3 store that somebody else runs: here a second SeaweedFS with an access key."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from conformance.people import READ, People, Person, allow, name_of_bucket, obs, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform
from objects.weed import WeedServer, running_weed_server
from obs_sdk import CompleteMultipartUploadRequest, CompletePart, DeleteObjectsRequest, Object

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

KEY = "folder/a b/ü+x=1 & <y>~*'.txt"


def settings_for(store: WeedServer, secret: str) -> dict[str, str]:
    """Return the settings that put a store in the place of the platform's own."""
    return {
        "MODELYARD_OBJECTS__EXTERNAL_ENDPOINT": store.endpoint,
        "MODELYARD_OBJECTS__EXTERNAL_ACCESS_KEY": store.access,
        "MODELYARD_OBJECTS__EXTERNAL_SECRET_KEY": secret,
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeedServer]:
    """The external store."""
    with running_weed_server(tmp_path_factory.mktemp("external")) as running:
        yield running


@pytest.fixture(scope="module")
def platform(store: WeedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A platform that keeps its objects there."""
    home = tmp_path_factory.mktemp("platform") / "home"
    with ThrowawayPlatform(home, environment=settings_for(store, store.secret)) as running:
        yield running


@pytest.fixture(scope="module")
def people(platform: ThrowawayPlatform) -> People:
    """Makes people on that platform."""
    return People(platform)


@pytest.fixture
def bucket(platform: ThrowawayPlatform, people: People) -> str:
    """A new bucket of the administrator's account."""
    name = name_of_bucket()
    s3(platform, people.admin).create_bucket(Bucket=name)
    return name


@pytest.fixture
def user(people: People, bucket: str) -> Person:
    """A user who may do everything in that bucket."""
    return people.person(
        allow(["obs:object:*"], f"obs:*:*:object:{bucket}/*"), allow(["obs:bucket:*"], f"obs:*:*:bucket:{bucket}")
    )


@pytest.fixture
def client(platform: ThrowawayPlatform, user: Person) -> Any:
    """boto3 with that user's key."""
    return s3(platform, user.key)


def direct(store: WeedServer) -> Any:
    """Return boto3 with the platform's key, straight to the external store."""
    return boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.access,
        aws_secret_access_key=store.secret,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )


def examined(platform: ThrowawayPlatform) -> list[dict[str, str]]:
    """Return what the doctor found."""
    try:
        told = platform.run("doctor", "--json")
    except subprocess.CalledProcessError as error:
        told = error.stdout
    return list(json.loads(told))


def code_of(caught: Any) -> str:
    """Return the error code of a boto3 failure."""
    return str(caught.value.response["Error"]["Code"])


class TestPlatform:
    def test_no_store_of_its_own_runs(self, platform: ThrowawayPlatform) -> None:
        assert set(platform.part_pids) == {"api", "gate", "gateway", "tasks"}
        assert not [one for one in platform.processes() if one.name() == "weed"]
        assert not (platform.home / "data" / "weed").exists()

    def test_the_overview_says_where_objects_are(self, platform: ThrowawayPlatform, people: People, store: WeedServer) -> None:
        project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]

        storage = people.call("GET", f"/v2/{project}/overview")["storage"]

        assert storage == {
            "engine": "S3 (external)",
            "location": store.endpoint,
            "total_bytes": None,
            "free_bytes": None,
            "used_bytes": None,
        }

    def test_doctor_has_asked_the_store(self, platform: ThrowawayPlatform, store: WeedServer) -> None:
        found = examined(platform)

        [finding] = [one for one in found if one["name"] == "object store"]
        assert finding["verdict"] == "ok"
        assert store.endpoint in finding["text"]


class TestBoto3:
    def test_an_object_is_written_read_listed_and_deleted(self, client: Any, bucket: str) -> None:
        content = os.urandom(300_000)

        client.put_object(Bucket=bucket, Key=KEY, Body=content, Metadata={"colour": "light  blue"}, ContentType="text/x")
        found = client.get_object(Bucket=bucket, Key=KEY)
        part = client.get_object(Bucket=bucket, Key=KEY, Range="bytes=10-19")
        listed = client.list_objects_v2(Bucket=bucket, Prefix="folder/", Delimiter="/")
        deeper = client.list_objects_v2(Bucket=bucket, Prefix=KEY[:12])
        client.delete_object(Bucket=bucket, Key=KEY)

        assert found["Body"].read() == content
        assert (found["Metadata"]["colour"], found["ContentType"]) == ("light  blue", "text/x")
        assert part["Body"].read() == content[10:20]
        assert [one["Prefix"] for one in listed["CommonPrefixes"]] == ["folder/a b/"]
        assert [one["Key"] for one in deeper["Contents"]] == [KEY]
        assert "Contents" not in client.list_objects_v2(Bucket=bucket)

    def test_the_store_really_has_it(self, client: Any, bucket: str, store: WeedServer) -> None:
        client.put_object(Bucket=bucket, Key=KEY, Body=b"there")

        assert direct(store).get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"there"

    def test_an_upload_in_parts(self, client: Any, bucket: str) -> None:
        parts = [os.urandom(5 * 2**20), b"end"]

        upload = client.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
        tags = [
            client.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=number, Body=part)["ETag"]
            for number, part in enumerate(parts, 1)
        ]
        pending = client.list_multipart_uploads(Bucket=bucket)["Uploads"]
        done = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
        client.complete_multipart_upload(Bucket=bucket, Key="parts", UploadId=upload, MultipartUpload={"Parts": done})

        assert [one["UploadId"] for one in pending] == [upload]
        assert client.get_object(Bucket=bucket, Key="parts")["Body"].read() == b"".join(parts)

    def test_a_copy_and_a_batch_deletion(self, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key=KEY, Body=b"content")

        client.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": KEY})
        copied = client.get_object(Bucket=bucket, Key="copy")["Body"].read()
        deleted = client.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": KEY}, {"Key": "copy"}]})

        assert copied == b"content"
        assert {one["Key"] for one in deleted["Deleted"]} == {KEY, "copy"}
        assert "Contents" not in client.list_objects_v2(Bucket=bucket)

    @pytest.mark.parametrize("signature", ["s3v4", "s3"])
    def test_signed_urls(self, platform: ThrowawayPlatform, user: Person, bucket: str, signature: str) -> None:
        client = s3(platform, user.key, signature=signature)
        put = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": KEY})
        get = client.generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": KEY, "ResponseContentType": "text/plain; a=b c"}
        )

        assert httpx.put(put, content=b"signed").status_code == 200
        found = httpx.get(get)
        assert (found.status_code, found.content) == (200, b"signed")
        assert found.headers["content-type"] == "text/plain; a=b c"

    def test_a_temporary_key(self, platform: ThrowawayPlatform, people: People, user: Person, bucket: str) -> None:
        client = s3(platform, people.temporary_key(user))

        client.put_object(Bucket=bucket, Key="temporary", Body=b"1")

        assert client.get_object(Bucket=bucket, Key="temporary")["Body"].read() == b"1"

    def test_an_empty_bucket_is_deleted_and_a_full_one_is_not(self, client: Any, bucket: str, store: WeedServer) -> None:
        client.put_object(Bucket=bucket, Key="k", Body=b"1")
        with pytest.raises(ClientError) as caught:
            client.delete_bucket(Bucket=bucket)
        client.delete_object(Bucket=bucket, Key="k")
        client.delete_bucket(Bucket=bucket)

        assert code_of(caught) == "BucketNotEmpty"
        assert bucket not in [one["Name"] for one in direct(store).list_buckets()["Buckets"]]


class TestObsSDK:
    @pytest.mark.parametrize("signature", ["v2", "v4", "obs"])
    def test_objects_come_and_go(self, platform: ThrowawayPlatform, user: Person, bucket: str, signature: str) -> None:
        client = obs(platform, user.key, signature=signature)

        assert client.putContent(bucket, KEY, b"content", metadata={"colour": "blue"}).status == 200
        assert client.getObject(bucket, KEY, loadStreamInMemory=True).body.buffer == b"content"
        assert [one.key for one in client.listObjects(bucket).body.contents] == [KEY]
        assert client.copyObject(bucket, KEY, bucket, "copy").status == 200
        assert client.setObjectMetadata(bucket, "copy", metadata={"new": "yes"}).status == 200
        assert dict(client.getObjectMetadata(bucket, "copy").header)["new"] == "yes"
        upload = client.initiateMultipartUpload(bucket, "parts").body.uploadId
        part = client.uploadPart(bucket, "parts", 1, upload, b"a part").body
        whole = CompleteMultipartUploadRequest([CompletePart(1, part.etag)])
        assert client.completeMultipartUpload(bucket, "parts", upload, whole).status == 200
        batch = DeleteObjectsRequest(objects=[Object(KEY), Object("copy"), Object("parts")])
        assert {one.key for one in client.deleteObjects(bucket, batch).body.deleted} == {KEY, "copy", "parts"}


class TestRights:
    def test_a_reader_may_not_write(self, platform: ThrowawayPlatform, people: People, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key="k", Body=b"1")
        reader = s3(platform, people.person(allow(READ)).key)

        with pytest.raises(ClientError) as caught:
            reader.put_object(Bucket=bucket, Key="k", Body=b"2")

        assert code_of(caught) == "AccessDenied"
        assert reader.get_object(Bucket=bucket, Key="k")["Body"].read() == b"1"

    def test_another_account_sees_nothing(self, platform: ThrowawayPlatform, people: People, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key="k", Body=b"1")
        stranger = s3(platform, people.stranger())

        attempts: list[tuple[str, dict[str, Any]]] = [
            ("get_object", {"Key": "k"}),
            ("list_objects_v2", {}),
            ("delete_objects", {"Delete": {"Objects": [{"Key": "k"}]}}),
        ]
        for name, arguments in attempts:
            with pytest.raises(ClientError) as caught:
                getattr(stranger, name)(Bucket=bucket, **arguments)
            assert code_of(caught) == "NoSuchBucket"
        assert stranger.list_buckets()["Buckets"] == []

    def test_a_wrong_signature_is_the_clients_own(self, platform: ThrowawayPlatform, user: Person, bucket: str) -> None:
        with pytest.raises(ClientError) as caught:
            s3(platform, ClientKey(user.key.access, "wrong")).list_objects_v2(Bucket=bucket)

        assert code_of(caught) == "SignatureDoesNotMatch"

    def test_the_platforms_key_of_the_store_is_no_key_here(self, platform: ThrowawayPlatform, store: WeedServer) -> None:
        with pytest.raises(ClientError) as caught:
            s3(platform, ClientKey(store.access, store.secret)).list_buckets()

        assert code_of(caught) == "InvalidAccessKeyId"

    def test_a_bucket_that_was_there_before_cannot_be_taken(
        self, platform: ThrowawayPlatform, people: People, store: WeedServer
    ) -> None:
        name = name_of_bucket()
        direct(store).create_bucket(Bucket=name)

        with pytest.raises(ClientError) as caught:
            s3(platform, people.admin).create_bucket(Bucket=name)
        project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        with pytest.raises(AssertionError, match="409"):
            people.call("POST", f"/v2/{project}/storage/buckets", {"name": name})

        assert code_of(caught) == "BucketAlreadyExists"


class TestStreams:
    def send(self, platform: ThrowawayPlatform, user: Person, bucket: str, payload: str, body: bytes) -> httpx.Response:
        headers = {
            "x-amz-content-sha256": payload,
            "content-encoding": "aws-chunked",
            "x-amz-decoded-content-length": "7",
            "x-amz-trailer": "x-amz-checksum-crc32",
        }
        request = AWSRequest(method="PUT", url=f"{platform.storage_endpoint}/{bucket}/stream", headers=headers)
        auth = S3SigV4Auth(Credentials(user.key.access, user.key.secret), "s3", "us-east-1")
        auth.payload = lambda _request: payload
        auth.add_auth(request)
        return httpx.put(request.url, headers=dict(request.headers.items()), content=body)

    def test_unsigned_chunks_with_a_checksum_pass(
        self, platform: ThrowawayPlatform, user: Person, client: Any, bucket: str
    ) -> None:
        body = b"7\r\ncontent\r\n0\r\nx-amz-checksum-crc32:/sUwqQ==\r\n\r\n"

        answer = self.send(platform, user, bucket, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", body)

        assert answer.status_code == 200, answer.text
        found = client.get_object(Bucket=bucket, Key="stream")
        assert found["Body"].read() == b"content"
        assert "aws-chunked" not in found["ResponseMetadata"]["HTTPHeaders"].get("content-encoding", "")

    def test_signed_chunks_are_refused_in_words(self, platform: ThrowawayPlatform, user: Person, bucket: str) -> None:
        answer = self.send(platform, user, bucket, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", b"")

        assert answer.status_code == 501
        assert "STREAMING-UNSIGNED-PAYLOAD-TRAILER" in answer.text


class TestWrongKey:
    def test_it_is_said_whose_it_is(self, store: WeedServer, tmp_path: Path) -> None:
        with ThrowawayPlatform(tmp_path / "home", environment=settings_for(store, store.secret)) as platform:
            admin, bucket = People(platform).admin, name_of_bucket()
            s3(platform, admin).create_bucket(Bucket=bucket)
        with ThrowawayPlatform(tmp_path / "home", environment=settings_for(store, "wrong")) as platform:
            client = s3(platform, admin)
            with pytest.raises(ClientError) as by_gate:
                client.create_bucket(Bucket=name_of_bucket())
            with pytest.raises(ClientError) as by_store:
                client.put_object(Bucket=bucket, Key="k", Body=b"1")
            with pytest.raises(ClientError) as by_client:
                s3(platform, ClientKey(admin.access, "wrong")).put_object(Bucket=bucket, Key="k", Body=b"1")
            found = examined(platform)

        for caught in (by_gate, by_store):
            assert code_of(caught) == "ServiceUnavailable"
            assert "platform's own access key (SignatureDoesNotMatch)" in caught.value.response["Error"]["Message"]
        assert code_of(by_client) == "SignatureDoesNotMatch"
        [finding] = [one for one in found if one["name"] == "object store"]
        assert finding["verdict"] == "fail"
        assert "SignatureDoesNotMatch" in finding["text"]
