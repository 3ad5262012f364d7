"""Editors of the console beyond boxes: painting, suggestions, films, history; by pointer and keys, held against the API."""

from typing import Any

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.canvas import Canvas, near, saved, shapes, shown
from e2e.labelled import Labelled, label, plain
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]


def pixels(sample: dict[str, Any]) -> list[tuple[str, float]]:
    """How many pixels each area of a sample covers, by label."""
    found = []
    for name, kind, points in shapes(sample):
        assert kind == "polygon"
        ring = [(x, y) for x, y in points]
        twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))
        found.append((name, abs(twice) / 2))
    return found


def brush(visit: Visit, width: int) -> None:
    """Make the brush as wide as wanted, by its keys."""
    for _ in range(40):
        now = int(visit.by_id("brush-width").inner_text())
        if abs(now - width) <= max(1, width // 8):
            return
        visit.page.keyboard.press("]" if now < width else "[")
    pytest.fail(f"the brush cannot be {width} wide")


class TestPainting:
    def test_an_area_is_painted_grows_and_gets_a_hole(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 3, [label("road"), label("sky")])
        data.add(a__png=plain())
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        admin.page.keyboard.press("b")
        brush(admin, 30)
        wide = int(admin.by_id("brush-width").inner_text())
        canvas.drag((60, 80), (160, 80))
        expect(admin.by_id("mark")).to_have_count(1)
        canvas.drag((160, 80), (160, 180))  # goes on with what is selected
        expect(admin.by_id("mark")).to_have_count(1)
        saved(admin)
        [(name, painted)] = pixels(data.sample("a.png"))
        assert name == "road"
        # A bend of two strokes with round ends.
        assert abs(painted - (200 * wide + 3.14 * wide**2 / 4)) < 0.15 * painted, painted

        admin.page.keyboard.press("Control+z")
        saved(admin)
        [(_, less)] = pixels(data.sample("a.png"))
        assert less < painted
        admin.page.keyboard.press("Control+Shift+z")

        admin.page.keyboard.press("e")
        brush(admin, 8)
        canvas.click((120, 80))  # a hole
        saved(admin)
        [(_, with_hole)] = pixels(data.sample("a.png"))
        assert 20 < painted - with_hole < 110, (painted, with_hole)
        expect(admin.by_id("mark")).to_have_count(1)

        brush(admin, 30)
        admin.page.keyboard.press("]")
        canvas.drag((110, 40), (110, 120))  # cut in two
        expect(admin.by_id("mark")).to_have_count(2)
        saved(admin)
        assert [name for name, _ in pixels(data.sample("a.png"))] == ["road", "road"]

        admin.page.keyboard.press("Escape")
        admin.page.keyboard.press("b")
        admin.page.keyboard.press("2")
        canvas.drag((40, 220), (280, 220))
        expect(admin.by_id("mark")).to_have_count(3)
        saved(admin)
        assert sorted({name for name, _ in pixels(data.sample("a.png"))}) == ["road", "sky"]

        admin.page.keyboard.press("Escape")
        admin.page.mouse.move(*canvas.at(260, 20))
        admin.page.mouse.down(button="right")  # the right button erases, whatever tool it is
        for n in range(40):
            admin.page.mouse.move(*canvas.at(20 + 280 * (n % 2), 20 + 5 * n))
        admin.page.mouse.up(button="right")
        saved(admin)
        assert sum(size for _, size in pixels(data.sample("a.png"))) < painted


def box(name: str, left: float, top: float, right: float, bottom: float, *, score: float | None = None) -> dict[str, Any]:
    """A box to be said over the API; with a score, as a machine would say it."""
    told = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[left, top], [right, bottom]]}
    return {"name": name, "property": told, **({} if score is None else {"score": score, "annotated_by": "auto"})}


class TestSuggestions:
    def test_they_are_accepted_and_refused_by_keys(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1, [label("car"), label("bus")])
        data.add(a__png=plain(), b__png=plain())
        for sample in data.samples():
            suggested = [
                box("car", 20, 20, 80, 60, score=0.95),
                box("bus", 100, 20, 180, 70, score=0.4),
                box("car", 40, 120, 90, 160, score=0.85),
            ]
            data.label(sample, *suggested, final=False)
        assert {each["sample_status"] for each in data.samples()} == {"AUTO_ANNOTATION"}
        admin.open(f"{data.page}?state=confirm")
        shown(admin, "a.png")
        panel = admin.by_id("suggestions")
        expect(panel).to_have_attribute("data-open", "3")
        expect(admin.page.locator("[data-testid=mark][aria-current=true]")).to_contain_text("95 %")
        admin.page.keyboard.press("y")
        expect(panel).to_have_attribute("data-open", "2")
        saved(admin)
        first = data.sample("a.png")
        assert first["sample_status"] == "AUTO_ANNOTATION"  # two of three are still to be decided
        assert ["score" in each for each in first["labels"]] == [False, True, True]
        admin.page.keyboard.press("u")
        expect(admin.by_id("mark")).to_have_count(2)
        admin.page.keyboard.press("Control+z")
        expect(admin.by_id("mark")).to_have_count(3)
        expect(admin.page.locator("[data-testid=mark][aria-current=true]")).to_contain_text("85 %")
        admin.page.keyboard.press("y")
        admin.page.keyboard.press("u")
        expect(panel).to_have_count(0)
        admin.page.keyboard.press("d")
        shown(admin, "b.png")
        expect(panel).to_have_attribute("data-open", "3")
        admin.by_id("accept-sure").click()
        expect(panel).to_have_attribute("data-open", "1")
        admin.page.keyboard.press("Shift+u")
        expect(admin.by_id("mark")).to_have_count(2)
        saved(admin)
        for sample in data.samples():
            assert sample["sample_status"] == "MANUAL_ANNOTATION"
            assert [each["name"] for each in sample["labels"]] == ["car", "car"]
            assert all(each["annotated_by"].startswith("human") and "score" not in each for each in sample["labels"])


class TestHistory:
    def test_an_earlier_state_is_looked_up_and_said_again(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1, [label("car"), label("bus")])
        data.add(a__png=plain())
        data.label(data.samples()[0], box("car", 20, 20, 80, 60))
        data.label(data.samples()[0], box("bus", 100, 20, 180, 70), box("bus", 100, 120, 180, 170))
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        canvas.drag((200, 100), (250, 150))
        expect(admin.by_id("mark")).to_have_count(3)
        saved(admin)
        admin.by_id("history").click()
        states = admin.by_id("history-state")
        expect(states).to_have_count(3)
        expect(states.nth(2)).to_contain_text("car")
        states.nth(2).get_by_role("button", name="Go back to this").click()
        expect(admin.by_id("mark")).to_have_count(1)
        expect(admin.by_id("mark")).to_contain_text("car")
        [(name, _, points)] = shapes(data.sample("a.png"))
        assert name == "car"
        assert near(points, [[20, 20], [80, 60]])
        admin.by_id("history").click()
        expect(states).to_have_count(4)  # going back is a change as any other
