"""A storage request as the gate sees it, and what it is refused with.

Nothing here trusts the client: the target that is read here is the one that is authorised, and the line that goes to the
store is written anew from it, so that no two readers can understand one request differently.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_from_bytes, unquote_to_bytes

from modelyard.core.subject import Subject
from modelyard.objects.rules.keys import key_problem

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set; long tables of names read better so."""
    return frozenset(text.split())


class Refused(Exception):
    """The request is answered with an error of the storage protocol.

    code: as OBS and S3 clients know it. who: who asked, once his signature was found right.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.who: Subject | None = None


@dataclass(frozen=True)
class StorageRequest:
    """The head of a request, as it came in.

    path, query: as on the request line, still encoded; the query without its `?`.
    headers: by lower-case name; several of one name are joined with `,`.
    All are UTF-8; bytes that are not stand as surrogates, and nothing that is acted on may hold one.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]

    @cached_property
    def params(self) -> Sequence[tuple[str, str | None]]:
        """The query, decoded, in its order; None where there is no `=`. Raises Refused for what is not UTF-8."""
        if not self.query:
            return ()
        pairs: list[tuple[str, str | None]] = []
        for item in self.query.split("&"):
            if item:
                name, equals, value = item.partition("=")
                pairs.append((_decode_query(name), _decode_query(value) if equals else None))
        return pairs

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The query by name. Raises Refused when a name comes twice: two readers could take different ones."""
        found: dict[str, str] = {}
        for name, value in self.params:
            if name in found:
                raise Refused(400, "InvalidArgument", f"The query parameter {name} is given twice.")
            found[name] = value or ""
        return found


@dataclass(frozen=True)
class Target:
    """What a request is about: the service (no bucket), a bucket (no key) or an object.

    in_host: the bucket was named by the host (`bucket.storage.example`), not by the path.
    """

    bucket: str
    key: str
    in_host: bool = False

    @property
    def resource(self) -> str:
        """The name of the target in answers."""
        return f"/{self.bucket}/{self.key}" if self.key else f"/{self.bucket}"

    @property
    def path(self) -> str:
        """The path of the target as the store gets it."""
        return f"/{self.bucket}/{encode(self.key, keep_slash=True)}" if self.key else f"/{self.bucket}"


def read_target(request: StorageRequest, domains: Sequence[str]) -> Target:
    """Return what a request is about. Raises Refused for a key that the store might understand differently.

    domains: the names of the storage port; `bucket.NAME` as the host means that bucket, any other host path style.
    """
    in_host = bucket_in_host(request.headers.get("host", ""), domains)
    path = request.path
    if not path.startswith("/"):
        raise Refused(400, "InvalidURI", "The request line must name a path that begins with /.")
    if in_host:
        return Target(in_host, check_key(decode_path(path[1:])), in_host=True)
    bucket, _, key = path[1:].partition("/")
    name = decode_path(bucket)
    if "/" in name:
        raise Refused(400, "InvalidBucketName", "A bucket name holds no slash.")
    return Target(name, check_key(decode_path(key)))


def bucket_in_host(host: str, domains: Sequence[str]) -> str:
    """Return the bucket that the host names, or an empty string."""
    if host.count(":") == 1:
        host = host.partition(":")[0]
    host = host.lower().rstrip(".")
    for domain in domains:
        if host.endswith(domain) and len(host) > len(domain) + 1 and host[-len(domain) - 1] == ".":
            return host[: -len(domain) - 1]
    return ""


def read_copy_source(value: str) -> tuple[Target, str | None]:
    """Return the object that a copy reads, and its version, from the header `x-amz-copy-source`. Raises Refused."""
    path, question, query = value.partition("?")
    version = None
    if question:
        name, _, version = query.partition("=")
        if name != "versionId" or not version or not is_plain(version):
            raise Refused(400, "InvalidArgument", "The copy source takes ?versionId=... and nothing else.")
    bucket, _, key = decode_path(path).removeprefix("/").partition("/")
    if not bucket or not key:
        raise Refused(400, "InvalidArgument", "The copy source must look like /bucket/key, percent-encoded.")
    return Target(bucket, check_key(key)), version


def check_key(key: str) -> str:
    """Return the key if the store takes it literally, or it is empty. Raises Refused otherwise."""
    problem = key_problem(key) if key else None
    if problem is None:
        return key
    if "longer" in problem:
        raise Refused(400, "KeyTooLongError", f"The object key {problem}.")
    raise Refused(400, "InvalidArgument", f"The object key {problem}; this store does not take such keys.")


def check_prefix(prefix: str) -> str:
    """Return a prefix or marker of a listing if the store takes it literally. Raises Refused otherwise."""
    problem = key_problem(prefix) if prefix else None
    if problem is not None:
        raise Refused(400, "InvalidArgument", f"The prefix or marker {problem}; this store has no such keys.")
    return prefix


def check_version(version: str | None) -> None:
    """Raise Refused for an id of a version that no store gave out."""
    if version and not is_plain(version):
        raise Refused(400, "InvalidArgument", "The version is not one that this store gave out.")


def is_plain(text: str) -> bool:
    """Return whether a text is a plain identifier: of an upload, a version, a page."""
    return re.fullmatch(r"[A-Za-z0-9_.=~+-]{1,256}", text) is not None and text not in {".", ".."}


def decode_path(text: str) -> str:
    """Undo percent-encoding. Raises Refused for what is not UTF-8; a `+` stays a plus."""
    return _decode(text, "path")


def encode(text: str, *, keep_slash: bool = False) -> str:
    """Percent-encode as the S3 signature defines it: everything but letters, digits and `-_.~`."""
    return quote_from_bytes(text.encode(), safe="/~" if keep_slash else "~")


def _decode_query(text: str) -> str:
    return _decode(text.replace("+", " "), "query")


def _decode(text: str, where: str) -> str:
    if "%" not in text and text.isascii():
        return text
    if _BAD_ESCAPE.search(text):
        raise Refused(400, "InvalidURI", f"The {where} has a % that begins no escape.")
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeError as error:
        raise Refused(400, "InvalidURI", f"The {where} is not UTF-8.") from error
