"""Datasets, samples, imports and synchronisations by the names of their operations, held against the public contract."""

import base64
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from dataset_calls import picture
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 240
DAY = 86_400_000
DONE = {"COMPLETED", "FAILED"}


class Yard:
    """A bucket, and whoever owns it."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        people = People(platform)
        self.owner = DataCaller(platform, platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"], people.admin)
        self.store, self.bucket = s3(platform, people.admin), name_of_bucket()
        self.store.create_bucket(Bucket=self.bucket)

    def put(self, key: str, content: bytes = b"") -> None:
        self.store.put_object(Bucket=self.bucket, Key=key, Body=content)

    def request(self, kind: int = 0, **more: Any) -> dict[str, Any]:
        """Return a request for a dataset whose input and work path are its own."""
        name = f"data-{secrets.token_hex(4)}"
        source = {"data_type": 0, "data_path": f"/{self.bucket}/{name}/in/"}
        paths = {"data_sources": [source], "work_path": f"/{self.bucket}/{name}/out/", "work_path_type": 0}
        return {"dataset_name": name, "dataset_type": kind, **paths, **more}

    def dataset(self, kind: int = 0, **more: Any) -> str:
        return str(self.owner.do("CreateDataset", self.request(kind, **more))["dataset_id"])

    def pictures(self, *names: str, labels: tuple[str, ...] = ("oak", "elm")) -> tuple[str, dict[str, str]]:
        """Return a dataset of pictures, and their ids by name."""
        dataset = self.dataset(labels=[{"name": each} for each in labels])
        samples = [{"name": name, "data": picture(30 + at)} for at, name in enumerate(names)]
        answer = self.owner.do("UploadSamplesJson", {"samples": samples}, dataset_id=dataset)
        return dataset, {name: each["info"] for name, each in zip(names, answer["results"], strict=True)}

    def until(self, what: Callable[[], Any]) -> Any:
        """Return what is asked for once it is true."""
        late = time.monotonic() + LONGEST_SECONDS
        while not (found := what()):
            assert time.monotonic() < late
            time.sleep(0.1)
        return found


@pytest.fixture(scope="module")
def yard(platform: ThrowawayPlatform) -> Yard:
    return Yard(platform)


class TestDatasets:
    def test_a_dataset_from_its_creation_to_its_end(self, yard: Yard) -> None:
        do, body = yard.owner.do, yard.request(description="trees", labels=[{"name": "oak", "type": 0}])
        made = do("CreateDataset", body)["dataset_id"]

        shown = do("DescDataset", dataset_id=made, check_running_task=True, running_task_type=0)
        changed = {
            "dataset_name": f"{body['dataset_name']}-2",
            "description": "",
            "delete_labels": [{"name": "oak"}],
            "add_labels": [{"name": "oak", "property": {"@modelarts:color": "#93c47d"}}, {"name": "elm"}],
        }
        assert do("UpdateDataset", changed, dataset_id=made) == {"dataset_id": made}
        again = do("DescDataset", dataset_id=made)
        listed = do("ListDatasets", search_content=body["dataset_name"], with_labels=True, file_preview=True, dataset_type=0)
        refused = yard.owner.refused("CreateDataset", {**yard.request(), "dataset_name": changed["dataset_name"]})
        assert do("DeleteDataset", dataset_id=made) is None

        assert (shown["dataset_name"], shown["status"], shown["work_path"]) == (body["dataset_name"], 1, body["work_path"])
        assert shown["inner_work_path"] == f"{body['work_path']}{body['dataset_name']}-{made}/"
        assert shown["data_sources"][0]["data_path"] == body["data_sources"][0]["data_path"]
        assert (shown["exist_running_task"], shown["running_tasks_id"]) == (False, [])
        assert [each["name"] for each in again["labels"]] == ["oak", "elm"]
        assert again["labels"][0]["property"]["@modelarts:color"] == "#93c47d"
        assert [each["dataset_id"] for each in listed["datasets"]] == [made]
        assert listed["datasets"][0]["samples"] == []
        assert refused == "ModelArts.4351"
        assert yard.owner.refused("DescDataset", dataset_id=made) == "ModelArts.4352"
        assert yard.owner.refused("DeleteDataset", dataset_id=made) == "ModelArts.4352"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"dataset_name": ""}, "ModelArts"),
            ({"dataset_name": "a b"}, "ModelArts"),
            ({"dataset_name": "n" * 101}, "ModelArts"),
            ({"dataset_type": 5}, "ModelArts"),
            ({"description": "a<b"}, "ModelArts"),
            ({"description": "d" * 257}, "ModelArts"),
            ({"work_path": "/b"}, "ModelArts"),
            ({"work_path_type": 1}, "ModelArts"),
            ({"data_format": "Parquet"}, "ModelArts"),
            ({"labels": [{"name": ""}]}, "ModelArts"),
            ({"workspace_id": "f" * 32}, "ModelArts"),
            ({"data_sources": [{"data_path": "/a/b/"}] * 2}, "ModelArts"),
        ],
    )
    def test_wrong_values_are_refused(self, yard: Yard, change: dict[str, Any], code: str) -> None:
        answer = yard.owner.ask("CreateDataset", {**yard.request(), **change})

        assert answer.status_code in {400, 403, 404}
        assert answer.json()["error_code"].startswith(code)

    def test_lists_are_filtered_sorted_and_paged(self, yard: Yard) -> None:
        mark = secrets.token_hex(4)
        names = [f"{mark}-{letter}" for letter in "bac"]
        for name, kind in zip(names, (0, 900, 100), strict=True):
            yard.owner.do("CreateDataset", yard.request(kind, dataset_name=name))

        def found(**query: Any) -> list[str]:
            page = yard.owner.do("ListDatasets", search_content=mark.upper(), **query)
            return [each["dataset_name"].rpartition("-")[2] for each in page["datasets"]]

        assert found() == ["c", "a", "b"]
        assert found(order="asc") == ["b", "a", "c"]
        assert found(sort_by="dataset_name", order="asc") == ["a", "b", "c"]
        assert [found(limit=1, offset=page) for page in range(4)] == [["c"], ["a"], ["b"], []]
        assert found(dataset_type=900) == ["a"]
        assert found(support_export=True) == ["a", "b"]
        assert found(contain_versions=True) == found(version_format=0) == found(train_evaluate_ratio="0.0,1.0") == []
        assert found(dataset_version="all", workspace_id="0", check_running_task=True, running_task_type=6) == ["c", "a", "b"]


class TestSamples:
    def test_samples_from_their_arrival_to_their_end(self, yard: Yard) -> None:
        do = yard.owner.do
        dataset, ids = yard.pictures("a.png", "b.png", "c.png")

        page = do("ListSamples", dataset_id=dataset, limit=2, order="asc")
        one = do("DescribeSample", dataset_id=dataset, sample_id=ids["a.png"], locale="en-us")
        said = {"sample_id": ids["a.png"], "labels": [{"name": "oak"}], "metadata": {"@modelarts:hard": 1, "place": "wood"}}
        labelled = do("UpdateSamples", {"samples": [said]}, dataset_id=dataset)
        repeated = do("UpdateSamples", {"samples": [said]}, dataset_id=dataset)
        after = do("DescribeSample", dataset_id=dataset, sample_id=ids["a.png"])
        words = do("ListSearch", dataset_id=dataset)
        stats = do("GetDatasetStats", dataset_id=dataset, sample_state="__ALL__", locale="zh-cn")
        partly = do("DeleteSamples", {"samples": [ids["c.png"], "f" * 32], "delete_source": True}, dataset_id=dataset)
        at = int(time.time() * 1000)
        metrics = do("GetDatasetMetrics", dataset_id=dataset, start_time=at - DAY, end_time=at)["metrics"]

        assert page["sample_count"] == 3
        assert [each["sample_name"] for each in page["samples"]] == ["a.png", "b.png"]
        assert (one["sample_status"], one["labels"], one["metadata"]["@modelarts:size"]) == ("UN_ANNOTATION", [], [30, 30, 3])
        assert labelled["success"] is repeated["success"] is True
        assert (after["sample_status"], after["labels"][0]["name"]) == ("MANUAL_ANNOTATION", "oak")
        assert (after["metadata"]["@modelarts:hard"], after["metadata"]["place"]) == (True, "wood")
        assert words["metadata"] == {"place": ["wood"]}
        assert words["labelers"] == [after["annotated_by"]]
        assert stats["sample_stats"] == {
            "total": 3,
            "all": 1,
            "un_annotation": 2,
            "manual_annotation": 1,
            "auto_annotation": 0,
            "deleted": 0,
            "lefted": 3,
        }
        assert stats["key_sample_stats"] == {"total": 3, "key_sample": 1, "non_key_sample": 2}
        assert [each["success"] for each in partly["results"]] == [True, False]
        assert partly["results"][1]["error_code"] == "ModelArts.4420"
        assert set(metrics) == {
            *("total", "un_annotation", "manual_annotation", "queuing", "unfinished", "success"),
            *("failed", "failed_user", "failed_system"),
        }
        assert yard.owner.refused("DescribeSample", dataset_id=dataset, sample_id=ids["c.png"]) == "ModelArts.4420"

    def test_pages_hold_each_sample_once(self, yard: Yard) -> None:
        dataset, ids = yard.pictures(*[f"{number}.png" for number in range(7)])

        pages = [yard.owner.do("ListSamples", dataset_id=dataset, limit=3, offset=page) for page in range(4)]

        assert [len(each["samples"]) for each in pages] == [3, 3, 1, 0]
        assert {each["sample_count"] for each in pages} == {7}
        assert [each["sample_id"] for page in pages for each in page["samples"]] == list(reversed(ids.values()))

    def test_what_is_uploaded_twice_is_there_once(self, yard: Yard) -> None:
        dataset, _ = yard.pictures("a.png")
        again = {"samples": [{"name": "a.png", "data": picture(30)}]}

        assert yard.owner.refused("UploadSamplesJson", again, dataset_id=dataset) == "ModelArts.4422"
        assert yard.owner.do("ListSamples", dataset_id=dataset)["sample_count"] == 1

    def test_uploads_take_all_documented_fields(self, yard: Yard) -> None:
        dataset = yard.dataset(100, labels=[{"name": "good"}])
        sample = {
            "name": "lines.txt",
            "data": base64.b64encode("好\n坏".encode("gbk")).decode(),
            "encoding": "GBK",
            "sample_type": 1,
            "labels": [{"name": "good", "type": 100}],
            "metadata": {"origin": "letters"},
        }

        body = {"samples": [sample], "final_annotation": False, "label_format": {"label_type": "1"}}
        answer = yard.owner.do("UploadSamplesJson", body, dataset_id=dataset)
        page = yard.owner.do("ListSamples", dataset_id=dataset, sample_state="__AUTO_ANNOTATION__", order="asc")

        assert answer["success"] is True
        assert [each["sample_data"] for each in page["samples"]] == [["好"], ["坏"]]
        assert page["samples"][0]["metadata"]["origin"] == "letters"


class TestImports:
    def test_an_import_from_its_beginning_to_its_end(self, yard: Yard) -> None:
        do, dataset = yard.owner.do, yard.dataset()
        lines: list[dict[str, Any]] = [
            {"source": f"s3://{yard.bucket}/far/{number}.jpg", "annotation": []} for number in range(5)
        ]
        lines[0]["annotation"] = [{"type": "modelarts/image_classification", "name": "oak"}]
        yard.put("five.manifest", "\n".join(map(json.dumps, lines)).encode())
        body = {
            "import_path": f"s3://{yard.bucket}/five.manifest",
            "import_type": "manifest",
            "import_origin": "obs",
            "import_annotations": True,
            "import_samples": True,
            "final_annotation": False,
            "difficult_only": False,
            "included_tags": [],
            "excluded_labels": ["elm"],
            "label_format": {"label_type": "1", "text_sample_separator": "\t", "text_label_separator": ","},
            "with_column_header": False,
            "annotation_format": "VOC",
        }

        def imported() -> Any:
            task_id = do("ImportTask", body, dataset_id=dataset)["task_id"]

            def ended() -> Any:
                found = do("DescImportTask", dataset_id=dataset, task_id=task_id)
                return found if found["status"] in DONE else None

            return yard.until(ended)

        first, second = imported(), imported()
        listed = do("ListImportTasks", dataset_id=dataset, limit=1, offset=1)

        assert (first["status"], second["status"]) == ("COMPLETED", "COMPLETED"), (first, second)
        assert (first["import_type"], first["import_path"]) == (1, f"obs://{yard.bucket}/five.manifest")
        assert (first["imported_sample_count"], first["unconfirmed_sample_count"], first["annotated_sample_count"]) == (5, 1, 0)
        assert (listed["total_count"], [each["task_id"] for each in listed["import_tasks"]]) == (2, [first["task_id"]])
        assert do("ListSamples", dataset_id=dataset)["sample_count"] == 5

    def test_paths_that_are_not_there_are_refused(self, yard: Yard) -> None:
        dataset = yard.dataset()
        for path in ("", "nowhere", f"obs://{yard.bucket}/nothing.manifest", "obs://not-a-bucket-of-ours/x.manifest"):
            body = {"import_path": path, "import_type": "manifest"}
            assert yard.owner.ask("ImportTask", body, dataset_id=dataset).status_code in {400, 403, 404}


class TestSynchronisations:
    def test_new_files_arrive(self, yard: Yard) -> None:
        body = yard.request(900)
        dataset = yard.owner.do("CreateDataset", body)["dataset_id"]
        before = yard.owner.do("SyncDataSourceState", dataset_id=dataset)
        yard.put(f"{body['dataset_name']}/in/a.bin", b"a")

        assert yard.owner.do("SyncDataSource", dataset_id=dataset) in (None, {})

        def ended() -> Any:
            found = yard.owner.do("SyncDataSourceState", dataset_id=dataset)
            return found if found["status"] in DONE else None

        state = yard.until(ended)
        assert before == {**before, "status": "NOT_EXIST", "dataset_id": dataset}
        assert (state["status"], state["add_sample_count"], state["total_sample_count"]) == ("COMPLETED", 1, 1)

    def test_texts_are_refused(self, yard: Yard) -> None:
        assert yard.owner.refused("SyncDataSource", status=501, dataset_id=yard.dataset(100)) == "ModelArts.4383"
