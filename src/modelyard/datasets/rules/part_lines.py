"""The lines of parts of a version: what is written of each sample, and what is counted meanwhile.

All that is told and answered are plain values: another process may do this.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from modelyard.datasets.rules import bitmaps, version_parts
from modelyard.datasets.rules.exporting import name_of
from modelyard.datasets.rules.splits import USAGES
from modelyard.datasets.rules.version_lines import LineWriter
from modelyard.datasets.types.datasets import COUNTED, LabelType

_NOTHING = b"[]"
_Kind = tuple[tuple[tuple[str, int], ...], str]


class Form(NamedTuple):
    """What is the same in all parts of a version. names: of labels by number; mark: what ids of samples begin with.

    first: the number of the sample with ordinal 0. since: the revision of the version before. forget: whether usages that
    were said before are left out. data: the folder of files that were copied; root: the input path of the dataset.
    """

    label_type: int
    names: dict[str, str]
    keep_hard: bool
    mark: str
    first: int
    sample_type: int
    since: int
    forget: bool
    data: str
    root: str


class PartForm(NamedTuple):
    """A part as it is stored: the sets of its members, usages and copied files; and the members of the version before."""

    number: int
    members: bytes
    usages: bytes
    files: bytes
    before: bytes


class Page(NamedTuple):
    """Some samples of a part. part: told with its first page. rows: as `reading_documents.LINE`."""

    part: PartForm | None
    rows: Sequence[Sequence[Any]]
    is_last: bool


class Counted(NamedTuple):
    """What is in a part. members: a packed set of `seen` ordinals; gone: how many samples were deleted since it was frozen."""

    counts: dict[str, dict[str, int]]
    members: bytes
    seen: int
    gone: int


class PartLines:
    """Writes the lines of one version, part after part."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._writer = LineWriter(LabelType(form.label_type), form.names, keep_hard=form.keep_hard)
        self._part: _Part | None = None

    def take(self, page: Page) -> tuple[bytes, Counted | None]:
        """Return the lines of a page; with the last one of a part, what was counted."""
        if page.part is not None:
            self._part = _Part(self._form, self._writer, page.part)
        assert self._part is not None
        lines = self._part.lines(page.rows)
        return lines, self._part.counted() if page.is_last else None


class _Part:
    def __init__(self, form: Form, writer: LineWriter, part: PartForm) -> None:
        self._form, self._writer, self._stored = form, writer, part
        self._wanted = set(bitmaps.members_of(version_parts.unpacked(part.members, part.number)))
        self._usages = {
            ordinal: str(usage)
            for usage, chosen in zip(USAGES, version_parts.unpacked_all(part.usages, part.number), strict=False)
            for ordinal in bitmaps.members_of(chosen)
        }
        self._files = set(bitmaps.members_of(version_parts.unpacked(part.files, part.number)))
        self._before = set(bitmaps.members_of(version_parts.unpacked(part.before, part.number)))
        # How often samples have these labels and this usage: there are few of these, compared with samples.
        self._kinds: Counter[_Kind] = Counter()
        self._annotated = self._modified = 0
        self._seen: list[int] = []

    def lines(self, rows: Sequence[Sequence[Any]]) -> bytes:
        line, entries_of, usages, form = self._writer.line, self._writer.entries, self._usages, self._form
        files, first, mark, sample_type = self._files, form.first, form.mark.encode(), form.sample_type
        written: list[bytes] = []
        kinds: list[_Kind] = []
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
            ordinal = number - first
            if ordinal not in self._wanted:
                continue
            counts = document is not None and state in COUNTED
            entries = entries_of(document if counts else _NOTHING)
            if counts and document != _NOTHING:
                self._annotated += 1
            usage = usages.get(ordinal, "") or ("" if form.forget else said_usage or "")
            kinds.append((entries.labels, usage))
            if revision is not None and revision > form.since and ordinal in self._before:
                self._modified += 1
            written.append(
                line(
                    source=source if ordinal not in files else form.data + name_of(source, form.root, ordinal),
                    content=content,
                    sample_id=b"%b%016x" % (mark, number),
                    usage=usage,
                    sample_type=sample_type,
                    size=(width, height, depth),
                    properties=properties,
                    hardness=hardness,
                    entries=entries,
                )
            )
            self._seen.append(ordinal)
        self._kinds.update(kinds)
        return b"".join(written)

    def counted(self) -> Counted:
        stored, gone = self._stored, len(self._wanted) - len(self._seen)
        members = version_parts.packed(bitmaps.of(self._seen), stored.number) if gone else stored.members
        return Counted(self._counts(), members, len(self._seen), gone)

    def _counts(self) -> dict[str, dict[str, int]]:
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
            "added": len(set(self._seen) - self._before),
        }
        return {"figures": figures, "labels": dict(labels), "samples": dict(samples), "sets": dict(sets)}
