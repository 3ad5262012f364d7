"""The picture that is labelled in a browser, by its own pixels."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import expect

from browser import Visit


class Canvas:
    """The picture on the screen, in pixels of the picture."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of the picture is in the window."""
        stage = self.visit.by_id("stage")
        edge = stage.bounding_box()
        assert edge is not None
        scale, left, top = (float(stage.get_attribute(f"data-{name}") or 0) for name in ("scale", "x", "y"))
        return edge["x"] + left + x * scale, edge["y"] + top + y * scale

    def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.visit.page.mouse
        mouse.move(*self.at(*begin))
        mouse.down()
        mouse.move(*self.at((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2))
        mouse.move(*self.at(*end))
        mouse.up()

    def click(self, *points: tuple[float, float]) -> None:
        for point in points:
            self.visit.page.mouse.move(*self.at(*point))
            self.visit.page.mouse.click(*self.at(*point))

    def tool(self, name: str) -> None:
        self.visit.page.get_by_role("button", name=name, exact=True).click()


def saved(visit: Visit) -> None:
    """Wait until the page says that the work is safe."""
    expect(visit.by_id("saving")).to_have_attribute("data-state", "saved")


def shown(visit: Visit, name: str) -> None:
    """Wait until the picture of a sample is on the screen."""
    expect(visit.by_id("picture")).to_have_attribute("alt", name)
    expect(visit.by_id("picture")).to_have_attribute("data-loaded", "true")


def shapes(sample: dict[str, Any]) -> list[tuple[str, str, list[list[float]]]]:
    """What is drawn on a sample: label, shape, points."""
    found = []
    for each in sample["labels"]:
        told = each["property"]
        found.append((each["name"], told["@modelarts:shape"], told["@modelarts:feature"]))
    return found


def near(points: Sequence[Sequence[float]], wanted: Sequence[Sequence[float]]) -> bool:
    """Whether all numbers are within two pixels: one for each end of a line that the mouse has drawn."""
    found, expected = ([number for point in each for number in point] for each in (points, wanted))
    return all(abs(one - other) <= 2 for one, other in zip(found, expected, strict=True))
