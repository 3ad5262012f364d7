"""The official ModelArts client lists, registers, watches and deletes images on a running platform."""

import threading
from typing import Any

import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkmodelarts import v1 as modelarts

from conformance.people import People, name_of_bucket, s3
from modelyard.server.testing import ThrowawayPlatform

pytestmark = pytest.mark.platform

WAIT_SECONDS = 300


@pytest.fixture(scope="module")
def client(platform: ThrowawayPlatform) -> Any:
    known = platform.credentials
    credentials = BasicCredentials(
        known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"], known["HUAWEICLOUD_SDK_PROJECT_ID"]
    )
    config = HttpConfig.get_default_config()
    config.ignore_ssl_verification = True
    builder = modelarts.ModelArtsClient.new_builder().with_http_config(config).with_credentials(credentials)
    return builder.with_endpoints([platform.endpoint]).build()


def until_built(client: Any, image_id: str) -> Any:
    """Return the image once its build has ended."""
    pause = threading.Event()
    for _ in range(WAIT_SECONDS * 2):
        image = client.show_image(modelarts.ShowImageRequest(id=image_id))
        if image.status in {"ACTIVE", "CREATE_FAILED"}:
            return image
        pause.wait(0.5)
    raise TimeoutError(image)


class TestImages:
    def test_preset_images_are_listed_with_their_groups(self, client: Any) -> None:
        images = client.list_image(modelarts.ListImageRequest(name="sklearn"))
        groups = client.list_image_group(modelarts.ListImageGroupRequest(type="BUILD_IN"))

        assert images.total == 1
        assert images.data[0].swr_path.endswith(images.data[0].name)
        assert {"sklearn_1_7", "pytorch_2_13", "tensorflow_2_21"} <= {group.name for group in groups.data}

    def test_an_image_of_a_registry_comes_and_goes(self, client: Any) -> None:
        body = modelarts.ImageRegRequest(swr_path="hub.example.com/team/conformance:1", description="d", tags=["a=b"])
        image = client.register_image(modelarts.RegisterImageRequest(body=body))
        assert (image.status, image.namespace, image.name, image.tag) == ("ACTIVE", "team", "conformance", "1")

        (group,) = client.list_image_group(modelarts.ListImageGroupRequest(name="conformance")).data
        update = modelarts.UpdateImageGroupRequestBody(read_me="how to")
        client.update_image_group(modelarts.UpdateImageGroupRequest(id=group.id, body=update))
        client.sync_image(modelarts.SyncImageRequest(image_id=image.id))
        gone = client.delete_image(modelarts.DeleteImageRequest(id=image.id))

        assert gone.status == "DELETED"
        with pytest.raises(ClientRequestException) as caught:
            client.show_image(modelarts.ShowImageRequest(id=image.id))
        assert (caught.value.status_code, caught.value.error_code) == (404, "Modelyard.4000")

    def test_a_requirement_file_of_a_bucket_becomes_an_image(
        self, client: Any, platform: ThrowawayPlatform, people: People
    ) -> None:
        bucket = name_of_bucket()
        store = s3(platform, people.admin)
        store.create_bucket(Bucket=bucket)
        store.put_object(Bucket=bucket, Key="requirements.txt", Body=b"six==1.17.0\n")
        project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        body = {"swr_path": "team/with-six:1", "requirements_path": f"obs://{bucket}/requirements.txt"}
        made = people.call("POST", f"/v1/{project}/images", body)

        image = until_built(client, made["id"])

        assert image.status == "ACTIVE", image.status_message
        build = people.call("GET", f"/v1/{project}/images/{made['id']}/build")
        assert "six==1.17.0" in build["lock"]
        client.delete_image(modelarts.DeleteImageRequest(id=made["id"]))
