"""All operations of processing tasks on a running platform, by signed requests; operators run in real sandboxes."""

import base64
import io
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 400
TASK_FIELDS = {"task_id", "name", "description", "status", "template", "data_source", "inputs", "version_count", "is_current"}
VERSION_FIELDS = {"task_version_id", "task_id", "version_name", "status", "create_time", "update_time", "inputs", "template"}


def picture(number: int, form: str = "PNG") -> bytes:
    """Return a picture that is like no other."""
    small = np.random.default_rng(number).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(small).resize((160, 120), Image.Resampling.BICUBIC).save(file, form)
    return file.getvalue()


class Site:
    """A platform with a bucket and a dataset of six pictures, one of which is there twice, with boxes."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform, self.people = platform, People(platform)
        self.key = self.people.admin
        self.project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        self.store = s3(platform, self.key)
        self.bucket = name_of_bucket()
        self.store.create_bucket(Bucket=self.bucket)
        self.store.put_object(Bucket=self.bucket, Key="in/.keep", Body=b"")
        made = self.call(
            "POST",
            "datasets",
            {
                "dataset_name": f"pictures-{secrets.token_hex(4)}",
                "dataset_type": 1,
                "data_sources": [{"data_type": 0, "data_path": f"/{self.bucket}/in/"}],
                "work_path": f"/{self.bucket}/work/",
                "work_path_type": 0,
                "labels": [{"name": "cat", "type": 1}],
            },
        )
        self.dataset = made["dataset_id"]
        box = {
            "name": "cat",
            "type": 1,
            "property": {"@modelarts:shape": "bndbox", "@modelarts:feature": [[20, 30], [80, 90]]},
        }
        files = {f"{number}.png": picture(number) for number in range(5)} | {"again.jpg": picture(3, "JPEG")}
        samples = [
            {"name": name, "data": base64.b64encode(content).decode(), "labels": [box]} for name, content in files.items()
        ]
        self.call("POST", f"datasets/{self.dataset}/data-annotations/samples", {"samples": samples, "final_annotation": True})

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self.people.call(method, f"/v2/{self.project}/{path}", body)

    def tasks(self, method: str, path: str = "", body: Any = None) -> Any:
        return self.call(method, f"processor-tasks{path}", body)

    def put(self, key: str, content: bytes) -> str:
        self.store.put_object(Bucket=self.bucket, Key=key, Body=content)
        return f"obs://{self.bucket}/{key}"

    def read(self, place: str) -> bytes:
        bucket, _, key = place.removeprefix("obs://").partition("/")
        content: bytes = self.store.get_object(Bucket=bucket, Key=key)["Body"].read()
        return content

    def request(self, template: str, *operators: tuple[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
        return {
            "name": f"task-{secrets.token_hex(5)}",
            "create_version": True,
            "inputs": [{"type": "DATASET", "source": self.dataset}],
            "template": {"id": template, "operator_params": [{"name": name, "params": values} for name, values in operators]},
            "work_path": {"type": "OBS", "path": f"obs://{self.bucket}/results/"},
            **more,
        }

    def start(self, template: str, *operators: tuple[str, dict[str, Any]], **more: Any) -> tuple[str, str]:
        """Return the ids of a new task and of its first version."""
        task = self.tasks("POST", "", self.request(template, *operators, **more))["task_id"]
        return task, self.tasks("GET", f"/{task}/versions")["versions"][0]["task_version_id"]

    def wait(self, task: str, version: str, until: Callable[[Any], bool] = lambda shown: shown["status"] >= 2) -> Any:
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            shown = self.tasks("GET", f"/{task}/versions/{version}")
            if until(shown):
                return shown
            time.sleep(0.3)
        raise AssertionError(f"it never got there: {shown} {self.log(task, version)}")

    def log(self, task: str, version: str) -> str:
        try:
            return str(self.tasks("GET", f"/{task}/versions/{version}/logs?offset=-5000")["content"])
        except AssertionError as error:
            return str(error)

    def done(self, task: str, version: str) -> Any:
        shown = self.wait(task, version)
        assert shown["status"] == 2, (shown, self.log(task, version))
        return shown

    def results(self, task: str, version: str, **query: Any) -> Any:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return self.tasks("GET", f"/{task}/versions/{version}/results?{text}")


@pytest.fixture(scope="module")
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


def test_a_task_runs_and_all_operations_answer(site: Site) -> None:
    do = DataCaller(site.platform, site.project, site.key).do
    items = do("GetProcessorTaskItems", limit=1000)
    assert {one["template_id"] for one in items["items"]} == {
        "sys_data_cleaning",
        "sys_data_validation",
        "sys_data_selection",
        "sys_data_augmentation",
    }
    task = do("CreateProcessorTask", site.request("sys_data_selection", ("SimDeduplication", {"simlarity_threshold": "0.9"})))
    ids = {"task_id": task["task_id"]}
    version = do("ListProcessorTaskVersions", **ids, sort_by="version_name", order="asc")["versions"][0]["task_version_id"]
    site.done(ids["task_id"], version)
    shown = do("DescProcessorTaskVersion", **ids, version_id=version)

    assert set(shown) >= VERSION_FIELDS
    assert (shown["origin_sample_count"], shown["deleted_sample_count"], shown["unmodified_sample_count"]) == (6, 1, 5)
    assert shown["work_path"]["output_path"] == f"obs://{site.bucket}/results/{version}/"
    results = do("ListProcessorTaskVersionResults", **ids, version_id=version, result_property="2")
    assert (results["count"], results["has_more"]) == (1, False)
    (gone,) = results["results"]
    assert gone["result_description"][0][0] == "SimDeduplication"
    assert httpx.get(gone["signed_origin_source"]).status_code == 200
    assert do("UpdateProcessorTask", {"description": "changed"}, **ids) == {}
    described = do("DescribeProcessorTask", **ids)
    assert set(described) >= TASK_FIELDS
    assert (described["status"], described["description"]) == (2, "changed")
    query = {"source_type": "DATASET", "source": site.dataset, "task_type": "sys_data_selection", "return_result": False}
    listed = do("ListProcessorTasks", **query, status=2, task_name="task", query_current=False, workspace_id="0")
    assert ids["task_id"] in [one["task_id"] for one in listed["tasks"]]

    made = do("CreateProcessorTaskVersion", {"name": "again", "create_version": True}, **ids)
    site.done(ids["task_id"], made["version_id"])
    stopped = do("CreateProcessorTaskVersion", {"name": "stopped", "create_version": True}, **ids)["version_id"]
    assert do("StopProcessorTaskVersion", **ids, version_id=stopped) == {}
    assert site.wait(ids["task_id"], stopped)["status"] == 4
    assert do("ListProcessorTaskVersions", **ids)["count"] == 3
    assert do("DeleteProcessorTaskVersion", **ids, version_id=version) is None
    assert do("ListProcessorTaskVersions", **ids)["count"] == 2
    assert do("DeleteProcessorTask", **ids) == {}


def test_pictures_are_added_with_their_boxes_and_are_the_same_again(site: Site) -> None:
    task, version = site.start("sys_data_augmentation", ("Flip", {"lr_ud": "lr", "flip_p": "1"}), seed=11)
    first = site.done(task, version)
    again = site.tasks("POST", f"/{task}/versions", {"name": "again"})["version_id"]
    second = site.done(task, again)

    assert (first["add_sample_count"], first["unmodified_sample_count"]) == (6, 6)
    added = site.results(task, version, result_property=3)["results"]
    repeated = site.results(task, again, result_property=3)["results"]
    for one, other in zip(added, repeated, strict=True):
        assert site.read(one["new_source"]) == site.read(other["new_source"])
    assert first["recipe"]["seed"] == second["recipe"]["seed"] == 11
    lines = [json.loads(line) for line in site.read(first["recipe"]["manifest"]).splitlines()]
    assert len(lines) == 12
    new = next(line for line in lines if "/results/" in line["source"])
    assert new["annotation"][0]["property"]["@modelarts:feature"] == [[80, 30], [140, 90]]
    assert first["statistics"]["after"]["count"] == 12


def test_results_become_a_version_of_the_dataset_that_can_be_processed_again(platform: ThrowawayPlatform) -> None:
    site = Site(platform)  # results are added to its dataset
    work_path = {"type": "DATASET", "path": site.dataset, "version_name": f"V{secrets.token_hex(4)}"}
    steps: list[Any] = [("Flip", {"lr_ud": "ud"}), ("Padding", {"px_top": "4"})]
    task, version = site.start("sys_data_augmentation", *steps, work_path=work_path)
    shown = site.done(task, version)

    made = shown["work_path"]["version_id"]
    published = site.call("GET", f"datasets/{site.dataset}/versions/{made}")
    assert (published["version_name"], published["total_sample_count"]) == (work_path["version_name"], 12)
    inputs = [{"type": "DATASET", "source": site.dataset, "version_id": made}]
    again, second = site.start("sys_data_selection", ("SimDeduplication", {}), inputs=inputs)
    selected = site.done(again, second)
    assert selected["origin_sample_count"] == 12
    inputs = [{"type": "TASK", "source": again, "version_id": second}]
    third, last = site.start("sys_data_validation", ("MetaValidation", {}), inputs=inputs)
    assert site.done(third, last)["origin_sample_count"] == 12 - selected["deleted_sample_count"]


def test_features_are_analysed(site: Site) -> None:
    body = {
        "name": f"V{secrets.token_hex(4)}",
        "data_source": {"type": "DATASET", "source": site.dataset},
        "template": {"id": "sys_data_analyse", "operator_params": [{"id": "sys_data_analyse", "params": {"op_list": []}}]},
    }
    task = site.tasks("POST", "", body)["task_id"]
    until = time.monotonic() + LONGEST_SECONDS
    while (shown := site.tasks("GET", f"/{task}"))["status"] < 2 and time.monotonic() < until:
        time.sleep(0.3)

    assert shown["status"] == 2, shown
    assert shown["result"]["features"]["Bounding Box Number"]["count"] == 6
    assert site.tasks("GET", "?task_type=sys_data_analyse&return_result=false")["tasks"][0].get("result") is None


SLOW = b"""# /// operator
# {"name": "slow", "parameters": [{"name": "seconds", "type": "number", "default": 600}]}
# ///
import time
from modelyard_processing import Deleted

def process(sample, parameters, random):
    time.sleep(parameters["seconds"])
    return Deleted("slow")
"""


def custom(site: Site, code: bytes, **params: Any) -> tuple[str, str]:
    path = site.put(f"operators/{secrets.token_hex(4)}.py", code)
    return site.start("user_operator", ("custom", {"path": path, **params}))


def test_a_run_is_stopped_and_goes_on(site: Site) -> None:
    task, version = custom(site, SLOW, seconds=600)
    site.wait(task, version, lambda shown: shown["status"] == 1)
    site.tasks("POST", f"/{task}/versions/{version}/stop", {})
    assert site.wait(task, version)["status"] == 4
    site.tasks("POST", f"/{task}/versions/{version}/resume", {})
    site.wait(task, version, lambda shown: shown["status"] == 1)
    site.tasks("POST", f"/{task}/versions/{version}/stop", {})
    assert site.wait(task, version)["can_resume"] is True


def test_a_preview_shows_what_would_become_of_a_few(site: Site) -> None:
    template = {"id": "sys_data_augmentation", "operator_params": [{"name": "Weather", "params": {"weather_mode": "Fog"}}]}
    body = {"template": template, "inputs": [{"type": "DATASET", "source": site.dataset}], "count": 2}
    made = site.tasks("POST", "/previews", body)
    shown = site.done(made["task_id"], made["version_id"])

    assert (shown["origin_sample_count"], shown["add_sample_count"]) == (2, 2)
    (one, _) = site.results(made["task_id"], made["version_id"], result_property=3)["results"]
    assert httpx.get(one["signed_new_source"]).content != httpx.get(one["signed_origin_source"]).content


HOSTILE = b"""# /// operator
# {"name": "hostile"}
# ///
import os, socket
from modelyard_processing import Deleted

def process(sample, parameters, random):
    seen = []
    for place in ("/root", "/home", "/var/lib", "/proc/1/root/root"):
        try:
            seen += [f"{place}/{name}" for name in os.listdir(place) if name != "ma-user"]
        except OSError:
            pass
    for place in ("master.key", "/etc/shadow"):
        try:
            seen.append(place + ":" + str(len(open(place).read())))
        except OSError:
            pass
    os.makedirs("/home/ma-user/output/Data", exist_ok=True)
    for name, target in (("passwd", "/etc/passwd"), ("up", "/home/ma-user/run/recipe.json"), ("root", "/")):
        if not os.path.islink("/home/ma-user/output/Data/" + name):
            os.symlink(target, "/home/ma-user/output/Data/" + name)
    return Deleted("SEEN " + " ".join(seen))
"""
BOMB = b"""# /// operator
# {"name": "bomb"}
# ///
import os, time

def process(sample, parameters, random):
    while True:
        try:
            if os.fork() == 0:
                time.sleep(600)
        except OSError:
            time.sleep(600)
"""
LIES = b"""# /// operator
# {"name": "lies"}
# ///
import json, os

def process(sample, parameters, random):
    with open("/home/ma-user/output/results/000000.jsonl", "w") as file:
        file.write(json.dumps({"n": 0, "p": 1, "f": "Data/../../../other/secret.png"}))
    os._exit(0)
"""
FLOOD = b"""# /// operator
# {"name": "flood"}
# ///
import os

def process(sample, parameters, random):
    if sample.number == 0:
        line = b"@modelyard {broken" + b"x" * 65000 + bytes([10])
        for _ in range(1 << 14):
            os.write(1, line)
    return None
"""


def test_a_hostile_operator_sees_and_leaves_nothing_of_others(site: Site) -> None:
    site.put("other/secret.png", b"secret")
    task, version = custom(site, HOSTILE)
    site.wait(task, version)
    told = str(site.results(task, version)["results"])
    assert "SEEN" in told
    assert "master.key" not in told
    assert "/etc/shadow:" not in told
    prefix = f"results/{version}/Data/"
    listed = site.store.list_objects_v2(Bucket=site.bucket, Prefix=prefix).get("Contents", [])
    assert not [one["Key"] for one in listed if one["Key"].endswith(("passwd", "root", "up"))]


def test_a_gibibyte_of_output_is_a_short_log_and_no_failure(site: Site) -> None:
    task, version = custom(site, FLOOD)
    shown = site.done(task, version)

    log = site.tasks("GET", f"/{task}/versions/{version}/logs?offset=-5000")
    assert shown["unmodified_sample_count"] == 6
    assert len(log["content"]) <= 5000
    # The middle was left out: what is asked for there begins later.
    half = log["size"] // 2
    assert site.tasks("GET", f"/{task}/versions/{version}/logs?offset={half}")["offset"] > half


@pytest.mark.parametrize("code", [BOMB, LIES], ids=["fork bomb", "wrong results"])
def test_what_harms_ends_its_own_run_alone(site: Site, code: bytes) -> None:
    task, version = custom(site, code)
    until = time.monotonic() + 20
    while (shown := site.tasks("GET", f"/{task}/versions/{version}"))["status"] < 2 and time.monotonic() < until:
        time.sleep(0.5)
    if shown["status"] < 2:
        site.tasks("POST", f"/{task}/versions/{version}/stop", {})
    assert site.wait(task, version)["status"] in {3, 4}

    good, first = site.start("sys_data_validation", ("MetaValidation", {}))
    assert site.done(good, first)["deleted_sample_count"] == 0


def test_paths_that_are_not_the_callers_are_refused(site: Site) -> None:
    with pytest.raises(AssertionError) as refused:
        site.start(
            "sys_data_validation", ("MetaValidation", {}), work_path={"type": "OBS", "path": "obs://nobodys-bucket-x/out/"}
        )
    assert "ModelArts.4310" in str(refused.value)
