"""What the gateway asks: about which service, and with which credentials. The names are those of the admission script."""

from dataclasses import dataclass

from modelyard.core.i18n import Language, choose_language
from modelyard.serving.types import AuthMethod

ONE_HEADER, SESSION, SIGNED, WAKE = "/one-header", "/session", "/signed", "/wake"
_OWN = b"x-gate-"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Question:
    """A question of the gateway.

    kind: what is asked, by the path. methods: by which credentials the service may be called.
    method, target: request line of the client, where the whole request is asked about. headers: of the client.
    """

    kind: str
    service_id: str
    project_id: str
    domain_id: str
    workspace_id: str
    methods: frozenset[AuthMethod]
    method: str
    target: str
    headers: Headers
    body: bytes
    client: str
    language: Language
    request_id: str

    def header(self, name: str) -> str | None:
        """Return a header of the client."""
        wanted = name.encode()
        return next((value.decode("utf-8", "surrogateescape") for key, value in self.headers if key == wanted), None)


def read_question(method: str, url: str, headers: Headers, body: bytes) -> Question:
    """Take a question apart."""
    own = {key: value.decode("latin-1") for key, value in headers if key.startswith(_OWN)}
    kind = next((kind for kind in (ONE_HEADER, SESSION, SIGNED, WAKE) if url.startswith(kind)), "")
    rest = [(key, value) for key, value in headers if not key.startswith(_OWN)]
    if kind == SIGNED and (length := own.get(b"x-gate-length")):
        # The body is left out where it was not signed; that there is one still counts.
        rest = [(key, value) for key, value in rest if key != b"content-length"] + [(b"content-length", length.encode())]
    spoken = {
        key.decode("latin-1"): value.decode("latin-1") for key, value in rest if key in {b"x-language", b"accept-language"}
    }
    return Question(
        kind=kind,
        service_id=own.get(b"x-gate-service", ""),
        project_id=own.get(b"x-gate-project", ""),
        domain_id=own.get(b"x-gate-domain", ""),
        workspace_id=own.get(b"x-gate-workspace", ""),
        methods=frozenset(AuthMethod(name) for name in own.get(b"x-gate-methods", "").split(",") if name),
        method=method,
        target=url.removeprefix(kind) or "/",
        headers=rest,
        body=body,
        client=own.get(b"x-gate-client", ""),
        language=choose_language(spoken),
        request_id=next((value.decode("latin-1") for key, value in rest if key == b"x-request-id"), ""),
    )
