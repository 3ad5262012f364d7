"""API keys with the official ModelArts SDK."""

from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkmodelarts.v1 import (
    CreateApiKeyReq,
    CreateInferApiKeyRequest,
    CreateInferTempApiKeyRequest,
    CreateTempApiKeyReq,
    DeleteInferApiKeyRequest,
    ListInferApiKeysRequest,
    ModelArtsClient,
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


class TestApiKeys:
    def test_a_key_is_made_listed_and_deleted(self, client: Any) -> None:
        client.create_infer_api_key(
            CreateInferApiKeyRequest(body=CreateApiKeyReq(name="sdk", scope="SERVICE", description="made by the SDK"))
        )

        found = client.list_infer_api_keys(ListInferApiKeysRequest(name="sdk", limit=10, offset=0))
        assert (found.total, found.data[0].name, found.data[0].scope) == (1, "sdk", "SERVICE")

        gone = client.delete_infer_api_key(DeleteInferApiKeyRequest(key_id=found.data[0].key_id))
        assert gone.name == "sdk"
        with pytest.raises(ClientRequestException) as refused:
            client.delete_infer_api_key(DeleteInferApiKeyRequest(key_id=found.data[0].key_id))
        assert refused.value.error_code == "Modelyard.6810"

    def test_a_temporary_key_tells_when_it_ends(self, client: Any) -> None:
        made = client.create_infer_temp_api_key(CreateInferTempApiKeyRequest(body=CreateTempApiKeyReq(expire_time=1)))

        assert made.api_key.startswith("myk-")
        assert made.expire_time - made.create_time == 3_600_000
