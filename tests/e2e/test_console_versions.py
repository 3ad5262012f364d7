"""Versions of a dataset in the console: published with a split, looked at, made current, deleted, in a real browser."""

import os

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.company import BROKEN_TEXT
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label, plain
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The worker is a process of its own, which starts when there is work.
SLOW_MS = 120_000
USABLE = "1"


def trees(platform: ThrowawayPlatform) -> Labelled:
    """A dataset of ten oaks, ten birches, and a tree that nobody knows."""
    made = Labelled(platform, 0, [label("oak", "#8a6d3b"), label("birch", "#4f8ad0")])
    made.add(**{f"{name}-{at}__png": plain(24 + at, 16) for name in ("oak", "birch") for at in range(10)})
    made.add(unknown__png=plain(60, 40))
    for sample in made.samples():
        name = sample["sample_name"].partition("-")[0]
        if name in {"oak", "birch"}:
            made.label(sample, {"name": name})
    return made


def published(visit: Visit, name: str) -> None:
    """Wait until a version can be used."""
    expect(visit.by_id(f"state-{name}")).to_have_attribute("data-status", USABLE, timeout=SLOW_MS)


def photographed(visit: Visit, name: str) -> None:
    """Take a picture of the page, where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES_OF_PAGES"):
        expect(visit.page.locator("[class*='ant-zoom-'], [class*='-motion-']")).to_have_count(0)
        visit.page.screenshot(path=f"{folder}/{name}.png")


class TestVersions:
    def test_a_version_is_published_with_a_split_shown_made_current_and_deleted(
        self, admin: Visit, platform: ThrowawayPlatform
    ) -> None:
        made = trees(platform)
        admin.open(f"/datasets/{made.id}?tab=versions")
        expect(admin.page.get_by_text("No versions yet")).to_be_visible()
        photographed(admin, "versions-empty-en")

        admin.by_id("publish-version").click()
        admin.by_id("version-description").fill("The first harvest")
        admin.dialog.get_by_text("Within each label", exact=True).click()
        expect(admin.by_id("sets")).to_have_text("Training 16Evaluation 4No mark 1")
        photographed(admin, "versions-publish-en")
        admin.press("Publish version")
        published(admin, "V001")
        first = admin.page.get_by_role("row", name="The first harvest")
        expect(first).to_contain_text("20 labelled")
        expect(first).to_contain_text("21 new, 0 changed, 0 gone")

        made.label(made.sample("unknown.png"), {"name": "oak"})
        admin.by_id("publish-version").click()
        admin.by_id("version-name").fill("second")
        admin.press("Publish version")
        published(admin, "second")
        second = admin.page.get_by_role("row", name="second")
        expect(second).to_contain_text("0 new, 1 changed, 0 gone")
        expect(second).to_contain_text("Current")
        photographed(admin, "versions-list-en")

        admin.by_id("version-V001").click()
        drawer = admin.by_id("version-drawer")
        expect(drawer.get_by_test_id("sets")).to_contain_text("Training 16")
        expect(drawer.get_by_role("row", name="oak")).to_have_text("oak101082")
        expect(drawer).to_contain_text("Nothing has used it yet.")
        photographed(admin, "versions-drawer-en")
        admin.close_drawer()

        admin.choose("version-menu-V001", "Make current")
        expect(first).to_contain_text("Current")
        expect(second).not_to_contain_text("Current")

        admin.choose("version-menu-second", "Delete")
        admin.press("Delete")
        expect(second).to_have_count(0)
        expect(first).to_be_visible()

    def test_it_is_readable_in_chinese_and_in_the_dark(self, visitor: OpensBrowser, platform: ThrowawayPlatform) -> None:
        made = trees(platform)
        visit = visitor(language="zh", theme="dark")
        visit.enter(path=f"/datasets/{made.id}?tab=versions")

        visit.by_id("publish-version").click()
        visit.dialog.get_by_text("按标签分层", exact=True).click()
        expect(visit.by_id("sets")).to_have_text("训练 16验证 4无标记 1")
        photographed(visit, "versions-publish-zh-dark")
        visit.press("发布版本")
        published(visit, "V001")
        expect(visit.page.locator("main")).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "versions-list-zh-dark")

        visit.by_id("version-V001").click()
        drawer = visit.by_id("version-drawer")
        expect(drawer.get_by_role("row", name="birch")).to_have_text("birch101082")
        expect(drawer).not_to_contain_text(BROKEN_TEXT)
        photographed(visit, "versions-drawer-zh-dark")
