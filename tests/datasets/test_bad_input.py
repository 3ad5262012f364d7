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
from pictures import encoded, noise, turned

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


# Names in many scripts, right to left, with accents of their own, quotes, formulas, and what a web page would take for its own.
NAMES = [
    "树/橡树.jpg",
    "дуб.jpg",
    "بلوط.jpg",
    "אלון.jpg",
    "चीड़.jpg",
    "e\u0301.jpg",
    "🌳.jpg",
    "=1+1.jpg",
    "a'b.jpg",
    "<b>.jpg",
    "a&b c.jpg",
]
LABELS = ['the "great" oak', "it's", "=cmd()", "<script>", "橡,树", "back\\slash", "a;b|c", "日本語"]


async def put_pictures(store: MemoryStore, folder: str, *names: str) -> None:
    for place, name in enumerate(names):
        content = encoded(noise(40, 30, seed=place), "JPEG")
        await store.put("team", f"{folder}{name}", content, size_bytes=len(content))


class TestLines:
    async def test_of_mixed_encodings_are_each_read_as_what_they_are(self, importing: Importing) -> None:
        def written(name: str, encoding: str) -> bytes:
            return json.dumps(line(name, "橡树"), ensure_ascii=False).encode(encoding)

        broken = b'{"source": "s3://team/leafs/in/\xff\xff.jpg"}'
        told = await importing.take(
            written("1.jpg", "utf-8"), broken, written("2.jpg", "gb18030"), written("3.jpg", "utf-8-sig")
        )

        assert await importing.samples() == {name: ["橡树"] for name in ("1.jpg", "2.jpg", "3.jpg")}
        assert [number for number, _, _ in await importing.problems(told["task_id"])] == [2]

    async def test_of_every_script_come_and_go(self, importing: Importing) -> None:
        told = await importing.take(
            *(line(name, label) for name in NAMES for label in [LABELS[NAMES.index(name) % len(LABELS)]])
        )

        assert (told["new_sample_count"], told["failed_sample_count"]) == (len(NAMES), 0), await importing.problems(
            told["task_id"]
        )
        expected = {name.rpartition("/")[2]: [LABELS[place % len(LABELS)]] for place, name in enumerate(NAMES)}
        assert await importing.samples() == expected
        for label in LABELS:
            found = await importing.samples(label_name=label)
            assert found == {name: labels for name, labels in expected.items() if labels == [label]}

    async def test_that_repeat_a_sample_are_told_and_the_first_counts(self, importing: Importing) -> None:
        told = await importing.take(line("1.jpg", "oak"), line("1.jpg", "elm"), line("2.jpg"))

        assert await importing.samples() == {"1.jpg": ["oak"], "2.jpg": []}
        assert [(number, code) for number, _, code in await importing.problems(told["task_id"])] == [(2, "twice")]

    async def test_of_an_interrupted_import_are_neither_lost_nor_doubled(self, importing: Importing) -> None:
        lines = [line(f"{number}.jpg", "oak") if number % 1000 else b"no json" for number in range(4500)]
        task_id = await importing.start(await importing.put(*lines))

        assert await run_step(importing.context)
        answer = await importing.client.post(f"{importing.url}/import-tasks/{task_id}/stop")
        assert answer.status_code == 204
        await run_tasks(importing.context)
        assert (await importing.show(task_id))["stopped"]
        assert (await importing.client.post(f"{importing.url}/import-tasks/{task_id}/resume")).status_code == 204
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["new_sample_count"], told["failed_sample_count"]) == ("COMPLETED", 4495, 5)
        assert [number for number, _, _ in await importing.problems(task_id)] == [1, 1001, 2001, 3001, 4001]


class TestPictures:
    async def test_that_are_none_leave_the_others_alone(self, importing: Importing, store: MemoryStore) -> None:
        await put_pictures(store, "new/oak/", "1.jpg", "2.jpg")
        for name, content in (("empty.jpg", b""), ("no.jpg", b"plain words"), ("cut.jpg", encoded(noise(), "JPEG")[:20])):
            await store.put("team", f"new/oak/{name}", content, size_bytes=len(content))

        task_id = await importing.start("/team/new/", import_type="dir", format="folders")
        await run_tasks(importing.context)

        assert await importing.samples() == {"1.jpg": ["oak"], "2.jpg": ["oak"]}
        answer = (await importing.client.get(f"{importing.url}/long-tasks/{task_id}/problems")).json()["problems"]
        assert {(each["file"], each["code"]) for each in answer} == {
            ("oak/empty.jpg", "empty"),
            ("oak/no.jpg", "image"),
            ("oak/cut.jpg", "image"),
        }

    async def test_keep_the_boxes_that_lie_inside(self, importing: Importing, store: MemoryStore) -> None:
        await importing.create(name="boxes", dataset_type=1)
        await put_pictures(store, "leafs/in/", "1.jpg")

        def box(*corners: list[int]) -> dict[str, object]:
            shape = {"@modelarts:shape": "bndbox", "@modelarts:feature": list(corners)}
            return {"type": "modelarts/object_detection", "name": "oak", "property": shape}

        said = {"source": "s3://team/leafs/in/1.jpg", "annotation": [box([1, 2], [30, 20]), box([1, 2], [90, 20])]}
        told = await importing.take(said, **CHECKED)

        assert await importing.samples() == {"1.jpg": ["oak"]}
        assert [(number, code) for number, _, code in await importing.problems(told["task_id"])] == [(1, "outside")]

    async def test_that_are_turned_have_the_sides_that_are_seen(self, importing: Importing, store: MemoryStore) -> None:
        await importing.create(name="boxes", dataset_type=1)
        content = turned(6)  # 60 by 40 as stored, 40 by 60 as seen; the red corner is top right then
        await store.put("team", "new/1.jpg", content, size_bytes=len(content))
        voc = b"""<annotation><filename>1.jpg</filename><size><width>60</width><height>40</height><depth>3</depth></size>
          <object><name>red</name><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>20</xmax><ymax>20</ymax></bndbox></object>
        </annotation>"""
        await store.put("team", "new/1.xml", voc, size_bytes=len(voc))

        await importing.start("/team/new/", import_type="dir", format="voc")
        await run_tasks(importing.context)

        sample = (await importing.client.get(f"{importing.url}/data-annotations/samples")).json()["samples"][0]
        assert sample["metadata"]["@modelarts:size"][:2] == [40, 60]
        assert sample["labels"][0]["property"]["@modelarts:feature"] == [[20, 0], [40, 20]]

    async def test_of_every_script_come_from_a_folder(self, importing: Importing, store: MemoryStore) -> None:
        await put_pictures(store, "new/", *NAMES)

        await importing.start("/team/new/", import_type="dir", format="plain")
        await run_tasks(importing.context)

        assert set(await importing.samples()) == {name.rpartition("/")[2] for name in NAMES}


class TestSpreadsheets:
    async def test_take_nothing_of_an_export_for_a_formula(self, importing: Importing, store: MemoryStore) -> None:
        await put_pictures(store, "leafs/in/", "=1+1.jpg", "2.jpg")
        await importing.take(line("=1+1.jpg", "=cmd()"), line("2.jpg", '@x "y"'))

        answer = await importing.client.post(f"{importing.url}/export-tasks", json={"path": "/team/out/", "format": "csv"})
        assert answer.status_code == 200, answer.text
        await run_tasks(importing.context)

        written = store.buckets["team"]
        table = next(found[1].decode() for key, found in written.items() if key.startswith("out/") and key.endswith(".csv"))
        assert not any(cell.strip('"')[:1] in set("=+-@") for row in table.splitlines() for cell in row.split(",") if cell)

    async def test_of_two_bytes_a_character_are_read_by_their_mark(self, importing: Importing, store: MemoryStore) -> None:
        await put_pictures(store, "new/", "橡.jpg", "2.jpg")
        content = 'source,label\n橡.jpg,橡树\n2.jpg,"a ""b"""\ngone.jpg,x\n'.encode("utf-16")
        await store.put("team", "new/labels.csv", content, size_bytes=len(content))

        task_id = await importing.start("/team/new/labels.csv", import_type="dir", format="csv")
        await run_tasks(importing.context)

        assert await importing.samples() == {"橡.jpg": ["橡树"], "2.jpg": ['a "b"']}
        assert [code for _, _, code in await importing.problems(task_id)] == ["absent"]

    async def test_of_two_bytes_a_character_become_rows(self, importing: Importing, store: MemoryStore) -> None:
        schema = [{"name": "n", "type": "INT"}, {"name": "word", "type": "STRING"}]
        await importing.create(name="rows", dataset_type=400, schema=schema)
        rows = "".join(f"{number},词 {number} 🌳\n" for number in range(400))
        content = f"n,word\n{rows}x,bad\n1,2,3\n".encode("utf-16-le")
        await store.put("team", "new/t.csv", b"\xff\xfe" + content, size_bytes=len(content) + 2)

        task_id = await importing.start("/team/new/t.csv", import_type="dir", with_column_header=True)
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["imported_sample_count"]) == ("COMPLETED", 401)
        assert [(number, code) for number, _, code in await importing.problems(task_id)] == [(402, "type"), (403, "width")]
