"""Versions with VOC files and masks beside the manifest."""

from typing import Any

import httpx
import pytest

from modelyard.core.subject import Subject
from modelyard.datasets.rules import png, voc
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import Shape, shaped
from modelyard.datasets.service import annotations, samples, version_annotations
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.datasets.types.datasets import Kind, SampleState, ShapeKind
from modelyard.objects.adapters.memory import MemoryStore
from published_leafs import DATASETS, Leafs

BOX = shaped(ShapeKind.BOX, ((1, 2), (11, 12)))
AREA = shaped(ShapeKind.POLYGON, ((2, 2), (12, 2), (12, 12), (2, 12)))
ROOT = "obs://team/leafs/in/"


class Streets(Leafs):
    """A dataset of pictures with shapes, and the label car (1)."""

    async def picture(self, name: str, *shapes: Shape, size: tuple[int, int, int] | None = (40, 30, 3)) -> None:
        """Add a picture with shapes."""
        async with self.context.database.session() as db:
            row, job = await get_rows(db, self.who, self.id, lock=True)
            found = await samples.insert(db, row, [NewSample(name, 10, "e", 1_000_000, size=size)])
            said = tuple(
                Annotation(Kind.SHAPE, label="1", shape=shape, author="human/a/b", created=1_700_000_000 + place)
                for place, shape in enumerate(shapes)
            )
            change = DocumentChange(next(iter(found.new.values())), said, SampleState.LABELLED)
            if said:
                await annotations.save(db, self.who, row, job, [change])

    def files(self, version: dict[str, Any]) -> dict[str, bytes]:
        """Return what lies in the folder of a version, but for its manifests."""
        bucket, _, key = version["manifest_path"].lstrip("/").partition("/")
        folder = key.rpartition("/")[0] + "/"
        found = {name: content for name, (_, content, *_) in self.store.buckets[bucket].items() if name.startswith(folder)}
        return {name[len(folder) :]: content for name, content in found.items() if not name.endswith(".manifest")}


async def made(client: httpx.AsyncClient, context: DatasetsContext, who: Subject, store: MemoryStore, kind: int) -> Streets:
    answer = await client.post(DATASETS, json=make_request(dataset_type=kind, labels=[{"name": "car"}]))
    assert answer.status_code == 201, answer.text
    return Streets(client, context, who, store, answer.json()["dataset_id"])


@pytest.fixture
async def streets(client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore) -> Streets:
    return await made(client, context, alice, store, 1)


@pytest.fixture
async def areas(client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore) -> Streets:
    return await made(client, context, alice, store, 3)


class TestDetection:
    async def test_shapes_are_in_files_that_the_manifest_names(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}1.jpg", BOX, AREA)
        await streets.picture(f"{ROOT}deep/2.jpg", BOX)
        await streets.picture(f"{ROOT}3.jpg")

        version = await streets.published(annotation_format="VOC")

        assert (version["status"], version["annotation_format"]) == (1, "VOC")
        folder = f"leafs/out/leafs-{streets.id}/annotation/V001"
        lines = streets.lines(version)
        assert [each["source"] for each in lines] == [f"s3://team/leafs/in/{name}.jpg" for name in ("1", "deep/2", "3")]
        assert lines[0]["annotation"] == [
            {
                "type": "modelarts/object_detection",
                "annotation-format": "PASCAL VOC",
                "annotation-loc": f"s3://team/{folder}/annotation/1.xml",
                "annotated-by": "human/a/b",
                "creation-time": "2023-11-14 22:13:21",
            }
        ]
        assert "annotation" not in lines[2]
        files = streets.files(version)
        assert sorted(files) == ["annotation/1.xml", "annotation/deep/2.xml"]
        picture, problems = voc.read(files["annotation/1.xml"])
        assert problems == []
        assert picture is not None
        assert (picture.filename, picture.size, picture.mask) == ("1.jpg", (40, 30, 3), "")
        assert [(each.label, each.shape) for each in picture.annotations] == [("car", BOX), ("car", AREA)]

    async def test_without_the_option_all_is_as_before(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}1.jpg", BOX)

        version = await streets.published()

        assert "annotation_format" not in version
        assert "annotation-loc" not in streets.lines(version)[0]["annotation"][0]
        assert sorted(streets.files(version)) == []

    async def test_samples_of_the_version_keep_what_only_the_parts_say(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}1.jpg", BOX)
        version = await streets.published(annotation_format="VOC")

        found = await streets.client.get(
            f"{streets.url}/data-annotations/samples", params={"version_id": version["version_id"]}
        )

        labels = found.json()["samples"][0]["labels"]
        assert (labels[0]["name"], labels[0]["property"]["@modelarts:shape"]) == ("car", "bndbox")

    async def test_the_manifest_is_imported_with_its_files(self, streets: Streets) -> None:
        await streets.store.put("team", "leafs/in/9.jpg", b"x", size_bytes=1)
        await streets.picture(f"{ROOT}9.jpg", BOX, AREA)
        version = await streets.published(annotation_format="VOC")
        answer = await streets.client.post(
            DATASETS, json=make_request("again", dataset_type=1, work_path="/team/again/out/", labels=[{"name": "car"}])
        )
        again = Streets(streets.client, streets.context, streets.who, streets.store, answer.json()["dataset_id"])

        body = {"import_path": version["manifest_path"], "import_type": "manifest"}
        task = await again.client.post(f"{again.url}/import-tasks", json=body)
        assert task.status_code == 200, task.text
        await run_tasks(again.context)

        line = again.lines(await again.published())[0]
        assert [each["property"]["@modelarts:shape"] for each in line["annotation"]] == ["bndbox", "polygon"]

    async def test_a_worker_that_is_killed_at_each_step_leaves_the_same(
        self, streets: Streets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(version_annotations, "_BATCH", 2)
        monkeypatch.setattr(version_annotations, "_STEP_SECONDS", -1.0)
        for number in range(7):
            await streets.picture(f"{ROOT}{number}.png", BOX)
        whole = await streets.published(version_name="one", annotation_format="VOC")
        await streets.client.delete(f"{streets.url}/versions/{whole['version_id']}")
        before = streets.files(whole)

        version_id = await streets.publish(version_name="one", annotation_format="VOC")
        steps = 0
        while await run_step(streets.context):
            steps += 1

        assert steps > 5
        assert len(before) == 7
        assert streets.files(await streets.version(version_id)) == before

    async def test_files_that_share_a_stem_have_files_of_their_own(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}1.jpg", BOX)
        await streets.picture(f"{ROOT}1.png", AREA)
        await streets.picture("obs://team/elsewhere/1.jpg", BOX)

        version = await streets.published(annotation_format="VOC")

        assert sorted(streets.files(version)) == ["annotation/1.xml", "annotation/1_png.xml", "annotation/_more/2-1.xml"]

    async def test_copied_files_have_their_names(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}1.jpg", BOX)

        version = await streets.published(annotation_format="VOC", export_images=True)

        assert sorted(streets.files(version)) == ["annotation/1.xml", "data/1.jpg"]
        assert streets.lines(version)[0]["source"].endswith("/annotation/V001/data/1.jpg")

    async def test_names_that_no_file_can_have_keep_their_shapes_in_the_line(self, streets: Streets) -> None:
        await streets.picture(f"{ROOT}{'a' * 1000}.jpg", BOX)

        version = await streets.published(annotation_format="VOC")

        assert version["status"] == 1
        assert "@modelarts:shape" in streets.lines(version)[0]["annotation"][0]["property"]
        assert sorted(streets.files(version)) == []


class TestSegmentation:
    async def test_areas_are_in_masks(self, areas: Streets) -> None:
        await areas.picture(f"{ROOT}1.jpg", AREA)
        await areas.picture(f"{ROOT}2.jpg", AREA, size=None)

        version = await areas.published(annotation_format="VOC")

        files = areas.files(version)
        assert sorted(files) == ["annotation/1.xml", "annotation/2.xml", "segmentationClassRaw/1.png"]
        picture, _ = voc.read(files["annotation/1.xml"])
        assert picture is not None
        folder = f"obs://team/leafs/out/leafs-{areas.id}/annotation/V001"
        assert picture.mask == f"{folder}/segmentationClassRaw/1.png"
        size, found = png.areas(files["segmentationClassRaw/1.png"])
        assert size == (40, 30)
        assert list(found) == [voc.colour_of(0)]
        assert f"<mask_color>{','.join(map(str, voc.colour_of(0)))}</mask_color>".encode() in files["annotation/1.xml"]
        assert areas.lines(version)[0]["annotation"][0]["type"] == "modelarts/image_segmentation"
        problems = await areas.client.get(f"{areas.url}/long-tasks/{version['task_id']}/problems")
        assert [(each["code"], each["file"]) for each in problems.json()["problems"]] == [("size", "s3://team/leafs/in/2.jpg")]


class TestRefusals:
    async def test_other_types_and_formats_are_refused(
        self, client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore
    ) -> None:
        classes = await made(client, context, alice, store, 0)
        await classes.add(1)

        answers = [await client.post(f"{classes.url}/versions", json={"annotation_format": each}) for each in ("VOC", "COCO")]

        assert [each.status_code for each in answers] == [400, 400]
        assert answers[0].json()["error_code"] == "Modelyard.7532"
