"""Smart tasks: automatic labelling and grouping, and what people do with what they say."""

import csv
import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from modelyard.datasets.service import auto_labelling, grouping_work, looks
from modelyard.datasets.testing import run_step, run_tasks
from picture_datasets import Pictures, context, pictures, plain
from pictures import encoded

__all__ = ["context", "pictures"]


def near(middle: int, seed: int) -> bytes:
    """Return a grey picture with some noise: pictures of one middle are alike, and no two are the same."""
    spread = np.random.default_rng(seed).integers(-15, 15, (12, 12, 3))
    image = Image.fromarray(np.clip(spread + middle, 0, 255).astype(np.uint8))
    return encoded(image.resize((48, 48), Image.Resampling.BICUBIC))


async def started(pictures: Pictures, *, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await pictures.client.post(f"{pictures.url}/tasks", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def half_labelled(pictures: Pictures, **changes: Any) -> None:
    """Make a dataset of dark and light pictures, six of each labelled, five of each not."""
    await pictures.make(labels=[{"name": "dark"}, {"name": "light"}], **changes)
    files = {f"dark{at}": near(40, at) for at in range(11)} | {f"light{at}": near(210, at + 50) for at in range(11)}
    await pictures.put(**files)
    await pictures.label({f"{name}{at}": [{"name": name}] for name in ("dark", "light") for at in range(6)})


class TestAutoLabel:
    @pytest.mark.parametrize("algorithm", ["fast", "accurate"])
    async def test_the_rest_is_labelled_and_waits_to_be_confirmed(self, pictures: Pictures, algorithm: str) -> None:
        await half_labelled(pictures)

        made = await started(pictures, task_type="auto-label", config={"algorithm_type": algorithm})
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["progress"], told["code"]) == (3, 100, "4916")
        assert told["result"]["unconfirmed_sample_count"] == 10
        assert told["resource_id"] == pictures.id
        listed = await pictures.get("auto-annotations/samples", limit=100)
        assert listed["sample_count"] == 10
        for each in listed["samples"]:
            (label,) = each["labels"]
            assert label["name"] == each["sample_name"].rstrip("0123456789")
            assert label["annotated_by"] == "auto"
            assert label["score"] > 0.5
            assert each["sample_status"] == "UN_ANNOTATION"

    async def test_what_people_said_is_not_touched(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        await started(pictures, task_type="auto-label")
        while not (await pictures.get("data-annotations/stats"))["sample_stats"]["auto_annotation"]:
            await pictures.label({"dark9": [{"name": "light"}]})
            assert await run_step(pictures.context)
        await run_tasks(pictures.context)

        answer = await pictures.get(f"data-annotations/samples/{(await pictures.ids())['dark9']}")

        assert (answer["sample_status"], answer["labels"][0]["name"]) == ("MANUAL_ANNOTATION", "light")
        assert (await pictures.get("auto-annotations/samples"))["sample_count"] == 9

    async def test_confirming_makes_them_labelled(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        await started(pictures, task_type="auto-label")
        await run_tasks(pictures.context)
        (first, *_) = (await pictures.get("auto-annotations/samples"))["samples"]

        shown = await pictures.get(f"auto-annotations/samples/{first['sample_id']}")
        await pictures.label({shown["sample_name"]: shown["labels"]})

        assert (await pictures.get("auto-annotations/samples"))["sample_count"] == 9
        gone = await pictures.client.get(f"{pictures.url}/auto-annotations/samples/{first['sample_id']}")
        assert (gone.status_code, gone.json()["error_code"]) == (400, "ModelArts.4420")

    async def test_hard_examples_are_marked_with_reasons(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        await pictures.put(odd=plain("lime", 400, 40))

        await started(pictures, task_type="auto-label", collect_key_sample=True)
        await run_tasks(pictures.context)

        listed = await pictures.get("auto-annotations/samples", limit=100, search_conditions=json.dumps([{"hard": "1"}]))
        odd = next(each for each in listed["samples"] if each["sample_name"] == "odd")
        assert odd["metadata"]["@modelarts:hard"] is True
        assert {3, 6, 8} <= set(odd["metadata"]["@modelarts:hard_reasons"])
        assert 0 < odd["metadata"]["@modelarts:hard_coefficient"] <= 1
        assert odd["labels"][0]["property"]["@modelarts:hard"] == "true"
        assert (await pictures.get("data-annotations/stats"))["key_sample_stats"]["key_sample"] == listed["sample_count"]

    async def test_a_worker_that_dies_loses_nothing(self, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(looks, "AT_ONCE", 8)
        monkeypatch.setattr(auto_labelling, "_WRITTEN", 3)
        await half_labelled(pictures)
        await started(pictures, task_type="auto-label")

        while await run_step(pictures.context):
            pass

        assert (await pictures.get("auto-annotations/samples"))["sample_count"] == 10

    async def test_what_cannot_be_learnt_from_is_refused(self, pictures: Pictures) -> None:
        await pictures.make(labels=[{"name": "a"}, {"name": "b"}, {"name": "unused"}])
        await pictures.put(**{f"{at}": plain("red", at + 5) for at in range(11)})

        async def refused() -> str:
            return str((await started(pictures, task_type="auto-label", status=400))["error_code"])

        assert await refused() == "ModelArts.4405"
        await pictures.label({f"{at}": [{"name": "a" if at < 6 else "b"}] for at in range(10)})
        assert await refused() == "ModelArts.4406"
        await pictures.label({"10": [{"name": "b"}]})
        assert await refused() == "ModelArts.4407"

    async def test_labels_that_stand_together_do_not_teach(self, pictures: Pictures) -> None:
        await pictures.make(labels=[{"name": "a"}, {"name": "b"}])
        await pictures.put(**{f"{at}": plain("red", at + 5) for at in range(8)})
        await pictures.label({f"{at}": [{"name": "a"}, {"name": "b"}] for at in range(6)})

        made = await started(pictures, task_type="auto-label")
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["error_code"]) == (2, "ModelArts.4405")

    async def test_one_at_a_time_and_of_classes_only(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        await started(pictures, task_type="auto-label")

        again = await started(pictures, task_type="auto-label", status=501)
        await pictures.make(dataset_name="boxes", dataset_type=1)
        boxes = await started(pictures, task_type="auto-label", status=501)

        assert (again["error_code"], boxes["error_code"]) == ("ModelArts.4386", "ModelArts.4383")

    @pytest.mark.parametrize(
        "body",
        [{}, {"task_type": "pre-label"}, {"type": 1}, {"task_type": "fly"}, {"type": 7}, {"task_type": 3}, {"config": 7}],
    )
    async def test_other_tasks_are_refused_by_name(self, pictures: Pictures, body: dict[str, Any]) -> None:
        await pictures.make()

        answer = await started(pictures, status=400, **body)

        assert "type" in answer["error_msg"] or "config" in answer["error_msg"]


class TestGrouping:
    async def test_samples_get_their_group_as_an_attribute(self, pictures: Pictures) -> None:
        await half_labelled(pictures)

        made = await started(
            pictures, task_type="auto-grouping", config={"n_clusters": "2", "property": "kind", "result_type": 1}
        )
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["code"], told["export_type"], told["result"]["groups"]) == (3, "4962", 1, 2)
        assert (await pictures.get("data-annotations/search-condition"))["metadata"] == {"kind": ["0", "1"]}
        for value in ("0", "1"):
            wanted = json.dumps([{"metadata": {"op": "AND", "props": {"kind": [value]}}}])
            found = await pictures.get("data-annotations/samples", search_conditions=wanted, limit=100)
            assert found["sample_count"] == 11
            assert len({each["sample_name"].rstrip("0123456789") for each in found["samples"]}) == 1

    async def test_another_grouping_replaces_the_first(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        for count in (5, 2):
            config = {"n_clusters": count, "ambiguity": True, "image_brightness": True, "image_colorfulness": True}
            await started(pictures, type=2, export_type=1, config=config)
            await run_tasks(pictures.context)

        wanted = json.dumps([{"metadata": {"op": "AND", "props": {"group": ["2", "3", "4"]}}}])

        assert (await pictures.get("data-annotations/samples", search_conditions=wanted))["sample_count"] == 0

    async def test_groups_can_go_to_the_storage(self, pictures: Pictures) -> None:
        await half_labelled(pictures)

        made = await started(
            pictures, task_type="auto-grouping", config={"n_clusters": 2, "result_type": 0, "output_dir": "/team/groups/"}
        )
        await run_tasks(pictures.context)

        assert (await pictures.get(f"tasks/{made['task_id']}"))["status"] == 3
        content = b""
        async with pictures.store.get("team", f"groups/{made['task_id']}/groups.csv") as chunks:
            async for chunk in chunks:
                content += chunk
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert len(rows) == 22
        assert {row["group"] for row in rows} == {"0", "1"}
        assert {row["sample_id"] for row in rows} == set((await pictures.ids()).values())

    async def test_a_worker_that_dies_loses_nothing(self, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping_work, "_WRITTEN", 5)
        await half_labelled(pictures)
        made = await started(pictures, task_type="auto-grouping", config={"n_clusters": 2})

        while await run_step(pictures.context):
            pass

        assert (await pictures.get(f"tasks/{made['task_id']}"))["result"]["good"] == 22

    @pytest.mark.parametrize(
        "config",
        [
            {},
            {"n_clusters": 1},
            {"n_clusters": 201},
            {"n_clusters": 2, "result_type": 0},
            {"n_clusters": 2, "property": "@modelarts:hard"},
            {"n_clusters": 2, "property": "x" * 65},
        ],
    )
    async def test_odd_wishes_are_refused(self, pictures: Pictures, config: dict[str, Any]) -> None:
        await half_labelled(pictures)

        await started(pictures, status=400, task_type="auto-grouping", config=config)

    async def test_more_groups_than_samples_and_two_at_once_are_refused(self, pictures: Pictures) -> None:
        await pictures.make()
        await pictures.put(a=plain("red"), b=b"none", c=b"nothing")

        many = await started(pictures, status=400, task_type="auto-grouping", config={"n_clusters": 3})
        made = await started(pictures, task_type="auto-grouping", config={"n_clusters": 2})
        again = await started(pictures, status=409, task_type="auto-grouping", config={"n_clusters": 2})
        await run_tasks(pictures.context)

        assert (many["error_code"], again["error_code"]) == ("ModelArts.4622", "ModelArts.4964")
        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["error_code"]) == (2, "ModelArts.4622")

    async def test_texts_are_not_grouped(self, pictures: Pictures) -> None:
        await pictures.make(dataset_type=100)

        answer = await started(pictures, status=501, task_type="auto-grouping", config={"n_clusters": 2})

        assert answer["error_code"] == "ModelArts.4383"


class TestTasks:
    async def test_lists_are_by_type(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        await started(pictures, task_type="auto-label")
        await started(pictures, task_type="auto-grouping", config={"n_clusters": 2})

        plainly = await pictures.get("tasks")
        grouping = await pictures.get("tasks", type=2)

        assert [each["type"] for each in plainly["tasks"]] == [0]
        assert [each["type"] for each in grouping["tasks"]] == [2]
        assert plainly["tasks"][0]["status"] == -1
        assert (await pictures.get("tasks", type=1))["total_count"] == 0
        assert (await pictures.get("tasks", task_name="nothing"))["total_count"] == 0
        assert (await pictures.get("tasks", task_name="label"))["total_count"] == 1

    async def test_a_task_is_stopped_and_stays_stopped(self, pictures: Pictures) -> None:
        await half_labelled(pictures)
        made = await started(pictures, task_type="auto-label")

        first = await pictures.client.post(f"{pictures.url}/tasks/{made['task_id']}/stop")
        again = await pictures.client.post(f"{pictures.url}/tasks/{made['task_id']}/stop")
        await run_tasks(pictures.context)

        assert (first.status_code, again.status_code) == (204, 204)
        assert (await pictures.get(f"tasks/{made['task_id']}"))["status"] == 5
        assert (await pictures.get("auto-annotations/samples"))["sample_count"] == 0

    async def test_other_tasks_are_not_shown_here(self, pictures: Pictures) -> None:
        await pictures.make()
        analysis = await pictures.analysed()

        for answer in (
            await pictures.client.get(f"{pictures.url}/tasks/{analysis}"),
            await pictures.client.post(f"{pictures.url}/tasks/{analysis}/stop"),
        ):
            assert answer.json()["error_code"] == "ModelArts.4700"
