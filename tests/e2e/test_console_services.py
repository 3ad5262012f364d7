"""AI applications and services in the console: in a real browser, on a running platform, with real processes."""

import json
import re

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.company import BROKEN_TEXT, Company, new_name
from e2e.conftest import OpensBrowser

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The image may have to be built, and numbers of calls are counted now and then.
SLOW_MS = 240_000

NUMBER = {"type": "number", "description": "in cm"}
RECORD = {"type": "object", "properties": {"width": NUMBER, "height": NUMBER}}
REQUEST = {
    "type": "object",
    "properties": {"data": {"type": "object", "properties": {"req_data": {"type": "array", "items": [RECORD]}}}},
}
CONFIG = json.dumps(
    {
        "model_algorithm": "predict_analysis",
        "model_type": "Scikit_Learn",
        "metrics": {"accuracy": 0.96},
        "apis": [
            {
                "url": "/",
                "method": "post",
                "request": {"Content-type": "application/json", "data": REQUEST},
                "response": {"Content-type": "application/json", "data": {"type": "object", "properties": {}}},
            }
        ],
    }
).encode()
CODE = b"""
from model_service.python_model_service import XgSklServingBaseService


class Areas(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        super().__init__(model_name, model_path)

    def _preprocess(self, data):
        return data["data"]["req_data"]

    def _inference(self, rows):
        return [{"area": row["width"] * row["height"]} for row in rows]

    def _postprocess(self, rows):
        return {"data": {"resp_data": rows}}
"""
WRONG = json.dumps({"model_type": "Scikit_Learn", "apis": [{"url": "/", "method": "teleport"}]}).encode()


@pytest.fixture
def bucket(company: Company) -> str:
    return company.make_bucket(
        **{"areas/model/config.json": CONFIG, "areas/model/customize_service.py": CODE, "wrong/model/config.json": WRONG}
    )


def publish(visit: Visit, bucket: str, name: str) -> None:
    """Create an AI application by the form, and wait until it is ready."""
    visit.open("/models/new")
    visit.by_id("model-name").fill(name)
    visit.by_id("model-path").fill(f"obs://{bucket}/areas/")
    visit.by_id("submit-model").click()
    expect_published(visit)


def expect_published(visit: Visit) -> None:
    expect(visit.page).to_have_url(re.compile(r"/models/[0-9a-f-]{36}$"))
    expect(visit.by_id("model-status").first).to_have_attribute("data-status", "published", timeout=SLOW_MS)


class TestServices:
    def test_two_versions_are_deployed_asked_by_a_form_and_share_the_calls(self, admin: Visit, bucket: str) -> None:
        model, service = new_name("areas"), new_name("service")
        publish(admin, bucket, model)
        admin.by_id("new-version").click()
        expect(admin.by_id("model-version")).to_have_value("0.0.2")
        admin.by_id("submit-model").click()
        expect_published(admin)

        admin.by_id("deploy-model").click()
        admin.by_id("service-name").fill(service)
        admin.by_id("add-version").click()
        admin.by_id("model-select-1").click()
        admin.page.keyboard.type(model)
        options = admin.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        options.filter(has_text="0.0.1").first.click()
        admin.by_id("weight-1").fill("10")
        admin.by_id("service-name").click()
        expect(admin.by_id("weight-0")).to_have_value("90")
        admin.by_id("submit-service").click()

        expect(admin.page).to_have_url(re.compile(r"/services/[0-9a-f-]{36}$"))
        expect(admin.by_id("service-status").first).to_have_attribute("data-status", "running", timeout=SLOW_MS)
        expect(admin.by_id("weights")).to_contain_text("90%")

        admin.page.get_by_role("tab", name="Predict").click()
        admin.by_id("predict-width").fill("6")
        admin.by_id("predict-height").fill("7")
        admin.by_id("predict").click()
        expect(admin.by_id("prediction-status")).to_have_attribute("data-status", "200")
        expect(admin.by_id("prediction")).to_contain_text('"area": 42')

        admin.page.get_by_role("tab", name="Monitoring").click()
        expect(admin.by_id("split")).to_contain_text("100%", timeout=SLOW_MS)
        admin.page.get_by_role("tab", name="Instances").click()
        expect(admin.page.get_by_role("row").filter(has_text=f"{model} 0.0.")).to_have_count(2)

        admin.choose("service-menu", "Delete")
        admin.dialog.get_by_role("button", name="Delete").click()
        expect(admin.page).to_have_url(re.compile(r"/services$"))

    def test_what_is_wrong_in_a_package_is_said_at_its_field(self, admin: Visit, bucket: str) -> None:
        admin.expects(r"400 POST /v1/\w+/models$")
        admin.open("/models/new")
        admin.by_id("model-name").fill(new_name("wrong"))
        admin.by_id("model-path").fill(f"obs://{bucket}/wrong/")
        admin.by_id("submit-model").click()

        objection = admin.page.locator(".ant-form-item-explain-error").filter(has_text="config.json")
        expect(objection).to_be_visible()

    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_lists_and_forms_open_without_any_error(self, visitor: OpensBrowser, language: str, theme: str) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()

        for path in ("/models", "/models/new", "/services", "/services/new"):
            visit.open(path)
            expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
            visit.page.wait_for_timeout(500)
            expect(visit.by_id("error-state")).to_have_count(0)
            assert not BROKEN_TEXT.search(visit.page.locator("#root").inner_text()), path
