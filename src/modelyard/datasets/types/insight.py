"""Words of insight: what is measured about samples, and what is found among them."""

from modelyard.core.types import StrEnum


class Metric(StrEnum):
    """What is measured: of an image, of the boxes in it together, of each box."""

    RESOLUTION = "resolution"
    ASPECT_RATIO = "aspect_ratio"
    BRIGHTNESS = "brightness"
    SATURATION = "saturation"
    CLARITY = "clarity"
    COLORFULNESS = "colorfulness"
    BOX_COUNT = "box_count"
    BOX_AREA_DEVIATION = "box_area_deviation"
    BOX_ASPECT_RATIO = "box_aspect_ratio"
    BOX_AREA_RATIO = "box_area_ratio"
    BOX_MARGINALIZATION = "box_marginalization"
    BOX_OVERLAP = "box_overlap"
    BOX_BRIGHTNESS = "box_brightness"
    BOX_CLARITY = "box_clarity"


# Of the image; of its boxes together; of each box.
OF_IMAGES = (
    Metric.RESOLUTION,
    Metric.ASPECT_RATIO,
    Metric.BRIGHTNESS,
    Metric.SATURATION,
    Metric.CLARITY,
    Metric.COLORFULNESS,
)
OF_ALL_BOXES = (Metric.BOX_COUNT, Metric.BOX_AREA_DEVIATION)
OF_BOXES = (
    Metric.BOX_ASPECT_RATIO,
    Metric.BOX_AREA_RATIO,
    Metric.BOX_MARGINALIZATION,
    Metric.BOX_OVERLAP,
    Metric.BOX_BRIGHTNESS,
    Metric.BOX_CLARITY,
)


class Finding(StrEnum):
    """What is found among samples."""

    DUPLICATES = "duplicates"
    OUTLIERS = "outliers"
    SUSPECTS = "suspects"


class Undecodable(StrEnum):
    """Why a file gives no picture."""

    EMPTY = "empty"
    UNKNOWN = "unknown"  # no image of a kind that is read
    DAMAGED = "damaged"
    LARGE = "large"  # more pixels than are decoded
    MEMORY = "memory"
    TIME = "time"
