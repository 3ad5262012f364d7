"""Addresses of other stores: how they are read, what is allowed, and which machines may be reached (decision 0127)."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

DATABASES = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}
FILES = {"http": 80, "https": 443, "s3+http": 80, "s3+https": 443}
# Read through fsspec. Those of SERVICES name a bucket, an owner or a kind where others name a host.
OTHERS = {
    "ftp": 21,
    "ftps": 21,
    "sftp": 22,
    "smb": 445,
    "webhdfs": 9870,
    "swebhdfs": 9871,
    **dict.fromkeys(("abfs", "github", "gs", "hf"), 443),
}
# What the clients of such a service connect to, and nothing else.
SERVICES = {
    "github": ("*.github.com", "*.githubusercontent.com"),
    "gs": ("*.googleapis.com",),
    "hf": ("huggingface.co", "*.huggingface.co", "*.hf.co"),
}
_PORTS = {**DATABASES, **FILES, **OTHERS}
_LOCAL = "localhost"


class Address(NamedTuple):
    """An address in its parts. path: as it was written, without the slash at its beginning. query: with its question mark."""

    scheme: str
    host: str
    port: int
    path: str = ""
    query: str = ""
    user: str = ""
    password: str = ""

    @property
    def place(self) -> str:
        """What is shown and kept: neither credentials nor the query, which may hold a signature."""
        return f"{self.origin}/{self.path}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def is_database(self) -> bool:
        """Whether rows are asked for, not files."""
        return self.scheme in DATABASES


def has_scheme(text: str) -> bool:
    """Return whether a path names another store, or means to: the storage of the platform is `obs`, `s3` or a slash."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.lower() not in {"obs", "s3"}


def read_address(text: str) -> Address | None:
    """Return an address in its parts; None for what is none, or of a kind that is not known."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not host or parts.fragment or any(each in text for each in "\\ \t\r\n\0"):
        return None
    if scheme in OTHERS and "::" in parts.path:
        return None  # That is how fsspec chains protocols.
    query = f"?{parts.query}" if parts.query else ""
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Address(scheme, host, port or _PORTS[scheme], parts.path.removeprefix("/"), query, user, password)


def as_url(address: Address) -> str:
    """Return an address with its query, without credentials: they travel by themselves."""
    return quote(address.place, safe="/:%[]@+,;=&!$'()*~.-_") + address.query


class Allowed(NamedTuple):
    """What the setting says of a host. named: the host itself stands there, not a pattern. written: how it stands there."""

    named: bool
    written: str


def allowed_by(entries: Iterable[str], scheme: str, host: str, port: int) -> Allowed | None:
    """Return what allows a host, preferably by its name; None if nothing does.

    Entries: `https://data.example.org`, `postgresql://10.0.0.7:5433`, `https://*.example.org`, `https://*` for all hosts of
    the open internet. A port that is left out is the usual one; `:*` is any.
    """
    found: Allowed | None = None
    for entry in entries:
        entry_scheme, _, rest = entry.strip().lower().rstrip("/").partition("://")
        written, entry_port = _host_and_port(rest)
        if entry_scheme != scheme or entry_port not in {"*", str(port), "" if port == _PORTS.get(scheme) else "none"}:
            continue
        if written == host:
            return Allowed(True, written)
        if written == "*" or (written.startswith("*.") and host.endswith(written[1:])):
            found = Allowed(False, written)
    return found


def may_reach(address: IPv4Address | IPv6Address, allowed: Allowed, own: frozenset[str]) -> bool:
    """Return whether a machine may be reached that an allowed host was found to be. own: addresses of this machine.

    This machine and what is reachable on its link only if the setting has the address itself (or `localhost`); other private
    networks if it has the name of the host; patterns are for the open internet.
    """
    plain = getattr(address, "ipv4_mapped", None) or address
    is_written = allowed.named and _is_written(plain, allowed.written)
    if plain.is_multicast or plain.is_unspecified:
        return False
    if plain.is_loopback or plain.is_link_local or str(plain) in own:
        return is_written
    return allowed.named or plain.is_global


def _is_written(address: IPv4Address | IPv6Address, written: str) -> bool:
    if written == _LOCAL:
        return address.is_loopback
    try:
        return ip_address(written) == address
    except ValueError:
        return False


def _host_and_port(rest: str) -> tuple[str, str]:
    if rest.startswith("["):
        host, _, port = rest[1:].partition("]")
        return host, port.removeprefix(":")
    host, _, port = rest.partition(":")
    return host, port
