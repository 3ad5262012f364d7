"""Taking back changes to all that a search found: what nobody touched since, told of the rest."""

from typing import Any

import pytest

from changed_trees import change, shown, trees
from dataset_calls import Dataset
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import run_step, run_tasks

__all__ = ["trees"]


async def changed(context: DatasetsContext, trees: Dataset, **wanted: Any) -> str:
    """Change all that a search finds, and return the task."""
    task: str = (await change(trees, **wanted))["task_id"]
    await run_tasks(context)
    return task


async def undo(trees: Dataset, task: str, status: int = 201) -> dict[str, Any]:
    return dict(await change(trees, status, f"/{task}/undo"))


async def to_birches(context: DatasetsContext, trees: Dataset) -> str:
    return await changed(context, trees, action="set_label", label={"name": "birch"}, search={})


class TestUndoChange:
    async def test_samples_say_again_what_they_said(self, context: DatasetsContext, trees: Dataset) -> None:
        task = await to_birches(context, trees)
        assert (await shown(trees, task))["can_undo"] is True

        undoing = (await undo(trees, task))["task_id"]
        await run_tasks(context)

        assert await trees.find(label_name="oak") == ["0.png", "1.png"]
        assert await trees.find(sample_state="__NONE__") == ["2.png", "3.png", "4.png"]
        found = await shown(trees, undoing)
        assert (found["state"], found["total"], found["done"], found["changed"], found["left"]) == ("completed", 5, 5, 5, 0)
        assert (found["undo_of"], (await shown(trees, task))["undone_by"]) == (task, undoing)
        assert (await shown(trees, task))["can_undo"] is False

    async def test_marks_of_hard_samples_go_again(self, context: DatasetsContext, trees: Dataset) -> None:
        task = await changed(context, trees, action="mark_hard", search={})

        await undo(trees, task)
        await run_tasks(context)

        assert await trees.find({"hard": "1"}) == []
        assert await trees.find(label_name="oak") == ["0.png", "1.png"]

    async def test_what_somebody_touched_since_stays_and_is_told(self, context: DatasetsContext, trees: Dataset) -> None:
        known = await trees.ids()
        task = await to_birches(context, trees)
        await trees.label({"sample_id": known["0.png"], "labels": [{"name": "birch"}, {"name": "oak"}]})
        await trees.client.post(f"{trees.url}/samples/delete", json={"samples": [known["4.png"]]})

        undoing = (await undo(trees, task))["task_id"]
        await run_tasks(context)

        assert await trees.find(label_name="birch") == ["0.png"]
        found = await shown(trees, undoing)
        assert (found["changed"], found["left"]) == (3, 2)
        assert found["left_samples"] == [known["0.png"], known["4.png"]]

    async def test_what_took_it_back_is_taken_back_too(self, context: DatasetsContext, trees: Dataset) -> None:
        task = await to_birches(context, trees)
        undoing = (await undo(trees, task))["task_id"]
        await run_tasks(context)

        await undo(trees, undoing)
        await run_tasks(context)

        assert len(await trees.find(label_name="birch")) == 5

    async def test_it_is_done_once(self, context: DatasetsContext, trees: Dataset) -> None:
        task = await to_birches(context, trees)
        await undo(trees, task)

        again = await undo(trees, task, 409)
        resumed = await trees.client.post(f"{trees.url}/sample-changes/{task}/resume")

        assert (again["error_code"], resumed.json()["error_code"]) == ("Modelyard.7521", "Modelyard.7521")

    async def test_what_runs_changed_nothing_or_deleted_is_not_taken_back(
        self, context: DatasetsContext, trees: Dataset
    ) -> None:
        nothing = await changed(context, trees, action="confirm", search={})
        running = (await change(trees, action="mark_hard", search={}))["task_id"]
        at_work = await undo(trees, running, 409)
        await run_tasks(context)
        gone = (await change(trees, path="/delete", search={"label_name": "oak"}))["task_id"]
        await run_tasks(context)

        codes = [each["error_code"] for each in (at_work, await undo(trees, nothing, 409), await undo(trees, gone, 409))]

        assert codes == ["Modelyard.7522"] * 3
        assert (await undo(trees, "0" * 19, 400))["error_code"] == "ModelArts.4700"

    async def test_it_stops_goes_on_and_survives_a_killed_worker(
        self, context: DatasetsContext, trees: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.batch_work._AT_ONCE", 2)
        task = await to_birches(context, trees)
        undoing = (await undo(trees, task))["task_id"]
        assert await run_step(context)
        await trees.client.post(f"{trees.url}/sample-changes/{undoing}/stop")
        await run_tasks(context)
        stopped = await shown(trees, undoing)
        assert (stopped["state"], stopped["done"]) == ("stopped", 1)

        assert (await trees.client.post(f"{trees.url}/sample-changes/{undoing}/resume")).status_code == 204
        await run_tasks(context)

        assert (await shown(trees, undoing))["changed"] == 5
        assert await trees.find(label_name="oak") == ["0.png", "1.png"]

    async def test_a_change_that_was_stopped_is_taken_back_as_far_as_it_went(
        self, context: DatasetsContext, trees: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.batch_work._AT_ONCE", 2)
        task = (await change(trees, action="set_label", label={"name": "birch"}, search={}))["task_id"]
        assert await run_step(context)
        await trees.client.post(f"{trees.url}/sample-changes/{task}/stop")
        await run_tasks(context)

        await undo(trees, task)
        await run_tasks(context)

        assert await trees.find(label_name="birch") == []

    async def test_annotations_of_a_label_that_is_gone_stay_away(self, context: DatasetsContext, trees: Dataset) -> None:
        task = await to_birches(context, trees)
        await trees.client.post(f"{trees.url}/labels/delete", json={"labels": [{"name": "oak"}]})
        await run_tasks(context)

        await undo(trees, task)
        await run_tasks(context)

        assert len(await trees.find(sample_state="__NONE__")) == 5
