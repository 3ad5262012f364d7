"""The language of traffic rules."""

import pytest

from modelyard.serving.rules.conditions import ConditionInvalid, hash_code, holds, parse
from modelyard.serving.types import Comparison, Equals, HashIn, Matches, Operand, Variable

USER = Operand(Variable.USER_NAME)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("#USER_NAME == 'ann'", Equals(USER, "ann")),
            (" #USER_NAME=='it''s' ", Equals(USER, "it's")),
            ("#HEADER_X-Tier matches 'gold|silver'", Matches(Operand(Variable.HEADER, "x-tier"), "gold|silver")),
            (
                "#HEADER_uid.hashCode() % 100 < 10",
                HashIn(Operand(Variable.HEADER, "uid"), 100, Comparison.LESS, 10),
            ),
            ("#USER_NAME . hashCode ( ) >= -5", HashIn(USER, None, Comparison.GREATER_OR_EQUAL, -5)),
        ],
    )
    def test_the_three_forms_are_understood(self, text: str, expected: object) -> None:
        assert parse(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "USER_NAME == 'ann'",
            "#USER_NAME == ann",
            "#USER_NAME == 'a' || #USER_ID == 'b'",
            "#NOBODY == 'x'",
            "#HEADER_ == 'x'",
            "#USER_NAME matches '('",
            "#USER_NAME matches '(?=a)'",
            r"#USER_NAME matches '(a)\1'",
            "#USER_NAME matches 'a++'",
            "#USER_NAME.hashCode() % 0 < 1",
            "#USER_NAME.hashCode() % 4000000000 < 1",
            "#USER_NAME.hashCode() < 4000000000",
            "T(java.lang.Runtime).getRuntime().exec('x')",
        ],
    )
    def test_everything_else_is_refused_with_a_reason(self, text: str) -> None:
        with pytest.raises(ConditionInvalid) as caught:
            parse(text)
        assert caught.value.text
        assert caught.value.zh


class TestHash:
    @pytest.mark.parametrize(
        ("text", "expected"), [("", 0), ("a", 97), ("hello", 99162322), ("polygenelubricants", -(2**31)), ("😀", 1772899)]
    )
    def test_it_is_that_of_java(self, text: str, expected: int) -> None:
        assert hash_code(text) == expected

    def test_ten_of_a_hundred_are_ten_per_cent(self) -> None:
        rule = parse("#HEADER_uid.hashCode() % 100 < 10")

        share = sum(holds(rule, f"user-{number}-of-many") for number in range(10_000)) / 10_000

        assert 0.08 < share < 0.12


class TestHolds:
    @pytest.mark.parametrize(
        ("text", "value", "expected"),
        [
            ("#USER_NAME == 'ann'", "ann", True),
            ("#USER_NAME == 'ann'", "Ann", False),
            ("#USER_NAME == 'ann'", None, False),
            ("#USER_NAME matches 'op.*'", "operator", True),
            ("#USER_NAME matches 'op.*'", "top", False),
            ("#USER_NAME.hashCode() == 97", "a", True),
            ("#USER_NAME.hashCode() != 97", "a", False),
            ("#USER_NAME.hashCode() <= 97", "a", True),
            ("#USER_NAME.hashCode() > 97", "a", False),
            ("#USER_NAME.hashCode() % 10 == 7", "a", True),
        ],
    )
    def test_conditions_are_asked_of_whole_values(self, text: str, value: str | None, expected: bool) -> None:
        assert holds(parse(text), value) is expected
