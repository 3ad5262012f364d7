"""The XML of the storage protocol, as far as the gate writes and reads it.

Answers have no namespace prefix: the OBS client looks up element names without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import unquote_plus
from xml.etree import ElementTree as ET

from modelyard.objects.rules.requests import Refused

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
MOST_KEYS = 1000
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


@dataclass(frozen=True)
class BatchDelete:
    """What a batch deletion asks for: keys with their versions, and whether successes are not told."""

    objects: Sequence[tuple[str, str | None]]
    quiet: bool


@dataclass(frozen=True)
class KeyFailure:
    """An object of a batch that was not deleted."""

    key: str
    version: str | None
    code: str
    message: str


def escape(text: str) -> str:
    """Return a text as it stands in XML; what XML cannot hold becomes a question mark."""
    return _NOT_XML.sub("?", text).translate(_ESCAPES)


def error_body(code: str, message: str, *, resource: str, request_id: str, host_id: str = "modelyard") -> bytes:
    """Return the body of an error answer."""
    return (
        f"{HEAD}<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        f"<Resource>{escape(resource)}</Resource><RequestId>{escape(request_id)}</RequestId><HostId>{host_id}</HostId></Error>"
    ).encode()


def bucket_list(owner_id: str, buckets: Sequence[tuple[str, datetime]], *, region: str) -> bytes:
    """Return the body of a list of buckets: names with the moment of their creation."""
    items = "".join(
        f"<Bucket><Name>{name}</Name><CreationDate>{timestamp(at)}</CreationDate><Location>{escape(region)}</Location></Bucket>"
        for name, at in buckets
    )
    return (
        f"{HEAD}<ListAllMyBucketsResult {_NAMESPACE}><Owner><ID>{escape(owner_id)}</ID></Owner>"
        f"<Buckets>{items}</Buckets></ListAllMyBucketsResult>"
    ).encode()


def location(region: str) -> bytes:
    """Return where a bucket is: S3 clients read the text of the root, the OBS client that of the element in it."""
    inner = f"<LocationConstraint>{escape(region)}</LocationConstraint>"
    return f"{HEAD}<LocationConstraint {_NAMESPACE}>{escape(region)}{inner}</LocationConstraint>".encode()


def owner_acl(owner_id: str) -> bytes:
    """Return the only access list there is: the account of the bucket may do everything."""
    owner = f"<ID>{escape(owner_id)}</ID><DisplayName>{escape(owner_id)}</DisplayName>"
    grantee = f'<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">{owner}</Grantee>'
    return (
        f"{HEAD}<AccessControlPolicy {_NAMESPACE}><Owner>{owner}</Owner><AccessControlList><Grant>{grantee}"
        "<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>"
    ).encode()


def element(name: str, content: str = "") -> bytes:
    """Return a document of one element; `content` is XML already."""
    return f"{HEAD}<{name} {_NAMESPACE}>{content}</{name}>".encode()


def read_batch_delete(body: bytes) -> BatchDelete:
    """Read the body of a batch deletion. Raises Refused when it is not one, or names too many objects."""
    root = _parse(body)
    if _local(root) != "Delete":
        raise _malformed("the root must be Delete")
    encoded = any(_local(child) == "EncodingType" and child.text == "url" for child in root)
    objects, quiet = [], False
    for child in root:
        if _local(child) == "Quiet":
            quiet = (child.text or "").strip().lower() == "true"
        elif _local(child) == "Object":
            fields = {_local(part): part.text or "" for part in child}
            if not fields.get("Key"):
                raise _malformed("an Object has no Key")
            objects.append((_unquote(fields["Key"]) if encoded else fields["Key"], fields.get("VersionId") or None))
    if not objects or len(objects) > MOST_KEYS:
        raise _malformed(f"it must name 1 to {MOST_KEYS} objects")
    return BatchDelete(objects, quiet)


def batch_delete(objects: Sequence[tuple[str, str | None]]) -> bytes:
    """Return the body of a batch deletion for the store."""
    items = "".join(
        f"<Object><Key>{escape(key)}</Key>{f'<VersionId>{escape(version)}</VersionId>' if version else ''}</Object>"
        for key, version in objects
    )
    return f"{HEAD}<Delete>{items}</Delete>".encode()


def batch_result(from_store: bytes | None, failures: Sequence[KeyFailure], *, quiet: bool) -> bytes:
    """Return the answer to a batch deletion: what the store answered, and what it was not asked for."""
    parts = []
    for child in _parse(from_store) if from_store else ():
        if _local(child) == "Error" or (_local(child) == "Deleted" and not quiet):
            fields = "".join(f"<{_local(part)}>{escape(part.text or '')}</{_local(part)}>" for part in child)
            parts.append(f"<{_local(child)}>{fields}</{_local(child)}>")
    for failure in failures:
        version = f"<VersionId>{escape(failure.version)}</VersionId>" if failure.version else ""
        parts.append(
            f"<Error><Key>{escape(failure.key)}</Key>{version}<Code>{failure.code}</Code>"
            f"<Message>{escape(failure.message)}</Message></Error>"
        )
    return element("DeleteResult", "".join(parts))


def error_code(body: bytes) -> str:
    """Return the code of an error answer of the store, empty when there is none."""
    try:
        root = _parse(body)
    except Refused:
        return ""
    return next((child.text or "" for child in root if _local(child) == "Code"), "")


def timestamp(moment: datetime) -> str:
    """Return a moment as the protocol writes it, with milliseconds."""
    utc = moment.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _parse(body: bytes) -> Any:
    try:
        # As text, so that no declared encoding can hide what is looked for here.
        text = body.decode()
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise _malformed("a document type is not accepted")
        return ET.fromstring(text)  # noqa: S314 - without a DTD there are no entities to expand
    except (ET.ParseError, ValueError) as error:
        raise _malformed("it cannot be read") from error


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _unquote(text: str) -> str:

    return unquote_plus(text)


def _malformed(problem: str) -> Refused:
    return Refused(400, "MalformedXML", f"The XML of the request is not well-formed or not as documented: {problem}.")
