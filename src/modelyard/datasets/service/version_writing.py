"""The lines of a part of a version: read many at a time, written, counted."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import bitmaps, paths, version_parts
from modelyard.datasets.rules.exporting import name_of
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.rules.splits import USAGES
from modelyard.datasets.rules.version_lines import LineWriter
from modelyard.datasets.service import splitting
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.reading_documents import lines_of
from modelyard.datasets.types.datasets import DataType
from modelyard.datasets.types.versions import PART

_NOTHING = b"[]"
# How many samples are read at once: by the bytes of their lines.
_FIRST_SPAN, _LEAST_SPAN, _GROWTH, _PAGE_BYTES = 256, 32, 8, 4 * 2**20
_PIECE = 2**20
# Lines of a part beyond it wait on the disk.
MOST_IN_MEMORY = 32 * 2**20


@dataclass
class Publication:
    """A version that is being written, as its worker knows it."""

    row: DatasetRow
    job: LabellingJobRow
    version: DatasetVersionRow
    labels: Sequence[LabelRow]
    writer: LineWriter
    inner: str
    mark: str
    previous: DatasetVersionRow | None = None
    parts: list[int] = field(default_factory=list)


@dataclass
class Part:
    """What is in a part that was written. etag: what the storage should say of it, if it was sent whole."""

    digest: str
    etag: str
    size_bytes: int
    counts: dict[str, dict[str, int]]
    members: dict[int, int]
    problems: list[Problem]


async def write_part(
    context: DatasetsContext, current: Publication, stored: DatasetVersionPartRow, before: dict[int, int], into: IO[bytes]
) -> Part:
    """Write the lines of a part into a file, which stands at its beginning afterwards.

    before: ordinals of the version before.
    """
    number = stored.number
    members = version_parts.unpacked(stored.members, number)
    usages = {
        ordinal: str(usage)
        for usage, chosen in zip(USAGES, version_parts.unpacked_all(stored.usages, number), strict=False)
        for ordinal in bitmaps.members_of(chosen)
    }
    files = bitmaps.members_of(version_parts.unpacked(stored.files, number))
    tally = _Tally(current, set(bitmaps.members_of(members)), usages, set(bitmaps.members_of(before)), files)
    digest, etag, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    place, end, span = number * PART, (number + 1) * PART, _FIRST_SPAN
    while place < end:
        until = min(place + span, end)
        async with context.database.read_session() as db:
            rows = await lines_of(db, current.row, current.job, first=place, end=until, revision=current.version.revision or 0)
        # In a thread, for the part before is being sent.
        written = await asyncio.to_thread(tally.lines, rows)
        into.write(written)
        digest.update(written)
        etag.update(written)
        size += len(written)
        # As many as fit into memory, by the look of those before.
        span = min(_GROWTH * span, max(_LEAST_SPAN, _PAGE_BYTES * (until - place) // (len(written) + 1)))
        place = until
    into.seek(0)
    gone = bitmaps.count(members) - len(tally.seen)
    text = f"{gone} samples were deleted while the version was published"
    problems = [Problem("missing", text)] if gone else []
    return Part(
        digest.hexdigest(), etag.hexdigest(), size, tally.counts(), bitmaps.of(tally.seen) if gone else members, problems
    )


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield what is in a file, a mebibyte at a time."""
    while piece := file.read(_PIECE):
        yield piece


class _Tally:
    """Writes lines and counts what is in them. wanted: ordinals; old: those of the version before.

    files: of those whose file lies in the folder of the version.
    """

    def __init__(
        self, current: Publication, wanted: set[int], usages: dict[int, str], old: set[int], files: Iterable[int]
    ) -> None:
        self._writer, self._mark = current.writer, current.mark
        self._prefix = current.row.number << 32
        self._wanted, self._usages, self._old = wanted, usages, old
        self._type = DataType(current.row.data_type).sample_type
        self._since = (current.previous.revision or 0) if current.previous is not None else 0
        self._forget = current.version.options["remove_usage"]
        # How often samples have these labels and this usage: there are few of these, compared with samples.
        self._files = set(files)
        self._data, self._root = paths.data_path(current.inner, current.version.name), current.row.input_path
        self._kinds: Counter[tuple[tuple[tuple[str, int], ...], str]] = Counter()
        self._annotated = self._modified = 0
        self.seen: list[int] = []

    def lines(self, rows: Iterable[Sequence[Any]]) -> bytes:
        """Return the lines of samples; rows: as `reading_documents.LINE`."""
        line, entries_of, usages, prefix = self._writer.line, self._writer.entries, self._usages, self._prefix
        files, data, root = self._files, self._data, self._root
        written: list[bytes] = []
        kinds: list[tuple[tuple[tuple[str, int], ...], str]] = []
        for (
            number,
            source,
            content,
            width,
            height,
            depth,
            properties,
            document,
            state,
            said_usage,
            hardness,
            revision,
        ) in rows:
            ordinal = number - prefix
            if ordinal not in self._wanted:
                continue
            counts = document is not None and state in splitting.COUNTED
            entries = entries_of(document if counts else _NOTHING)
            if counts and document != _NOTHING:
                self._annotated += 1
            usage = usages.get(ordinal, "") or ("" if self._forget else said_usage or "")
            kinds.append((entries.labels, usage))
            if revision is not None and revision > self._since and ordinal in self._old:
                self._modified += 1
            written.append(
                line(
                    source=source if ordinal not in files else data + name_of(source, root, ordinal),
                    content=content,
                    sample_id=f"{self._mark}{number:016x}",
                    usage=usage,
                    sample_type=self._type,
                    size=(width, height or 0, depth or 3) if width else None,
                    properties=properties,
                    hardness=hardness,
                    entries=entries,
                )
            )
            self.seen.append(ordinal)
        self._kinds.update(kinds)
        return b"".join(written)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return what was counted."""
        annotations = 0
        labels: Counter[str] = Counter()
        samples: Counter[str] = Counter()
        sets: Counter[str] = Counter()
        for (said, usage), times in self._kinds.items():
            if usage:
                sets[usage] += times
            for label, count in said:
                annotations += count * times
                labels[label] += count * times
                samples[label] += times
                if usage:
                    sets[f"{label} {usage}"] += times
        figures = {
            "annotated": self._annotated,
            "annotations": annotations,
            "modified": self._modified,
            "added": len(set(self.seen) - self._old),
        }
        return {"figures": figures, "labels": dict(labels), "samples": dict(samples), "sets": dict(sets)}
