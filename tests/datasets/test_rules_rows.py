"""Rows as samples, and as rows of a table."""

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from modelyard.datasets.rules.problems import Problems, Unreadable
from modelyard.datasets.rules.rows import RowItem, cells, plain, row_item, sources_of
from modelyard.datasets.rules.tables import Column, ColumnType


def said(row: dict[str, Any], columns: dict[str, str] | None = None, **names: list[str]) -> RowItem:
    problems = Problems()
    found = row_item(row, columns or {}, names, problems, 7)
    assert not problems
    return found


def labels(found: RowItem) -> list[str]:
    return [each.label for each in found.item.annotations]


class TestSamples:
    def test_texts_with_labels(self) -> None:
        found = said({"id": 1, "text": "fine", "label": "good", "split": "test"})
        assert (found.item.source, labels(found), found.item.usage) == ("content://fine", ["good"], "TEST")

    def test_columns_have_other_names(self) -> None:
        found = said({"body": "fine", "topic": ["a", "b"]}, {"text": "body", "labels": "topic"})
        assert (found.item.source, labels(found)) == ("content://fine", ["a", "b"])

    def test_numbers_are_names_where_these_are_known(self) -> None:
        assert labels(said({"text": "x", "label": 1}, label=["cat", "dog"])) == ["dog"]
        assert labels(said({"text": "x", "label": 9}, label=["cat", "dog"])) == ["9"]

    @pytest.mark.parametrize("path", ["obs://team/1.jpg", "s3://team/1.jpg"])
    def test_paths(self, path: str) -> None:
        assert said({"path": path, "label": "oak"}).item.source == "s3://team/1.jpg"
        assert said({"where": path}, {"file": "where"}).item.source == "s3://team/1.jpg"

    def test_bytes(self) -> None:
        assert said({"image": {"bytes": b"x", "path": "a/../b:.jpg"}}) == RowItem(said({"path": "a/b_.jpg"}).item, b"x")
        assert said({"image": memoryview(b"x")}).item.source == "row-00000007"
        assert said({"image": {"bytes": None, "path": "b.jpg"}}).item.source == "b.jpg"
        assert said({"blob": b"x", "file_name": "1.png"}, {"content": "blob"}).content == b"x"
        assert said({"image": {"bytes": b"x", "path": None}}).content == b"x"

    def test_nothing_at_all(self) -> None:
        with pytest.raises(Unreadable):
            said({"id": 1})


class TestTables:
    columns = (Column("a", ColumnType.INT), Column("b", ColumnType.BOOLEAN), Column("c", ColumnType.TIMESTAMP))

    def test_values_are_written_as_tables_have_them(self) -> None:
        problems = Problems()
        at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
        row = {"a": Decimal(7), "b": True, "c": at}
        assert cells(row, self.columns, {each: each for each in "abc"}, problems, 1) == ("7", "TRUE", "2026-01-02 03:04:05")
        assert not problems

    def test_what_does_not_fit_becomes_empty_and_is_told(self) -> None:
        problems = Problems()
        row = {"a": "many", "b": b"x", "c": None}
        assert cells(row, self.columns, {each: each for each in "abc"}, problems, 3) == ("", "", "")
        assert [(each.place, each.line) for each in problems] == [("a", 3), ("b", 3)]

    def test_columns_are_found_by_name(self) -> None:
        assert sources_of(self.columns, ["A", "x", "c"], {"b": "x"}) == ({"a": "A", "b": "x", "c": "c"}, [])
        assert sources_of(self.columns, ["a"], {}) == ({"a": "a"}, ["b", "c"])

    def test_plain_values(self) -> None:
        assert plain({"a": (date(2026, 1, 2), [Decimal("1.5"), None])}) == {"a": ["2026-01-02", ["1.5", None]]}
