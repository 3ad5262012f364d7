"""What holds for each of the 79 operations on data: it is called by a test, and refuses whom and what it must.

What a single operation does is in the `test_datasets_...` files beside this one.
"""

import ast
import json
import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.dataset_operations import OPERATIONS, DataCaller
from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MANY = 1_000_000
LISTS = [name for name, operation in OPERATIONS.items() if operation.items]
# Members of teams need no permission: whoever is none gets the refusal of the permission, or an empty list of his own tasks.
OWN_LISTS = {"ListWorkerTasks"}
# What is asked for by the id of a path, with the code for one that is not there.
UNKNOWN = {
    "workforce_task_id": "ModelArts.4619",
    "version_id": "ModelArts.4353",
    "sample_id": "ModelArts.4420",
    "label_name": "ModelArts.4410",
    "worker_id": "ModelArts.4604",
    "task_id": "ModelArts.4700",
    "workforce_id": "ModelArts.4601",
    "resource_id": "ModelArts.4352",
    "dataset_id": "ModelArts.4352",
}
OTHER_CODES = {
    "GetExportTaskStatusOfDataset": "ModelArts.4359",
    "DescWorker": "ModelArts.4601",
    "UpdateWorker": "ModelArts.4601",
    "DeleteWorker": "ModelArts.4601",
}
NEEDED: dict[str, dict[str, Any]] = {
    "GetDatasetMetrics": {"start_time": 0, "end_time": 1},
    "UpdateWorkforceSamplingTask": {"locale": "en-us"},
    "GetWorkforceSamplingTask": {"checking_task_id": "0" * 19},
}


class Site:
    """An owner with an empty dataset, a person without rights, and the owner of another account."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        people = People(platform)
        self.endpoint, project = platform.endpoint, platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        self.project = project
        self.owner = DataCaller(platform, project, people.admin)
        self.nobody = DataCaller(platform, project, people.person().key)
        stranger = people.stranger()
        self.intruder = DataCaller(platform, project, stranger)
        own = json.loads(self._projects(people, stranger))["projects"][0]["id"]
        self.stranger = DataCaller(platform, own, stranger)
        bucket = name_of_bucket()
        s3(platform, people.admin).create_bucket(Bucket=bucket)
        body = {"dataset_name": f"empty-{secrets.token_hex(4)}", "dataset_type": 0, "work_path": f"/{bucket}/out/"}
        self.dataset = self.owner.do("CreateDataset", {**body, "data_sources": [], "work_path_type": 0})["dataset_id"]

    @staticmethod
    def _projects(people: People, key: Any) -> str:
        return json.dumps(people.call("GET", "/v3/auth/projects", key=key))

    def values(self, name: str) -> dict[str, Any]:
        """Return values for the path and the query of an operation: the dataset is there, nothing else is."""
        path = OPERATIONS[name].path
        ids: dict[str, Any] = {key: "0" * 19 for key in UNKNOWN if f"{{{key}}}" in path}
        real: dict[str, Any] = {key: self.dataset for key in ("dataset_id", "resource_id") if key in ids}
        return {**ids, **real, **NEEDED.get(name, {})}


@pytest.fixture(scope="module")
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


def called() -> set[str]:
    """Return the operations that conformance tests call by name, and whose answers they hold against the contract."""
    found = set()
    for file in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "do" and node.args:
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_there_are_79_operations_and_all_are_routes() -> None:
    known = json.loads((ROOT / "openapi.json").read_text())["paths"]
    routes = {
        operation["operationId"]: (method.upper(), path.removeprefix("/v2/{project_id}"))
        for path, methods in known.items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }

    assert len(OPERATIONS) == 79
    assert {name: routes.get(name) for name in OPERATIONS} == {
        name: (each.method, each.path) for name, each in OPERATIONS.items()
    }


def test_each_operation_is_called_by_a_test_that_holds_its_answer_against_the_contract() -> None:
    assert set(OPERATIONS) - called() == set()


@pytest.mark.platform
@pytest.mark.enable_socket
class TestEachOperation:
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_it_wants_a_signature(self, site: Site, name: str) -> None:
        path = OPERATIONS[name].path
        for key, value in site.values(name).items():
            path = path.replace(f"{{{key}}}", str(value))

        answer = httpx.request(OPERATIONS[name].method, f"{site.endpoint}/v2/{site.project}{path}", json=OPERATIONS[name].body)

        assert answer.status_code == 401

    @pytest.mark.parametrize("name", sorted(set(OPERATIONS) - OWN_LISTS))
    def test_it_refuses_people_without_rights(self, site: Site, name: str) -> None:
        assert site.nobody.refused(name, OPERATIONS[name].body, status=403, **site.values(name)) == "ModelArts.0108"

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_it_refuses_people_of_other_projects(self, site: Site, name: str) -> None:
        assert site.intruder.refused(name, OPERATIONS[name].body, status=403, **site.values(name)) == "ModelArts.0210"

    @pytest.mark.parametrize("name", [name for name, each in OPERATIONS.items() if "{" in each.path])
    def test_it_does_not_know_what_is_not_there(self, site: Site, name: str) -> None:
        values, path = site.values(name), OPERATIONS[name].path
        codes = [code for key, code in UNKNOWN.items() if f"{{{key}}}" in path]
        if "{task_id}" in path and "processor-tasks" in path:
            codes[0] = "ModelArts.4700"
        only_dataset = path.count("{") == 1 and "dataset_id" in values

        answer = None if only_dataset else site.owner.refused(name, OPERATIONS[name].body, **values)
        theirs = site.stranger.refused(name, OPERATIONS[name].body, **values)

        assert answer in {None, OTHER_CODES.get(name, codes[0])}
        assert theirs == ("ModelArts.4352" if "/datasets/" in path else OTHER_CODES.get(name, codes[0]))

    @pytest.mark.parametrize("name", [name for name, each in OPERATIONS.items() if each.body])
    def test_it_refuses_bodies_that_are_no_objects(self, site: Site, name: str) -> None:
        bodies: tuple[Any, ...] = ([], "text", 7, {field: {"a": ["wrong"]} for field in OPERATIONS[name].body})
        for body in bodies:
            site.owner.refused(name, body, **site.values(name))


@pytest.mark.platform
@pytest.mark.enable_socket
class TestPages:
    @pytest.mark.parametrize("name", LISTS)
    def test_limits_are_as_documented(self, site: Site, name: str) -> None:
        for wrong in ({"limit": 0}, {"limit": OPERATIONS[name].most + 1}, {"offset": -1}, {"limit": "x"}, {"offset": 2**63}):
            site.owner.refused(name, **site.values(name), **wrong)

    @pytest.mark.parametrize(
        "name",
        [name for name in LISTS if OPERATIONS[name].path.count("{") == (1 if "/datasets/" in OPERATIONS[name].path else 0)],
    )
    def test_beyond_the_end_is_an_empty_page_with_the_same_total(self, site: Site, name: str) -> None:
        operation, values = OPERATIONS[name], site.values(name)

        first = site.owner.ask(name, **values, limit=operation.most, marker="ignored").json()
        last = site.owner.ask(name, **values, limit=operation.most, offset=MANY).json()

        assert last[operation.items] == []
        assert last[operation.total] == first[operation.total]
