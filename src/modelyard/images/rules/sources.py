"""Where packages come from: our settings, or what pip on this machine is configured with. Text in, addresses out."""

import configparser
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

PYPI = "https://pypi.org/simple"
_HIDDEN = "***"


@dataclass(frozen=True)
class PackageSources:
    """Package indexes and places with package files.

    trusted_hosts: whose certificates pip is told not to check.
    """

    index_url: str = PYPI
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    ca_file: str = ""
    trusted_hosts: tuple[str, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        return (self.index_url, *self.extra_index_urls, *self.find_links)

    @property
    def directories(self) -> tuple[str, ...]:
        """Directories and files of this machine that a sandbox must see, read-only, at the same place."""
        found = [place for url in self.urls if (place := _local_place(url))]
        if self.ca_file:
            found.append(self.ca_file)
        return tuple(dict.fromkeys(found))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen in logs: passwords and tokens in addresses, as written and as meant, longest first."""
        found = set[str]()
        for url in self.urls:
            parts = _split(url)
            if parts is None or not (parts.username or parts.password):
                continue
            # A token may stand in the place of the name.
            written = parts.password or parts.username or ""
            found |= {written, unquote(written), quote(unquote(written), safe="")}
        return tuple(sorted(found - {""}, key=lambda text: (-len(text), text)))

    @property
    def has_credentials(self) -> bool:
        return bool(self.secrets)

    def without_credentials(self) -> "PackageSources":
        """Return the same sources with the user names and passwords left out of the addresses."""
        return replace(
            self,
            index_url=_stripped(self.index_url),
            extra_index_urls=tuple(map(_stripped, self.extra_index_urls)),
            find_links=tuple(map(_stripped, self.find_links)),
        )

    def uv_env(self) -> dict[str, str]:
        """Return the variables that make uv use these sources, and nothing else of the machine."""
        env = {
            "UV_DEFAULT_INDEX": self.index_url,
            "UV_NO_CONFIG": "1",
            # All indexes are equal, as they are for pip; uv alone would stop at the first that has a package.
            "UV_INDEX_STRATEGY": "unsafe-best-match",
        }
        if self.extra_index_urls:
            env["UV_INDEX"] = " ".join(self.extra_index_urls)
        if self.find_links:
            env["UV_FIND_LINKS"] = ",".join(self.find_links)
        if self.ca_file:
            env["SSL_CERT_FILE"] = self.ca_file
        if self.trusted_hosts:
            env["UV_INSECURE_HOST"] = " ".join(self.trusted_hosts)
        return env

    def pip_env(self) -> dict[str, str]:
        """Return the variables that make pip use these sources; they win over configuration files."""
        env = {"PIP_INDEX_URL": self.index_url, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        if self.extra_index_urls:
            env["PIP_EXTRA_INDEX_URL"] = " ".join(self.extra_index_urls)
        if self.find_links:
            env["PIP_FIND_LINKS"] = " ".join(self.find_links)
        if self.ca_file:
            env["PIP_CERT"] = self.ca_file
        if self.trusted_hosts:
            env["PIP_TRUSTED_HOST"] = " ".join(self.trusted_hosts)
        return env


def hidden(text: str, secrets: Iterable[str]) -> str:
    """Return a text with everything secret in it replaced."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return text


def sources_of_pip(environ: Mapping[str, str], configurations: Iterable[str]) -> PackageSources:
    """Return what pip on this machine uses: its configuration files, later ones win, and then its variables.

    configurations: the texts of the files. What cannot be read as a configuration is passed over, as it is not ours.
    """
    values: dict[str, str] = {}
    for text in configurations:
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(text)
        except configparser.Error:
            continue
        for section in ("global", "install"):
            if parser.has_section(section):
                values |= {key.replace("_", "-"): value for key, value in parser.items(section)}
    for name, value in environ.items():
        if name.startswith("PIP_"):
            values[name[4:].lower().replace("_", "-")] = value
    return PackageSources(
        index_url=values.get("index-url", "").strip() or PYPI,
        extra_index_urls=tuple(values.get("extra-index-url", "").split()),
        find_links=tuple(values.get("find-links", "").split()),
        ca_file=values.get("cert", "").strip(),
        trusted_hosts=tuple(values.get("trusted-host", "").split()),
    )


def _local_place(url: str) -> str:
    """Return the directory behind a local address; of an index in `.../simple`, the one that also holds its files."""
    parts = _split(url)
    if parts is None or parts.scheme not in {"", "file"}:
        return ""
    path = posixpath.normpath(unquote(parts.path) if parts.scheme else url)
    if not path.startswith("/") or path in {"/", "//"}:
        return ""
    parent = posixpath.dirname(path)
    return parent if posixpath.basename(path) == "simple" and parent != "/" else path


def _stripped(url: str) -> str:
    parts = _split(url)
    if parts is None or "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
