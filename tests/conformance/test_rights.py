"""Who may do what on the storage port: keys, policies, accounts, and that changes count at once."""

import httpx
import pytest
from botocore.exceptions import ClientError

from conformance.people import READ, People, allow, deny, name_of_bucket, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

ALL = ["obs:bucket:*", "obs:object:*"]


def refusal(call: object, *args: object, **named: object) -> str:
    """Return the code with which a call is refused, `ok` when it is not."""
    try:
        call(*args, **named)  # type: ignore[operator]
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "ok"


class TestKeys:
    def test_a_key_works_at_once_and_stops_at_once(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person(allow(ALL))
        client = s3(platform, person.key)
        assert refusal(client.put_object, Bucket=bucket, Key="a", Body=b"1") == "ok"

        url = f"/v3.0/OS-CREDENTIAL/credentials/{person.key.access}"
        people.call("PUT", url, {"credential": {"status": "inactive"}})
        assert refusal(client.put_object, Bucket=bucket, Key="a", Body=b"1") == "InvalidAccessKeyId"
        people.call("PUT", url, {"credential": {"status": "active"}})
        assert refusal(client.put_object, Bucket=bucket, Key="a", Body=b"1") == "ok"
        people.call("DELETE", url)
        assert refusal(client.put_object, Bucket=bucket, Key="a", Body=b"1") == "InvalidAccessKeyId"

    def test_the_keys_of_a_disabled_user_stop_at_once(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person(allow(ALL))
        client = s3(platform, person.key)
        assert refusal(client.list_objects_v2, Bucket=bucket) == "ok"

        people.call("PATCH", f"/v3/users/{person.id}", {"user": {"enabled": False}})
        assert refusal(client.list_objects_v2, Bucket=bucket) == "InvalidAccessKeyId"
        people.call("PATCH", f"/v3/users/{person.id}", {"user": {"enabled": True}})
        assert refusal(client.list_objects_v2, Bucket=bucket) == "ok"

    def test_a_wrong_secret_never_locks_out_the_right_one(
        self, platform: ThrowawayPlatform, people: People, bucket: str
    ) -> None:
        person = people.person(allow(ALL))
        wrong = s3(platform, ClientKey(person.key.access, "wrong"))
        right = s3(platform, person.key)

        codes = [refusal(wrong.list_objects_v2, Bucket=bucket) for _ in range(30)]

        assert codes[0] == "SignatureDoesNotMatch"
        assert codes[-1] == "TooManyWrongSignature"
        assert refusal(right.list_objects_v2, Bucket=bucket) == "ok"

    def test_an_unknown_key_and_no_key_are_refused(self, platform: ThrowawayPlatform, bucket: str) -> None:
        assert refusal(s3(platform, ClientKey("UNKNOWN", "x")).list_objects_v2, Bucket=bucket) == "InvalidAccessKeyId"
        anonymous = httpx.get(f"{platform.storage_endpoint}/{bucket}/k")
        assert anonymous.status_code == 403
        assert "<Code>AccessDenied</Code>" in anonymous.text


class TestTemporaryKeys:
    def test_a_session_policy_narrows_what_the_user_may(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person(allow(ALL))
        full = s3(platform, people.temporary_key(person))
        narrow = s3(platform, people.temporary_key(person, allow(["obs:object:GetObject"], f"obs:*:*:object:{bucket}/in/*")))
        full.put_object(Bucket=bucket, Key="in/a", Body=b"1")
        full.put_object(Bucket=bucket, Key="out/a", Body=b"1")

        assert narrow.get_object(Bucket=bucket, Key="in/a")["Body"].read() == b"1"
        assert refusal(narrow.get_object, Bucket=bucket, Key="out/a") == "AccessDenied"
        assert refusal(narrow.put_object, Bucket=bucket, Key="in/b", Body=b"") == "AccessDenied"

    def test_the_token_must_be_that_of_the_key(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person(allow(ALL))
        key, other = people.temporary_key(person), people.temporary_key(person)

        for token in (None, other.security_token, "nonsense"):
            swapped = s3(platform, ClientKey(key.access, key.secret, token))
            assert refusal(swapped.list_objects_v2, Bucket=bucket) == "InvalidAccessKeyId"

    def test_an_owner_narrowed_by_a_session_policy_is_not_all_powerful(
        self, platform: ThrowawayPlatform, people: People, bucket: str
    ) -> None:
        owner = people.person()
        whole = type(owner)(owner.id, owner.name, people.admin)
        narrow = s3(platform, people.temporary_key(whole, allow(["obs:bucket:HeadBucket"])))

        assert refusal(narrow.head_bucket, Bucket=bucket) == "ok"
        assert refusal(narrow.put_object, Bucket=bucket, Key="k", Body=b"") == "AccessDenied"


class TestPolicies:
    def test_without_a_policy_nothing_is_allowed(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        client = s3(platform, people.person().key)

        assert refusal(client.list_buckets) == "AccessDenied"
        assert refusal(client.list_objects_v2, Bucket=bucket) == "AccessDenied"
        assert refusal(client.create_bucket, Bucket=name_of_bucket()) == "AccessDenied"

    def test_a_policy_given_and_taken_counts_at_once(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        person = people.person()
        client = s3(platform, person.key)
        assert refusal(client.list_objects_v2, Bucket=bucket) == "AccessDenied"

        people.give(person, allow(READ))

        assert refusal(client.list_objects_v2, Bucket=bucket) == "ok"
        assert refusal(client.put_object, Bucket=bucket, Key="k", Body=b"") == "AccessDenied"

    def test_rights_can_end_at_a_prefix(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        for key in ("team/a", "other/a"):
            s3(platform, admin).put_object(Bucket=bucket, Key=key, Body=b"1")
        listing = allow(
            ["obs:bucket:ListBucket"], f"obs:*:*:bucket:{bucket}", Condition={"StringStartWith": {"obs:prefix": ["team/"]}}
        )
        objects = allow(["obs:object:GetObject", "obs:object:PutObject"], f"obs:*:*:object:{bucket}/team/*")
        client = s3(platform, people.person(listing, objects).key)

        assert [o["Key"] for o in client.list_objects_v2(Bucket=bucket, Prefix="team/")["Contents"]] == ["team/a"]
        assert refusal(client.list_objects_v2, Bucket=bucket) == "AccessDenied"
        assert refusal(client.list_objects_v2, Bucket=bucket, Prefix="other/") == "AccessDenied"
        assert refusal(client.put_object, Bucket=bucket, Key="team/b", Body=b"") == "ok"
        assert refusal(client.get_object, Bucket=bucket, Key="other/a") == "AccessDenied"
        assert refusal(client.delete_object, Bucket=bucket, Key="team/a") == "AccessDenied"

    def test_deny_wins(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        client = s3(platform, people.person(allow(ALL), deny(["obs:object:*"], f"obs:*:*:object:{bucket}/secret/*")).key)

        assert refusal(client.put_object, Bucket=bucket, Key="open/k", Body=b"") == "ok"
        assert refusal(client.put_object, Bucket=bucket, Key="secret/k", Body=b"") == "AccessDenied"

    def test_a_copy_needs_the_right_to_read_its_source(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        s3(platform, admin).put_object(Bucket=bucket, Key="secret/k", Body=b"1")
        client = s3(
            platform, people.person(allow(ALL), deny(["obs:object:GetObject"], f"obs:*:*:object:{bucket}/secret/*")).key
        )

        source = {"Bucket": bucket, "Key": "secret/k"}
        upload = client.create_multipart_upload(Bucket=bucket, Key="mine")["UploadId"]

        assert refusal(client.copy_object, Bucket=bucket, Key="mine", CopySource=source) == "AccessDenied"
        part = {"PartNumber": 1, "UploadId": upload}
        assert refusal(client.upload_part_copy, Bucket=bucket, Key="mine", CopySource=source, **part) == "AccessDenied"

    def test_a_batch_deletion_is_decided_key_by_key(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        owner = s3(platform, admin)
        for key in ("keep/a", "go/a", "go/b & <c>"):
            owner.put_object(Bucket=bucket, Key=key, Body=b"1")
        client = s3(platform, people.person(allow(["obs:object:DeleteObject"], f"obs:*:*:object:{bucket}/go/*")).key)

        wanted = {"Objects": [{"Key": key} for key in ("keep/a", "go/a", "go/b & <c>", "go/../keep/a", "go/absent")]}
        answer = client.delete_objects(Bucket=bucket, Delete=wanted)

        assert sorted(item["Key"] for item in answer["Deleted"]) == ["go/a", "go/absent", "go/b & <c>"]
        assert {item["Key"]: item["Code"] for item in answer["Errors"]} == {
            "keep/a": "AccessDenied",
            "go/../keep/a": "InvalidArgument",
        }
        assert [o["Key"] for o in owner.list_objects_v2(Bucket=bucket)["Contents"]] == ["keep/a"]

    def test_a_signed_url_has_the_rights_of_its_signer_at_the_time_of_use(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        s3(platform, admin).put_object(Bucket=bucket, Key="k", Body=b"1")
        person = people.person(allow(READ))
        url = s3(platform, person.key).generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
        assert httpx.get(url).content == b"1"

        people.give(person, deny(["obs:object:GetObject"]))

        assert httpx.get(url).status_code == 403


class TestAccounts:
    def test_buckets_of_another_account_cannot_be_told_from_absent_ones(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        s3(platform, admin).put_object(Bucket=bucket, Key="k", Body=b"1")
        client = s3(platform, people.stranger())

        for name in (bucket, name_of_bucket()):
            assert refusal(client.list_objects_v2, Bucket=name) == "NoSuchBucket"
            assert refusal(client.head_bucket, Bucket=name) == "404"
            assert refusal(client.get_object, Bucket=name, Key="k") == "NoSuchBucket"
            assert refusal(client.put_object, Bucket=name, Key="k", Body=b"") == "NoSuchBucket"
            assert refusal(client.delete_bucket, Bucket=name) == "NoSuchBucket"
            assert refusal(client.get_bucket_acl, Bucket=name) == "NoSuchBucket"
            assert refusal(client.delete_objects, Bucket=name, Delete={"Objects": [{"Key": "k"}]}) == "NoSuchBucket"

    def test_a_stranger_without_rights_is_denied_both_alike(
        self, platform: ThrowawayPlatform, people: People, bucket: str
    ) -> None:
        client = s3(platform, people.person().key)

        assert [refusal(client.get_object, Bucket=name, Key="k") for name in (bucket, name_of_bucket())] == ["AccessDenied"] * 2

    def test_nothing_is_copied_out_of_another_account(
        self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey
    ) -> None:
        s3(platform, admin).put_object(Bucket=bucket, Key="k", Body=b"1")
        client = s3(platform, people.stranger())
        own = name_of_bucket()
        client.create_bucket(Bucket=own)

        assert refusal(client.copy_object, Bucket=own, Key="mine", CopySource=f"{bucket}/k") == "NoSuchBucket"

    def test_each_account_lists_its_own_buckets(self, platform: ThrowawayPlatform, people: People, bucket: str) -> None:
        client = s3(platform, people.stranger())
        own = name_of_bucket()
        client.create_bucket(Bucket=own)

        assert [found["Name"] for found in client.list_buckets()["Buckets"]] == [own]

    def test_a_name_is_given_once(self, platform: ThrowawayPlatform, people: People, bucket: str, admin: ClientKey) -> None:
        assert refusal(s3(platform, people.stranger()).create_bucket, Bucket=bucket) == "BucketAlreadyExists"
        assert refusal(s3(platform, admin).create_bucket, Bucket=bucket) == "ok"


class TestTraces:
    def test_making_and_deleting_a_bucket_leaves_records(self, platform: ThrowawayPlatform, people: People) -> None:
        name, reader = name_of_bucket(), people.person(allow(READ))
        client, refused = s3(platform, people.admin), s3(platform, reader.key)

        assert refusal(refused.create_bucket, Bucket=name) == "AccessDenied"
        made = client.create_bucket(Bucket=name)
        client.put_object(Bucket=name, Key="k", Body=b"1")
        assert refusal(client.delete_bucket, Bucket=name) == "BucketNotEmpty"
        client.delete_object(Bucket=name, Key="k")
        client.delete_bucket(Bucket=name)

        project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        traces = people.call("GET", f"/v3/{project}/traces?trace_type=system&limit=200")["traces"]
        found = [one for one in traces if one["resource_name"] == name][::-1]
        assert [(one["trace_name"].rpartition(":")[2], one["code"]) for one in found] == [
            ("CreateBucket", "403"),
            ("CreateBucket", "200"),
            ("DeleteBucket", "409"),
            ("DeleteBucket", "204"),
        ]
        assert found[0]["user"]["access_key_id"] == reader.key.access
        assert found[1]["user"]["access_key_id"] == people.admin.access
        assert found[1]["request_id"] == made["ResponseMetadata"]["HTTPHeaders"]["x-amz-request-id"]
        assert {one["source_ip"] for one in found} == {"127.0.0.1"}

    def test_whoever_signs_wrong_leaves_none(self, platform: ThrowawayPlatform, people: People) -> None:
        name = name_of_bucket()

        assert refusal(s3(platform, ClientKey(people.admin.access, "x")).create_bucket, Bucket=name) == "SignatureDoesNotMatch"

        project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        traces = people.call("GET", f"/v3/{project}/traces?trace_type=system&limit=200")["traces"]
        assert name not in [one["resource_name"] for one in traces]


class TestForms:
    def test_an_upload_by_a_form_is_not_done(self, platform: ThrowawayPlatform, bucket: str) -> None:
        answer = httpx.post(f"{platform.storage_endpoint}/{bucket}", data={"key": "k"}, files={"file": b"content"})

        assert answer.status_code == 501, answer.text
        assert "<Code>NotImplemented</Code>" in answer.text
