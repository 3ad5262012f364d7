"""The process that runs fsspec: the address on standard input, then orders; frames on standard output (see `fsspec_files`).

It has no network of its own. Every connection is made by the parent, who decides, and handed over on a socket.
"""

import base64
import hashlib
import heapq
import json
import os
import resource
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote

from modelyard.datasets.rules.stores import Address

_MOST_MEMORY_BYTES = 4 * 2**30
_MOST_FOLDERS = 100_000
_MOST_NAMES = 2_000_000
_DEEPEST = 64
_CHUNK = 256 * 1024
_BLOCK = 4 * 2**20
# Before a client prints something there.
_ANSWERS = os.fdopen(os.dup(1), "wb")
_PACKAGES = {"sftp": "paramiko", "smb": "smbprotocol", "gs": "gcsfs", "abfs": "adlfs", "hf": "huggingface_hub"}
# By names: most of these classes are of packages that need not be there.
_TRANSIENT = {"EOFError", "ConnectTimeout", "ReadTimeout", "SSHException", "error_temp", "HttpError", "ServiceRequestError"}


def main() -> None:
    """Obey orders until there are none."""
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    _reach_through(socket.socket(fileno=int(sys.argv[1])))
    files = _Files(Address(**json.loads(sys.stdin.readline())))
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if "get" in order:
                files.send(order["get"])
            else:
                _tell(b"J", files.page(order["list"], order["limit"]))
        except BrokenPipeError:
            os._exit(0)
        except Exception as error:  # noqa: BLE001 - clients of all kinds fail in all ways, and each is told
            _tell(b"E", _told(error))
    os._exit(0)  # Threads of clients are not waited for.


def _reach_through(parent: socket.socket) -> None:
    """Have all sockets of this process connected by the parent, and names looked up there."""
    lock = threading.Lock()

    def ask(**wanted: Any) -> tuple[dict[str, Any], list[int]]:
        with lock:
            parent.send(json.dumps(wanted).encode())
            content, handles, _, _ = socket.recv_fds(parent, 4096, 1)
        told = json.loads(content)
        if told.get("error") == "refused":
            raise PermissionError("not allowed")
        if "error" in told:
            raise ConnectionError(told["error"])
        return told, handles

    def connect(self: socket.socket, address: Any) -> None:
        if self.family not in {socket.AF_INET, socket.AF_INET6}:
            raise PermissionError("not allowed")
        timeout = self.gettimeout()
        _, handles = ask(host=address[0], port=address[1], connect=True)
        os.dup2(handles[0], self.fileno())
        os.close(handles[0])
        self.settimeout(timeout)

    def connect_ex(self: socket.socket, address: Any) -> int:
        connect(self, address)
        return 0

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        address = str(ask(host=name, port=int(port or 0), connect=False)[0]["address"])
        is_six = ":" in address
        place = (address, int(port or 0), 0, 0) if is_six else (address, int(port or 0))
        return [(socket.AF_INET6 if is_six else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)]

    def refuse(event: str, _: Any) -> None:
        # Where the machine has no namespaces for us, this is what is left of the guard.
        if event in {"socket.connect", "socket.sendto", "socket.bind", "subprocess.Popen", "os.system"}:
            raise PermissionError("not allowed")

    socket.socket.connect = connect  # type: ignore[assignment, method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[assignment, method-assign]
    socket.getaddrinfo = getaddrinfo
    sys.addaudithook(refuse)


class _Files:
    """What lies below an address. Nothing is connected to before the first order."""

    def __init__(self, address: Address) -> None:
        self._address = address
        path = unquote(address.path)
        if address.scheme == "github":
            path = path.partition("/")[2]
        elif address.scheme in {"gs", "hf"}:
            path = f"{address.host}/{path}"
        elif address.scheme != "abfs":
            path = f"/{path}"
        self._top, slash, self._only = path.rpartition("/")
        self._top += slash
        self._fs: Any = None
        self._names: list[tuple[str, int]] | None = None

    def page(self, after: str, limit: int) -> tuple[list[tuple[str, int]], bool]:
        """Return names after one, with sizes, and whether these are the last."""
        if self._only:
            return [(self._only, -1)], True
        if self._names is None:
            self._names = list(self._walked())
            if len(self._names) > _MOST_NAMES:
                raise ValueError("too many files")
        found = heapq.nsmallest(limit + 1, (each for each in self._names if each[0] > after))
        return found[:limit], len(found) <= limit

    def send(self, name: str) -> None:
        """Send the bytes of a file, then that it is done."""
        fs, path = self._opened(), self._top + name
        if self._address.scheme in {"ftp", "ftps"}:
            fs.get_file(path, _Sink())  # Blocks would be a transfer each, broken off by the one who reads.
        else:
            with fs.open(path, "rb", block_size=_BLOCK) as file:
                while content := file.read(_CHUNK):
                    _frame(b"D", content)
        _tell(b"J", None)

    def _opened(self) -> Any:
        if self._fs is None:
            # Deferred: clients must not be loaded before the guard is up.
            from fsspec import get_filesystem_class  # noqa: PLC0415

            protocol, arguments = _MADE[self._address.scheme]
            self._fs = get_filesystem_class(protocol)(**arguments(self._address), skip_instance_cache=True)
        return self._fs

    def _walked(self) -> Iterator[tuple[str, int]]:
        """Yield files with their sizes. Links are not followed: they lead in circles."""
        fs, folders, seen = self._opened(), [(self._top.rstrip("/") or "/", 0)], 0
        top = self._top.strip("/")
        if self._top in {"", "/"}:
            folders = [(self._top, 0)]
        while folders:
            folder, depth = folders.pop()
            _frame(b"K", b"")
            for each in fs.ls(folder, detail=True):
                path = str(each["name"]).lstrip("/")
                name = path[len(top) :].lstrip("/")
                if not path.startswith(top) or not name or any(part in {"", ".", ".."} for part in name.split("/")):
                    continue
                seen += 1
                if seen > _MOST_NAMES + _MOST_FOLDERS:
                    raise ValueError("too many files")
                if each["type"] == "directory" and depth < _DEEPEST and path != folder.strip("/"):
                    folders.append((str(each["name"]), depth + 1))
                elif each["type"] == "file":
                    yield name, int(each.get("size") or 0)


class _Sink:
    """A file that goes into frames."""

    def write(self, content: bytes) -> int:
        _frame(b"D", content)
        return len(content)

    read = close = tell = seek = lambda *_: None


def _host(address: Address) -> dict[str, Any]:
    return {"host": address.host, "port": address.port, "password": address.password}


def _key(address: Address) -> dict[str, Any]:
    """Return the key of a storage account, or a signature where one was given instead; anonymous without."""
    if not address.password:
        return {"anon": True}
    return {"sas_token" if "sig=" in address.password else "account_key": address.password}


def _webhdfs(address: Address, *, use_https: bool) -> dict[str, Any]:
    by = {"user": address.user or None, "password": address.password or None}
    return {"host": address.host, "port": address.port, "use_https": use_https, **by}


def _github(address: Address) -> dict[str, Any]:
    given = parse_qs(address.query.removeprefix("?"))
    by = {"username": address.user, "token": address.password} if address.user else {}
    return {"org": address.host, "repo": address.path.partition("/")[0], "sha": next(iter(given.get("ref", ())), None), **by}


def _sftp(address: Address) -> dict[str, Any]:
    """Return how a server is logged in to: by the password alone, never by keys that lie around here.

    ?host_key=SHA256:...: as `ssh-keygen -l` prints it, and the only one that is taken.
    """
    from paramiko import MissingHostKeyPolicy, SSHException  # noqa: PLC0415 - optional

    wanted = (parse_qs(address.query.removeprefix("?")).get("host_key") or [""])[0].replace(" ", "+").removeprefix("SHA256:")

    class Pinned(MissingHostKeyPolicy):  # type: ignore[misc]
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
            if wanted and digest != wanted.rstrip("="):
                raise PermissionError("another host key") from SSHException()

    by = {"username": address.user or "anonymous", "look_for_keys": False, "allow_agent": False}
    return {**_host(address), **by, "timeout": 30, "banner_timeout": 30, "auth_timeout": 30, "host_key_policy": Pinned()}


# By scheme: the protocol of fsspec, and the arguments of its file system.
_MADE: dict[str, tuple[str, Callable[[Address], dict[str, Any]]]] = {
    "ftp": ("ftp", lambda a: {**_host(a), "username": a.user or "anonymous", "timeout": 60}),
    "ftps": ("ftp", lambda a: {**_host(a), "username": a.user or "anonymous", "timeout": 60, "tls": True}),
    "sftp": ("sftp", _sftp),
    "smb": ("smb", lambda a: {**_host(a), "username": a.user}),
    "webhdfs": ("webhdfs", lambda a: _webhdfs(a, use_https=False)),
    "swebhdfs": ("webhdfs", lambda a: _webhdfs(a, use_https=True)),
    "github": ("github", _github),
    "gs": ("gs", lambda a: {"token": json.loads(a.password) if a.password else "anon"}),
    "hf": ("hf", lambda a: {"token": a.password or False}),
    "abfs": ("abfs", lambda a: {"account_name": a.host.partition(".")[0], "account_host": a.host, **_key(a)}),
}


def _told(error: BaseException) -> dict[str, str]:
    """Return what kind of failure it was. Its text stays here: it may hold addresses with credentials."""
    name = type(error).__name__
    status = getattr(getattr(error, "response", None), "status_code", 0) or getattr(error, "status", 0) or 0
    if isinstance(error, ImportError):
        scheme = "".join(each for each in _PACKAGES.values() if each in str(error))
        return {"kind": "missing", "problem": scheme or str(error.name or "fsspec")}
    if name == "error_perm":
        return {"kind": "refused", "problem": f"FTP {str(error)[:3]}"}
    if isinstance(status, int) and status >= 400:
        return {"kind": "refused" if status < 500 and status != 429 else "unavailable", "problem": f"HTTP {status}"}
    if isinstance(error, FileNotFoundError):
        return {"kind": "refused", "problem": "there is no such file or folder"}
    if isinstance(error, PermissionError):
        return {"kind": "refused", "problem": "no permission"}
    is_transient = name in _TRANSIENT or any(isinstance(each, (OSError, EOFError, MemoryError)) for each in _causes(error))
    return {"kind": "unavailable" if is_transient else "refused", "problem": name}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tell(kind: bytes, value: Any) -> None:
    _frame(kind, json.dumps(value).encode())


def _frame(kind: bytes, content: bytes) -> None:
    _ANSWERS.write(kind + len(content).to_bytes(4, "little") + content)
    _ANSWERS.flush()


if __name__ == "__main__":
    main()
