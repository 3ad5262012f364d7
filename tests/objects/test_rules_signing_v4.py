"""What we sign as a client is what botocore signs, and what our own gate accepts."""

import time
from datetime import datetime, timezone

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotoCredentials
from hypothesis import given
from hypothesis import strategies as st

from modelyard.objects.rules.requests import Target
from modelyard.objects.rules.signatures import check_time, is_signed_by, read_claim
from modelyard.objects.rules.signing_v4 import Credentials, canonical_query, encoded_path, signed_headers, signed_queries
from objects.storage_requests import ACCESS, HOST, SECRET, request_of

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
TOKENS = pytest.mark.parametrize("token", [None, "the/token+"])


def now() -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0)


def url_of(key: str, query: str) -> str:
    return f"http://{HOST}{encoded_path('bucket', key)}" + (f"?{query}" if query else "")


class TestSignedHeaders:
    @given(TEXTS, st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=4))
    def test_any_request_is_accepted_by_the_gate(self, key: str, query: dict[str, str]) -> None:
        keys = Credentials(ACCESS, SECRET, "the token")
        path = encoded_path("bucket", key)
        sent = signed_headers(keys, "PUT", path, query, {"Host": HOST, "X-Amz-Meta-A": "a  b"}, at=now(), region="r")
        request = request_of("PUT", url_of(key, canonical_query(query.items())), sent)

        claim = read_claim(request)

        assert claim is not None
        check_time(claim, time.time())
        assert claim.token == "the token"
        assert is_signed_by(SECRET, claim, request, Target("bucket", key))
        assert not is_signed_by("another", claim, request, Target("bucket", key))

    @TOKENS
    def test_the_signature_is_that_of_botocore(self, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
        at = now()
        query = {"prefix": "a b/ü", "list-type": "2"}
        request = AWSRequest("GET", url_of("", canonical_query(query.items())), headers={"x-amz-meta-a": "1"})
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False})
        monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: at.replace(tzinfo=None))
        S3SigV4Auth(BotoCredentials(ACCESS, SECRET, token), "s3", "r").add_auth(request)

        given_headers = {"host": HOST, "x-amz-meta-a": "1"}
        ours = signed_headers(Credentials(ACCESS, SECRET, token), "GET", "/bucket", query, given_headers, at=at, region="r")

        assert ours["authorization"] == request.headers["authorization"]


class TestSignedQueries:
    @TOKENS
    def test_the_url_is_that_of_botocore(self, token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
        at = now()
        query = {"response-content-type": "text/plain; charset=ü", "versionId": "a+b"}
        monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: at.replace(tzinfo=None))
        request = AWSRequest("GET", url_of("a b/~ü", canonical_query(query.items())))
        S3SigV4QueryAuth(BotoCredentials(ACCESS, SECRET, token), "s3", "r", expires=600).add_auth(request)

        (ours,) = signed_queries(
            Credentials(ACCESS, SECRET, token),
            "GET",
            [encoded_path("bucket", "a b/~ü")],
            query,
            {"host": HOST},
            at=at,
            expires_seconds=600,
            region="r",
        )

        assert sorted(ours.split("&")) == sorted(request.url.partition("?")[2].split("&"))
