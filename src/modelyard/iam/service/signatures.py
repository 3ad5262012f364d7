"""Signatures made with keys that are not identity's own: the same algorithm, with whatever secret the caller of this knows."""

from datetime import timedelta

from fastapi import Request

from modelyard.iam.errors.authentication import (
    AlgorithmNotOffered,
    ClockDiffers,
    KeyLocked,
    MalformedAuthorization,
    SignatureWrong,
)
from modelyard.iam.rules import signing
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import as_signed
from modelyard.iam.service.guards import FailureLock


class Signatures:
    """Verifies signed requests; one per process."""

    def __init__(self, context: IAMContext) -> None:
        self._context = context
        self._locks = FailureLock(
            failures=context.settings.key_failures_before_lock, lock_seconds=context.settings.key_lock_seconds
        )

    def key_of(self, request: Request) -> str:
        """Return the key that a request says it was signed with. Raises AlgorithmNotOffered, MalformedAuthorization."""
        return self._read(request).access

    async def verify(self, request: Request, secret: str) -> None:
        """Return if a request was signed with a secret, not long ago. Raises what identity does otherwise."""
        authorization, signed, now = self._read(request), as_signed(request), self._context.clock.now()
        moment = signing.signed_at(signed)
        if moment is None:
            raise MalformedAuthorization(problem="X-Sdk-Date must look like 20260102T030405Z")
        if abs(now - moment) > timedelta(seconds=self._context.settings.clock_skew_seconds):
            raise ClockDiffers
        body = await request.body() if signing.needs_body(authorization, signed) else None
        if signing.is_signed_by(secret, authorization, signed, body):
            self._locks.succeed(authorization.access)
            return
        raise KeyLocked if self._locks.fail(authorization.access, now.timestamp()) else SignatureWrong

    def _read(self, request: Request) -> signing.Authorization:
        try:
            return signing.read_authorization(request.headers.get("authorization", ""))
        except signing.UnknownAlgorithm as error:
            raise AlgorithmNotOffered(algorithm=str(error)) from error
        except signing.Malformed as error:
            raise MalformedAuthorization(problem=str(error)) from error
