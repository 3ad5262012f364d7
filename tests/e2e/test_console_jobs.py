"""Training jobs in the console: in a real browser, on a running platform, with real processes."""

import re

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.company import BROKEN_TEXT, Company, new_name
from e2e.conftest import OpensBrowser

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# An image with Python alone is there at once; the others are built on first use.
ENGINE = re.compile(r"^Python\s*python_")
SLOW_MS = 240_000

TRAINS = b"""
import argparse, os

parser = argparse.ArgumentParser()
parser.add_argument("--train_url")
parser.add_argument("--epochs", type=int)
args = parser.parse_args()
for epoch in range(args.epochs):
    print(f"epoch {epoch} loss {1 / (epoch + 1):.3f}", flush=True)
with open(os.path.join(args.train_url, "model.txt"), "w") as file:
    file.write("weights")
print("saved the model", flush=True)
"""
FAILS = b"raise ValueError('the learning rate became NaN')\n"
WAITS = b"import time\nprint('ready', flush=True)\ntime.sleep(600)\n"


def fill_in(visit: Visit, bucket: str, script: str) -> str:
    """Fill in the form for a script of a bucket, and return the name of the job."""
    name = new_name("job")
    visit.open("/training/jobs/new")
    visit.by_id("job-name").fill(name)
    visit.pick_shown(visit.by_id("engine"), ENGINE)
    visit.by_id("boot-file").fill(f"/{bucket}/code/{script}")
    visit.by_id("job-description").click()  # the typing has ended
    expect(visit.by_id("boot-file")).to_have_value(f"obs://{bucket}/code/{script}")
    expect(visit.by_id("code-dir")).to_have_value(f"obs://{bucket}/code/")
    return name


def submit(visit: Visit) -> None:
    """Press the button when the check has found nothing, and wait for the page of the job."""
    expect(visit.by_id("job-valid")).to_be_visible()
    visit.by_id("submit-job").click()
    expect(visit.page).to_have_url(re.compile(r"/training/jobs/[0-9a-f-]{36}$"))


def expect_phase(visit: Visit, phase: str) -> None:
    """Wait until the page says that the job is there."""
    expect(visit.by_id("job-status").first).to_have_attribute("data-phase", phase, timeout=SLOW_MS)


@pytest.fixture
def bucket(company: Company) -> str:
    return company.make_bucket(**{"code/train.py": TRAINS, "code/fails.py": FAILS, "code/waits.py": WAITS})


class TestTraining:
    def test_a_job_from_the_form_to_its_model_in_the_bucket(self, admin: Visit, bucket: str) -> None:
        name = fill_in(admin, bucket, "train.py")
        admin.by_id("add-output").click()
        admin.by_id("output-path-0").fill(f"obs://{bucket}/out/")
        admin.by_id("add-parameter").click()
        admin.by_id("parameter-name-0").click()
        admin.page.evaluate("navigator.clipboard.writeText('epochs=7')")
        admin.page.keyboard.press("Control+V")
        expect(admin.by_id("parameter-value-0")).to_have_value("7")
        expect(admin.by_id("job-preview")).to_contain_text("--epochs=7")
        submit(admin)

        expect_phase(admin, "Completed")
        expect(admin.by_id("log")).to_contain_text("epoch 6 loss 0.143")
        expect(admin.by_id("log")).to_contain_text("saved the model")
        expect(admin.by_id("job-course")).to_contain_text("End")

        admin.by_id("log-search").fill("EPOCH")
        expect(admin.by_id("log-hits")).to_have_text("7 of 7")

        admin.page.get_by_role("tab", name="Outputs").click()
        admin.page.get_by_role("link", name="model.txt").click()
        expect(admin.by_id("preview")).to_contain_text("weights")

        admin.open(f"/training/jobs?q={name}")
        expect(admin.page.get_by_role("row").filter(has_text=name)).to_contain_text("Completed")

    def test_a_failure_is_told_with_its_last_lines_and_can_be_rebuilt(self, admin: Visit, bucket: str) -> None:
        name = fill_in(admin, bucket, "fails.py")
        submit(admin)

        expect_phase(admin, "Failed")
        expect(admin.by_id("job-ending")).to_contain_text("exit code 1")
        expect(admin.by_id("last-lines")).to_contain_text("ValueError: the learning rate became NaN")

        admin.by_id("rebuild-job").click()
        expect(admin.by_id("job-name")).to_have_value(f"{name}-2")
        expect(admin.by_id("boot-file")).to_have_value(f"obs://{bucket}/code/fails.py")

    def test_a_running_job_is_followed_entered_and_stopped(self, admin: Visit, bucket: str) -> None:
        fill_in(admin, bucket, "waits.py")
        submit(admin)
        expect_phase(admin, "Running")
        expect(admin.by_id("log")).to_contain_text("ready", timeout=SLOW_MS)
        expect(admin.by_id("log-follow")).to_have_text("Live")

        admin.page.get_by_role("tab", name="Terminal").click()
        admin.by_id("open-terminal").click()
        terminal = admin.by_id("terminal")
        expect(terminal).to_contain_text("$", timeout=SLOW_MS)
        admin.page.keyboard.type("echo $((6 * 7))x\n")
        expect(terminal).to_contain_text("42x")

        admin.by_id("stop-job").click()
        admin.dialog.get_by_role("button", name="Stop").click()
        expect_phase(admin, "Terminated")

    def test_what_is_wrong_is_said_at_its_place_before_anything_runs(self, admin: Visit, bucket: str) -> None:
        fill_in(admin, bucket, "no-such.py")

        expect(admin.by_id("job-problems")).to_contain_text("no-such.py")
        objection = admin.page.locator(".ant-form-item-explain-error").filter(has_text="no-such.py")
        expect(objection).to_be_visible()


class TestCompute:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_every_tab_opens_without_any_error(self, visitor: OpensBrowser, language: str, theme: str) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()

        for tab in ("pools", "queue", "flavors", "quotas"):
            visit.open(f"/compute?tab={tab}")
            expect(visit.page.get_by_role("tabpanel")).to_be_visible()
            visit.page.wait_for_timeout(500)
            expect(visit.by_id("error-state")).to_have_count(0)
            assert not BROKEN_TEXT.search(visit.page.locator("#root").inner_text()), tab

    def test_the_machine_shows_what_is_in_use(self, admin: Visit) -> None:
        admin.open("/compute")

        expect(admin.page.get_by_test_id(re.compile("^node-")).first).to_contain_text("cores in use")
