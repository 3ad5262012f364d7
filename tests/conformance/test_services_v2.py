"""Every operation of the newer services API with the official ModelArts SDK; programs of a preset image really run."""

import inspect
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkmodelarts.v1 import (
    BatchBindApiKeyRequest,
    BatchBindApiKeyRequestKeyIds,
    BatchBindInferApiKeysRequest,
    BatchDeleteInferIntranetConnectionsRequest,
    BatchDeleteInferServicesRequest,
    BatchUnbindInferApiKeysRequest,
    BindInferApiKeyRequest,
    CancelInferDeploymentRequest,
    CombineInferTmsTags,
    CountInferServicesByTagsRequest,
    CreateApiKeyReq,
    CreateHpaRequestBody,
    CreateHraRequestBody,
    CreateInferApiKeyRequest,
    CreateInferDeploymentHpaRequest,
    CreateInferDeploymentRequest,
    CreateInferHraRequest,
    CreateInferIntranetConnectionRequest,
    CreateInferServiceRequest,
    CreateInferServiceTagRequest,
    CustomResourceSpec,
    DeleteInferApiKeyRequest,
    DeleteInferDeploymentHpaRequest,
    DeleteInferDeploymentInstanceRequest,
    DeleteInferDeploymentPodRequest,
    DeleteInferDeploymentRequest,
    DeleteInferDeploymentVersionRequest,
    DeleteInferServiceTagRequest,
    DeleteInferTmsTagsRequest,
    DeleteServicesRequest,
    FileInfo,
    GroupConfig,
    GroupConfigUpdateRequest,
    Health,
    HpaRules,
    ImageInfo,
    IntranetConnectionDeleteRequest,
    IntranetConnectionModifyRequest,
    IntranetConnectionRequest,
    ListInferApiKeysRequest,
    ListInferClusterFlavorsRequest,
    ListInferDeploymentHpaEventsRequest,
    ListInferDeploymentInstancesRequest,
    ListInferDeploymentPodEventsRequest,
    ListInferDeploymentPodsRequest,
    ListInferDeploymentsRequest,
    ListInferDeploymentVersionsRequest,
    ListInferIntranetConnectionApplicationsRequest,
    ListInferIntranetConnectionReviewsRequest,
    ListInferServiceEventsRequest,
    ListInferServicesByTagsRequest,
    ListInferServicesRequest,
    ListInferServiceTagsRequest,
    ModelArtsClient,
    ModifyInferIntranetConnectionsRequest,
    QueryTmsResourceCountRequest,
    QueryTmsResourceRequest,
    RateLimit,
    RuntimeConfigCreateRequest,
    RuntimeConfigUpdateRequest,
    ServiceCreateRequest,
    ServiceCreateRequestTags,
    ServiceInvokeCreateRequest,
    ServiceInvokeUpdateRequest,
    ServiceLimit,
    ServiceUpdateRequest,
    ShowInferDeploymentHpaRequest,
    ShowInferDeploymentRequest,
    ShowInferDeploymentVersionRequest,
    ShowInferHraRequest,
    ShowInferServiceClusterRequest,
    ShowInferServiceRequest,
    ShowInferServiceTagsRequest,
    StartInferDeploymentRequest,
    StartInferServiceRequest,
    StopInferDeploymentRequest,
    StopInferServiceRequest,
    SwitchInferDeploymentVersionRequest,
    SwitchInferDeploymentVersionRequestBody,
    TmsTagForDeletion,
    UnbindInferApiKeyRequest,
    UnitConfig,
    UpdateHpaRequestBody,
    UpdateHraRequestBody,
    UpdateInferDeploymentHpaRequest,
    UpdateInferDeploymentRequest,
    UpdateInferDeploymentScale,
    UpdateInferDeploymentScaleRequest,
    UpdateInferHraRequest,
    UpdateInferIntranetConnectionRequest,
    UpdateInferServiceRequest,
    UpdateIntranetConnectionRequestBody,
)

from e2e.training_jobs import Jobs
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

WITHIN_SECONDS = 120
PORT = 8123
# It answers with what it was told to say, with a file that it found, and with who it is.
PROGRAM = """
import json, os, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

if os.environ["SAYS"] == "nothing":
    raise SystemExit("this version is broken on purpose")
MARK = uuid.uuid4().hex
FOUND = open("/home/ma-user/code/weights.txt").read()


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        heard = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.say({"says": os.environ["SAYS"], "heard": heard, "path": self.path, "weights": FOUND, "instance": MARK})

    def do_GET(self):
        self.say({"status": "well"})

    def say(self, body):
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *parts):
        pass


ThreadingHTTPServer(("", int(os.environ["PORT"])), Echo).serve_forever()
"""


class Echo:
    """A service whose deployment `blue` runs the program, by the official client."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        known = platform.credentials
        self.key = ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])
        credentials = BasicCredentials(self.key.access, self.key.secret, known["HUAWEICLOUD_SDK_PROJECT_ID"])
        builder = ModelArtsClient.new_builder().with_credentials(credentials)
        self.client: Any = builder.with_endpoints([platform.endpoint]).build()
        self.jobs = Jobs(platform)
        self.jobs.store.put_object(Bucket=self.jobs.bucket, Key="echo/main.py", Body=PROGRAM.encode())
        self.jobs.store.put_object(Bucket=self.jobs.bucket, Key="echo/weights.txt", Body=b"0.25")
        made = self.client.create_infer_service(CreateInferServiceRequest(body=make_body("sdk-v2-echo", self.group("blue"))))
        self.id: str = made.id
        self.settle()

    def unit(self, says: str = "hello") -> UnitConfig:
        """Return a unit that runs the program on the plain Python image, in a size of its own."""
        code = FileInfo(source="OBS", address=f"obs://{self.jobs.bucket}/echo/", mount_path="/home/ma-user/code/")
        well = Health(
            check_method="HTTP",
            url="/health",
            initial_delay_seconds=1,
            period_seconds=1,
            timeout_seconds=5,
            failure_threshold=3,
        )
        return UnitConfig(
            image=ImageInfo(source="SWR", swr_path=self.jobs.image()),
            flavor="custom",
            custom_spec=CustomResourceSpec(cpu=0.1, memory=128),
            cmd="python /home/ma-user/code/main.py",
            port=PORT,
            envs={"SAYS": says, "PORT": str(PORT)},
            files=[code],
            readiness_health=well,
            count=1,
            group_count=1,
        )

    def group(self, name: str, says: str = "hello", weight: int = 100) -> GroupConfig:
        """Return a deployment of one instance."""
        return GroupConfig(name=name, weight=weight, count=1, unit_configs=[self.unit(says)])

    def show(self) -> Any:
        """Return the service."""
        return self.client.show_infer_service(ShowInferServiceRequest(service_id=self.id))

    def settle(self, state: str = "RUNNING") -> Any:
        """Wait until the service is in a state, and return it."""
        return until(self.show, lambda shown: shown.status == state)

    def deployment(self, name: str = "blue") -> Any:
        """Return a deployment; its name does as well as its id."""
        return self.client.show_infer_deployment(ShowInferDeploymentRequest(service_id=self.id, deployment_id=name))

    def update(self, name: str = "blue", **changes: Any) -> Any:
        """Change a deployment."""
        body = GroupConfigUpdateRequest(**changes)
        request = UpdateInferDeploymentRequest(service_id=self.id, deployment_id=name, body=body)
        return self.client.update_infer_deployment(request)

    def instances(self, *states: str) -> list[str]:
        """Return the names of the instances of `blue` in some states."""
        request = ListInferDeploymentInstancesRequest(id=self.id, name="blue", status=list(states), limit=100, offset="0")
        return [item.instance_name for item in self.client.list_infer_deployment_instances(request).data]

    def wait_for(self, count: int) -> None:
        """Wait until so many instances of `blue` run."""
        until(lambda: self.instances("RUNNING"), lambda seen: len(seen) == count)

    def pods(self, **filters: Any) -> Any:
        """Return a page of the pods of `blue`."""
        request = ListInferDeploymentPodsRequest(id=self.id, deployment_name="blue", name="all", limit=100, **filters)
        return self.client.list_infer_deployment_pods(request)

    def ask(self, **headers: str) -> httpx.Response:
        """Send a request to the service by its address."""
        url = f"{self.show().predict_url[0].urls[0]}/talk"
        return httpx.post(url, content=b"hey", headers=headers, timeout=30)

    def hear(self) -> dict[str, Any]:
        """Return what the service answers."""
        answer = self.ask()
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def until(look: Callable[[], Any], is_right: Callable[[Any], bool]) -> Any:
    """Look until what is seen is right, and return it."""
    late = time.monotonic() + WITHIN_SECONDS
    while not is_right(seen := look()):
        assert time.monotonic() < late, seen
        time.sleep(0.2)
    return seen


def make_body(name: str, *groups: GroupConfig, auth: str = "NONE") -> ServiceCreateRequest:
    limit = ServiceLimit(rate_limit=RateLimit(num=1000, unit="SECONDS"), request_size_limit=1, request_timeout=5)
    invoke = ServiceInvokeCreateRequest(port=8080, protocol="HTTP", auth_type=auth)
    return ServiceCreateRequest(
        name=name,
        type="REAL_TIME",
        deploy_type="SINGLE",
        group_configs=list(groups),
        custom_metrics_path="",
        runtime_config=RuntimeConfigCreateRequest(service_invoke=invoke, service_limit=limit),
        tags=[ServiceCreateRequestTags(key="tier", value="gold")],
    )


def refusal(call: Callable[[Any], Any], request: Any) -> tuple[int, str]:
    """Make a call that is refused; the status and the code."""
    with pytest.raises(ClientRequestException) as refused:
        call(request)
    return refused.value.status_code, refused.value.error_code


@pytest.fixture(scope="module")
def echo(platform: ThrowawayPlatform) -> Iterator[Echo]:
    """A service that answers; each test leaves it running."""
    found = Echo(platform)
    yield found
    found.client.batch_delete_infer_services(
        BatchDeleteInferServicesRequest(body=DeleteServicesRequest(service_ids=[found.id]))
    )


@pytest.fixture(scope="module")
def client(echo: Echo) -> Any:
    return echo.client


class TestServices:
    def test_a_service_is_made_read_and_deleted(self, client: Any) -> None:
        made = client.create_infer_service(CreateInferServiceRequest(body=make_body("sdk-v2")))

        shown = client.show_infer_service(ShowInferServiceRequest(service_id=made.id))
        assert (shown.name, shown.type, shown.status, shown.version.version) == ("sdk-v2", "REAL_TIME", "INIT", "1.0.0")
        assert shown.version.runtime_config.service_limit.request_timeout == 5
        listed = client.list_infer_services(ListInferServicesRequest(id=made.id, limit=10, offset=0, sort_key="create_at"))
        assert (listed.total, listed.current, listed.pages, listed.size) == (1, 0, 1, 10)
        assert listed.data[0].tags[0].value == "gold"
        events = client.list_infer_service_events(ListInferServiceEventsRequest(service_id=made.id))
        assert events.data[-1].event_type == "NORMAL"

        gone = client.batch_delete_infer_services(
            BatchDeleteInferServicesRequest(body=DeleteServicesRequest(service_ids=[made.id]))
        )
        assert gone.service_responses[0].status == "DELETING"

    def test_a_program_answers_through_the_gateway(self, echo: Echo) -> None:
        shown = echo.show()

        heard = echo.hear()
        assert (heard["says"], heard["heard"], heard["path"], heard["weights"]) == ("hello", "hey", "/talk", "0.25")
        group = shown.version.instance_groups[0]
        assert (group.name, group.status, group.running_count, group.traffic_ratio) == ("blue", "RUNNING", 1, "100.00%")
        assert (group.unit_configs[0].cmd, group.unit_configs[0].envs["SAYS"]) == ("python /home/ma-user/code/main.py", "hello")
        assert shown.predict_url[0].type == "PUBLIC"

    def test_limits_and_access_are_changed(self, echo: Echo) -> None:
        config = RuntimeConfigUpdateRequest(service_invoke=ServiceInvokeUpdateRequest(auth_type="TOKEN"))
        change = ServiceUpdateRequest(description="speaks", version="1.0.1", runtime_config=config)

        changed = echo.client.update_infer_service(UpdateInferServiceRequest(service_id=echo.id, body=change))
        echo.settle()
        assert (changed.version.version, changed.version.description) == ("1.0.1", "speaks")
        until(echo.ask, lambda answer: answer.status_code == 401)
        url = f"{echo.show().predict_url[0].urls[0]}/talk"
        signed = sign_request(echo.key, "POST", url, body=b"hey")
        assert httpx.post(url, content=b"hey", headers=signed, timeout=30).json()["says"] == "hello"

        config = RuntimeConfigUpdateRequest(service_invoke=ServiceInvokeUpdateRequest(auth_type="NONE"))
        change = ServiceUpdateRequest(version="1.0.2", runtime_config=config)
        echo.client.update_infer_service(UpdateInferServiceRequest(service_id=echo.id, body=change))
        until(echo.ask, lambda answer: answer.status_code == 200)

    def test_it_stops_and_starts(self, echo: Echo) -> None:
        stopping = echo.client.stop_infer_service(StopInferServiceRequest(service_id=echo.id))
        assert stopping.status == "STOPPING"
        echo.settle("STOPPED")
        assert echo.ask().status_code >= 400

        echo.client.start_infer_service(StartInferServiceRequest(service_id=echo.id))
        echo.settle()
        assert echo.hear()["says"] == "hello"

    def test_keys_are_bound_to_it(self, echo: Echo) -> None:
        client = echo.client
        client.create_infer_api_key(CreateInferApiKeyRequest(body=CreateApiKeyReq(name="v2-echo", scope="SERVICE")))
        key_id = client.list_infer_api_keys(ListInferApiKeysRequest(name="v2-echo")).data[0].key_id
        body = BatchBindApiKeyRequest(key_ids=[BatchBindApiKeyRequestKeyIds(key_id=key_id)])

        client.bind_infer_api_key(BindInferApiKeyRequest(service_id=echo.id, key_id=key_id))
        found = client.list_infer_api_keys(ListInferApiKeysRequest(service_id=echo.id))
        assert [item.key_id for item in found.data] == [key_id]
        client.unbind_infer_api_key(UnbindInferApiKeyRequest(service_id=echo.id, key_id=key_id))
        client.batch_bind_infer_api_keys(BatchBindInferApiKeysRequest(service_id=echo.id, body=body))
        gone = client.batch_unbind_infer_api_keys(BatchUnbindInferApiKeysRequest(service_id=echo.id, body=body))

        assert gone.success_count == 1
        client.delete_infer_api_key(DeleteInferApiKeyRequest(key_id=key_id))

    def test_tags_are_read_searched_and_taken_away(self, echo: Echo) -> None:
        client, wanted = echo.client, [CombineInferTmsTags(key="tier", values=["gold"])]

        shown = client.show_infer_service_tags(ShowInferServiceTagsRequest(resource_id=echo.id))
        assert (shown.tags[0].key, shown.tags[0].value) == ("tier", "gold")
        assert "gold" in client.list_infer_service_tags(ListInferServiceTagsRequest()).tags[0].values
        found = client.list_infer_services_by_tags(ListInferServicesByTagsRequest(body=QueryTmsResourceRequest(tags=wanted)))
        assert echo.id in [item.resource_id for item in found.resources]
        body = QueryTmsResourceCountRequest(tags=wanted)
        count = client.count_infer_services_by_tags(CountInferServicesByTagsRequest(body=body))
        assert count.total_count == found.total_count
        # The official client sends no body; the documents want one.
        assert refusal(client.create_infer_service_tag, CreateInferServiceTagRequest(resource_id=echo.id))[0] == 400

        body = DeleteInferTmsTagsRequest(resource_id=echo.id, tags=[TmsTagForDeletion(key="tier", value="gold")])
        client.delete_infer_service_tag(DeleteInferServiceTagRequest(resource_id=echo.id, body=body))
        assert client.show_infer_service_tags(ShowInferServiceTagsRequest(resource_id=echo.id)).tags == []


class TestDeployments:
    def test_a_second_one_takes_its_share(self, echo: Echo) -> None:
        client = echo.client

        added = client.create_infer_deployment(
            CreateInferDeploymentRequest(service_id=echo.id, body=echo.group("green", "ciao", weight=100))
        )
        echo.settle()
        assert {echo.hear()["says"] for _ in range(60)} == {"hello", "ciao"}
        listed = client.list_infer_deployments(ListInferDeploymentsRequest(service_id=echo.id, sort_dir="ASC"))
        assert {(item.name, item.traffic_ratio) for item in listed.data} == {("blue", "50.00%"), ("green", "50.00%")}

        where = {"service_id": echo.id, "deployment_id": added.id}
        client.stop_infer_deployment(StopInferDeploymentRequest(**where))
        until(lambda: echo.deployment("green"), lambda seen: seen.status == "STOPPED")
        assert {echo.hear()["says"] for _ in range(20)} == {"hello"}
        echo.settle()
        client.start_infer_deployment(StartInferDeploymentRequest(**where))
        until(lambda: echo.deployment("green"), lambda seen: seen.status == "RUNNING")
        until(echo.hear, lambda heard: heard["says"] == "ciao")
        echo.settle()

        gone = client.delete_infer_deployment(DeleteInferDeploymentRequest(**where))
        assert gone.status == "DELETING"
        echo.settle()
        assert {echo.hear()["says"] for _ in range(20)} == {"hello"}
        assert refusal(client.show_infer_deployment, ShowInferDeploymentRequest(**where)) == (404, "Modelyard.6900")

    def test_versions_go_on_and_back(self, echo: Echo) -> None:
        client, where = echo.client, {"service_id": echo.id, "deployment_id": echo.deployment().id}
        before = echo.deployment().version

        changed = echo.update(unit_configs=[echo.unit("good day")])
        echo.settle()
        assert changed.version != before
        assert echo.hear()["says"] == "good day"
        versions = client.list_infer_deployment_versions(ListInferDeploymentVersionsRequest(**where))
        states = {item.version: item.version_status for item in versions.data}
        assert (versions.data[0].version, states[changed.version], states[before]) == (changed.version, "RUNNING", "STOPPED")
        old = client.show_infer_deployment_version(ShowInferDeploymentVersionRequest(**where, version=before))
        assert old.unit_configs[0].envs["SAYS"] == "hello"

        body = SwitchInferDeploymentVersionRequestBody(service_id=echo.id, target_deployment_version=before)
        client.switch_infer_deployment_version(SwitchInferDeploymentVersionRequest(**where, version=before, body=body))
        echo.settle()
        assert (echo.hear()["says"], echo.deployment().version) == ("hello", before)
        request = DeleteInferDeploymentVersionRequest(**where, version=before)
        assert refusal(client.delete_infer_deployment_version, request) == (409, "Modelyard.6903")
        client.delete_infer_deployment_version(DeleteInferDeploymentVersionRequest(**where, version=changed.version))
        request = ShowInferDeploymentVersionRequest(**where, version=changed.version)
        assert refusal(client.show_infer_deployment_version, request) == (404, "Modelyard.6902")

    def test_a_broken_update_is_interrupted_while_the_old_program_answers(self, echo: Echo) -> None:
        where = {"service_id": echo.id, "deployment_id": "blue"}
        request = CancelInferDeploymentRequest(**where)
        assert refusal(echo.client.cancel_infer_deployment, request) == (409, "Modelyard.6904")

        assert echo.update(unit_configs=[echo.unit("nothing")]).status == "UPGRADING"
        assert echo.hear()["says"] == "hello"
        echo.client.cancel_infer_deployment(request)
        echo.settle()

        assert echo.hear()["says"] == "hello"
        assert echo.deployment().unit_configs[0].envs["SAYS"] == "hello"

    def test_instances_follow_the_number_asked_for(self, echo: Echo) -> None:
        client = echo.client

        for count in (2, 1):
            body = UpdateInferDeploymentScale(count=count)
            request = UpdateInferDeploymentScaleRequest(service_id=echo.id, deployment_name="blue", body=body)
            client.update_infer_deployment_scale(request)
            echo.settle()
            echo.wait_for(count)
            assert echo.hear()["says"] == "hello"

    def test_an_instance_that_is_deleted_is_replaced(self, echo: Echo) -> None:
        client, (name,) = echo.client, echo.instances("RUNNING")

        gone = client.delete_infer_deployment_instance(
            DeleteInferDeploymentInstanceRequest(id=echo.id, deployment_name="blue", name=name, operation="RECREATE")
        )
        assert gone.instance_name == name
        until(lambda: echo.instances("RUNNING"), lambda seen: seen and name not in seen)
        echo.settle()
        assert name in echo.instances("DELETED", "FAILED", "CONCERNING")
        assert echo.hear()["says"] == "hello"

    def test_pods_are_listed_with_their_events_and_replaced(self, echo: Echo) -> None:
        client, (instance,) = echo.client, echo.instances("RUNNING")
        (pod,) = echo.pods(status=["RUNNING", "PENDING"], pod_name=instance).data
        where = {"id": echo.id, "deployment_name": "blue", "instance_name": instance}

        assert (pod.pod_role, bool(pod.pod_node_name)) == ("COMMON", True)
        assert [item.pod_id for item in echo.pods(pod_name=pod.pod_name).data] == [pod.pod_id]
        request = ListInferDeploymentPodEventsRequest(**where, name=pod.pod_name)
        events = client.list_infer_deployment_pod_events(request)
        assert {item.type for item in events.body} == {"Normal"}

        gone = client.delete_infer_deployment_pod(DeleteInferDeploymentPodRequest(**where, name=pod.pod_name, force=True))
        assert gone.pod_name == pod.pod_name
        until(lambda: echo.instances("RUNNING"), lambda seen: seen and instance not in seen)
        echo.settle()
        until(echo.ask, lambda answer: answer.status_code == 200)


class TestScaling:
    def test_rules_are_made_changed_and_taken_away(self, echo: Echo) -> None:
        client, where = echo.client, {"service_id": echo.id, "deployment_id": echo.deployment().id}
        rule = HpaRules(name="morning", type="CRON_HPA", schedule="0 8 * * *", target_replicas=2)
        body = CreateHpaRequestBody(
            type="CRON_HPA", target_resource_type="GROUP", target_resource_id=where["deployment_id"], hpa_rules=[rule]
        )

        made = client.create_infer_deployment_hpa(CreateInferDeploymentHpaRequest(**where, body=body))
        assert (made.status, made.max_replicas, made.hpa_rules[0].name) == ("ACTIVE", 2, "morning")
        echo.settle()
        rule = HpaRules(
            id=made.hpa_rules[0].id,
            name="morning",
            type="CRON_HPA",
            schedule="0 9 * * *",
            target_replicas=3,
            disable=True,
            operate="UPDATE",
        )
        body = UpdateHpaRequestBody(id=made.id, hpa_rules=[rule])
        changed = client.update_infer_deployment_hpa(UpdateInferDeploymentHpaRequest(**where, body=body))
        assert (changed.status, changed.hpa_rules[0].schedule) == ("INACTIVE", "0 9 * * *")
        echo.settle()
        assert client.show_infer_deployment_hpa(ShowInferDeploymentHpaRequest(**where)).id == made.id
        events = client.list_infer_deployment_hpa_events(ListInferDeploymentHpaEventsRequest(**where, sort_dir="ASC"))
        assert (events.total, events.current) == (0, 0)

        gone = client.delete_infer_deployment_hpa(DeleteInferDeploymentHpaRequest(**where))
        echo.settle()
        assert gone.status == "DELETED"
        request = ShowInferDeploymentHpaRequest(**where)
        assert refusal(client.show_infer_deployment_hpa, request) == (404, "Modelyard.6905")


class TestOffers:
    def test_sizes_and_the_public_pool_are_shown(self, client: Any) -> None:
        flavors = client.list_infer_cluster_flavors(ListInferClusterFlavorsRequest(flavor_type="CPU", limit=1, offset=0))
        cluster = client.show_infer_service_cluster(ShowInferServiceClusterRequest(id="public", x_user_token="none"))

        assert flavors.data[0].category == "CPU"
        assert (cluster.pool_type, cluster.status) == ("PUBLIC", "RUNNING")


class TestRefusals:
    def test_a_service_that_queues_is_refused_by_name(self, client: Any) -> None:
        body = make_body("sdk-v2-async")
        body.type = "ASYNC_REAL_TIME"

        assert refusal(client.create_infer_service, CreateInferServiceRequest(body=body)) == (400, "Modelyard.6502")

    def test_ratios_of_roles_and_networks_are_refused_by_name(self, client: Any) -> None:
        where = {"service_id": "s1", "deployment_id": "d1"}
        connection = IntranetConnectionRequest(scene="VPC", service_id="s1", vpc_id="v1", subnet_id="n1")
        calls = [
            (client.show_infer_hra, ShowInferHraRequest(**where)),
            (
                client.create_infer_hra,
                CreateInferHraRequest(**where, body=CreateHraRequestBody(workspace_id="0", hra_rules=[])),
            ),
            (
                client.update_infer_hra,
                UpdateInferHraRequest(**where, body=UpdateHraRequestBody(workspace_id="0", hra_rules=[])),
            ),
            (client.create_infer_intranet_connection, CreateInferIntranetConnectionRequest(body=connection)),
            (
                client.batch_delete_infer_intranet_connections,
                BatchDeleteInferIntranetConnectionsRequest(
                    body=IntranetConnectionDeleteRequest(intranet_connection_ids=["i1"])
                ),
            ),
            (
                client.update_infer_intranet_connection,
                UpdateInferIntranetConnectionRequest(id="i1", body=UpdateIntranetConnectionRequestBody(action="CANCEL")),
            ),
            (
                client.modify_infer_intranet_connections,
                ModifyInferIntranetConnectionsRequest(id="i1", body=IntranetConnectionModifyRequest(custom_urls=["/x"])),
            ),
            (client.list_infer_intranet_connection_applications, ListInferIntranetConnectionApplicationsRequest()),
            (client.list_infer_intranet_connection_reviews, ListInferIntranetConnectionReviewsRequest()),
        ]

        assert {refusal(call, request) for call, request in calls} == {(400, "Modelyard.6907")}


class TestCoverage:
    def test_every_operation_of_the_client_is_called_here(self) -> None:
        """Temporary keys have a test of their own."""
        pattern = r'def _(\w+)_http_info\(.*?"resource_path": "/v2/{project_id}/(?:services|intranet-|modelarts-service-)'
        known = set(re.findall(pattern, inspect.getsource(ModelArtsClient), re.DOTALL))
        operations = {name for name in known if "infer" in name}

        text = Path(__file__).read_text()
        assert operations - {name for name in operations if f"client.{name}" in text} == {"create_infer_temp_api_key"}
