"""Which keys and folders the platform takes, and how `obs://` locations are written."""

import re
from dataclasses import dataclass

from modelyard.objects.rules.names import is_bucket_name

MAX_KEY_BYTES = 1024
MAX_FOLDER_CHARACTERS = 1023
_FOLDER_FORBIDDEN = '\\:*?"<>|'
# Some clients write one slash only, and some none of the scheme.
_SCHEMES = ("obs://", "s3://", "obs:/", "s3:/", "/")
_NOT_IN_XML = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_UPLOADS, _VERSIONS = ".uploads", ".versions"


@dataclass(frozen=True)
class Location:
    """A place in a bucket; `key` may be empty (the whole bucket)."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"obs://{self.bucket}/{self.key}"


def key_problem(key: str) -> str | None:
    r"""Return what is wrong with a key, None when the store takes it literally.

    The store keeps objects as files below folders: `.` and `..` as parts of a key would leave their bucket, empty parts
    have no place, `\` becomes `/`, and parts of uploads and old versions lie beside the objects. Such a key would be
    authorised as one thing and be another. Control characters cannot stand in the XML of a listing.
    """
    if not key:
        return "is empty"
    if _NOT_IN_XML.search(key):
        return "contains a control character"
    try:
        size = len(key.encode())
    except UnicodeEncodeError:
        return "is not valid Unicode"
    if size > MAX_KEY_BYTES:
        return f"is longer than {MAX_KEY_BYTES} bytes"
    if "\\" in key:
        return "contains a backslash"
    return _parts_problem(key.removesuffix("/").split("/"))


def folder_problem(path: str) -> str | None:
    """Return what is wrong with the path of a new folder, None when nothing is.

    Source: the naming rules for folders of the platform's path picker.
    """
    if len(path) > MAX_FOLDER_CHARACTERS:
        return f"is longer than {MAX_FOLDER_CHARACTERS} characters"
    if path.startswith(("/", ".")) or path.endswith(("/", ".")):
        return "begins or ends with . or /"
    found = next((character for character in path if character in _FOLDER_FORBIDDEN or character < " "), None)
    if found is not None:
        return f"contains {found!r}; not allowed are {' '.join(_FOLDER_FORBIDDEN)} and control characters"
    return key_problem(path)


def read_location(text: str) -> Location | None:
    """Read `obs://bucket/key`, `s3://bucket/key`, `obs:/bucket/key` or `/bucket/key`; None when it is none of them."""
    scheme = next((scheme for scheme in _SCHEMES if text.lower().startswith(scheme)), None)
    if scheme is None:
        return None
    bucket, _, key = text[len(scheme) :].partition("/")
    return Location(bucket, key) if is_bucket_name(bucket) else None


def folder_of(key: str) -> str:
    """Return a prefix that ends with `/`, or the empty one for the whole bucket."""
    return key if not key or key.endswith("/") else f"{key}/"


def _parts_problem(parts: list[str]) -> str | None:
    if any(part in {"", ".", ".."} for part in parts):
        return "has an empty part, or one that is . or .."
    if parts[0] == _UPLOADS or any(part.endswith(_VERSIONS) for part in parts[:-1]):
        return f"lies below {_UPLOADS} or *{_VERSIONS}, where the store keeps parts and versions"
    return None
