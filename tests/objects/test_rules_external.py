"""Requests signed anew for a store that somebody else runs; botocore's own signer says what is right."""

from datetime import datetime, timezone

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from pydantic import SecretStr

from modelyard.objects.rules.external import (
    UNSIGNED_STREAM,
    ExternalStore,
    external_store,
    forward,
    payload_for_external,
)
from modelyard.objects.rules.operations import plan_request
from modelyard.objects.rules.requests import Refused, StorageRequest, read_target
from modelyard.objects.rules.signing_v4 import UNSIGNED_PAYLOAD
from modelyard.objects.settings import ObjectsSettings

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


def store_at(endpoint: str) -> ExternalStore:
    settings = ObjectsSettings(
        external_endpoint=endpoint,
        external_access_key="PLATFORM",
        external_secret_key=SecretStr("its-secret"),
        external_region="there",
    )
    store = external_store(settings)
    assert store is not None
    return store


def forwarded(headers: dict[str, str], url: str = "/b/k") -> tuple[dict[str, str], set[str]]:
    path, _, query = url.partition("?")
    request = StorageRequest("PUT", path, query, {"host": "127.0.0.1:9000", **headers})
    plan = plan_request(request, read_target(request, ("storage.example",)))
    changed, dropped = forward(store_at("http://s3.example:9100"), request, plan, at=AT)
    return dict(changed), dropped


class TestExternalStore:
    def test_without_an_endpoint_there_is_none(self) -> None:
        assert external_store(ObjectsSettings()) is None

    @pytest.mark.parametrize(
        ("endpoint", "host", "port", "authority"),
        [
            ("http://s3.example:9100", "s3.example", 9100, "s3.example:9100"),
            ("http://s3.example", "s3.example", 80, "s3.example"),
            ("https://s3.example", "s3.example", 443, "s3.example"),
            ("https://s3.example:443", "s3.example", 443, "s3.example"),
            ("http://[fd00::1]:9100", "fd00::1", 9100, "[fd00::1]:9100"),
        ],
    )
    def test_the_signed_name_is_the_one_that_arrives(self, endpoint: str, host: str, port: int, authority: str) -> None:
        store = store_at(endpoint)

        assert (store.host, store.port, store.authority) == (host, port, authority)
        assert store.url == f"{endpoint.partition(':')[0]}://{authority}"


class TestSign:
    @pytest.mark.parametrize("target", ["/b/k", "/b/%C3%BC%20x", "/b?list-type=2&prefix=a%2Fb&delimiter=%2F", "/b/k?uploads="])
    def test_botocore_signs_the_same(self, target: str) -> None:
        headers = {"x-amz-meta-a": "1", "content-type": "text/csv", "authorization": "the client's"}
        ours = store_at("http://s3.example:9100").sign("GET", target, headers, at=AT)

        theirs = AWSRequest("GET", f"http://s3.example:9100{target}", headers={"x-amz-meta-a": "1"})
        theirs.context["timestamp"] = "20260102T030405Z"
        theirs.context["payload_signing_enabled"] = False
        signer = S3SigV4Auth(BotocoreCredentials("PLATFORM", "its-secret"), "s3", "there")
        theirs.headers["X-Amz-Content-SHA256"] = UNSIGNED_PAYLOAD
        theirs.headers["X-Amz-Date"] = "20260102T030405Z"
        text = signer.string_to_sign(theirs, signer.canonical_request(theirs))
        assert ours["authorization"].endswith(f"Signature={signer.signature(text, theirs)}")


class TestForward:
    def test_the_clients_signature_is_replaced_by_the_platforms(self) -> None:
        changed, dropped = forwarded({"authorization": "AWS4 of the client", "x-amz-security-token": "t"})

        assert "Credential=PLATFORM/20260102/there/s3/aws4_request" in changed["authorization"]
        assert (changed["x-amz-date"], changed["x-amz-content-sha256"]) == ("20260102T030405Z", UNSIGNED_PAYLOAD)
        assert "x-amz-security-token" in dropped
        assert not dropped & changed.keys()

    def test_what_the_store_gets_is_signed(self) -> None:
        changed, _ = forwarded({"x-amz-meta-a": "1", "x-amz-copy-source": "/b/other"})

        assert "x-amz-copy-source;x-amz-date;x-amz-meta-a" in changed["authorization"]


class TestPayload:
    @pytest.mark.parametrize(
        ("sent", "said"),
        [("", UNSIGNED_PAYLOAD), ("e3b0c442", UNSIGNED_PAYLOAD), (UNSIGNED_STREAM, UNSIGNED_STREAM)],
    )
    def test_a_hash_is_not_passed_on_and_a_stream_stays_one(self, sent: str, said: str) -> None:
        assert payload_for_external(sent) == said

    def test_signed_chunks_cannot_be_signed_anew(self) -> None:
        with pytest.raises(Refused) as refused:
            payload_for_external("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")

        assert refused.value.status == 501
