"""The newer API of services with the official ModelArts SDK; nothing is deployed, since that needs an image."""

from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkmodelarts.v1 import (
    BatchDeleteInferServicesRequest,
    CreateInferDeploymentRequest,
    CreateInferServiceRequest,
    DeleteServicesRequest,
    GroupConfig,
    ImageInfo,
    ListInferClusterFlavorsRequest,
    ListInferDeploymentsRequest,
    ListInferServiceEventsRequest,
    ListInferServicesRequest,
    ListInferServiceTagsRequest,
    ModelArtsClient,
    RateLimit,
    RuntimeConfigCreateRequest,
    ServiceCreateRequest,
    ServiceCreateRequestTags,
    ServiceInvokeCreateRequest,
    ServiceLimit,
    ShowInferDeploymentRequest,
    ShowInferServiceRequest,
    ShowInferServiceTagsRequest,
    UnitConfig,
)

from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def client(platform: ThrowawayPlatform) -> Any:
    known = platform.credentials
    credentials = BasicCredentials(
        known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], known["HUAWEICLOUD_SDK_PROJECT_ID"]
    )
    builder = ModelArtsClient.new_builder().with_credentials(credentials)
    return builder.with_endpoints([platform.endpoint]).build()


def make_body(name: str) -> ServiceCreateRequest:
    limit = ServiceLimit(rate_limit=RateLimit(num=10, unit="SECONDS"), request_size_limit=1, request_timeout=5)
    invoke = ServiceInvokeCreateRequest(port=8080, protocol="HTTP", auth_type="TOKEN")
    return ServiceCreateRequest(
        name=name,
        type="REAL_TIME",
        deploy_type="SINGLE",
        group_configs=[],
        custom_metrics_path="",
        runtime_config=RuntimeConfigCreateRequest(service_invoke=invoke, service_limit=limit),
        tags=[ServiceCreateRequestTags(key="tier", value="gold")],
    )


class TestServices:
    def test_a_service_is_made_read_and_deleted(self, client: Any) -> None:
        made = client.create_infer_service(CreateInferServiceRequest(body=make_body("sdk-v2")))

        shown = client.show_infer_service(ShowInferServiceRequest(service_id=made.id))
        assert (shown.name, shown.type, shown.version.version) == ("sdk-v2", "REAL_TIME", "1.0.0")
        assert shown.version.runtime_config.service_limit.request_timeout == 5
        listed = client.list_infer_services(ListInferServicesRequest(name="sdk-v2", limit=10, offset=0))
        assert (listed.total, listed.data[0].tags[0].value) == (1, "gold")
        tags = client.show_infer_service_tags(ShowInferServiceTagsRequest(resource_id=made.id))
        assert tags.tags[0].key == "tier"
        assert client.list_infer_service_tags(ListInferServiceTagsRequest()).tags[0].values == ["gold"]
        events = client.list_infer_service_events(ListInferServiceEventsRequest(service_id=made.id))
        assert events.data[-1].event_type == "NORMAL"

        gone = client.batch_delete_infer_services(
            BatchDeleteInferServicesRequest(body=DeleteServicesRequest(service_ids=[made.id]))
        )
        assert gone.service_responses[0].status == "DELETING"

    def test_a_deployment_is_added_and_read(self, client: Any) -> None:
        made = client.create_infer_service(CreateInferServiceRequest(body=make_body("sdk-v2-deployment")))
        flavor = client.list_infer_cluster_flavors(ListInferClusterFlavorsRequest(limit=1, offset=0)).data[0]
        image = ImageInfo(source="SWR", swr_path="registry.invalid/echo:1")
        unit = UnitConfig(image=image, flavor=flavor.name, cmd="python -m echo", envs={"A": "1"})

        added = client.create_infer_deployment(
            CreateInferDeploymentRequest(
                service_id=made.id, body=GroupConfig(name="blue", weight=100, count=1, unit_configs=[unit])
            )
        )

        where = {"service_id": made.id, "deployment_id": added.id}
        shown = client.show_infer_deployment(ShowInferDeploymentRequest(**where))
        assert (shown.name, shown.unit_configs[0].cmd, shown.create_at.year > 2000) == ("blue", "python -m echo", True)
        listed = client.list_infer_deployments(ListInferDeploymentsRequest(service_id=made.id))
        assert listed.total == 1

    def test_what_there_is_not_is_refused_by_name(self, client: Any) -> None:
        body = make_body("sdk-v2-async")
        body.type = "ASYNC_REAL_TIME"

        with pytest.raises(ClientRequestException) as refused:
            client.create_infer_service(CreateInferServiceRequest(body=body))

        assert (refused.value.status_code, refused.value.error_code) == (400, "Modelyard.6502")
