"""What the store does not do, with the answer that docs/user/en/storage.md promises."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from conformance.people import s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

Call = Callable[[Any, str], Any]

NOT_IMPLEMENTED: dict[str, Call] = {
    "public object": lambda c, b: c.put_object(Bucket=b, Key="k", Body=b"", ACL="public-read"),
    "public bucket": lambda c, b: c.put_bucket_acl(Bucket=b, ACL="public-read"),
    "object acl": lambda c, b: c.put_object_acl(Bucket=b, Key="k", ACL="public-read"),
    "bucket policy": lambda c, b: c.put_bucket_policy(Bucket=b, Policy="{}"),
    "delete bucket policy": lambda c, b: c.delete_bucket_policy(Bucket=b),
    "cors": lambda c, b: c.put_bucket_cors(
        Bucket=b, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
    ),
    "lifecycle": lambda c, b: c.delete_bucket_lifecycle(Bucket=b),
    "website": lambda c, b: c.put_bucket_website(Bucket=b, WebsiteConfiguration={"IndexDocument": {"Suffix": "i"}}),
    "platform encryption": lambda c, b: c.put_object(Bucket=b, Key="k", Body=b"", ServerSideEncryption="AES256"),
    "kms": lambda c, b: c.put_object(Bucket=b, Key="k", Body=b"", ServerSideEncryption="aws:kms"),
    "object lock": lambda c, b: c.create_bucket(Bucket=f"{b}-lock", ObjectLockEnabledForBucket=True),
    "restore": lambda c, b: c.restore_object(Bucket=b, Key="k", RestoreRequest={"Days": 1}),
    "select": lambda c, b: c.select_object_content(
        Bucket=b, Key="k", Expression="x", ExpressionType="SQL", InputSerialization={"CSV": {}}, OutputSerialization={"CSV": {}}
    ),
    "delimiter": lambda c, b: c.list_objects_v2(Bucket=b, Delimiter="-"),
}
NEVER_SET: dict[str, tuple[Call, str]] = {
    "policy": (lambda c, b: c.get_bucket_policy(Bucket=b), "NoSuchBucketPolicy"),
    "cors": (lambda c, b: c.get_bucket_cors(Bucket=b), "NoSuchCORSConfiguration"),
    "lifecycle": (lambda c, b: c.get_bucket_lifecycle_configuration(Bucket=b), "NoSuchLifecycleConfiguration"),
    "website": (lambda c, b: c.get_bucket_website(Bucket=b), "NoSuchWebsiteConfiguration"),
    "replication": (lambda c, b: c.get_bucket_replication(Bucket=b), "ReplicationConfigurationNotFoundError"),
    "encryption": (lambda c, b: c.get_bucket_encryption(Bucket=b), "ServerSideEncryptionConfigurationNotFoundError"),
    "lock": (lambda c, b: c.get_object_lock_configuration(Bucket=b), "ObjectLockConfigurationNotFoundError"),
    "public access": (lambda c, b: c.get_public_access_block(Bucket=b), "NoSuchPublicAccessBlockConfiguration"),
}


@pytest.fixture
def client(platform: ThrowawayPlatform, admin: ClientKey) -> Any:
    return s3(platform, admin)


@pytest.mark.parametrize("name", sorted(NOT_IMPLEMENTED))
def test_what_is_not_there_says_so(client: Any, bucket: str, name: str) -> None:
    client.put_object(Bucket=bucket, Key="k", Body=b"1")

    with pytest.raises(ClientError) as refused:
        NOT_IMPLEMENTED[name](client, bucket)

    response = refused.value.response
    assert (response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]) == (501, "NotImplemented")
    assert response["Error"]["Message"]


@pytest.mark.parametrize("name", sorted(NEVER_SET))
def test_what_is_never_set_is_answered_as_such(client: Any, bucket: str, name: str) -> None:
    call, code = NEVER_SET[name]

    with pytest.raises(ClientError) as refused:
        call(client, bucket)

    response = refused.value.response
    assert (response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]) == (404, code)


def test_defaults_are_answered(client: Any, bucket: str) -> None:
    assert "LoggingEnabled" not in client.get_bucket_logging(Bucket=bucket)
    assert client.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    client.get_bucket_notification_configuration(Bucket=bucket)
    client.put_object_acl(Bucket=bucket, Key=_put(client, bucket), ACL="private")


def test_own_keys_encrypt(client: Any, bucket: str) -> None:
    own = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    client.put_object(Bucket=bucket, Key="k", Body=b"content", **own)

    assert client.get_object(Bucket=bucket, Key="k", **own)["Body"].read() == b"content"
    with pytest.raises(ClientError):
        client.get_object(Bucket=bucket, Key="k")


def test_html_forms_are_refused(platform: ThrowawayPlatform, client: Any, bucket: str) -> None:
    post = client.generate_presigned_post(bucket, "k")

    answer = httpx.post(post["url"], data=post["fields"], files={"file": b"content"})

    # The request carries no signature that could be checked, so nothing about the bucket is told.
    assert answer.status_code in {403, 501}


@pytest.mark.parametrize("order", [["a", "a/b"], ["a/b", "a"]])
def test_a_key_can_be_a_file_and_a_folder(client: Any, bucket: str, order: list[str]) -> None:
    for key in order:
        client.put_object(Bucket=bucket, Key=key, Body=key.encode())

    assert [client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in ("a", "a/b")] == [b"a", b"a/b"]
    assert sorted(found["Key"] for found in client.list_objects_v2(Bucket=bucket)["Contents"]) == ["a", "a/b"]
    client.delete_object(Bucket=bucket, Key="a")
    assert client.get_object(Bucket=bucket, Key="a/b")["Body"].read() == b"a/b"


def test_a_long_part_of_a_key_is_taken(client: Any, bucket: str) -> None:
    key = "folder/" + "k" * 1000
    client.put_object(Bucket=bucket, Key=key, Body=b"1")

    assert [found["Key"] for found in client.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    with pytest.raises(ClientError) as longer:
        client.put_object(Bucket=bucket, Key="k" * 1025, Body=b"1")
    assert longer.value.response["Error"]["Code"] == "KeyTooLongError"


def _put(client: Any, bucket: str) -> str:
    client.put_object(Bucket=bucket, Key="k", Body=b"1")
    return "k"


class TestFullDisk:
    def test_uploads_are_refused_and_the_rest_goes_on(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        home = tmp_path_factory.mktemp("full") / "home"
        with ThrowawayPlatform(home) as platform:
            key = ClientKey(platform.credentials["HUAWEICLOUD_SDK_AK"], platform.credentials["HUAWEICLOUD_SDK_SK"])
            s3(platform, key).create_bucket(Bucket="full-disk")
            s3(platform, key).put_object(Bucket="full-disk", Key="k", Body=b"1")
        # More than any disk has left.
        with ThrowawayPlatform(home, environment={"MODELYARD_OBJECTS__MIN_FREE_BYTES": str(2**44)}) as platform:
            client = s3(platform, key)
            with pytest.raises(ClientError) as refused:
                client.put_object(Bucket="full-disk", Key="new", Body=b"1")

            assert refused.value.response["Error"]["Code"] == "InsufficientStorageSpace"
            assert client.get_object(Bucket="full-disk", Key="k")["Body"].read() == b"1"
            client.delete_object(Bucket="full-disk", Key="k")
