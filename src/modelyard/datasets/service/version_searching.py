"""Finding samples of a version: by the facets that it has for itself, among its members (decision 0154)."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.errors.kept_files import NotOfVersions
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.version_searches import VersionNamesRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, version_parts, version_values
from modelyard.datasets.service.searching import Search, is_mark

_MOST_KNOWN = 64

# By version and part of the name: what was found. Versions never change.
_known: OrderedDict[tuple[str, str], dict[int, int]] = OrderedDict()


class VersionSearch(Search):
    """The samples of a version that all conditions hold for so far. labels: as the version has them.

    What an analysis found and measured, and what members of teams were given, is asked of the dataset.
    """

    def __init__(
        self,
        db: AsyncSession,
        row: DatasetRow,
        job: LabellingJobRow,
        labels: Sequence[LabelRow],
        version: DatasetVersionRow,
        *,
        owner: int,
        members: dict[int, int],
    ) -> None:
        super().__init__(db, row, job, labels)
        self._own = self._said = owner
        self._version, self._members = version, members

    async def start(self) -> None:
        """Begin with all samples of the version."""
        self.found = self._members

    async def in_state(self, text: str) -> None:
        """Keep what is labelled in the version, or not. Raises InvalidPayload, NotOfVersions."""
        if is_mark(text):
            raise NotOfVersions(field="sample_state")
        await super().in_state(text)

    async def _named(self, name: str) -> dict[int, int]:
        key = (self._version.id, name.lower())
        found = _known.pop(key, None)
        if found is None:
            found = await self._look_through(key[1])
        _known[key] = found
        while len(_known) > _MOST_KNOWN:
            _known.popitem(last=False)
        return found

    async def _look_through(self, text: str) -> dict[int, int]:
        of_part = (VersionNamesRow.version_id == DatasetVersionPartRow.version_id) & (
            VersionNamesRow.number == DatasetVersionPartRow.number
        )
        columns = (DatasetVersionPartRow.number, DatasetVersionPartRow.members, VersionNamesRow.names)
        statement = select(*columns).join(VersionNamesRow, of_part).order_by(DatasetVersionPartRow.number).limit(1)
        found: dict[int, int] = {}
        last = -1
        # Part by part: the names of all of them are megabytes.
        while part := (await self._db.execute(statement.where(*self._after(last)))).first():
            last, members, names = part
            places = list(version_values.places_of(names, text))
            if places:
                ordinals = list(bitmaps.members_of(version_parts.unpacked(members, last)))
                found |= bitmaps.of(ordinals[place] for place in places)
            await asyncio.sleep(0)
        return found

    def _after(self, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return DatasetVersionPartRow.version_id == self._version.id, DatasetVersionPartRow.number > number


async def labels_in(db: AsyncSession, version: DatasetVersionRow) -> list[LabelRow]:
    """Return the labels that a version has, as rows that belong to no session."""
    detail = await db.get_one(DatasetVersionDetailRow, version.id)
    names = ("number", "name", "type", "property", "attributes")
    return [LabelRow(job_id=version.job_id, **{name: each[name] for name in names}) for each in detail.labels]
