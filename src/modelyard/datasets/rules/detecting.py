"""What a folder probably is, by the names of its first files."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from modelyard.datasets.rules import folders
from modelyard.datasets.types.datasets import DataType, LabelType
from modelyard.datasets.types.sources import Format

_DIRECTORIES = {
    LabelType.SOUND_CLASSIFICATION: Format.FOLDERS,
    LabelType.IMAGE_SEGMENTATION: Format.SEGMENTATION,
    LabelType.TABLE: Format.TABLE,
}
_METADATA = frozenset({"metadata.jsonl", "metadata.csv", "metadata.parquet"})


class Suggestion(NamedTuple):
    """A format that a folder may have. sure: how sure, from 0 to 100. reason: what was seen, in both languages."""

    format: Format
    sure: int
    reason: str
    reason_zh: str


def suggestions(paths: Sequence[str], heads: Mapping[str, bytes]) -> list[Suggestion]:
    """Return what a folder may be, the likeliest first. heads: the first bytes of JSON, XML and CSV files near the top."""
    found: list[Suggestion] = [*_by_names(paths), *_by_contents(heads)]
    if any(each.endswith(".manifest") for each in paths):
        found.append(Suggestion(Format.MANIFEST, 95, "there is a *.manifest file", "存在 *.manifest 文件"))
    found.append(Suggestion(Format.PLAIN, 10, "data without annotations can always be imported", "始终可以导入无标注的数据"))
    best: dict[Format, Suggestion] = {}
    for each in sorted(found, key=lambda one: -one.sure):
        best.setdefault(each.format, each)
    return list(best.values())


def directory_format(label_type: LabelType, paths: Iterable[str], options: Mapping[str, Any]) -> Format:
    """Return the format of a directory that was only called one, for datasets of a type."""
    names = list(paths)
    if label_type is LabelType.OBJECT_DETECTION:
        asked = options.get("annotation_format")
        if asked == "COCO":
            return Format.COCO
        return Format.YOLO if "obj.data" in names and asked != "VOC" else Format.VOC
    if label_type is LabelType.TEXT_CLASSIFICATION:
        return Format.TEXT_PAIRS if options.get("label_type") == "0" else Format.TEXT_LINES
    if label_type is LabelType.IMAGE_CLASSIFICATION:
        return Format.TEXTS if _pairs(names, "txt") else Format.FOLDERS
    return _DIRECTORIES.get(label_type, Format.PLAIN)


def _by_names(paths: Sequence[str]) -> list[Suggestion]:
    names = Counter(path.rpartition("/")[2].lower() for path in paths)
    images = [path for path in paths if folders.is_data(path, DataType.IMAGE)]
    found = []
    if names["obj.data"] or names["obj.names"]:
        found.append(Suggestion(Format.YOLO, 95, "there is obj.data or obj.names", "存在 obj.data 或 obj.names"))
    elif images and (names["data.yaml"] or names["classes.txt"]):
        found.append(Suggestion(Format.YOLO, 90, "there is data.yaml or classes.txt", "存在 data.yaml 或 classes.txt"))
    if _METADATA & names.keys():
        found.append(
            Suggestion(Format.HUGGING_FACE, 90, "there is a metadata file beside the data", "数据旁存在 metadata 文件")
        )
    if any(folders.is_mask(path) for path in paths) and any(name.endswith(".xml") for name in names):
        found.append(Suggestion(Format.SEGMENTATION, 85, "there are XML files and masks", "存在 XML 文件与掩码图像"))
    xml = _pairs(paths, "xml")
    if xml:
        found.append(Suggestion(Format.VOC, 80, f"{xml} images have an XML file", f"{xml} 张图像有 XML 文件"))
    txt = _pairs(paths, "txt")
    if txt:
        found.append(Suggestion(Format.TEXTS, 60, f"{txt} images have a text file", f"{txt} 张图像有文本文件"))
    results = sum(folders.texts_of(path) is not None for path in paths)
    if results:
        found.append(
            Suggestion(Format.TEXT_PAIRS, 85, f"there are {results} *_result files", f"存在 {results} 个 *_result 文件")
        )
    sounds = [path for path in paths if folders.is_data(path, DataType.AUDIO)]
    labels = {folders.folder_label(path) for path in (*images, *sounds)} - {None}
    if len(labels) > 1:
        reason = (f"the files are in {len(labels)} folders", f"文件位于 {len(labels)} 个文件夹中")
        found.append(Suggestion(Format.FOLDERS, 40, *reason))
    return found


def _by_contents(heads: Mapping[str, bytes]) -> list[Suggestion]:
    found = []
    for path, head in heads.items():
        name = path.rpartition("/")[2].lower()
        if name.endswith(".json") and b'"images"' in head and (b'"file_name"' in head or b'"categories"' in head):
            found.append(Suggestion(Format.COCO, 95, f"{path} lists images and categories", f"{path} 列出了图像和类别"))
        elif name.endswith(".json") and b'"data"' in head and b'"annotations"' in head:
            found.append(Suggestion(Format.LABEL_STUDIO, 90, f"{path} is a list of tasks", f"{path} 是任务列表"))
        elif name.endswith(".json") and b'"images"' in head:
            found.append(Suggestion(Format.COCO, 70, f"{path} lists images", f"{path} 列出了图像"))
        elif name.endswith(".xml") and b"<annotations>" in head:
            found.append(Suggestion(Format.CVAT, 95, f"{path} holds annotations of many images", f"{path} 包含多张图像的标注"))
        elif name.endswith(".csv"):
            columns = {each.strip(' "\xef\xbb\xbf').lower() for each in head.split(b"\n")[0].decode("latin-1").split(",")}
            if columns & {"source", "filename", "file_name", "image", "path"} and columns & {"label", "class", "xmin"}:
                found.append(Suggestion(Format.CSV, 85, f"{path} names files and labels", f"{path} 列出了文件与标签"))
            elif len(columns) > 1:
                found.append(Suggestion(Format.TABLE, 40, f"{path} is a table", f"{path} 是表格"))
        elif name.endswith(".txt") and b"\t" in head:
            found.append(Suggestion(Format.TEXT_LINES, 50, f"{path} has tabs in its lines", f"{path} 的各行含有制表符"))
    return found


def _pairs(paths: Sequence[str], ending: str) -> int:
    labels = {path for path in paths if path.lower().endswith(f".{ending}")}
    data = [path for path in paths if folders.is_data(path, DataType.IMAGE)]
    return sum(any(place in labels for place in folders.partner(path, ending)) for path in data)
