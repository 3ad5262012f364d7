"""Imports of manifests: all options, bad lines, interruptions."""

import json
from typing import Any

import httpx
import pytest

from manifest_imports import Importing, line
from modelyard.core.subject import Subject
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.readers import Batch, ImportNow
from modelyard.datasets.service.reading_manifests import ManifestReader
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore


@pytest.fixture
async def importing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Importing:
    found = Importing(client, context, store)
    await found.create()
    return found


class TestManifest:
    async def test_samples_come_with_their_labels(self, importing: Importing) -> None:
        told = await importing.take(line("1.jpg", "oak"), line("2.jpg", "oak", "elm"), line("3.jpg"))

        assert told["status"] == "COMPLETED"
        assert (told["total_sample_count"], told["imported_sample_count"], told["annotated_sample_count"]) == (3, 3, 2)
        assert told["import_path"] == "obs://team/a.manifest"
        assert told["import_type"] == 1
        assert await importing.samples() == {"1.jpg": ["oak"], "2.jpg": ["oak", "elm"], "3.jpg": []}
        assert await importing.samples(label_name="elm") == {"2.jpg": ["oak", "elm"]}
        assert await importing.samples(sample_state="__NONE__") == {"3.jpg": []}
        stats = (await importing.client.get(f"{importing.url}/data-annotations/stats")).json()
        assert {each["name"]: each["count"] for each in stats["label_stats"]} == {"oak": 2, "elm": 1}
        assert stats["sample_stats"]["manual_annotation"] == 2

    async def test_boxes_come_from_files_beside_the_line_and_from_the_line(
        self, importing: Importing, store: MemoryStore
    ) -> None:
        await importing.create(name="boxes", dataset_type=1)
        voc = b"""<annotation><filename>1.jpg</filename><size><width>40</width><height>30</height><depth>3</depth></size>
          <object><name>oak</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>10</xmax><ymax>20</ymax></bndbox></object>
          <object><name>elm</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>99</xmax><ymax>20</ymax></bndbox></object>
        </annotation>"""
        await store.put("team", "leafs/1.xml", voc, size_bytes=len(voc))
        entry = {"type": "modelarts/object_detection", "annotation-format": "PASCAL VOC"}
        shaped = {
            "type": "modelarts/object_detection",
            "name": "ash",
            "property": {"@modelarts:shape": "bndbox", "@modelarts:feature": [[1, 2], [3, 4]]},
        }
        told = await importing.take(
            {"source": "s3://team/leafs/in/1.jpg", "annotation": [{**entry, "annotation-loc": "s3://team/leafs/1.xml"}]},
            {"source": "s3://team/leafs/in/2.jpg", "annotation": [{**entry, "annotation-loc": "s3://team/leafs/2.xml"}]},
            {"source": "s3://team/leafs/in/3.jpg", "annotation": [shaped]},
        )

        assert told["status"] == "COMPLETED"
        assert await importing.samples() == {"3.jpg": ["ash"], "1.jpg": ["oak"], "2.jpg": []}
        codes = [code for _, _, code in await importing.problems(told["task_id"])]
        assert sorted(codes) == ["outside", "unreadable"]

    async def test_text_stands_in_the_line(self, importing: Importing) -> None:
        await importing.create(name="texts", dataset_type=101)
        entity = {
            "type": "modelarts/text_entity",
            "name": "city",
            "id": "E1",
            "property": {"@modelarts:start_index": 0, "@modelarts:end_index": 6},
        }
        told = await importing.take(
            {"source": "content://Berlin is large", "annotation": [entity]}, {"source": "s3://team/leafs/in/1.jpg"}
        )

        assert (told["imported_sample_count"], told["failed_sample_count"]) == (1, 1)
        answer = (await importing.client.get(f"{importing.url}/data-annotations/samples")).json()
        assert answer["samples"][0]["sample_data"] == ["Berlin is large"]
        assert answer["samples"][0]["labels"][0]["property"]["@modelarts:end_index"] == 6

    async def test_relations_bring_their_labels(self, importing: Importing) -> None:
        await importing.create(name="triplets", dataset_type=102)

        def entity(name: str, number: int, start: int, end: int) -> dict[str, Any]:
            span = {"@modelarts:start_index": start, "@modelarts:end_index": end}
            return {"type": "modelarts/text_entity", "name": name, "id": f"E{number}", "property": span}

        relation = {
            "type": "modelarts/text_triplet",
            "name": "lives in",
            "id": "R1",
            "property": {"@modelarts:from": "E1", "@modelarts:to": "E2"},
        }
        entries = [entity("person", 1, 0, 4), entity("city", 2, 14, 20), relation]
        told = await importing.take({"source": "content://Anna lives in Berlin", "annotation": entries})

        assert told["annotated_sample_count"] == 1
        labels = (await importing.client.get(f"{importing.url}/data-annotations/labels")).json()["labels"]
        assert [(each["name"], each["type"]) for each in labels] == [("person", 103), ("city", 103), ("lives in", 102)]
        assert labels[2]["property"]["@modelarts:from_type"] == "person"


class TestOptions:
    async def test_only_what_is_wanted_is_taken(self, importing: Importing) -> None:
        hard = line("1.jpg", "oak", hard=True)
        lines = (hard, line("2.jpg", "oak", "elm"), line("3.jpg", "ash"), line("4.jpg"))

        told = await importing.take(*lines, difficult_only=True)
        assert (told["imported_sample_count"], told["skipped_sample_count"]) == (1, 3)
        told = await importing.take(*lines, included_labels=["ash"], import_annotations=True)
        assert await importing.samples() == {"1.jpg": ["oak"], "3.jpg": ["ash"]}
        told = await importing.take(*lines, excluded_labels=[{"name": "elm"}])
        assert await importing.samples() == {"1.jpg": ["oak"], "3.jpg": ["ash"], "4.jpg": []}

    async def test_samples_without_annotations_and_annotations_without_samples(self, importing: Importing) -> None:
        told = await importing.take(line("1.jpg", "oak"), import_annotations=False)
        assert await importing.samples() == {"1.jpg": []}

        told = await importing.take(line("1.jpg", "oak"), line("2.jpg", "elm"), import_samples=False)
        assert await importing.samples() == {"1.jpg": ["oak"]}
        assert (told["known_sample_count"], told["failed_sample_count"]) == (1, 1)
        assert await importing.problems(told["task_id"]) == [(2, "source", "unknown")]

    async def test_annotations_may_wait_to_be_confirmed(self, importing: Importing) -> None:
        told = await importing.take(line("1.jpg", "oak"), final_annotation=False)
        assert (told["annotated_sample_count"], told["unconfirmed_sample_count"]) == (0, 1)
        assert await importing.samples(sample_state="__AUTO_ANNOTATION__") == {"1.jpg": ["oak"]}

    async def test_a_trial_writes_nothing(self, importing: Importing) -> None:
        told = await importing.take(line("1.jpg", "oak"), b"no", dry_run=True)
        assert (told["imported_sample_count"], told["failed_sample_count"]) == (1, 1)
        assert await importing.samples() == {}
        assert (await importing.client.get(f"{importing.url}/data-annotations/labels")).json()["labels"] == []

    async def test_a_path_must_be_there_and_be_the_callers(self, importing: Importing) -> None:
        assert await importing.start("/team/none.manifest", status=400) == "ModelArts.4313"
        assert await importing.start("/team/leafs/", status=400) == "ModelArts.4313"
        assert await importing.start("nonsense", status=400) == "ModelArts.4312"
        assert await importing.start(await importing.put(line("1.jpg")), format="odd", status=400)
        foreign = await importing.client.post(
            f"{importing.url}/import-tasks", json={"import_path": "/team/a.manifest"}, headers={"x-user": "mallory"}
        )
        assert foreign.json()["error_code"] == "ModelArts.4352"

    async def test_one_import_at_a_time(self, importing: Importing) -> None:
        path = await importing.put(line("1.jpg"))
        await importing.start(path)
        assert await importing.start(path, status=400) == "ModelArts.4356"
        listed = (await importing.client.get(f"{importing.url}/import-tasks")).json()
        assert (listed["total_count"], listed["import_tasks"][0]["status"]) == (1, "QUEUING")


class TestBadInput:
    async def test_each_wrong_line_is_told_and_the_others_are_taken(self, importing: Importing, store: MemoryStore) -> None:
        told = await importing.take(
            line("1.jpg", "oak"),
            b"{broken",
            b"[]",
            b'{"annotation": []}',
            {"source": "https://example.com/1.jpg"},
            {"source": "s3://team/../secret/1.jpg"},
            {"source": "s3://theirs/1.jpg"},
            line("1.jpg", "elm"),
            line("2.jpg", "oak", usage="NONSENSE"),
            b"",
            b"\xff\xfe\x00",
            line("\u6a61\u6811 \u05d0 \u0627 caf\u00e9 \U0001f333 <b>'\".jpg", "\u6a61\u6811 'quoted' \"twice\""),
            {"source": "s3://team/leafs/in/3.jpg", "annotation": [{"type": "modelarts/image_classification"}, 7]},
            line("4.jpg", "bad\u0007label"),
            '{"source": "s3://team/leafs/in/\u6811.jpg"}'.encode("gb18030"),
        )

        assert told["status"] == "COMPLETED"
        samples = await importing.samples()
        assert samples["1.jpg"] == ["oak"]
        assert samples["\u6a61\u6811 \u05d0 \u0627 caf\u00e9 \U0001f333 <b>'\".jpg"] == ["\u6a61\u6811 'quoted' \"twice\""]
        assert samples["3.jpg"] == []
        assert samples["4.jpg"] == []
        assert "\u6811.jpg" in samples
        problems = await importing.problems(told["task_id"])
        assert {number: code for number, _, code in problems} == {
            2: "json",
            3: "type",
            4: "missing",
            5: "value",
            6: "shape",
            7: "forbidden",
            8: "twice",
            9: "value",
            11: "json",
            13: "type",
            14: "value",
        }
        assert told["problem_counts"]["json"] == 2

    async def test_the_report_has_all_problems_in_both_forms(self, importing: Importing, store: MemoryStore) -> None:
        task_id = (await importing.take(*[b"=cmd()"] * 1500, line("1.jpg")))["task_id"]
        told = await importing.show(task_id)
        assert (told["failed_sample_count"], told["imported_sample_count"]) == (1500, 1)
        listed = (await importing.client.get(f"{importing.url}/long-tasks/{task_id}/problems")).json()
        assert (listed["total_count"], len(listed["problems"])) == (1500, 50)

        contents = []
        for path in (told["report_path"], told["report_csv_path"]):
            bucket, _, key = path.removeprefix("obs://").partition("/")
            async with store.get(bucket, key) as chunks:
                contents.append(b"".join([chunk async for chunk in chunks]).decode("utf-8-sig").splitlines())
        assert len(contents[0]) == 1500
        assert json.loads(contents[0][0])["line"] == 1
        assert contents[1][0] == "line,file,place,code,problem,problem_zh"
        assert len(contents[1]) == 1501

    async def test_what_is_no_manifest_at_all_fails_the_task(
        self, importing: Importing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.MOST_LINE_BYTES", 100)
        told = await importing.take(b"\x00" * 1000)
        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7105")

    async def test_an_empty_manifest_is_no_failure(self, importing: Importing) -> None:
        told = await importing.take(b"")
        assert (told["status"], told["total_sample_count"]) == ("COMPLETED", 0)


class TestInterrupted:
    @pytest.mark.parametrize("end", [b"\n", b"\r\n"])
    async def test_an_import_goes_on_after_the_last_batch(
        self, importing: Importing, monkeypatch: pytest.MonkeyPatch, end: bytes
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.BLOCK_LINES", 1)
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.PIECE_BYTES", 1)
        lines = [line(f"{number}.jpg", f"label {number % 3}") for number in range(7)]
        task_id = await importing.start(await importing.put(*lines, b"broken", end=end))
        for taken in range(1, 5):
            assert await run_step(importing.context)
            assert (await importing.show(task_id))["done_sample_count"] == taken
        assert (await importing.client.post(f"{importing.url}/import-tasks/{task_id}/stop")).status_code == 204
        assert (await importing.show(task_id))["stopped"]
        assert not await run_step(importing.context)

        await importing.client.post(f"{importing.url}/data-annotations/labels", json={"labels": [{"name": "in between"}]})
        assert (await importing.client.post(f"{importing.url}/import-tasks/{task_id}/resume")).status_code == 204
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["imported_sample_count"], told["failed_sample_count"]) == ("COMPLETED", 7, 1)
        assert await importing.samples() == {f"{number}.jpg": [f"label {number % 3}"] for number in range(7)}
        assert await importing.problems(task_id) == [(8, "", "json")]

    async def test_labels_that_others_make_meanwhile_are_not_mixed_up(
        self, importing: Importing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.BLOCK_LINES", 1)
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.PIECE_BYTES", 1)
        real, count = ManifestReader.read, 0

        async def read(reader: ManifestReader, context: DatasetsContext, task: ImportNow) -> Batch:
            nonlocal count
            count += 1
            batch = await real(reader, context, task)
            if count == 1:
                labels = {"labels": [{"name": "mine"}, {"name": "elm"}]}
                await importing.client.post(f"{importing.url}/data-annotations/labels", json=labels)
            return batch

        monkeypatch.setattr(ManifestReader, "read", read)
        await importing.take(line("1.jpg", "oak"), line("2.jpg", "elm"), line("3.jpg", "oak", "ash"))

        assert await importing.samples() == {"1.jpg": ["oak"], "2.jpg": ["elm"], "3.jpg": ["oak", "ash"]}
        assert await importing.samples(label_name="oak") == {"1.jpg": ["oak"], "3.jpg": ["oak", "ash"]}
        stats = (await importing.client.get(f"{importing.url}/data-annotations/stats")).json()
        counts = {each["name"]: each["count"] for each in stats["label_stats"]}
        assert counts == {"mine": 0, "elm": 1, "oak": 2, "ash": 1}

    async def test_a_manifest_that_was_replaced_is_not_gone_on_with(
        self, importing: Importing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.BLOCK_LINES", 1)
        monkeypatch.setattr("modelyard.datasets.service.reading_manifests.PIECE_BYTES", 1)
        task_id = await importing.start(await importing.put(line("1.jpg"), line("2.jpg")))
        await run_step(importing.context)
        await importing.put(line("3.jpg"))
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7104")

    async def test_the_second_import_changes_labels_and_adds_nothing(self, importing: Importing) -> None:
        await importing.take(line("1.jpg", "oak"), line("2.jpg", "oak"))
        told = await importing.take(line("1.jpg", "elm"), line("2.jpg"))

        assert (told["new_sample_count"], told["known_sample_count"]) == (0, 2)
        assert await importing.samples() == {"1.jpg": ["elm"], "2.jpg": ["oak"]}
