"""Editors of the console beyond boxes: painting, suggestions, films, history; by pointer and keys, held against the API."""

import base64
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
        admin.page.keyboard.press("Tab")
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
        expect(states).to_have_count(4)
        expect(states.nth(2)).to_contain_text("car")
        states.nth(2).get_by_role("button", name="Go back to this").click()
        expect(admin.by_id("mark")).to_have_count(1)
        expect(admin.by_id("mark")).to_contain_text("car")
        [(name, _, points)] = shapes(data.sample("a.png"))
        assert name == "car"
        assert near(points, [[20, 20], [80, 60]])
        admin.by_id("history").click()
        expect(states).to_have_count(5)  # going back is a change as any other


FILM = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const pen = canvas.getContext("2d");
  const kinds = ["video/mp4;codecs=avc1", "video/mp4;codecs=vp9", "video/webm;codecs=vp9", "video/webm;codecs=vp8"];
  const kind = kinds.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: kind });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done) => (recorder.onstop = done));
  const begin = performance.now();
  recorder.start();
  await new Promise((done) => {
    const draw = () => {
      const time = performance.now() - begin;
      pen.fillStyle = "#5a786c";
      pen.fillRect(0, 0, 320, 240);
      pen.fillStyle = "#b23b2e";
      pen.fillRect(20 + time / 15, 80, 60, 40);
      if (time < 3000) setTimeout(draw, 40);
      else done();
    };
    draw();
  });
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [kind, btoa(text)];
}"""


def film(visit: Visit) -> bytes:
    """Three seconds of a red thing that goes from left to right, recorded by the browser itself."""
    _, content = visit.page.evaluate(FILM)
    return base64.b64decode(content)


def moments(sample: dict[str, Any]) -> list[float]:
    return [float(each["property"]["@modelarts:time_in_video"]) for each in sample["labels"]]


class TestFilms:
    def test_what_moves_is_followed_from_key_frame_to_key_frame(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 600, [label("car"), label("bus")])
        data.add(film__mp4=film(admin))
        canvas = Canvas(admin)
        admin.open(data.page)
        line = admin.by_id("timeline")
        expect(admin.by_id("video")).to_be_visible()
        expect(admin.by_id("play-time")).not_to_have_text("0:00.00 / 0:00.00")
        edge = line.bounding_box()
        assert edge is not None

        def go(share: float) -> None:
            admin.page.mouse.click(edge["x"] + share * edge["width"], edge["y"] + edge["height"] / 2)

        admin.page.keyboard.press("t")
        expect(admin.by_id("tracking")).to_have_attribute("aria-pressed", "true")
        go(0.2)
        canvas.drag((40, 80), (100, 120))
        expect(admin.by_id("track")).to_have_count(1)
        go(0.8)
        expect(admin.by_id("shape")).to_have_count(1)  # as it was, to be drawn to where it is now
        canvas.drag((70, 100), (190, 100))
        expect(admin.by_id("key-frame")).to_have_count(2)
        admin.page.keyboard.press("2")  # the whole track is a bus
        saved(admin)
        go(0.5)
        admin.page.keyboard.press("Escape")
        expect(admin.by_id("shape")).to_have_count(1)
        admin.page.keyboard.press("k")  # nothing is selected: nothing happens
        canvas.tool("Select and move")
        canvas.click((130, 100))
        admin.page.keyboard.press("k")
        expect(admin.by_id("key-frame")).to_have_count(3)
        saved(admin)
        [sample] = data.samples()
        begin, end, middle = moments(sample)
        assert begin < middle < end
        assert {each["property"]["modelyard:track"] for each in sample["labels"]} == {"T1"}
        assert [name for name, _, _ in shapes(sample)] == ["bus"] * 3
        between = shapes(sample)[2][2]
        share = (middle - begin) / (end - begin)
        assert near(between, [[40 + 120 * share, 80], [100 + 120 * share, 120]]), between

        admin.page.keyboard.press("t")
        admin.page.keyboard.press("Escape")
        go(0.1)
        canvas.tool("Box")
        canvas.drag((200, 150), (260, 200))  # in this frame only
        expect(admin.by_id("moment")).to_have_count(1)
        expect(admin.by_id("mark")).to_have_count(4)
        admin.page.get_by_role("button", name="Delete the track").click()
        expect(admin.by_id("mark")).to_have_count(1)
        saved(admin)
        assert len(data.samples()[0]["labels"]) == 1
