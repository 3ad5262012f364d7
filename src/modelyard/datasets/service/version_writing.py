"""The parts of a version: samples are read ahead while lines are made of those before, and become parts that can be sent."""

import hashlib
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from modelyard.datasets.adapters.line_making import LinesElsewhere, LinesHere
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import paths
from modelyard.datasets.rules.part_lines import Counted, Form, Page, PartForm
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.reading_documents import lines_of
from modelyard.datasets.types.datasets import DataType
from modelyard.datasets.types.versions import PART

# How many samples are read at once: by the bytes of their lines.
_FIRST_SPAN, _LEAST_SPAN, _GROWTH, _PAGE_BYTES = 256, 32, 8, 4 * 2**20
_PIECE = 2**20
# How many pages are read before the lines of the first of them are taken.
_AHEAD = 2
# Fewer parts do not repay the start of a process.
_FEW_PARTS = 4
# Lines of a part beyond it wait on the disk.
_MOST_IN_MEMORY = 32 * 2**20


@dataclass
class Publication:
    """A version that is being written, as its worker knows it."""

    row: DatasetRow
    job: LabellingJobRow
    version: DatasetVersionRow
    labels: Sequence[LabelRow]
    inner: str
    mark: str
    previous: DatasetVersionRow | None = None
    parts: list[int] = field(default_factory=list)

    @property
    def form(self) -> Form:
        """What is the same in the lines of all parts."""
        options = self.version.options
        return Form(
            label_type=int(self.version.label_type),
            names={str(each.number): each.name for each in self.labels},
            keep_hard=not options["clear_hard"],
            mark=self.mark,
            first=self.row.number << 32,
            sample_type=int(DataType(self.row.data_type).sample_type),
            since=(self.previous.revision or 0) if self.previous is not None else 0,
            forget=options["remove_usage"],
            data=paths.data_path(self.inner, self.version.name),
            root=self.row.input_path,
        )


@dataclass
class Part:
    """A part that was written. file: the lines, at their beginning; whoever has the part closes it."""

    number: int
    digest: str
    size_bytes: int
    counted: Counted
    file: IO[bytes]


class PartWriter:
    """Writes parts of one version, with a process of its own for the lines if there are many. Close it, whatever happens."""

    def __init__(self, context: DatasetsContext, current: Publication, numbers: Sequence[int]) -> None:
        self._context, self._current = context, current
        self._lines = (LinesHere if len(numbers) < _FEW_PARTS else LinesElsewhere)(current.form)
        self._span = _FIRST_SPAN
        self._file: IO[bytes] | None = None
        self._digest, self._size = hashlib.sha256(), 0
        self._parts = self._written(numbers)

    async def next(self) -> Part | None:
        """Return the next part; None after the last one."""
        return await anext(self._parts, None)

    async def close(self) -> None:
        """Let go of what is open."""
        await self._parts.aclose()
        self._lines.close()
        if self._file is not None:
            self._file.close()

    async def _written(self, numbers: Sequence[int]) -> AsyncGenerator[Part, None]:
        asked: deque[tuple[int, int]] = deque()
        for number in numbers:
            async for span, page in self._pages(number):
                self._lines.ask(page)
                asked.append((number, span))
                if len(asked) > _AHEAD and (part := await self._take(*asked.popleft())) is not None:
                    yield part
        while asked:
            if (part := await self._take(*asked.popleft())) is not None:
                yield part

    async def _pages(self, number: int) -> AsyncIterator[tuple[int, Page]]:
        """Read a part: yield how many ordinals are covered, and the samples."""
        part: PartForm | None = await self._part(number)
        row, job, revision = self._current.row, self._current.job, self._current.version.revision or 0
        place, end = number * PART, (number + 1) * PART
        while place < end:
            until = min(place + self._span, end)
            async with self._context.database.read_session() as db:
                rows = await lines_of(db, row, job, first=place, end=until, revision=revision)
            yield until - place, Page(part, rows, is_last=until == end)
            part, place = None, until

    async def _part(self, number: int) -> PartForm:
        current = self._current
        async with self._context.database.read_session() as db:
            stored = await db.get_one(DatasetVersionPartRow, (current.version.id, number))
            old = None
            if current.previous is not None:
                old = await db.get(DatasetVersionPartRow, (current.previous.id, number))
        return PartForm(number, stored.members, stored.usages, stored.files, b"" if old is None else old.members)

    async def _take(self, number: int, span: int) -> Part | None:
        """Take the lines of the next page; return the part if they were its last ones."""
        lines, counted = await self._lines.answer()
        if self._file is None:
            self._file = SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115 - it goes with the part
            self._digest, self._size = hashlib.sha256(), 0
        self._file.write(lines)
        self._digest.update(lines)
        self._size += len(lines)
        # As many as fit into memory, by the look of those before.
        self._span = min(_GROWTH * span, max(_LEAST_SPAN, _PAGE_BYTES * span // (len(lines) + 1)))
        if counted is None:
            return None
        file, self._file = self._file, None
        file.seek(0)
        return Part(number, self._digest.hexdigest(), self._size, counted, file)


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield what is in a file, a mebibyte at a time."""
    while piece := file.read(_PIECE):
        yield piece
