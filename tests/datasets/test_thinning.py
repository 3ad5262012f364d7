"""What is old leaves the log and the analyses; what somebody may still read stays."""

from typing import Any

import httpx
from sqlalchemy import select, update

from modelyard.core.clock import FixedClock
from modelyard.datasets.loops import runners
from modelyard.datasets.models.datasets import AnnotationLogRow
from modelyard.datasets.models.insight import AnalysisRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.service import thinning
from modelyard.datasets.settings import DatasetsSettings
from modelyard.datasets.types.tasks import TaskState
from published_leafs import Leafs, leafs

__all__ = ["leafs"]

YEAR = 365 * 86400


async def log_of(leafs: Leafs) -> list[int]:
    """Return the revisions at which the first picture was said anew."""
    async with leafs.context.database.read_session() as db:
        first = await db.scalar(select(AnnotationLogRow.sample).order_by(AnnotationLogRow.sample).limit(1))
        statement = select(AnnotationLogRow.revision).where(AnnotationLogRow.sample == first)
        return list(await db.scalars(statement.order_by(AnnotationLogRow.revision)))


class TestLog:
    async def test_what_was_replaced_long_ago_goes_but_for_the_newest(self, leafs: Leafs, clock: FixedClock) -> None:
        for label in "2121":
            await leafs.say(label, 0)
        before = await log_of(leafs)
        assert len(before) == 4
        clock.advance(YEAR - 1)
        await thinning.thin(leafs.context)
        assert await log_of(leafs) == before

        clock.advance(2)
        await thinning.thin(leafs.context)

        assert await log_of(leafs) == before[-1:]

    async def test_what_was_said_long_ago_and_replaced_lately_stays(self, leafs: Leafs, clock: FixedClock) -> None:
        await leafs.say("2", 0)
        clock.advance(2 * YEAR)
        await leafs.say("1", 0)
        await leafs.say("2", 0)
        before = await log_of(leafs)

        await thinning.thin(leafs.context)

        # The first entry was replaced two years ago, the second just now.
        assert await log_of(leafs) == before[1:]

    async def test_what_a_version_says_stays(self, leafs: Leafs, clock: FixedClock) -> None:
        await leafs.say("2", 0)
        await leafs.published()
        for label in "121":
            await leafs.say(label, 0)
        before = await log_of(leafs)
        clock.advance(2 * YEAR)

        await thinning.thin(leafs.context)

        # That of the version, and the newest.
        assert await log_of(leafs) == [before[1], before[3]]

    async def test_steps_end_anywhere(self, leafs: Leafs, clock: FixedClock, monkeypatch: Any) -> None:
        monkeypatch.setattr(thinning, "_STEP", 2)
        for label in "21212":
            await leafs.say(label, 0, 1, 2)
        before = await log_of(leafs)
        clock.advance(2 * YEAR)

        await thinning.thin(leafs.context)

        assert await log_of(leafs) == before[-1:]
        async with leafs.context.database.read_session() as db:
            assert len((await db.scalars(select(AnnotationLogRow))).all()) == 3

    async def test_all_of_it_may_stay_for_ever(self, leafs: Leafs, clock: FixedClock) -> None:
        object.__setattr__(leafs.context, "settings", DatasetsSettings(history_days=0))
        await leafs.say("2", 0)
        await leafs.say("1", 0)
        clock.advance(90 * YEAR)

        await thinning.thin(leafs.context)

        assert len(await log_of(leafs)) == 2


class TestAnalyses:
    async def test_the_newest_stay(self, client: httpx.AsyncClient, leafs: Leafs, clock: FixedClock) -> None:
        object.__setattr__(leafs.context, "settings", DatasetsSettings(max_analyses=2))
        made = []
        for _ in range(4):
            answer = await client.post(f"{leafs.url}/analyses", json={})
            assert answer.status_code == 202, answer.text
            made.append(answer.json()["analysis_id"])
            async with leafs.context.database.session() as db:
                ended = update(DatasetTaskRow).where(DatasetTaskRow.id == made[-1])
                await db.execute(ended.values(state=TaskState.COMPLETED, due_at=None))
            clock.advance(60)
        assert any(each.name == "datasets.thinning" for each in runners(leafs.context))

        await thinning.thin(leafs.context)

        async with leafs.context.database.read_session() as db:
            kept = select(AnalysisRow.id).order_by(AnalysisRow.created_at)
            assert list(await db.scalars(kept)) == made[2:]
            assert await db.get(DatasetTaskRow, made[0]) is None
        listed = (await client.get(f"{leafs.url}/analyses")).json()
        assert [each["analysis_id"] for each in listed["analyses"]] == made[:1:-1]
