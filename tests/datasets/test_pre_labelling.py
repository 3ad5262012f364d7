"""Pre-labelling: a model that runs as a service looks at what is not labelled; people confirm."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from modelyard.core.subject import Subject
from modelyard.datasets.errors.pre_labelling import PredictionRefused, ServiceUnreachable
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.ports import PredictionFailed, Served
from modelyard.datasets.service import pre_labelling
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.registry.errors import ModelNotFound
from picture_datasets import Pictures, pictures, plain
from picture_datasets import context as plain_context

__all__ = ["pictures", "plain_context"]


class Model:
    """A predictor whose model calls dark pictures dark and others light; `answers` says otherwise, file by file."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.state = "running"
        self.running: set[str] = {"s1"}
        self.models = {"m1": "s1"}
        self.deployed: dict[str, tuple[str, str, int]] = {}
        self.removed: list[str] = []

    async def service(self, who: Subject, service_id: str) -> Served:
        assert who.project_id == "p1"
        return Served(service_id, f"name-{service_id}", "m1", "leafs", "0.0.1", self.state)

    async def service_of(self, who: Subject, model_id: str) -> Served | None:
        if model_id not in {*self.models, "idle"}:
            raise ModelNotFound(model_id=model_id, resource=model_id)
        return await self.service(who, self.models[model_id]) if model_id in self.models else None

    async def deploy(self, who: Subject, name: str, model_id: str, *, specification: str, count: int) -> str:
        self.deployed[name] = (model_id, specification, count)
        return "made"

    async def remove(self, name: str) -> None:
        self.removed.append(name)

    async def predict(self, who: Subject, service_id: str, name: str, content: bytes) -> Any:
        self.asked.append(name)
        answer = self.answers.get(name, self.answers.get("*"))
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return answer
        label = "dark" if name.startswith("dark") else "light"
        return {"predicted_label": label, "scores": [[label, "0.9"], ["other", 0.1]]}


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
async def context(plain_context: Any, model: Model) -> Any:
    return replace(plain_context, predictor=model)


async def half_labelled(pictures: Pictures, **changes: Any) -> None:
    await pictures.make(**{"labels": [{"name": "dark"}]} | changes)
    await pictures.put(dark1=plain("black"), dark2=plain("#111"), light1=plain("white"), light2=plain("#eee"))


async def started(pictures: Pictures, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await pictures.client.post(f"{pictures.url}/tasks", json={"task_type": "pre-label", **body})
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def waiting(pictures: Pictures) -> dict[str, list[dict[str, Any]]]:
    found = await pictures.get("auto-annotations/samples", limit=100)
    return {each["sample_name"]: each["labels"] for each in found["samples"]}


class TestPreLabel:
    async def test_a_service_labels_what_nobody_labelled(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        await pictures.label({"dark1": [{"name": "dark"}]})

        made = await started(pictures, config={"service_id": "s1"})
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["code"], told["progress"]) == (3, "4952", 100.0)
        assert (told["result"]["good"], told["result"]["model_name"], told["result"]["service_id"]) == (3, "leafs", "s1")
        assert {name: (labels[0]["name"], labels[0]["score"]) for name, labels in (await waiting(pictures)).items()} == {
            "dark2": ("dark", 0.9),
            "light1": ("light", 0.9),
            "light2": ("light", 0.9),
        }
        assert sorted(model.asked) == ["dark2", "light1", "light2"]
        names = [each["name"] for each in (await pictures.get("data-annotations/labels"))["labels"]]
        assert sorted(names) == ["dark", "light"]
        (listed,) = (await pictures.get("tasks", type=1))["tasks"]
        assert (listed["type"], listed["model_id"], listed["model_version"]) == (1, "m1", "0.0.1")

    async def test_a_model_is_asked_where_it_runs_already(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)

        await started(pictures, model_id="m1")
        await run_tasks(pictures.context)

        assert (len(model.asked), model.deployed, model.removed) == (4, {}, [])

    async def test_a_model_that_does_not_run_is_deployed_for_the_task(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        run_on = [{"specification": "modelarts.vm.cpu.2u", "instance_count": 2}]
        model.state = "waiting"
        made = await started(pictures, model_id="idle", config={"inf_config_list": run_on})
        name = f"pre-label-{made['task_id']}"

        for _ in range(3):
            await run_tasks(pictures.context)
            async with pictures.context.database.session() as db:
                await db.execute(update(DatasetTaskRow).values(due_at=DatasetTaskRow.created_at))
        assert (model.asked, model.removed) == ([], [])
        model.state = "running"
        await run_tasks(pictures.context)

        assert model.deployed == {name: ("idle", "modelarts.vm.cpu.2u", 2)}
        assert (await pictures.get(f"tasks/{made['task_id']}"))["status"] == 3
        assert (len(model.asked), model.removed) == (4, [name])

    async def test_what_was_deployed_goes_when_the_task_is_stopped(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        made = await started(pictures, model_id="idle", config={"inf_config_list": [{"specification": "x"}]})
        await run_step(pictures.context)

        await pictures.client.post(f"{pictures.url}/tasks/{made['task_id']}/stop")
        async with pictures.context.database.session() as db:
            await db.execute(update(DatasetTaskRow).values(due_at=DatasetTaskRow.created_at))
        await run_tasks(pictures.context)
        await pre_labelling.sweep(pictures.context)
        await pre_labelling.sweep(pictures.context)

        assert (await pictures.get(f"tasks/{made['task_id']}"))["status"] == 5
        assert model.removed == [f"pre-label-{made['task_id']}"]

    async def test_boxes_come_from_detection(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures, dataset_type=1, labels=[{"name": "leaf"}])
        # Up before left; the second one is not sure enough.
        model.answers["*"] = {
            "detection_classes": ["leaf", "leaf"],
            "detection_boxes": [[2, 4, 12, 24], [0, 0, 5, 5]],
            "detection_scores": [0.8, 0.2],
        }

        await started(pictures, config={"service_id": "s1", "confidence_scope": "0.5-1"})
        await run_tasks(pictures.context)

        (label,) = (await waiting(pictures))["dark1"]
        assert (label["name"], label["score"]) == ("leaf", 0.8)
        assert label["property"]["@modelarts:feature"] == [[4, 2], [24, 12]]

    async def test_the_unsure_are_hard_if_that_is_asked_for(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        model.answers["dark1"] = {"predicted_label": "dark", "scores": [["dark", 0.45], ["light", 0.4]]}

        await started(pictures, config={"service_id": "s1"}, collect_key_sample=True)
        await run_tasks(pictures.context)

        found = await waiting(pictures)
        assert found["dark1"][0]["property"]["@modelarts:hard"] == "true"
        assert "@modelarts:hard" not in found["light1"][0].get("property", {})

    async def test_what_a_model_cannot_say_costs_that_sample(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        model.answers |= {
            "dark1": PredictionFailed("status 500"),
            "dark2": ["no", "object"],
            "light1": {"predicted_label": "a\u0000b"},
        }

        made = await started(pictures, config={"service_id": "s1"})
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["result"]["good"], told["result"]["bad"]) == (3, 1, 2)
        assert list(await waiting(pictures)) == ["light2"]

    async def test_a_model_of_another_kind_ends_the_task_soon(
        self, pictures: Pictures, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pre_labelling, "_UNFIT", 4)
        await half_labelled(pictures)
        model.answers["*"] = {"resp_data": []}

        made = await started(pictures, config={"service_id": "s1"})
        await run_tasks(pictures.context)

        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["error_code"]) == (2, "Modelyard.7493")

    async def test_a_service_that_is_away_is_asked_again_and_a_refusal_ends_it(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        model.answers["light2"] = ServiceUnreachable(service="s1", problem="status 503")
        made = await started(pictures, config={"service_id": "s1"})

        await run_tasks(pictures.context)
        away = await pictures.get(f"tasks/{made['task_id']}")
        model.answers["light2"] = PredictionRefused(service="s1", problem="403")
        async with pictures.context.database.session() as db:
            await db.execute(update(DatasetTaskRow).values(due_at=DatasetTaskRow.created_at))
        await run_tasks(pictures.context)

        assert away["status"] == 1
        told = await pictures.get(f"tasks/{made['task_id']}")
        assert (told["status"], told["error_code"]) == (2, "Modelyard.7492")
        assert await waiting(pictures) == {}

    async def test_a_worker_that_dies_loses_nothing(
        self, pictures: Pictures, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pre_labelling, "_PAGE", 1)
        await half_labelled(pictures)
        made = await started(pictures, config={"service_id": "s1"})

        steps = 0
        while await run_step(pictures.context):
            steps += 1
            assert steps < 20

        assert (await pictures.get(f"tasks/{made['task_id']}"))["result"]["good"] == 4
        assert len(model.asked) == 4

    async def test_what_was_labelled_meanwhile_stays(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)
        await started(pictures, config={"service_id": "s1"})

        await pictures.label({f"{name}{at}": [{"name": "dark"}] for name in ("dark", "light") for at in (1, 2)})
        await run_tasks(pictures.context)

        assert (await waiting(pictures), model.asked) == ({}, [])

    async def test_odd_wishes_are_refused(self, pictures: Pictures, model: Model) -> None:
        await half_labelled(pictures)

        nothing = await started(pictures, 400)
        idle = await started(pictures, 400, model_id="idle")
        await started(pictures, 404, model_id="nobody")
        await started(pictures, 400, config={"service_id": "s1", "confidence_scope": "high"})
        await started(pictures, 400, config={"service_id": "x" * 4000})
        model.state = "stopped"
        stopped = await started(pictures, 400, config={"service_id": "s1"})
        model.state = "running"
        await started(pictures, config={"service_id": "s1"})
        again = await started(pictures, 501, config={"service_id": "s1"})

        assert "model_id" in nothing["error_msg"]
        codes = [each["error_code"] for each in (idle, stopped, again)]
        assert codes == ["Modelyard.7490", "Modelyard.7491", "ModelArts.4387"]

    async def test_it_is_for_classes_and_boxes_that_are_missing(self, pictures: Pictures, model: Model) -> None:
        await pictures.make()
        await pictures.put(dark1=plain("black"))
        await pictures.client.post(f"{pictures.url}/data-annotations/labels", json={"labels": [{"name": "dark"}]})
        await pictures.label({"dark1": [{"name": "dark"}]})
        done = await started(pictures, 400, config={"service_id": "s1"})
        await pictures.make(dataset_name="masks", dataset_type=3)
        masks = await started(pictures, 501, config={"service_id": "s1"})

        assert (done["error_code"], masks["error_code"]) == ("ModelArts.4407", "ModelArts.4383")
