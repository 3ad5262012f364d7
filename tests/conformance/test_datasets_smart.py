"""Smart tasks over the public API, called through the official client's core, with the shapes that its clients rely on."""

import base64
import io
import secrets
import time
from typing import Any

import numpy as np
import orjson
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkmodelarts import v1 as modelarts
from PIL import Image

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

LONGEST_SECONDS = 180


class Site:
    """A dataset of dark and light pictures, six of each labelled and four of each not, and calls by the client's core."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        known = platform.credentials
        project_id = known["HUAWEICLOUD_SDK_PROJECT_ID"]
        credentials = BasicCredentials(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], project_id)
        config = HttpConfig.get_default_config()
        config.timeout = (10, 60)
        builder = modelarts.ModelArtsClient.new_builder().with_http_config(config)
        self.do = DataCaller(platform, project_id, People(platform).admin).do
        self.client: Any = builder.with_credentials(credentials).with_endpoints([platform.endpoint]).build()
        self.store, bucket = s3(platform, People(platform).admin), name_of_bucket()
        self.store.create_bucket(Bucket=bucket)
        self.store.put_object(Bucket=bucket, Key="in/", Body=b"")
        body = {
            "dataset_name": f"smart-{secrets.token_hex(4)}",
            "dataset_type": 0,
            "data_sources": [{"data_type": 0, "data_path": f"/{bucket}/in/"}],
            "work_path": f"/{bucket}/out/",
            "work_path_type": 0,
            "labels": [{"name": "dark"}, {"name": "light"}],
        }
        self.dataset_id = self.call("POST", "", body)["dataset_id"]
        files = [
            {"name": f"{name}{at}.png", "data": base64.b64encode(near(middle, at + middle)).decode()}
            for name, middle in (("dark", 40), ("light", 210))
            for at in range(10)
        ]
        made = self.call("POST", "/data-annotations/samples", {"samples": files, "data_source": {"data_type": 0}})
        assert made["success"], made
        listed = self.call("GET", "/data-annotations/samples", limit=100)["samples"]
        self.ids = {each["sample_name"].removesuffix(".png"): each["sample_id"] for each in listed}
        said = [
            {"sample_id": self.ids[f"{name}{at}"], "labels": [{"name": name}]} for name in ("dark", "light") for at in range(6)
        ]
        assert self.call("PUT", "/data-annotations/samples", {"samples": said})["success"]

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Call an operation of the dataset; of all datasets before there is one."""
        place = f"/{self.dataset_id}{path}" if hasattr(self, "dataset_id") else ""
        answer = self.client.do_http_request(
            method=method,
            resource_path=f"/v2/{{project_id}}/datasets{place}",
            query_params=list(query.items()),
            header_params={"Content-Type": "application/json;charset=UTF-8"},
            body=body,
            response_type="DeleteImageResponse",
        )
        return orjson.loads(answer.raw_content) if answer.raw_content else None

    def ended(self, task_id: str) -> Any:
        """Return a smart task once it has ended."""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            task = self.call("GET", f"/tasks/{task_id}")
            if task["status"] not in {-1, 0, 1, 4}:
                return task
            time.sleep(0.3)
        raise AssertionError(f"it never ended: {task}")


def near(middle: int, seed: int) -> bytes:
    """Return a grey picture with some noise."""
    spread = np.random.default_rng(seed).integers(-15, 15, (12, 12, 3))
    out = io.BytesIO()
    Image.fromarray(np.clip(spread + middle, 0, 255).astype(np.uint8)).resize((64, 48)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


class TestSmartTasks:
    def test_active_learning_labels_the_rest_until_somebody_confirms(self, site: Site) -> None:
        body = {"task_type": "auto-label", "collect_key_sample": True, "config": {"algorithm_type": "fast"}}
        task_id = site.do("CreateTask", body, dataset_id=site.dataset_id)["task_id"]

        task = site.ended(task_id)
        assert site.do("AutoAnnotationProgress", dataset_id=site.dataset_id, task_id=task_id) == task
        listed = site.do(
            "ListAutoAnnotationSamples", dataset_id=site.dataset_id, limit=100, low_score=0, high_score=1, order="asc"
        )
        first = listed["samples"][0]
        shown = site.do("DescribeAutoAnnotationSample", dataset_id=site.dataset_id, sample_id=first["sample_id"])
        confirmed = site.call("PUT", "/data-annotations/samples", {"samples": [{k: shown[k] for k in ("sample_id", "labels")}]})

        assert (task["status"], task["task_id"], task["resource_id"]) == (3, task_id, site.dataset_id), task
        assert {name: type(task[name]) for name in ("task_name", "create_time", "elapsed_time", "progress", "code")} == {
            "task_name": str,
            "create_time": str,
            "elapsed_time": int,
            "progress": float,
            "code": str,
        }
        assert task["config"]["algorithm_type"] == "fast"
        assert task["result"]["model_name"] == "Supervisory"
        assert listed["sample_count"] == 8
        assert {(each["sample_status"], len(each["labels"])) for each in listed["samples"]} == {("UN_ANNOTATION", 1)}
        assert first["sample_name"].startswith(first["labels"][0]["name"])
        assert 0 <= first["labels"][0]["score"] <= 1
        assert confirmed["success"]
        assert site.call("GET", "/auto-annotations/samples")["sample_count"] == 7
        (known,) = site.do("ListTasks", dataset_id=site.dataset_id)["tasks"]
        assert (known["task_id"], known["type"], known["status"]) == (task_id, 0, 3)

    def test_groups_become_attributes(self, site: Site) -> None:
        config = {
            "n_clusters": "2",
            "ambiguity": False,
            "image_brightness": False,
            "image_colorfulness": False,
            "property": "size",
            "result_type": 1,
        }
        task = site.ended(site.call("POST", "/tasks", {"task_type": "auto-grouping", "config": config})["task_id"])
        words = site.call("GET", "/data-annotations/search-condition")
        listed = site.call("GET", "/tasks", type=2)

        assert (task["status"], task["export_type"]) == (3, 1), task
        assert words["metadata"]["size"] == ["0", "1"]
        assert (listed["total_count"], listed["exist_running_deploy_task"]) == (1, False)
        assert site.do("StopAutoAnnotation", dataset_id=site.dataset_id, task_id=task["task_id"]) is None

    def test_what_is_not_there_is_refused_as_documented(self, site: Site) -> None:
        wrong: list[tuple[str, str, Any, str]] = [
            ("POST", "/tasks", {"task_type": "pre-label"}, "ModelArts"),
            ("POST", "/tasks", {"task_type": "auto-grouping", "config": {"n_clusters": 100}}, "ModelArts.4622"),
            ("GET", "/tasks/doesnotexist0000000", None, "ModelArts.4700"),
            ("GET", f"/auto-annotations/samples/{site.ids['dark0']}", None, "ModelArts.4420"),
        ]
        for method, path, body, code in wrong:
            with pytest.raises(ClientRequestException) as refusal:
                site.call(method, path, body)
            assert refusal.value.status_code == 400
            assert str(refusal.value.error_code).startswith(code), path

    def test_pictures_and_figures_are_served(self, site: Site) -> None:
        analysis = site.call("POST", "/analyses")["analysis_id"]
        until = time.monotonic() + LONGEST_SECONDS
        while site.call("GET", "/analyses")["analyses"][0]["is_active"] and time.monotonic() < until:
            time.sleep(0.3)

        (listed,) = site.call("GET", "/analyses")["analyses"]
        figures = site.call("GET", "/analyses/figures", analysis_id=analysis)

        assert (listed["state"], listed["good"]) == ("completed", 20)
        assert len(figures["figures"]) == 6
        assert {sum(each["series"][0]["counts"]) for each in figures["figures"]} == {20}
