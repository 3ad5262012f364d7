"""AI applications and services in the console: in a real browser, on a running platform, with real processes."""

import json
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.company import BROKEN_TEXT, Company, new_name
from e2e.conftest import OpensBrowser
from leftovers import remove_what_runs
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The image may have to be built, and numbers of calls are counted now and then.
SLOW_MS = 240_000

SERVICE_URL = re.compile(r"/services/[0-9a-f-]{36}$")
OTHERS = ("/batch-services", "/batch-services/new", "/callers", "/callers?tab=keys")
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


@pytest.fixture(autouse=True)
def _the_machine_is_free(platform: ThrowawayPlatform) -> None:
    remove_what_runs(platform)


@pytest.fixture
def bucket(company: Company) -> str:
    return company.make_bucket(
        **{
            "areas/model/config.json": CONFIG,
            "areas/model/customize_service.py": CODE,
            "wrong/model/config.json": WRONG,
            "in/good.csv": b"6,7\n1,2\nx,1\n",
            "in/bad.csv": b"width,height\n",
        }
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


def shown(visit: Visit) -> dict[str, Any]:
    """Return the service of the page that is open, as the API shows it."""
    project, service_id = visit.platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"], visit.page.url.rsplit("/", 1)[-1]
    answer = visit.page.request.get(f"{visit.platform.endpoint}/v1/{project}/services/{service_id}")
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json()
    return found


def settings_of(service: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody has chosen for a service."""
    # With scaling, the number of instances is what the load and the time of day say.
    moving = ("status", "ready_count", "instance_count", "message", "last_lines")
    config = [{name: value for name, value in entry.items() if name not in moving} for entry in service["config"]]
    names = ("description", "schedule", "load_balancer_policy", "traffic_rules", "runtime_config", "additional_properties")
    return {"config": config, **{name: service.get(name) for name in names}}


def deploy(visit: Visit, bucket: str, service: str, *, everything: bool = False) -> None:
    """Publish a model and deploy it, with all that the form has, and wait until it answers."""
    publish(visit, bucket, new_name("areas"))
    visit.by_id("deploy-model").click()
    visit.by_id("service-name").fill(service)
    if everything:
        visit.by_id("own-size-0").click()
        visit.by_id("size-0-cores").fill("0.5")
        visit.page.get_by_text("Variables, batching, scaling").click()
        visit.by_id("add-variable-0").click()
        visit.by_id("variable-0-name-0").fill("COLOUR")
        visit.by_id("variable-0-value-0").fill("red")
        visit.by_id("scaling-0").click()
        visit.by_id("add-schedule-0").click()
        visit.by_id("rate-limit").fill("500")
        visit.by_id("allowed").locator("input").fill("127.0.0.0/8,10.0.0.0/8,")
        visit.by_id("auto-stop").fill("5")
        visit.by_id("add-rule").click()
        visit.by_id("rule-condition-0").fill("#HEADER_tier == 'gold'")
        visit.by_id("rule-header-0").fill("x-tier")
        visit.by_id("rule-value-0").fill("1")
    visit.by_id("submit-service").click()
    expect(visit.page).to_have_url(SERVICE_URL)
    expect(visit.by_id("service-status").first).to_have_attribute("data-status", "running", timeout=SLOW_MS)


def make_app(visit: Visit, name: str) -> str:
    """Make an app, open it, give it a code, and return that."""
    visit.by_id("nav-callers").click()
    visit.by_id("create-app").first.click()
    visit.by_id("app-name").fill(name)
    visit.press("Create app")
    expect(visit.by_id("new-app-secret")).to_be_visible()
    visit.by_id("secret-kept").click()
    visit.by_id(f"app-{name}").click()
    visit.by_id("add-code").click()
    codes = visit.by_id("app-codes").locator("li")
    expect(codes).to_have_count(1)
    return codes.inner_text().strip()


def make_key(visit: Visit, name: str) -> str:
    """Make an API key for the service of the page, and return it."""
    visit.by_id("create-api-key").click()
    visit.by_id("api-key-name").fill(name)
    visit.press("Create API key")
    key = visit.by_id("new-api-key").inner_text().strip()
    visit.by_id("secret-kept").click()
    return key


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
        admin.press("Delete")
        expect(admin.page).to_have_url(re.compile(r"/services$"))

    def test_modify_keeps_all_that_a_service_has(self, admin: Visit, bucket: str) -> None:
        deploy(admin, bucket, new_name("service"), everything=True)
        before = settings_of(shown(admin))
        entry, limits = before["config"][0], before["runtime_config"]["service_limit"]
        assert entry["custom_spec"] == {"cpu": 0.5, "memory": 2048}
        assert entry["scaling_policy"]["schedules"] == [{"schedule": "0 8 * * 1-5", "target_replicas": 2}]
        assert limits["ip_white_list"] == ["127.0.0.0/8", "10.0.0.0/8"]
        assert before["traffic_rules"][0]["parameter_name"] == "x-tier"

        admin.by_id("modify-service").click()
        admin.by_id("submit-service").click()
        expect(admin.page).to_have_url(SERVICE_URL)
        assert settings_of(shown(admin)) == before

        admin.by_id("modify-service").click()
        admin.by_id("timeout").fill("61")
        admin.by_id("submit-service").click()
        expect(admin.page).to_have_url(SERVICE_URL)
        limits["request_timeout"] = 61
        assert settings_of(shown(admin)) == before

    def test_apps_and_api_keys_are_made_let_in_and_shut_out(self, admin: Visit, bucket: str) -> None:
        service, app = new_name("service"), new_name("app")
        deploy(admin, bucket, service)
        address = str(shown(admin)["access_address"])

        code = make_app(admin, app)
        admin.pick_found(admin.by_id("app-service"), service)
        admin.by_id("let-in").click()
        expect(admin.by_id("app-services")).to_contain_text(service)
        admin.by_id("app-services").get_by_role("link", name=service).click()
        admin.page.get_by_role("tab", name="Callers").click()
        expect(admin.by_id("apps-of-service")).to_contain_text(app)
        key = make_key(admin, app)
        expect(admin.by_id("keys-of-service")).to_contain_text(app)

        question = {"data": {"req_data": [{"width": 6, "height": 7}]}}
        for headers in ({"X-Apig-AppCode": code}, {"Authorization": f"Bearer {key}"}):
            answer = httpx.post(address, headers=headers, json=question, timeout=60)
            assert answer.json() == {"data": {"resp_data": [{"area": 42}]}}, answer.text
        admin.by_id(f"withdraw-{app}").click()
        expect(admin.by_id("apps-of-service")).not_to_contain_text(app)

        admin.choose("service-menu", "Delete")
        admin.press("Delete")
        expect(admin.page).to_have_url(re.compile(r"/services$"))

    def test_a_batch_works_through_tables_and_says_what_failed(self, admin: Visit, bucket: str) -> None:
        name, batch = new_name("areas"), new_name("batch")
        publish(admin, bucket, name)
        model_id = admin.page.url.rsplit("/", 1)[-1]
        admin.open(f"/batch-services/new?model={model_id}")
        admin.by_id("batch-name").fill(batch)
        admin.by_id("batch-source").fill(f"obs://{bucket}/in/")
        admin.by_id("batch-target").fill(f"obs://{bucket}/out/")
        admin.by_id("mapping-sample").fill("6,7\nx,1")
        expect(admin.by_id("mapping-preview")).to_contain_text('"height": 7')
        expect(admin.by_id("mapping-preview")).to_contain_text("Row 2, column 0")
        admin.by_id("submit-batch").click()

        expect(admin.page).to_have_url(re.compile(r"/batch-services/[0-9a-f-]{36}$"))
        expect(admin.by_id("service-status").first).to_have_attribute("data-status", "finished", timeout=SLOW_MS)
        expect(admin.by_id("batch-progress")).to_contain_text("2 of 2")
        results = admin.by_id("batch-results")
        expect(results.get_by_role("row").filter(has_text="good.csv").first).to_contain_text("1 failed")
        results.get_by_text("Failed", exact=True).first.click()
        expect(results.get_by_role("row").filter(has_text="bad.csv")).to_contain_text("column 0")
        expect(results.get_by_role("row").filter(has_text="good.csv")).to_have_count(0)

        admin.open("/batch-services")
        expect(admin.by_id(f"service-{batch}")).to_be_visible()
        admin.choose(f"service-menu-{batch}", "Delete")
        admin.press("Delete")
        expect(admin.by_id(f"service-{batch}")).to_have_count(0, timeout=SLOW_MS)

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

        for path in ("/models", "/models/new", "/services", "/services/new", *OTHERS):
            visit.open(path)
            expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
            visit.page.wait_for_timeout(500)
            expect(visit.by_id("error-state")).to_have_count(0)
            assert not BROKEN_TEXT.search(visit.page.locator("#root").inner_text()), path
