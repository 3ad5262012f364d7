"""What the gate answers by itself: buckets, batch deletions, and the configurations that this store does not have."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.iam.service.traces import Call, record_call
from modelyard.objects.errors import BucketNameInvalid, BucketNameTaken, BucketNotFound, TooManyBuckets
from modelyard.objects.gate.checks import Admitted, Attempt, Checks
from modelyard.objects.gate.store import SocketStore, StoreAway
from modelyard.objects.rules import xml
from modelyard.objects.rules.names import is_bucket_name
from modelyard.objects.rules.operations import PRIVATE_ACLS, batch_demand, refuse_wishes
from modelyard.objects.rules.requests import Refused, StorageRequest, check_key, check_version
from modelyard.objects.service import buckets
from modelyard.objects.settings import ObjectsSettings

# What leaves an audit record. Operations on objects are in the access log.
_RECORDED = frozenset({"CreateBucket", "DeleteBucket"})
XML_TYPE = {"content-type": "application/xml"}


@dataclass(frozen=True)
class Answer:
    """An answer of the gate."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


# Configurations that a bucket never has, with the code that clients expect for "not set".
_NEVER_SET = {
    "GetBucketPolicy": ("NoSuchBucketPolicy", "Bucket policies are not available; rights are given by policies of users."),
    "GetBucketCors": ("NoSuchCORSConfiguration", "The bucket has no CORS configuration."),
    "GetBucketLifecycle": ("NoSuchLifecycleConfiguration", "The bucket has no lifecycle configuration."),
    "GetBucketWebsite": ("NoSuchWebsiteConfiguration", "The bucket has no website configuration."),
    "GetBucketEncryption": ("ServerSideEncryptionConfigurationNotFoundError", "The bucket has no encryption configuration."),
    "GetBucketReplication": ("ReplicationConfigurationNotFoundError", "The bucket has no replication configuration."),
    "GetBucketObjectLock": ("ObjectLockConfigurationNotFoundError", "The bucket has no object lock configuration."),
    "GetPublicAccessBlock": ("NoSuchPublicAccessBlockConfiguration", "The bucket has no public access configuration."),
}
_ALWAYS = {
    "GetBucketLogging": xml.element("BucketLoggingStatus"),
    "GetBucketNotification": xml.element("NotificationConfiguration"),
    "GetBucketRequestPayment": xml.element("RequestPaymentConfiguration", "<Payer>BucketOwner</Payer>"),
    "GetBucketQuota": xml.element("Quota", "<StorageQuota>0</StorageQuota>"),
    "GetBucketStorageClass": f"{xml.HEAD}<StorageClass>STANDARD</StorageClass>".encode(),
    "GetBucketStoragePolicy": xml.element("StoragePolicy", "<DefaultStorageClass>STANDARD</DefaultStorageClass>"),
}


class Answers:
    """Answers admitted requests; one per process."""

    def __init__(self, database: Database, settings: ObjectsSettings, store: SocketStore, checks: Checks) -> None:
        self._database = database
        self._settings = settings
        self._store = store
        self._checks = checks
        self._by_name: Mapping[str, Callable[[Admitted, bytes], Awaitable[Answer]]] = {
            "Ping": self._ping,
            "ListBuckets": self._list_buckets,
            "CreateBucket": self._create_bucket,
            "HeadBucket": self._head_bucket,
            "DeleteBucket": self._delete_bucket,
            "GetBucketLocation": self._location,
            "GetBucketAcl": self._get_acl,
            "GetObjectAcl": self._get_acl,
            "PutBucketAcl": self._put_acl,
            "PutObjectAcl": self._put_acl,
            "DeleteObjects": self._delete_objects,
            "SetObjectMetadata": self._set_metadata,
        }

    async def answer(self, admitted: Admitted, body: bytes) -> Answer:
        """Answer a request. Raises Refused."""
        name = admitted.attempt.plan.operation.name
        if name in _NEVER_SET:
            raise Refused(404, *_NEVER_SET[name])
        if name in _ALWAYS:
            return Answer(200, _ALWAYS[name], XML_TYPE)
        try:
            return await self._by_name[name](admitted, body)
        except StoreAway as error:
            refused = Refused(503, "ServiceUnavailable", error.hint)
            refused.who = None if admitted.caller is None else _subject(admitted)
            raise refused from error
        except Refused as refused:
            refused.who = None if admitted.caller is None else _subject(admitted)
            raise

    async def note_refusal(self, attempt: Attempt, refused: Refused) -> None:
        """Leave a record when somebody known may not make or delete a bucket."""
        if attempt.plan.operation.name in _RECORDED and refused.who is not None:
            async with self._database.session() as db:
                record_call(db, refused.who, _call(attempt, refused.status, refused.code))

    async def _ping(self, _admitted: Admitted, _body: bytes) -> Answer:
        """Tell the OBS client that this port speaks: without x-obs-api it goes on with its v2 dialect."""
        return Answer(200)

    async def _list_buckets(self, admitted: Admitted, _body: bytes) -> Answer:
        who = _subject(admitted)
        async with self._database.read_session() as db:
            page = await buckets.list_buckets(db, who, limit=100_000)
        found = [(bucket.name, bucket.created_at) for bucket in page.items]
        return Answer(200, xml.bucket_list(who.domain_id, found, region=self._settings.region), XML_TYPE)

    async def _create_bucket(self, admitted: Admitted, _body: bytes) -> Answer:
        name = admitted.attempt.target.bucket
        refuse_wishes(admitted.attempt.request)
        async with self._database.read_session() as db:
            is_new = await buckets.find_bucket(db, name) is None
        if is_new and is_bucket_name(name) and not await self._store.is_name_free(name):
            raise Refused(409, "BucketAlreadyExists", f"The external store has a bucket {name} that is not this platform's.")
        try:
            async with self._database.session() as db:
                await buckets.create_bucket(db, _subject(admitted), name, max_buckets=self._settings.max_buckets)
                record_call(db, _subject(admitted), _call(admitted.attempt, 200))
        except BucketNameInvalid as error:
            raise Refused(400, "InvalidBucketName", error.message()) from error
        except TooManyBuckets as error:
            raise Refused(400, "TooManyBuckets", error.message()) from error
        except BucketNameTaken as error:
            if not error.params["own"]:
                raise Refused(409, "BucketAlreadyExists", error.message()) from error
        await self._checks.create_in_store(name)
        return Answer(200, headers={"location": f"/{name}"})

    async def _head_bucket(self, _admitted: Admitted, _body: bytes) -> Answer:
        region = self._settings.region
        return Answer(
            200, headers={"x-amz-bucket-region": region, "x-obs-bucket-location": region, "x-obs-version": "3.0", **XML_TYPE}
        )

    async def _delete_bucket(self, admitted: Admitted, _body: bytes) -> Answer:
        name, who = admitted.attempt.target.bucket, _subject(admitted)
        uploads = await self._store.request("GET", f"/{name}?uploads&max-uploads=1")
        if b"<UploadId>" in uploads.body:
            # The store would forget them with the bucket.
            raise Refused(409, "BucketNotEmpty", f"Bucket {name} still has unfinished uploads.")
        try:
            async with self._database.session() as db:
                await buckets.begin_deletion(db, who, name)
        except BucketNotFound as error:
            raise Refused(404, "NoSuchBucket", error.message()) from error
        try:
            is_gone = await self._store.remove_bucket(name)
        except StoreAway:
            async with self._database.session() as db:
                await buckets.cancel_deletion(db, name)
            raise
        async with self._database.session() as db:
            await (buckets.finish_deletion if is_gone else buckets.cancel_deletion)(db, name)
            if is_gone:
                record_call(db, who, _call(admitted.attempt, 204))
        if not is_gone:
            raise Refused(409, "BucketNotEmpty", f"Bucket {name} still has objects.")
        return Answer(204)

    async def _location(self, _admitted: Admitted, _body: bytes) -> Answer:
        return Answer(200, xml.location(self._settings.region), XML_TYPE)

    async def _get_acl(self, admitted: Admitted, _body: bytes) -> Answer:
        await self._must_exist(admitted)
        return Answer(200, xml.owner_acl(_subject(admitted).domain_id), XML_TYPE)

    async def _put_acl(self, admitted: Admitted, body: bytes) -> Answer:
        refuse_wishes(admitted.attempt.request)
        headers = admitted.attempt.request.headers
        if body.strip() or (headers.get("x-amz-acl") or headers.get("x-obs-acl") or "") not in PRIVATE_ACLS:
            raise Refused(501, "NotImplemented", "Access lists are not available here; give rights by policies.")
        await self._must_exist(admitted)
        return Answer(200)

    async def _must_exist(self, admitted: Admitted) -> None:
        target = admitted.attempt.target
        if target.key:
            found = await self._store.request("HEAD", target.path)
            if found.status == 404:
                raise Refused(404, "NoSuchKey", f"There is no object {target.key}.")

    async def _set_metadata(self, admitted: Admitted, _body: bytes) -> Answer:
        """Change the metadata of an object: the store does that by copying it onto itself, which moves no bytes."""
        target, request = admitted.attempt.target, admitted.attempt.request
        found = await self._store.request("HEAD", target.path)
        if found.status == 404:
            raise Refused(404, "NoSuchKey", f"There is no object {target.key}.")
        kept = {} if request.headers.get("x-amz-metadata-directive") == "REPLACE" else found.headers
        headers = {name: value for name, value in (*kept.items(), *request.headers.items()) if _is_metadata(name)}
        headers |= {"x-amz-copy-source": target.path, "x-amz-metadata-directive": "REPLACE"}
        answer = await self._store.request("PUT", target.path, headers=headers)
        if answer.status != 200:
            raise Refused(answer.status, xml.error_code(answer.body) or "InternalError", "The store refused the change.")
        return Answer(200)

    async def _delete_objects(self, admitted: Admitted, body: bytes) -> Answer:
        _check_digest(admitted.attempt.request, body)
        target, caller = admitted.attempt.target, admitted.caller
        assert caller is not None
        asked = xml.read_batch_delete(body)
        circumstances = self._checks.circumstances(admitted.attempt)
        wanted: list[tuple[str, str | None]] = []
        failures: list[xml.KeyFailure] = []
        for key, version in asked.objects:
            try:
                check_key(key)
                check_version(version)
            except Refused as refused:
                failures.append(xml.KeyFailure(key, version, refused.code, refused.message))
                continue
            problem = self._checks.callers.refusal(caller, batch_demand(target, key, version), circumstances)
            if problem is None:
                wanted.append((key, version))
            else:
                failures.append(xml.KeyFailure(key, version, "AccessDenied", problem))
        from_store = None
        if wanted:
            answer = await self._store.request(
                "POST", f"/{target.bucket}?delete", body=xml.batch_delete(wanted), headers=XML_TYPE
            )
            if answer.status != 200:
                raise Refused(answer.status, xml.error_code(answer.body) or "InternalError", "The store did not delete.")
            from_store = answer.body
        return Answer(200, xml.batch_result(from_store, failures, quiet=asked.quiet), XML_TYPE)


def _subject(admitted: Admitted) -> Subject:
    assert admitted.caller is not None
    return admitted.caller.key.who


def _call(attempt: Attempt, status: int, error_code: str | None = None) -> Call:
    request = attempt.request
    return Call(
        action=attempt.plan.operation.action,
        service="obs",
        resource_type="bucket",
        resource_id=attempt.target.bucket,
        method=request.method,
        path=f"/{attempt.target.bucket}",
        source_ip=attempt.source_ip,
        request_id=request.headers.get("x-request-id", ""),
        status=status,
        error_code=error_code,
    )


def _is_metadata(name: str) -> bool:
    return name.startswith("x-amz-meta-") or name in {
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-type",
        "expires",
    }


def _check_digest(request: StorageRequest, body: bytes) -> None:
    given = request.headers.get("content-md5")
    if given is not None and given != base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode():
        raise Refused(400, "BadDigest", "Content-MD5 is not that of the body.")
