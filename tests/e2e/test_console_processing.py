"""Images of a dataset are processed in the console: chosen, previewed, run, looked at."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser import Visit
from conformance.test_datasets_processing import Site
from e2e.conftest import OpensBrowser
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

SLOW_MS = 180_000
# Where photographs go, for people who want to look at the pages.
PHOTOS = os.environ.get("MODELYARD_TEST_PHOTOS", "")


@pytest.fixture(scope="module")
def site(platform: ThrowawayPlatform) -> Site:
    return Site(platform)


def photograph(visit: Visit, name: str) -> None:
    if PHOTOS:
        visit.page.screenshot(path=Path(PHOTOS) / f"{name}.png", full_page=True)


def test_an_operator_is_chosen_previewed_and_run(admin: Visit, site: Site) -> None:
    admin.open(f"/datasets/{site.dataset}?tab=processing")
    admin.by_id("new-processing").first.click()
    expect(admin.by_id("operator-CycleGAN")).to_be_disabled()
    admin.by_id("operator-Flip").click()
    photograph(admin, "form")
    admin.by_id("preview-processing").click()
    expect(admin.by_id("processing-results").locator("figure")).to_have_count(12, timeout=SLOW_MS)
    expect(admin.by_id("processing-results").locator("img").first).to_be_visible()
    photograph(admin, "preview")

    admin.by_id("start-processing").click()
    expect(admin.by_id("processing-state")).to_have_attribute("data-state", "2", timeout=SLOW_MS)
    admin.page.get_by_text("Added (6)").click()
    expect(admin.by_id("processing-results").locator("figure")).to_have_count(6)
    expect(admin.page.get_by_text("uploaded output").first).to_be_visible()
    photograph(admin, "detail")
    admin.page.get_by_role("button", name="All tasks").click()
    expect(admin.page.get_by_role("row").filter(has_text="Flip")).to_contain_text("Completed")
    photograph(admin, "list")


def test_it_is_the_same_in_chinese_and_in_the_dark(visitor: OpensBrowser, site: Site) -> None:
    visit = visitor(language="zh", theme="dark")
    visit.enter(path=f"/datasets/{site.dataset}?tab=processing&task=new")
    visit.by_id("operator-Weather").click()
    expect(visit.page.get_by_text("模拟天气")).to_be_visible()
    expect(visit.by_id("start-processing")).to_be_in_viewport()
    photograph(visit, "dark")
