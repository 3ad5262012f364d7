"""Every format, both ways: what is exported and imported again says the same, as far as the format can say it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_annotations import SIZE, attributes, shapes, words
from format_files import exported, imported
from modelyard.datasets.rules import exporting
from modelyard.datasets.rules.annotations import Annotation, Item, document
from modelyard.datasets.rules.exporting import Sample
from modelyard.datasets.rules.keeping import KEEPS, kept
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind
from modelyard.datasets.types.sources import Format

# Names of files as the storage takes them.
_names = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0xFFFF), min_size=1, max_size=6)
_labels = st.sampled_from(["oak", "pine tree", "松树", 'it\'s "so"', "=1+1", "a&b<c>"])
_IMAGES = frozenset(
    {
        Format.VOC,
        Format.SEGMENTATION,
        Format.COCO,
        Format.YOLO,
        Format.CVAT,
        Format.LABEL_STUDIO,
        Format.CSV,
        Format.FOLDERS,
        Format.TEXTS,
        Format.PLAIN,
        Format.HUGGING_FACE,
    }
)


@st.composite
def _said(draw: st.DrawFn, target: Format) -> Annotation:
    """An annotation of any kind that images have, of which a format may keep less than there is."""
    if draw(st.booleans()):
        return Annotation(Kind.CLASS, label=draw(_labels), confidence=draw(st.none() | st.just(0.5)))
    return Annotation(
        Kind.SHAPE,
        label=draw(_labels),
        shape=draw(shapes(KEEPS[target].shapes or ShapeKind)),
        attributes=draw(attributes),
        confidence=draw(st.none() | st.just(0.25)),
    )


@st.composite
def _labelled(draw: st.DrawFn) -> tuple[Format, list[tuple[str, Item]]]:
    target = draw(st.sampled_from(sorted(_IMAGES)))
    paths = draw(
        st.lists(st.tuples(_names, _names | st.just(""), st.sampled_from(["png", "jpg"])), min_size=1, max_size=5, unique=True)
    )
    items = []
    for name, folder, ending in paths:
        said = draw(st.lists(_said(target), max_size=3))
        path = f"{folder}/{name}.{ending}".lstrip("/")
        usage = draw(st.sampled_from(["", "TRAIN", "EVAL"]))
        items.append((path, Item(f"s3://team/in/{path}", annotations=tuple(said), size=SIZE, usage=usage)))
    return target, items


def _without_ids(said: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    return tuple(each._replace(id="") for each in said)


def _documents(items: list[Item]) -> list[bytes]:
    return sorted(document(_without_ids(each.annotations)) for each in items)


def _inside(said: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Circles may be drawn where they do not fit; an import leaves them out."""
    return tuple(each for each in said if each.shape is None or each.shape.kind is not ShapeKind.CIRCLE)


class TestImages:
    @settings(max_examples=60)
    @given(_labelled())
    def test_come_back(self, drawn: tuple[Format, list[tuple[str, Item]]]) -> None:
        target, items = drawn
        files, _ = exported(target, items)
        names: dict[str, str] = {}
        state: dict[str, Any] = {}
        for name, item in items:
            done = exporting.write(target, [Sample(item, name)], state)
            state = done.state
            names.update((to, source) for source, to in done.copies)
        label_type = LabelType.OBJECT_DETECTION
        found, problems = imported(target, files, label_type)
        assert {each.code for each in problems} <= {"outside", "shape"}  # circles at the edge
        told = {names[each.source]: _inside(_without_ids(each.annotations)) for each in found}
        expected = {}
        for _, item in items:
            left, _ = kept(item, target)
            said = left.annotations
            if target is Format.TEXTS:
                said = tuple({each.label: each for each in said}.values())
            if target is Format.HUGGING_FACE:  # labels of the whole picture stand apart from its boxes, and once
                classes = {each.label: each for each in said if each.kind is Kind.CLASS}
                said = (*classes.values(), *(each for each in said if each.kind is not Kind.CLASS))
            if target is Format.FOLDERS:
                said = tuple(each for each in said if exporting.is_folder(each.label))
            expected[item.source] = _inside(_without_ids(said))
        assert told == expected

    @settings(max_examples=30)
    @given(_labelled())
    def test_the_second_export_is_as_the_first(self, drawn: tuple[Format, list[tuple[str, Item]]]) -> None:
        target, items = drawn
        first, _ = exported(target, items)
        found, _ = imported(target, first, LabelType.OBJECT_DETECTION)
        again, problems = exported(target, [(each.source, each) for each in found])
        second, _ = imported(target, again, LabelType.OBJECT_DETECTION)
        assert [each.code for each in problems] in ([], ["lost"] * len(problems))
        assert _documents(second) == _documents(found)


@st.composite
def _texts(draw: st.DrawFn) -> list[tuple[str, Item]]:
    texts = draw(st.lists(words, max_size=6, unique=True))
    plain = words.filter(lambda word: "," not in word)
    return [
        (
            "",
            Item(
                f"content://{text}",
                annotations=tuple(
                    Annotation(Kind.CLASS, label=label) for label in draw(st.lists(plain, max_size=2, unique=True))
                ),
            ),
        )
        for text in texts
    ]


class TestTexts:
    @given(st.sampled_from([Format.TEXT_LINES, Format.TEXT_PAIRS, Format.LABEL_STUDIO]), _texts())
    def test_come_back(self, target: Format, items: list[tuple[str, Item]]) -> None:
        files, problems = exported(target, items)
        assert problems == []
        found, problems = imported(target, files, LabelType.TEXT_CLASSIFICATION)
        assert problems == ([] if items or target is Format.LABEL_STUDIO else problems)
        assert [each._replace(id="", size=None) for each in found] == [item for _, item in items]

    def test_what_separates_labels_is_told(self) -> None:
        item = Item("content://one\ntwo", annotations=(Annotation(Kind.CLASS, label="a,b"),))
        files, problems = exported(Format.TEXT_LINES, [("", item)])
        assert files["samples.txt"] == b"one two\t\n"
        assert [each.text() for each in problems] == [
            "label: a,b cannot be said in this format",
            "text: a line break cannot be said in this format",
        ]


class TestNames:
    def test_two_images_do_not_share_a_file_of_labels(self) -> None:
        items = [
            (name, Item(f"s3://b/{name}", (Annotation(Kind.CLASS, label=label),), size=SIZE))
            for name, label in (("1.jpg", "oak"), ("1.png", "pine"))
        ]
        files, _ = exported(Format.TEXTS, items)
        assert {name: content for name, content in files.items() if name.endswith("txt")} == {
            "1.txt": b"oak\n",
            "1_png.txt": b"pine\n",
        }

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("s3://team/in/a/1.jpg", "a/1.jpg"),
            ("s3://team/other/1.jpg", "_more/7-1.jpg"),
            ("s3://team/in/_more/1.jpg", "_more/7-1.jpg"),
        ],
    )
    def test_of_files_elsewhere(self, source: str, expected: str) -> None:
        assert exporting.name_of(source, "s3://team/in/", 7) == expected
