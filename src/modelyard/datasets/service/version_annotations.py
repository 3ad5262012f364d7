"""VOC files and masks of a version, and a manifest that names them, where `annotation_format` asks for it (decision 0162).

The parts say everything themselves and stay what they are: versions are read, compared and restored from these.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

from modelyard.datasets.errors.version_forms import AnnotationFilesImpossible
from modelyard.datasets.models.datasets import LabellingJobRow
from modelyard.datasets.models.versions import DatasetVersionDetailRow, DatasetVersionPartRow
from modelyard.datasets.rules import exporting, manifest, paths, version_files, voc
from modelyard.datasets.rules.png import Colour
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service import version_reading
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.version_writing import Publication, pieces
from modelyard.datasets.service.working import Step
from modelyard.datasets.types.datasets import LabelType
from modelyard.objects.service import places

_TYPES = frozenset({LabelType.OBJECT_DETECTION, LabelType.IMAGE_SEGMENTATION})
_STEP_SECONDS = 1.0
_BATCH, _AT_ONCE = 100, 16
_MOST_IN_MEMORY = 16 * 2**20
# Of a label that was renamed while the version was published.
_OTHER = voc.colour_of(2**20)


def check(job: LabellingJobRow, wanted: str | None) -> None:
    """Raise AnnotationFilesImpossible where there are no shapes in pictures."""
    if wanted is not None and job.type not in _TYPES:
        raise AnnotationFilesImpossible(field="annotation_format", value=wanted)


async def write_some(context: DatasetsContext, current: Publication, at: Mapping[str, Any]) -> Step | None:
    """Write the files of some samples. None where none are wanted, or all are there. at: the checkpoint of the task."""
    if not current.version.options.get("annotation_format") or at.get("annotated"):
        return None
    number = next((each for each in current.parts if each >= at.get("part", 0)), None)
    if number is None:
        return Step(checkpoint={"phase": "manifest", "annotated": True})
    async with context.database.read_session() as db:
        part = await db.get_one(DatasetVersionPartRow, (current.version.id, number))
        detail = await db.get_one(DatasetVersionDetailRow, current.version.id)
    lines = list((await version_reading.lines_in(context, current.inner, part)).items())
    usual = at["usual"] if "usual" in at else _usual(current, lines)
    drawer = _Drawer(current, usual, {each["name"]: voc.colour_of(each["number"] - 1) for each in detail.labels})
    done = at["line"] if at.get("part") == number else 0
    problems: list[Problem] = []
    clock = asyncio.get_running_loop().time
    until = clock() + _STEP_SECONDS
    while done < len(lines):
        files, told = await asyncio.to_thread(drawer.drawn, lines[done : done + _BATCH])
        await _put_all(context, files)
        problems += told
        done += _BATCH
        if clock() > until:
            break
    following = {"part": number + 1, "line": 0} if done >= len(lines) else {"part": number, "line": done}
    at = {"phase": "manifest", "usual": usual, **following}
    return Step(checkpoint=at, bad=len({each.file for each in problems}), problems=problems)


async def write_manifest(context: DatasetsContext, current: Publication, parts: Sequence[DatasetVersionPartRow]) -> None:
    """Write the manifest of a version with the names of these files."""
    usual: str | None = None
    with SpooledTemporaryFile(_MOST_IN_MEMORY) as file:
        for part in parts:
            lines = list((await version_reading.lines_in(context, current.inner, part)).items())
            usual = _usual(current, lines) if usual is None else usual
            await asyncio.to_thread(file.writelines, _Drawer(current, usual, {}).lines(lines))
        size = file.tell()
        file.seek(0)
        target = places.read_place(paths.manifest_path(current.inner, current.version.name), field="work_path")
        await context.objects.store.put(target.bucket, target.key, pieces(file), size_bytes=size)


@dataclass(frozen=True)
class _Drawer:
    """Makes files and lines of samples. usual: the ending of most files. colours: of labels in masks."""

    current: Publication
    usual: str
    colours: Mapping[str, Colour]

    def drawn(self, lines: Sequence[tuple[int, bytes]]) -> tuple[dict[str, bytes], list[Problem]]:
        """Return the files of samples by their places, and what cannot be drawn."""
        files: dict[str, bytes] = {}
        problems: list[Problem] = []
        for ordinal, line in lines:
            item = manifest.read_line(line)[0] if version_files.has_shapes(line) else None
            if item is None:
                continue
            name = _name(self.current, item.source, ordinal)
            xml, mask = (self._place(each) for each in version_files.names_of(name, self.usual))
            if places.spell(xml) is None or places.spell(mask) is None:
                problems.append(Problem("shape", "source", f"name of a file: {xml[:200]}", file=item.source))
                continue
            picture = voc.Picture(item.source.rpartition("/")[2], item.annotations, item.size, "NA")
            if self.current.version.label_type == LabelType.IMAGE_SEGMENTATION:
                colours = {each.label: self.colours.get(each.label, _OTHER) for each in item.annotations}
                painted = voc.mask_of(picture, colours)
                if painted is None:
                    problems.append(Problem("size", file=item.source))
                else:
                    files[mask] = painted
                    picture = picture._replace(mask=mask)
                files[xml] = voc.write(picture, colours)
            else:
                files[xml] = voc.write(picture)
        return files, problems

    def lines(self, lines: Sequence[tuple[int, bytes]]) -> list[bytes]:
        """Return lines that name the files of samples."""
        written = []
        for ordinal, line in lines:
            told = line
            if version_files.has_shapes(line):
                name = _name(self.current, version_files.source_of(line), ordinal)
                place = self._place(version_files.names_of(name, self.usual)[0])
                if places.spell(place) is not None:
                    told = version_files.with_file(line, "s3://" + place.removeprefix("obs://"))
            written.append(told + b"\n")
        return written

    def _place(self, name: str) -> str:
        return paths.version_folder(self.current.inner, self.current.version.name) + name


def _name(current: Publication, source: str, ordinal: int) -> str:
    """Return what a file is called below the input path, or below the folder of the version, where it was copied."""
    place = "obs://" + source.partition("://")[2]
    copied = paths.data_path(current.inner, current.version.name)
    return place.removeprefix(copied) if place.startswith(copied) else exporting.name_of(place, current.row.input_path, ordinal)


def _usual(current: Publication, lines: Sequence[tuple[int, bytes]]) -> str:
    return version_files.ending_of(_name(current, version_files.source_of(lines[0][1]), lines[0][0])) if lines else ""


async def _put_all(context: DatasetsContext, files: Mapping[str, bytes]) -> None:
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(place: str, content: bytes) -> None:
        target = places.read_place(place, field="work_path")
        async with slots:
            await context.objects.store.put(target.bucket, target.key, content, size_bytes=len(content))

    await asyncio.gather(*(one(*each) for each in files.items()))
