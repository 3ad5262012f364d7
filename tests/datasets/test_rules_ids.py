"""Ids on the wire."""

import pytest

from modelyard.datasets.rules import ids


def test_rules_of_new_ids() -> None:
    found = [ids.new_id() for _ in range(50)]
    assert len(set(found)) == 50
    assert all(ids.is_id(each) for each in found)
    assert [each[:8] for each in found] == sorted(each[:8] for each in found)


@pytest.mark.parametrize("text", ["", "a" * 18, "a" * 20, "a" * 18 + "-", "ａ" * 19])
def test_rules_of_what_is_no_id(text: str) -> None:
    assert not ids.is_id(text)


def test_rules_of_samples() -> None:
    sample = ids.sample_number(7, 2**32 - 1)
    first, end = ids.sample_range(7)
    assert first <= sample < end
    assert ids.ordinal_of(sample) == 2**32 - 1
    public = ids.sample_id("d1", sample)
    assert len(public) == 32
    assert ids.sample_of("d1", public) == sample
    assert ids.sample_of("d2", public) is None


@pytest.mark.parametrize("digits", ["", "0", "g" * 16, "f" * 16, "0" * 17, "０" * 16])
def test_rules_of_what_is_no_sample(digits: str) -> None:
    assert ids.sample_of("d1", ids.sample_id("d1", 0)[:16] + digits) is None


def test_rules_of_source_keys() -> None:
    assert len(ids.source_key("s3://b/\ud800")) == 16
    assert ids.source_key("a") != ids.source_key("b")
