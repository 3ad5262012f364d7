"""Words of formats and of places that data come from."""

from typing import NamedTuple

from modelyard.core.types import StrEnum


class FileInfo(NamedTuple):
    """A file of a folder that is read. path: below the folder. changed_at: in milliseconds since the epoch."""

    path: str
    size_bytes: int
    etag: str = ""
    changed_at: int = 0


class Format(StrEnum):
    """A way to write down samples with what is said about them, by the name that callers give it."""

    MANIFEST = "MANIFEST"
    VOC = "VOC"
    SEGMENTATION = "SEGMENTATION"  # VOC with mask images
    COCO = "COCO"
    YOLO = "YOLO"
    CVAT = "CVAT"
    LABEL_STUDIO = "LABEL_STUDIO"
    CSV = "CSV"
    FOLDERS = "FOLDERS"  # the last folder is the label: images, recordings
    TEXTS = "TEXTS"  # a file of labels beside each image
    TEXT_LINES = "TEXT_LINES"  # text and labels in one line
    TEXT_PAIRS = "TEXT_PAIRS"  # a file of texts, a file of labels
    HUGGING_FACE = "HUGGING_FACE"  # folders with metadata.jsonl
    PLAIN = "PLAIN"  # data and nothing else
    TABLE = "TABLE"  # CSV with a schema
