"""Insight into a dataset in the console: analysed, looked at, labelled automatically, in a real browser."""

import io
import os
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from browser import Visit
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

# The worker is a process of its own, which starts when there is work.
SLOW_MS = 120_000


def near(middle: int, seed: int) -> bytes:
    """Return a grey picture with some noise."""
    spread = np.random.default_rng(seed).integers(-15, 15, (12, 12, 3))
    out = io.BytesIO()
    Image.fromarray(np.clip(spread + middle, 0, 255).astype(np.uint8)).resize((96, 72)).save(out, "PNG")
    return out.getvalue()


def half_labelled(platform: ThrowawayPlatform) -> Labelled:
    """A dataset of dark and light pictures, six of each labelled and four of each not; one is there twice."""
    made = Labelled(platform, 0, [label("dark"), label("light")])
    files = {
        f"{name}{at}__png": near(middle, at + middle) for name, middle in (("dark", 50), ("light", 210)) for at in range(10)
    }
    made.add(**files)
    made.add(again__png=near(50, 50), small__png=near(210, 210))
    for sample in made.samples():
        name = sample["sample_name"].removesuffix(".png")
        if name[-1] in "012345":
            made.label(sample, {"name": name[:-1]})
    return made


def photographed(visit: Visit, name: str) -> None:
    """Take a picture of the page, where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES_OF_PAGES"):
        visit.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


class TestInsight:
    def test_a_dataset_is_analysed_and_the_rest_is_labelled(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        made = half_labelled(platform)
        admin.open(f"/datasets/{made.id}?tab=insight")

        admin.by_id("analyse").click()
        expect(admin.by_id("analysed")).to_be_visible(timeout=SLOW_MS)
        expect(admin.page.get_by_role("img", name="Brightness", exact=True)).to_be_visible()
        pictures = admin.by_id("findings").locator("img")
        expect(pictures).to_have_count(4, timeout=SLOW_MS)
        expect(pictures.first).to_have_js_property("naturalWidth", 96)
        photographed(admin, "insight-en")
        # The last bar of brightness are the light pictures.
        plot = admin.page.get_by_role("img", name="Brightness", exact=True)
        box = plot.bounding_box()
        assert box is not None
        plot.click(position={"x": box["width"] - 60, "y": box["height"] - 40})
        expect(admin.by_id("filter-measured")).to_be_visible(timeout=SLOW_MS)
        admin.open(f"/datasets/{made.id}?tab=insight")
        admin.by_id("outline").click()
        cloud = admin.page.get_by_role("img", name="Map of images")
        cloud.scroll_into_view_if_needed()
        box = cloud.bounding_box()
        assert box is not None
        mouse, left, top = admin.page.mouse, box["x"] + 60, box["y"] + 30
        mouse.move(left, top)
        mouse.down()
        for x, y in ((700, 0), (700, 240), (0, 240), (0, 4)):
            mouse.move(left + min(x, box["width"] - 80), top + y, steps=8)
        mouse.up()
        expect(admin.by_id("filter-measured")).to_be_visible(timeout=SLOW_MS)
        expect(admin.page).to_have_url(re.compile("outline"))
        admin.open(f"/datasets/{made.id}?tab=insight")

        admin.by_id("auto-label").click()
        expect(admin.by_id("smart-0")).to_have_attribute("data-status", "3", timeout=SLOW_MS)
        expect(admin.by_id("waiting")).to_contain_text("10 samples")

    def test_it_is_readable_in_chinese_and_in_the_dark(self, visitor: OpensBrowser, platform: ThrowawayPlatform) -> None:
        made = half_labelled(platform)
        visit = visitor(language="zh", theme="dark")
        visit.enter(path=f"/datasets/{made.id}?tab=insight")

        visit.by_id("analyse").click()

        expect(visit.by_id("analysed")).to_be_visible(timeout=SLOW_MS)
        expect(visit.page.get_by_text("重复图像", exact=True)).to_be_visible()
        photographed(visit, "insight-zh-dark")
