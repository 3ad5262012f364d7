"""Searching in a version: every filter, as it was when the version was published, whatever the dataset says since."""

from typing import Any

import orjson
import pytest
from sqlalchemy import delete, func, select

from modelyard.core.clock import FixedClock
from modelyard.datasets.models.datasets import FacetChunkRow
from modelyard.datasets.models.version_searches import VersionSearchRow
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.service import annotations, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.service.sweeping import sweep
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.datasets.types.datasets import Kind
from published_leafs import Leafs, leafs

__all__ = ["leafs"]


async def found(leafs: Leafs, version: dict[str, Any], condition: dict[str, Any] | None = None, **query: Any) -> list[str]:
    """Return the names of the samples of a version that match, in their order."""
    params = {"version_id": version["version_id"], "order": "asc", "limit": 100, **query}
    if condition is not None:
        params["search_conditions"] = orjson.dumps(condition).decode()
    answer = await leafs.client.get(f"{leafs.url}/data-annotations/samples", params=params)
    assert answer.status_code == 200, answer.text
    shown = [each["sample_name"] for each in answer.json()["samples"]]
    assert answer.json()["sample_count"] >= len(shown)
    return shown


def pictures(*numbers: int) -> list[str]:
    return [f"{number}.jpg" for number in numbers]


async def say(leafs: Leafs, ordinal: int, *said: Annotation, hardness: dict[str, Any] | None = None) -> None:
    async with leafs.context.database.session() as db:
        row, job = await get_rows(db, leafs.who, leafs.id, lock=True)
        await annotations.save(db, leafs.who, row, job, [DocumentChange(ordinal, said, hardness=hardness)])


class TestListSamples:
    async def test_labels_states_and_authors_are_those_of_the_version(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.say("2", *range(20))

        assert await found(leafs, version, label_name="oak") == pictures(*range(8))
        assert await found(leafs, version, label_name="elm") == pictures(*range(8, 16))
        assert await found(leafs, version, sample_state="__NONE__") == pictures(16, 17, 18, 19)
        assert len(await found(leafs, version, sample_state="__ALL__")) == 16
        assert len(await found(leafs, version, {"labeler": "human/a/b"})) == 16
        assert await found(leafs, version, {"labeler": "human/a/c"}) == []
        assert await found(leafs, version, {"label_list": {"labels": [{"name": "oak"}, {"name": "elm"}], "op": "AND"}}) == []

    async def test_scores_attributes_and_hardness_are_those_of_the_version(self, leafs: Leafs) -> None:
        await say(
            leafs,
            3,
            Annotation(Kind.CLASS, label="1", confidence=0.4, attributes=(("size", "big"),), hard=True, hard_coefficient=0.7),
        )
        await say(leafs, 4, Annotation(Kind.CLASS, label="1", confidence=0.9), hardness={"@modelarts:hard_coefficient": 0.2})
        version = await leafs.published(clear_hard_property=False)
        await leafs.say("1", 3, 4)

        assert await found(leafs, version, low_score=0.3, high_score=0.5) == pictures(3)
        assert await found(leafs, version, {"score": "0.8"}) == pictures(4)
        assert await found(leafs, version, {"hard": "1"}) == pictures(3, 4)
        assert len(await found(leafs, version, {"hard": "0"})) == 18
        assert await found(leafs, version, {"coefficient": "0.6-0.8"}) == pictures(3)
        of_oak = {"name": "oak", "property": {"size": ["big"]}}
        assert await found(leafs, version, {"label_list": {"labels": [of_oak], "op": "OR"}}) == pictures(3)
        assert await found(leafs, version, {"label_list": {"labels": [{**of_oak, "property": {"size": None}}]}}) == pictures(3)

    async def test_names_folders_days_and_attributes_of_samples_that_have_left_the_dataset(self, leafs: Leafs) -> None:
        async with leafs.context.database.session() as db:
            row, _ = await get_rows(db, leafs.who, leafs.id, lock=True)
            new = NewSample("obs://team/leafs/new/Birch.JPG", 10, "e", 1_700_000_000_000, properties={"camera": "two"})
            await samples.insert(db, row, [new])
        version = await leafs.published()
        gone = (await leafs.sample_ids())[-1]
        await leafs.client.post(f"{leafs.url}/data-annotations/samples/delete", json={"samples": [gone]})

        birch = ["Birch.JPG"]
        assert await found(leafs, version, {"sample_name": "birch"}) == birch
        assert await found(leafs, version, {"sample_name": "birch"}) == birch  # remembered
        assert await found(leafs, version, {"sample_name": "1.jpg"}) == pictures(1, 11)
        assert await found(leafs, version, {"sample_name": "oak"}) == []
        assert await found(leafs, version, {"sample_dir": "/team/leafs/new/"}) == birch
        assert await found(leafs, version, {"sample_time": "20231114-20231115"}) == birch
        assert await found(leafs, version, {"metadata": {"props": {"camera": ["two"]}}}) == birch

    async def test_order_and_pages_are_kept(self, leafs: Leafs) -> None:
        version = await leafs.published()

        assert await found(leafs, version, label_name="oak", order="desc", limit=3) == pictures(7, 6, 5)
        assert await found(leafs, version, label_name="oak", limit=3, offset=2) == pictures(6, 7)
        assert await found(leafs, version, sample_type=1) == []

    async def test_only_what_is_shown_is_read(self, leafs: Leafs, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("modelyard.datasets.service.version_reading._NEAR_BYTES", 100)
        version = await leafs.published()
        wanted = {"label_list": {"labels": [{"name": "elm"}]}, "sample_name": "1"}
        part = leafs.parts()[0]
        read: list[tuple[int, int | None]] = []
        get = leafs.store.get

        def counted(bucket: str, key: str, *, offset: int = 0, length: int | None = None, etag: str | None = None) -> Any:
            if key == part:
                read.append((offset, length))
            return get(bucket, key, offset=offset, length=length, etag=etag)

        monkeypatch.setattr(leafs.store, "get", counted)

        assert await found(leafs, version, wanted) == pictures(10, 11, 12, 13, 14, 15)
        assert len(read) == 1
        assert await found(leafs, version, {"sample_name": "7"}) == pictures(7, 17)
        assert len(read) == 3
        assert all(length is not None and length < 2000 for _, length in read)

    async def test_what_is_no_state_of_versions_is_refused(self, leafs: Leafs) -> None:
        version = await leafs.published()
        url = f"{leafs.url}/data-annotations/samples"

        of_files = await leafs.client.get(url, params={"version_id": version["version_id"], "sample_state": "__MISSING__"})
        none = await leafs.client.get(url, params={"version_id": version["version_id"], "sample_state": "nonsense"})

        assert (of_files.status_code, of_files.json()["error_code"]) == (400, "Modelyard.7451")
        assert none.status_code == 400

    async def test_a_renamed_label_is_found_by_the_name_that_the_version_has(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.client.put(
            f"{leafs.url}/data-annotations/labels", json={"labels": [{"name": "oak", "rename_to": "quercus", "type": 0}]}
        )

        assert len(await found(leafs, version, label_name="oak")) == 8


class TestIndexing:
    async def test_a_search_waits_for_the_lines_to_be_read(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        while (await leafs.version(version_id))["status"] != 1:
            await run_step(leafs.context)
        url, params = f"{leafs.url}/data-annotations/samples", {"version_id": version_id, "label_name": "oak"}

        early = await leafs.client.get(url, params=params)
        unsearched = await leafs.client.get(url, params={"version_id": version_id})
        await run_tasks(leafs.context)
        late = await leafs.client.get(url, params=params)

        assert (early.status_code, early.json()["error_code"]) == (409, "Modelyard.7520")
        assert unsearched.json()["sample_count"] == 20
        assert late.json()["sample_count"] == 8

    async def test_a_version_from_before_is_read_when_it_is_first_searched(self, leafs: Leafs) -> None:
        version = await leafs.published()
        async with leafs.context.database.session() as db:
            await db.execute(delete(VersionSearchRow))
        url, params = f"{leafs.url}/data-annotations/samples", {"version_id": version["version_id"], "label_name": "oak"}

        first = await leafs.client.get(url, params=params)
        await leafs.client.get(url, params=params)  # somebody is at it
        await run_tasks(leafs.context)

        assert first.status_code == 409
        assert len(await found(leafs, version, label_name="oak")) == 8

    async def test_reading_that_failed_is_told_and_begins_anew_later(self, leafs: Leafs, clock: FixedClock) -> None:
        version_id = await leafs.publish()
        while (await leafs.version(version_id))["status"] != 1:
            await run_step(leafs.context)
        part = leafs.parts()[0]
        content = leafs.store.buckets["team"].pop(part)
        for _ in range(3):
            await run_tasks(leafs.context)
        leafs.store.buckets["team"][part] = content
        url, params = f"{leafs.url}/data-annotations/samples", {"version_id": version_id, "label_name": "oak"}

        told = await leafs.client.get(url, params=params)
        await run_tasks(leafs.context)
        clock.advance(3600)
        again = await leafs.client.get(url, params=params)
        await run_tasks(leafs.context)

        assert (told.status_code, told.json()["error_code"]) == (409, "Modelyard.7523")
        assert (again.status_code, again.json()["error_code"]) == (409, "Modelyard.7520")
        assert (await leafs.client.get(url, params=params)).json()["sample_count"] == 8

    async def test_nothing_is_left_of_a_version_or_a_dataset_that_is_gone(self, leafs: Leafs) -> None:
        first, second = await leafs.published(), await leafs.published()
        owners = select(VersionSearchRow.number)
        async with leafs.context.database.read_session() as db:
            numbers = list(await db.scalars(owners))
        left = select(func.count()).select_from(FacetChunkRow).where(FacetChunkRow.owner.in_(numbers))

        await leafs.client.delete(f"{leafs.url}/versions/{first['version_id']}")
        await sweep(leafs.context)
        assert len(await found(leafs, second, label_name="oak")) == 8
        await leafs.client.delete(leafs.url)
        await sweep(leafs.context)

        async with leafs.context.database.read_session() as db:
            assert len(numbers) == 2
            assert await db.scalar(left) == 0

    async def test_a_version_that_goes_while_its_lines_are_read_leaves_nothing(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        while (await leafs.version(version_id))["status"] != 1:
            await run_step(leafs.context)
        await leafs.client.delete(f"{leafs.url}/versions/{version_id}")

        await run_tasks(leafs.context)

        async with leafs.context.database.read_session() as db:
            assert list(await db.scalars(select(VersionSearchRow))) == []


class TestListSearch:
    async def test_the_words_and_counts_of_a_version_stay(self, leafs: Leafs) -> None:
        version = await leafs.published()
        await leafs.say("2", *range(20))

        answer = await leafs.client.get(
            f"{leafs.url}/data-annotations/search-condition", params={"version_id": version["version_id"]}
        )

        words = answer.json()
        assert [each["name"] for each in words["labels"]] == ["oak", "elm"]
        assert words["labelers"] == ["human/a/b"]
        assert words["counts"]["labels"] == [{"values": ["elm"], "count": 8}, {"values": ["oak"], "count": 8}]
        assert [each["count"] for each in words["counts"]["days"]] == [20]

    async def test_a_version_that_is_not_there_is_told(self, leafs: Leafs) -> None:
        answer = await leafs.client.get(f"{leafs.url}/data-annotations/search-condition", params={"version_id": "0" * 19})

        assert answer.json()["error_code"] == "ModelArts.4353"
