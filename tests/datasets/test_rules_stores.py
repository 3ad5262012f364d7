"""Addresses of other stores, and which machines may be reached."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules.stores import Address, Allowed, allowed_by, as_url, has_scheme, may_reach, read_address

NAMED, PATTERN = Allowed(True, "db.example.org"), Allowed(False, "*.example.org")
OWN = frozenset({"10.1.1.1", "203.0.113.9"})


class TestAddress:
    def test_is_taken_apart(self) -> None:
        found = read_address("S3+HTTPS://AK:se%2Fcret@Minio.example.org:9000/bucket/a b/?region=x".replace(" ", "%20"))
        assert found == Address("s3+https", "minio.example.org", 9000, "bucket/a%20b/", "?region=x", "AK", "se/cret")
        assert found.place == "s3+https://minio.example.org:9000/bucket/a%20b/"
        assert not found.is_database

    def test_shows_no_secrets(self) -> None:
        found = read_address("https://user:secret@host/file.zip?signature=secret")
        assert found is not None
        assert "secret" not in found.place
        assert as_url(found) == "https://host/file.zip?signature=secret"

    def test_of_a_database_on_six_bytes(self) -> None:
        found = read_address("postgresql://[::1]:5433/db")
        assert found is not None
        assert (found.host, found.place, found.is_database) == ("::1", "postgresql://[::1]:5433/db", True)

    @pytest.mark.parametrize(
        "text",
        [
            "nfs://host/x",
            "ftp://host/a::file:///etc",
            "https:///x",
            "https://host:99999/",
            "https://host/#part",
            "https://[::1/",
            "https://ho st/",
            "plain",
        ],
    )
    def test_of_nothing_that_is_known(self, text: str) -> None:
        assert read_address(text) is None

    @given(st.text(max_size=30))
    def test_is_read_from_anything(self, text: str) -> None:
        found = read_address(f"https://{text}")
        assert found is None or (found.scheme == "https" and found.host)

    def test_is_told_from_paths(self) -> None:
        assert [has_scheme(each) for each in ("/team/a", "obs://a/b", "S3://a/b", "https://a")] == [False, False, False, True]


class TestAllowedBy:
    def test_hosts_by_name_win_over_patterns(self) -> None:
        entries = ["https://*.example.org", "https://db.example.org/"]
        assert allowed_by(entries, "https", "db.example.org", 443) == NAMED
        assert allowed_by(entries, "https", "x.example.org", 443) == PATTERN
        assert allowed_by(["https://*"], "https", "x.example.org", 443) == Allowed(False, "*")

    @pytest.mark.parametrize(
        ("entry", "is_allowed"),
        [
            ("https://host", False),
            ("https://host:8443", True),
            ("https://host:*", True),
            ("http://host:8443", False),
            ("https://other:8443", False),
            ("https://*.host:8443", False),
            ("", False),
        ],
    )
    def test_ports_and_schemes_count(self, entry: str, *, is_allowed: bool) -> None:
        assert (allowed_by([entry], "https", "host", 8443) is not None) is is_allowed

    def test_six_bytes(self) -> None:
        assert allowed_by(["postgresql://[::1]:5432"], "postgresql", "::1", 5432) == Allowed(True, "::1")


class TestMayReach:
    @pytest.mark.parametrize(
        ("address", "allowed", "expected"),
        [
            ("93.184.216.34", PATTERN, True),
            ("93.184.216.34", NAMED, True),
            ("10.0.0.7", PATTERN, False),
            ("10.0.0.7", NAMED, True),
            ("127.0.0.1", NAMED, False),
            ("127.0.0.1", Allowed(True, "localhost"), True),
            ("127.0.0.1", Allowed(True, "127.0.0.1"), True),
            ("::1", Allowed(True, "localhost"), True),
            ("::ffff:127.0.0.1", NAMED, False),
            ("10.1.1.1", NAMED, False),
            ("10.1.1.1", Allowed(True, "10.1.1.1"), True),
            ("203.0.113.9", PATTERN, False),
            ("169.254.169.254", NAMED, False),
            ("169.254.169.254", Allowed(False, "*"), False),
            ("169.254.169.254", Allowed(True, "169.254.169.254"), True),
            ("fe80::1", NAMED, False),
            ("0.0.0.0", NAMED, False),
            ("224.0.0.1", NAMED, False),
        ],
    )
    def test_machines(self, address: str, allowed: Allowed, *, expected: bool) -> None:
        assert may_reach(ip_address(address), allowed, OWN) is expected
