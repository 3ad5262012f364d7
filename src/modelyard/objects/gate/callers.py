"""Who signs, and with which rights; kept in memory as long as nobody's rights have changed.

Each request reads the revision of all rights. What is kept was read under some revision and counts under no other, so
that a key, a policy or a user that changes takes effect with the next request, in every process.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from modelyard.core.db import Database
from modelyard.iam.service import IAMContext, SigningKey, find_key
from modelyard.iam.service.decisions import Rights, access_request, is_unlimited
from modelyard.objects.rules.operations import Demand, resource_of

_MOST_CALLERS = 10_000


@dataclass(frozen=True)
class Caller:
    """The holder of an access key, as of one revision."""

    key: SigningKey
    rights: Rights | None
    revision: int
    is_unlimited: bool

    @property
    def ends_at(self) -> float | None:
        """When a temporary key ends, in seconds since the epoch."""
        return None if self.key.expires_at is None else self.key.expires_at.timestamp()

    def has_token(self, token: str | None) -> bool:
        """Return whether the security token that came with a request is the one of the key."""
        if self.key.token_hash is None:
            return not token
        given = hashlib.sha256((token or "").encode("utf-8", "surrogateescape")).hexdigest()
        return hmac.compare_digest(given, self.key.token_hash)


class Callers:
    """Finds callers and decides what they may do; one per process."""

    def __init__(self, database: Database, iam: IAMContext) -> None:
        self._database = database
        self._iam = iam
        self._known: OrderedDict[str, Caller] = OrderedDict()
        self._uses: dict[str, datetime] = {}

    def known(self, access: str, revision: int) -> Caller | None:
        """Return what is known of the holder of a key under this revision."""
        caller = self._known.get(access)
        return caller if caller is not None and caller.revision == revision else None

    async def find(self, access: str, revision: int) -> Caller | None:
        """Return the holder of a key, None when there is no such key or it may not be used."""
        caller = self.known(access, revision)
        if caller is not None:
            return caller
        async with self._database.read_session() as db:
            key = await find_key(db, self._iam, access)
            if key is None:
                self._known.pop(access, None)
                return None
            unlimited = is_unlimited(key.who)
            rights = None if unlimited else await self._iam.decisions.read_rights(db, key.who)
        # A change between the two reads leaves a caller under the older number, who is read again at the next request.
        caller = Caller(key, rights, revision, is_unlimited=unlimited and key.who.session_policy is None)
        self._known[access] = caller
        if len(self._known) > _MOST_CALLERS:
            self._known.popitem(last=False)
        return caller

    def refusal(self, caller: Caller, demand: Demand, circumstances: Mapping[str, str]) -> str | None:
        """Return why the caller may not do what a request takes, None when he may."""
        if caller.is_unlimited:
            return None
        who = caller.key.who
        asked = access_request(
            who,
            demand.action,
            resource_of(demand),
            {**circumstances, **demand.context},
            region=self._iam.settings.region_id,
            now=self._iam.clock.now(),
        )
        decision = self._iam.decisions.decide(who, caller.rights, asked)
        if decision.allowed:
            return None
        by = f" ({decision.policy_name})" if decision.policy_name else ""
        return f"{who.user_name} may not {demand.action} on {resource_of(demand)}: {decision.reason}{by}."

    def note_use(self, access: str) -> None:
        """Remember that a key was used, for `take_uses`."""
        self._uses[access] = self._iam.clock.now()

    def take_uses(self) -> dict[str, datetime]:
        """Return the uses since the last call."""
        taken, self._uses = self._uses, {}
        return taken
