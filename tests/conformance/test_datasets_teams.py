"""Teams and team labelling over the public API: each operation, by the official client's core, as three people.

The installed client has no classes for these operations. What answers must hold is written down here by type.
"""

import asyncio
import base64
import contextlib
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkmodelarts import v1 as modelarts

from conformance.dataset_operations import DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform
from postbox import Postbox

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

DAY = 86_400_000
TEAM = {
    "workforce_id": str,
    "workforce_name": str,
    "description": str,
    "worker_count": int,
    "create_time": int,
    "update_time": int,
    "workspace_id": str,
}
WORKER = {
    "worker_id": str,
    "workforce_id": str,
    "email": str,
    "role": int,
    "status": int,
    "description": str,
    "create_time": int,
    "update_time": int,
}
COUNTED = ("total", "unannotated", "unreviewed", "uncheck", "sampled", "rejected", "accepted", "auto_annotation", "deleted")
SAMPLE_STATS = dict.fromkeys([f"{name}_sample_count" for name in COUNTED], int)
TASK = {
    "task_id": str,
    "task_name": str,
    "dataset_id": str,
    "description": str,
    "status": int,
    "repetition": int,
    "workforces_config": dict,
    "synchronize_data": bool,
    "synchronize_auto_labeling_data": bool,
    "auto_sync_dataset": bool,
    "check_rate": float,
    "pass_rate": float,
    "score": float,
    "create_time": int,
    "update_time": int,
}
WORKER_TASK = {
    "task_id": str,
    "workforce_task_name": str,
    "dataset_id": str,
    "dataset_type": int,
    "worker_id": str,
    "email": str,
    "role": int,
    "task_status": int,
    "sample_stats": dict,
    "email_status": int,
    "last_notify_time": int,
    "pass_rate": float,
    "score": float,
    "create_time": int,
    "update_time": int,
}
CHECK_STATS = {
    "task_id": str,
    "sampling_rate": float,
    "sampling_num": int,
    "total_sample_count": int,
    "sampled_sample_count": int,
    "checked_sample_count": int,
    "unchecked_sample_count": int,
    "accepted_sample_count": int,
    "rejected_sample_count": int,
    "pass_rate": float,
    "score": str,
    "total_score": int,
}
SAMPLE = {"sample_id": str, "sample_type": int, "sample_status": str, "labels": list, "worker_id": str, "metadata": dict}


def holds(found: dict[str, Any], shape: Mapping[str, type]) -> None:
    """Hold an answer against its shape: each field is there, with its type."""
    wrong = {name: found.get(name) for name, kind in shape.items() if type(found.get(name)) is not kind}
    assert not wrong, wrong


class Caller:
    """Calls by the official client's core, with somebody's key."""

    def __init__(self, platform: ThrowawayPlatform, key: ClientKey) -> None:
        project_id = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        config = HttpConfig.get_default_config()
        config.timeout = (10, 60)
        builder = modelarts.ModelArtsClient.new_builder().with_http_config(config)
        credentials = BasicCredentials(key.access, key.secret, project_id)
        self.do = DataCaller(platform, project_id, key).do
        self.client: Any = builder.with_credentials(credentials).with_endpoints([platform.endpoint]).build()

    def __call__(self, method: str, path: str, body: Any = None, *, status: int = 200, **query: Any) -> Any:
        answer = self.client.do_http_request(
            method=method,
            resource_path="/v2/{project_id}" + path,
            query_params=list(query.items()),
            header_params={"Content-Type": "application/json;charset=UTF-8"},
            body=body,
            response_type="DeleteImageResponse",
        )
        assert answer.status_code == status
        return orjson.loads(answer.raw_content) if answer.raw_content else None

    def refused(self, code: str, method: str, path: str, body: Any = None, **query: Any) -> None:
        with pytest.raises(ClientRequestException) as caught:
            self(method, path, body, **query)
        assert caught.value.error_code == code, caught.value


class Site:
    """A platform with an owner, a labeler and a reviewer, who have no permissions at all."""

    def __init__(self, platform: ThrowawayPlatform, postbox: Postbox | None = None) -> None:
        self.postbox, people = postbox, People(platform)
        self.owner = Caller(platform, people.admin)
        self.ann_person, self.rita_person = people.person(), people.person()
        self.ann, self.rita = Caller(platform, self.ann_person.key), Caller(platform, self.rita_person.key)
        self.bucket = name_of_bucket()
        s3(platform, people.admin).create_bucket(Bucket=self.bucket)

    def team(self) -> str:
        body = {"workforce_name": f"team-{secrets.token_hex(4)}", "description": "who read"}
        return str(self.owner.do("CreateWorkforce", body)["workforce_id"])

    def dataset(self, *lines: str) -> str:
        body = {
            "dataset_name": f"texts-{secrets.token_hex(4)}",
            "dataset_type": 100,
            "data_sources": [{"data_type": 0, "data_path": f"/{self.bucket}/in/"}],
            "work_path": f"/{self.bucket}/out-{secrets.token_hex(4)}/",
            "work_path_type": 0,
            "labels": [{"name": "good"}, {"name": "bad"}],
        }
        dataset = str(self.owner("POST", "/datasets", body, status=201)["dataset_id"])
        data = base64.b64encode("\n".join(lines).encode()).decode()
        path = f"/datasets/{dataset}/data-annotations/samples"
        assert (
            self.owner("POST", path, {"samples": [{"name": f"lines-{secrets.token_hex(4)}.txt", "data": data}]})["success"]
            is True
        )
        return dataset

    def join(self, team: str) -> dict[str, str]:
        """Have both people join, the one by a link, the other as a user."""
        path = f"/workforces/{team}/workers"
        body = {"emails": "ann@example.com", "role": "0", "description": "first"}
        ann = self.owner.do("CreateWorker", body, workforce_id=team)["worker_id"]
        token = self.owner("POST", f"{path}/{ann}/invitation")["token"]
        self.ann("POST", "/workforces/invitations/accept", {"token": token})
        rita = self.owner("POST", path, {"user_id": self.rita_person.id, "role": 1}, status=201)["worker_id"]
        return {"ann": ann, "rita": rita}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if request.param == "sqlite":
        yield Site(request.getfixturevalue("platform"))
        return
    url = asyncio.run(request.getfixturevalue("postgresql").create())
    with contextlib.closing(Postbox()) as postbox:
        mail = {"HOST": "127.0.0.1", "PORT": str(postbox.port), "SECURITY": "none"}
        environment = {f"MODELYARD_DATASETS__MAIL__{name}": value for name, value in mail.items()}
        environment["MODELYARD_DATABASE__URL"] = url
        with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home", environment=environment) as running:
            yield Site(running, postbox)


def test_teams_and_members(site: Site) -> None:
    team, owner = site.team(), site.owner
    members = site.join(team)
    workers = f"/workforces/{team}/workers"

    page = owner.do("ListWorkforces", limit=100, sort_by="workforce_name", order="asc", offset=0, search_content="team-")
    assert page["total_number"] >= 1
    holds(next(each for each in page["workforces"] if each["workforce_id"] == team), TEAM)
    assert owner.do("UpdateWorkforce", {"description": "who read well"}, workforce_id=team) == {}
    shown = owner.do("DescWorkforce", workforce_id=team)
    holds(shown, TEAM)
    assert (shown["worker_count"], shown["description"]) == (2, "who read well")

    found = owner.do("ListWorkers", sort_by="email", order="asc", limit=100, workforce_id=team)
    assert found["total_number"] == 2
    for each in found["workers"]:
        holds(each, WORKER)
    labelers = owner.do("ListAllWorkers", limit=100)["workers"]
    assert members["ann"] in {each["worker_id"] for each in labelers}
    assert members["rita"] in {each["worker_id"] for each in owner.do("ListAllWorkers", role=1, limit=100)["workers"]}
    assert owner.do("UpdateWorker", {"description": "still first"}, workforce_id=team, worker_id=members["ann"]) == {}
    holds(owner.do("DescWorker", workforce_id=team, worker_id=members["ann"]), WORKER)
    owner.refused("ModelArts.4605", "POST", workers, {"emails": "ann@example.com", "role": 0})
    owner.refused("ModelArts.4602", "POST", "/workforces", {"workforce_name": shown["workforce_name"]})
    site.ann.refused("ModelArts.0108", "GET", "/workforces")

    outcome = owner.do("BatchDeleteWorkers", {"workers": [members["rita"], "f" * 32]}, workforce_id=team)
    assert outcome["success"] is False
    assert [each["success"] for each in outcome["results"]] == [True, False]
    assert owner.do("DeleteWorker", workforce_id=team, worker_id=members["ann"]) is None
    assert owner.do("DeleteWorkforce", workforce_id=team) is None
    owner.refused("ModelArts.4601", "GET", f"/workforces/{team}")


def test_a_task_from_its_creation_to_its_end(site: Site) -> None:  # noqa: PLR0915 - one story
    team, owner, ann, rita = site.team(), site.owner, site.ann, site.rita
    members = site.join(team)
    dataset = site.dataset("fine", "poor", "splendid", "awful")
    tasks = f"/datasets/{dataset}/workforce-tasks"
    config = {"workforces": [{"workforce_id": team, "workers": [{"email": "ann@example.com"}, {"worker_id": members["rita"]}]}]}

    task_id = owner.do(
        "CreateWorkforceTask", {"task_name": "round-1", "workforces_config": config, "repetition": 1}, dataset_id=dataset
    )["task_id"]
    task, here = f"{tasks}/{task_id}", {"dataset_id": dataset, "workforce_task_id": task_id}
    listed = owner.do("ListWorkforceTasks", dataset_id=dataset)
    assert listed["count"] == 1
    holds(listed["tasks"][0], TASK)
    assert (
        owner.do(
            "UpdateWorkforceTask",
            {"description": "the first one", "dataset_id": dataset, "task_id": task_id},
            **here,
        )
        == {}
    )
    shown = owner.do(
        "DescWorkforceTask",
        sample_stats="true",
        label_stats="true",
        workforce_stats="true",
        **here,
    )
    holds(shown, TASK)
    holds(shown["sample_stats"], SAMPLE_STATS)
    assert shown["workforce_stats"] == {"workforce_count": 1, "labeler_count": 1, "reviewer_count": 1}
    assert [each["count"] for each in shown["label_stats"]] == [0, 0]
    holds(shown["worker_stats"][0], WORKER_TASK)

    mine = ann.do("ListWorkerTasks", search_content="round", limit=100)
    of_task = next(each for each in mine["worker_tasks"] if each["task_id"] == task_id)
    holds(of_task, WORKER_TASK)
    assert of_task["sample_stats"]["unannotated_sample_count"] == 4
    page = ann.do(
        "ListWorkforceTaskSamples",
        limit=100,
        sample_state="__none__",
        order="asc",
        **here,
    )
    assert page["sample_count"] == 4
    for each in page["samples"]:
        holds(each, SAMPLE)
    ids = [each["sample_id"] for each in page["samples"]]
    said = [{"sample_id": each, "labels": [{"name": "good"}], "worker_id": members["ann"]} for each in ids]
    assert ann.do("UpdateWorkforceTaskSamples", {"samples": said}, **here)["success"] is True
    rita.refused("ModelArts.4600", "PUT", f"{task}/data-annotations/samples", {"samples": said})
    ann.refused("ModelArts.4600", "POST", f"{task}/acceptance", {"sampling_rate": 0.5})

    review = [{"sample_id": each, "worker_id": members["ann"], "accept": True, "score": "A"} for each in ids[:3]]
    review.append({"sample_id": ids[3], "worker_id": members["ann"], "accept": False, "comment": "look again"})
    assert rita.do("ReviewSamples", {"comments": review}, **here) == {}
    stats = owner.do("ListWorkforceTaskStats", **here)
    assert (stats["sample_stats"]["uncheck"], stats["sample_stats"]["rejected"]) == (3, 1)
    metrics = owner.do("GetWorkforceTaskMetrics", **here)["sample_stats"]["ann@example.com"]
    assert set(metrics) == {"un_annotation", "auto_annotation", "unreviewed", "uncheck", "accepted", "rejected"}

    check_id = owner.do("StartWorkforceSamplingTask", {"sampling_num": "2"}, **here)["task_id"]
    owner.refused("ModelArts.4623", "POST", f"{task}/acceptance", {"sampling_rate": 1})
    drawn = owner.do("ListWorkforceTaskSamples", sample_state="__WORKFORCE_SAMPLED__", **here)["samples"]
    comments = [{"sample_id": each["sample_id"], "accept": True, "score": "B"} for each in drawn]
    assert owner.do("AcceptSamples", {"comments": comments}, **here) == {}
    seen = owner.do(
        "DescribeWorkforceTaskSample",
        worker_id=members["ann"],
        **here,
        sample_id=drawn[0]["sample_id"],
    )
    assert (seen["check_accept"], seen["check_score"], seen["review_score"]) == (True, "B", "A")
    report = owner.do("GetWorkforceSamplingTask", checking_task_id=check_id, **here)
    holds(report["checking_stats"], CHECK_STATS)
    holds(report["total_stats"], CHECK_STATS)
    assert (report["checking_stats"]["accepted_sample_count"], report["checking_stats"]["score"]) == (2, "B")
    assert owner.do("UpdateWorkforceSamplingTask", {"action": 3}, locale="en-us", **here)["sample_count"] == 0
    assert (
        owner.do(
            "UpdateWorkforceSamplingTask",
            {"action": 0, "overwrite_last_result": False},
            locale="en-us",
            **here,
        )
        == {}
    )
    assert owner.do("DescWorkforceTask", **here)["status"] == 4
    labelled = owner.do("ListSamples", sample_state="__ALL__", limit=100, dataset_id=dataset)
    assert labelled["sample_count"] == 3

    now = int(time.time() * 1000)
    days = owner.do("GetDatasetMetrics", start_time=now - DAY, end_time=now, dataset_id=dataset)["metrics"]
    assert max(days["manual_annotation"].values()) == 3
    assert days["failed_user"] == {}
    of_the_task = owner.do("GetDatasetMetrics", start_time=now, end_time=now, workforce_task_id=task_id, dataset_id=dataset)
    assert list(of_the_task["metrics"]["success"].values()) == [3]

    if site.postbox is None:
        owner.refused("Modelyard.7233", "POST", f"{task}/notify", {"emails": ["ann@example.com"]})
    else:
        # Whoever got samples was told at once, and may not be told again so soon.
        owner.refused("ModelArts.4627", "POST", f"{task}/notify", {"emails": ["ann@example.com"]})
        quiet = {"task_name": "quiet", "workforces_config": config, "assignment": "manual"}
        other = {
            "dataset_id": dataset,
            "workforce_task_id": owner.do("CreateWorkforceTask", quiet, dataset_id=dataset)["task_id"],
        }
        assert owner.do("SendEmails", {"emails": ["ann@example.com"]}, **other)["success"] is True
        assert owner.do("DeleteWorkforceTask", **other) is None
    owner.refused("ModelArts.4628", "DELETE", f"/workforces/{team}/workers/{members['ann']}")
    owner.refused("ModelArts.4803", "DELETE", f"/datasets/{dataset}")
    assert owner.do("DeleteWorkforceTask", **here) is None
    owner.refused("ModelArts.4619", "GET", task)


def test_a_manager_starts_a_task(site: Site) -> None:
    team, owner = site.team(), site.owner
    site.join(team)
    manager = {"user_id": site.rita_person.id, "role": 2}
    other = site.team()
    manager_id = owner("POST", f"/workforces/{other}/workers", manager, status=201)["worker_id"]
    dataset = site.dataset("one", "two")
    body = {"task_name": "later", "workforces_config": {"agency": manager_id}}
    here = {"dataset_id": dataset, "workforce_task_id": owner.do("CreateWorkforceTask", body, dataset_id=dataset)["task_id"]}

    before = site.rita.do("DescWorkforceTask", **here)["status"]
    config = {"workforces": [{"workforce_id": team}]}
    assert owner.do("StartWorkforceTask", {"workforces_config": config}, **here) == {}

    assert before == 6
    assert site.rita.do("DescWorkforceTask", **here)["status"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/workforces", {"workforce_name": "bad name"}),
        ("POST", "/workforces", {"workforce_name": "x\x00"}),
        ("POST", "/workforces", {"workforce_name": 2**80}),
        ("POST", "/workforces/none/workers", {"emails": "a b", "role": 0}),
        ("POST", "/workforces/none/workers", {"emails": "a@example.com", "role": 7}),
        ("POST", "/workforces/invitations/accept", {"token": "../.."}),
        ("GET", "/workforces?limit=0", None),
        ("GET", "/workforces?offset=-1", None),
    ],
)
def test_garbage_is_refused(site: Site, method: str, path: str, body: Any) -> None:
    bare, _, text = path.partition("?")
    query: dict[str, Any] = dict(part.split("=") for part in text.split("&") if part)
    with pytest.raises(ClientRequestException) as caught:
        site.owner(method, bare, body, **query)
    assert caught.value.status_code == 400
