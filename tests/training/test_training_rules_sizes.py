"""Sizes as people read them."""

import pytest

from modelyard.training.rules.sizes import spoken_bytes


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 bytes"),
        (1, "1 bytes"),
        (1023, "1023 bytes"),
        (1024, "1.0 KiB"),
        (3 * 2**29, "1.5 GiB"),
        (2**40, "1.0 TiB"),
        (2**70, "1048576.0 PiB"),
    ],
)
def test_rules_of_sizes(count: int, expected: str) -> None:
    assert spoken_bytes(count) == expected
