"""The directory formats: which file, which line or which folder labels what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from modelyard.core.types import StrEnum
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.texts import lines_of
from modelyard.datasets.types.datasets import DataType, Kind, LabelType

# What counts as data, by data type; anything is data of a free dataset.
ENDINGS: Mapping[DataType, frozenset[str]] = {
    DataType.IMAGE: frozenset({"jpg", "jpeg", "png", "bmp"}),
    DataType.AUDIO: frozenset({"wav"}),
    DataType.TEXT: frozenset({"txt", "csv"}),
    DataType.VIDEO: frozenset({"mp4"}),
    DataType.TABLE: frozenset({"csv"}),
    DataType.FREE: frozenset(),
}
MOST_TEXT_BYTES = 100 * 1024
_RESULT = "_result"
# Folders of pictures, and those beside them that label these, by the ending of labels.
_PICTURES = frozenset({"images", "jpegimages"})
_LABELS = {"xml": ("Annotations", "annotations"), "txt": ("labels",)}
_MASKS = frozenset({"segmentationClassRaw", "SegmentationClass", "SegmentationObject"})
_CONTENT = "content://"


class Layout(StrEnum):
    """A directory format, by its public name."""

    IMAGE_FOLDERS = "ModelArts imageNet 1.0"
    IMAGE_TEXTS = "ModelArts image classification 1.0"
    VOC = "ModelArts PASCAL VOC 1.0"
    YOLO = "YOLO"
    SEGMENTATION = "ModelArts image segmentation 1.0"
    TEXT_LINES = "ModelArts text classification combine 1.0"
    TEXT_PAIRS = "ModelArts text classification 1.0"
    AUDIO_FOLDERS = "ModelArts audio classification dir 1.0"


LABEL_TYPES: Mapping[Layout, LabelType] = {
    Layout.IMAGE_FOLDERS: LabelType.IMAGE_CLASSIFICATION,
    Layout.IMAGE_TEXTS: LabelType.IMAGE_CLASSIFICATION,
    Layout.VOC: LabelType.OBJECT_DETECTION,
    Layout.YOLO: LabelType.OBJECT_DETECTION,
    Layout.SEGMENTATION: LabelType.IMAGE_SEGMENTATION,
    Layout.TEXT_LINES: LabelType.TEXT_CLASSIFICATION,
    Layout.TEXT_PAIRS: LabelType.TEXT_CLASSIFICATION,
    Layout.AUDIO_FOLDERS: LabelType.SOUND_CLASSIFICATION,
}


class Pair(NamedTuple):
    """A file of data and the file that labels it, if there is one."""

    data: str
    label: str | None = None


def layout_of(name: str) -> Layout | None:
    """Return the layout of a public name; the misspelling that public clients send is understood."""
    known = name.strip().replace("classfication", "classification").lower()
    return next((each for each in Layout if each.lower() == known), None)


def is_data(path: str, data_type: DataType) -> bool:
    """Return whether a file counts as data. Hidden files and folders (`key/`) do not."""
    name = path.rpartition("/")[2]
    endings = ENDINGS[data_type]
    stem, dot, ending = name.rpartition(".")
    return bool(name) and not name.startswith(".") and (not endings or bool(stem and dot and ending.lower() in endings))


def folder_label(path: str) -> str | None:
    """Return the label of a file whose folder is its label; None at the top."""
    return path.rpartition("/")[0].rpartition("/")[2] or None


def pairs_by_ending(paths: Iterable[str], data_type: DataType, ending: str) -> tuple[list[Pair], list[Problem]]:
    """Return each file of data with the file of the same name and this ending (`txt`, `xml`) beside it.

    Label files without data are problems; data without a label file are unlabelled.
    """
    problems = Problems()
    data: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for path in paths:
        stem, _, found = path.rpartition(".")
        if found.lower() == ending and stem.rpartition("/")[2]:
            labels[stem] = path
        elif is_data(path, data_type):
            data.setdefault(stem, []).append(path)
    for stem in sorted(labels.keys() - data.keys()):
        problems.note("pair", labels[stem], labels[stem])
    found_pairs = [Pair(path, labels.get(stem)) for stem, same in data.items() for path in same]
    return sorted(found_pairs), problems


def complete(paths: Sequence[str]) -> int:
    """Return how many paths of the beginning of a listing (in order) can be looked at without knowing what follows.

    All names that begin with `1.` stand together, so a file is complete with its partners once another name has come.
    """
    last = paths[-1]
    for place, path in enumerate(paths):
        stem, dot, ending = path.rpartition(".")
        if dot and "/" not in ending and last.startswith(f"{stem}."):
            return place
    return len(paths)


def partner(path: str, ending: str) -> list[str]:
    """Return where the file that labels an image may lie: beside it, and in the folders that other tools make."""
    stem = path.rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    above, _, last = folder.rpartition("/")
    places = [f"{stem}.{ending}"]
    if last.lower() in _PICTURES or _PICTURES & {each.lower() for each in folder.split("/")}:
        top = f"{above}/" if above else ""
        places += [f"{top}{other}/{name}.{ending}" for other in _LABELS.get(ending, ())]
        parts = folder.split("/")
        inner = next((place for place, each in enumerate(parts) if each.lower() in _PICTURES), len(parts) - 1)
        for other in _LABELS.get(ending, ()):
            places.append("/".join([*parts[:inner], other, *parts[inner + 1 :], f"{name}.{ending}"]))
    return list(dict.fromkeys(places))


def is_mask(path: str) -> bool:
    """Return whether a picture is no sample but the mask of one, by the folder that it is in."""
    return not _MASKS.isdisjoint(path.split("/")[:-1])


def pairs_of_texts(paths: Iterable[str]) -> tuple[list[Pair], list[Problem]]:
    """Return each text file with its `_result` file; a result without a text is a problem."""
    problems = Problems()
    stems = {path.rpartition(".")[0]: path for path in paths if is_data(path, DataType.TEXT)}
    results = {stem for stem in stems if stem.endswith(_RESULT)}
    for stem in sorted(results):
        if stem.removesuffix(_RESULT) not in stems:
            problems.note("pair", stems[stem], stems[stem])
    found = [Pair(path, stems.get(stem + _RESULT)) for stem, path in stems.items() if stem not in results]
    return sorted(found), problems


def read_labels(text: str) -> tuple[Annotation, ...]:
    """Return the labels of a file that has one in each line; the same label twice is one."""
    names = dict.fromkeys(line.strip() for line in lines_of(text))
    return tuple(Annotation(Kind.CLASS, label=name) for name in names if name)


def write_labels(annotations: Iterable[Annotation]) -> str:
    """Return a file with one label in each line. Line breaks in labels become spaces."""
    return "".join(f"{' '.join(each.label.split())}\n" for each in annotations if each.kind is Kind.CLASS)


def read_text_lines(
    text: str, *, sample_separator: str = "\t", label_separator: str = ",", file: str = ""
) -> tuple[list[tuple[int, Item]], list[Problem]]:
    """Return the samples of a file that has text and labels in each line, with the numbers of the lines.

    The last separator in a line counts: texts have tabs more often than labels do.
    """
    problems = Problems(file)
    found = []
    for number, line in enumerate(lines_of(text), 1):
        if line.strip():
            with problems.at("", line=number):
                found.append((number, text_line(line, sample_separator, label_separator)))
    return found, problems


def text_line(line: str, sample_separator: str = "\t", label_separator: str = ",") -> Item:
    """Return the sample of a line of text and labels; raises `Unreadable`."""
    said, _, labels = line.rpartition(sample_separator) if sample_separator in line else (line, "", "")
    return text_item(said, labels.split(label_separator))


def is_text(path: str) -> bool:
    """Return whether a file has texts, and not the labels of another file's texts."""
    return is_data(path, DataType.TEXT) and not path.rpartition(".")[0].endswith(_RESULT)


def texts_of(path: str) -> str | None:
    """Return the file whose texts a file labels; None if it is no file of labels."""
    stem, _, ending = path.rpartition(".")
    if not is_data(path, DataType.TEXT) or not stem.endswith(_RESULT):
        return None
    return f"{stem.removesuffix(_RESULT)}.{ending}"


def read_text_pairs(
    text: str, labels: str | None, *, label_separator: str = ",", file: str = ""
) -> tuple[list[tuple[int, Item]], list[Problem]]:
    """Return the samples of a file of texts and a file of labels, line by line."""
    problems = Problems(file)
    found = []
    texts = lines_of(text)
    said = lines_of(labels) if labels is not None else []
    if labels is not None and len(texts) != len(said):
        problems.note("pair", "lines", f"{len(texts)} / {len(said)}")
    for number, line in enumerate(texts, 1):
        if line.strip():
            with problems.at("", line=number):
                names = said[number - 1] if number <= len(said) else ""
                found.append((number, text_item(line, names.split(label_separator))))
    return found, problems


def write_text_lines(items: Iterable[Item], *, sample_separator: str = "\t", label_separator: str = ",") -> Iterator[str]:
    """Yield a line for each sample. Line breaks in a text become spaces: a line is a sample."""
    for item in items:
        text = " ".join(item.source.removeprefix(_CONTENT).splitlines())
        labels = label_separator.join(each.label for each in item.annotations if each.kind is Kind.CLASS)
        yield f"{text}{sample_separator}{labels}\n"


def text_item(text: str, labels: Iterable[str]) -> Item:
    """Return the sample of a text with these labels; raises `Unreadable`."""
    if len(text.encode("utf-8", "replace")) > MOST_TEXT_BYTES:
        raise Unreadable("long", value="100 KiB")
    if not text.strip():
        raise Unreadable("empty")
    names = dict.fromkeys(label.strip() for label in labels)
    return Item(source=_CONTENT + text, annotations=tuple(Annotation(Kind.CLASS, label=each) for each in names if each))
