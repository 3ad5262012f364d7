"""Filters and figures of samples beyond labels and states: bounds, reasons, attributes by name, members of teams."""

import json

import httpx
import pytest

from dataset_calls import Dataset, make, picture
from modelyard.core.i18n import Language
from modelyard.datasets.rules import facets, hard_reasons
from modelyard.datasets.rules.searching import bounds_of
from modelyard.datasets.types.datasets import SampleState

BOX = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[1, 1], [9, 9]]}


async def boxes(client: httpx.AsyncClient) -> tuple[Dataset, dict[str, str]]:
    """Return a dataset of three pictures, of which two are hard."""
    dataset = await make(client, dataset_type=1, labels=[{"name": "cat"}])
    await dataset.upload(*[{"name": f"{name}.png", "data": picture()} for name in "abc"])
    ids = await dataset.ids()
    hard = {"@modelarts:hard": 1, "@modelarts:hard_coefficient": 0.75, "@modelarts:hard_reasons": [1, 7]}
    of_box = {**BOX, "@modelarts:hard": "true", "@modelarts:hard_coefficient": "0.25", "@modelarts:hard_reasons": "3-20"}
    await dataset.label(
        {"sample_id": ids["a.png"], "labels": [{"name": "cat", "score": 0.9, "property": BOX}], "metadata": hard},
        {"sample_id": ids["b.png"], "labels": [{"name": "cat", "score": 0.4, "property": of_box}]},
    )
    return dataset, ids


class TestBounds:
    @pytest.mark.parametrize(
        ("text", "bounds"),
        [
            ("0.2-0.8", (0.2, 0.8)),
            ("0.2, 0.8", (0.2, 0.8)),
            ("0.5", (0.5, 1.0)),
            ("0.8-0.2", None),
            ("0-2", None),
            ("-1", None),
            ("0.1-0.2-0.3", None),
            ("much", None),
            ("nan", None),
        ],
    )
    def test_two_numbers_or_one(self, text: str, bounds: tuple[float, float] | None) -> None:
        assert bounds_of(text) == bounds


class TestHardness:
    def test_what_is_said_about_hard_samples_becomes_values(self) -> None:
        said = {"@modelarts:hard_coefficient": "0.5", "@modelarts:hard_reasons": [3, 200, "x"]}

        found = facets.of_document((), SampleState.UNLABELLED, "me", hardness=said)

        assert found == {("hard", "1"), ("coefficient", "50"), ("reason", "3")}

    @pytest.mark.parametrize("coefficient", [None, "much", [1], 7, -1, float("nan")])
    def test_what_is_no_share_is_no_value(self, coefficient: object) -> None:
        said = {"@modelarts:hard_coefficient": coefficient, "@modelarts:hard_reasons": "3"}

        assert facets.of_document((), SampleState.UNLABELLED, "me", hardness=said) == {("hard", "1")}

    def test_reasons_are_told_in_both_languages(self) -> None:
        english, chinese = (hard_reasons.details_of([7, 999], language) for language in Language)

        assert set(english) == set(chinese) == {"7"}
        assert (english["7"]["id"], english["7"]["alo_name"]) == (7, "brightness")
        assert english["7"]["reason"] != chinese["7"]["reason"]
        assert sorted(hard_reasons.REASONS) == list(range(31))


class TestConditions:
    async def test_bounds_of_confidence_and_difficulty(self, client: httpx.AsyncClient) -> None:
        dataset, _ = await boxes(client)

        assert await dataset.find({"score": "0.5"}) == ["a.png"]
        assert await dataset.find({"score": "0-1"}) == ["a.png", "b.png"]
        assert await dataset.find({"coefficient": "0.2-0.3"}) == ["b.png"]
        assert await dataset.find({"coefficient": "0.7,0.8"}) == ["a.png"]
        answer = await client.get(f"{dataset.url}/samples", params={"search_conditions": json.dumps({"score": "high"})})
        assert (answer.status_code, "search_conditions.score" in answer.text) == (400, True)

    async def test_what_is_not_hard_any_more_is_not_found(self, client: httpx.AsyncClient) -> None:
        dataset, ids = await boxes(client)

        await dataset.label({"sample_id": ids["a.png"], "labels": [], "metadata": {"@modelarts:hard": 0}})

        assert await dataset.find({"coefficient": "0"}) == ["b.png"]
        assert set((await dataset.stats())["hard_detail_stats"]) == {"3", "20"}

    async def test_origins_and_attributes(self, client: httpx.AsyncClient) -> None:
        dataset, ids = await boxes(client)
        frame = {"parent_sample_id": "film", "frame_in_video": "7", "kvp": "120"}
        await dataset.label({"sample_id": ids["c.png"], "labels": [], "metadata": frame})

        assert await dataset.find({"parent_sample_id": "film"}) == ["c.png"]
        assert await dataset.find({"parent_sample_id": "film", "frame_in_video": 7, "kvp": "120"}) == ["c.png"]
        assert await dataset.find({"study_date": "20240101"}) == []
        assert await dataset.find({"import_origin": "OBS"}) == await dataset.find({"import_origin": "0"})
        assert len(await dataset.find({"import_origin": "0"})) == 3
        assert await dataset.find({"import_origin": "dws"}) == []


class TestQueries:
    async def test_kinds_of_samples(self, client: httpx.AsyncClient) -> None:
        dataset, _ = await boxes(client)

        assert len(await dataset.find(sample_type=0)) == len(await dataset.find(sample_type=9)) == 3
        assert await dataset.find(sample_type=6) == []

    async def test_nobody_has_the_address(self, client: httpx.AsyncClient) -> None:
        dataset, _ = await boxes(client)

        assert await dataset.find(email="nobody@example.com") == []
        assert (await dataset.stats(email="nobody@example.com"))["sample_stats"]["total"] == 0

    async def test_previews_and_reasons_are_shown(self, client: httpx.AsyncClient) -> None:
        dataset, ids = await boxes(client)

        query = {"preview": "true", "order": "asc", "locale": "zh-cn", "process_parameter": "image/resize,m_lfit,h_200"}
        answer = await client.get(f"{dataset.url}/samples", params=query)
        first, second, third = answer.json()["samples"]
        shown = await dataset.show(ids["b.png"])

        assert first["preview"] == first["source"]
        assert {number: each["alo_name"] for number, each in first["hard_details"].items()} == {
            "1": "low_confidence",
            "7": "brightness",
        }
        assert first["hard_details"]["7"]["reason"].startswith("亮度")
        assert set(second["hard_details"]) == set(shown["hard_details"]) == {"3", "20"}
        assert shown["labels"][0]["property"]["@modelarts:hard_reasons"] == "3-20"
        assert "hard_details" not in third
        assert "preview" not in shown


class TestFigures:
    async def test_they_tell_what_is_hard_and_what_attributes_there_are(self, client: httpx.AsyncClient) -> None:
        dataset, ids = await boxes(client)
        await dataset.label({"sample_id": ids["c.png"], "labels": [], "metadata": {"place": "wood"}})
        await client.post(f"{dataset.url}/samples/delete", json={"samples": [ids["c.png"]]})

        stats = await dataset.stats(locale="en-us")

        assert {number: each["key"] for number, each in stats["hard_detail_stats"].items()} == {"1": 1, "3": 1, "7": 1, "20": 1}
        assert stats["metadata_stats"] == {}
        assert stats["data_path"] == "/team/leafs/in/"
        assert (stats["sample_stats"]["deleted"], stats["sample_stats"]["total"]) == (1, 2)


class TestDatasets:
    async def test_lists_show_the_newest_files(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client)
        await dataset.upload(*[{"name": f"{number}.png", "data": picture()} for number in range(6)])

        (shown,) = (await client.get("/v2/p1/datasets", params={"file_preview": "true"})).json()["datasets"]
        (plain,) = (await client.get("/v2/p1/datasets")).json()["datasets"]

        assert [each["file_Name"] for each in shown["samples"]] == ["5.png", "4.png", "3.png", "2.png"]
        assert shown["files"] == shown["samples"]
        assert "samples" not in plain
        assert (shown["dataset_tags"], shown["feature_supports"]) == (["image", "image classification"], ["0"])

    async def test_what_runs_is_told(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, import_data=True)
        path = f"/v2/p1/datasets/{dataset.id}"

        shown = (await client.get(path, params={"check_running_task": "true"})).json()
        imports = (await client.get(path, params={"check_running_task": "true", "running_task_type": 5})).json()
        exports = (await client.get(path, params={"check_running_task": "true", "running_task_type": 2})).json()

        assert (shown["exist_running_task"], shown["running_tasks_id"]) == (True, [shown["import_task_id"]])
        assert imports["exist_running_task"] is True
        assert (exports["exist_running_task"], exports["running_tasks_id"]) == (False, [])
        assert shown["import_data"] is True
