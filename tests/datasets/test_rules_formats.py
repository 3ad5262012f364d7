"""Other people's formats: VOC, YOLO, COCO, CVAT, Label Studio. What each keeps comes back; what it cannot say is told."""

from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drawn_annotations import HEIGHT, SIZE, TEXT, WIDTH, classes, images, shape_annotations, shapes, words
from format_files import read_whole
from modelyard.datasets.rules import coco, cvat, labelstudio, png, voc, xml, yolo
from modelyard.datasets.rules.annotations import Annotation, Item, pairs
from modelyard.datasets.rules.geometry import Shape, box, shaped
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.types.datasets import Kind, ShapeKind

EVERY_SHAPE = tuple(
    shaped(kind, {ShapeKind.BOX: ((1, 2), (3, 4)), ShapeKind.POLYGON: ((0, 0), (5, 0), (0, 5))}.get(kind, corners), 2)
    for kind in ShapeKind
    for corners in ([((5, 5),), ((5, 5), (9, 9))][kind not in {ShapeKind.POINT, ShapeKind.CIRCLE}],)
)


def _of(shape: Shape | None, **more: Any) -> Annotation:
    return Annotation(Kind.SHAPE, label="car", shape=shape, **more)


_OAK = (Annotation(Kind.CLASS, label="oak"),)
_SAID = (
    Annotation(Kind.SEGMENT, label="dog", time=(0, 1)),
    Annotation(Kind.SEGMENT, label="man", time=(1, 2), text="hi"),
)


def _every(keeps: frozenset[ShapeKind], **more: Any) -> tuple[Annotation, ...]:
    return tuple(_of(shape, **more) for shape in EVERY_SHAPE if shape.kind in keeps)


def _lost(problems: list[Problem]) -> list[str]:
    assert {each.code for each in problems} <= {"lost"}
    return sorted(each.value for each in problems)


class TestVOC:
    @given(
        st.lists(shape_annotations(voc.KEEPS, has_attributes=True, has_confidence=True), max_size=4).map(tuple),
        words,
        words | st.just(""),
    )
    @example(_every(voc.KEEPS), "1.jpg", "")
    @example(_every(voc.KEEPS, attributes=(("a", "b"),), confidence=0.5), "1.jpg", "s3://b/mask.png")
    def test_comes_back(self, said: tuple[Annotation, ...], filename: str, mask: str) -> None:
        picture = voc.Picture(filename, said, SIZE, "images", mask)
        assert voc.read(voc.write(picture)) == (picture, [])

    def test_marks_are_attributes(self) -> None:
        said = (_of(box(1, 2, 3, 4), attributes=pairs({"truncated": "1", "pose": " odd ", "difficult": "0"})),)
        content = voc.write(voc.Picture("1.jpg", said, SIZE))
        assert b"<truncated>1</truncated>" in content
        picture, _ = voc.read(content)
        assert picture is not None
        assert picture.annotations == said

    @given(st.lists(shape_annotations([ShapeKind.POLYGON], labels=st.sampled_from(["a", "b"])), max_size=3).map(tuple))
    def test_a_mask_stands_for_shapes_that_are_not_there(self, said: tuple[Annotation, ...]) -> None:
        colours = {"a": voc.colour_of(0), "b": voc.colour_of(1)}
        shapes = tuple(each for each in said if each.shape and each.shape.kind is ShapeKind.POLYGON)
        picture = voc.Picture("1.jpg", shapes, SIZE, "images", "m.png")
        content = voc.write(picture, colours)
        assert voc.read(content) == (picture, [])
        mask = voc.mask_of(picture, colours)
        assert mask is not None
        root = ET.fromstring(content)
        for element in root.iterfind("object"):
            element.remove(next(child for child in element if child.tag == "polygon"))
        bare, _ = voc.read(ET.tostring(root))
        assert bare is not None
        assert [one.label for one, _ in bare.coloured] == [one.label for one in shapes]
        if shapes and not any(each.code == "missing" for each in voc.painted(bare, mask)[1]):
            read, _ = voc.painted(bare, mask)
            again = voc.mask_of(read, colours)
            assert again is not None
            assert png.areas(again) == png.areas(mask)

    def test_a_mask_that_is_none_costs_the_shapes_in_it(self) -> None:
        content = b"""<annotation><mask_source>m.png</mask_source>
            <object><name>a</name><mask_color>1,2,3</mask_color>
              <bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object>
            <object><name>a</name><mask_color>1,2</mask_color></object></annotation>"""
        picture, problems = voc.read(content)
        assert picture is not None
        assert [each.text() for each in problems] == ["object[1].mask_color: 1,2 is not known here"]
        read, problems = voc.painted(picture, b"GIF")
        assert (read.annotations, [each.text() for each in problems]) == ((), ["mask_source: is no image of a known kind"])
        _, problems = voc.painted(picture, png.picture(5, 5, {}))
        assert [each.text() for each in problems] == ["mask_source: is missing", "mask_color 1,2,3: is missing"][1:]
        assert voc.mask_of(picture._replace(size=None), {}) is None

    def test_colours_of_labels_differ(self) -> None:
        assert len({voc.colour_of(number) for number in range(500)} - {(0, 0, 0)}) == 500

    def test_classes_are_not_written(self) -> None:
        assert b"<object>" not in voc.write(voc.Picture("1.jpg", (Annotation(Kind.CLASS, label="oak"),)))

    def test_what_tools_write(self) -> None:
        content = b"""<annotation><filename>7.jpg</filename><size><width>0</width><height>9</height></size>
            <object><name> lamp </name><point><x>1</x><y>2</y></point></object>
            <object><name>car</name><hard-coefficient>0.5</hard-coefficient>
              <bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>
              <polygon><x1>1</x1><y1>1</y1><x2>5</x2><y2>1</y2><x3>1</x3><y3>5</y3><x4>1</x4><y4>1</y4></polygon></object>
            </annotation>"""
        picture, problems = voc.read(content)
        assert problems == []
        assert picture is not None
        assert picture.size is None
        assert [each.shape.kind for each in picture.annotations if each.shape] == [ShapeKind.POINT, ShapeKind.POLYGON]
        assert picture.annotations[1].hard_coefficient == 0.5

    @pytest.mark.parametrize(
        ("inner", "said"),
        [
            ("", "object[0].name: is missing"),
            ("<name>a</name>", "object[0].bndbox: is missing"),
            ("<name>a</name><bndbox><xmin>1</xmin></bndbox>", "object[0].bndbox.ymin: is missing"),
            ("<name>a</name><circle><cx>one</cx></circle>", "object[0].circle.cx: one is not a number"),
            ("<name>a</name><polygon/>", "object[0]: is no polygon"),
            (
                "<name>a</name><confidence>3</confidence><point><x>1</x><y>1</y></point>",
                "object[0].confidence: 3.0 is out of range",
            ),
        ],
    )
    def test_an_object_that_is_wrong_costs_itself(self, inner: str, said: str) -> None:
        picture, problems = voc.read(f"<annotation><object>{inner}</object></annotation>".encode(), "1.xml")
        assert picture is not None
        assert picture.annotations == ()
        assert [(each.file, each.text()) for each in problems] == [("1.xml", said)]

    def test_what_is_no_annotation(self) -> None:
        assert voc.read(b"<html/>") == (None, [Problem("missing", "annotation")])


class TestXML:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"<a", "xml"),
            (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype"),
            (b"\xff\xff", "encoding"),
        ],
    )
    def test_what_is_not_read(self, content: bytes, code: str) -> None:
        assert voc.read(content)[1][0].code == code

    def test_large_files_are_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xml, "MOST_BYTES", 3)
        assert voc.read(b"<abc/>")[1][0].code == "long"

    def test_characters_that_it_cannot_have_are_left_out(self) -> None:
        root = ET.Element("a")
        root.text = "x\x00\x1by\ud800"
        assert xml.written(root) == b"<a>xy?</a>\n"


class TestYOLO:
    @given(st.lists(shape_annotations(yolo.KEEPS, labels=st.sampled_from(["a", "b"])), max_size=4).map(tuple))
    @example(tuple(each._replace(label="a") for each in _every(yolo.KEEPS)))
    def test_comes_back(self, said: tuple[Annotation, ...]) -> None:
        text, lost = yolo.write_boxes(said, ["a", "b"], (WIDTH, HEIGHT))
        assert lost == []
        assert yolo.read_boxes(text, ["a", "b"], (WIDTH, HEIGHT)) == (said, [])

    def test_tells_what_it_cannot_say(self) -> None:
        said = [*map(_of, EVERY_SHAPE), Annotation(Kind.CLASS, label="car")]
        assert _lost(yolo.write_boxes(said, ["car"], (WIDTH, HEIGHT))[1]) == [
            "circle", "class", "dashed", "line", "point", "polyline",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("x 0.5 0.5 0.1 0.1", "label_index: x is not known here"),
            ("2 0.5 0.5 0.1 0.1", "label_index: 2 is not known here"),
            ("0 a 0.5 0.1 0.1", "a is not a number"),
            ("0 1.5 0.5 0.1 0.1", "1.5 is out of range"),
            ("0 nan 0.5 0.1 0.1", "nan is out of range"),
            ("0 0.5 0.5", "has 3 columns"),
            ("0 0.1 0.1 0.2 0.1 0.2 0.2 0.3", "has 8 columns"),
            ("0 0.5 0.5 0 0.1", "is no bndbox"),
        ],
    )
    def test_a_line_that_is_wrong_costs_itself(self, line: str, said: str) -> None:
        found, problems = yolo.read_boxes(f"\n{line}\n1 0.5 0.5 1 1\n", ["a", "b"], (WIDTH, HEIGHT), "1.txt")
        assert [each.label for each in found] == ["b"]
        assert [(each.file, each.line, each.text()) for each in problems] == [("1.txt", 2, said)]

    def test_names_and_settings(self) -> None:
        assert yolo.read_names("oak\r\n\n pine \n\n") == ["oak", "", "pine"]
        text = yolo.write_settings(2, has_train=True, has_valid=True)
        settings, problems = yolo.read_settings(text)
        assert settings == {"classes": "2", "names": "obj.names", "train": "train.txt", "valid": "valid.txt"}
        assert problems == []
        assert "valid" not in yolo.write_settings(1, has_train=True, has_valid=False)
        _, problems = yolo.read_settings("# note\n\nodd\nclasses = 2")
        assert [each.text() for each in problems] == ["odd is not known here", "names: is missing", "train: is missing"]


def _numbered(items: list[Item]) -> list[Item]:
    return [each._replace(id=str(number)) for number, each in enumerate(items, 1)]


class TestCOCO:
    @given(
        st.lists(
            images(shape_annotations(coco.KEEPS, has_attributes=True, has_confidence=True) | classes),
            max_size=3,
            unique_by=lambda item: item.source,
        )
    )
    @example(
        [
            Item(
                "1.jpg",
                _every(coco.KEEPS, attributes=(("a", "b"),), confidence=0.5) + _OAK,
                size=SIZE,
            )
        ]
    )
    def test_comes_back(self, items: list[Item]) -> None:
        content, lost = coco.write(items)
        assert lost == []
        assert read_whole(coco, content) == (_numbered(items), [])

    @given(st.lists(shape_annotations([ShapeKind.POLYGON]), min_size=1, max_size=3), words, st.booleans())
    def test_parts_come_back(self, drawn: list[Annotation], name: str, crowd: bool) -> None:
        marks = (("iscrowd", "1"),) if crowd else ()
        polygons = [each for each in drawn if each.shape and each.shape.kind is ShapeKind.POLYGON]
        said = tuple(each._replace(id=name, label="car", attributes=marks) for each in polygons if len(polygons) > 1)
        content, lost = coco.write([Item("1.jpg", annotations=said, size=SIZE)])
        assert lost == []
        assert read_whole(coco, content)[0][0].annotations == said

    def test_masks_are_read(self) -> None:
        def read(counts: Any) -> tuple[tuple[Annotation, ...], list[str]]:
            entry = {"image_id": 1, "category_id": 1, "segmentation": {"size": [2, 2], "counts": counts}}
            whole = {"images": [{"id": 1, "file_name": "a"}], "annotations": [entry]}
            items, problems = read_whole(coco, orjson.dumps(whole | {"categories": [{"id": 1, "name": "car"}]}))
            return items[0].annotations, [each.code for each in problems]

        square = shaped(ShapeKind.POLYGON, ((0, 0), (2, 0), (2, 2), (0, 2)))
        for counts in ("04", [0, 4]):
            (one,), problems = read(counts)
            assert (one.shape and set(one.shape.points), problems) == (set(square.points), [])
        assert read([0, "4"]) == ((), ["missing"])

    def test_an_image_that_is_there_twice_is_one(self) -> None:
        said = [{"image_id": number, "category_id": 1} for number in (1, 2)]
        pictures = [{"id": 1, "file_name": "a"}, {"id": 1, "file_name": "b"}, {"id": 2, "file_name": "a"}]
        whole = {"images": pictures, "annotations": said, "categories": [{"id": 1, "name": "car"}]}
        items, problems = read_whole(coco, orjson.dumps(whole))
        assert [(each.source, len(each.annotations)) for each in items] == [("a", 2), ("b", 0)]
        assert [each.text() for each in problems] == ["images[2].file_name: a was there before"]

    def test_a_file_can_be_written_bit_by_bit(self) -> None:
        items = [Item(f"{number}.jpg", annotations=_OAK, size=SIZE) for number in range(2)]
        first = coco.Writer()
        first.add(items[0])
        second = coco.Writer(orjson.loads(orjson.dumps(first.state)))
        image, objects, _ = second.add(items[1])
        assert (orjson.loads(image)["id"], orjson.loads(objects[0])["id"]) == (2, 2)
        assert second.categories() == [{"id": 1, "name": "oak", "supercategory": ""}]

    def test_parts_of_one_object_stay_one(self) -> None:
        parts = tuple(_of(shaped(ShapeKind.POLYGON, ((0, y), (5, y), (0, y + 5))), id="1") for y in (0, 50))
        content, _ = coco.write([Item("1.jpg", annotations=parts, size=SIZE)])
        (entry,) = orjson.loads(content)["annotations"]
        assert (len(entry["segmentation"]), entry["bbox"], entry["area"]) == (2, [0, 0, 5, 55], 25)
        assert read_whole(coco, content)[0][0].annotations == parts

    def test_tells_what_it_cannot_say(self) -> None:
        item = Item("1.jpg", annotations=(*map(_of, EVERY_SHAPE), _of(None)))
        assert _lost(coco.write([item])[1]) == ["circle", "dashed", "line", "point", "polyline", "shape"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"{", "not JSON: it ends too early"),
            (b"[]", "must be an object"),
            (b"{}", "categories: is missing"),
            (b'{"categories":5}', "categories: must be a list"),
        ],
    )
    def test_what_is_no_file_of_it(self, content: bytes, said: str) -> None:
        items, problems = read_whole(coco, content)
        assert items == []
        assert [each.text() for each in problems] == [said]

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            (5, "annotations[0]: must be an object"),
            ({}, "annotations[0].image_id: is missing"),
            ({"image_id": 1}, "annotations[0].category_id: None is not known here"),
            ({"image_id": 1, "category_id": 9}, "annotations[0].category_id: 9 is not known here"),
            ({"image_id": 1, "category_id": 1, "score": 7}, "annotations[0].score: 7 is out of range"),
            (
                {"image_id": 1, "category_id": 1, "segmentation": {"counts": ""}},
                "annotations[0].segmentation.size: is missing",
            ),
            (
                {"image_id": 1, "category_id": 1, "segmentation": {"size": [2, 2]}},
                "annotations[0].segmentation.counts: is missing",
            ),
            (
                {"image_id": 1, "category_id": 1, "segmentation": {"size": [2, 2], "counts": [4]}},
                "annotations[0].segmentation: is empty",
            ),
            ({"image_id": 1, "category_id": 1, "segmentation": 5}, "annotations[0].segmentation: must be a list"),
            ({"image_id": 1, "category_id": 1, "segmentation": [[1, 2, 3]]}, "annotations[0].segmentation: is no polygon"),
            ({"image_id": 1, "category_id": 1, "bbox": [1, 2]}, "annotations[0].bbox: is no bndbox"),
            ({"image_id": 1, "category_id": 1, "bbox": "x"}, "annotations[0].bbox: must be a list of numbers"),
            ({"image_id": 1, "category_id": 1, "bbox": [1, 2, 0, 4]}, "annotations[0]: is no bndbox"),
            ({"image_id": 1, "category_id": 1, "keypoints": [1]}, "annotations[0]: keypoints cannot be said in this format"),
            ({"image_id": 2, "category_id": 1}, "image_id: 2 is not known here"),
        ],
    )  # fmt: skip
    def test_an_entry_that_is_wrong_costs_itself(self, entry: Any, said: str) -> None:
        whole = {"images": [{"id": 1, "file_name": "a"}], "annotations": [entry], "categories": [{"id": 1, "name": "car"}]}
        items, problems = read_whole(coco, orjson.dumps(whole))
        assert [each.source for each in items] == ["a"]
        assert [each.text() for each in problems] == [said]

    @pytest.mark.parametrize(
        ("image", "said"),
        [({"id": 1}, "images[0].file_name: is missing"), ({"file_name": "a"}, "images[0].id: is missing")],
    )
    def test_an_image_that_is_wrong(self, image: Any, said: str) -> None:
        assert read_whole(coco, orjson.dumps({"images": [image], "annotations": [], "categories": []}))[1][0].text() == said


class TestCVAT:
    @given(st.lists(images(shape_annotations(cvat.KEEPS, has_attributes=True) | classes), max_size=3))
    @example([Item("1.jpg", _every(cvat.KEEPS, attributes=(("a", "b"),)) + _OAK, size=SIZE)])
    def test_comes_back(self, items: list[Item]) -> None:
        content, lost = cvat.write(items)
        assert lost == []
        assert read_whole(cvat, content) == (items, [])

    def test_occluded_is_an_attribute(self) -> None:
        item = Item("1.jpg", annotations=(_of(box(1, 2, 3, 4), attributes=(("occluded", "1"),)),))
        content, _ = cvat.write([item])
        assert b'occluded="1"' in content
        assert read_whole(cvat, content) == ([item], [])

    def test_tells_what_it_cannot_say(self) -> None:
        item = Item("1.jpg", annotations=(*map(_of, EVERY_SHAPE), _of(None)))
        assert _lost(cvat.write([item])[1]) == ["dashed", "line", "shape"]

    def test_several_points_are_several_annotations(self) -> None:
        content = b'<annotations><image name="a"><points label="p" points="1,2;3,4"/></image></annotations>'
        assert len(read_whole(cvat, content)[0][0].annotations) == 2

    @pytest.mark.parametrize(
        ("inner", "said"),
        [
            ('<tag label=" "/>', "a.tag[0].label: is missing"),
            ('<box label="b" xtl="1"/>', "a.box[0]:  is not a number"),
            ('<box label="b" rotation="5"/>', "a.box[0]: rotation cannot be said in this format"),
            ('<ellipse label="b" cx="1" cy="1" rx="1" ry="2"/>', "a.ellipse[0]: ellipse cannot be said in this format"),
            ('<cuboid label="b"/>', "a.cuboid[0]: cuboid cannot be said in this format"),
            ('<polygon label="b" points="1,1"/>', "a.polygon[0]: is no polygon"),
        ],
    )
    def test_a_shape_that_is_wrong_costs_itself(self, inner: str, said: str) -> None:
        items, problems = read_whole(cvat, f'<annotations><image name="a" width="x">{inner}</image></annotations>'.encode())
        assert items == [Item("a")]
        assert [each.text() for each in problems] == [said]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"<html/>", "annotations: is missing"),
            (b"<annotations><track/></annotations>", "track[0]: track cannot be said in this format"),
            (b"<annotations><image/></annotations>", "image[0].name: is missing"),
        ],
    )
    def test_what_is_not_read(self, content: bytes, said: str) -> None:
        assert [each.text() for each in read_whole(cvat, content)[1]] == [said]


_entities = st.tuples(words, st.uuids(), st.integers(0, 10), st.integers(11, len(TEXT))).map(
    lambda drawn: Annotation(Kind.ENTITY, label=drawn[0], id=str(drawn[1]), span=drawn[2:])
)
_segments = st.tuples(words, words | st.just(""), st.integers(0, 10**6), st.integers(10**6 + 1, 10**8)).map(
    lambda drawn: Annotation(Kind.SEGMENT, label=drawn[0], text=drawn[1], time=drawn[2:])
)


def _result(kind: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "original_width": 100, "original_height": 100} | more


class TestLabelStudio:
    @given(st.lists(images(shape_annotations(labelstudio.KEEPS)), max_size=3))
    @example([Item("1.jpg", _every(labelstudio.KEEPS), size=SIZE)])
    def test_images_come_back(self, items: list[Item]) -> None:
        content, lost = labelstudio.write(items, "image")
        assert lost == []
        expected = [each if each.annotations else each._replace(size=None) for each in items]
        assert read_whole(labelstudio, content) == (expected, [])

    @given(st.lists(_entities, max_size=3).map(tuple))
    @example((Annotation(Kind.ENTITY, label="Person", id="E1", span=(0, 3)),))
    def test_texts_come_back(self, said: tuple[Annotation, ...]) -> None:
        relation = tuple(Annotation(Kind.RELATION, label="r", link=(each.id, each.id)) for each in said)
        items = [Item(f"content://{TEXT}", annotations=said + relation)]
        assert read_whole(labelstudio, labelstudio.write(items, "text")[0]) == (items, [])

    @given(st.lists(_segments, max_size=3).map(tuple))
    @example(
        (Annotation(Kind.SEGMENT, label="dog", time=(0, 1)), Annotation(Kind.SEGMENT, label="man", time=(1, 2), text="hi"))
    )
    def test_recordings_come_back(self, said: tuple[Annotation, ...]) -> None:
        items = [Item("s3://b/1.wav", annotations=said)]
        assert read_whole(labelstudio, labelstudio.write(items, "audio")[0]) == (items, [])

    def test_classes_and_transcripts_come_back(self) -> None:
        said = (Annotation(Kind.CLASS, label="dog"), Annotation(Kind.TRANSCRIPT, text="wuff"))
        items = [Item("s3://b/1.wav", annotations=said)]
        assert read_whole(labelstudio, labelstudio.write(items, "audio")[0]) == (items, [])

    def test_tells_what_it_cannot_say(self) -> None:
        item = Item("1.jpg", annotations=(*map(_of, EVERY_SHAPE), _of(None)), size=SIZE)
        assert _lost(labelstudio.write([item], "image")[1]) == ["dashed", "line", "polyline", "shape"]
        _, problems = labelstudio.write([item._replace(size=None, annotations=(_of(box(1, 1, 1, 1)),))], "image")
        assert [each.code for each in problems] == ["size"]

    def test_the_first_annotator_counts(self) -> None:
        choice = [_result("choices", {"choices": ["a"]})]
        said = [{"was_cancelled": True}, {"result": choice}, {"result": []}]
        items, problems = read_whole(labelstudio, orjson.dumps([{"data": {"image": "1.jpg"}, "annotations": said}]))
        assert [each.label for each in items[0].annotations] == ["a"]
        assert [each.text() for each in problems] == ["[0].annotations[1]: a second annotator cannot be said in this format"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"[", "[0]: not JSON: it ends too early"),
            (b"{}", "must be a list of tasks"),
            (b"[5]", "[0].data: is missing"),
            (b'[{"data":{"other":1}}]', "[0].data.image: is missing"),
            (b'[{"data":{"image":""}}]', "[0].data.image: is missing"),
            (b'[{"data":{"image":"a"},"annotations":[{"result":5}]}]', "[0].annotations[0].result: must be a list"),
            (b'[{"data":{"image":"a"},"annotations":5}]', "[0].annotations: must be a list"),
        ],
    )
    def test_what_is_not_read(self, content: bytes, said: str) -> None:
        assert [each.text() for each in read_whole(labelstudio, content)[1]] == [said]

    @pytest.mark.parametrize(
        ("result", "said"),
        [
            (5, "must be an object"),
            ({"type": "choices"}, ".value: is missing"),
            (_result("brushlabels", {}), "brushlabels cannot be said in this format"),
            (_result("choices", {"choices": []}), ".value.choices: is missing"),
            (_result("labels", {"start": 5, "end": 5}), ".value: 5 to 5 is no place in the text"),
            (_result("labels", {"start": "5"}), ".value.start: 5 is not a number"),
            ({"type": "relation", "from_id": 5}, ".from_id: is missing"),
            ({"type": "relation", "from_id": "a", "to_id": "b", "labels": 5}, ".labels: must be a list"),
            (_result("keypointlabels", {}, original_width=0), "the size of the image is not known"),
            (_result("rectanglelabels", {"rotation": 5}), ".value: rotation cannot be said in this format"),
            (_result("polygonlabels", {"points": [5]}), ".value.points: is no polygon"),
            (_result("ellipselabels", {"radiusX": 1, "radiusY": 2}), ".value: ellipse cannot be said in this format"),
        ],
    )
    def test_a_result_that_is_wrong_costs_itself(self, result: Any, said: str) -> None:
        whole = [{"data": {"image": "a"}, "annotations": [{"result": [result]}]}]
        items, problems = read_whole(labelstudio, orjson.dumps(whole))
        assert items[0].annotations == ()
        assert [each.text() for each in problems] == [f"[0].result[0]{'' if said.startswith('.') else ': '}{said}"]

    def test_a_relation_may_have_no_label(self) -> None:
        result = {"type": "relation", "from_id": "a", "to_id": "b"}
        items, _ = read_whole(labelstudio, orjson.dumps([{"data": {"text": "x"}, "annotations": [{"result": [result]}]}]))
        assert items[0].annotations == (Annotation(Kind.RELATION, link=("a", "b")),)


@given(shapes(ShapeKind))
def test_rules_of_drawn_shapes(shape: Shape) -> None:
    assert shaped(shape.kind, shape.points, shape.radius) == shape
