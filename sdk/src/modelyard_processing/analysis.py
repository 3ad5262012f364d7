"""Features of pictures and boxes, as plots show them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from modelyard_processing import looking
from modelyard_processing.samples import Sample, rgb


class Features:
    """Collects features of samples, and says how they are distributed."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = defaultdict(list)
        self._labels: dict[str, int] = defaultdict(int)
        self._bytes = 0

    def add(self, sample: Sample, size: int) -> None:
        """Look at one sample."""
        image = sample.image
        width, height = image.size
        self._bytes += size
        said = looking.figures(image)
        self._note("Resolution", width * height)
        self._note("Width", width)
        self._note("Height", height)
        self._note("Aspect Ratio", width / height)
        for name, key in (("Brightness", "brightness"), ("Saturation", "saturation"), ("Blur Score", "sharpness")):
            self._note(name, said[key])
        self._note("Colorfulness", said["colourfulness"])
        boxes = []
        for one in sample.annotations:
            self._labels[str(one.get("label", ""))] += 1
            if one.get("shape", {}).get("kind") == "bndbox":
                (x1, y1), (x2, y2) = one["shape"]["points"]
                boxes.append((max(0.0, x1), max(0.0, y1), min(float(width), x2), min(float(height), y2)))
        self._boxes(sample, [box for box in boxes if box[2] - box[0] >= 1 and box[3] - box[1] >= 1])

    def _boxes(self, sample: Sample, boxes: list[tuple[float, float, float, float]]) -> None:
        if not boxes:
            return
        image = rgb(sample.image)
        whole = image.width * image.height
        areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in boxes]
        mean = sum(areas) / len(areas)
        self._note("Bounding Box Number", len(boxes))
        spread = (sum((one - mean) ** 2 for one in areas) / len(areas)) ** 0.5
        self._note("Std of Bounding Boxes Area Per Image", spread / whole)
        for index, (box, area) in enumerate(zip(boxes, areas)):
            x1, y1, x2, y2 = box
            self._note("Aspect Ratio of Bounding Boxes", (x2 - x1) / (y2 - y1))
            self._note("Area Ratio of Bounding Boxes", area / whole)
            # 0 in the middle of the picture, 1 at its edge.
            across = abs((x1 + x2) / image.width - 1)
            down = abs((y1 + y2) / image.height - 1)
            self._note("Marginalization Value of Bounding Boxes", max(across, down))
            self._note("Overlap Score of Bounding Boxes", self._overlap(index, boxes) / area)
            inside = looking.figures(image.crop((int(x1), int(y1), max(int(x1) + 1, int(x2)), max(int(y1) + 1, int(y2)))))
            self._note("Brightness of Bounding Boxes", inside["brightness"])
            self._note("Blur Score of Bounding Boxes", inside["sharpness"])

    @staticmethod
    def _overlap(index: int, boxes: list[tuple[float, float, float, float]]) -> float:
        x1, y1, x2, y2 = boxes[index]
        found = 0.0
        for other, (a1, b1, a2, b2) in enumerate(boxes):
            if other != index:
                found = max(found, max(0.0, min(x2, a2) - max(x1, a1)) * max(0.0, min(y2, b2) - max(y1, b1)))
        return found

    def _note(self, name: str, value: float) -> None:
        self._values[name].append(float(value))

    def told(self) -> dict[str, Any]:
        """Return how features are distributed, and how often labels were used."""
        most = sorted(self._labels.items(), key=lambda entry: (-entry[1], entry[0]))[:200]
        return {
            "count": len(self._values["Resolution"]),
            "bytes": self._bytes,
            "labels": dict(most),
            "features": {name: looking.summary(values) for name, values in sorted(self._values.items())},
        }
