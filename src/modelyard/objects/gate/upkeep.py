"""What the gate does beside requests: it writes down when keys were used, and finishes what a dead process left."""

import asyncio
import contextlib
import logging

from modelyard.core.db import Database
from modelyard.iam.service.keys import note_key_uses
from modelyard.objects.gate.callers import Callers
from modelyard.objects.gate.store import SocketStore, StoreAway
from modelyard.objects.schemas import Bucket
from modelyard.objects.service import buckets
from modelyard.objects.types import BucketState

log = logging.getLogger(__name__)

_EVERY_SECONDS = 60


class Upkeep:
    """Runs once a minute; every step may be repeated and may fail without harm."""

    def __init__(self, database: Database, store: SocketStore, callers: Callers) -> None:
        self._database = database
        self._store = store
        self._callers = callers

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then once more."""
        while not stop.is_set():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), _EVERY_SECONDS)
            try:
                await self.once()
            except Exception:
                # The database may be away for a while; the next round does it.
                log.exception("gate.upkeep_failed")

    async def once(self) -> None:
        """Write down uses of keys and finish half-done buckets."""
        uses = self._callers.take_uses()
        if uses:
            async with self._database.session() as db:
                await note_key_uses(db, uses)
        async with self._database.read_session() as db:
            half_done = await buckets.list_half_done(db)
        for bucket in half_done:
            with contextlib.suppress(StoreAway):
                await self._finish(bucket)

    async def _finish(self, bucket: Bucket) -> None:
        if bucket.state is BucketState.CREATING:
            await self._store.ensure_bucket(bucket.name)
            async with self._database.session() as db:
                await buckets.confirm_bucket(db, bucket.name)
            return
        is_gone = await self._store.remove_bucket(bucket.name)
        async with self._database.session() as db:
            await (buckets.finish_deletion if is_gone else buckets.cancel_deletion)(db, bucket.name)
