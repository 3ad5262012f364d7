"""Tokens as they travel: JWTs signed with ES256, so that the gateway can check them by itself."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import EPOCH
from modelyard.core.ids import new_id
from modelyard.core.sealing import Sealer
from modelyard.iam.errors.authentication import TokenExpired, TokenUnreadable
from modelyard.iam.models import SigningKeyRow
from modelyard.iam.queries import principals

ISSUER = "modelyard"
ALGORITHM = "ES256"
LONGEST_TOKEN = 8192

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class TokenClaims:
    """What a token says.

    project_id: its scope is a project. domain_scope: its scope is the account. Neither: it has no scope.
    agency_id: it acts through this agency; `user_id` is then who took the agency on.
    mfa_at: when a second factor was shown.
    """

    jti: str
    user_id: str
    domain_id: str
    methods: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    project_id: str | None = None
    domain_scope: bool = False
    agency_id: str | None = None
    mfa_at: datetime | None = None


class TokenKeys:
    """The keys that sign tokens and those that check them, opened once per process."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._signing: tuple[str, ec.EllipticCurvePrivateKey] | None = None
        self._public: dict[str, ec.EllipticCurvePublicKey] = {}
        self._read: OrderedDict[bytes, TokenClaims] = OrderedDict()

    async def ensure(self, db: AsyncSession, now: datetime) -> None:
        """Make the first signing key unless there is one."""
        if not await principals.list_signing_keys(db):
            db.add(_new_key(self._sealer, now))

    async def issue(self, db: AsyncSession, claims: TokenClaims) -> str:
        """Return the signed token."""
        key_id, key = await self._signing_key(db)
        return jwt.encode(_to_payload(claims), key, algorithm=ALGORITHM, headers={"kid": key_id})

    def remembered(self, token: str, now: datetime) -> TokenClaims | None:
        """Return the claims of a token whose signature was found good before; it must still be in its time."""
        claims = self._read.get(_fingerprint(token))
        if claims is not None and claims.expires_at <= now:
            raise TokenExpired
        return claims

    async def read(self, db: AsyncSession, token: str, now: datetime) -> TokenClaims:
        """Return the claims of a token. Raises TokenUnreadable when it is none of ours, TokenExpired when it is over."""
        claims = self.remembered(token, now)
        if claims is not None:
            return claims
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise TokenUnreadable
        try:
            key = await self._public_key(db, str(jwt.get_unverified_header(token).get("kid", ""))[:32])
            # Expiry is checked below, by our own clock.
            payload = jwt.decode(
                token, key, algorithms=[ALGORITHM], issuer=ISSUER, options={"verify_exp": False, "verify_iat": False}
            )
            claims = _from_payload(payload)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise TokenUnreadable from error
        if claims.expires_at <= now:
            raise TokenExpired
        self._read[_fingerprint(token)] = claims
        if len(self._read) > _MOST_REMEMBERED:
            self._read.popitem(last=False)
        return claims

    async def jwks(self, db: AsyncSession) -> dict[str, Any]:
        """Return the public keys as a JSON web key set."""
        keys = []
        for row in await principals.list_signing_keys(db):
            public = serialization.load_pem_public_key(row.public_pem.encode())
            assert isinstance(public, ec.EllipticCurvePublicKey)
            keys.append(
                jwt.algorithms.ECAlgorithm.to_jwk(public, as_dict=True) | {"kid": row.id, "use": "sig", "alg": ALGORITHM}
            )
        return {"keys": keys}

    async def _signing_key(self, db: AsyncSession) -> tuple[str, ec.EllipticCurvePrivateKey]:
        if self._signing is None:
            usable = [row for row in await principals.list_signing_keys(db) if row.retired_at is None]
            row = usable[0]
            pem = self._sealer.open(row.private_sealed, _purpose(row.id))
            key = serialization.load_pem_private_key(pem.encode(), password=None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            self._signing = (row.id, key)
        return self._signing

    async def _public_key(self, db: AsyncSession, key_id: str) -> ec.EllipticCurvePublicKey:
        if key_id not in self._public:
            row = await principals.find_signing_key(db, key_id)
            if row is None:
                raise TokenUnreadable
            public = serialization.load_pem_public_key(row.public_pem.encode())
            assert isinstance(public, ec.EllipticCurvePublicKey)
            self._public[key_id] = public
        return self._public[key_id]


def _new_key(sealer: Sealer, now: datetime) -> SigningKeyRow:
    key_id = new_id()
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return SigningKeyRow(
        id=key_id, private_sealed=sealer.seal(pem, _purpose(key_id)), public_pem=public.decode(), created_at=now
    )


def _purpose(key_id: str) -> str:
    return f"signing-key:{key_id}"


def _fingerprint(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _to_payload(claims: TokenClaims) -> dict[str, Any]:
    issued = _micros(claims.issued_at)
    payload: dict[str, Any] = {
        "iss": ISSUER,
        "jti": claims.jti,
        "sub": claims.user_id,
        "dom": claims.domain_id,
        "mth": list(claims.methods),
        "iat": issued // 1_000_000,
        "exp": _micros(claims.expires_at) // 1_000_000,
        # Whole seconds could not tell a token from before a change of password from one right after it.
        "ius": issued,
        "eus": _micros(claims.expires_at),
    }
    if claims.project_id:
        payload["prj"] = claims.project_id
    if claims.domain_scope:
        payload["dsc"] = True
    if claims.agency_id:
        payload["agy"] = claims.agency_id
    if claims.mfa_at:
        payload["mfa"] = _micros(claims.mfa_at)
    return payload


def _from_payload(payload: dict[str, Any]) -> TokenClaims:
    return TokenClaims(
        jti=str(payload["jti"]),
        user_id=str(payload["sub"]),
        domain_id=str(payload["dom"]),
        methods=tuple(str(method) for method in payload["mth"]),
        issued_at=_moment(payload["ius"]),
        expires_at=_moment(payload["eus"]),
        project_id=payload.get("prj"),
        domain_scope=bool(payload.get("dsc")),
        agency_id=payload.get("agy"),
        mfa_at=_moment(payload["mfa"]) if "mfa" in payload else None,
    )


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _moment(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=int(micros))
