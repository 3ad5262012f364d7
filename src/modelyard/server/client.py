"""A client of the running platform for commands: signs as the first administrator, speaks through the API's own socket."""

import hashlib
import hmac
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from modelyard.core.i18n import Language
from modelyard.server.errors import NotRunning, NotYetStarted, OperationRefused
from modelyard.server.home import Home, running_pid

_HOST = "modelyard.invalid"  # no name of this machine: signed URLs then use the configured one


@dataclass(frozen=True)
class PlatformClient:
    """Calls operations of one home's platform. Raises NotRunning when it does not answer."""

    home: Home
    project_id: str
    access: str
    secret: str
    language: Language

    def call(self, method: str, path: str, body: Any = None, query: Mapping[str, str] | None = None) -> Any:
        """Call an operation below `/v2/{project_id}` and return its answer. Raises OperationRefused with its message."""
        content = b"" if body is None else json.dumps(body).encode()
        full = f"/v2/{self.project_id}{path}"
        pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in (query or {}).items())
        text = "&".join(f"{name}={value}" for name, value in pairs)
        headers = {"Host": _HOST, "Content-Type": "application/json", "X-Language": self.language.value}
        headers |= self._signature(method, full, text, content)
        connection = _UnixConnection(str(self.home.api_socket))
        try:
            connection.request(method, f"{full}?{text}" if text else full, content, headers)
            answer = connection.getresponse()
            received = answer.read()
        except (OSError, HTTPException) as error:
            raise NotRunning(home=str(self.home.path)) from error
        finally:
            connection.close()
        values: Any = json.loads(received) if received else None
        if answer.status >= 400:
            raise OperationRefused(code=values["error_code"], message=values["error_msg"])
        return values

    def _signature(self, method: str, path: str, query: str, body: bytes) -> dict[str, str]:
        date = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        names = "host;x-sdk-date"
        lines = [method, f"{path}/", query, f"host:{_HOST}", f"x-sdk-date:{date}", "", names, hashlib.sha256(body).hexdigest()]
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        text = f"SDK-HMAC-SHA256\n{date}\n{digest}"
        signature = hmac.new(self.secret.encode(), text.encode(), "sha256").hexdigest()
        value = f"SDK-HMAC-SHA256 Access={self.access}, SignedHeaders={names}, Signature={signature}"
        return {"X-Sdk-Date": date, "Authorization": value}


def client_of(home: Home, language: Language) -> PlatformClient:
    """Return a client of the platform that runs on a home. Raises NotYetStarted, NotRunning."""
    try:
        known = json.loads(home.administrator_file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotYetStarted(home=str(home.path)) from error
    if running_pid(home) is None:
        raise NotRunning(home=str(home.path))
    return PlatformClient(home, known["project_id"], known["access_key"], known["secret_key"], language)


class _UnixConnection(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__(_HOST, timeout=120)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
