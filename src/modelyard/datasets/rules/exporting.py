"""Writing every format, page by page: samples in, files out. All that has to be remembered in between is a small state.

`write` is called for one page of samples after another, each time with the state that the last call gave; `finish` comes
at the end. Small files are given whole. Large ones are composed: their pieces are kept under a name (`section`) as they
come, and `finish` says which sections, with which bytes between them, make up which file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from modelyard.datasets.rules import coco, cvat, folders, labelstudio, tables, voc, yolo
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.geometry import bounds, number
from modelyard.datasets.rules.keeping import kept
from modelyard.datasets.rules.problems import Problem, Unreadable
from modelyard.datasets.types.datasets import Kind, Usage
from modelyard.datasets.types.sources import Format

_CONTENT = "content://"
_MORE = "_more"


class Sample(NamedTuple):
    """A sample to write: `item.source` is where its file lies, or `content://` and a text; name: see `name_of`."""

    item: Item
    name: str


@dataclass
class Written:
    """What came of a page. copies: from where, to which name. pieces: bytes to add to a section. state: for the next call."""

    state: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)
    pieces: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, section: str, piece: bytes) -> None:
        """Add to a section."""
        self.pieces[section] = self.pieces.get(section, b"") + piece


class Composed(NamedTuple):
    """A file made of sections: `parts` are names of sections, and bytes to write between them. Missing ones are empty."""

    name: str
    parts: tuple[str | bytes, ...]


@dataclass
class End:
    """What is left to write at the end."""

    files: dict[str, bytes] = field(default_factory=dict)
    composed: list[Composed] = field(default_factory=list)


def name_of(source: str, root: str, ordinal: int) -> str:
    """Return the name that a file of a dataset has in an export: its path below the input path, else one made for it."""
    if root and source.startswith(root) and not source.startswith(root + _MORE):
        return source[len(root) :]
    return f"{_MORE}/{ordinal}-{source.rpartition('/')[2]}"


def write(target: Format, samples: Sequence[Sample], state: Mapping[str, Any], *, with_files: bool = True) -> Written:
    """Write a page of samples. state: of the page before, empty at first. with_files: whether files of samples are copied."""
    done = Written(dict(state))
    for sample in samples:
        item, lost = kept(sample.item, target)
        done.problems += lost
        try:
            name = _WRITE[target](done, item, sample.name)
        except Unreadable as error:
            done.problems.append(error.problem._replace(file=sample.item.source))
            continue
        if with_files and not item.source.startswith(_CONTENT):
            done.copies.append((item.source, name))
    return done


def finish(target: Format, state: Mapping[str, Any]) -> End:
    """Return what is to be written after the last page."""
    return _FINISH[target](state) if target in _FINISH else End()


def _write_plain(done: Written, item: Item, name: str) -> str:
    if item.source.startswith(_CONTENT):
        done.add("texts", f"{_one_line(item)}\n".encode("utf-8", "replace"))
        done.state["texts"] = True
    return name


def _finish_plain(state: Mapping[str, Any]) -> End:
    return End(composed=[Composed("samples.txt", ("texts",))] if state.get("texts") else [])


def _write_folders(done: Written, item: Item, name: str) -> str:
    """Keep files where their folder is their label already, else add one for it, so that no two files have one name."""
    folder, _, file = name.rpartition("/")
    label = item.annotations[0].label if item.annotations else ""
    if label and not is_folder(label):
        done.problems.append(Problem("lost", "label", label, file=item.source))
        label = ""
    if not label:
        # At the top, where no folder says anything.
        done.state["unlabelled"] = int(done.state.get("unlabelled", 0)) + 1
        return f"_{done.state['unlabelled']}-{file}" if folder else name
    is_there = folder.rpartition("/")[2] == label
    if done.state.setdefault("folders", is_there):
        return name if is_there else f"{folder}/_/{label}/{file}".lstrip("/")
    return f"{folder}/{label}/{file}".lstrip("/")


def is_folder(label: str) -> bool:
    """Return whether a label can be the name of a folder."""
    is_plain = not any(each in '/\\:*?"<>|' or not each.isprintable() for each in label)
    return is_plain and not label.startswith((".", "_")) and label == label.strip() and len(label.encode()) <= 255


def _write_texts(done: Written, item: Item, name: str) -> str:
    name = _with_own_stem(done, name)
    if item.annotations:
        done.files[_beside(name, "txt")] = folders.write_labels(item.annotations).encode("utf-8", "replace")
    return name


def _write_voc(done: Written, item: Item, name: str) -> str:
    name = _with_own_stem(done, name)
    folder, _, file = name.rpartition("/")
    picture = voc.Picture(file, item.annotations, item.size, folder or "NA")
    if item.annotations:
        done.files[_beside(name, "xml")] = voc.write(picture)
    return name


def _write_segmentation(done: Written, item: Item, name: str) -> str:
    name = _with_own_stem(done, name)
    folder, _, file = name.rpartition("/")
    known: dict[str, int] = done.state.setdefault("labels", {})
    for one in item.annotations:
        known.setdefault(one.label, len(known))
    colours = {label: voc.colour_of(place) for label, place in known.items()}
    mask_name = f"segmentationClassRaw/{_beside(name, 'png')}"
    picture = voc.Picture(file, item.annotations, item.size, folder or "NA", mask_name)
    if not item.annotations:
        return name
    mask = voc.mask_of(picture, colours)
    if mask is None:
        raise Unreadable("size")
    done.files[mask_name] = mask
    done.files[_beside(name, "xml")] = voc.write(picture, colours)
    return name


def _write_coco(done: Written, item: Item, name: str) -> str:
    writer = coco.Writer(done.state)
    has_images, has_objects = done.state.get("images"), done.state.get("objects")
    image, objects, problems = writer.add(item._replace(source=name))
    done.state = writer.state
    done.problems += problems
    done.add("images", b",\n" + image if has_images else image)
    if objects:
        done.add("objects", (b",\n" if has_objects else b"") + b",\n".join(objects))
    return f"images/{name}"


def _finish_coco(state: Mapping[str, Any]) -> End:
    categories = b",\n".join(orjson.dumps(each) for each in coco.Writer(state).categories())
    parts = (
        b'{"images":[\n',
        "images",
        b'\n],\n"annotations":[\n',
        "objects",
        b'\n],\n"categories":[\n',
        categories,
        b"\n]}\n",
    )
    return End(composed=[Composed("annotations.json", parts)])


def _write_yolo(done: Written, item: Item, name: str) -> str:
    if item.size is None and item.annotations:
        raise Unreadable("size")
    if item.usage in {Usage.TEST, Usage.INFERENCE}:
        done.problems.append(Problem("lost", "usage", item.usage, file=item.source))
    subset = "train" if item.usage in {"", Usage.TRAIN} else "valid"
    name = f"obj_{subset}_data/{_with_own_stem(done, name)}"
    known: dict[str, int] = done.state.setdefault("labels", {})
    for one in item.annotations:
        known.setdefault(one.label, len(known))
    text, problems = yolo.write_boxes(item.annotations, list(known), (item.size or (1, 1))[:2])
    done.problems += problems
    done.files[_beside(name, "txt")] = text.encode()
    done.add(f"{subset}.txt", f"{name}\n".encode("utf-8", "replace"))
    done.state[subset] = True
    return name


def _finish_yolo(state: Mapping[str, Any]) -> End:
    labels = list(state.get("labels", {}))
    has_train, has_valid = bool(state.get("train")), bool(state.get("valid"))
    files = {
        "obj.names": "".join(f"{label}\n" for label in labels).encode("utf-8", "replace"),
        "obj.data": yolo.write_settings(len(labels), has_train=has_train, has_valid=has_valid).encode(),
    }
    lists = [f"{name}.txt" for name, there in (("train", has_train), ("valid", has_valid)) if there]
    return End(files, [Composed(name, (name,)) for name in lists])


def _write_cvat(done: Written, item: Item, name: str) -> str:
    place = int(done.state.get("images", 0))
    done.add("images", cvat.write_image(item._replace(source=name), place))
    done.state["images"] = place + 1
    return f"images/{name}"


def _finish_cvat(_state: Mapping[str, Any]) -> End:
    return End(composed=[Composed("annotations.xml", (cvat.BEFORE, "images", cvat.AFTER))])


def _write_labelstudio(done: Written, item: Item, name: str) -> str:
    place = int(done.state.get("tasks", 0)) + 1
    is_text = item.source.startswith(_CONTENT)
    key = "text" if is_text else labelstudio.key_of(name)
    task, problems = labelstudio.write_task(item if is_text else item._replace(source=name), key, place)
    done.problems += problems
    done.add("tasks", (b",\n" if place > 1 else b"") + task)
    done.state["tasks"] = place
    return f"files/{name}"


def _finish_labelstudio(_state: Mapping[str, Any]) -> End:
    return End(composed=[Composed("tasks.json", (b"[\n", "tasks", b"\n]\n"))])


def _write_csv(done: Written, item: Item, name: str) -> str:
    is_text = item.source.startswith(_CONTENT)
    text, problems = tables.write_annotations([item if is_text else item._replace(source=name)])
    done.problems += problems
    done.add("rows", text.partition("\n")[2].encode("utf-8", "replace"))
    return f"files/{name}"


def _finish_csv(_state: Mapping[str, Any]) -> End:
    header = (",".join(tables.HEADER) + "\n").encode()
    return End(composed=[Composed("annotations.csv", (b"\xef\xbb\xbf" + header, "rows"))])


def _write_lines(done: Written, item: Item, name: str) -> str:
    said = _sayable(done, item)
    done.add("texts", "".join(folders.write_text_lines([said])).encode("utf-8", "replace"))
    return name


def _write_pairs(done: Written, item: Item, name: str) -> str:
    said = _sayable(done, item)
    done.add("texts", f"{_one_line(said)}\n".encode("utf-8", "replace"))
    labels = ",".join(each.label for each in said.annotations)
    done.add("labels", f"{labels}\n".encode("utf-8", "replace"))
    return name


def _finish_lines(_state: Mapping[str, Any]) -> End:
    return End(composed=[Composed("samples.txt", ("texts",))])


def _finish_pairs(_state: Mapping[str, Any]) -> End:
    return End(composed=[Composed("samples.txt", ("texts",)), Composed("samples_result.txt", ("labels",))])


def _write_hugging_face(done: Written, item: Item, name: str) -> str:
    split = {Usage.EVAL: "validation", Usage.TEST: "test"}.get(Usage(item.usage or "TRAIN"), "train")
    is_text = item.source.startswith(_CONTENT)
    row: dict[str, Any] = {"text": item.source.removeprefix(_CONTENT)} if is_text else {"file_name": name}
    labels = [each.label for each in item.annotations if each.kind is Kind.CLASS]
    if labels:
        row |= {"label": labels[0]} if len(labels) == 1 else {"labels": labels}
    boxes = [each for each in item.annotations if each.shape is not None]
    if boxes:
        row["objects"] = {"bbox": [_sides(each) for each in boxes], "categories": [each.label for each in boxes]}
    spoken = next((each.text for each in item.annotations if each.kind is Kind.TRANSCRIPT), None)
    if spoken is not None:
        row["transcription"] = spoken
    done.add(split, orjson.dumps(row) + b"\n")
    done.state[split] = "texts" if is_text else "files"
    return f"{split}/{name}"


def _sides(one: Any) -> list[float]:
    left, top, right, bottom = bounds(one.shape)
    return [number(each) for each in (left, top, right - left, bottom - top)]


def _finish_hugging_face(state: Mapping[str, Any]) -> End:
    splits = [split for split in ("train", "validation", "test") if split in state]
    names = {split: f"{split}.jsonl" if state[split] == "texts" else f"{split}/metadata.jsonl" for split in splits}
    return End(composed=[Composed(names[split], (split,)) for split in splits])


def _sayable(done: Written, item: Item) -> Item:
    """Return a text without labels that hold what separates labels."""
    left = tuple(each for each in item.annotations if not set(each.label) & {",", "\t", "\n", "\r"})
    done.problems += [
        Problem("lost", "label", each.label, file=item.source[:80]) for each in item.annotations if each not in left
    ]
    if len(item.source.splitlines()) > 1:
        done.problems.append(Problem("lost", "text", "a line break", file=item.source[:80]))
    return item._replace(annotations=left)


def _one_line(item: Item) -> str:
    return " ".join(item.source.removeprefix(_CONTENT).splitlines())


def _with_own_stem(done: Written, name: str) -> str:
    """Return a name whose label file is nobody else's: `1.jpg` and `1.png` of one folder must not share `1.txt`."""
    stem, _, ending = name.rpartition(".")
    usual = done.state.setdefault("ending", ending)
    return name if ending == usual or not stem else f"{stem}_{ending}.{ending}"


def _beside(name: str, ending: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return f"{stem if dot else name}.{ending}"


_WRITE: Mapping[Format, Callable[[Written, Item, str], str]] = {
    Format.PLAIN: _write_plain,
    Format.FOLDERS: _write_folders,
    Format.TEXTS: _write_texts,
    Format.VOC: _write_voc,
    Format.SEGMENTATION: _write_segmentation,
    Format.COCO: _write_coco,
    Format.YOLO: _write_yolo,
    Format.CVAT: _write_cvat,
    Format.LABEL_STUDIO: _write_labelstudio,
    Format.CSV: _write_csv,
    Format.TEXT_LINES: _write_lines,
    Format.TEXT_PAIRS: _write_pairs,
    Format.HUGGING_FACE: _write_hugging_face,
}
_FINISH: Mapping[Format, Callable[[Mapping[str, Any]], End]] = {
    Format.PLAIN: _finish_plain,
    Format.COCO: _finish_coco,
    Format.YOLO: _finish_yolo,
    Format.CVAT: _finish_cvat,
    Format.LABEL_STUDIO: _finish_labelstudio,
    Format.CSV: _finish_csv,
    Format.TEXT_LINES: _finish_lines,
    Format.TEXT_PAIRS: _finish_pairs,
    Format.HUGGING_FACE: _finish_hugging_face,
}
