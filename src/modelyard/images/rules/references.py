"""References of OCI images, `registry/organization/name:tag`, and the addresses of registered environments."""

import re
from dataclasses import dataclass

from modelyard.images.types import LONGEST_REFERENCE

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_REFERENCE = re.compile(
    rf"(?P<namespace>{_COMPONENT}(?:/{_COMPONENT})*)/(?P<name>{_COMPONENT})"
    rf"(?::(?P<tag>{_TAG}))?(?:@(?P<digest>sha256:[0-9a-f]{{64}}))?"
)
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?::[0-9]{1,5})?"
)


@dataclass(frozen=True)
class Reference:
    """The parts of a reference. tag: empty only where a digest is given."""

    registry: str
    namespace: str
    name: str
    tag: str
    digest: str = ""

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.registry}/{self.namespace}/{self.name}{tag}{digest}"

    @property
    def short(self) -> str:
        """The reference without its registry, as people write it for the default one."""
        return str(self).partition("/")[2]


def read_reference(text: str, *, registry: str) -> Reference | None:
    """Return the parts of a reference, None for what is none.

    registry: the one that is meant where none is named. A first part with a dot or a colon, or `localhost`, names one.
    A tag or a digest is needed: what is meant must not change by itself to the newest.
    """
    if len(text) > LONGEST_REFERENCE:
        return None
    first, slash, rest = text.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        if _HOST.fullmatch(first) is None:
            return None
        registry, text = first.lower(), rest
    found = _REFERENCE.fullmatch(text)
    if found is None or not (found["tag"] or found["digest"]):
        return None
    return Reference(registry, found["namespace"], found["name"], found["tag"] or "", found["digest"] or "")
