"""What the use cases of identity need besides a session: settings, secrets, clock, and what a process remembers."""

from dataclasses import dataclass, field

from fastapi import Request

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.sealing import Sealer
from modelyard.iam.service.decisions import Decisions
from modelyard.iam.service.guards import NameLock, RateLimit
from modelyard.iam.service.token_format import TokenKeys
from modelyard.iam.settings import IAMSettings


@dataclass
class IAMContext:
    """Built once at start and kept as `app.state.iam`.

    sealer: opens and seals secrets; its key lies in a file of the home, not in the database.
    """

    sealer: Sealer
    settings: IAMSettings = field(default_factory=IAMSettings)
    clock: Clock = field(default_factory=SystemClock)
    decisions: Decisions = field(default_factory=Decisions)
    unknown_names: NameLock = field(default_factory=NameLock)
    token_keys: TokenKeys = field(init=False)
    attempts: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        self.token_keys = TokenKeys(self.sealer)
        self.attempts = RateLimit(attempts=self.settings.logins_per_minute_per_address)


def context_of(request: Request) -> IAMContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: IAMContext = request.app.state.iam
    return context
