"""The readers of imports for formats that are files in a folder of the object storage."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from modelyard.datasets.rules.detecting import directory_format
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats import hugging_face, lines, listed, whole
from modelyard.datasets.service.formats.files import Ask, ObjectFiles, Source
from modelyard.datasets.service.readers import Batch, ImportNow, Reader
from modelyard.datasets.types.datasets import DataType
from modelyard.datasets.types.sources import Format
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import places

_LIMIT = 1000
_CONTENT = "content://"

SOURCES: Mapping[Format, Callable[[Ask], Source]] = {
    Format.PLAIN: listed.Plain,
    Format.FOLDERS: listed.ByFolder,
    Format.TEXTS: listed.Texts,
    Format.VOC: listed.VOC,
    Format.SEGMENTATION: listed.Segmentation,
    Format.YOLO: lines.YOLO,
    Format.TEXT_LINES: lines.TextLines,
    Format.TEXT_PAIRS: whole.Pairs,
    Format.COCO: whole.COCO,
    Format.CVAT: whole.CVAT,
    Format.LABEL_STUDIO: whole.LabelStudio,
    Format.CSV: whole.CSV,
    Format.HUGGING_FACE: hugging_face.HuggingFace,
}
# Folders of annotations, whose files speak of what lies beside the folder.
_BESIDE = frozenset({"annotations", "labels"})


class FolderReader(Reader):
    """Reads one format. The place of the import is a folder, or the file of annotations in it."""

    target: ClassVar[Format]

    def __init__(self) -> None:
        self._source: Source | None = None
        self._root = Location("", "")

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        if self._source is None:
            self._root, file = root_of(places.read_place(task.source, field="import_path"))
            ask = Ask(task.label_type, file, options_of(task.goal), context.objects.spool)
            self._source = await self._chosen(context, task, ask)
        batch = await self._source.read(self._files(context, task), dict(task.checkpoint), _LIMIT)
        top = f"s3://{self._root.bucket}/{self._root.key}"
        batch.found = [
            each
            if each.item.source.startswith(_CONTENT)
            else replace(each, item=each.item._replace(source=top + each.item.source))
            for each in batch.found
        ]
        return batch

    async def close(self) -> None:
        """See `Reader`."""
        if self._source is not None:
            await self._source.close()

    def _files(self, context: DatasetsContext, task: ImportNow) -> ObjectFiles:
        return ObjectFiles(context.objects, task.who, self._root)

    async def _chosen(self, context: DatasetsContext, task: ImportNow, ask: Ask) -> Source:
        target = self.target if task.goal.get("with_annotations", True) else Format.PLAIN
        if target is Format.PLAIN and ask.data_type is DataType.TEXT:
            return lines.PlainLines(ask)
        if target is Format.YOLO and await self._files(context, task).info("obj.data") is None:
            return listed.LooseYOLO(ask)
        return SOURCES[target](ask)


class DirectoryReader(FolderReader):
    """Reads a directory by what the type of the dataset and its first files suggest."""

    target = Format.PLAIN

    async def _chosen(self, context: DatasetsContext, task: ImportNow, ask: Ask) -> Source:
        page, _ = await self._files(context, task).page("")
        self.target = directory_format(task.label_type, [each.path for each in page], ask.options)  # type: ignore[misc]
        return await super()._chosen(context, task, ask)


def options_of(goal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an import as sources read them; those of the public operation have other names."""
    options = dict(goal.get("options") or {})
    given = options.get("label_format") or {}
    if isinstance(given, dict):
        for name, told in (("sample_separator", "text_sample_separator"), ("label_separator", "text_label_separator")):
            if given.get(told):
                options[name] = given[told]
        options["label_type"] = str(given.get("label_type") or "1")
    return options


def root_of(place: Location) -> tuple[Location, str]:
    """Return the folder that an import reads, and the file of annotations in it if one was named."""
    if not place.key or place.key.endswith("/"):
        return place, ""
    folder, _, name = place.key.rpartition("/")
    above, _, last = folder.rpartition("/")
    if last.lower() in _BESIDE:
        return Location(place.bucket, f"{above}/" if above else ""), f"{last}/{name}"
    return Location(place.bucket, f"{folder}/" if folder else ""), name


def _reader_of(target: Format) -> type[Reader]:
    return type(f"{target}Reader", (FolderReader,), {"target": target, "__doc__": f"Reads {target}."})


READERS: Mapping[str, type[Reader]] = {target.lower(): _reader_of(target) for target in SOURCES}
