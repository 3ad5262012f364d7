"""Searching in a version, taking back a change of all that matches, and reviewing boxes, in a real browser."""

import pytest
from playwright.sync_api import expect

from browser import Visit
from e2e.conftest import OpensBrowser
from e2e.labelled import Labelled, label, scene
from e2e.test_console_versions import SLOW_MS, photographed, published, trees
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]


def box(name: str, left: int, top: int, right: int, bottom: int, score: float | None = None) -> dict[str, object]:
    """A box to say about a sample."""
    feature = [[left, top], [right, bottom]]
    said: dict[str, object] = {
        "name": name,
        "type": 1,
        "property": {"@modelarts:shape": "bndbox", "@modelarts:feature": feature},
    }
    return said if score is None else {**said, "score": score}


def streets(platform: ThrowawayPlatform) -> Labelled:
    """Six pictures with three cars each; in two of them a model has said so."""
    made = Labelled(platform, 1, [label("car", "#8a6d3b"), label("bus", "#4f8ad0")])
    made.add(**{f"street-{at}__png": scene(at, 320, 210) for at in range(6)})
    for at, sample in enumerate(made.samples()):
        score = 0.8 if at > 3 else None
        cars = [box("car", 20 + 90 * place, 110, 80 + 90 * place, 160, score) for place in range(3)]
        made.label(sample, *cars, final=score is None)
    return made


def counts(made: Labelled) -> dict[str, int]:
    """How often each label is used, by what the API says."""
    found: dict[str, int] = {}
    for sample in made.samples():
        for each in sample["labels"]:
            found[each["name"]] = found.get(each["name"], 0) + 1
    return found


class TestSamplesOfAVersion:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_they_are_filtered_as_they_were(
        self, visitor: OpensBrowser, platform: ThrowawayPlatform, language: str, theme: str
    ) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()
        made = trees(platform)
        visit.expects(r"409 GET /v2/.*/data-annotations/(samples|search-condition)$")
        visit.open(f"/datasets/{made.id}?tab=versions")
        made.call("POST", f"/{made.id}/versions", {})
        published(visit, "V001")
        made.call(
            "POST",
            f"/{made.id}/data-annotations/sample-changes",
            {"action": "set_label", "label": {"name": "birch"}, "search": {}},
        )

        visit.by_id("version-V001").click()
        visit.by_id("version-samples").click()
        expect(visit.by_id("of-version")).to_contain_text("V001")
        expect(visit.by_id("sample-count")).to_have_attribute("data-count", "21")
        visit.by_id("filter-label").click()
        visit.page.get_by_text("oak", exact=True).last.click()

        expect(visit.by_id("sample-count")).to_have_attribute("data-count", "10", timeout=SLOW_MS)
        visit.page.keyboard.press("Escape")
        expect(visit.by_id("sample-oak-3.png")).to_be_visible()
        expect(visit.by_id("batch-bar")).to_have_count(0)
        photographed(visit, f"version-samples-{language}-{theme}")
        visit.by_id("of-version").get_by_role("button").click()
        expect(visit.by_id("of-version")).to_have_count(0)


class TestChanges:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_a_change_of_all_is_taken_back_but_for_what_was_touched(
        self, visitor: OpensBrowser, platform: ThrowawayPlatform, language: str, theme: str
    ) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()
        made = trees(platform)
        visit.open(f"/datasets/{made.id}?tab=samples")
        task = made.call(
            "POST",
            f"/{made.id}/data-annotations/sample-changes",
            {"action": "set_label", "label": {"name": "birch"}, "search": {}},
        )["task_id"]
        visit.open(f"/datasets/{made.id}?tab=samples")
        visit.by_id("changes").click()
        row = visit.by_id(f"change-{task}")
        expect(row).to_have_attribute("data-state", "completed", timeout=SLOW_MS)
        made.label(made.sample("oak-0.png"), {"name": "oak"}, {"name": "birch"})

        row.get_by_test_id("undo-change").click()

        expect(visit.by_id("change-left")).to_be_visible(timeout=SLOW_MS)
        assert counts(made) == {"oak": 10, "birch": 11}
        photographed(visit, f"changes-{language}-{theme}")
        visit.page.keyboard.press("Escape")
        expect(visit.by_id("change-ended")).to_be_visible()
        photographed(visit, f"change-undone-{language}-{theme}")


class TestReviewOfBoxes:
    @pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    def test_boxes_are_accepted_relabelled_and_deleted_by_keyboard_and_mouse(
        self, visitor: OpensBrowser, platform: ThrowawayPlatform, language: str, theme: str
    ) -> None:
        visit = visitor(language=language, theme=theme)
        visit.enter()
        made = streets(platform)
        visit.open(f"/datasets/{made.id}/review?label=car")
        expect(visit.by_id("boxes")).to_have_attribute("data-count", "18")
        press = visit.page.keyboard.press

        press("y")
        expect(visit.by_id("box-0")).to_have_attribute("data-state", "accepted")
        press("2")
        expect(visit.by_id("box-1")).to_have_attribute("data-state", "relabelled")
        press("Delete")
        expect(visit.by_id("box-2")).to_have_attribute("data-state", "removed")
        visit.by_id("box-4").click()
        visit.by_id("box-6").click(modifiers=["Shift"])
        visit.by_id("remove-boxes").click()
        expect(visit.by_id("box-5")).to_have_attribute("data-state", "removed")
        press("Control+z")
        expect(visit.by_id("box-5")).to_have_attribute("data-state", "open")
        visit.by_id("box-8").hover()
        visit.by_id("remove-8").click()
        photographed(visit, f"review-{language}-{theme}")
        expect(visit.by_id("saving")).to_have_attribute("data-unsaved", "0", timeout=SLOW_MS)

        assert counts(made) == {"car": 15, "bus": 1}

    def test_what_a_model_said_is_confirmed_and_what_somebody_changed_meanwhile_is_noticed(
        self, admin: Visit, platform: ThrowawayPlatform
    ) -> None:
        made = streets(platform)
        admin.expects(r"409 PUT /v2/.*/data-annotations/samples$")
        admin.open(f"/datasets/{made.id}/review?label=car&state=confirm")
        expect(admin.by_id("boxes")).to_have_attribute("data-count", "6")
        made.label(made.sample("street-5.png"), box("bus", 1, 1, 90, 90))

        admin.page.keyboard.press("Control+a")
        admin.page.keyboard.press("y")
        expect(admin.by_id("conflict")).to_be_visible(timeout=SLOW_MS)
        photographed(admin, "review-conflict")
        admin.by_id("take-theirs").click()

        expect(admin.by_id("saving")).to_have_attribute("data-unsaved", "0", timeout=SLOW_MS)
        assert made.sample("street-4.png")["sample_status"] == "MANUAL_ANNOTATION"
        assert counts(made) == {"car": 15, "bus": 1}
