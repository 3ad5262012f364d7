"""Files of other stores: web servers, S3 and what fsspec reads. Their names are listed in order, their bytes streamed."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

import httpx

from modelyard.core.errors import AppError
from modelyard.datasets.adapters.fsspec_files import FsspecFiles
from modelyard.datasets.adapters.reaching import GuardedTransport
from modelyard.datasets.errors.stores import OtherStoreRefused, OtherStoreUnavailable
from modelyard.datasets.ports import OtherFile, OtherFiles
from modelyard.datasets.rules.stores import OTHERS, Address, as_url
from modelyard.objects.ports import ObjectStore

_MOST_FOLDERS = 10_000
_MOST_LISTING = 16 * 2**20
_CHUNK = 256 * 1024
_PAGE = 1000


class ClosableStore(ObjectStore, Protocol):
    """A store with connections."""

    async def close(self) -> None:
        """Close them."""
        ...


# Opens a store that speaks S3: its URL, key, secret and region ("" for none), and what connects.
OpenS3 = Callable[[str, str, str, str, httpx.AsyncBaseTransport], ClosableStore]


def open_files(address: Address, allowed: Sequence[str], open_s3: OpenS3) -> OtherFiles:
    """Return the files of an address: of a folder if it ends with a slash, else the one. Nothing is asked yet."""
    if address.scheme.startswith("s3+"):
        origin = address.origin.removeprefix("s3+")
        region = (parse_qs(address.query.removeprefix("?")).get("region") or ["us-east-1"])[0]
        transport = GuardedTransport(allowed, prefix="s3+")
        bucket, _, key = unquote(address.path).partition("/")
        return S3Files(address, open_s3(origin, address.user, address.password, region, transport), bucket, key)
    if address.scheme in OTHERS:
        return FsspecFiles(address, allowed)
    return WebFiles(address, GuardedTransport(allowed))


class S3Files:
    """Objects of a bucket, below a folder."""

    def __init__(self, address: Address, store: ClosableStore, bucket: str, key: str) -> None:
        self._address, self._store, self._bucket = address, store, bucket
        self._folder, _, self._only = key.rpartition("/")
        self._folder += "/" if self._folder else ""

    async def page(self, after: str) -> tuple[list[OtherFile], bool]:
        """See `OtherFiles`."""
        try:
            if self._only:
                info = await self._store.head(self._bucket, self._folder + self._only)
                return ([] if info is None else [OtherFile(self._only, info.size_bytes)]), True
            start = len(self._folder)
            page = await self._store.list_page(
                self._bucket, prefix=self._folder, marker=self._folder + after if after else "", limit=_PAGE
            )
        except AppError as error:
            raise self._told(error) from None
        found = [OtherFile(each.key[start:], each.size_bytes) for each in page.objects if not each.key.endswith("/")]
        return found, page.next_marker is None

    @asynccontextmanager
    async def get(self, name: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `OtherFiles`."""
        try:
            async with self._store.get(self._bucket, self._folder + name) as chunks:
                yield chunks
        except AppError as error:
            raise self._told(error) from None

    async def close(self) -> None:
        """See `OtherFiles`."""
        await self._store.close()

    def _told(self, error: AppError) -> AppError:
        kind = OtherStoreUnavailable if error.status >= 500 else OtherStoreRefused
        if type(error) in {OtherStoreUnavailable, OtherStoreRefused} or error.code == "Modelyard.7430":
            return error
        return kind(store=self._address.place, problem=error.message()[:200])


class WebFiles:
    """A file of a web server, or the files that its pages of contents lead to, below one folder."""

    def __init__(self, address: Address, transport: httpx.AsyncBaseTransport) -> None:
        self._address = address
        self._top, _, self._only = as_url(address._replace(query="")).rpartition("/")
        self._top += "/"
        auth = httpx.BasicAuth(address.user, address.password) if address.user else None
        self._client = httpx.AsyncClient(
            transport=transport,
            auth=auth,
            timeout=httpx.Timeout(60, connect=15),
            headers={"accept-encoding": "identity"},
            follow_redirects=True,
            max_redirects=5,
            trust_env=False,
        )
        self._names: list[str] | None = None

    async def page(self, after: str) -> tuple[list[OtherFile], bool]:
        """See `OtherFiles`."""
        if self._only:
            return [OtherFile(unquote(self._only))], True
        if self._names is None:
            self._names = sorted(await self._walked())
        found = [name for name in self._names if name > after]
        return [OtherFile(name) for name in found[:_PAGE]], len(found) <= _PAGE

    @asynccontextmanager
    async def get(self, name: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `OtherFiles`."""
        url = self._top + (self._only or quote(name)) + (self._address.query if self._only else "")
        async with self._asked(url) as answer:
            yield answer.aiter_raw(_CHUNK)

    async def close(self) -> None:
        """See `OtherFiles`."""
        await self._client.aclose()

    async def _walked(self) -> list[str]:
        found, waiting, seen = list[str](), [self._top], {self._top}
        while waiting:
            page = bytearray()
            folder = waiting.pop()
            async with self._asked(folder) as answer:
                async for chunk in answer.aiter_raw(_CHUNK):
                    page += chunk
                    if len(page) > _MOST_LISTING:
                        raise OtherStoreRefused(store=self._address.place, problem="its page of contents is too long")
            links = _Links()
            links.feed(page.decode("utf-8", "replace"))
            for link in links.found:
                url = urljoin(folder, link)
                if urlsplit(url).query or urlsplit(url).fragment or not url.startswith(folder) or url in seen:
                    continue
                seen.add(url)
                if not url.endswith("/"):
                    found.append(unquote(url[len(self._top) :]))
                elif len(seen) < _MOST_FOLDERS:
                    waiting.append(url)
        return found

    @asynccontextmanager
    async def _asked(self, url: str) -> AsyncIterator[httpx.Response]:
        store = self._address.place
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code >= 400:
                    kind = (
                        OtherStoreUnavailable if answer.status_code >= 500 or answer.status_code == 429 else OtherStoreRefused
                    )
                    raise kind(store=store, problem=f"HTTP {answer.status_code} for {unquote(urlsplit(url).path)[-200:]}")
                yield answer
        except (httpx.TooManyRedirects, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise OtherStoreRefused(store=store, problem=type(error).__name__) from None
        except httpx.HTTPError as error:
            raise OtherStoreUnavailable(store=store, problem=type(error).__name__) from None


class _Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]
