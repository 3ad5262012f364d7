"""Inputs: what lies in a folder or stands in a manifest, which of it is this worker's, and its content."""

from __future__ import annotations

import hashlib
import json
import os
import ssl
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from model_service.feeding.plan import Plan
from moxing.framework.file.errors import MoxFileNotExistsException, MoxFileReadException, MoxFileRespException
from moxing.framework.file.places import Stored, find_stored
from moxing.framework.file.session import store

RESULTS = "infer-result-"
_LONGEST_NAME = 600  # bytes; longer ones are cut, so that the key of a result is none that the store refuses
_WEB = ("https://", "http://")
_DOWNLOAD_SECONDS = 60.0


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (MoxFileNotExistsException, "it is not there (any more)"),
    (PermissionError, "the owner of the service may not read or write it"),
    (MoxFileReadException, "the connection to the store broke"),
)


class InputProblem(Exception):
    """One input cannot be used; the batch goes on."""


class NoInputs(Exception):
    """The inputs cannot be found at all."""


@dataclass(frozen=True)
class Item:
    """One input. source: as it stands in manifests. name: of its result, below the folder of results. problem: why not."""

    source: str
    name: str
    problem: str = ""


def own_items(plan: Plan) -> list[Item]:
    """Return this worker's share, in the order in which it was found. Raises NoInputs."""
    try:
        items = _listed(plan) if plan.source.endswith("/") else iter(named(_sources(plan)))
        return [item for item in items if plan.workers == 1 or digest(item.source) % plan.workers == plan.worker]
    except OSError as error:
        raise NoInputs(f"the inputs at {plan.source} cannot be read: {why(error)}") from error


def digest(text: str) -> int:
    """Return a number that stands for a text; the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _listed(plan: Plan) -> Iterator[Item]:
    """Yield the objects below a folder, but no results of batch services."""
    folder, target = _stored(plan.source), _stored(plan.target)
    own = target.key + RESULTS if target.bucket == folder.bucket else None
    for page in store().pages(folder.bucket, folder.key):
        for found in page.objects:
            if found.key.endswith("/") or (own is not None and found.key.startswith(own)):
                continue
            name = found.key[len(folder.key) :]
            yield Item(f"obs://{folder.bucket}/{found.key}", _fitting(name))


def _sources(plan: Plan) -> list[tuple[str, str]]:
    """Return what the lines of a manifest name, each once, with what is wrong with the line."""
    found: dict[str, str] = {}
    content = store().read(_stored(plan.source))
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            source = json.loads(line)["source"]
        except (ValueError, TypeError, KeyError, RecursionError):
            source = None
        if isinstance(source, str) and source:
            found.setdefault(source, "")
        else:
            found[f"{plan.source}#{number}"] = f'Line {number} of the manifest is not {{"source": "..."}}.'
    return list(found.items())


def named(sources: Sequence[tuple[str, str]]) -> list[Item]:
    """Give the inputs of a manifest names: that of the file, with its place before it where others have the same."""
    paths = [_path_of(source) for source, _ in sources]
    shorts = Counter(path.rsplit("/", 1)[-1] for path in paths)
    longs = Counter(paths)
    items = []
    for (source, problem), path in zip(sources, paths):
        short = path.rsplit("/", 1)[-1]
        name = short if shorts[short] == 1 else path
        if not short or longs[path] > 1:
            name = f"{path.rstrip('/')}-{digest(source):016x}"
        items.append(Item(source, _fitting(name), problem))
    return items


def _path_of(source: str) -> str:
    """Return bucket and key, or host and path, of a source."""
    if source.lower().startswith(_WEB):
        try:
            parts = urlsplit(source)
        except ValueError:
            return "unreadable"
        return unquote(f"{parts.netloc.split('@')[-1].replace(':', '-')}{parts.path}")
    try:
        place = find_stored(source)
    except ValueError:
        place = None
    return source.rsplit("#", 1)[0] if place is None else f"{place.bucket}/{place.key}"


def _fitting(name: str) -> str:
    """Return a name that the store takes as part of a key."""
    safe = "/".join(part if part not in {".", ".."} else "_" for part in name.replace("\\", "_").split("/") if part)
    encoded = "".join(sign if sign.isprintable() else "_" for sign in safe).encode("utf-8", "replace")
    if len(encoded) <= _LONGEST_NAME and encoded.decode("utf-8") == name:
        return name
    kept = encoded[: _LONGEST_NAME - 20].decode("utf-8", "ignore").rstrip("/")
    return f"{kept}-{digest(name):016x}"


def open_input(plan: Plan, item: Item) -> Any:
    """Return the content of an input as a stream that is to be closed. Raises InputProblem."""
    if item.problem:
        raise InputProblem(item.problem)
    try:
        is_web = item.source.lower().startswith(_WEB)
        place = None if is_web else find_stored(item.source)
        if is_web:
            return _fetch(item.source)
        stream = _Object(store().open(place)) if place is not None and _is_file(place) else None
    except (OSError, ValueError) as error:
        raise InputProblem(f"Download file failed: {why(error)}") from error
    if stream is None:
        raise InputProblem("Download file failed: the source is neither obs://BUCKET/KEY nor an HTTPS address of a file.")
    return stream


def _is_file(place: Stored) -> bool:
    return bool(place.key) and not place.key.endswith("/")


def read_input(plan: Plan, item: Item) -> bytes:
    """Return the whole content of an input. Raises InputProblem, also for one that is too large."""
    stream = open_input(plan, item)
    try:
        with stream:
            content: bytes = stream.read(plan.largest_bytes + 1)
            rest = stream.read(1) if len(content) <= plan.largest_bytes else b"more"
    except (OSError, ValueError) as error:
        raise InputProblem(f"Download file failed: {why(error)}") from error
    if rest or len(content) > plan.largest_bytes:
        raise InputProblem(f"The file is larger than {plan.largest_bytes} bytes, the most that one request may have.")
    return content


class _Object:
    """An object of the store as a stream of bytes."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self._left = answer.length

    def __enter__(self) -> _Object:
        return self

    def __exit__(self, *_: object) -> None:
        self._answer.close()

    def close(self) -> None:
        self._answer.close()

    def read(self, size: int) -> bytes:
        """Return up to so many bytes; fewer only at the end."""
        parts, wanted = [], min(size, self._left)
        while wanted:
            buffer = bytearray(min(wanted, 2**20))
            count = self._answer.readinto(memoryview(buffer))
            if not count:
                raise OSError("the connection was closed before the end of the file")
            parts.append(bytes(buffer[:count]))
            wanted -= count
            self._left -= count
        return b"".join(parts)


def _fetch(url: str) -> Any:
    context = ssl.create_default_context()
    if os.environ.get("S3_VERIFY_SSL", "1").lower() in {"0", "false"}:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return urllib.request.urlopen(url, timeout=_DOWNLOAD_SECONDS, context=context)  # noqa: S310 - checked by the caller


def why(error: BaseException) -> str:
    """Return the reason of a failure in a few words. Addresses stay out of it: signed ones are secrets."""
    for kind, text in _REASONS:
        if isinstance(error, kind):
            return text
    if isinstance(error, MoxFileRespException):
        return f"the store answered {error.resp.status} {error.resp.errorCode or ''}".rstrip()
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    if isinstance(error, urllib.error.URLError):
        return f"the address cannot be reached ({type(error.reason).__name__})"
    return error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"[:300]


def _stored(url: str) -> Stored:
    place = find_stored(url)
    if place is None:
        raise NoInputs(f"{url!r} is not obs://BUCKET/KEY")
    return place
