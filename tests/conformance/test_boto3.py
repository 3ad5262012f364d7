"""boto3, path style and virtual hosts, versions 4 and 2."""

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from conformance.people import name_of_bucket, obs, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

KEY = "folder/a b/ü+x=1 & <y>.txt"


@pytest.fixture(params=["s3v4", "s3"])
def client(request: pytest.FixtureRequest, platform: ThrowawayPlatform, admin: ClientKey) -> Any:
    """A client of each signature version."""
    return s3(platform, admin, signature=request.param)


def code(error: pytest.ExceptionInfo[ClientError]) -> tuple[int, str]:
    response = error.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


class TestObjects:
    def test_a_round_trip_with_everything_that_belongs_to_an_object(self, client: Any, bucket: str) -> None:
        content = os.urandom(50_000)
        client.put_object(
            Bucket=bucket, Key=KEY, Body=content, ContentType="a/b", CacheControl="no-store", Metadata={"colour": "blue"}
        )

        got = client.get_object(Bucket=bucket, Key=KEY)

        assert got["Body"].read() == content
        assert (got["ContentType"], got["CacheControl"], got["Metadata"]) == ("a/b", "no-store", {"colour": "blue"})
        assert got["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'
        assert "ContentEncoding" not in got

    @pytest.mark.parametrize(
        ("given", "expected"), [("bytes=0-9", slice(0, 10)), ("bytes=-5", slice(-5, None)), ("bytes=7-", slice(7, None))]
    )
    def test_ranges(self, client: Any, bucket: str, given: str, expected: slice) -> None:
        content = os.urandom(1000)
        client.put_object(Bucket=bucket, Key=KEY, Body=content)

        assert client.get_object(Bucket=bucket, Key=KEY, Range=given)["Body"].read() == content[expected]

    def test_conditions(self, client: Any, bucket: str) -> None:
        etag = client.put_object(Bucket=bucket, Key=KEY, Body=b"1")["ETag"]

        assert client.get_object(Bucket=bucket, Key=KEY, IfMatch=etag)["Body"].read() == b"1"
        with pytest.raises(ClientError) as unchanged:
            client.get_object(Bucket=bucket, Key=KEY, IfNoneMatch=etag)
        with pytest.raises(ClientError) as other:
            client.get_object(Bucket=bucket, Key=KEY, IfMatch='"other"')
        with pytest.raises(ClientError) as there:
            client.put_object(Bucket=bucket, Key=KEY, Body=b"2", IfNoneMatch="*")
        assert (code(unchanged)[0], code(other)[0], code(there)[0]) == (304, 412, 412)

    @pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
    def test_checksums_travel_in_trailers(self, client: Any, bucket: str, algorithm: str) -> None:
        content = os.urandom(100_000)
        client.put_object(Bucket=bucket, Key=KEY, Body=io.BytesIO(content), ChecksumAlgorithm=algorithm)

        assert client.get_object(Bucket=bucket, Key=KEY)["Body"].read() == content

    def test_a_file_in_parts(self, client: Any, bucket: str) -> None:
        content = os.urandom(17 * 2**20)
        client.upload_fileobj(io.BytesIO(content), bucket, KEY)
        back = io.BytesIO()
        client.download_fileobj(bucket, KEY, back)

        assert back.getvalue() == content

    def test_copies_keep_or_replace_metadata(self, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key=KEY, Body=b"1", Metadata={"a": "1"})
        source = {"Bucket": bucket, "Key": KEY}

        client.copy_object(Bucket=bucket, Key="kept", CopySource=source)
        client.copy_object(Bucket=bucket, Key="new", CopySource=source, Metadata={"b": "2"}, MetadataDirective="REPLACE")

        assert client.head_object(Bucket=bucket, Key="kept")["Metadata"] == {"a": "1"}
        assert client.head_object(Bucket=bucket, Key="new")["Metadata"] == {"b": "2"}

    def test_tags(self, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key=KEY, Body=b"1", Tagging="a=1")
        assert client.get_object_tagging(Bucket=bucket, Key=KEY)["TagSet"] == [{"Key": "a", "Value": "1"}]
        client.put_object_tagging(Bucket=bucket, Key=KEY, Tagging={"TagSet": [{"Key": "b", "Value": "2"}]})
        assert client.get_object_tagging(Bucket=bucket, Key=KEY)["TagSet"] == [{"Key": "b", "Value": "2"}]

    def test_signed_urls(self, client: Any, bucket: str) -> None:
        client.put_object(Bucket=bucket, Key=KEY, Body=b"content")
        params = {"Bucket": bucket, "Key": KEY}

        read = httpx.get(client.generate_presigned_url("get_object", Params={**params, "ResponseContentType": "a/b"}))
        written = httpx.put(client.generate_presigned_url("put_object", Params=params), content=b"new")

        assert (read.content, read.headers["content-type"]) == (b"content", "a/b")
        assert written.status_code == 200
        assert client.get_object(**params)["Body"].read() == b"new"


class TestVersions:
    def test_old_versions_are_kept_and_listed(self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str) -> None:
        client = s3(platform, admin)
        client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        first = client.put_object(Bucket=bucket, Key=KEY, Body=b"1")["VersionId"]
        client.put_object(Bucket=bucket, Key=KEY, Body=b"2")
        client.delete_object(Bucket=bucket, Key=KEY)

        assert client.get_object(Bucket=bucket, Key=KEY, VersionId=first)["Body"].read() == b"1"
        listed = client.list_object_versions(Bucket=bucket)
        assert (len(listed["Versions"]), len(listed["DeleteMarkers"])) == (2, 1)


class TestHosts:
    def test_a_bucket_in_the_host_name(self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str) -> None:
        for signature in ("s3v4", "s3"):
            client = s3(platform, admin, signature=signature)
            url = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k"})
            assert httpx.put(url, content=b"1").status_code == 200
        virtual = s3(_Named(platform), admin, style="virtual")
        virtual.put_object(Bucket=bucket, Key=KEY, Body=b"2")

        assert virtual.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"2"
        assert [found["Key"] for found in virtual.list_objects_v2(Bucket=bucket, Prefix="folder/")["Contents"]] == [KEY]


class TestListing:
    def test_more_than_ten_thousand_objects(self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str) -> None:
        client = s3(platform, admin)
        keys = ["a", *(f"many/{n:05}" for n in range(10_020)), "more", "z/1", "z/2"]
        _put_all(platform, admin, bucket, keys)

        v2 = [o["Key"] for page in _pages(client, "list_objects_v2", Bucket=bucket) for o in page["Contents"]]
        v1 = [o["Key"] for page in _pages(client, "list_objects", Bucket=bucket) for o in page["Contents"]]
        folders = client.list_objects_v2(Bucket=bucket, Delimiter="/")
        after = client.list_objects_v2(Bucket=bucket, StartAfter="many/10018", MaxKeys=3)

        assert v2 == keys
        assert v1 == keys
        assert [p["Prefix"] for p in folders["CommonPrefixes"]] == ["many/", "z/"]
        assert [o["Key"] for o in folders["Contents"]] == ["a", "more"]
        assert [o["Key"] for o in after["Contents"]] == ["many/10019", "more", "z/1"]


class TestBuckets:
    def test_a_bucket_in_use_is_not_deleted(self, platform: ThrowawayPlatform, admin: ClientKey, bucket: str) -> None:
        client = s3(platform, admin)
        client.put_object(Bucket=bucket, Key="k", Body=b"1")
        with pytest.raises(ClientError) as full:
            client.delete_bucket(Bucket=bucket)
        client.delete_object(Bucket=bucket, Key="k")
        upload = client.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
        with pytest.raises(ClientError) as uploading:
            client.delete_bucket(Bucket=bucket)
        client.abort_multipart_upload(Bucket=bucket, Key="k", UploadId=upload)

        client.delete_bucket(Bucket=bucket)

        assert code(full) == code(uploading) == (409, "BucketNotEmpty")

    @pytest.mark.parametrize("name", ["Upper", "a..b", "10.0.0.1"])
    def test_a_bad_name_is_refused(self, platform: ThrowawayPlatform, admin: ClientKey, name: str) -> None:
        answer = obs(platform, admin).createBucket(name)

        assert (answer.status, answer.errorCode) == (400, "InvalidBucketName")

    def test_a_new_bucket_can_be_used_from_its_first_moment(self, platform: ThrowawayPlatform, admin: ClientKey) -> None:
        client = s3(platform, admin)
        for _ in range(10):
            name = name_of_bucket()
            client.create_bucket(Bucket=name)
            client.put_object(Bucket=name, Key="k", Body=b"1")
            client.delete_object(Bucket=name, Key="k")
            client.delete_bucket(Bucket=name)


class _Named:
    """The platform by a name instead of an address."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.storage_endpoint = f"http://localhost:{platform.storage_port}"


def _pages(client: Any, operation: str, **arguments: Any) -> Any:
    return client.get_paginator(operation).paginate(**arguments)


def _put_all(platform: ThrowawayPlatform, key: ClientKey, bucket: str, keys: list[str]) -> None:
    """Write small objects quickly: signed URLs over a few connections."""
    client = s3(platform, key)

    def put(some: list[str]) -> None:
        with httpx.Client() as http:
            for one in some:
                url = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": one})
                assert http.put(url, content=b"").status_code == 200

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, [keys[n::8] for n in range(8)]))
