"""Changes to many samples: to named ones at once, to all that a search finds as a task."""

from typing import Any

import httpx
import pytest

from changed_trees import LABELS, change, shown, trees
from dataset_calls import DATASETS, Dataset, picture
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore

__all__ = ["trees"]


class TestChangeSamples:
    async def test_named_samples_get_a_label_at_once(self, trees: Dataset) -> None:
        known = await trees.ids()

        done = await change(trees, action="set_label", label={"name": "birch"}, samples=[known["0.png"], known["4.png"]])

        assert done == {"count": 2}
        assert await trees.find(label_name="birch") == ["0.png", "4.png"]
        assert await trees.find(label_name="oak") == ["1.png"]

    async def test_another_label_is_added_to_what_is_there(self, trees: Dataset) -> None:
        known = await trees.ids()

        await change(trees, action="add_label", label={"name": "birch"}, samples=[known["0.png"]])

        assert (await trees.find(label_name="oak"), await trees.find(label_name="birch")) == (["0.png", "1.png"], ["0.png"])

    async def test_what_changes_nothing_is_not_counted(self, trees: Dataset) -> None:
        known = await trees.ids()
        both = [known["0.png"], known["2.png"]]

        assert await change(trees, action="add_label", label={"name": "oak"}, samples=both) == {"count": 1}
        assert await change(trees, action="set_label", label={"name": "oak"}, samples=both) == {"count": 0}
        assert await change(trees, action="confirm", samples=both) == {"count": 0}

    async def test_a_label_is_taken_away_and_leaves_the_sample_unlabelled(self, trees: Dataset) -> None:
        known = await trees.ids()

        await change(trees, action="remove_label", label={"name": "oak"}, samples=[known["0.png"]])

        assert await trees.find(sample_state="__NONE__") == ["0.png", "2.png", "3.png", "4.png"]

    async def test_hard_examples_are_marked_and_unmarked(self, trees: Dataset) -> None:
        known = await trees.ids()
        some = [known["0.png"], known["3.png"]]

        await change(trees, action="mark_hard", samples=some)
        assert await trees.find({"hard": "1"}) == ["0.png", "3.png"]
        assert await trees.find(sample_state="__NONE__") == ["2.png", "3.png", "4.png"]

        await change(trees, action="unmark_hard", samples=some)
        assert await trees.find({"hard": "1"}) == []

    async def test_uncertain_labels_are_confirmed(self, client: httpx.AsyncClient, trees: Dataset) -> None:
        await trees.upload({"name": "5.png", "data": picture(), "labels": [{"name": "oak"}]}, final_annotation=False)
        assert await trees.find(sample_state="__AUTO_ANNOTATION__") == ["5.png"]

        assert await change(trees, action="confirm", samples=[(await trees.ids())["5.png"]]) == {"count": 1}

        assert await trees.find(sample_state="__ALL__") == ["0.png", "1.png", "5.png"]

    async def test_samples_that_are_not_there_are_passed_over(self, trees: Dataset) -> None:
        assert await change(trees, action="mark_hard", samples=["0" * 32, "nonsense"]) == {"count": 0}

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"action": "set_label", "samples": ["a"]}, "Modelyard.7390"),
            ({"action": "mark_hard", "label": {"name": "oak"}, "samples": ["a"]}, "Modelyard.7390"),
            ({"action": "mark_hard"}, "Modelyard.7390"),
            ({"action": "mark_hard", "samples": ["a"], "search": {}}, "Modelyard.7390"),
            ({"action": "set_label", "label": {"name": "elm"}, "samples": ["a"]}, "ModelArts.4410"),
        ],
    )
    async def test_what_does_not_fit_together_is_refused(self, trees: Dataset, body: dict[str, Any], code: str) -> None:
        assert (await change(trees, 400, **body))["error_code"] == code

    async def test_an_unknown_state_is_refused_at_once(self, trees: Dataset) -> None:
        answer = await change(trees, 400, action="mark_hard", search={"sample_state": "sleepy"})

        assert "sleepy" in answer["error_msg"]

    async def test_boxes_are_not_set_on_whole_samples(self, client: httpx.AsyncClient) -> None:
        body = make_request("cars", data_sources=[], labels=LABELS, dataset_type=1)
        dataset = Dataset(client, (await client.post(DATASETS, json=body)).json()["dataset_id"])

        refused = await change(dataset, 400, action="set_label", label={"name": "oak"}, samples=["a"])

        assert refused["error_code"] == "Modelyard.7391"


class TestTasks:
    async def test_all_that_a_search_finds_is_changed(self, context: DatasetsContext, trees: Dataset) -> None:
        wanted = await change(trees, action="set_label", label={"name": "birch"}, search={"sample_state": "__NONE__"})
        assert (await shown(trees, wanted["task_id"]))["state"] == "waiting"

        await run_tasks(context)

        task = await shown(trees, wanted["task_id"])
        assert (task["state"], task["total"], task["done"], task["changed"]) == ("completed", 3, 3, 3)
        assert await trees.find(label_name="birch") == ["2.png", "3.png", "4.png"]

    async def test_conditions_and_scores_narrow_it(self, context: DatasetsContext, trees: Dataset) -> None:
        await change(trees, action="mark_hard", search={"search_conditions": [{"sample_name": "3"}, {"sample_time": "month"}]})
        await change(trees, action="mark_hard", search={"low_score": 0.5, "high_score": 0.9})

        await run_tasks(context)

        assert len(await trees.find({"hard": "1"})) <= 1

    async def test_samples_that_come_later_are_left_alone(self, context: DatasetsContext, trees: Dataset) -> None:
        await change(trees, action="mark_hard", search={})
        await trees.upload({"name": "9.png", "data": picture(9, 9)})

        await run_tasks(context)

        assert "9.png" not in await trees.find({"hard": "1"})

    async def test_work_that_is_killed_goes_on_after_its_last_step(
        self, context: DatasetsContext, trees: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.batch_work._AT_ONCE", 2)
        wanted = await change(trees, action="mark_hard", search={})

        assert await run_step(context)
        assert len(await trees.find({"hard": "1"})) == 2
        await run_tasks(context)

        assert (await shown(trees, wanted["task_id"]))["done"] == 5
        assert len(await trees.find({"hard": "1"})) == 5

    async def test_it_is_stopped(self, context: DatasetsContext, trees: Dataset) -> None:
        wanted = await change(trees, action="mark_hard", search={})

        answer = await trees.client.post(f"{trees.url}/sample-changes/{wanted['task_id']}/stop")
        await run_tasks(context)

        assert answer.status_code == 204
        listed = (await trees.client.get(f"{trees.url}/sample-changes")).json()
        assert [(each["action"], each["state"]) for each in listed["changes"]] == [("mark_hard", "stopped")]
        assert listed["total_count"] == 1

    async def test_a_label_that_is_gone_ends_it_with_the_reason(self, context: DatasetsContext, trees: Dataset) -> None:
        wanted = await change(trees, action="set_label", label={"name": "birch"}, search={})
        labels = f"{trees.url}/labels/delete"
        assert (await trees.client.post(labels, json={"labels": [{"name": "birch"}]})).status_code == 200

        await run_tasks(context)

        task = await shown(trees, wanted["task_id"])
        assert (task["state"], task["error_code"]) == ("failed", "ModelArts.4410")


class TestRemoveSamples:
    async def test_named_samples_go_with_their_files(self, trees: Dataset, store: MemoryStore) -> None:
        known = await trees.ids()

        done = await change(trees, path="/delete", samples=[known["0.png"]], delete_source=True)

        assert done == {"count": 1}
        assert await trees.find() == ["1.png", "2.png", "3.png", "4.png"]

    async def test_all_that_a_search_finds_goes(self, context: DatasetsContext, trees: Dataset) -> None:
        wanted = await change(trees, path="/delete", search={"label_name": "oak"}, delete_source=True)

        await run_tasks(context)

        assert (await shown(trees, wanted["task_id"]))["action"] == "delete"
        assert await trees.find() == ["2.png", "3.png", "4.png"]


class TestCounts:
    async def test_each_value_is_told_with_how_many_samples_have_it(self, trees: Dataset) -> None:
        counts = (await trees.client.get(f"{trees.url}/search-condition")).json()["counts"]

        assert counts["labels"] == [{"values": ["oak"], "count": 2}]
        assert counts["states"] == [{"values": ["MANUAL_ANNOTATION"], "count": 2}]
        assert sum(each["count"] for each in counts["days"]) == 5
        assert [each["count"] for each in counts["folders"]] == [5]
