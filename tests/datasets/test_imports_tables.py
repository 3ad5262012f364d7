"""Imports of tables: CSV against a schema, in pieces; what is wrong costs a row or a cell."""

import csv
import io
import zipfile
from typing import Any

import httpx
import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.loops import ReconcilerRunner
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats import table
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.loops.tasks import StorageTaskReconciler

DATASETS = "/v2/p1/datasets"
SCHEMA = [{"schema_id": 1, "name": "age", "type": "INT"}, {"schema_id": 2, "name": "名称", "type": "STRING"}]


class Table:
    """A dataset of a table behind the routes, and CSV files to import."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> None:
        self.client, self.context, self.store, self.id = client, context, store, ""

    async def create(self) -> None:
        body = make_request(dataset_type=400, schema=SCHEMA)
        answer = await self.client.post(DATASETS, json=body)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["dataset_id"]

    async def put(self, name: str, content: bytes) -> None:
        await self.store.put("team", f"new/{name}", content, size_bytes=len(content))

    async def start(self, path: str = "/team/new/", **options: Any) -> str:
        body = {"import_path": path, "import_type": "dir", **options}
        answer = await self.client.post(f"{DATASETS}/{self.id}/import-tasks", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["task_id"])

    async def show(self, task: str) -> dict[str, Any]:
        return dict((await self.client.get(f"{DATASETS}/{self.id}/import-tasks/{task}")).json())

    async def problems(self, task: str) -> list[tuple[str, int, str]]:
        answer = await self.client.get(f"{DATASETS}/{self.id}/long-tasks/{task}/problems", params={"limit": 100})
        return [(each["file"], each["line"], each["problem"]) for each in answer.json()["problems"]]

    async def parts(self) -> list[str]:
        page = await self.store.list_page("team", prefix="leafs/out/")
        found = []
        for each in page.objects:
            if each.key.endswith(".csv") and "/data/" in each.key:
                async with self.store.get("team", each.key) as chunks:
                    found.append(b"".join([chunk async for chunk in chunks]).decode())
        return found

    async def rows(self) -> list[list[str]]:
        return [row for part in await self.parts() for row in list(csv.reader(io.StringIO(part)))[1:]]


@pytest.fixture
async def tables(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> Table:
    found = Table(client, context, store)
    await found.create()
    return found


class TestCreateDataset:
    async def test_a_table_is_filled_from_its_input(
        self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore
    ) -> None:
        found = Table(client, context, store)
        await found.put("a.csv", b"age,name\n5,a\n")
        sources = [{"data_type": 0, "data_path": "/team/new/", "with_column_header": True}]
        body = make_request(dataset_type=400, schema=SCHEMA, data_sources=sources, import_data=True)
        answer = await client.post(DATASETS, json=body)
        await run_tasks(context)

        assert answer.status_code == 201, answer.text
        assert await found.rows() == [["5", "a"]]


class TestTables:
    async def test_rows_are_held_against_the_schema(self, tables: Table) -> None:
        await tables.put("a.csv", b'age,name\n5,"a\nb"\nold,=1+1\n6\n' + "7,名".encode("gb18030") + b"\n8,\xff\xff\n")
        await tables.put("b.csv", b"age,name\n9,x\n")
        await tables.put("c.csv", b"")
        await tables.put("d.txt", b"no table")
        task = await tables.start(with_column_header=True)
        await run_tasks(tables.context)
        shown = await tables.show(task)
        assert (shown["status"], shown["imported_sample_count"], shown["format"]) == ("COMPLETED", 4, "table")
        assert await tables.rows() == [["5", "a\nb"], ["", "\t=1+1"], ["7", "名"], ["9", "x"]]
        assert (await tables.parts())[0].startswith("age,名称\n")
        told = sorted(each[:2] for each in await tables.problems(task))
        assert told == [("a.csv", 4), ("a.csv", 5), ("a.csv", 7), ("c.csv", 0)]

    async def test_pieces_end_between_rows(self, tables: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table, "_PIECE", 16)
        lines = [f'{number},"a\n{number}"\n' for number in range(40)]
        await tables.put("a.csv", "".join(lines).encode())
        task = await tables.start("/team/new/a.csv", with_column_header=False)
        await run_step(tables.context)  # killed after each step
        await run_tasks(tables.context)
        assert (await tables.show(task))["imported_sample_count"] == 40
        assert await tables.rows() == [[str(number), f"a\n{number}"] for number in range(40)]
        assert await tables.problems(task) == []

    async def test_a_row_without_end_is_told(self, tables: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table, "_PIECE", 4)
        monkeypatch.setattr(table, "_MOST_PIECE", 8)
        await tables.put("a.csv", b"x" * 100)
        task = await tables.start(with_column_header=False)
        await run_tasks(tables.context)
        assert [each[2] for each in await tables.problems(task)] == ["is longer than 64 MiB"]

    async def test_nothing_is_written_when_trying(self, tables: Table) -> None:
        await tables.put("a.csv", b"1,x\n")
        task = await tables.start(dry_run=True)
        await run_tasks(tables.context)
        assert (await tables.show(task))["done_sample_count"] == 1
        assert await tables.parts() == []

    async def test_rows_of_an_archive_are_not_read_again_as_its_files(self, tables: Table, clock: FixedClock) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.csv", "5,a\n")
            archive.writestr("part-00000.csv", "6,b\n")
        await tables.put("a.zip", out.getvalue())
        task = await tables.start("/team/new/a.zip", format="archive", with_column_header=False)
        storage = ReconcilerRunner(tables.context.database, StorageTaskReconciler(tables.context.objects), clock)
        for _ in range(8):
            await run_tasks(tables.context)
            await storage.run_due()
            clock.advance(5)
        shown = await tables.show(task)
        assert (shown["status"], shown["imported_sample_count"]) == ("COMPLETED", 2)

    async def test_other_datasets_have_no_tables(self, tables: Table) -> None:
        answer = await tables.client.post(DATASETS, json=make_request("others", work_path="/team/others/out/"))
        assert answer.status_code == 201
        await tables.put("a.csv", b"1,x\n")
        for name, kind in (("others", "table"), ("leafs", "coco")):
            found = await tables.client.get(DATASETS, params={"search_content": name})
            url = f"{DATASETS}/{found.json()['datasets'][0]['dataset_id']}/import-tasks"
            body = {"import_path": "/team/new/", "import_type": "dir", "format": kind}
            answer = await tables.client.post(url, json=body)
            assert answer.status_code in {400, 501}, answer.text
