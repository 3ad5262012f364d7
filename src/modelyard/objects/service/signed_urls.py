"""Signed URLs: the browser and scripts move bytes straight to and from the storage port, with the caller's rights.

They are signed with a temporary key of the caller, which the storage port checks like any other: taking a right away
from him takes it away from his URLs. One key serves many URLs, until it would end before they do.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from modelyard.core.subject import Subject
from modelyard.objects.errors.browser import KeyInvalid, SignedQueryInvalid
from modelyard.objects.rules.keys import key_problem
from modelyard.objects.rules.signing_v4 import encoded_path, signed_queries
from modelyard.objects.schemas.browser import SignedURL, SignedURLs, URLRequest
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext, TemporaryKey

_MOST_KEYS = 1000
_SHORTEST_KEY_SECONDS = 2 * 3600
_LONGEST_KEY_SECONDS = 24 * 3600
_RESPONSE = frozenset(
    f"response-{name}"
    for name in ("cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires")
)
# What a signed URL may ask for besides the object itself: downloads with a name, and uploads in parts.
# A name or address as a browser may have typed it.
_HOST = re.compile(r"[0-9A-Za-z.-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_QUERIES: Mapping[str, tuple[frozenset[str], ...]] = {
    "GET": (_RESPONSE, frozenset({"uploadId", "max-parts", "part-number-marker"})),
    "HEAD": (frozenset(),),
    "PUT": (frozenset({"partNumber", "uploadId"}),),
    "POST": (frozenset({"uploads"}), frozenset({"uploadId"})),
    "DELETE": (frozenset({"uploadId"}),),
}


class KeyRing:
    """Temporary keys of callers, kept for the next URLs; one per process."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, ...], TemporaryKey] = OrderedDict()

    async def key_for(self, context: ObjectsContext, who: Subject, seconds: int) -> TemporaryKey:
        """Return a key of the caller that is good for at least so many seconds more."""
        holder = _holder(who)
        key = self._keys.get(holder)
        if key is None or key.expires_at < context.clock.now() + timedelta(seconds=seconds):
            wanted = min(max(_SHORTEST_KEY_SECONDS, 2 * seconds), _LONGEST_KEY_SECONDS)
            key = self._keys[holder] = await context.issue_key(who, wanted)
            if len(self._keys) > _MOST_KEYS:
                self._keys.popitem(last=False)
        return key


async def sign_urls(
    context: ObjectsContext,
    ring: KeyRing,
    who: Subject,
    requests: list[URLRequest],
    *,
    expires_seconds: int,
    not_after: datetime | None = None,
    host: str | None = None,
) -> SignedURLs:
    """Sign requests to the storage endpoint, in their order. Raises BucketNotFound, KeyInvalid, SignedQueryInvalid.

    not_after: when the caller's own credentials end; his URLs end with them.
    host: the name under which the caller reached the API; his URLs lead there, unless a public name was set.
    """
    for index, request in enumerate(requests):
        _check(request, f"requests.{index}")
    for bucket in dict.fromkeys(request.bucket for request in requests):
        await find_bucket(context, who, bucket)
    key = await ring.key_for(context, who, expires_seconds)
    end = key.expires_at if not_after is None else min(key.expires_at, not_after)
    seconds = max(1, min(expires_seconds, int((end - context.clock.now()).total_seconds())))
    endpoint = _endpoint(context, host)
    alike: dict[tuple[Any, ...], list[int]] = {}
    for index, request in enumerate(requests):
        alike.setdefault((request.method, request.content_type, *request.query.items()), []).append(index)
    signed: dict[int, SignedURL] = {}
    for indexes in alike.values():
        some = [requests[index] for index in indexes]
        signed |= zip(indexes, _sign(context, endpoint, key, some, seconds), strict=True)
    return SignedURLs(urls=[signed[index] for index in range(len(requests))])


def _endpoint(context: ObjectsContext, host: str | None) -> str:
    """Return the storage endpoint under a name that the caller can reach: the machine may have many."""
    configured = context.storage_endpoint.rstrip("/")
    if host is None or not context.follows_host or host.endswith(".invalid") or not _HOST.fullmatch(host):
        return configured
    parts = urlsplit(configured)
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}:{parts.port}"


def _sign(
    context: ObjectsContext, endpoint: str, key: TemporaryKey, requests: Sequence[URLRequest], seconds: int
) -> list[SignedURL]:
    """Sign requests that differ in nothing but their objects."""
    one = requests[0]
    paths = [encoded_path(request.bucket, request.key) for request in requests]
    headers = {} if one.content_type is None else {"Content-Type": one.content_type}
    queries = signed_queries(
        key.credentials,
        one.method,
        paths,
        one.query,
        {"host": urlsplit(endpoint).netloc, **headers},
        at=context.clock.now(),
        expires_seconds=seconds,
        region=context.region,
    )
    urls = (f"{endpoint}{path}?{query}" for path, query in zip(paths, queries, strict=True))
    return [SignedURL(method=one.method, url=url, headers=headers) for url in urls]


def _check(request: URLRequest, field: str) -> None:
    problem = key_problem(request.key)
    if problem is not None:
        raise KeyInvalid(field=f"{field}.key", key=request.key[:100], problem=problem)
    given = set(request.query)
    sets = _QUERIES[request.method]
    if request.method == "POST" and not given:
        raise SignedQueryInvalid(field=f"{field}.query", method="POST", name="", allowed="uploads, uploadId")
    if not any(given <= names for names in sets):
        allowed = sorted(set().union(*sets))
        wrong = sorted(given - set(allowed)) or sorted(given)
        raise SignedQueryInvalid(
            field=f"{field}.query", method=request.method, name=wrong[0], allowed=", ".join(allowed) or "none"
        )


def _holder(who: Subject) -> tuple[str, ...]:
    """Say whose rights a key has: URLs of one caller must never carry the key of another."""
    policy = json.dumps(who.session_policy, sort_keys=True)
    return (who.kind, who.domain_id, who.user_id, who.project_id or "", who.access_key or "", who.assumed_by or "", policy)
