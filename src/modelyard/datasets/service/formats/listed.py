"""Formats in which every file of data is a sample: read in the order of the listing, a page at a time."""

from collections.abc import Sequence
from typing import Any

from modelyard.datasets.rules import folders, texts, voc, yolo
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.fitting import seen_size
from modelyard.datasets.rules.folders import Pair
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.service.formats.files import MOST_BYTES, Files, Source, all_of, folder_of, image_of, joined, sample_of
from modelyard.datasets.service.readers import Batch, Found
from modelyard.datasets.types.datasets import Kind
from modelyard.datasets.types.sources import FileInfo

_MOST_PAGES = 64
_MOST_LABELS = 1024 * 1024


class Plain(Source):
    """Files of data, unlabelled."""

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        page, is_last = await files.page(checkpoint.get("after", ""), min(limit, 1000))
        problems: list[Problem] = []
        wanted = [each for each in page if folders.is_data(each.path, self.ask.data_type)]

        async def one(info: FileInfo) -> Found | None:
            return await sample_of(files, info, Item(info.path, self.said(info.path)), self.ask, problems)

        found = [each for each in await all_of(one, wanted) if each is not None]
        after = page[-1].path if page else checkpoint.get("after", "")
        return Batch({"after": after}, is_last, found, problems, seen=len(wanted))

    def said(self, path: str) -> tuple[Annotation, ...]:
        """Return what is said by where a file lies: nothing."""
        return ()


class ByFolder(Plain):
    """The folder that a file is in is its label."""

    def said(self, path: str) -> tuple[Annotation, ...]:
        """See `Plain`."""
        label = folders.folder_label(path)
        return (Annotation(Kind.CLASS, label=label),) if label else ()


class Paired(Source):
    """Files of data, each with a file of labels: beside it, or in a folder beside its folder."""

    ending = ""

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        page, is_last = await self._page(files, checkpoint.get("after", ""))
        problems: list[Problem] = []
        sizes = {each.path: each for each in page}
        pairs, told = folders.pairs_by_ending([each for each in sizes if self.counts(each)], self.ask.data_type, self.ending)
        problems += [
            each._replace(place="", file=each.value)
            for each in told
            if folder_of(each.value).rpartition("/")[2].lower() not in _BESIDE
        ]

        async def one(pair: Pair) -> Found | None:
            info = sizes[pair.data]
            labels = pair.label or await self._elsewhere(files, pair.data)
            item = Item(pair.data)
            if labels is not None:
                said = Problems(labels)
                with said.at(""):
                    item, more = await self.labelled(files, info, labels)
                    said += more
                problems.extend(said)
            return await sample_of(files, info, item, self.ask, problems)

        found = [each for each in await all_of(one, pairs) if each is not None]
        after = page[-1].path if page else checkpoint.get("after", "")
        return Batch({"after": after}, is_last, found, problems, seen=len(pairs))

    async def labelled(self, files: Files, info: FileInfo, labels: str) -> tuple[Item, list[Problem]]:
        """Return a sample as its file of labels says it; raises `Unreadable`."""
        raise NotImplementedError

    def counts(self, path: str) -> bool:
        """Return whether a file is looked at."""
        return True

    async def _page(self, files: Files, after: str) -> tuple[list[FileInfo], bool]:
        """Return files of which none has a partner that is still to come."""
        page: list[FileInfo] = []
        for _ in range(_MOST_PAGES):
            more, is_last = await files.page(page[-1].path if page else after)
            page += more
            if is_last or not page:
                return page, is_last
            whole = folders.complete([each.path for each in page])
            if whole:
                return page[:whole], False
        return page, False

    async def _elsewhere(self, files: Files, path: str) -> str | None:
        for place in folders.partner(path, self.ending)[1:]:
            if await files.info(place) is not None:
                return place
        return None


_BESIDE = frozenset({"annotations", "labels"})


class Texts(Paired):
    """A text file with one label in each line beside each image."""

    ending = "txt"

    async def labelled(self, files: Files, info: FileInfo, labels: str) -> tuple[Item, list[Problem]]:
        """See `Paired`."""
        content = await files.read(labels, length=_MOST_LABELS)
        return Item(info.path, folders.read_labels(texts.decoded(content, otherwise=self.ask.encoding))), []


class VOC(Paired):
    """An XML file for each image."""

    ending = "xml"

    async def labelled(self, files: Files, info: FileInfo, labels: str) -> tuple[Item, list[Problem]]:
        """See `Paired`."""
        picture, problems = voc.read(await _whole(files, labels), labels)
        if picture is None:
            return Item(info.path), problems
        if picture.coloured:
            mask = await self._mask(files, labels, picture.mask)
            picture, told = voc.painted(picture, mask) if mask else (picture, [Problem("absent", "mask_source", picture.mask)])
            problems += [each._replace(file=labels) for each in told]
        return Item(info.path, picture.annotations, size=picture.size), problems

    async def _mask(self, files: Files, labels: str, name: str) -> bytes | None:
        parts = name.split("/")
        # A place in another bucket may be the same folder before it was copied; its last folder and name are tried.
        for place in (joined("", name), joined(folder_of(labels), name), joined("", "/".join(parts[-2:]))):
            if place and await files.info(place) is not None:
                return await _whole(files, place)
        return None


class Segmentation(VOC):
    """VOC with masks, which are no samples."""

    def counts(self, path: str) -> bool:
        """See `Paired`."""
        return not folders.is_mask(path)


class LooseYOLO(Paired):
    """YOLO as trainers of today have it: `classes.txt` or `data.yaml`, a folder of images and one of labels."""

    ending = "txt"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._names: Sequence[str] | None = None

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        self._names = checkpoint.get("names") or await self._found_names(files)
        batch = await super().read(files, checkpoint, limit)
        batch.checkpoint["names"] = list(self._names)
        return batch

    def counts(self, path: str) -> bool:
        """See `Paired`."""
        return path.rpartition("/")[2].lower() not in {"classes.txt", "notes.json", "data.yaml", "data.yml"}

    async def labelled(self, files: Files, info: FileInfo, labels: str) -> tuple[Item, list[Problem]]:
        """See `Paired`."""
        width, height, _ = seen_size(await image_of(files, info))
        text = texts.decoded(await files.read(labels, length=MOST_BYTES), otherwise=self.ask.encoding)
        said, problems = yolo.read_boxes(text, self._names or (), (width, height), labels)
        return Item(info.path, said), problems

    async def _found_names(self, files: Files) -> Sequence[str]:
        for name in ("classes.txt", "obj.names", "labels/classes.txt"):
            if await files.info(name) is not None:
                return yolo.read_names(texts.decoded(await files.read(name, length=_MOST_LABELS)))
        for name in ("data.yaml", "data.yml"):
            if await files.info(name) is not None:
                return yolo.read_yaml_names(texts.decoded(await files.read(name, length=_MOST_LABELS)))
        raise Unreadable("absent", value="classes.txt")


async def _whole(files: Files, path: str) -> bytes:
    content = await files.read(path, length=MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable("long", value="100 MiB")
    return content
