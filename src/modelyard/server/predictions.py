"""How data management has models label: it calls services through the gateway, signed for whoever asked (decision 0138)."""

import contextlib
import hashlib
import hmac
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.datasets.errors.pre_labelling import PredictionRefused, ServiceUnreachable
from modelyard.datasets.ports import PredictionFailed, Served
from modelyard.objects.service.context import ObjectsContext, TemporaryKey
from modelyard.registry.service import models
from modelyard.server.gateway import certificate_files
from modelyard.server.home import Home
from modelyard.server.settings import TLS, PlatformSettings
from modelyard.serving.access import CALL_SERVICE
from modelyard.serving.errors import ServiceNameTaken, ServiceNotFound
from modelyard.serving.schemas.answers import ServiceAnswer
from modelyard.serving.schemas.requests import Schedule, ServiceConfig, ServiceCreate
from modelyard.serving.service import services
from modelyard.serving.service.context import ServingContext
from modelyard.serving.types import ServiceStatus

_SYSTEM = Subject.system("datasets.pre_labelling")
_WAITING = frozenset({ServiceStatus.PENDING, ServiceStatus.WAITING, ServiceStatus.DEPLOYING})
# Some of its replicas answer.
_RUNNING = frozenset({ServiceStatus.RUNNING, ServiceStatus.CONCERNING})
_MOST_ANSWER_BYTES = 4 * 2**20
_SECONDS = 120.0
_KEY_SECONDS = 3600
# What the gateway answers when a replica is not there or busy; asking again later helps.
_LATER = frozenset({429, 502, 503, 504})
# A service that was deployed for a task ends by itself, should nobody have deleted it.
_LONGEST_DAYS = 7


class GatewayPredictor:
    """A `Predictor` that speaks to the gateway of this machine. certificate: that it shows; None where it speaks plainly."""

    def __init__(
        self, find_serving: Callable[[], ServingContext], objects: ObjectsContext, address: str, certificate: Path | None
    ) -> None:
        # Serving is wired after data management, which it lies above.
        self._find_serving = find_serving
        self._objects, self._address, self._certificate = objects, address, certificate
        self._keys: dict[tuple[str, str | None], TemporaryKey] = {}
        self._client: httpx.AsyncClient | None = None

    @property
    def _serving(self) -> ServingContext:
        return self._find_serving()

    async def service(self, who: Subject, service_id: str) -> Served:
        """See `Predictor`."""
        await self._serving.gatekeeper.authorize(who, CALL_SERVICE, resource=service_id)
        async with self._serving.database.read_session() as db:
            return _served(await services.get_service(db, self._serving, who, service_id))

    async def service_of(self, who: Subject, model_id: str) -> Served | None:
        """See `Predictor`."""
        async with self._serving.database.read_session() as db:
            known = await models.get_model(db, who, model_id, language=Language.EN)
            found = await services.list_services(
                db, who, model_id=known.model_id, infer_type="real-time", status=ServiceStatus.RUNNING, limit=1
            )
        return await self.service(who, found.services[0].service_id) if found.services else None

    async def deploy(self, who: Subject, name: str, model_id: str, *, specification: str, count: int) -> str:
        """See `Predictor`."""
        entry = ServiceConfig(model_id=model_id, specification=specification, instance_count=count, weight=100)
        ends = Schedule(type="stop", time_unit="DAYS", duration=_LONGEST_DAYS)
        wanted = ServiceCreate(service_name=name, infer_type="real-time", config=[entry], schedule=[ends])
        try:
            return (await services.create_service(self._serving, who, wanted)).service_id
        except ServiceNameTaken:
            # An earlier attempt has made it, and was gone before it could say so.
            found = await self._named(name)
            if found is None:
                raise
            return found

    async def remove(self, name: str) -> None:
        """See `Predictor`."""
        if (found := await self._named(name)) is not None:
            async with self._serving.database.session() as db:
                with contextlib.suppress(ServiceNotFound):
                    await services.delete_services(db, self._serving, _SYSTEM, [found])

    async def predict(self, who: Subject, service_id: str, name: str, content: bytes) -> Any:
        """See `Predictor`."""
        client = self._opened()
        url = f"{self._address}/v1/infers/{wire_id(service_id)}"
        request = client.build_request("POST", url, files={"images": (name, content, "application/octet-stream")})
        body = request.read()
        request.headers.update(_signed(await self._key(who), url, body))
        try:
            answer = await client.send(request, stream=True)
            try:
                received = bytearray()
                async for chunk in answer.aiter_bytes():
                    received += chunk
                    if len(received) > _MOST_ANSWER_BYTES:
                        raise PredictionFailed(f"the answer has more than {_MOST_ANSWER_BYTES} bytes")
            finally:
                await answer.aclose()
        except httpx.HTTPError as error:
            raise ServiceUnreachable(service=service_id, problem=type(error).__name__) from error
        if answer.status_code in _LATER:
            raise ServiceUnreachable(service=service_id, problem=f"status {answer.status_code}")
        try:
            said = orjson.loads(received)
        except orjson.JSONDecodeError:
            raise PredictionFailed(f"status {answer.status_code}, no JSON") from None
        if answer.status_code >= 400:
            _refuse(service_id, answer.status_code, said)
        return said

    async def _named(self, name: str) -> str | None:
        async with self._serving.database.read_session() as db:
            found = await services.list_services(db, _SYSTEM, name=name, infer_type="real-time", limit=10)
        return next((each.service_id for each in found.services if each.service_name == name), None)

    async def _key(self, who: Subject) -> TemporaryKey:
        owner = (who.user_id or "", who.project_id)
        known = self._keys.get(owner)
        if known is None or known.expires_at < datetime.now(timezone.utc) + timedelta(minutes=10):
            known = self._keys[owner] = await self._objects.issue_key(who, _KEY_SECONDS)
        return known

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            trusted: ssl.SSLContext | bool = True
            if self._certificate is not None:
                # Exactly this certificate is trusted, whatever names it has: the address may be that of this machine alone.
                trusted = ssl.create_default_context(cafile=str(self._certificate))
                trusted.check_hostname = False
                trusted.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
            self._client = httpx.AsyncClient(verify=trusted, timeout=_SECONDS, trust_env=False)
        return self._client


def _served(found: ServiceAnswer) -> Served:
    first = next(iter(found.config), None)
    if first is None or found.infer_type != "real-time":
        raise ServiceNotFound(service_id=found.service_id, resource=found.service_id)
    state = "waiting" if found.status in _WAITING else "running" if found.status in _RUNNING else found.status
    return Served(found.service_id, found.service_name, first.model_id, first.model_name, first.model_version, state)


def _refuse(service_id: str, status: int, said: Any) -> None:
    code = str(said.get("error_code", "")) if isinstance(said, dict) else ""
    text = str(said.get("error_msg", ""))[:200] if isinstance(said, dict) else ""
    if status in {401, 403, 404} or code.startswith(("APIG.", "ModelArts.42")):
        raise PredictionRefused(service=service_id, problem=f"{status} {code} {text}".strip())
    raise PredictionFailed(f"status {status} {code} {text}".strip())


def _signed(key: TemporaryKey, url: str, body: bytes) -> dict[str, str]:
    """Return the headers that say who calls, as clients of the public API sign."""
    parts, date = urlsplit(url), datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    sent = {"host": parts.netloc, "x-sdk-date": date, "x-security-token": key.credentials.token or ""}
    names = ";".join(sorted(sent))
    lines = [*(f"{name}:{sent[name]}" for name in sorted(sent)), "", names, hashlib.sha256(body).hexdigest()]
    digest = hashlib.sha256("\n".join(["POST", f"{parts.path}/", "", *lines]).encode()).hexdigest()
    text = f"SDK-HMAC-SHA256\n{date}\n{digest}"
    signature = hmac.new(key.credentials.secret.encode(), text.encode(), "sha256").hexdigest()
    said = f"SDK-HMAC-SHA256 Access={key.credentials.access}, SignedHeaders={names}, Signature={signature}"
    return {"X-Sdk-Date": date, "X-Security-Token": sent["x-security-token"], "Authorization": said}


def predictor(
    settings: PlatformSettings, home: Home, objects: ObjectsContext, find_serving: Callable[[], ServingContext]
) -> GatewayPredictor:
    """Return what calls services through the gateway of this machine."""
    own = settings.gateway
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(own.host, own.host)
    if ":" in host:
        host = f"[{host}]"
    if own.tls is TLS.OFF:
        return GatewayPredictor(find_serving, objects, f"http://{host}:{own.port}", None)
    certificate, _ = certificate_files(home, settings)
    return GatewayPredictor(find_serving, objects, f"https://{host}:{own.port}", certificate)
