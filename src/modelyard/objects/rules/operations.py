"""Which operation a request is, what right it takes, and how it is put to the store.

What is not in these tables is refused. A request that passes is written anew: the path from the target that was
authorised, the query from the parameters listed for the operation, and of the headers only those that the store may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modelyard.core.types import StrEnum
from modelyard.objects.rules.requests import (
    Refused,
    StorageRequest,
    Target,
    check_prefix,
    encode,
    is_plain,
    read_copy_source,
    words,
)
from modelyard.objects.rules.signatures import STREAMS


class Handler(StrEnum):
    """Who answers: the store, or the gate by itself."""

    STORE = "store"
    GATE = "gate"


@dataclass(frozen=True)
class Operation:
    """An operation of the storage protocol.

    action: the right it takes, as policies name it; empty when it takes none.
    params: the query parameters that go to the store. writes: it needs free space.
    """

    name: str
    action: str
    handler: Handler = Handler.STORE
    params: tuple[str, ...] = ()
    writes: bool = False


@dataclass(frozen=True)
class Demand:
    """One right that a request takes."""

    action: str
    target: Target
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a request is: the operation, the rights it takes, and what the store gets."""

    operation: Operation
    demands: tuple[Demand, ...]
    path: str = ""
    set_headers: Mapping[str, str] = field(default_factory=dict)
    drop_headers: tuple[str, ...] = ()


def _store(name: str, action: str, params: str = "", *, writes: bool = False) -> Operation:
    return Operation(name, action, Handler.STORE, tuple(params.split()), writes)


def _gate(name: str, action: str) -> Operation:
    return Operation(name, action, Handler.GATE)


_LISTING = "prefix delimiter marker max-keys encoding-type"
_SERVICE = {
    "GET": _gate("ListBuckets", "obs:bucket:ListAllMyBuckets"),
    "HEAD": _gate("Ping", ""),
}
# By method and sub-resource; `""` is the plain request.
_BUCKET: Mapping[tuple[str, str], Operation] = {
    ("PUT", ""): _gate("CreateBucket", "obs:bucket:CreateBucket"),
    ("HEAD", ""): _gate("HeadBucket", "obs:bucket:HeadBucket"),
    ("DELETE", ""): _gate("DeleteBucket", "obs:bucket:DeleteBucket"),
    ("GET", ""): _store("ListObjects", "obs:bucket:ListBucket", _LISTING),
    ("GET", "list-type"): _store(
        "ListObjectsV2", "obs:bucket:ListBucket", _LISTING + " list-type start-after continuation-token fetch-owner"
    ),
    ("GET", "versions"): _store(
        "ListObjectVersions", "obs:bucket:ListBucketVersions", _LISTING + " versions key-marker version-id-marker"
    ),
    ("GET", "uploads"): _store(
        "ListMultipartUploads",
        "obs:bucket:ListBucketMultipartUploads",
        "uploads prefix delimiter key-marker upload-id-marker max-uploads encoding-type",
    ),
    ("GET", "versioning"): _store("GetBucketVersioning", "obs:bucket:GetBucketVersioning", "versioning"),
    ("PUT", "versioning"): _store("PutBucketVersioning", "obs:bucket:PutBucketVersioning", "versioning"),
    ("GET", "tagging"): _store("GetBucketTagging", "obs:bucket:GetBucketTagging", "tagging"),
    ("PUT", "tagging"): _store("PutBucketTagging", "obs:bucket:PutBucketTagging", "tagging"),
    ("DELETE", "tagging"): _store("DeleteBucketTagging", "obs:bucket:DeleteBucketTagging", "tagging"),
    ("POST", "delete"): _gate("DeleteObjects", "obs:object:DeleteObject"),
    ("GET", "location"): _gate("GetBucketLocation", "obs:bucket:GetBucketLocation"),
    ("GET", "acl"): _gate("GetBucketAcl", "obs:bucket:GetBucketAcl"),
    ("PUT", "acl"): _gate("PutBucketAcl", "obs:bucket:PutBucketAcl"),
    ("GET", "policy"): _gate("GetBucketPolicy", "obs:bucket:GetBucketPolicy"),
    ("GET", "cors"): _gate("GetBucketCors", "obs:bucket:GetBucketCORS"),
    ("GET", "lifecycle"): _gate("GetBucketLifecycle", "obs:bucket:GetLifecycleConfiguration"),
    ("GET", "website"): _gate("GetBucketWebsite", "obs:bucket:GetBucketWebsite"),
    ("GET", "encryption"): _gate("GetBucketEncryption", "obs:bucket:GetEncryptionConfiguration"),
    ("GET", "replication"): _gate("GetBucketReplication", "obs:bucket:GetReplicationConfiguration"),
    ("GET", "object-lock"): _gate("GetBucketObjectLock", "obs:bucket:GetBucketObjectLockConfiguration"),
    ("GET", "publicAccessBlock"): _gate("GetPublicAccessBlock", "obs:bucket:GetBucketPublicAccessBlock"),
    ("GET", "logging"): _gate("GetBucketLogging", "obs:bucket:GetBucketLogging"),
    ("GET", "notification"): _gate("GetBucketNotification", "obs:bucket:GetBucketNotification"),
    ("GET", "requestPayment"): _gate("GetBucketRequestPayment", "obs:bucket:GetBucketRequestPayment"),
    ("GET", "quota"): _gate("GetBucketQuota", "obs:bucket:GetBucketQuota"),
    ("GET", "storageClass"): _gate("GetBucketStorageClass", "obs:bucket:GetBucketStoragePolicy"),
    ("GET", "storagePolicy"): _gate("GetBucketStoragePolicy", "obs:bucket:GetBucketStoragePolicy"),
}
_RESPONSE = (
    "response-cache-control response-content-disposition response-content-encoding response-content-language "
    "response-content-type response-expires"
)
_OBJECT: Mapping[tuple[str, str], Operation] = {
    ("GET", ""): _store("GetObject", "obs:object:GetObject", "versionId partNumber " + _RESPONSE),
    ("HEAD", ""): _store("HeadObject", "obs:object:GetObject", "versionId partNumber " + _RESPONSE),
    ("PUT", ""): _store("PutObject", "obs:object:PutObject", writes=True),
    ("DELETE", ""): _store("DeleteObject", "obs:object:DeleteObject", "versionId"),
    ("GET", "attributes"): _store("GetObjectAttributes", "obs:object:GetObject", "attributes versionId"),
    ("GET", "tagging"): _store("GetObjectTagging", "obs:object:GetObjectTagging", "tagging versionId"),
    ("PUT", "tagging"): _store("PutObjectTagging", "obs:object:PutObjectTagging", "tagging versionId"),
    ("DELETE", "tagging"): _store("DeleteObjectTagging", "obs:object:DeleteObjectTagging", "tagging versionId"),
    ("POST", "uploads"): _store("InitiateMultipartUpload", "obs:object:PutObject", "uploads encoding-type", writes=True),
    ("PUT", "uploadId"): _store("UploadPart", "obs:object:PutObject", "partNumber uploadId", writes=True),
    ("POST", "uploadId"): _store("CompleteMultipartUpload", "obs:object:PutObject", "uploadId encoding-type", writes=True),
    ("DELETE", "uploadId"): _store("AbortMultipartUpload", "obs:object:AbortMultipartUpload", "uploadId"),
    ("GET", "uploadId"): _store(
        "ListParts", "obs:object:ListMultipartUploadParts", "uploadId max-parts part-number-marker encoding-type"
    ),
    ("GET", "acl"): _gate("GetObjectAcl", "obs:object:GetObjectAcl"),
    ("PUT", "acl"): _gate("PutObjectAcl", "obs:object:PutObjectAcl"),
    ("PUT", "metadata"): _gate("SetObjectMetadata", "obs:object:ModifyObjectMetadata"),
}
PING = _SERVICE["HEAD"]

# What makes a request another operation than the plain one. All that S3 and OBS know is listed, so that one that is not
# done here is refused instead of being taken for the plain operation.
SUBRESOURCES = words(
    "accelerate acl analytics append attributes backtosource bucketStatus cors customdomain delete directcoldaccess disPolicy "
    "encryption fileinterface intelligent-tiering inventory legal-hold lifecycle list-type location logging metadata metrics "
    "mirrorBackToSource modify notification object-lock obsalias obsbucketalias obscompresspolicy obsworkflowtriggerpolicy "
    "ownershipControls policy policyStatus publicAccessBlock quota rename renameObject replication requestPayment restore "
    "retention select session storageClass storageinfo storagePolicy tagging torrent truncate uploadId uploads versioning "
    "versions website x-image-process x-obs-accesslabel x-oss-process"
)
_VERSIONED = {
    "obs:object:GetObject": "obs:object:GetObjectVersion",
    "obs:object:DeleteObject": "obs:object:DeleteObjectVersion",
    "obs:object:GetObjectTagging": "obs:object:GetObjectVersionTagging",
    "obs:object:PutObjectTagging": "obs:object:PutObjectVersionTagging",
    "obs:object:DeleteObjectTagging": "obs:object:DeleteObjectVersionTagging",
    "obs:object:GetObjectAcl": "obs:object:GetObjectVersionAcl",
    "obs:object:PutObjectAcl": "obs:object:PutObjectVersionAcl",
}
_PREFIXES = ("prefix", "marker", "start-after", "key-marker")
_IDENTIFIERS = ("versionId", "uploadId", "version-id-marker", "upload-id-marker")
_NUMBERS = ("max-keys", "max-uploads", "max-parts", "partNumber", "part-number-marker")

# Headers that reach the store as they are; the rest does not.
_PASSED = words(
    "accept accept-encoding cache-control content-disposition content-encoding content-language content-length content-md5 "
    "content-type expect expires host if-match if-modified-since if-none-match if-unmodified-since range user-agent "
    "x-request-id x-forwarded-proto te transfer-encoding connection"
)
_PASSED_AMZ = words(
    "content-sha256 decoded-content-length trailer sdk-checksum-algorithm checksum-mode checksum-algorithm checksum-type "
    "storage-class tagging tagging-directive metadata-directive copy-source copy-source-range copy-source-if-match "
    "copy-source-if-none-match copy-source-if-modified-since copy-source-if-unmodified-since object-attributes max-parts "
    "part-number-marker mp-object-size server-side-encryption-customer-algorithm server-side-encryption-customer-key "
    "server-side-encryption-customer-key-md5 copy-source-server-side-encryption-customer-algorithm "
    "copy-source-server-side-encryption-customer-key copy-source-server-side-encryption-customer-key-md5"
)
_PASSED_AMZ_PREFIXES = ("meta-", "checksum-crc", "checksum-sha")
# Wishes that the store would not fulfil: leaving them out silently would promise protection that is not there.
_NOT_DONE = {
    "server-side-encryption": "encryption with keys of the platform",
    "server-side-encryption-aws-kms-key-id": "encryption with keys of the platform",
    "server-side-encryption-kms-key-id": "encryption with keys of the platform",
    "object-lock-mode": "object lock",
    "object-lock-retain-until-date": "object lock",
    "object-lock-legal-hold": "object lock",
    "bucket-object-lock-enabled": "object lock",
    "website-redirect-location": "website redirects",
}
PRIVATE_ACLS = frozenset({"private", "bucket-owner-full-control", "bucket-owner-read"})


def plan_request(request: StorageRequest, target: Target) -> Plan:
    """Return what a request is and what it takes. Raises Refused for what is not done here."""
    operation = _find_operation(request, target)
    if operation.handler is Handler.GATE and operation.name != "DeleteObjects":
        return Plan(operation, _demands(operation, request, target))
    if operation.name == "DeleteObjects":
        return Plan(operation, ())
    _check_params(request)
    set_headers, dropped = _headers_for_store(request)
    return Plan(
        operation=operation,
        demands=_demands(operation, request, target),
        path=target.path + _query_for_store(operation, request),
        set_headers=set_headers,
        drop_headers=dropped,
    )


def refuse_wishes(request: StorageRequest) -> None:
    """Raise Refused when a header asks for something that is not done here."""
    for name, value in request.headers.items():
        wish = name[6:] if name.startswith(("x-amz-", "x-obs-")) else ""
        if wish in _NOT_DONE and value.lower() != "false":
            raise Refused(501, "NotImplemented", f"{name}: {_NOT_DONE[wish]} is not available on this platform.")
        if (wish == "acl" and value not in PRIVATE_ACLS) or wish.startswith("grant-"):
            raise Refused(501, "NotImplemented", f"{name}: access lists are not available here; give rights by policies.")


def _find_operation(request: StorageRequest, target: Target) -> Operation:
    method = request.method
    if not target.bucket:
        if request.query and SUBRESOURCES & request.named.keys():
            raise _not_implemented(next(iter(SUBRESOURCES & request.named.keys())))
        if method not in _SERVICE:
            raise _method_not_allowed(method)
        return _SERVICE[method]
    if method == "HEAD" and "apiversion" in request.named:
        return PING
    table = _OBJECT if target.key else _BUCKET
    asked = sorted(SUBRESOURCES & request.named.keys()) if request.query else []
    if len(asked) > 1:
        raise Refused(400, "InvalidArgument", f"The sub-resources {' and '.join(asked)} cannot be asked for at once.")
    operation = table.get((method, asked[0] if asked else ""))
    if operation is None:
        raise _not_implemented(asked[0]) if asked else _unknown_plain(request)
    return operation


def _unknown_plain(request: StorageRequest) -> Refused:
    if request.method == "POST":
        return Refused(501, "NotImplemented", "Uploads by POST forms are not available; use a signed URL with PUT.")
    return _method_not_allowed(request.method)


def _not_implemented(subresource: str) -> Refused:
    return Refused(501, "NotImplemented", f"?{subresource} is not available on this platform with this method.")


def _method_not_allowed(method: str) -> Refused:
    return Refused(405, "MethodNotAllowed", f"{method} is not possible there.")


def _demands(operation: Operation, request: StorageRequest, target: Target) -> tuple[Demand, ...]:
    if not operation.action:
        return ()
    action = operation.action
    if "versionId" in request.named:
        action = _VERSIONED.get(action, action)
    context = {}
    if action in {"obs:bucket:ListBucket", "obs:bucket:ListBucketVersions"}:
        named = request.named
        context = {f"obs:{name}": named.get(name, "") for name in ("prefix", "delimiter")}
        if "max-keys" in named:
            context["obs:max-keys"] = named["max-keys"]
    demands = [Demand(action, target, context)]
    source = request.headers.get("x-amz-copy-source")
    if source is not None and operation.name in {"PutObject", "UploadPart"}:
        origin, version = read_copy_source(source)
        demands.append(Demand("obs:object:GetObjectVersion" if version else "obs:object:GetObject", origin))
    return tuple(demands)


def _check_params(request: StorageRequest) -> None:
    """Refuse values that the store would join to a path or read in its own way."""
    named = request.named
    for name in _PREFIXES:
        if named.get(name):
            check_prefix(named[name])
    for name in _IDENTIFIERS:
        if named.get(name) and not is_plain(named[name]):
            raise Refused(400, "InvalidArgument", f"{name} is not one that this store gave out.")
    for name in _NUMBERS:
        value = named.get(name, "")
        if value and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise Refused(400, "InvalidArgument", f"{name} must be a number.")
    if named.get("delimiter", "/") not in {"/", ""}:
        raise Refused(501, "NotImplemented", "The only delimiter of this store is /.")


def _query_for_store(operation: Operation, request: StorageRequest) -> str:
    kept = [(name, value) for name, value in request.params if name in operation.params]
    if not kept:
        return ""
    return "?" + "&".join(encode(name) if value is None else f"{encode(name)}={encode(value)}" for name, value in kept)


def _headers_for_store(request: StorageRequest) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the headers to set for the store, and those to leave out."""
    refuse_wishes(request)
    headers = request.headers
    dropped = [name for name in headers if not _is_passed(name)]
    changed: dict[str, str] = {}
    payload = headers.get("x-amz-content-sha256", "")
    if payload in STREAMS:
        # The store undoes the framing of the body only under this name; chunk signatures it could not check anyway.
        changed["x-amz-content-sha256"] = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    encodings = [item.strip() for item in headers.get("content-encoding", "").split(",")]
    if "aws-chunked" in encodings:
        rest = ",".join(item for item in encodings if item != "aws-chunked")
        if rest:
            changed["content-encoding"] = rest
        else:
            dropped.append("content-encoding")
    source = headers.get("x-amz-copy-source")
    if source is not None:
        origin, version = read_copy_source(source)
        changed["x-amz-copy-source"] = origin.path + (f"?versionId={encode(version)}" if version else "")
    return changed, tuple(dropped)


def _is_passed(name: str) -> bool:
    if not name.startswith("x-amz-"):
        return name in _PASSED
    rest = name[6:]
    return rest in _PASSED_AMZ or rest.startswith(_PASSED_AMZ_PREFIXES)


def batch_demand(target: Target, key: str, version: str | None) -> Demand:
    """Return the right that deleting one object of a batch takes."""
    action = "obs:object:DeleteObjectVersion" if version else "obs:object:DeleteObject"
    return Demand(action, Target(target.bucket, key))


def resource_of(demand: Demand) -> str:
    """Return the resource of a demand below its type, as policies name it: `NAME`, or `BUCKET/KEY`."""
    target = demand.target
    return f"{target.bucket}/{target.key}" if target.key else target.bucket or "*"
