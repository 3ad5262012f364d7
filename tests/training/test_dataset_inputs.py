"""Inputs of jobs that are versions of datasets."""

from typing import Any

import httpx
import pytest

from modelyard.core import events
from modelyard.core.subject import Subject
from modelyard.datasets.errors.versions import VersionInUse
from modelyard.datasets.events_versions import VersionDeleted
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.schemas.versions import VersionCreate
from modelyard.datasets.service import datasets, imports, samples, versions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_request as make_dataset
from modelyard.datasets.testing import run_tasks
from modelyard.training.models import JobRow
from modelyard.training.service import dataset_inputs
from modelyard.training.service.context import TrainingContext
from modelyard.training.testing import make_request
from modelyard.training.types import Phase

JOBS = "/v2/p1/training-jobs"


@pytest.fixture
async def version(context: TrainingContext, alice: Subject) -> dict[str, str]:
    """A version of a dataset of one picture, as a job names it."""
    own = DatasetsContext(context.database, context.gatekeeper, context.objects, clock=context.clock)
    made = await datasets.create_dataset(own, alice, DatasetCreate.model_validate(make_dataset()))
    async with own.database.session() as db:
        row, _ = await get_rows(db, alice, made.dataset_id, lock=True)
        await samples.insert(db, row, [NewSample("obs://team/leafs/in/1.jpg", 1, "e", 1)])
    created = await versions.create_version(own, alice, made.dataset_id, VersionCreate())
    await run_tasks(own)
    return {"id": made.dataset_id, "version_id": created.version_id}


def job_with(dataset: dict[str, Any]) -> dict[str, Any]:
    return make_request(inputs=[{"name": "data_url", "remote": {"dataset": dataset}}])


class TestDatasetInputs:
    async def test_a_version_becomes_the_folder_of_its_manifest(
        self, client: httpx.AsyncClient, version: dict[str, str]
    ) -> None:
        answer = await client.post(JOBS, json=job_with(version))

        assert answer.status_code == 201, answer.text
        remote = answer.json()["algorithm"]["inputs"][0]["remote"]
        folder = f"obs://team/leafs/out/leafs-{version['id']}/annotation/V001/"
        assert remote["obs"]["obs_url"] == folder
        assert remote["dataset"] == {**version, "name": "leafs", "version_name": "V001", "obs_url": folder}

    async def test_a_version_of_a_table_becomes_the_folder_of_its_files(
        self, client: httpx.AsyncClient, context: TrainingContext, alice: Subject
    ) -> None:
        own = DatasetsContext(context.database, context.gatekeeper, context.objects, clock=context.clock)
        schema = [{"schema_id": 1, "name": "age", "type": "INT"}]
        made = await datasets.create_dataset(
            own, alice, DatasetCreate.model_validate(make_dataset(dataset_type=400, schema=schema))
        )
        await own.objects.store.put("team", "new/a.csv", b"5\n", size_bytes=2)
        await imports.start_import(own, alice, made.dataset_id, ImportCreate(import_path="/team/new/a.csv", import_type="dir"))
        await run_tasks(own)
        created = await versions.create_version(own, alice, made.dataset_id, VersionCreate())
        await run_tasks(own)

        answer = await client.post(JOBS, json=job_with({"id": made.dataset_id, "version_id": created.version_id}))

        assert answer.status_code == 201, answer.text
        place = f"leafs/out/leafs-{made.dataset_id}/annotation/V001/data/"
        assert answer.json()["algorithm"]["inputs"][0]["remote"]["obs"]["obs_url"] == f"obs://team/{place}"
        assert await own.objects.store.head("team", f"{place}part-00000.csv") is not None

    async def test_the_version_tells_which_jobs_used_it(
        self, client: httpx.AsyncClient, context: TrainingContext, alice: Subject, version: dict[str, str]
    ) -> None:
        job = (await client.post(JOBS, json=job_with(version))).json()

        async with context.database.read_session() as db:
            uses = await versions.list_uses(db, alice, version["id"], version["version_id"])

        assert [(each.resource_type, each.resource_id) for each in uses.uses] == [("training_job", job["metadata"]["id"])]

    async def test_a_version_stays_while_a_job_that_takes_it_has_not_ended(
        self, client: httpx.AsyncClient, context: TrainingContext, alice: Subject, version: dict[str, str]
    ) -> None:
        events.listeners.on(VersionDeleted, dataset_inputs.on_version_deleted)
        job = (await client.post(JOBS, json=job_with(version))).json()

        async def delete() -> None:
            async with context.database.session() as db:
                await versions.delete_version(db, alice, version["id"], version["version_id"])

        with pytest.raises(VersionInUse, match=job["metadata"]["name"]):
            await delete()
        async with context.database.session() as db:
            (await db.get_one(JobRow, job["metadata"]["id"].replace("-", ""))).phase = Phase.COMPLETED
        await delete()

    @pytest.mark.parametrize("wanted", [{}, {"id": "x"}, {"version_id": "0" * 19}])
    async def test_a_version_that_is_not_there_is_refused_by_name(
        self, client: httpx.AsyncClient, version: dict[str, str], wanted: dict[str, str]
    ) -> None:
        answer = await client.post(JOBS, json=job_with({**version, **wanted, "name": "n"} if wanted else {"id": "nothing"}))

        assert answer.status_code == 400
        assert answer.json()["error_code"] == "ModelArts.2782"
        assert answer.json()["params"]["field"] == "algorithm.inputs.0.remote.dataset"
