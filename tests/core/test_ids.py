"""Ids in tables and on the wire."""

from modelyard.core.ids import row_id, wire_id


class TestIds:
    def test_there_is_one_spelling_of_each_id(self) -> None:
        plain = "0123456789abcdef" * 2
        assert row_id(wire_id(plain)) == plain
        assert [row_id(text) for text in ("x", plain, wire_id(plain).upper(), f"{wire_id(plain)}-")] == [None] * 4
        assert wire_id("m1") == "m1"
