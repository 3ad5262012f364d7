"""Both ways, for what is no picture: entities and relations, recordings, texts with entities, tables."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_annotations import TEXT, words
from format_files import exported, imported
from modelyard.datasets.rules import manifest, tables
from modelyard.datasets.rules.annotations import Annotation, Item, document
from modelyard.datasets.rules.keeping import kept
from modelyard.datasets.rules.tables import Column, ColumnType
from modelyard.datasets.types.datasets import Kind, LabelType
from modelyard.datasets.types.sources import Format

_names = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0xFFFF), min_size=1, max_size=6)
_times = st.tuples(st.integers(0, 10**6), st.integers(10**6 + 1, 10**8))


@st.composite
def _triplets(draw: st.DrawFn) -> tuple[Annotation, ...]:
    """Entities that may lie in each other, and relations between any two of them, also both ways."""
    spans = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(21, len(TEXT))), max_size=4))
    entities = [Annotation(Kind.ENTITY, draw(words), id=f"E{place}", span=span) for place, span in enumerate(spans)]
    ids = st.sampled_from([each.id for each in entities] or [""])
    links = draw(st.lists(st.tuples(ids, ids), max_size=3)) if entities else []
    relations = [Annotation(Kind.RELATION, draw(words), link=link) for link in links]
    return (*entities, *relations)


@st.composite
def _recordings(draw: st.DrawFn, said: st.SearchStrategy[tuple[Annotation, ...]]) -> list[tuple[str, Item]]:
    paths = draw(st.lists(_names, min_size=1, max_size=4, unique=True))
    return [(f"{path}.wav", Item(f"s3://team/in/{path}.wav", draw(said))) for path in paths]


def _segments(labels: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Annotation, ...]]:
    drawn = st.tuples(labels, words | st.just(""), _times)
    return st.lists(drawn.map(lambda each: Annotation(Kind.SEGMENT, each[0], text=each[1], time=each[2])), max_size=3).map(
        tuple
    )


_transcripts = words.map(lambda text: (Annotation(Kind.TRANSCRIPT, text=text),)) | st.just(())
_sounds = words.map(lambda label: (Annotation(Kind.CLASS, label=label),)) | st.just(())


def _documents(items: list[Item]) -> list[bytes]:
    return sorted(
        document(each._replace(id="") if each.kind is not Kind.ENTITY else each for each in one.annotations) for one in items
    )


class TestTriplets:
    @settings(max_examples=60)
    @given(_triplets())
    def test_come_back_from_label_studio(self, said: tuple[Annotation, ...]) -> None:
        items = [("", Item(f"content://{TEXT}", said)), ("", Item("content://another one"))]
        files, problems = exported(Format.LABEL_STUDIO, items)
        assert problems == []
        found, problems = imported(Format.LABEL_STUDIO, files, LabelType.TEXT_TRIPLET)
        assert problems == []
        assert [each.source for each in found] == [each.source for _, each in items]
        assert found[0].annotations == said

    @given(_triplets())
    def test_come_back_from_manifests(self, said: tuple[Annotation, ...]) -> None:
        item = Item(f"content://{TEXT}", said)
        found, problems = manifest.read_line(manifest.write_line(item, LabelType.TEXT_TRIPLET))
        assert problems == []
        assert found is not None
        assert found.annotations == said


class TestRecordings:
    @settings(max_examples=40)
    @given(_recordings(_segments(words)))
    def test_segments(self, items: list[tuple[str, Item]]) -> None:
        files, problems = exported(Format.LABEL_STUDIO, items)
        assert problems == []
        found, problems = imported(Format.LABEL_STUDIO, files, LabelType.SPEECH_SEGMENTATION)
        assert problems == []
        assert _documents(found) == _documents([each for _, each in items])

    @settings(max_examples=40)
    @given(_recordings(_transcripts), st.sampled_from([Format.LABEL_STUDIO, Format.HUGGING_FACE]))
    def test_transcripts(self, items: list[tuple[str, Item]], target: Format) -> None:
        files, problems = exported(target, items)
        assert problems == []
        found, problems = imported(target, files, LabelType.SPEECH_CONTENT)
        assert problems == []
        assert _documents(found) == _documents([each for _, each in items])

    @settings(max_examples=40)
    @given(
        _recordings(_sounds),
        st.sampled_from([Format.LABEL_STUDIO, Format.CSV, Format.FOLDERS, Format.TEXTS, Format.HUGGING_FACE]),
    )
    def test_classes(self, items: list[tuple[str, Item]], target: Format) -> None:
        files, told = exported(target, items)
        found, problems = imported(target, files, LabelType.SOUND_CLASSIFICATION)
        assert problems == []
        lost = {each.file for each in told}
        expected = [kept(each, target)[0] for _, each in items]
        if not lost:
            assert _documents(found) == _documents(expected)
        assert len(found) == len(items)

    @given(_segments(st.just("")))
    def test_segments_of_manifests(self, said: tuple[Annotation, ...]) -> None:
        item = Item("s3://team/in/1.wav", said)
        found, problems = manifest.read_line(manifest.write_line(item, LabelType.SPEECH_SEGMENTATION))
        assert (found, problems) == (item, [])


class TestTexts:
    @given(st.lists(st.tuples(words, st.lists(words, max_size=2, unique=True)), max_size=4, unique_by=lambda each: each[0]))
    @pytest.mark.parametrize("target", [Format.CSV, Format.HUGGING_FACE])
    def test_come_back(self, target: Format, drawn: list[tuple[str, list[str]]]) -> None:
        items = [("", Item(f"content://{text}", tuple(Annotation(Kind.CLASS, each) for each in said))) for text, said in drawn]
        files, problems = exported(target, items)
        assert problems == []
        found, problems = imported(target, files, LabelType.TEXT_CLASSIFICATION)
        assert problems == [] or not items
        assert [(each.source, each.annotations) for each in found] == [(each.source, each.annotations) for _, each in items]


_VALUES: dict[ColumnType, st.SearchStrategy[Any]] = {
    ColumnType.STRING: st.text(
        st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf"), exclude_characters="\x00\r"), max_size=12
    )
    | st.sampled_from(["=1+1", "+cmd", "-2", "@x", "\t=x", '"', "a,b", "a\nb", "\ttab", " x "]),
    ColumnType.INT: st.none() | st.integers(-(2**31), 2**31 - 1),
    ColumnType.LONG: st.none() | st.integers(-(2**63), 2**63 - 1),
    ColumnType.DOUBLE: st.none() | st.floats(allow_nan=False),
    ColumnType.BOOLEAN: st.none() | st.booleans(),
    ColumnType.DATE: st.none() | st.dates().map(lambda each: each.isoformat()),
}


class TestTables:
    @settings(max_examples=60)
    @given(st.data())
    def test_come_back(self, data: st.DataObject) -> None:
        kinds = data.draw(st.lists(st.sampled_from(sorted(_VALUES)), min_size=1, max_size=5))
        columns = [Column(f"c{place}", kind) for place, kind in enumerate(kinds)]
        rows = data.draw(st.lists(st.tuples(*(_VALUES[kind] for kind in kinds)), max_size=5))
        # A line with nothing in it is no row, in any reader of CSV.
        rows = [row for row in rows if len(row) > 1 or row[0] not in {None, ""}]
        content = tables.written([tuple(each.name for each in columns), *([_cell(each) for each in row] for row in rows)])
        assert tables.read_table(content, columns, has_header=True) == (rows, [])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else str(value)
