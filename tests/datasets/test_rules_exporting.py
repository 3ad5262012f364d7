"""Writing formats page by page: what each keeps, what it tells, how files are named."""

from typing import Any

import orjson
import pytest

from drawn_annotations import SIZE
from modelyard.datasets.rules import exporting
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.exporting import Sample, Written
from modelyard.datasets.rules.geometry import Shape, box
from modelyard.datasets.rules.keeping import KEEPS, kept
from modelyard.datasets.types.datasets import Kind, ShapeKind
from modelyard.datasets.types.sources import Format

_OAK = Annotation(Kind.CLASS, label="oak", author="x", created=5, id="7")
_BOX = Annotation(Kind.SHAPE, label="car", shape=box(1, 2, 3, 4), attributes=(("a", "b"),), confidence=0.5)
_RING = Annotation(Kind.SHAPE, label="car", shape=Shape(ShapeKind.POLYGON, ((0, 0), (9, 0), (0, 9))))
_WORDS = Annotation(Kind.TRANSCRIPT, text="hello")


def _write(
    target: Format, *said: Annotation, name: str = "a/1.jpg", state: dict[str, Any] | None = None, **more: Any
) -> Written:
    item = Item(f"s3://b/in/{name}", said, **{"size": SIZE, **more})
    return exporting.write(target, [Sample(item, name)], state or {})


def _told(done: Written) -> list[str]:
    return [each.text() for each in done.problems]


class TestKeeping:
    def test_every_format_but_the_manifest_says_what_it_keeps(self) -> None:
        assert set(Format) - set(KEEPS) == {Format.MANIFEST, Format.TABLE}

    def test_what_is_cut_off_is_told(self) -> None:
        hard = _BOX._replace(hard=True, hard_reasons=(1,), hard_coefficient=0.5)
        item = Item("1.jpg", (_OAK, hard, _BOX._replace(shape=None), _RING), usage="TRAIN", hard=True)
        left, problems = kept(item, Format.CSV)
        plain = _BOX._replace(attributes=())
        assert (left.annotations, left.usage) == ((_OAK._replace(author="human", created=None, id=""), plain), "TRAIN")
        assert [(each.place, each.value) for each in problems] == [
            ("car", "a"),
            ("car", "hard"),
            ("car", "shape"),
            ("car", "polygon"),
            ("hard", "true"),
        ]

    def test_confidence_usage_and_second_labels(self) -> None:
        _, problems = kept(Item("1.jpg", (_OAK._replace(confidence=0.5), _OAK), usage="TRAIN"), Format.FOLDERS)
        assert [each.value for each in problems] == ["confidence", "a second label", "TRAIN"]


class TestEveryFormat:
    """Written in two pages; whether it comes back is asked in `test_formats_round_trips`."""

    @pytest.mark.parametrize("target", sorted(KEEPS))
    def test_pages(self, target: Format) -> None:
        said = (_BOX, _RING, _RING._replace(label="x,y"), _OAK, _OAK._replace(label="松树"))
        names = ["a/1.png", "a/1.jpg", "2.wav", "b/3"]
        samples = [Sample(Item(f"s3://b/in/{name}", said, size=SIZE), name) for name in names]
        samples.append(Sample(Item("s3://b/in/4.jpg", size=SIZE), "4.jpg"))
        samples += [Sample(Item(f"content://{text}", (_OAK, _OAK._replace(label="a,b"))), "") for text in ("one", "two\nlines")]
        first = exporting.write(target, samples[:2], {})
        second = exporting.write(target, samples[2:], orjson.loads(orjson.dumps(first.state)))
        third = exporting.write(target, samples[2:], orjson.loads(orjson.dumps(first.state)))
        assert second == third
        end = exporting.finish(target, second.state)
        sections = {*first.pieces, *second.pieces}
        named = {part for each in end.composed for part in each.parts if isinstance(part, str)}
        assert sections <= named

    def test_files_elsewhere_have_names_of_their_own(self) -> None:
        assert exporting.name_of("s3://team/in/a/1.jpg", "s3://team/in/", 7) == "a/1.jpg"
        assert exporting.name_of("s3://team/other/1.jpg", "s3://team/in/", 7) == "_more/7-1.jpg"


class TestFiles:
    def test_folders(self) -> None:
        assert _write(Format.FOLDERS, _OAK, name="1.jpg").copies == [("s3://b/in/1.jpg", "oak/1.jpg")]
        assert _write(Format.FOLDERS, _OAK, name="x/oak/1.jpg").copies[0][1] == "x/oak/1.jpg"
        first = _write(Format.FOLDERS, _OAK, name="oak/1.jpg")
        second = _write(Format.FOLDERS, _OAK._replace(label="pine"), name="oak/2.jpg", state=first.state)
        assert second.copies[0][1] == "oak/_/pine/2.jpg"
        assert _write(Format.FOLDERS, name="oak/3.jpg").copies[0][1] == "_1-3.jpg"
        odd = _write(Format.FOLDERS, _OAK._replace(label="../x"), name="4.jpg")
        assert (odd.copies[0][1], _told(odd)) == ("4.jpg", ["label: ../x cannot be said in this format"])

    def test_sizes_are_needed(self) -> None:
        for target, said in ((Format.YOLO, _BOX), (Format.SEGMENTATION, _RING)):
            done = _write(target, said._replace(attributes=(), confidence=None), size=None)
            assert (done.copies, _told(done)) == ([], ["the size of the image is not known"])

    def test_yolo(self) -> None:
        done = _write(Format.YOLO, _RING, usage="TEST", name="1")
        assert done.copies == [("s3://b/in/1", "obj_valid_data/1")]
        assert "obj_valid_data/1.txt" in done.files
        assert _told(done) == ["usage: TEST cannot be said in this format"]
        end = exporting.finish(Format.YOLO, done.state)
        assert end.files["obj.names"] == b"car\n"
        assert [each.name for each in end.composed] == ["valid.txt"]

    def test_segmentation_without_shapes_has_no_mask(self) -> None:
        assert _write(Format.SEGMENTATION).files == {}
        assert set(_write(Format.SEGMENTATION, _RING).files) == {"segmentationClassRaw/a/1.png", "a/1.xml"}

    def test_hugging_face(self) -> None:
        state: dict[str, Any] = {}
        rows: dict[str, bytes] = {}
        for said, usage in (((_OAK,), ""), ((_OAK, _OAK._replace(label="x")), "EVAL"), ((_BOX, _WORDS), "TEST")):
            done = _write(Format.HUGGING_FACE, *said, usage=usage, state=state)
            state, rows = done.state, {**rows, **done.pieces}
        assert {split: orjson.loads(row) for split, row in rows.items()} == {
            "train": {"file_name": "a/1.jpg", "label": "oak"},
            "validation": {"file_name": "a/1.jpg", "labels": ["oak", "x"]},
            "test": {
                "file_name": "a/1.jpg",
                "objects": {"bbox": [[1, 2, 3, 4]], "categories": ["car"]},
                "transcription": "hello",
            },
        }
        names = [each.name for each in exporting.finish(Format.HUGGING_FACE, state).composed]
        assert names == ["train/metadata.jsonl", "validation/metadata.jsonl", "test/metadata.jsonl"]

    def test_texts(self) -> None:
        item = Item("content://good", (_OAK,))
        done = exporting.write(Format.HUGGING_FACE, [Sample(item, "")], {})
        assert (done.pieces, done.copies) == ({"train": b'{"text":"good","label":"oak"}\n'}, [])
        assert exporting.finish(Format.HUGGING_FACE, done.state).composed[0].name == "train.jsonl"
        plain = exporting.write(Format.PLAIN, [Sample(item, "")], {})
        assert plain.pieces == {"texts": b"good\n"}
        assert exporting.finish(Format.PLAIN, plain.state).composed[0].name == "samples.txt"
        assert exporting.finish(Format.PLAIN, {}).composed == []
        assert exporting.finish(Format.TEXTS, {}).composed == []

    def test_files_may_stay_where_they_are(self) -> None:
        item = Item("s3://b/in/1.jpg", (_OAK,))
        assert exporting.write(Format.TEXTS, [Sample(item, "1.jpg")], {}, with_files=False).copies == []
        assert _write(Format.TEXTS, name="1.jpg").files == {}

    @pytest.mark.parametrize("label", ["a/b", ".x", "_x", " a", "a\nb", "x" * 256])
    def test_what_is_no_folder(self, label: str) -> None:
        assert not exporting.is_folder(label)
