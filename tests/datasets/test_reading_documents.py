"""Samples with what is said about them, as they are and as they were."""

import pytest

from modelyard.core.subject import Subject
from modelyard.datasets.rules.annotations import Annotation, parsed
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.service import annotations, datasets, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.reading_documents import pages
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_request
from modelyard.datasets.types.datasets import Kind


@pytest.fixture
async def dataset_id(context: DatasetsContext, alice: Subject) -> str:
    """A dataset of ten pictures and two labels."""
    wanted = make_request(labels=[{"name": "oak"}, {"name": "elm"}])
    created = await datasets.create_dataset(context, alice, DatasetCreate.model_validate(wanted))
    async with context.database.session() as db:
        row, _ = await get_rows(db, alice, created.dataset_id, lock=True)
        await samples.insert(db, row, [NewSample(f"obs://team/leafs/in/{n}.jpg", 1, "e", n) for n in range(10)])
    return created.dataset_id


async def say(context: DatasetsContext, who: Subject, dataset_id: str, label: str, ordinals: list[int]) -> int:
    """Label samples and return the revision."""
    async with context.database.session() as db:
        row, job = await get_rows(db, who, dataset_id, lock=True)
        said = (Annotation(Kind.CLASS, label=label),)
        changes = [DocumentChange(ordinal, said) for ordinal in ordinals]
        return (await annotations.save(db, who, row, job, changes)).revision


async def labels_at(context: DatasetsContext, who: Subject, dataset_id: str, revision: int | None) -> dict[int, str]:
    """Return the labels of samples at a revision."""
    async with context.database.read_session() as db:
        row, job = await get_rows(db, who, dataset_id)
        found = await pages(db, row, job, revision=revision)
    return {each.ordinal: parsed(each.document)[0].label for each in found if parsed(each.document)}


class TestPages:
    async def test_walking_meets_each_sample_once_in_order(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        found: list[int] = []
        async with context.database.read_session() as db:
            row, job = await get_rows(db, alice, dataset_id)
            while page := await pages(db, row, job, after=found[-1] if found else -1, limit=3):
                found += [each.ordinal for each in page]

        assert found == list(range(10))

    async def test_named_samples_come_in_order_and_what_is_not_there_is_left_out(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        async with context.database.read_session() as db:
            row, job = await get_rows(db, alice, dataset_id)
            found = await pages(db, row, job, ordinals=[7, 99, 2])

        assert [(each.ordinal, each.source) for each in found] == [
            (2, "obs://team/leafs/in/2.jpg"),
            (7, "obs://team/leafs/in/7.jpg"),
        ]
        assert found[0].document == b"[]"

    async def test_a_revision_shows_what_was_said_then(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        first = await say(context, alice, dataset_id, "1", [0, 1])
        second = await say(context, alice, dataset_id, "2", [1, 2])
        third = await say(context, alice, dataset_id, "1", [1])

        assert await labels_at(context, alice, dataset_id, first - 1) == {}
        assert await labels_at(context, alice, dataset_id, first) == {0: "1", 1: "1"}
        assert await labels_at(context, alice, dataset_id, second) == {0: "1", 1: "2", 2: "2"}
        assert await labels_at(context, alice, dataset_id, third) == {0: "1", 1: "1", 2: "2"}
        assert await labels_at(context, alice, dataset_id, None) == {0: "1", 1: "1", 2: "2"}

    async def test_what_was_first_said_after_a_revision_was_not_said_then(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        first = await say(context, alice, dataset_id, "1", [0])
        await say(context, alice, dataset_id, "1", [5])
        await say(context, alice, dataset_id, "2", [5])

        assert await labels_at(context, alice, dataset_id, first) == {0: "1"}
