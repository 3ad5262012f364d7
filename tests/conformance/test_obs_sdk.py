"""The official OBS SDK, as people use it: default settings, v2, v4, by address and by name."""

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from conformance.people import People, allow, name_of_bucket, obs
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform
from obs_sdk import (
    CompleteMultipartUploadRequest,
    CompletePart,
    DeleteObjectsRequest,
    GetObjectHeader,
    Object,
)

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

KEY = "folder/a b/ü+x=1 & <y>.txt"
WAYS: dict[str, dict[str, Any]] = {
    "default": {},
    "v2": {"signature": "v2"},
    "v4": {"signature": "v4"},
    "obs": {"signature": "obs"},
    "name and path style": {"path_style": True, "by_name": True},
    "name and host style": {"by_name": True},
    "name, host style, v4": {"by_name": True, "signature": "v4", "is_signature_negotiation": False},
}


@pytest.fixture(params=sorted(WAYS))
def client(request: pytest.FixtureRequest, platform: ThrowawayPlatform, admin: ClientKey) -> Any:
    """A client of each kind."""
    options = dict(WAYS[request.param])
    port = urlsplit(platform.storage_endpoint).port
    server = f"http://localhost:{port}" if options.pop("by_name", False) else None
    return obs(platform, admin, server=server, **options)


class TestEveryWay:
    def test_buckets_come_and_go(self, client: Any) -> None:
        name = name_of_bucket()

        assert client.createBucket(name).status == 200
        assert client.headBucket(name).status == 200
        assert name in [found.name for found in client.listBuckets().body.buckets]
        assert client.getBucketLocation(name).body.location == "local-1"
        assert client.deleteBucket(name).status == 204
        assert client.headBucket(name).status == 404

    def test_an_object_is_written_read_listed_copied_and_deleted(self, client: Any, bucket: str) -> None:
        content = os.urandom(10_000)

        put = client.putContent(bucket, KEY, content, metadata={"colour": "blue"})
        got = client.getObject(bucket, KEY, loadStreamInMemory=True)
        part = client.getObject(bucket, KEY, loadStreamInMemory=True, headers=_range("10-19"))
        listed = client.listObjects(bucket, prefix="folder/", delimiter="/")
        copied = client.copyObject(bucket, KEY, bucket, "copy/ü")

        assert (put.status, put.body.etag) == (200, f'"{hashlib.md5(content).hexdigest()}"')
        assert got.body.buffer == content
        assert (part.status, part.body.buffer) == (206, content[10:20])
        assert [found.prefix for found in listed.body.commonPrefixs] == ["folder/a b/"]
        assert copied.status == 200
        assert dict(client.getObjectMetadata(bucket, KEY).header)["colour"] == "blue"
        assert client.deleteObject(bucket, KEY).status == 204
        assert client.getObject(bucket, KEY).errorCode == "NoSuchKey"

    def test_a_signed_url_reads_and_writes(self, client: Any, bucket: str) -> None:
        to_write = client.createSignedUrl("PUT", bucket, KEY, expires=100)
        answer = httpx.put(to_write.signedUrl, content=b"content", headers=dict(to_write.actualSignedRequestHeaders or {}))
        to_read = client.createSignedUrl("GET", bucket, KEY, expires=100)
        read = httpx.get(to_read.signedUrl, headers=dict(to_read.actualSignedRequestHeaders or {}))

        assert answer.status_code == 200, answer.text
        assert read.content == b"content"

    def test_an_upload_in_parts(self, client: Any, bucket: str, tmp_path: Path) -> None:
        parts = [os.urandom(5 * 2**20), os.urandom(1000)]
        upload = client.initiateMultipartUpload(bucket, KEY).body.uploadId
        etags = [client.uploadPart(bucket, KEY, n, upload, part).body.etag for n, part in enumerate(parts, 1)]
        assert len(client.listParts(bucket, KEY, upload).body.parts) == 2
        assert KEY in [found.key for found in client.listMultipartUploads(bucket).body.upload]
        wanted = CompleteMultipartUploadRequest([CompletePart(n, etag) for n, etag in enumerate(etags, 1)])

        assert client.completeMultipartUpload(bucket, KEY, upload, wanted).status == 200
        assert client.getObject(bucket, KEY, loadStreamInMemory=True).body.buffer == b"".join(parts)


class TestMore:
    @pytest.fixture
    def client(self, platform: ThrowawayPlatform, admin: ClientKey) -> Any:
        return obs(platform, admin)

    def test_a_resumed_upload_and_download(self, client: Any, bucket: str, tmp_path: Path) -> None:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(os.urandom(12 * 2**20 + 7))

        up = client.uploadFile(bucket, "big", str(source), partSize=5 * 2**20, taskNum=3, enableCheckpoint=True)
        down = client.downloadFile(bucket, "big", str(target), partSize=5 * 2**20, taskNum=3, enableCheckpoint=True)

        assert (up.status, down.status) == (200, 200)
        assert target.read_bytes() == source.read_bytes()

    def test_folders_are_keys_that_end_with_a_slash(self, client: Any, bucket: str) -> None:
        assert client.putContent(bucket, "folder/").status == 200
        assert client.putContent(bucket, "folder/sub/x", "1").status == 200

        found = client.listObjects(bucket, delimiter="/").body

        assert [prefix.prefix for prefix in found.commonPrefixs] == ["folder/"]
        assert client.deleteObject(bucket, "folder/sub/x").status == 204

    def test_many_are_deleted_at_once(self, client: Any, bucket: str) -> None:
        keys = [f"k/{n} & ü" for n in range(50)]
        for key in keys:
            client.putContent(bucket, key, "1")

        answer = client.deleteObjects(bucket, DeleteObjectsRequest(quiet=False, objects=[Object(key=key) for key in keys]))

        assert answer.status == 200
        assert len(answer.body.deleted) == 50
        assert client.listObjects(bucket).body.contents == []

    def test_tags(self, client: Any, bucket: str) -> None:
        client.putContent(bucket, "k", "1")

        assert client.setObjectTagging(bucket, "k", {"a": "1"}).status in {200, 204}
        assert [(tag.key, tag.value) for tag in client.getObjectTagging(bucket, "k").body.tags] == [("a", "1")]
        assert client.deleteObjectTagging(bucket, "k").status == 204

    def test_metadata_is_changed_in_place(self, client: Any, bucket: str) -> None:
        client.putContent(bucket, "k", "content", metadata={"a": "1"})

        assert client.setObjectMetadata(bucket, "k", metadata={"b": "2"}).status == 200

        header = dict(client.getObjectMetadata(bucket, "k").header)
        assert (header.get("a"), header.get("b")) == ("1", "2")
        assert client.getObject(bucket, "k", loadStreamInMemory=True).body.buffer == b"content"

    def test_access_lists_are_those_of_the_owner(self, client: Any, bucket: str, people: People) -> None:
        client.putContent(bucket, "k", "1")

        for answer in (client.getBucketAcl(bucket), client.getObjectAcl(bucket, "k")):
            assert answer.body.owner.owner_id == people.domain_id
            assert [grant.permission for grant in answer.body.grants] == ["FULL_CONTROL"]

    def test_a_temporary_key_works(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person(allow(["obs:bucket:*", "obs:object:*"]))
        for signature in ("v2", "v4", "obs"):
            client = obs(platform, people.temporary_key(person), signature=signature)
            assert client.putContent(bucket, "t", "1").status == 200
            assert httpx.get(client.createSignedUrl("GET", bucket, "t", expires=60).signedUrl).content == b"1"


def _range(value: str) -> Any:
    return GetObjectHeader(range=value)
