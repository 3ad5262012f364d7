"""Difficult samples: reasons, coefficients, and the bounds that searches name."""

import pytest

from modelyard.core.i18n import Language
from modelyard.datasets.rules import facets
from modelyard.datasets.rules.hard_reasons import REASONS, details_of
from modelyard.datasets.rules.searching import bounds_of
from modelyard.datasets.types.datasets import SampleState


class TestReasons:
    def test_are_told_in_the_language_that_is_asked_for(self) -> None:
        english, chinese = (details_of([0, 30, 0, 99], language) for language in (Language.EN, Language.ZH))

        assert list(english) == list(chinese) == ["0", "30"]
        assert english["0"]["reason"] == "Nothing was detected."
        assert chinese["0"]["alo_name"] == "none_detected"
        assert chinese["0"]["reason"] != english["0"]["reason"]

    def test_have_the_published_numbers(self) -> None:
        assert sorted(REASONS) == list(range(31))


class TestValues:
    @pytest.mark.parametrize(("share", "step"), [(0.5, "50"), ("1", "100"), (2, None), ("x", None), (None, None)])
    def test_a_coefficient_counts_in_hundredths(self, share: object, step: str | None) -> None:
        told = {"@modelarts:hard_coefficient": share, "@modelarts:hard_reasons": [1, "2", {}]}

        found = facets.of_document((), SampleState.UNLABELLED, "", hardness=told)

        assert {text for facet, text in found if facet == facets.COEFFICIENT} == ({step} if step else set())
        assert (facets.HARD, "1") in found


class TestBounds:
    @pytest.mark.parametrize(
        ("text", "bounds"),
        [
            ("0.2-0.8", (0.2, 0.8)),
            ("0.2,0.8", (0.2, 0.8)),
            ("0.4", (0.4, 1.0)),
            ("0.8-0.2", None),
            ("0-2", None),
            ("1-2-3", None),
            ("high", None),
        ],
    )
    def test_are_two_numbers_or_one(self, text: str, bounds: tuple[float, float] | None) -> None:
        assert bounds_of(text) == bounds
