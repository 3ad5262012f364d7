"""Imports of directories and of other tools' files, through the routes and the worker; bad files cost themselves."""

import io
import struct
import zipfile
from typing import Any

import httpx
import orjson
import pytest

from format_files import PICTURE
from modelyard.core.clock import FixedClock
from modelyard.core.loops import ReconcilerRunner
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.loops.tasks import StorageTaskReconciler

DATASETS = "/v2/p1/datasets"
VOC = """<annotation><filename>1.jpg</filename><size><width>{0}</width><height>{1}</height><depth>3</depth></size>
<object><name>car</name><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30</xmax><ymax>60</ymax></bndbox></object></annotation>"""


def turned_picture(width: int, height: int, orientation: int) -> bytes:
    """The head of a JPEG whose EXIF says how it is to be turned."""
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"
    marked = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return b"\xff\xd8" + marked + b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9) + b"\xff\xd9"


class Directory:
    """A dataset behind the routes, and a folder of files to import."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> None:
        self.client, self.context, self.store, self.id = client, context, store, ""

    async def create(self, label_type: int, **changes: Any) -> None:
        answer = await self.client.post(DATASETS, json=make_request(dataset_type=label_type, **changes))
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["dataset_id"]

    async def put(self, **files: Any) -> None:
        for name, content in files.items():
            path, data = name, content.encode() if isinstance(content, str) else content
            await self.store.put("team", f"new/{path}", data, size_bytes=len(data))

    async def start(self, path: str = "/team/new/", **options: Any) -> str:
        body = {"import_path": path, "import_type": "dir", **options}
        answer = await self.client.post(f"{DATASETS}/{self.id}/import-tasks", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["task_id"])

    async def take(self, path: str = "/team/new/", **options: Any) -> dict[str, Any]:
        task = await self.start(path, **options)
        await run_tasks(self.context)
        return await self.show(task)

    async def show(self, task: str) -> dict[str, Any]:
        return dict((await self.client.get(f"{DATASETS}/{self.id}/import-tasks/{task}")).json())

    async def problems(self, task: str) -> list[tuple[str, int, str]]:
        answer = await self.client.get(f"{DATASETS}/{self.id}/long-tasks/{task}/problems", params={"limit": 100})
        return [(each["file"], each["line"], each["problem"]) for each in answer.json()["problems"]]

    async def said(self) -> dict[str, list[str]]:
        """Labels by the names of samples, or by their texts."""
        answer = await self.client.get(f"{DATASETS}/{self.id}/data-annotations/samples", params={"limit": 100, "order": "asc"})
        found = {}
        for each in answer.json()["samples"]:
            name = (each.get("sample_data") or [each["sample_dir"] + each["sample_name"]])[0]
            found[name] = [label["name"] for label in each.get("labels", [])]
        return found

    async def features(self) -> list[Any]:
        answer = await self.client.get(f"{DATASETS}/{self.id}/data-annotations/samples", params={"limit": 100, "order": "asc"})
        found = [label["property"] for each in answer.json()["samples"] for label in each.get("labels", [])]
        return [each["@modelarts:feature"] for each in found]


@pytest.fixture
async def directory(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> Directory:
    return Directory(client, context, store)


class TestDirectories:
    async def test_folders_are_labels(self, directory: Directory) -> None:
        await directory.create(0)
        await directory.put(**{"oak/1.png": PICTURE, "out/pine/2.png": PICTURE, "3.png": PICTURE, "oak/readme.md": "x"})
        shown = await directory.take()
        assert (shown["status"], shown["imported_sample_count"], shown["annotated_sample_count"]) == ("COMPLETED", 3, 2)
        assert list((await directory.said()).values()) == [[], ["oak"], ["pine"]]

    async def test_texts_beside_images(self, directory: Directory) -> None:
        await directory.create(0)
        await directory.put(**{"a/1.png": PICTURE, "a/1.txt": "oak\n松树\n", "a/2.png": PICTURE, "a/3.txt": "lost"})
        shown = await directory.take()
        assert list((await directory.said()).values()) == [["oak", "松树"], []]
        assert await directory.problems(shown["task_id"]) == [("a/3.txt", 0, "a/3.txt has no partner")]

    async def test_annotations_can_be_left_out(self, directory: Directory) -> None:
        await directory.create(0)
        await directory.put(**{"oak/1.png": PICTURE})
        await directory.take(import_annotations=False)
        assert list((await directory.said()).values()) == [[]]

    @pytest.mark.parametrize(
        ("label_type", "text", "options", "expected"),
        [
            (100, "good\tpos,new\nbad\n\n", {}, {"good": ["pos", "new"], "bad": []}),
            (
                100,
                "good;pos|new\n",
                {"label_format": {"label_type": "1", "text_sample_separator": ";", "text_label_separator": "|"}},
                {"good": ["pos", "new"]},
            ),
            (101, "Ada lives\n", {}, {"Ada lives": []}),
        ],
    )
    async def test_texts(
        self, directory: Directory, label_type: int, text: str, options: dict[str, Any], expected: dict[str, list[str]]
    ) -> None:
        await directory.create(label_type)
        await directory.put(**{"a.txt": text})
        assert (await directory.take(**options))["imported_sample_count"] == len(expected)
        assert sorted((await directory.said()).values()) == sorted(expected.values())

    async def test_two_files_of_texts(self, directory: Directory) -> None:
        await directory.create(100)
        await directory.put(**{"a.txt": "good\nbad\n", "a_result.txt": "pos\nneg\n", "b_result.txt": "x"})
        shown = await directory.take(label_format={"label_type": "0"})
        assert sorted((await directory.said()).values()) == [["neg"], ["pos"]]
        assert await directory.problems(shown["task_id"]) == [("b_result.txt", 0, "b_result.txt has no partner")]

    async def test_mixed_encodings(self, directory: Directory) -> None:
        await directory.create(100)
        lines = [b"good\tpos", "好\t正面".encode("gb18030"), b"\xff\xff\tx"]
        await directory.put(**{"a.txt": b"\n".join(lines), "b.txt": "wide\tpos\n".encode("utf-16")})
        shown = await directory.take()
        assert sorted((await directory.said()).values()) == [["pos"], ["pos"], ["正面"]]
        assert [each[:2] for each in await directory.problems(shown["task_id"])] == [("a.txt", 3)]


class TestDetection:
    @pytest.mark.parametrize(
        ("size", "expected"),
        [((40, 80), [[10, 20], [30, 60]]), ((80, 40), None)],
    )
    async def test_boxes_are_where_they_are_seen(
        self, directory: Directory, size: tuple[int, int], expected: list[list[int]] | None
    ) -> None:
        """An image that is stored 80 wide and 40 high and seen 40 wide and 80 high; the tool says which of them it saw."""
        await directory.create(1)
        await directory.put(**{"1.jpg": turned_picture(80, 40, 6), "1.xml": VOC.format(*size)})
        shown = await directory.take()
        if expected is not None:
            assert await directory.features() == [expected]
        else:  # y from 20 to 60 of 40 cannot be
            assert await directory.features() == []
            assert shown["problem_counts"] == {"outside": 1}

    async def test_boxes_of_the_stored_image_are_turned(self, directory: Directory) -> None:
        await directory.create(1)
        await directory.put(**{"1.jpg": turned_picture(80, 70, 6), "1.xml": VOC.format(80, 70)})
        await directory.take()
        assert await directory.features() == [[[10, 10], [50, 30]]]

    async def test_bad_files_cost_themselves(self, directory: Directory) -> None:
        await directory.create(1)
        await directory.put(**{"1.png": PICTURE, "1.xml": VOC.format(640, 480), "2.jpg": b"", "3.jpg": b"GIF89a"})
        await directory.put(**{"4.png": PICTURE, "4.xml": "<annotation", "5.png": PICTURE, "5.xml": VOC.format(99, 99)})
        shown = await directory.take()
        assert (shown["imported_sample_count"], shown["annotated_sample_count"]) == (3, 2)
        told = sorted((file, problem) for file, _, problem in await directory.problems(shown["task_id"]))
        assert [file for file, _ in told] == ["2.jpg", "3.jpg", "4.xml", "5.png"]
        assert [problem for _, problem in told][:2] == ["is empty", "is no image of a known kind"]
        assert told[3][1] == "size: 99 x 99 is not the size of the image"

    async def test_an_import_goes_on_where_it_was_killed(self, directory: Directory) -> None:
        await directory.create(1)
        names = [f"{number}.png" for number in range(1200)]
        boxes = [{"id": n, "image_id": n, "category_id": 1, "bbox": [1, 2, 3, 4]} for n in range(1200)]
        pictures = [{"id": n, "file_name": name, "width": 640, "height": 480} for n, name in enumerate(names)]
        whole = {"images": pictures, "annotations": boxes, "categories": [{"id": 1, "name": "car"}]}
        await directory.put(**{f"images/{name}": PICTURE for name in names})
        await directory.put(**{"a.json": orjson.dumps(whole)})
        task = await directory.start("/team/new/a.json", format="coco")
        await run_step(directory.context)
        shown = await directory.show(task)
        assert shown["imported_sample_count"] == 1000
        await directory.client.post(f"{DATASETS}/{directory.id}/import-tasks/{task}/stop")
        await run_tasks(directory.context)
        await directory.client.post(f"{DATASETS}/{directory.id}/import-tasks/{task}/resume")
        await run_tasks(directory.context)
        shown = await directory.show(task)
        assert (shown["status"], shown["imported_sample_count"], shown["annotated_sample_count"]) == ("COMPLETED", 1200, 1200)
        assert shown["problem_counts"] == {}

    async def test_files_that_are_not_there(self, directory: Directory) -> None:
        await directory.create(1)
        await directory.put(
            **{"a.csv": "filename,class,xmin,ymin,xmax,ymax\n../../secret.png,car,1,2,3,4\n1.png,car,1,2,3,4\n"}
        )
        await directory.put(**{"1.png": PICTURE})
        shown = await directory.take(format="csv")
        assert shown["imported_sample_count"] == 1
        assert [each[2] for each in await directory.problems(shown["task_id"])] == ["source: there is no file ../../secret.png"]


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


class TestArchives:
    async def _take(self, directory: Directory, clock: FixedClock, content: bytes, **options: Any) -> dict[str, Any]:
        await directory.put(**{"a.zip": content})
        task = await directory.start("/team/new/a.zip", format="archive", **options)
        database = directory.context.database
        storage = ReconcilerRunner(database, StorageTaskReconciler(directory.context.objects), clock)
        for _ in range(8):
            await run_tasks(directory.context)
            await storage.run_due()
            clock.advance(5)
        return await directory.show(task)

    async def test_what_is_in_it_is_recognised(self, directory: Directory, clock: FixedClock) -> None:
        await directory.create(1)
        files = {"set/img/1.png": PICTURE, "set/img/1.xml": VOC.format(640, 480).encode()}
        shown = await self._take(directory, clock, _zip(**files))
        assert (shown["status"], shown["imported_sample_count"], shown["annotated_sample_count"]) == ("COMPLETED", 1, 1)
        (name,) = await directory.said()
        assert name.startswith("/team/leafs/out/")

    async def test_the_format_can_be_named(self, directory: Directory, clock: FixedClock) -> None:
        await directory.create(0)
        files = {"oak/1.png": PICTURE, "pine/2.png": PICTURE}
        await self._take(directory, clock, _zip(**files), options={"format": "plain"})
        assert list((await directory.said()).values()) == [[], []]

    async def test_hostile_ones_are_refused(self, directory: Directory, clock: FixedClock) -> None:
        await directory.create(0)
        shown = await self._take(directory, clock, _zip(**{"../1.png": PICTURE}))
        assert (shown["status"], shown["error_code"]) == ("FAILED", "Modelyard.7140")
        assert "../1.png" in shown["error_msg"]
        assert await directory.said() == {}


class TestSuggestions:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            ({"a/1.jpg": b"", "a/1.xml": b"<annotation>"}, "voc"),
            ({"images/1.jpg": b"", "Annotations/1.xml": b"<annotation>"}, "voc"),
            ({"obj.data": b"", "obj.names": b""}, "yolo"),
            ({"data.yaml": b"", "images/1.jpg": b""}, "yolo"),
            ({"annotations/i.json": b'{"images": [], "categories": []}', "images/1.jpg": b""}, "coco"),
            ({"i.json": b'{"images": []}'}, "coco"),
            ({"t.json": b'[{"data": {}, "annotations": []}]'}, "label_studio"),
            ({"a.xml": b"<annotations><version>"}, "cvat"),
            ({"train/metadata.jsonl": b"", "train/1.jpg": b""}, "hugging_face"),
            ({"1.jpg": b"", "1.xml": b"", "segmentationClassRaw/1.png": b""}, "segmentation"),
            ({"1.jpg": b"", "1.txt": b"oak"}, "texts"),
            ({"a.txt": b"", "a_result.txt": b""}, "text_pairs"),
            ({"a.txt": b"good\tpos"}, "text_lines"),
            ({"oak/1.jpg": b"", "pine/1.jpg": b""}, "folders"),
            ({"a.csv": b"\xef\xbb\xbffilename,label\n"}, "csv"),
            ({"a.csv": b"age,income\n"}, "table"),
            ({"a.csv": b"age\n"}, "plain"),
            ({"v1.manifest": b""}, "manifest"),
            ({"1.jpg": b""}, "plain"),
        ],
    )
    async def test_what_is_this(self, directory: Directory, files: dict[str, bytes], expected: str) -> None:
        await directory.create(1)
        await directory.put(**files)
        url = f"{DATASETS}/{directory.id}/import-suggestions"
        for language in ("en-us", "zh-cn"):
            answer = await directory.client.get(url, params={"import_path": "/team/new/"}, headers={"X-Language": language})
            assert answer.status_code == 200, answer.text
            assert answer.json()["suggestions"][0]["format"] == expected

    async def test_what_may_not_be_looked_at(self, directory: Directory) -> None:
        await directory.create(1)
        url = f"{DATASETS}/{directory.id}/import-suggestions"
        for path, code in (("/theirs/x/", 404), ("/team/none/", 400), ("no path", 400)):
            answer = await directory.client.get(url, params={"import_path": path})
            assert answer.status_code == code, answer.text
