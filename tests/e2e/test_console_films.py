"""Films in the console: tracks from key frame to key frame, by pointer and keys, held against the API."""

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.canvas import Canvas, near, saved, shapes
from e2e.labelled import Labelled, label
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

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
