"""Signatures, against the signer of the official client."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import DerivationAKSKSigner, Signer, SM3Signer
from hypothesis import given, settings
from hypothesis import strategies as st
from requests import Request

from modelyard.iam.rules.signing import (
    Algorithm,
    Malformed,
    SignedRequest,
    UnknownAlgorithm,
    canonical_path,
    canonical_queries,
    is_signed_by,
    needs_body,
    read_authorization,
    sign,
    signed_at,
)

ACCESS, SECRET = "AKIDEXAMPLE1234567890", "s" * 40
HOST = "platform:8000"

text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
# The HTTP library of the client takes dot segments out of the path after it was signed.
segment = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="?#/\\"), min_size=1, max_size=10).filter(
    lambda part: part not in {".", ".."}
)
values = st.one_of(text, st.integers(), st.booleans(), st.lists(st.integers(0, 20), max_size=3), st.lists(text, max_size=3))
# Values of one type per name: the official signer cannot sort others.
queries = st.dictionaries(names, values, max_size=4)
headers = st.dictionaries(
    st.from_regex(r"x-[a-z]{1,8}", fullmatch=True).filter(lambda name: not name.startswith("x-sdk")),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=10),
    max_size=3,
)


def sent(request: SdkRequest) -> SignedRequest:
    """Put a request on the wire as the HTTP library of the official client does, and return what a server receives."""
    prepared = Request(request.method, f"http://{HOST}{request.uri}", data=request.body or b"").prepare()
    path, _, query = prepared.path_url.partition("?")
    received: dict[bytes, list[bytes]] = {}
    for name, value in request.header_params.items():
        # A server strips the blanks around a value.
        received.setdefault(name.lower().encode(), []).append(value.encode("latin-1").strip(b" \t"))
    body = request.body or b""
    received[b"content-length"] = [str(len(body)).encode()]
    return SignedRequest(request.method, path.encode("ascii"), query.encode("ascii"), received)


def request_of(
    method: str = "GET",
    path: str = "/v1/p/things",
    query: Mapping[str, Any] | None = None,
    header: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> SdkRequest:
    return SdkRequest(
        method=method,
        schema="http",
        host=HOST,
        resource_path=path,
        query_params=list((query or {}).items()),
        header_params={"Content-Type": "application/json", "User-Agent": "huaweicloud-usdk-python/3.0", **(header or {})},
        body=body,
    )


def verify(request: SdkRequest, body: bytes, secret: str = SECRET) -> bool:
    received = sent(request)
    authorization = read_authorization(request.header_params["Authorization"])
    return is_signed_by(secret, authorization, received, body if needs_body(authorization, received) else None)


CREDENTIALS = BasicCredentials(ACCESS, SECRET, "p")


class TestOfficialSigner:
    @settings(max_examples=400, deadline=None)
    @given(
        st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]),
        st.lists(segment, min_size=1, max_size=4),
        queries,
        headers,
        st.binary(max_size=50),
    )
    def test_whatever_it_signs_is_accepted(
        self, method: str, segments: list[str], query: dict[str, Any], header: dict[str, str], body: bytes
    ) -> None:
        path = "/" + "/".join(quote(part, safe="") for part in segments)
        request = Signer(CREDENTIALS).sign(request_of(method, path, query, header, body))

        assert verify(request, body)
        assert not verify(request, body, secret="x" * 40)

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/v1/p/things/",
            "/a//b",
            "/a%2Fb",
            "/a b",
            "/a+b",
            "/ü/中文",
            "/100%25",
            "/a%20b",
            "/~x_y-z.",
            "/a:b@c!$&'()*,;=",
        ],
    )
    @pytest.mark.parametrize(
        "query",
        [{}, {"a": ""}, {"a": ["b", "a", "b"]}, {"n": [10, 9, 2]}, {"b": "1", "B": "2", "a": True}, {"q": "a b+c&d=e/é%"}],
    )
    def test_awkward_paths_and_queries(self, path: str, query: dict[str, Any]) -> None:
        request = Signer(CREDENTIALS).sign(request_of("GET", path, query))

        assert verify(request, b"")

    def test_a_body_that_is_no_json_is_left_unsigned(self) -> None:
        request = request_of("PUT", header={"Content-Type": "application/octet-stream"}, body=b"data")
        signed = Signer(CREDENTIALS).sign(request)

        assert not needs_body(read_authorization(signed.header_params["Authorization"]), sent(signed))
        assert verify(signed, b"data")

    def test_an_empty_body_has_the_hash_of_nothing_even_then(self) -> None:
        signed = Signer(CREDENTIALS).sign(request_of("PUT", header={"Content-Type": "text/plain"}))

        assert verify(signed, b"")

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_the_derived_key(self, method: str) -> None:
        body = b"{}" if method == "POST" else b""
        signer = DerivationAKSKSigner(CREDENTIALS)
        signed = signer.sign(request_of(method, body=body), derived_auth_service_name="modelarts", region_id="local-1")

        assert read_authorization(signed.header_params["Authorization"]).algorithm is Algorithm.V11_HMAC_SHA256
        assert verify(signed, body)

    @pytest.mark.parametrize("body", [b"", b"{}"])
    def test_the_chinese_hash(self, body: bytes) -> None:
        signed = SM3Signer(CREDENTIALS).sign(request_of("POST", body=body))

        assert verify(signed, body)


class TestForgery:
    """Whatever is changed after signing is noticed."""

    def received(self, body: bytes = b'{"a": 1}') -> tuple[SignedRequest, str]:
        signed = Signer(CREDENTIALS).sign(request_of("POST", "/v1/p/things", {"a": "1"}, {"x-note": "n"}, body))
        return sent(signed), signed.header_params["Authorization"]

    @pytest.mark.parametrize(
        "change",
        [
            {"method": "PUT"},
            {"path": b"/v1/p/other"},
            {"query": b"a=2"},
            {"query": b""},
        ],
    )
    def test_line(self, change: dict[str, Any]) -> None:
        request, header = self.received()

        assert not is_signed_by(SECRET, read_authorization(header), replace(request, **change), b'{"a": 1}')

    @pytest.mark.parametrize("name", [b"host", b"x-note", b"x-sdk-date", b"content-type"])
    def test_headers(self, name: bytes) -> None:
        request, header = self.received()
        changed = {**request.headers, name: [b"20260102T030405Z"]}
        missing = {other: value for other, value in request.headers.items() if other != name}

        assert not is_signed_by(SECRET, read_authorization(header), replace(request, headers=changed), b'{"a": 1}')
        assert not is_signed_by(SECRET, read_authorization(header), replace(request, headers=missing), b'{"a": 1}')

    def test_body(self) -> None:
        request, header = self.received()

        assert not is_signed_by(SECRET, read_authorization(header), request, b'{"a": 2}')

    def test_a_hash_that_the_body_does_not_have(self) -> None:
        request, header = self.received()
        declared = {**request.headers, b"x-sdk-content-sha256": [b"0" * 64]}

        assert not is_signed_by(SECRET, read_authorization(header), replace(request, headers=declared), b'{"a": 1}')

    @given(st.binary(max_size=60), st.binary(max_size=60))
    def test_no_bytes_break_it(self, path: bytes, query: bytes) -> None:
        request, header = self.received()

        assert not is_signed_by(SECRET, read_authorization(header), replace(request, path=b"/x" + path, query=query), b"")
        assert canonical_path(path).endswith("/")
        assert list(canonical_queries(query))


class TestSign:
    def test_our_own_client_signs_like_the_official_one(self) -> None:
        signed = Signer(CREDENTIALS).sign(request_of("POST", "/v1/p/ü", {"b": ["2", "1"]}, {"x-note": "é"}, b"{}"))
        authorization = read_authorization(signed.header_params["Authorization"])

        assert sign(SECRET, authorization, sent(signed), b"{}") == authorization.signature


class TestReadAuthorization:
    GOOD = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=" + "a" * 64

    @pytest.mark.parametrize(
        "header",
        [
            GOOD,
            GOOD.replace(", ", ","),
            GOOD.replace("Access=AK", "Credential=AK/20260102/local/modelarts/sdk_request"),
            GOOD.replace("a" * 64, "A" * 64),
            GOOD.replace("host;x-sdk-date", "Host;X-Sdk-Date"),
            f"  {GOOD} ",
        ],
    )
    def test_spellings(self, header: str) -> None:
        found = read_authorization(header)

        assert (found.access, found.signed_headers) == ("AK", (b"host", b"x-sdk-date"))

    @pytest.mark.parametrize(
        "header",
        [
            "SDK-HMAC-SHA256",
            GOOD.replace("Access=AK, ", ""),
            GOOD.replace("AK", "A K"),
            GOOD.replace("host;", ""),
            GOOD.replace("host;x-sdk-date", ";".join(["host", "x-sdk-date", *(f"h{number}" for number in range(100))])),
            GOOD.replace("a" * 64, "a" * 63),
            GOOD.replace("a" * 64, "z" * 64),
            GOOD + " " * 9000 + "x",
        ],
    )
    def test_what_cannot_be_read(self, header: str) -> None:
        with pytest.raises(Malformed):
            read_authorization(header)

    def test_other_algorithms(self) -> None:
        with pytest.raises(UnknownAlgorithm):
            read_authorization(self.GOOD.replace("SHA256", "MD5"))

    @given(st.text(max_size=200))
    def test_no_text_breaks_it(self, header: str) -> None:
        with pytest.raises((Malformed, UnknownAlgorithm)):
            read_authorization(header)


class TestSignedAt:
    @pytest.mark.parametrize(
        ("values", "wanted"),
        [
            ([b"20260102T030405Z"], datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
            ([b"20261302T030405Z"], None),
            ([b"2026-01-02"], None),
            ([b"20260102T030405Z", b"20260102T030405Z"], None),
            ([], None),
        ],
    )
    def test_dates(self, values: list[bytes], wanted: datetime | None) -> None:
        assert signed_at(SignedRequest("GET", b"/", b"", {b"x-sdk-date": values})) == wanted
