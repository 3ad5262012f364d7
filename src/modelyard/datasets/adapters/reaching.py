"""Connections to other stores: each goes to the address that was found allowed, whatever its name means later."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address

import httpx
import psutil

from modelyard.datasets.errors.stores import OtherStoreUnavailable, StoreNotAllowed
from modelyard.datasets.rules.stores import FILES, allowed_by, may_reach

_FIELD = "import_path"


async def reachable(entries: Sequence[str], scheme: str, host: str, port: int) -> str:
    """Return the address to connect to. Raises StoreNotAllowed, OtherStoreUnavailable."""
    shown = f"{scheme}://{host}:{port}"
    allowed = allowed_by(entries, scheme, host, port)
    if allowed is None:
        raise StoreNotAllowed(field=_FIELD, value=shown, problem="", problem_zh="")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OtherStoreUnavailable(store=shown, problem=f"its name is not known ({type(error).__name__})") from error
    own = frozenset(each.address.partition("%")[0] for all_of in psutil.net_if_addrs().values() for each in all_of)
    for *_, place in found:
        address = str(place[0]).partition("%")[0]
        if may_reach(ip_address(address), allowed, own):
            return address
    raise StoreNotAllowed(
        field=_FIELD,
        value=shown,
        problem="It is this machine, or lies in a private network, and has to be allowed by its own name or address. ",
        problem_zh="它是本机或位于私有网络中，必须以其自身的名称或地址明确允许。",
    )


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Connects to allowed addresses only, at every request and so at every redirect, too. prefix: of schemes in the setting."""

    def __init__(self, entries: Sequence[str], *, prefix: str = "") -> None:
        super().__init__(retries=1, limits=httpx.Limits(max_connections=16))
        self._entries, self._prefix = entries, prefix

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the address that was found; the server is asked for, and has to prove, its name."""
        url = request.url
        scheme = f"{self._prefix}{url.scheme}"
        if scheme not in FILES:
            raise httpx.UnsupportedProtocol(f"{url.scheme} is not spoken here", request=request)
        address = await reachable(self._entries, scheme, url.host.lower(), url.port or FILES[scheme])
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=address)
        try:
            return await super().handle_async_request(request)
        finally:
            request.url = url
