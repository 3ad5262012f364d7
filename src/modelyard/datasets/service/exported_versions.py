"""What an export of a version takes: its lines, and the files that it keeps."""

from collections.abc import Sequence
from typing import NamedTuple

from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import kept_files, manifest
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.service import kept_files as keeping
from modelyard.datasets.service import version_reading
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_versions import inner_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.versions import find_version
from modelyard.datasets.types.versions import PART

_CONTENT = "content://"


class Entry(NamedTuple):
    """A sample to export. source: what it is named by; that of the item may be a copy of it."""

    ordinal: int
    item: Item
    source: str


class Reader:
    """Reads a version in order of ordinals; the lines of the last part are kept."""

    def __init__(self, row: DatasetRow, version: DatasetVersionRow, parts: dict[int, DatasetVersionPartRow]) -> None:
        self._row, self._version, self._parts = row, version, parts
        self._number, self._lines = -1, dict[int, bytes]()

    async def read(self, context: DatasetsContext, ordinals: Sequence[int], *, with_files: bool) -> list[Entry]:
        """Return samples of the version. with_files: whether their sources are to be copies, where there are any."""
        inner = inner_of(self._row)
        kept: dict[int, bytes] = {}
        if with_files:
            async with context.database.read_session() as db:
                kept = await keeping.kept_in(db, self._row, self._version, ordinals)
        found = []
        for ordinal in ordinals:
            if ordinal // PART != self._number:
                self._number = ordinal // PART
                part = self._parts.get(self._number)
                self._lines = {} if part is None else await version_reading.lines_in(context, inner, part)
            item = manifest.read_line(self._lines[ordinal])[0] if ordinal in self._lines else None
            if item is None:
                continue
            source = "" if item.source.startswith(_CONTENT) else "obs://" + item.source.partition("://")[2]
            if source and ordinal in kept:
                item = item._replace(source=kept_files.place_of(inner, kept[ordinal]))
            found.append(Entry(ordinal, item, source))
        return found


async def reader_of(context: DatasetsContext, who: Subject, dataset_id: str, version_id: str) -> Reader:
    """Return what reads a version. Raises DatasetNotFound, VersionNotFound."""
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, who, dataset_id)
        version = await find_version(db, row, version_id)
        return Reader(row, version, await version_reading.parts_of(db, version.id))
