"""Bad input of imports: told by item, with line and reason; good items stay, nothing is lost, and imports go on."""

import json

import httpx
import pytest

from manifest_imports import Importing, line
from modelyard.core.subject import Subject
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from pictures import encoded, noise

CHECKED = {"options": {"check_files": True}}


@pytest.fixture
async def importing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Importing:
    found = Importing(client, context, store)
    await found.create()
    return found


class TestWideManifests:
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
    async def test_are_read_by_their_mark(self, importing: Importing, encoding: str) -> None:
        lines = [json.dumps(line(f"{number}.jpg", "橡树"), ensure_ascii=False) for number in range(3)]
        text = "\n".join([*lines[:2], "no json", lines[2]])
        content = (b"" if encoding[-2:] != "be" else b"\xfe\xff") + text.encode(encoding)

        told = await importing.take(content)

        assert told["status"] == "COMPLETED"
        assert await importing.samples() == {"0.jpg": ["橡树"], "1.jpg": ["橡树"], "2.jpg": ["橡树"]}
        assert [(number, code) for number, _, code in await importing.problems(told["task_id"])] == [(3, "json")]

    async def test_broken_characters_cost_their_line(self, importing: Importing) -> None:
        good = json.dumps(line("1.jpg", "oak"))
        content = (
            b"\xff\xfe" + f"{good}\n".encode("utf-16-le") + b"{\x00\x00\xd8\n\x00" + good.replace("1", "2").encode("utf-16-le")
        )

        told = await importing.take(content)

        assert list(await importing.samples()) == ["1.jpg", "2.jpg"]
        assert [number for number, _, _ in await importing.problems(told["task_id"])] == [2]

    async def test_goes_on_after_an_interruption(self, importing: Importing) -> None:
        lines = [json.dumps(line(f"{number}.jpg", "橡"), ensure_ascii=False) for number in range(4500)]
        task_id = await importing.start(await importing.put("\n".join(lines).encode("utf-16")))

        assert await run_step(importing.context)
        assert await run_step(importing.context)
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["new_sample_count"], told["failed_sample_count"]) == (4500, 0)


class TestFilesThatManifestsName:
    async def test_are_looked_at_when_that_is_asked_for(self, importing: Importing, store: MemoryStore) -> None:
        good = encoded(noise(40, 30), "JPEG")
        for name, content in (("1.jpg", good), ("empty.jpg", b""), ("no.jpg", b"plain words")):
            await store.put("team", f"leafs/in/{name}", content, size_bytes=len(content))

        told = await importing.take(
            line("1.jpg", "oak"), line("gone.jpg", "oak"), line("empty.jpg"), line("no.jpg", "elm"), **CHECKED
        )

        assert await importing.samples() == {"1.jpg": ["oak"]}
        assert (told["imported_sample_count"], told["failed_sample_count"]) == (1, 3)
        assert await importing.problems(told["task_id"]) == [
            (2, "source", "absent"),
            (3, "source", "empty"),
            (4, "source", "image"),
        ]

    async def test_are_taken_as_they_are_named_without_that(self, importing: Importing) -> None:
        await importing.take(line("gone.jpg", "oak"))

        assert await importing.samples() == {"gone.jpg": ["oak"]}

    async def test_may_not_be_those_of_others(self, importing: Importing) -> None:
        told = await importing.take({"source": "s3://theirs/1.jpg"}, **CHECKED)

        assert [code for _, _, code in await importing.problems(told["task_id"])] == ["forbidden"]


class TestFilesThatAreCopied:
    async def test_lie_in_the_folder_of_the_dataset_afterwards(self, importing: Importing, store: MemoryStore) -> None:
        for name in ("1.jpg", "2.jpg"):
            await store.put("team", f"leafs/in/{name}", name.encode(), size_bytes=5)
        lines = (line("1.jpg", "oak"), line("gone.jpg", "oak"), line("2.jpg", "elm"))

        told = await importing.take(*lines, import_folder="spring/first")

        shown = (await importing.client.get(f"{importing.url}/data-annotations/samples?order=asc")).json()["samples"]
        own = (await importing.client.get(importing.url)).json()["inner_data_path"]
        assert [(each["sample_name"], each["sample_dir"]) for each in shown] == [
            ("1.jpg", f"{own}spring/first/leafs/in/"),
            ("2.jpg", f"{own}spring/first/leafs/in/"),
        ]
        assert await importing.problems(told["task_id"]) == [(2, "source", "absent")]
        assert [each["name"] for each in shown[0]["labels"]] == ["oak"]
        found = await store.head("team", f"{own.removeprefix('/team/')}spring/first/leafs/in/2.jpg")
        assert found is not None
        assert found.size_bytes == 5

        told = await importing.take(*lines, import_folder="spring/first")
        assert (told["new_sample_count"], told["known_sample_count"]) == (0, 2)

    async def test_of_a_folder_keep_their_paths_below_it(self, importing: Importing, store: MemoryStore) -> None:
        await store.put("team", "new/oak/1.jpg", (good := encoded(noise(40, 30), "JPEG")), size_bytes=len(good))

        await importing.start("/team/new/", import_type="dir", format="folders", import_folder="spring")
        await run_tasks(importing.context)

        shown = (await importing.client.get(f"{importing.url}/data-annotations/samples")).json()["samples"]
        assert [each["sample_dir"].partition("/data/")[2] for each in shown] == ["spring/oak/"]

    async def test_never_replace_another_file(self, importing: Importing, store: MemoryStore) -> None:
        await store.put("team", "leafs/in/1.jpg", b"first", size_bytes=5)
        await importing.take(line("1.jpg", "oak"), import_folder="spring")
        await store.put("team", "leafs/in/1.jpg", b"other", size_bytes=5)

        told = await importing.take(line("1.jpg", "elm"), import_folder="spring")

        assert [code for _, _, code in await importing.problems(told["task_id"])] == ["other"]
        assert await importing.samples() == {"1.jpg": ["oak"]}

    async def test_go_nowhere_else(self, importing: Importing) -> None:
        path = await importing.put(line("1.jpg"))
        assert await importing.start(path, status=400, import_folder="../../other") != ""

    async def test_need_the_right_to_write(self, importing: Importing, gatekeeper: RuleGatekeeper) -> None:
        task_id = await importing.start(await importing.put(line("1.jpg")), import_folder="spring")
        gatekeeper.rule = lambda who, action, resource, _: action != "obs:object:PutObject"

        await run_tasks(importing.context)

        assert (await importing.show(task_id))["status"] == "FAILED"
        assert await importing.samples() == {}
