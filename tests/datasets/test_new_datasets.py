"""What datasets can begin with: columns read from files, a first team task, an import that is named in the answer."""

from typing import Any

import httpx
import pytest

from labelling_team import Team
from modelyard.datasets.service import team_work
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper

DATASETS = "/v2/p1/datasets"


async def table(
    client: httpx.AsyncClient, store: MemoryStore, files: dict[str, bytes], *, has_header: bool = True, **changes: Any
) -> httpx.Response:
    for name, content in files.items():
        await store.put("team", f"leafs/in/{name}", content, size_bytes=len(content))
    source = {"data_type": 0, "data_path": "/team/leafs/in/", "with_column_header": has_header}
    return await client.post(DATASETS, json=make_request(dataset_type=400, data_sources=[source], **changes))


class TestColumns:
    async def test_they_are_read_from_the_files(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        files = {
            "a.csv": "\ufeffage,name,height,born\n7,Ann,1.5,2001-02-03\n8,Bob,1,2001-02-03\n".encode(),
            "deep/b.csv": "age,name,height,born\n9999999999,好,2,never\n".encode("gb18030"),
            "notes.txt": b"nothing",
            "empty.csv": b"",
        }

        made = await table(client, store, files)
        shown = (await client.get(f"{DATASETS}/{made.json()['dataset_id']}")).json()

        assert [(each["schema_id"], each["name"], each["type"]) for each in shown["schema"]] == [
            (1, "age", "LONG"),
            (2, "name", "STRING"),
            (3, "height", "DOUBLE"),
            (4, "born", "STRING"),
        ]

    async def test_without_names_they_are_numbered(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        made = await table(client, store, {"a.csv": b"7,Ann\n"}, has_header=False)

        shown = (await client.get(f"{DATASETS}/{made.json()['dataset_id']}")).json()
        assert [each["name"] for each in shown["schema"]] == ["attr_1", "attr_2"]

    async def test_a_row_that_goes_on_is_not_judged(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        many = b"age,name\n" + b"7,Ann\n" * 20_000

        made = await table(client, store, {"a.csv": many})

        assert made.status_code == 201

    @pytest.mark.parametrize(
        ("files", "said"),
        [
            ({}, "need columns"),
            ({"a.csv": b"a,b\n", "b.csv": b"a,c\n"}, "b.csv has other columns than a.csv"),
            ({"a.csv": b"a,a\n"}, "a.csv: "),
            ({"a.csv": b"a,\n"}, "a.csv: "),
            ({"a.csv": b"\xff\xff\xff\n"}, "a.csv: "),
            ({"a.csv": b'"' + b"x" * 300_000 + b'"\n'}, "a.csv: "),
        ],
    )
    async def test_what_cannot_be_read_is_told(
        self, client: httpx.AsyncClient, store: MemoryStore, files: dict[str, bytes], said: str
    ) -> None:
        answer = await table(client, store, files)

        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4396")
        assert said in answer.json()["error_msg"]

    async def test_what_was_said_counts(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        columns = [{"schema_id": 5, "name": "years", "type": "INT"}]

        made = await table(client, store, {"a.csv": b"a,b\n"}, schema=columns)

        shown = (await client.get(f"{DATASETS}/{made.json()['dataset_id']}")).json()
        assert [(each["schema_id"], each["name"]) for each in shown["schema"]] == [(5, "years")]


class TestBeginnings:
    async def test_the_import_is_named(self, client: httpx.AsyncClient, context: DatasetsContext) -> None:
        made = (await client.post(DATASETS, json=make_request(import_data=True))).json()
        await run_tasks(context)

        task = await client.get(f"{DATASETS}/{made['dataset_id']}/import-tasks/{made['import_task_id']}")
        plain = (await client.post(DATASETS, json=make_request("plain"))).json()

        assert task.status_code == 200
        assert set(plain) == {"dataset_id"}


class TestFirstTeamTasks:
    async def test_a_dataset_begins_with_a_team_task(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        team = await Team(client, gatekeeper).make(samples=1)
        first = {"task_name": "first", "repetition": 1, "workforces_config": {"workforces": [{"workforce_id": team.team}]}}

        body = make_request("begun", dataset_type=100, workforce_information=first)
        made = await team.act("alice", "POST", "/datasets", body, status=201)
        tasks = await team.act("alice", "GET", f"/datasets/{made['dataset_id']}/workforce-tasks")
        shown = await team.act("alice", "GET", f"/datasets/{made['dataset_id']}")

        assert [each["task_name"] for each in tasks["tasks"]] == ["first"]
        assert (shown["workforce_task_count"], shown["exist_workforce_task"]) == (1, True)

    async def test_a_wrong_team_leaves_no_dataset(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        team = await Team(client, gatekeeper).make(samples=1)
        first = {"task_name": "first", "workforces_config": {"workforces": [{"workforce_id": "0" * 19}]}}

        body = make_request("begun", dataset_type=100, workforce_information=first)
        await team.act("alice", "POST", "/datasets", body, status=400)

        listed = await team.act("alice", "GET", "/datasets", search_content="begun")
        assert listed["total_number"] == 0

    async def test_samples_of_a_member_are_listed_and_counted(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, context: DatasetsContext
    ) -> None:
        team = await Team(client, gatekeeper).make(samples=6, people=("ann", "bob"))
        await team.create()
        await team_work.run_due(context)

        at = f"/datasets/{team.dataset}/data-annotations"
        of_ann = await team.act("alice", "GET", f"{at}/samples", email="ann@example.com")
        of_bob = await team.act("alice", "GET", f"{at}/samples", email="bob@example.com")
        stats = await team.act("alice", "GET", f"{at}/stats", email="ann@example.com")

        names = [{each["sample_id"] for each in page["samples"]} for page in (of_ann, of_bob)]
        assert (of_ann["sample_count"], of_bob["sample_count"]) == (3, 3)
        assert not names[0] & names[1]
        assert stats["sample_stats"]["total"] == 3
