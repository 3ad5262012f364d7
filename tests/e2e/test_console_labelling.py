"""Labelling in the console: in a real browser with a real pointer and keyboard, held against what the API says afterwards."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from browser import Visit
from conformance.people import People, Person, allow
from e2e.canvas import Canvas, near, saved, shapes, shown
from e2e.company import BROKEN_TEXT, PASSWORD, new_name
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label, plain, sound
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

TEXT = "Ada 😀 Lovelace lived in London and wrote to Charles Babbage. עדה נולדה בלונדון."


def choose_text(visit: Visit, words: str) -> None:
    """Mark words of the text with the mouse."""
    script = """words => {
      const walk = document.createTreeWalker(document.querySelector('[data-testid=text]'), NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const edge = range.getBoundingClientRect();
        return [edge.left + 1, edge.right - 1, (edge.top + edge.bottom) / 2];
      }
    }"""
    left, right, y = visit.page.evaluate(script, words)
    mouse = visit.page.mouse
    mouse.move(left, y)
    mouse.down()
    mouse.move((left + right) / 2, y)
    mouse.move(right, y)
    mouse.up()


def entities(sample: dict[str, Any]) -> list[tuple[str, str]]:
    """Entities of a sample, by label and by the characters that the API says."""
    text = sample["sample_data"][0]
    spans = [
        (each["name"], each["property"]["@modelarts:start_index"], each["property"]["@modelarts:end_index"])
        for each in sample["labels"]
        if "@modelarts:start_index" in each["property"]
    ]
    return [(name, text[start:end]) for name, start, end in spans]


def middle(place: Locator) -> tuple[float, float]:
    edge = place.bounding_box()
    assert edge is not None
    return edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2


class TestBoxes:
    def test_twenty_images_are_labelled_by_mouse_and_keys(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1, [label("car"), label("bus"), label("person", shortcut="p")])
        data.add(**{f"p{n:02d}__png": plain() for n in range(20)})
        canvas = Canvas(admin)
        admin.open(data.page)
        wanted: list[list[tuple[str, list[list[float]]]]] = []
        for n in range(20):
            shown(admin, f"p{n:02d}.png")
            left, top = 20 + 5 * n, 15 + 4 * n
            admin.page.keyboard.press("1")
            canvas.drag((left, top), (left + 60, top + 40))  # pressed and let go
            expect(admin.by_id("mark")).to_have_count(1)
            admin.page.keyboard.press("Escape")
            admin.page.keyboard.press("2")
            canvas.click((10, 190), (40 + n, 220))  # clicked twice
            expect(admin.by_id("mark")).to_have_count(2)
            admin.page.keyboard.press("p")  # what is selected gets another label, by its own key
            for _ in range(3):
                admin.page.keyboard.press("ArrowRight")
            admin.page.keyboard.press("Shift+ArrowUp")
            admin.page.keyboard.press("Alt+ArrowDown")
            wanted.append(
                [
                    ("car", [[left, top], [left + 60, top + 40]]),
                    ("person", [[13, 180], [43 + n, 211]]),
                ]
            )
            admin.page.keyboard.press("d")
        expect(admin.by_id("progress")).to_have_attribute("data-done", "20")

        for sample, expected in zip(data.samples(), wanted, strict=True):
            found = shapes(sample)
            assert [name for name, _, _ in found] == [name for name, _ in expected]
            for (_, kind, points), (_, places) in zip(found, expected, strict=True):
                assert kind == "bndbox"
                assert near(points, places), (sample["sample_name"], points, places)
            assert sample["sample_status"] == "MANUAL_ANNOTATION"

    def test_boxes_are_moved_resized_undone_and_deleted(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1, [label("car")])
        data.add(a__png=plain(), b__png=plain())
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        canvas.drag((50, 50), (100, 90))
        canvas.drag((75, 70), (95, 100))  # what is selected is moved
        canvas.drag((120, 120), (160, 150))  # its corner is drawn
        saved(admin)
        [(_, _, points)] = shapes(data.sample("a.png"))
        assert near(points, [[70, 80], [160, 150]]), points

        admin.page.keyboard.press("Control+z")
        admin.page.keyboard.press("Control+z")
        saved(admin)
        [(_, _, points)] = shapes(data.sample("a.png"))
        assert near(points, [[50, 50], [100, 90]]), points
        admin.page.keyboard.press("Control+Shift+z")
        admin.page.keyboard.press("Shift+D")  # on, and the box comes along
        shown(admin, "b.png")
        expect(admin.by_id("mark")).to_have_count(1)
        saved(admin)
        [(_, _, points)] = shapes(data.sample("b.png"))
        assert near(points, [[70, 80], [120, 120]]), points

        admin.page.keyboard.press("Tab")
        admin.page.keyboard.press("Delete")
        expect(admin.by_id("mark")).to_have_count(0)
        saved(admin)
        assert data.sample("b.png")["sample_status"] == "UN_ANNOTATION"
        assert len(data.sample("a.png")["labels"]) == 1

    def test_boxes_are_drawn_to_the_pixel_when_the_picture_is_zoomed_and_moved(
        self, admin: Visit, platform: ThrowawayPlatform
    ) -> None:
        data = Labelled(platform, 1, [label("car")])
        data.add(a__png=plain())
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        before = float(admin.by_id("stage").get_attribute("data-scale") or 0)
        admin.page.mouse.move(*canvas.at(200, 100))
        admin.page.mouse.wheel(0, -240)
        expect(admin.by_id("stage")).not_to_have_attribute("data-scale", f"{before}")
        admin.page.keyboard.down("Space")
        admin.page.mouse.down()
        x, y = canvas.at(200, 100)
        admin.page.mouse.move(x + 40, y + 25)
        admin.page.mouse.up()
        admin.page.keyboard.up("Space")
        canvas.drag((190, 90), (213, 104))
        saved(admin)
        [(_, _, points)] = shapes(data.sample("a.png"))
        assert near(points, [[190, 90], [213, 104]]), points

    def test_all_shapes_are_drawn(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1, [label("thing")])
        data.add(a__png=plain())
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        canvas.tool("Polygon")
        canvas.click((20, 20), (80, 20), (80, 60), (20, 60), (20, 20))  # closed where it began
        expect(admin.by_id("mark")).to_have_count(1)
        admin.page.keyboard.press("Escape")
        canvas.tool("Circle")
        canvas.drag((150, 60), (180, 60))
        admin.page.keyboard.press("Escape")
        canvas.tool("Line")
        canvas.drag((20, 100), (90, 120))
        admin.page.keyboard.press("Escape")
        canvas.tool("Dashed line")
        canvas.click((20, 150), (90, 170))
        admin.page.keyboard.press("Escape")
        canvas.tool("Point")
        canvas.click((250, 200))
        admin.page.keyboard.press("Escape")
        canvas.tool("Line of many points")
        canvas.click((120, 150), (160, 180), (200, 150))
        admin.page.keyboard.press("Enter")
        expect(admin.by_id("mark")).to_have_count(6)
        saved(admin)

        wanted = [
            ("polygon", [[20, 20], [80, 20], [80, 60], [20, 60]]),
            ("circle", [[150, 60], [30]]),
            ("line", [[20, 100], [90, 120]]),
            ("dashed", [[20, 150], [90, 170]]),
            ("point", [[250, 200]]),
            ("polyline", [[120, 150], [160, 180], [200, 150]]),
        ]
        for (_, kind, points), (expected, places) in zip(shapes(data.sample("a.png")), wanted, strict=True):
            assert kind == expected
            assert near(points, places), (kind, points)

    def test_a_new_label_is_made_while_drawing(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 1)
        data.add(a__png=plain())
        canvas = Canvas(admin)
        admin.open(data.page)
        shown(admin, "a.png")
        canvas.drag((20, 20), (80, 60))
        expect(admin.by_id("label-search")).to_be_focused()
        admin.page.keyboard.type("lorry")
        admin.page.keyboard.press("Enter")
        expect(admin.by_id("mark")).to_have_count(1)
        saved(admin)
        [(name, _, points)] = shapes(data.sample("a.png"))
        assert name == "lorry"
        assert near(points, [[20, 20], [80, 60]])


class TestClasses:
    def test_images_are_classified_by_keys_alone(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 0, [label("oak"), label("elm")])
        data.add(a__png=plain(), b__png=plain(), c__png=plain())
        admin.open(data.page)
        for name, keys in (("a.png", "1"), ("b.png", "12"), ("c.png", "q2")):
            shown(admin, name)
            for key in keys:
                admin.page.keyboard.press(key)
            admin.page.keyboard.press("Enter")
        expect(admin.by_id("progress")).to_have_attribute("data-done", "3")
        saved(admin)

        said = {each["sample_name"]: [one["name"] for one in each["labels"]] for each in data.samples()}
        assert said == {"a.png": ["oak"], "b.png": ["oak", "elm"], "c.png": ["elm"]}
        assert data.sample("c.png")["metadata"]["@modelarts:hard"] is True


class TestTexts:
    def test_entities_and_relations_by_mouse_and_keys(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        ends = {"from_type": "Person", "to_type": "Place"}
        data = Labelled(
            platform,
            102,
            [
                {"name": "Person", "type": 103, "property": {}},
                {"name": "Place", "type": 103, "property": {}},
                {**label("lived_in", **ends), "type": 102},
                {**label("born_in", **ends), "type": 102},
            ],
        )
        data.add(t__txt=TEXT.encode())
        admin.open(data.page)
        expect(admin.by_id("text")).to_be_visible()
        choose_text(admin, "Ada 😀 Lovelace")
        admin.page.keyboard.press("1")
        choose_text(admin, "London")
        admin.page.keyboard.press("2")
        choose_text(admin, "בלונדון")
        admin.page.keyboard.press("2")
        expect(admin.by_id("mark")).to_have_count(3)
        # By keys: word by word, until the cursor stands before the name; then two words are marked.
        admin.page.keyboard.press("Home")
        begin = TEXT.index("Charles")
        while _cursor(admin) < begin - 1:
            admin.page.keyboard.press("Control+ArrowRight")
        admin.page.keyboard.press("ArrowRight")
        while _cursor(admin) < begin + len("Charles Babbage"):
            admin.page.keyboard.press("Control+Shift+ArrowRight")
        marked = admin.by_id("text-hint")
        expect(marked).to_contain_text("Characters")
        admin.page.keyboard.press("1")
        expect(admin.by_id("mark")).to_have_count(4)

        choose_text(admin, "lived in")
        admin.page.keyboard.press("Escape")
        places = admin.by_id("entity")
        mouse = admin.page.mouse
        mouse.move(*middle(places.nth(0)))
        mouse.down()
        mouse.move(*middle(places.nth(1)))
        mouse.up()
        admin.by_id("relation-lived_in").click()
        expect(admin.by_id("relation")).to_have_count(1)
        mouse.move(*middle(places.nth(1)))
        mouse.down()
        mouse.move(*middle(places.nth(0)))
        mouse.up()
        expect(admin.by_id("text-hint")).to_contain_text("No relation goes from Place to Person")
        saved(admin)

        [sample] = data.samples()
        assert sorted(entities(sample)) == [
            ("Person", "Ada 😀 Lovelace"),
            ("Person", "Charles Babbage"),
            ("Place", "London"),
            ("Place", "בלונדון"),
        ]
        ids = {each.get("id"): each for each in sample["labels"]}
        [relation] = [each for each in sample["labels"] if "@modelarts:from" in each["property"]]
        assert relation["name"] == "lived_in"
        assert ids[relation["property"]["@modelarts:from"]]["name"] == "Person"
        assert ids[relation["property"]["@modelarts:to"]]["name"] == "Place"

    def test_entities_do_not_overlap_and_the_page_says_so(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 101, [label("Person"), label("Place")])
        data.add(t__txt=TEXT.encode())
        admin.open(data.page)
        expect(admin.by_id("text")).to_be_visible()
        choose_text(admin, "London")
        admin.page.keyboard.press("2")
        expect(admin.by_id("entity")).to_have_count(1)
        admin.page.keyboard.press("Home")
        admin.page.keyboard.press("Shift+End")
        admin.page.keyboard.press("1")
        expect(admin.by_id("text-hint")).to_contain_text("must not overlap")
        saved(admin)
        assert entities(data.samples()[0]) == [("Place", "London")]


def _cursor(visit: Visit) -> int:
    """Where the cursor stands, in characters."""
    return int(visit.by_id("text").get_attribute("data-cursor") or 0)


class TestSound:
    def test_segments_are_drawn_written_down_and_played(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 202, [label("speech"), label("noise")])
        data.add(call__wav=sound())
        admin.open(data.page)
        wave = admin.by_id("wave")
        expect(wave).to_have_attribute("data-duration", "6000")
        edge = wave.bounding_box()
        assert edge is not None
        pixel = 6000 / (edge["width"] - 2)
        mouse = admin.page.mouse

        def drag(begin: float, end: float) -> None:
            for time, act in ((begin, mouse.down), ((begin + end) / 2, None), (end, mouse.up)):
                mouse.move(edge["x"] + 1 + time / pixel, edge["y"] + 60)
                if act is not None:
                    act()

        drag(600, 1500)
        expect(admin.by_id("segment")).to_have_count(1)
        admin.by_id("speaker").fill("agent")
        admin.by_id("segment-text").fill("שלום 😀")
        admin.by_id("play-time").click()
        admin.page.keyboard.press("Escape")
        admin.page.keyboard.press("2")
        drag(3000, 4500)
        expect(admin.by_id("segment")).to_have_count(2)
        admin.page.keyboard.press("Alt+ArrowRight")
        saved(admin)
        admin.page.keyboard.press("o")
        expect(admin.by_id("play")).to_have_attribute("data-playing", "true")
        admin.page.keyboard.press("o")
        expect(admin.by_id("play")).to_have_attribute("data-playing", "false")

        said = [(each["name"], each["property"]) for each in data.samples()[0]["labels"]]
        assert [name for name, _ in said] == ["speech", "noise"]
        assert said[0][1]["@modelarts:content"] == "שלום 😀"
        assert said[0][1]["@modelarts:source"] == "agent"
        times = [_milliseconds(told[f"@modelarts:{end}_time"]) for _, told in said for end in ("start", "end")]
        for time, expected in zip(times, (600, 1500, 3000, 4550), strict=True):
            assert abs(time - expected) <= 2 * pixel, times

    def test_what_is_said_is_written_down(self, admin: Visit, platform: ThrowawayPlatform) -> None:
        data = Labelled(platform, 201)
        data.add(a__wav=sound(1))
        admin.open(data.page)
        admin.by_id("transcript").fill("See you at noon.")
        saved(admin)
        assert data.samples()[0]["labels"][0]["property"]["@modelarts:content"] == "See you at noon."


def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


class TestTwoPeople:
    @pytest.fixture
    def colleague(self, platform: ThrowawayPlatform) -> Person:
        people = People(platform)
        user = {"name": new_name("user"), "domain_id": people.domain_id, "password": PASSWORD, "pwd_status": False}
        made = people.call("POST", "/v3.0/OS-USER/users", {"user": user})["user"]
        person = Person(made["id"], made["name"], people.admin)
        people.give(person, allow(["modelarts:*:*", "obs:*:*"]))
        return person

    def test_who_saves_last_sees_both_and_decides(
        self, admin: Visit, visitor: OpensBrowser, colleague: Person, platform: ThrowawayPlatform
    ) -> None:
        data = Labelled(platform, 1, [label("car"), label("bus")])
        data.add(a__png=plain(), b__png=plain())
        other = visitor()
        other.enter(colleague.name, PASSWORD)
        [first, second] = [each["sample_id"] for each in data.samples()]
        for visit in (admin, other):
            visit.expects(r"409 PUT /v2/.*/data-annotations/samples$")
            visit.open(f"{data.page}/{first}")
            shown(visit, "a.png")
        Canvas(other).drag((20, 20), (60, 60))
        saved(other)
        admin.page.keyboard.press("2")
        Canvas(admin).drag((100, 100), (160, 150))
        expect(admin.dialog).to_contain_text(colleague.name)
        expect(admin.by_id("conflict")).to_contain_text("car")
        assert len(data.sample("a.png")["labels"]) == 1
        admin.by_id("keep-both").click()
        expect(admin.by_id("mark")).to_have_count(2)
        saved(admin)
        assert sorted(name for name, _, _ in shapes(data.sample("a.png"))) == ["bus", "car"]

        # The other way round, and the work of the other one is taken.
        for visit in (admin, other):
            visit.open(f"{data.page}/{second}")
            shown(visit, "b.png")
        Canvas(admin).drag((20, 20), (60, 60))
        saved(admin)
        Canvas(other).drag((100, 100), (160, 150))
        expect(other.by_id("conflict")).to_be_visible()
        other.by_id("take-theirs").click()
        expect(other.by_id("mark")).to_have_count(1)
        [(_, _, points)] = shapes(data.sample("b.png"))
        assert near(points, [[20, 20], [60, 60]])


class TestLooks:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_every_editor_opens_in_every_look(
        self, visitor: OpensBrowser, platform: ThrowawayPlatform, language: str, theme: str
    ) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()
        kinds: dict[int, tuple[str, bytes]] = {
            0: ("a.png", plain()),
            1: ("a.png", plain()),
            3: ("a.png", plain()),
            100: ("a.txt", TEXT.encode()),
            101: ("a.txt", TEXT.encode()),
            200: ("a.wav", sound(1)),
            900: ("a.bin", b"anything"),
        }
        for kind, (name, content) in kinds.items():
            data = Labelled(platform, kind, [] if kind == 900 else [label("one"), label("二")])
            data.add(**{name.replace(".", "__"): content})
            visit.open(data.page)
            expect(visit.by_id("strip-item")).to_have_count(1)
            expect(visit.by_id("saving")).to_have_attribute("data-state", "saved")
            visit.page.keyboard.press("?")
            expect(visit.dialog).to_be_visible()
            assert not BROKEN_TEXT.search(visit.page.locator("body").inner_text())
            visit.page.keyboard.press("Escape")
            expect(visit.page).to_have_url(re.compile(r"/label/[0-9a-f]{32}$"))
