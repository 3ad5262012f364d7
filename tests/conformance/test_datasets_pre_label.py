"""Pre-labelling over the public API: a model that really runs looks at pictures, called through the gateway."""

from typing import Any

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from conformance.test_datasets_smart import Site
from e2e.services import Services, entry
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

# Calls pictures by their mean brightness.
_MODEL = """
from model_service.python_model_service import XgSklServingBaseService
from PIL import Image


class Service(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        super().__init__(model_name, model_path)

    def _preprocess(self, data):
        for files in data.values():
            for content in files.values() if isinstance(files, dict) else [files]:
                return Image.open(content).convert("L").resize((1, 1)).getpixel((0, 0))

    def _inference(self, data):
        return data

    def _postprocess(self, data):
        label = "dark" if data < 128 else "light"
        return {"predicted_label": label, "scores": [[label, "0.95"], ["else", "0.05"]]}
"""


@pytest.fixture
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


@pytest.fixture(scope="module")
def services(platform: ThrowawayPlatform) -> Services:
    return Services(platform)


class TestPreLabel:
    def test_a_model_is_deployed_labels_and_goes(self, site: Site, services: Services) -> None:
        model = services.publish("leafs", "0.0.1", _MODEL)
        run_on = [{"specification": "modelarts.vm.cpu.free", "instance_count": 1}]
        body: dict[str, Any] = {"task_type": "pre-label", "model_id": model, "collect_key_sample": True}

        with pytest.raises(ClientRequestException) as refusal:
            site.call("POST", "/tasks", body)
        assert refusal.value.error_code == "Modelyard.7490"
        task = site.ended(site.call("POST", "/tasks", body | {"config": {"inf_config_list": run_on}})["task_id"])
        listed = site.call("GET", "/auto-annotations/samples", limit=100)

        assert (task["status"], task["code"]) == (3, "4952"), task
        assert (task["result"]["model_name"], task["result"]["good"], task["result"]["bad"]) == ("leafs", 8, 0), task
        assert listed["sample_count"] == 8
        for each in listed["samples"]:
            assert each["sample_name"].startswith(each["labels"][0]["name"])
            assert each["labels"][0]["score"] == 0.95
        there = [each for each in services.call("GET", "services")["services"] if each["status"] != "deleting"]
        assert [each for each in there if each["service_name"].startswith("pre-label-")] == []

    def test_a_running_service_that_asks_who_calls_is_called(self, site: Site, services: Services) -> None:
        model = services.publish("leafs", "0.0.2", _MODEL)
        wanted: dict[str, Any] = {"service_name": "kept", "infer_type": "real-time", "config": [entry(model)]}
        service = services.call("POST", "services", wanted)["service_id"]
        services.wait(service, "running")

        body: dict[str, Any] = {"task_type": "pre-label", "config": {"service_id": service}}
        task = site.ended(site.call("POST", "/tasks", body)["task_id"])

        assert (task["status"], task["result"]["service_name"], task["result"]["good"]) == (3, "kept", 8), task
        (listed,) = site.call("GET", "/tasks", type=1)["tasks"]
        assert (listed["type"], listed["model_version"]) == (1, "0.0.2")
        assert services.show(service)["status"] == "running"
