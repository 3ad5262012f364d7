"""Which samples a version holds, and what for, read a part at a time in order of ordinals."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.models.versions import DatasetVersionPartRow
from modelyard.datasets.rules import bitmaps, version_parts
from modelyard.datasets.rules.splits import USAGES
from modelyard.datasets.types.versions import PART


class Members:
    """The samples of a version. What was read of a part is kept while its samples are asked for."""

    def __init__(self, version_id: str) -> None:
        self._version_id = version_id
        self._number = -1
        self._part: dict[int, str] = {}

    async def after(self, db: AsyncSession, ordinal: int, *, limit: int) -> dict[int, str]:
        """Return some ordinals that come after another one, with their usages: as many as asked for, or to the end of a part.

        Nothing after the last.
        """
        while True:
            chosen = [each for each in self._part if each > ordinal][:limit]
            if chosen:
                return {each: self._part[each] for each in chosen}
            if not await self._read(db, max(self._number + 1, (ordinal + 1) // PART)):
                return {}

    async def _read(self, db: AsyncSession, least: int) -> bool:
        mine = (DatasetVersionPartRow.version_id == self._version_id, DatasetVersionPartRow.number >= least)
        statement = select(DatasetVersionPartRow.number, DatasetVersionPartRow.members, DatasetVersionPartRow.usages)
        found = (await db.execute(statement.where(*mine).order_by(DatasetVersionPartRow.number).limit(1))).first()
        if found is None:
            return False
        self._number = found.number
        usages = zip(USAGES, version_parts.unpacked_all(found.usages, found.number), strict=False)
        of = {ordinal: str(usage) for usage, chosen in usages for ordinal in bitmaps.members_of(chosen)}
        members = bitmaps.members_of(version_parts.unpacked(found.members, found.number))
        self._part = {ordinal: of.get(ordinal, "") for ordinal in members}
        return True
