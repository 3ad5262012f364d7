"""Versions of tables: rows that were imported become CSV files of the version."""

import csv
import io
from typing import Any

import httpx
import pytest

from modelyard.datasets.service import row_files
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats import table
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore

DATASETS = "/v2/p1/datasets"
SCHEMA = [{"schema_id": 1, "name": "age", "type": "INT"}, {"schema_id": 2, "name": "名称", "type": "STRING"}]


class Ages:
    """A dataset of a table behind the routes."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, dataset_id: str) -> None:
        self.client, self.context, self.store = client, context, store
        self.id, self.url = dataset_id, f"{DATASETS}/{dataset_id}"

    async def take(self, content: bytes, **options: Any) -> None:
        """Import a file."""
        await self.store.put("team", "new/a.csv", content, size_bytes=len(content))
        body = {"import_path": "/team/new/a.csv", "import_type": "dir", **options}
        answer = await self.client.post(f"{self.url}/import-tasks", json=body)
        assert answer.status_code == 200, answer.text
        await run_tasks(self.context)

    async def ask(self, **wanted: Any) -> httpx.Response:
        return await self.client.post(f"{self.url}/versions", json=wanted)

    async def publish(self, **wanted: Any) -> str:
        answer = await self.ask(**wanted)
        assert answer.status_code == 201, answer.text
        version_id: str = answer.json()["version_id"]
        return version_id

    async def published(self, **wanted: Any) -> dict[str, Any]:
        version_id = await self.publish(**wanted)
        await run_tasks(self.context)
        return await self.version(version_id)

    async def version(self, version_id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"{self.url}/versions/{version_id}")).json()
        return found

    def files(self, version: dict[str, Any]) -> dict[str, bytes]:
        """Return the files of a version by name."""
        bucket, _, folder = version["data_path"].lstrip("/").partition("/")
        objects = self.store.buckets[bucket]
        return {key[len(folder) :]: objects[key][1] for key in sorted(objects) if key.startswith(folder)}


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


@pytest.fixture
async def ages(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> Ages:
    answer = await client.post(DATASETS, json=make_request(dataset_type=400, schema=SCHEMA))
    assert answer.status_code == 201, answer.text
    return Ages(client, context, store, answer.json()["dataset_id"])


class TestCreateVersion:
    async def test_rows_of_all_imports_are_in_one_file_in_their_order(self, ages: Ages) -> None:
        await ages.take(b'3,"a\nb"\n1,"say ""x"""\n')
        await ages.take(b"2,c\n", import_folder="spring")
        await ages.take(b"9,d\n", import_folder="spring")
        await ages.take(b"7,never\n", dry_run=True)

        version = await ages.published(version_format="CSV")

        assert version["status"] == 1, version
        files = ages.files(version)
        assert list(files) == ["part-00000.csv"]
        assert rows_of(files["part-00000.csv"]) == [
            ["age", "名称"],
            ["3", "a\nb"],
            ["1", 'say "x"'],
            ["2", "c"],
            ["9", "d"],
        ]

    async def test_what_a_version_says_of_itself_is_true(self, ages: Ages) -> None:
        await ages.take(b"3,a\n1,b\n")
        first = await ages.published()
        await ages.take(b"2,c\n")
        second = await ages.published(version_format="CSV", with_column_header=False, export_images=True)

        assert (first["version_format"], second["version_format"]) == ("CSV", "CSV")
        assert first["data_path"].endswith(f"-{ages.id}/annotation/V001/data/")
        assert "manifest_path" not in first
        assert (first["total_sample_count"], first["add_sample_count"]) == (2, 2)
        assert (second["total_sample_count"], second["add_sample_count"], second["previous_total_sample_count"]) == (3, 1, 2)
        assert (first["with_column_header"], second["with_column_header"]) == (True, False)
        assert (second["include_dataset_data"], second["export_images"]) == (True, False)
        assert second["files"] == {"state": "kept", "total": 0, "kept": 0, "lost": 0, "size_bytes": 0}
        assert rows_of(ages.files(second)["part-00000.csv"]) == [["3", "a"], ["1", "b"], ["2", "c"]]
        shown = (await ages.client.get(f"{ages.url}/versions", params={"version_format": 2})).json()
        assert [each["version_name"] for each in shown["versions"]] == ["V002", "V001"]
        assert (await ages.client.get(f"{ages.url}/versions", params={"version_format": 0})).json()["total_number"] == 0

    async def test_a_version_does_not_change_with_the_table(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        version = await ages.published()
        before = ages.files(version)

        await ages.take(b"4,b\n")

        assert ages.files(version) == before

    async def test_cells_that_look_like_formulas_are_safe(self, ages: Ages) -> None:
        await ages.take(b"-3,=1+1\n4,@SUM(A1)\n")

        version = await ages.published()

        assert rows_of(ages.files(version)["part-00000.csv"])[1:] == [["-3", "\t=1+1"], ["4", "\t@SUM(A1)"]]

    async def test_many_rows_are_several_files_the_same_after_each_death(
        self, ages: Ages, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(table, "_PIECE", 64)
        monkeypatch.setattr(row_files, "FILE_BYTES", 200)
        await ages.take("".join(f'{number},"a\n{number}"\n' for number in range(60)).encode())
        whole = await ages.published()

        version_id = await ages.publish()
        steps = 0
        while await run_step(ages.context):
            steps += 1
        killed = await ages.version(version_id)

        files = ages.files(whole)
        assert files == ages.files(killed)
        assert steps > len(files) > 2
        assert max(map(len, files.values())) <= 200
        rows = [row for content in files.values() for row in rows_of(content)[1:]]
        assert rows == [[str(number), f"a\n{number}"] for number in range(60)]
        assert (whole["total_sample_count"], killed["total_sample_count"]) == (60, 60)

    async def test_nothing_is_left_of_a_deleted_version_of_the_same_name(
        self, ages: Ages, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await ages.take(b"3,a\n")
        await ages.take(b"4,b\n")
        with monkeypatch.context() as patch:
            patch.setattr(row_files, "FILE_BYTES", 1)
            old = await ages.published(version_name="one")
        assert len(ages.files(old)) == 2
        place = old["data_path"].removeprefix("/team/")
        await ages.store.put("team", f"{place}notes.txt", b"x", size_bytes=1)
        await ages.client.delete(f"{ages.url}/versions/{old['version_id']}")

        new = await ages.published(version_name="one")

        assert list(ages.files(new)) == ["notes.txt", "part-00000.csv"]

    async def test_rows_that_somebody_has_changed_are_refused_by_name(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        key = next(key for key in ages.store.buckets["team"] if "/data/rows_" in key)
        await ages.store.put("team", key, b"other,columns,here\n1,2,3\n", size_bytes=25)

        version = await ages.published()

        assert (version["status"], version["code"]) == (4, "Modelyard.7531")
        assert key in version["message"]

    async def test_rows_that_are_gone_are_told(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        for key in [key for key in ages.store.buckets["team"] if "/data/rows_" in key]:
            await ages.store.delete_many("team", [key])

        version = await ages.published()

        assert (version["status"], version["code"]) == (4, "Modelyard.7180")

    async def test_what_cannot_be_is_refused(self, ages: Ages) -> None:
        empty = await ages.ask()
        await ages.take(b"7,never\n", dry_run=True)
        tried = await ages.ask()
        await ages.take(b"3,a\n")
        carbon = await ages.ask(version_format="CarbonData")
        split = await ages.ask(train_evaluate_sample_ratio="0.8")
        pictures = await ages.client.post(DATASETS, json=make_request("others", work_path="/team/others/out/"))
        other = await ages.client.post(f"{DATASETS}/{pictures.json()['dataset_id']}/versions", json={"version_format": "CSV"})

        refused = (empty, tried, carbon, split, other)
        codes = ["Modelyard.7180", "Modelyard.7180", "Modelyard.7530", "ModelArts.4342", "Modelyard.7181"]
        assert [each.json()["error_code"] for each in refused] == codes
        assert (await ages.client.get(f"{ages.url}/versions")).json()["total_number"] == 0


class TestExport:
    async def _exported(self, ages: Ages, **wanted: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
        answer = await ages.client.post(f"{ages.url}/export-tasks", json={"path": "/team/export/", **wanted})
        assert answer.status_code == 200, answer.text
        await run_tasks(ages.context)
        shown = (await ages.client.get(f"{ages.url}/export-tasks/{answer.json()['task_id']}")).json()
        objects = ages.store.buckets["team"]
        return shown, {key[7:]: objects[key][1] for key in objects if key.startswith("export/")}

    async def test_a_table_is_exported_as_it_is_now(self, ages: Ages) -> None:
        await ages.take(b"3,=1\n")
        await ages.take(b"4,b\n")

        shown, files = await self._exported(ages)

        assert (shown["status"], shown["format"], shown["finished_sample_count"]) == ("SUCCESSED", "TABLE", 2)
        assert {name: rows_of(each) for name, each in files.items()} == {
            "part-00000.csv": [["age", "名称"], ["3", "\t=1"], ["4", "b"]]
        }

    @pytest.mark.parametrize("published", [True, False])
    @pytest.mark.parametrize("exported", [True, False])
    async def test_a_version_is_exported_with_or_without_names(self, ages: Ages, published: bool, exported: bool) -> None:
        await ages.take(b"3,a\n")
        version = await ages.published(with_column_header=published)
        await ages.take(b"4,b\n")

        wanted = {"version_id": version["version_id"], "with_column_header": exported, "format": "csv"}
        _, files = await self._exported(ages, **wanted)

        assert rows_of(files["part-00000.csv"]) == [["age", "名称"], ["3", "a"]][not exported :]

    async def test_other_formats_are_refused(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        new = {"export_dest": "NEW_DATASET", "export_new_dataset_name": "x", "export_new_dataset_work_path": "/team/x/"}
        for body in ({"format": "coco"}, {"export_params": new}):
            answer = await ages.client.post(f"{ages.url}/export-tasks", json={"path": "/team/export/", **body})
            assert answer.json()["error_code"] == "ModelArts.4384"


class TestOtherUseCases:
    async def test_a_version_without_samples_has_none_to_list(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        version = await ages.published()
        params = {"version_id": version["version_id"]}

        listed = await ages.client.get(f"{ages.url}/data-annotations/samples", params=params)
        labels = await ages.client.get(f"{ages.url}/data-annotations/labels", params=params)

        assert (listed.status_code, listed.json()["sample_count"]) == (200, 0)
        assert (labels.status_code, labels.json()["labels"]) == (200, [])

    async def test_rows_are_neither_compared_nor_restored(self, ages: Ages) -> None:
        await ages.take(b"3,a\n")
        first, second = await ages.published(), await ages.published()
        url = f"{ages.url}/versions/{second['version_id']}"

        compared = await ages.client.post(f"{url}/comparisons", json={"before_id": first["version_id"]})
        restored = await ages.client.post(f"{url}/restore")

        assert [each.json()["error_code"] for each in (compared, restored)] == ["ModelArts.4383"] * 2
