"""Digests of what a folder held."""

from modelyard.objects.rules.digests import listing_digest

ENTRIES = [("m/b", 2, "2"), ("m/a", 1, "1"), ("m/deep/", 0, "")]


class TestListingDigest:
    def test_the_order_does_not_count(self) -> None:
        assert listing_digest("b", "m/", ENTRIES) == listing_digest("b", "m/", ENTRIES[::-1]) != ""

    def test_place_names_sizes_and_contents_do(self) -> None:
        others = [
            listing_digest("c", "m/", ENTRIES),
            listing_digest("b", "n/", ENTRIES),
            listing_digest("b", "m/", ENTRIES[1:]),
            listing_digest("b", "m/", [("m/b", 3, "2"), *ENTRIES[1:]]),
            listing_digest("b", "m/", [("m/b", 2, "3"), *ENTRIES[1:]]),
        ]

        assert len({listing_digest("b", "m/", ENTRIES), *others}) == 6

    def test_without_etags_nothing_can_be_told(self) -> None:
        assert listing_digest("b", "m/", [("m/a", 1, "")]) == ""
