"""Why samples are hard: the published numbers, with what they mean and what to do, in both languages."""

from collections.abc import Iterable
from typing import NamedTuple

from modelyard.core.i18n import Language


class Reason(NamedTuple):
    """A reason. alias: its short name. texts: what it is and what to do, in English and Chinese."""

    alias: str
    reason: tuple[str, str]
    suggestion: tuple[str, str]


_CHECK = ("Check the labels of the sample.", "检查该样本的标注。")
_MORE = ("Add samples like this one to the training set.", "向训练集补充与此相似的样本。")
_DRIFTS = (
    ("resolution", "resolution", "分辨率"),
    ("aspect_ratio", "aspect ratio", "高宽比"),
    ("brightness", "brightness", "亮度"),
    ("saturation", "saturation", "饱和度"),
    ("colorfulness", "colour richness", "色彩丰富度"),
    ("sharpness", "sharpness", "清晰度"),
    ("box_number", "number of boxes", "目标框数量"),
    ("box_area_spread", "spread of the areas of boxes", "目标框面积的离散程度"),
    ("box_aspect_ratio", "aspect ratio of boxes", "目标框高宽比"),
    ("box_area_share", "share of boxes in the picture", "目标框面积占比"),
    ("box_margin", "closeness of boxes to the edge", "目标框的边缘程度"),
    ("box_brightness", "brightness inside boxes", "目标框内亮度"),
    ("box_sharpness", "sharpness inside boxes", "目标框内清晰度"),
    ("box_overlap", "overlap of boxes", "目标框重叠程度"),
)
_CHANGES = (
    *("GaussianBlur", "fliplr", "Crop", "flipud", "scale", "translate"),
    *("shear", "superpixels", "sharpen", "add", "invert"),
)
REASONS: dict[int, Reason] = {
    0: Reason("none_detected", ("Nothing was detected.", "未检测到任何目标。"), _CHECK),
    1: Reason("low_confidence", ("The confidence is low.", "置信度偏低。"), _CHECK),
    2: Reason("clustering", ("Groups of training data disagree with the prediction.", "与训练数据聚类结果不一致。"), _CHECK),
    3: Reason("distance", ("It is far from the training data of its class.", "与同类训练数据差异较大。"), _MORE),
    4: Reason("sequence", ("Similar pictures beside it were predicted otherwise.", "与相邻相似图像的预测结果不一致。"), _CHECK),
    **{
        number: Reason(alias, (f"Its {name} is unlike that of the training data.", f"{name_zh}与训练数据差异较大。"), _MORE)
        for number, (alias, name, name_zh) in enumerate(_DRIFTS, 5)
    },
    **{
        number: Reason(
            name, (f"The prediction changes when the picture is changed by {name}.", f"经 {name} 增强后预测结果不一致。"), _MORE
        )
        for number, name in enumerate(_CHANGES, 19)
    },
    30: Reason("abnormal", ("It was predicted to be abnormal.", "被预测为异常。"), _CHECK),
}


def details_of(numbers: Iterable[int], language: Language) -> dict[str, dict[str, str | int]]:
    """Return what the reasons mean, by number; those that nobody has published are left out."""
    place = 0 if language is Language.EN else 1
    return {
        str(number): {
            "id": number,
            "alo_name": REASONS[number].alias,
            "reason": REASONS[number].reason[place],
            "suggestion": REASONS[number].suggestion[place],
        }
        for number in sorted(set(numbers))
        if number in REASONS
    }
