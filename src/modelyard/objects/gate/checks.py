"""The decision about one request: who signed it, what it is, whether he may, whose bucket it is."""

import os
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modelyard.core.db import Database, PointReader
from modelyard.iam.service import IAMContext
from modelyard.iam.service.guards import FailureLock
from modelyard.iam.service.revision import current_revision
from modelyard.objects.gate.callers import Caller, Callers
from modelyard.objects.gate.store import SocketStore, StoreAway
from modelyard.objects.queries.buckets import bucket_and
from modelyard.objects.rules.external import ExternalStore, forward, payload_for_external
from modelyard.objects.rules.operations import PING, Handler, Plan, plan_request
from modelyard.objects.rules.requests import Refused, StorageRequest, Target, read_target
from modelyard.objects.rules.signatures import Claim, check_time, is_signed_by, payload_kind, read_claim
from modelyard.objects.service import buckets
from modelyard.objects.settings import ObjectsSettings
from modelyard.objects.types import BucketState

# The gateway says it; what a client says under this name is overwritten on arrival.
CLIENT_HEADER = "x-gate-client"
_LOOK_AT_DISK_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Attempt:
    """A request, read: what it is about and what it claims."""

    request: StorageRequest
    target: Target
    plan: Plan
    claim: Claim | None
    source_ip: str


@dataclass(frozen=True)
class Facts:
    """What the database says about a bucket, and the revision of all rights."""

    revision: int
    domain_id: str | None
    state: str | None


@dataclass(frozen=True)
class Admitted:
    """A request that may go on. The caller is None where none is needed."""

    attempt: Attempt
    caller: Caller | None


class Checks:
    """Decides about requests; one per process."""

    def __init__(
        self,
        database: Database,
        iam: IAMContext,
        settings: ObjectsSettings,
        store: SocketStore,
        *,
        domains: tuple[str, ...],
        data: Path | None,
        external: ExternalStore | None = None,
        trusted_hops: int = 0,
    ) -> None:
        """data: where our own store keeps its data, None for an external one, which has its own limits."""
        self.callers = Callers(database, iam)
        self._database = database
        self._reader = PointReader(database, bucket_and(current_revision()))
        self._settings = settings
        self._store = store
        self._domains = domains
        self._hops = trusted_hops
        self._clock = iam.clock
        self._lock = FailureLock(failures=settings.key_failures_before_lock, lock_seconds=60)
        self._disk = None if data is None else _Disk(data, settings.min_free_bytes)
        self._external = external

    def read(self, request: StorageRequest) -> Attempt:
        """Read a request. Raises Refused for one that is malformed, not done here or not of this time."""
        target = read_target(request, self._domains)
        claim = read_claim(request)
        plan = plan_request(request, target)
        if claim is not None:
            check_time(claim, self._clock.now().timestamp())
            payload = payload_kind(request)
            if self._external is not None:
                payload_for_external(payload)
        elif plan.operation is not PING:
            raise Refused(403, "AccessDenied", "Anonymous access is not possible: sign the request with an access key.")
        return Attempt(request, target, plan, claim, self._source_of(request))

    def admit_now(self, attempt: Attempt) -> Admitted | None:
        """Decide with what is at hand; None when something must be waited for. Raises Refused."""
        if attempt.claim is None:
            return Admitted(attempt, None)
        if not self._reader.is_immediate:
            return None
        facts = {bucket: self._facts(self._reader.read_now(bucket=bucket)) for bucket in _buckets_of(attempt)}
        caller = self.callers.known(attempt.claim.access_key, facts[attempt.target.bucket].revision)
        if caller is None or _awaits_creation(attempt, facts):
            return None
        return self._decide(attempt, caller, facts)

    async def admit(self, attempt: Attempt) -> Admitted:
        """Decide, reading what is needed. Raises Refused."""
        if attempt.claim is None:
            return Admitted(attempt, None)
        facts = {bucket: self._facts(await self._reader.read(bucket=bucket)) for bucket in _buckets_of(attempt)}
        caller = await self.callers.find(attempt.claim.access_key, facts[attempt.target.bucket].revision)
        if caller is None:
            raise Refused(403, "InvalidAccessKeyId", "The access key does not exist, is disabled, or has ended.")
        admitted = self._decide(attempt, caller, facts)
        for bucket in _awaits_creation(attempt, facts):
            await self.create_in_store(bucket)
        return admitted

    async def create_in_store(self, bucket: str) -> None:
        """Give the store a bucket that so far is only ours. Raises Refused when the store is away."""
        try:
            await self._store.ensure_bucket(bucket)
        except StoreAway as error:
            raise Refused(503, "ServiceUnavailable", error.hint) from error
        async with self._database.session() as db:
            await buckets.confirm_bucket(db, bucket)

    def headers_for_store(self, admitted: Admitted) -> tuple[Mapping[str, str], Collection[str]]:
        """Return the headers to set on a request that goes on to the store, and those to leave out."""
        plan = admitted.attempt.plan
        if self._external is None:
            return plan.set_headers, plan.drop_headers
        return forward(self._external, admitted.attempt.request, plan, at=self._clock.now())

    def close(self) -> None:
        """Close the connection of the reader."""
        self._reader.close()

    def circumstances(self, attempt: Attempt) -> Mapping[str, str]:
        """Return what conditions of policies may ask about any request."""
        is_secure = attempt.request.headers.get("x-forwarded-proto") == "https"
        return {"g:SourceIp": attempt.source_ip, "g:SecureTransport": "true" if is_secure else "false"}

    def _decide(self, attempt: Attempt, caller: Caller, facts: Mapping[str, Facts]) -> Admitted:
        claim = attempt.claim
        assert claim is not None
        moment = self._clock.now().timestamp()
        if not is_signed_by(caller.key.secret, claim, attempt.request, attempt.target):
            if self._lock.fail(claim.access_key, moment):
                raise Refused(400, "TooManyWrongSignature", "Too many wrong signatures with this access key. Wait a minute.")
            raise Refused(403, "SignatureDoesNotMatch", "The signature is not that of this request with the secret of the key.")
        self._lock.succeed(claim.access_key)
        if not caller.has_token(claim.token):
            raise Refused(403, "InvalidAccessKeyId", "The security token is not that of this access key.")
        if caller.ends_at is not None and caller.ends_at <= moment:
            raise Refused(403, "AccessDenied", "The temporary access key has ended.")
        try:
            self._check_rights(attempt, caller, facts)
        except Refused as refused:
            refused.who = caller.key.who
            raise
        if attempt.plan.operation.writes and self._disk is not None and self._disk.is_full():
            raise Refused(
                403, "InsufficientStorageSpace", "The disk of the store is full. Delete objects, or tell the operator."
            )
        self.callers.note_use(claim.access_key)
        return Admitted(attempt, caller)

    def _check_rights(self, attempt: Attempt, caller: Caller, facts: Mapping[str, Facts]) -> None:
        circumstances = self.circumstances(attempt)
        for demand in attempt.plan.demands:
            problem = self.callers.refusal(caller, demand, circumstances)
            if problem is not None:
                raise Refused(403, "AccessDenied", problem)
        if attempt.plan.operation.name == "CreateBucket":
            return
        for bucket in _buckets_of(attempt):
            known = facts[bucket]
            # One answer for what does not exist and what belongs to others.
            is_there = known.domain_id == caller.key.who.domain_id and known.state != BucketState.DELETING
            if bucket and not is_there:
                raise Refused(404, "NoSuchBucket", f"There is no bucket {bucket} in your account.")

    def _facts(self, row: Sequence[Any] | None) -> Facts:
        assert row is not None
        return Facts(row[0] or 0, row[1], row[2])

    def _source_of(self, request: StorageRequest) -> str:
        """Return the address of the client: the gateway's peer, or what the proxies of ours before it say."""
        peer = request.headers.get(CLIENT_HEADER)
        if peer is not None and self._hops == 0:
            return peer
        hops = request.headers.get("x-forwarded-for", "").split(",")
        return hops[max(0, len(hops) - 1 - self._hops)].strip()


class _Disk:
    """Whether the disk has room; asked often, looked at now and then."""

    def __init__(self, path: Path, min_free_bytes: int) -> None:
        self._path = path
        self._min_free_bytes = min_free_bytes
        self._looked_at = float("-inf")
        self._full = False

    def is_full(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at > _LOOK_AT_DISK_EVERY_SECONDS:
            found = os.statvfs(self._path)
            self._full = found.f_bavail * found.f_frsize < self._min_free_bytes
            self._looked_at = now
        return self._full


def _buckets_of(attempt: Attempt) -> list[str]:
    """Return the buckets that a request touches, the one it is about first."""
    names = [attempt.target.bucket, *(demand.target.bucket for demand in attempt.plan.demands)]
    return list(dict.fromkeys(names))


def _awaits_creation(attempt: Attempt, facts: Mapping[str, Facts]) -> list[str]:
    if attempt.plan.operation.handler is Handler.GATE and attempt.plan.operation.name != "DeleteObjects":
        return []
    return [bucket for bucket, known in facts.items() if known.state == BucketState.CREATING]
