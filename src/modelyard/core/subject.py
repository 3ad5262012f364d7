"""Who is calling."""

from dataclasses import asdict, dataclass, field
from typing import Any

from modelyard.core.types import StrEnum


class SubjectKind(StrEnum):
    """What sort of caller it is."""

    USER = "user"
    AGENCY = "agency"
    SYSTEM = "system"


@dataclass(frozen=True)
class Subject:
    """The caller of a use case, after authentication.

    domain_id: the account that the caller acts in; a query never leaves it.
    project_id: the project of the credentials or of the path, None for account-level calls.
    access_key: the access key that signed the request, if one did.
    assumed_by: the user who acts through an agency; None for a user himself.
    session_policy: a policy that narrows the rights of temporary credentials, in the policy language.
    """

    kind: SubjectKind
    user_id: str
    user_name: str
    domain_id: str
    domain_name: str
    project_id: str | None = None
    access_key: str | None = None
    is_domain_owner: bool = False
    assumed_by: str | None = None
    session_policy: dict[str, Any] | None = field(default=None, compare=False)
    source_ip: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the caller as a row keeps him, for work that goes on after the request. The access key is left out."""
        return {**asdict(self), "kind": self.kind.value, "access_key": None}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Subject":
        """Return the caller that `to_json` described."""
        return cls(**{**values, "kind": SubjectKind(values["kind"])})

    @classmethod
    def system(cls, name: str) -> "Subject":
        """Return the platform itself, acting for a loop or a command; `name` appears in events and audit records."""
        return cls(kind=SubjectKind.SYSTEM, user_id=name, user_name=name, domain_id="", domain_name="")
