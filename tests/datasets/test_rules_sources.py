"""Rules of what imports read: Hugging Face metadata, names of YOLO, partners of files, directories by type, sizes of images."""

from typing import Any

import pytest

from format_files import read_whole
from modelyard.datasets.rules import detecting, folders, hugging_face, voc, yolo
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.fitting import fitted
from modelyard.datasets.rules.geometry import box
from modelyard.datasets.rules.images import ImageInfo
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind, LabelType
from modelyard.datasets.types.sources import Format


class TestHuggingFace:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [("train/metadata.jsonl", "TRAIN"), ("data/val/x.csv", "EVAL"), ("test-0001.jsonl", "TEST"), ("metadata.csv", "")],
    )
    def test_usage(self, path: str, expected: str) -> None:
        assert hugging_face.usage_of(path) == expected

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ('{"file_name": "1.jpg", "label": 3}', [("class", "3")]),
            ('{"file_name": "1.jpg", "labels": ["a", "a", ""]}', [("class", "a")]),
            ('{"file_name": "1.jpg", "label": " "}', []),
            ('{"file_name": "1.jpg", "objects": {"bbox": [[1, 2, 3, 4]], "category": [0]}}', []),
            ('{"file_name": "1.jpg", "objects": {"bbox": [[1, 2, 3, 4]], "category": ["a"]}}', [("shape", "a")]),
            ('{"text": "good", "label": "pos"}', [("class", "pos")]),
            ('{"audio_file_name": "1.wav", "sentence": "hi"}', [("transcript", "")]),
        ],
    )
    def test_rows(self, row: str, said: list[tuple[str, str]]) -> None:
        items, problems = read_whole(hugging_face, row.encode(), "metadata.jsonl")
        assert problems == []
        expected = said or ([("shape", "0")] if "objects" in row else [])
        assert [(str(each.kind), each.label) for each in items[0].annotations] == expected

    def test_csv(self) -> None:
        items, problems = read_whole(hugging_face, b"file_name,label\n1.jpg,oak\n2.jpg\n", "train/metadata.csv")
        assert [(each.source, [one.label for one in each.annotations]) for each in items] == [("1.jpg", ["oak"]), ("2.jpg", [])]
        assert problems == []
        _, problems = read_whole(hugging_face, b"file_name,label\n" + b"x" * 200_000 + b",b\n", "metadata.csv")
        assert [each.code for each in problems] in (["csv"], [])

    def test_csv_that_ends_early(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import csv  # noqa: PLC0415 - its limit is one for the whole process

        before = csv.field_size_limit(10)
        try:
            _, problems = read_whole(hugging_face, b"file_name,label\n1.jpg,a\n" + b"x" * 50 + b",b\n", "metadata.csv")
        finally:
            csv.field_size_limit(before)
        assert [each.code for each in problems] == ["csv"]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"{", "json"),
            (b"[]", "type"),
            (b"\n{}", "missing"),
            (b'{"text": " "}', "missing"),
            (b'{"file_name": "1", "label": true}', "type"),
            (b'{"file_name": "1", "objects": 5}', "type"),
            (b'{"file_name": "1", "objects": {"bbox": [1]}}', "pair"),
            (b'{"file_name": "1", "objects": {"bbox": [1], "category": ["a"]}}', "shape"),
        ],
    )
    def test_what_is_wrong(self, content: bytes, code: str) -> None:
        assert [each.code for each in read_whole(hugging_face, content, "metadata.jsonl")[1]] == [code]

    def test_encoding(self) -> None:
        assert read_whole(hugging_face, b"\xff\xff", "metadata.jsonl")[1][0].code == "encoding"


class TestNamesOfYOLO:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("names: [oak, 'pine tree']  # two\n", ["oak", "pine tree"]),
            ('nc: 2\nnames:\n  0: oak\n  2: "松树"\n\ntrain: x\n', ["oak", "", "松树"]),
            ("names:\n- oak\n- pine\n", ["oak", "pine"]),
            ("names:\n  what: ever\n", []),
        ],
    )
    def test_in_yaml(self, text: str, expected: list[str]) -> None:
        assert yolo.read_yaml_names(text) == expected

    def test_without_names(self) -> None:
        with pytest.raises(Unreadable):
            yolo.read_yaml_names("nc: 2\n")


class TestFolders:
    @pytest.mark.parametrize(
        ("path", "ending", "expected"),
        [
            ("a/1.jpg", "txt", ["a/1.txt"]),
            ("images/1.jpg", "xml", ["images/1.xml", "Annotations/1.xml", "annotations/1.xml"]),
            ("set/images/train/1.jpg", "txt", ["set/images/train/1.txt", "set/images/labels/1.txt", "set/labels/train/1.txt"]),
        ],
    )
    def test_partners(self, path: str, ending: str, expected: list[str]) -> None:
        assert folders.partner(path, ending) == expected

    def test_how_much_of_a_listing_is_complete(self) -> None:
        assert folders.complete(["a.jpg", "b.jpg"]) == 1
        assert folders.complete(["a.jpg", "a.b.jpg", "a.b.txt"]) == 0
        assert folders.complete(["a.jpg", "b/x"]) == 2
        assert folders.complete(["a", "b"]) == 2

    def test_texts_and_the_files_that_label_them(self) -> None:
        assert folders.is_text("1.txt")
        assert not folders.is_text("1_result.txt")
        assert folders.texts_of("a/1_result.txt") == "a/1.txt"
        assert folders.texts_of("a/1.txt") is None

    def test_masks(self) -> None:
        assert folders.is_mask("segmentationClassRaw/1.png")
        assert not folders.is_mask("1.png")


class TestDirectories:
    @pytest.mark.parametrize(
        ("label_type", "paths", "options", "expected"),
        [
            (LabelType.OBJECT_DETECTION, [], {"annotation_format": "COCO"}, Format.COCO),
            (LabelType.OBJECT_DETECTION, ["obj.data"], {}, Format.YOLO),
            (LabelType.OBJECT_DETECTION, ["obj.data"], {"annotation_format": "VOC"}, Format.VOC),
            (LabelType.TEXT_CLASSIFICATION, [], {"label_type": "0"}, Format.TEXT_PAIRS),
            (LabelType.TEXT_CLASSIFICATION, [], {}, Format.TEXT_LINES),
            (LabelType.IMAGE_CLASSIFICATION, ["1.jpg", "1.txt"], {}, Format.TEXTS),
            (LabelType.IMAGE_CLASSIFICATION, ["oak/1.jpg"], {}, Format.FOLDERS),
            (LabelType.IMAGE_SEGMENTATION, [], {}, Format.SEGMENTATION),
            (LabelType.SOUND_CLASSIFICATION, [], {}, Format.FOLDERS),
            (LabelType.VIDEO, [], {}, Format.PLAIN),
        ],
    )
    def test_by_type(self, label_type: LabelType, paths: list[str], options: dict[str, Any], expected: Format) -> None:
        assert detecting.directory_format(label_type, paths, options) is expected


class TestSuggestions:
    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            (["obj.data", "a/1.jpg"], Format.YOLO),
            (["1.jpg", "classes.txt"], Format.YOLO),
            (["metadata.csv", "1.jpg"], Format.HUGGING_FACE),
            (["1.jpg", "1.xml", "segmentationClassRaw/1.png"], Format.SEGMENTATION),
            (["1.jpg", "1.xml"], Format.VOC),
            (["1.jpg", "1.txt"], Format.TEXTS),
            (["1.txt", "1_result.txt"], Format.TEXT_PAIRS),
            (["oak/1.jpg", "elm/1.jpg"], Format.FOLDERS),
            (["a.manifest", "1.jpg"], Format.MANIFEST),
            (["1.jpg"], Format.PLAIN),
        ],
    )
    def test_by_names(self, paths: list[str], expected: Format) -> None:
        found = detecting.suggestions(paths, {})
        assert found[0].format is expected
        assert found[-1].format is Format.PLAIN
        assert [each.sure for each in found] == sorted((each.sure for each in found), reverse=True)

    @pytest.mark.parametrize(
        ("name", "head", "expected"),
        [
            ("a.json", b'{"images": [{"file_name": "1.jpg"}], "categories": []}', Format.COCO),
            ("a.json", b'{"images": [', Format.COCO),
            ("a.json", b'[{"data": {}, "annotations": []}]', Format.LABEL_STUDIO),
            ("a.json", b"{}", Format.PLAIN),
            ("a.xml", b"<annotations><version>1.1</version>", Format.CVAT),
            ("a.csv", b"\xef\xbb\xbfsource,label\n1.jpg,oak", Format.CSV),
            ("a.csv", b"x,y\n1,2", Format.TABLE),
            ("a.csv", b"x\n1", Format.PLAIN),
            ("a.txt", b"good\tpos\n", Format.TEXT_LINES),
        ],
    )
    def test_by_contents(self, name: str, head: bytes, expected: Format) -> None:
        assert detecting.suggestions([name], {name: head})[0].format is expected

    def test_each_format_is_told_once(self) -> None:
        found = detecting.suggestions(["a.json"], {"a.json": b'{"images": [', "b.json": b'{"images": [], "categories": []}'})
        assert [(each.format, each.sure) for each in found] == [(Format.COCO, 95), (Format.PLAIN, 10)]


class TestSizes:
    _SAID = (Annotation(Kind.SHAPE, label="a", shape=box(1, 2, 3, 4)), Annotation(Kind.CLASS, label="b"))

    def test_an_image_as_it_is_seen(self) -> None:
        item, problems = fitted(Item("1.jpg", self._SAID), ImageInfo("jpeg", 20, 10, 3, 6))
        assert (item.annotations, item.size, problems) == (self._SAID, (10, 20, 3), [])

    def test_an_image_as_it_is_stored(self) -> None:
        item, problems = fitted(Item("1.jpg", self._SAID, size=(20, 10, 3)), ImageInfo("jpeg", 20, 10, 3, 6))
        assert problems == []
        assert item.annotations[0].shape == box(4, 1, 4, 3)

    def test_another_size(self) -> None:
        item, problems = fitted(Item("1.jpg", self._SAID, size=(99, 99, 3)), ImageInfo("jpeg", 4, 4, 3))
        assert [each.code for each in problems] == ["other_size", "outside"]
        assert len(item.annotations) == 1


def test_a_mask_has_only_polygons() -> None:
    picture = voc.Picture("1.jpg", (TestSizes._SAID[0], TestSizes._SAID[1]), (10, 10, 3))
    assert voc.mask_of(picture, {}) is not None
