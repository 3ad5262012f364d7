"""Ids of others: whoever guesses, finds or is sent them gets nothing by any route of data management, and changes nothing."""

import base64
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from conformance.dataset_operations import OPERATIONS, DataCaller
from conformance.people import People, name_of_bucket, s3
from conformance.test_datasets_processing import picture
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

OPENAPI = json.loads((Path(__file__).parent.parent.parent / "openapi.json").read_text())["paths"]
BODIES = {(each.method, each.path): each.body for each in OPERATIONS.values()}
# Whose ids are in the path says whose thing it is; what is of a task is told apart by what comes before its id.
KINDS = {"import-tasks": "import", "export-tasks": "export", "processor-tasks": "processor", "sample-changes": "change"}
# What people who are asked to label may do in the task that they were asked to, and nowhere else.
OF_LABELERS = {
    "DescWorkforceTask",
    "ListWorkforceTaskSamples",
    "DescribeWorkforceTaskSample",
    "UpdateWorkforceTaskSamples",
    "ListWorkforceTaskStats",
    "GetWorkforceTaskMetrics",
}


@dataclass(frozen=True)
class Route:
    """A route of data management, below the project."""

    method: str
    path: str
    name: str
    queries: tuple[str, ...]

    @property
    def ids(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


def routes() -> Iterator[Route]:
    for path, methods in OPENAPI.items():
        below = path.removeprefix("/v2/{project_id}")
        if below.startswith(("/datasets", "/workforces", "/processor-tasks")):
            for method, about in methods.items():
                needed = [each["name"] for each in about.get("parameters", ()) if each["in"] == "query" and each["required"]]
                yield Route(method.upper(), below, about["operationId"], tuple(needed))


ROUTES = list(routes())


class Things:
    """One of everything, made by an owner. Whatever people could read in it carries `secret`."""

    def __init__(self, platform: ThrowawayPlatform, project: str, key: ClientKey) -> None:
        self.do = DataCaller(platform, project, key).do
        self.secret = secrets.token_hex(8)
        self.bucket = name_of_bucket()
        s3(platform, key).create_bucket(Bucket=self.bucket)
        label = {"name": f"label-{self.secret}"}
        body = {
            "dataset_name": f"set-{self.secret}",
            "dataset_type": 0,
            "data_sources": [{"data_type": 0, "data_path": f"/{self.bucket}/in/"}],
            "work_path": f"/{self.bucket}/out/",
            "labels": [label, {"name": "plain"}],
        }
        self.dataset = {"dataset_id": self.do("CreateDataset", body)["dataset_id"]}
        data = base64.b64encode(picture(1)).decode()
        samples = [{"name": f"{at}-{self.secret}.png", "data": data, "labels": [label]} for at in range(2)]
        self.do("UploadSamplesJson", {"samples": samples}, **self.dataset)
        self.samples = [each["sample_id"] for each in self.do("ListSamples", **self.dataset)["samples"]]
        self.team = self.do("CreateWorkforce", {"workforce_name": f"team-{self.secret}"})["workforce_id"]
        worker = {"emails": f"{self.secret}@example.com", "role": 0}
        self.worker = self.do("CreateWorker", worker, workforce_id=self.team)["worker_id"]
        config = {"workforces": [{"workforce_id": self.team}]}
        made = self.do("CreateWorkforceTask", {"task_name": f"t-{self.secret}", "workforces_config": config}, **self.dataset)
        template = {"id": "sys_data_validation", "operator_params": [{"name": "MetaValidation", "params": {}}]}
        wanted = {
            "name": f"task-{self.secret}",
            "create_version": True,
            "inputs": [{"type": "DATASET", "source": self.dataset["dataset_id"]}],
            "template": template,
            "work_path": {"type": "OBS", "path": f"obs://{self.bucket}/results/"},
        }
        processor = self.do("CreateProcessorTask", wanted)["task_id"]
        version = self.do("ListProcessorTaskVersions", task_id=processor)["versions"][0]["task_version_id"]
        self.tasks = {
            "import": self.do("ImportTask", {"import_path": f"/{self.bucket}/in/"}, **self.dataset)["task_id"],
            "export": self.do("ExportTask", {"path": f"/{self.bucket}/export/"}, **self.dataset)["task_id"],
            "processor": processor,
        }
        while self.do("DescImportTask", **self.dataset, task_id=self.tasks["import"])["status"] not in {"COMPLETED", "FAILED"}:
            time.sleep(0.2)
        self.ids = {
            **self.dataset,
            "resource_id": self.dataset["dataset_id"],
            "sample_id": self.samples[0],
            "label_name": "plain",
            "workforce_id": self.team,
            "worker_id": self.worker,
            "workforce_task_id": made["task_id"],
            "version_id": self.do("CreateDatasetVersion", {"version_name": f"v-{self.secret}"}, **self.dataset)["version_id"],
            "processor_version": version,
        }
        self.ids["before_id"] = self.ids["version_id"]

    def id_of(self, name: str, path: str) -> str:
        """Return what stands for a name in a path."""
        if name == "task_id":
            return str(
                self.tasks[next((kind for part, kind in KINDS.items() if part in path and kind in self.tasks), "import")]
            )
        return str(self.ids["processor_version" if name == "version_id" and "processor" in path else name])

    def as_it_is(self) -> Any:
        """Return what an owner sees, without what goes on by itself."""
        counted = ("dataset_name", "description", "total_sample_count", "annotated_sample_count", "label_task_count")
        shown = self.do("DescDataset", **self.dataset)
        task = self.do("DescWorkforceTask", **self.dataset, workforce_task_id=self.ids["workforce_task_id"])
        return [
            {name: shown.get(name) for name in counted},
            [(each["sample_id"], each["labels"]) for each in self.do("ListSamples", **self.dataset)["samples"]],
            [each["name"] for each in self.do("ListLabels", **self.dataset)["labels"]],
            [each["version_id"] for each in self.do("ListDatasetVersions", **self.dataset)["versions"]],
            [each["task_id"] for each in self.do("ListImportTasks", **self.dataset)["import_tasks"]],
            [each["task_id"] for each in self.do("GetExportTasksStatusOfDataset", **self.dataset)["export_tasks"]],
            (task["task_name"], task["description"], task["status"]),
            self.do("DescWorkforce", workforce_id=self.team)["description"],
            self.do("DescWorker", workforce_id=self.team, worker_id=self.worker)["role"],
            self.do("DescribeProcessorTask", task_id=self.tasks["processor"])["description"],
            self.do("ListProcessorTaskVersions", task_id=self.tasks["processor"])["count"],
        ]


class Guesser:
    """Somebody who tries every route with ids that he was not given."""

    def __init__(self, platform: ThrowawayPlatform, project: str, key: ClientKey) -> None:
        self.platform, self.project, self.key = platform, project, key

    def tries(self, route: Route, of: Things, own: dict[str, str] | None = None) -> httpx.Response:
        """Call a route with the ids of some things, but for those that are named in `own`."""
        path = re.sub(r"{(\w+)}", lambda name: quote((own or {}).get(name[1]) or of.id_of(name[1], route.path)), route.path)
        body = json.dumps(BODIES.get((route.method, route.path)) or {})
        worker = "worker_id" if "comments" in body else "sample_id"
        body = body.replace(f'"{worker}": "{"0" * 32}"', f'"{worker}": "{of.ids[worker]}"')
        body = body.replace(f'"sample_id": "{"0" * 32}"', f'"sample_id": "{of.ids["sample_id"]}"')
        body = body.replace('"0000000000000000000"', f'"{of.team}"').replace(f'"{"0" * 32}"', f'"{of.samples[0]}"')
        query = "&".join(f"{name}=0" for name in route.queries)
        url = f"{self.platform.endpoint}/v2/{self.project}{path}{'?' + query if query else ''}"
        content = body.encode() if route.method in {"POST", "PUT"} else b""
        headers = sign_request(self.key, route.method, url, body=content)
        return httpx.request(route.method, url, headers=headers, content=content, timeout=60)

    def all(self, of: Things, chosen: list[Route], own: dict[str, str] | None = None) -> dict[str, str]:
        """Return the routes that answered, or told something, with what they said."""
        told = {}
        for route in chosen:
            answer = self.tries(route, of, own)
            if answer.status_code < 400 or answer.status_code >= 500 or of.secret in answer.text or of.bucket in answer.text:
                told[route.name] = f"{answer.status_code} {answer.text[:300]}"
        return told


class Site:
    """Two owners' things, and everybody who should not have them."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform, self.people = platform, People(platform)
        self.project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        self.things = Things(platform, self.project, self.people.admin)
        self.others = Things(platform, self.project, self.people.admin)
        self.nobody = Guesser(platform, self.project, self.people.person().key)
        key = self.people.stranger()
        own = self.people.call("GET", "/v3/auth/projects", key=key)["projects"][0]["id"]
        self.stranger, self.strangers = Guesser(platform, own, key), Things(platform, own, key)
        self.labeler = Guesser(platform, self.project, self.people.person().key)
        at = f"/v2/{self.project}/workforces"
        path = f"{at}/{self.things.team}/workers/{self.things.worker}/invitation"
        token = self.people.call("POST", path)["token"]
        self.people.call("POST", f"{at}/invitations/accept", {"token": token}, key=self.labeler.key)


@pytest.fixture(scope="module")
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


def test_an_owner_of_another_account_gets_nothing(site: Site) -> None:
    before = site.things.as_it_is()

    assert site.stranger.all(site.things, [each for each in ROUTES if each.ids]) == {}

    lists = [each for each in ROUTES if not each.ids and each.method == "GET"]
    told = [each.name for each in lists if site.things.secret in site.stranger.tries(each, site.things).text]
    assert told == []
    assert site.things.as_it_is() == before


def test_parts_of_others_are_not_found_below_what_is_ones_own(site: Site) -> None:
    before = site.things.as_it_is()
    mixed = [each for each in ROUTES if len(each.ids) > 1 and each.ids != ["dataset_id", "label_name"]]
    own = {name: site.strangers.ids[name] for name in ("dataset_id", "resource_id", "workforce_id")}

    assert site.stranger.all(site.things, mixed, own) == {}
    assert site.things.as_it_is() == before


def test_things_of_others_are_not_taken_when_a_body_names_them(site: Site) -> None:
    before, own, theirs = site.things.as_it_is(), site.strangers, site.things
    caller = DataCaller(site.platform, site.stranger.project, site.stranger.key)
    config = {"workforces": [{"workforce_id": theirs.team}]}
    task = {"task_name": "mine", "workforces_config": config}
    wanted = {
        "name": "mine",
        "create_version": True,
        "inputs": [{"type": "DATASET", "source": theirs.dataset["dataset_id"]}],
        "template": {"id": "sys_data_validation", "operator_params": [{"name": "MetaValidation", "params": {}}]},
        "work_path": {"type": "OBS", "path": f"obs://{own.bucket}/results/"},
    }
    path = f"/{theirs.bucket}/in/"
    answers = [
        caller.ask("CreateWorkforceTask", task, **own.dataset),
        caller.ask("CreateProcessorTask", wanted),
        caller.ask("ImportTask", {"import_path": path}, **own.dataset),
        caller.ask("ExportTask", {"path": path}, **own.dataset),
        caller.ask("CreateDataset", {"dataset_name": "mine", "work_path": path, "data_sources": []}),
        caller.ask("UpdateDataset", {"current_version_id": theirs.ids["version_id"]}, **own.dataset),
    ]
    for name in ("UpdateSamples", "DeleteSamples"):
        samples = [theirs.samples[0]] if name == "DeleteSamples" else [{"sample_id": theirs.samples[0], "labels": []}]
        answer = caller.ask(name, {"samples": samples}, **own.dataset)
        assert answer.status_code >= 400 or answer.json()["success"] is False
        answers.append(answer)

    assert [each.text for each in answers[:6] if each.status_code not in {400, 403, 404}] == []
    assert [each.text for each in answers if theirs.secret in each.text] == []
    assert site.things.as_it_is() == before


def test_somebody_without_rights_gets_nothing(site: Site) -> None:
    before = site.things.as_it_is()
    chosen = [each for each in ROUTES if each.name != "ListWorkerTasks"]

    assert site.nobody.all(site.things, chosen) == {}
    assert site.things.as_it_is() == before


def test_a_labeler_reaches_his_task_and_nothing_else_of_the_dataset(site: Site) -> None:
    before = site.things.as_it_is()
    chosen = [each for each in ROUTES if each.name != "ListWorkerTasks"]

    reached = set(site.labeler.all(site.things, chosen))
    assert reached <= OF_LABELERS
    assert "ListWorkforceTaskSamples" in reached
    assert site.labeler.all(site.others, chosen) == {}
    of_task = [each for each in chosen if "workforce_task_id" in each.ids]
    assert site.labeler.all(site.others, of_task, site.things.dataset) == {}
    assert site.things.as_it_is() == before


def test_a_labeler_sees_and_changes_nothing_of_what_another_was_given(site: Site) -> None:
    of = site.others
    own = {"workforce_task_id": site.things.ids["workforce_task_id"], **site.things.dataset}
    labeler = DataCaller(site.platform, site.project, site.labeler.key)
    said = {"samples": [{"sample_id": of.samples[0], "labels": [{"name": "plain"}], "worker_id": of.worker}]}

    for body in (said, {"samples": [{**said["samples"][0], "worker_id": site.things.worker}]}):
        answer = labeler.ask("UpdateWorkforceTaskSamples", body, **own)
        assert answer.status_code >= 400 or answer.json()["success"] is False
    answer = labeler.ask("DescribeWorkforceTaskSample", **own, sample_id=of.samples[0])
    assert answer.status_code in {400, 403, 404}
    assert of.secret not in answer.text
