"""What the use cases of objects need: the store, the gatekeeper, the database, and what identity does for them.

The store is reached over a socket, and nobody waits for a socket while a session is open. So these use cases take the
context instead of a session and open short sessions of their own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fastapi import Request

from modelyard.core.access import Action, Gatekeeper
from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.core.errors import Forbidden
from modelyard.core.subject import Subject
from modelyard.objects.ports import Copier, ObjectStore, Unpacker
from modelyard.objects.rules.signing_v4 import Credentials
from modelyard.objects.settings import ObjectsSettings


@dataclass(frozen=True)
class TemporaryKey:
    """A temporary access key with the rights of a caller, good until `expires_at`."""

    credentials: Credentials
    expires_at: datetime


IssueKey = Callable[[Subject, int], Awaitable[TemporaryKey]]
FindSubject = Callable[[Subject], Awaitable["Subject | None"]]


@dataclass(frozen=True)
class ObjectsContext:
    """Built once at start and kept as `app.state.objects`.

    issue_key: makes a temporary key for a caller, good for so many seconds.
    find_subject: returns a caller of the past as he is now; None when he may not act any more (disabled, deleted).
    storage_endpoint: the address of the storage port as clients know it.
    follows_host: no public name was set, so that signed URLs use the name under which the caller reached the API.
    unpacker: opens archives. copier: copies what is large in a process of its own; None to copy everything in this one.
    spool: a directory on the data disk for archives while they are unpacked.
    store_directory: where the store keeps its data, for its free space; None for an external store.
    wake: hints the loop of tasks.
    """

    database: Database
    store: ObjectStore
    gatekeeper: Gatekeeper
    issue_key: IssueKey
    find_subject: FindSubject
    storage_endpoint: str
    spool: Path
    unpacker: Unpacker
    copier: Copier | None = None
    store_directory: Path | None = None
    follows_host: bool = False
    region: str = "local-1"
    settings: ObjectsSettings = field(default_factory=ObjectsSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake: Callable[[], None] = lambda: None

    async def is_allowed(self, who: Subject, action: Action, resource: str, **context: str) -> bool:
        """Return whether the caller may perform an action on a bucket or `bucket/key`."""
        try:
            await self.demand(who, action, resource, **context)
        except Forbidden:
            return False
        return True

    async def demand(self, who: Subject, action: Action, resource: str, **context: str) -> None:
        """Raise Forbidden with the reason unless the caller may perform an action on a bucket or `bucket/key`.

        context: condition keys without their service, for example `prefix` for `obs:prefix`.
        """
        conditions = {f"{action.service}:{name.replace('_', '-')}": value for name, value in context.items()}
        await self.gatekeeper.authorize(who, action, resource=resource, context=conditions)


def context_of(request: Request) -> ObjectsContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ObjectsContext = request.app.state.objects
    return context
