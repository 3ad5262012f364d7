"""Parts of versions that somebody with a right on the bucket writes over or takes away."""

import pytest

from modelyard.datasets.errors.attacks import PartChanged
from modelyard.datasets.testing import run_step, run_tasks
from published_leafs import Leafs, leafs

__all__ = ["leafs"]


class TestParts:
    @pytest.mark.parametrize("longer", [b"", b"more"])
    async def test_a_part_that_was_written_over_is_written_anew_by_the_next_version(self, leafs: Leafs, longer: bytes) -> None:
        first = await leafs.published()
        (part,) = leafs.parts()
        content = leafs.store.buckets["team"][part][1]
        changed = content.replace(b"oak", b"elm") + longer
        await leafs.store.put("team", part, changed, size_bytes=len(changed))

        second = await leafs.published()

        assert leafs.store.buckets["team"][part][1] == content
        assert leafs.lines(second) == leafs.lines(first)

    async def test_a_part_that_was_written_over_meanwhile_is_in_no_version(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        await run_step(leafs.context)
        await run_step(leafs.context)
        (part,) = leafs.parts()
        await leafs.store.put("team", part, b"{}\n", size_bytes=3)

        await run_tasks(leafs.context)

        version = await leafs.version(version_id)
        assert version["status"] == 4
        assert version["code"] == PartChanged.code
