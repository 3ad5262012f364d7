"""Signatures, checked against the signers of the clients themselves."""

import contextlib
import dataclasses
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelyard.objects.rules.requests import Refused, StorageRequest, read_target
from modelyard.objects.rules.signatures import Scheme, check_time, is_signed_by, payload_kind, read_claim
from objects.storage_requests import ACCESS, HOST, SECRET, obs, obs_v4, v2, v2_url, v4, v4_url

DOMAINS = ("storage.example", "localhost")
BASE = f"http://{HOST}"
KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="/\\"), min_size=1, max_size=40)


def accepted(request: StorageRequest, secret: str = SECRET) -> bool:
    """Return whether the signature of a request is right."""
    claim = read_claim(request)
    assert claim is not None
    assert claim.access_key == ACCESS
    check_time(claim, time.time())
    return is_signed_by(secret, claim, request, read_target(request, DOMAINS))


def changed(request: StorageRequest, **changes: object) -> StorageRequest:
    """Return the request with something exchanged after it was signed."""
    return dataclasses.replace(request, **changes)  # type: ignore[arg-type]


SIGNERS: dict[str, Callable[[], StorageRequest]] = {
    "v4": lambda: v4("PUT", f"{BASE}/bucket/a%20b/%C3%BC%2Bx%3D1.txt", {"content-type": "text/plain"}),
    "v4 listing": lambda: v4("GET", f"{BASE}/bucket?list-type=2&prefix=a%20b%2F&delimiter=%2F&max-keys=3&start-after="),
    "v4 sub-resource": lambda: v4("GET", f"{BASE}/bucket?tagging"),
    "v4 token": lambda: v4("GET", f"{BASE}/bucket/key", token="the/token+"),
    "v4 spaces": lambda: v4("PUT", f"{BASE}/bucket/key", {"x-amz-meta-note": "two  spaces  and more"}),
    "v4 host": lambda: v4("GET", "http://bucket.storage.example/key"),
    "v4 url": lambda: v4_url("GET", f"{BASE}/bucket/a%20b?versionId=x&response-content-type=text%2Fplain"),
    "v2": lambda: v2("PUT", f"{BASE}/bucket/a%20b", {"content-type": "text/plain", "x-amz-meta-b": "2", "x-amz-meta-a": " 1 "}),
    "v2 sub-resource": lambda: v2("POST", f"{BASE}/bucket/key?uploads"),
    "v2 part": lambda: v2("PUT", f"{BASE}/bucket/key?partNumber=3&uploadId=abc%2Bd"),
    "v2 url": lambda: v2_url("GET", f"{BASE}/bucket/a%20b?response-content-type=text%2Fplain"),
    "obs": lambda: obs("PUT", "bucket", "a b/ü+x=1", headers={"x-obs-meta-a": "1", "Content-Type": "text/plain"}),
    "obs as v2": lambda: obs("PUT", "bucket", "a b/ü+x=1", dialect="v2", headers={"x-amz-meta-a": "1"}),
    "obs date header": lambda: obs("GET", "bucket", "key", headers={"x-obs-date": "Sun, 22 Nov 2026 00:00:00 GMT"}),
    "obs in host": lambda: obs("GET", "bucket", "key", path_style=False),
    "obs bucket in host": lambda: obs("GET", "bucket", "", path_style=False, params={"acl": None}),
    "obs bucket in path": lambda: obs("GET", "bucket", "", params={"acl": None}),
    "obs listing": lambda: obs("GET", "bucket", "", params={"prefix": "a/", "max-keys": "5", "response-content-type": "a/b c"}),
    "obs service": lambda: obs("GET", "", ""),
    "obs append": lambda: obs("POST", "bucket", "key", params={"append": None, "position": "0"}),
    "obs image": lambda: obs("GET", "bucket", "key", params={"attname": "x.txt", "versionId": "v"}),
    "obs as v4": lambda: obs_v4("GET", "bucket", "", params={"prefix": "o/", "max-keys": "2"}),
    "obs as v4 object": lambda: obs_v4("PUT", "bucket", "a b/~ü"),
}


class TestRightSignatures:
    @pytest.mark.parametrize("name", sorted(set(SIGNERS) - {"obs date header"}))
    def test_what_clients_sign_is_accepted(self, name: str) -> None:
        assert accepted(SIGNERS[name]())

    @pytest.mark.parametrize("name", sorted(set(SIGNERS) - {"obs date header"}))
    def test_another_secret_is_refused(self, name: str) -> None:
        assert not accepted(SIGNERS[name](), "another secret")

    @given(KEYS)
    @settings(max_examples=60, deadline=None)
    def test_any_key_signed_by_the_obs_client_is_accepted(self, key: str) -> None:
        if key not in {".", ".."}:
            assert accepted(obs("PUT", "bucket", key))
            assert accepted(obs("PUT", "bucket", key, dialect="v2"))
            assert accepted(obs_v4("PUT", "bucket", key))

    def test_a_date_header_of_the_dialect_takes_the_place_of_date(self) -> None:
        request = SIGNERS["obs date header"]()
        claim = read_claim(request)

        assert claim is not None
        assert is_signed_by(SECRET, claim, request, read_target(request, DOMAINS))

    def test_a_path_that_a_client_wrote_in_its_own_way_is_accepted_as_signed(self) -> None:
        signed = v4("GET", f"{BASE}/bucket/a%28b%29")

        assert accepted(changed(signed, path="/bucket/a(b)"))

    def test_documented_sub_resources_that_the_client_does_not_sign_are_optional(self) -> None:
        signed = obs("GET", "bucket", "key", params={"versionId": "v"})

        assert accepted(changed(signed, query="versionId=v&attname=x"))
        assert accepted(changed(obs("GET", "bucket", "key"), query="attname=x"))


class TestWrongSignatures:
    @pytest.mark.parametrize("name", sorted(set(SIGNERS) - {"obs date header"}))
    def test_a_request_changed_after_signing_is_refused(self, name: str) -> None:
        request = SIGNERS[name]()

        assert not accepted(changed(request, method="DELETE"))
        assert not accepted(changed(request, path="/other/key"))
        if request.headers["host"] != HOST:
            assert not accepted(changed(request, headers={**request.headers, "host": "other.storage.example"}))

    @pytest.mark.parametrize("name", ["v4", "v2", "v4 url", "v4 listing"])
    def test_a_sub_resource_added_later_is_refused(self, name: str) -> None:
        request = SIGNERS[name]()

        assert not accepted(changed(request, query=f"{request.query}&acl" if request.query else "acl"))

    @pytest.mark.parametrize("name", ["v2", "obs", "obs as v2"])
    def test_a_header_of_the_dialect_added_later_is_refused(self, name: str) -> None:
        request = SIGNERS[name]()
        prefix = "x-obs-" if name == "obs" else "x-amz-"

        assert not accepted(changed(request, headers={**request.headers, f"{prefix}copy-source": "/secret/key"}))

    def test_version_4_refuses_headers_of_the_dialect_that_were_not_signed(self) -> None:
        for name in ("v4", "v4 url"):
            request = SIGNERS[name]()
            with pytest.raises(Refused, match="AccessDenied"):
                read_claim(changed(request, headers={**request.headers, "x-amz-copy-source": "/secret/key"}))

    def test_the_payload_hash_is_part_of_what_is_signed(self) -> None:
        request = SIGNERS["v4"]()

        assert not accepted(changed(request, headers={**request.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD"[::-1]}))

    @given(st.text(max_size=100))
    def test_nonsense_in_the_signature_is_refused(self, text: str) -> None:
        request = obs("GET", "bucket", "key")
        claim = read_claim(request)
        assert claim is not None

        forged = dataclasses.replace(
            claim, signature=text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
        )

        assert not is_signed_by(SECRET, forged, request, read_target(request, DOMAINS))

    @given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=80))
    def test_no_header_or_query_makes_reading_fail_otherwise_than_by_refusal(self, header: str, query: str, date: str) -> None:
        for authorization in (header, f"AWS {header}", f"OBS {header}", f"AWS4-HMAC-SHA256 {header}"):
            request = StorageRequest("GET", "/b/k", query, {"host": HOST, "authorization": authorization, "date": date})
            with contextlib.suppress(Refused):
                claim = read_claim(request)
                assert claim is not None
                assert not is_signed_by(SECRET, claim, request, read_target(request, DOMAINS))


class TestTime:
    @pytest.mark.parametrize("name", ["v4", "v2", "obs", "obs as v4"])
    @pytest.mark.parametrize("seconds", [-901, 901])
    def test_a_clock_that_differs_by_more_than_15_minutes_is_refused(self, name: str, seconds: int) -> None:
        claim = read_claim(SIGNERS[name]())
        assert claim is not None

        with pytest.raises(Refused, match="RequestTimeTooSkewed"):
            check_time(claim, time.time() + seconds)
        check_time(claim, time.time() + seconds * 0.9)

    @pytest.mark.parametrize("signer", [v4_url, v2_url])
    def test_a_signed_url_ends(self, signer: Callable[..., StorageRequest]) -> None:
        claim = read_claim(signer("GET", f"{BASE}/bucket/key", expires=600))
        assert claim is not None

        check_time(claim, time.time() + 590)
        with pytest.raises(Refused, match="AccessDenied"):
            check_time(claim, time.time() + 610)

    def test_a_signed_url_of_version_4_from_the_future_is_refused(self) -> None:
        claim = read_claim(v4_url("GET", f"{BASE}/bucket/key"))
        assert claim is not None

        with pytest.raises(Refused, match="RequestTimeTooSkewed"):
            check_time(claim, time.time() - 1000)

    @pytest.mark.parametrize("date", [None, "yesterday", "20261301T000000Z"])
    @pytest.mark.parametrize(
        "authorization", ["AWS AK:x", "AWS4-HMAC-SHA256 Credential=AK/a/b/s3/d,SignedHeaders=host,Signature=1"]
    )
    def test_a_missing_or_unreadable_date_is_refused(self, authorization: str, date: str | None) -> None:
        headers = {"host": HOST, "authorization": authorization} | ({"date": date} if date else {})

        with pytest.raises(Refused, match="AccessDenied"):
            read_claim(StorageRequest("GET", "/", "", headers))

    def test_both_forms_of_dates_are_read(self) -> None:
        for date in ("20261122T000000Z", "Sun, 22 Nov 2026 00:00:00 GMT"):
            claim = read_claim(StorageRequest("GET", "/", "", {"authorization": "AWS AK:x", "date": date}))
            assert claim is not None
            assert claim.signed_at == 1795305600


class TestMalformed:
    @pytest.mark.parametrize(
        ("authorization", "code"),
        [
            ("Bearer x", "InvalidRequest"),
            ("AWS :x", "InvalidAccessKeyId"),
            ("OBS a key:x", "InvalidAccessKeyId"),
            ("AWS4-HMAC-SHA256 Credential=a", "AuthorizationHeaderMalformed"),
            (
                "AWS4-HMAC-SHA256 Credential=a/20261122/r/iam/aws4_request,SignedHeaders=host,Signature=1",
                "AuthorizationHeaderMalformed",
            ),
            (
                "AWS4-HMAC-SHA256 Credential=a/20261121/r/s3/aws4_request,SignedHeaders=host,Signature=1",
                "AuthorizationHeaderMalformed",
            ),
            (
                "AWS4-HMAC-SHA256 Credential=a/20261122/r/s3/aws4_request,SignedHeaders=date,Signature=1",
                "AuthorizationHeaderMalformed",
            ),
        ],
    )
    def test_a_malformed_header_is_refused_with_its_code(self, authorization: str, code: str) -> None:
        headers = {"host": HOST, "authorization": authorization, "date": "Sun, 22 Nov 2026 00:00:00 GMT"}

        with pytest.raises(Refused, match=code):
            read_claim(StorageRequest("GET", "/", "", headers))

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("X-Amz-Signature=1", "AuthorizationQueryParametersError"),
            ("AWSAccessKeyId=AK&Signature=x&Expires=soon", "AccessDenied"),
            ("AccessKeyId=AK&Signature=x", "AccessDenied"),
            ("Signature=x&Expires=1", "InvalidAccessKeyId"),
            ("Signature=x&Signature=y", "InvalidArgument"),
        ],
    )
    def test_a_malformed_url_is_refused_with_its_code(self, query: str, code: str) -> None:
        with pytest.raises(Refused, match=code):
            read_claim(StorageRequest("GET", "/b/k", query, {"host": HOST}))

    @pytest.mark.parametrize("expires", ["0", "604801", "x", "-5", "9999999999"])
    def test_a_url_of_version_4_lives_a_week_at_most(self, expires: str) -> None:
        request = v4_url("GET", f"{BASE}/bucket/key")

        with pytest.raises(Refused, match="AuthorizationQueryParametersError"):
            read_claim(changed(request, query=request.query.replace("X-Amz-Expires=600", f"X-Amz-Expires={expires}")))

    def test_a_request_signed_twice_is_refused(self) -> None:
        for query in ("Signature=x", "X-Amz-Signature=x"):
            with pytest.raises(Refused, match="InvalidArgument"):
                read_claim(changed(v4("GET", f"{BASE}/bucket/key"), query=query))

    def test_an_unsigned_request_makes_no_claim(self) -> None:
        assert read_claim(StorageRequest("GET", "/b/k", "versionId=x", {"host": HOST})) is None

    def test_tokens_are_found_in_header_and_query(self) -> None:
        in_header = read_claim(v4("GET", f"{BASE}/bucket/key", token="tok"))
        in_query = read_claim(StorageRequest("GET", "/b/k", "AccessKeyId=A&Signature=x&Expires=9&x-obs-security-token=tok", {}))

        for name in ("X-Amz-Security-Token", "x-amz-security-token"):
            request = v4_url("GET", f"{BASE}/bucket/key")
            in_url = read_claim(changed(request, query=f"{request.query}&{name}=tok"))
            assert in_url is not None
            assert in_url.token == "tok"
        assert in_header is not None
        assert in_query is not None
        assert (in_header.token, in_query.token, in_query.scheme) == ("tok", "tok", Scheme.OBS)


class TestPayloadKind:
    @pytest.mark.parametrize("value", ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "0" * 64])
    def test_known_kinds_pass(self, value: str) -> None:
        assert payload_kind(StorageRequest("PUT", "/b/k", "", {"x-amz-content-sha256": value})) == value

    @pytest.mark.parametrize("value", ["", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "A" * 64])
    def test_unknown_kinds_are_refused(self, value: str) -> None:
        with pytest.raises(Refused, match="InvalidArgument"):
            payload_kind(StorageRequest("PUT", "/b/k", "", {"x-amz-content-sha256": value}))
