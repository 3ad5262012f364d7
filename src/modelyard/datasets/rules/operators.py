"""The operators that come with the platform: their parameters, what they mean, and what is refused.

Names and defaults of parameters are those of the public API where it has them; the others are ours.
"""

from modelyard.datasets.types.processing import Operator, Parameter, ParameterType, TemplateId

_VALIDATE = Parameter(
    "do_validation",
    ParameterType.BOOLEAN,
    default=True,
    text="Check the images first, and leave out what is broken",
    zh="先校验图片，并去除损坏的图片",
)


def _whole(  # noqa: PLR0917 - a table of parameters is read by its columns
    name: str, default: int | None, text: str, zh: str, low: float, high: float
) -> Parameter:
    return Parameter(name, ParameterType.INTEGER, default, text, zh, low, high)


def _number(  # noqa: PLR0917 - as above
    name: str, default: float, text: str, zh: str, low: float, high: float
) -> Parameter:
    return Parameter(name, ParameterType.NUMBER, default, text, zh, low, high)


def _choice(name: str, choices: tuple[str, ...], text: str, zh: str) -> Parameter:
    return Parameter(name, ParameterType.CHOICE, choices[0], text, zh, choices=choices)


def _switch(name: str, text: str, zh: str, *, default: bool = True) -> Parameter:
    return Parameter(name, ParameterType.BOOLEAN, default, text, zh)


def _fixed(function: str, states: str) -> tuple[tuple[str, str], ...]:
    return (("source_service", "select"), ("filter_func", function), ("total_status", states))


_SIMILARITY = _number("simlarity_threshold", 0.9, "Images at least as alike are too much alike", "相似度阈值", 0, 1)
_CLUSTERS = _whole("n_clusters", None, "Number of groups; chosen by itself where left out", "聚类数；留空则自动选择", 1, 1000)

_VALIDATION = (
    Operator(
        "MetaValidation",
        TemplateId.VALIDATION,
        "Find broken files, mend names, orientation and channels, shrink what is too large",
        "检查损坏文件，修正后缀、方向与通道，缩小过大的图片",
        (
            _whole("image_max_width", -1, "Largest width; -1 for none", "最大宽度；-1 表示不限", -1, 100_000),
            _whole("image_max_height", -1, "Largest height; -1 for none", "最大高度；-1 表示不限", -1, 100_000),
            _whole("image_min_width", 1, "Images narrower are left out", "宽度小于此值的图片将被去除", 1, 100_000),
            _whole("image_min_height", 1, "Images lower are left out", "高度小于此值的图片将被去除", 1, 100_000),
            _switch("fix_suffix", "Give files the suffix of what they are", "按实际格式修正文件后缀"),
            _switch("fix_orientation", "Turn images as their EXIF data says", "按 EXIF 信息旋转图片"),
            _switch("fix_channels", "Make RGB of other colour spaces", "将其他色彩空间转换为 RGB"),
        ),
        "validation",
        fixed=_fixed("data_validation_select", "[0,1,2]"),
    ),
)

_CLEANING = (
    Operator(
        "PCC",
        TemplateId.CLEANING,
        "Keep what is like the samples of what is wanted, and unlike those of what is not",
        "保留与正样本相似、与负样本不相似的图片",
        (
            Parameter(
                "prototype_sample_path",
                ParameterType.PATH,
                default=None,
                text="Folder with images of what is wanted",
                zh="正样本图片目录",
                required=True,
            ),
            Parameter(
                "criticism_sample_path",
                ParameterType.PATH,
                default=None,
                text="Folder with images of what is not wanted",
                zh="负样本图片目录",
            ),
            _CLUSTERS,
            _SIMILARITY,
            _number("embedding_distance", 0.2, "What is farther from all groups is left out", "与各聚类的最大距离", 0, 2),
            _VALIDATE,
        ),
        "resemblance",
        alone=False,
        fixed=_fixed("data_cleaning_select", "[0,2]"),
    ),
    Operator(
        "QualityFilter",
        TemplateId.CLEANING,
        "Leave out images that are blurred, dark, too bright or without contrast",
        "去除模糊、过暗、过亮或缺乏对比度的图片",
        (
            _number("min_sharpness", 20.0, "Variance of the Laplacian; blurred images have less", "最小清晰度", 0, 100_000),
            _number("min_brightness", 0.08, "From 0 black to 1 white", "最小亮度（0 至 1）", 0, 1),
            _number("max_brightness", 0.96, "From 0 black to 1 white", "最大亮度（0 至 1）", 0, 1),
            _number("min_contrast", 0.02, "Standard deviation of brightness", "最小对比度", 0, 1),
        ),
        "quality",
    ),
    Operator(
        "Outliers",
        TemplateId.CLEANING,
        "Leave out images that are unlike all others",
        "去除与其他图片明显不同的离群图片",
        (
            _number("max_deviation", 4.0, "How many usual distances from its neighbours are too many", "最大偏离倍数", 1, 100),
            _whole("neighbours", 5, "How many neighbours are looked at", "参考的邻近图片数", 1, 100),
        ),
        "outliers",
        alone=False,
    ),
)

_SELECTION = (
    Operator(
        "SimDeduplication",
        TemplateId.SELECTION,
        "Leave out all but one of images that are alike",
        "对相似图片去重，仅保留一张",
        (_SIMILARITY, _VALIDATE),
        "duplicates",
        alone=False,
        fixed=_fixed("data_deduplication_select", "[0,2]"),
    ),
    Operator(
        "RRD",
        TemplateId.SELECTION,
        "Keep a share of the images that shows as much as possible of what there is",
        "按比例保留最具代表性的图片（去冗余）",
        (
            _number("sample_ratio", 0.9, "Share that is kept", "保留比例", 0.001, 1),
            _CLUSTERS,
            _VALIDATE,
        ),
        "diversity",
        alone=False,
    ),
)


def _augmentation(name: str, text: str, zh: str, *parameters: Parameter) -> Operator:
    """Return an operator that adds an image for each one."""
    copies = _whole("copies", 1, "New images for each image", "每张图片生成的数量", 1, 20)
    fixed = (("filter_func", "data_augmentation"), ("total_status", "[3]"), (name, "1"))
    return Operator(name, TemplateId.AUGMENTATION, text, zh, (*parameters, copies, _VALIDATE), "augmentation", fixed=fixed)


_AXIS = ("X", "Y")
_AUGMENTATION = (
    _augmentation(
        "AddNoise",
        "Add noise",
        "添加噪声",
        _choice("noise_type", ("Gauss", "Laplace", "Poisson", "Impulse", "SaltAndPepper"), "Kind of noise", "噪声类型"),
        _number("loc", 0.0, "Mean (Gauss, Laplace)", "均值（Gauss、Laplace）", -255, 255),
        _number("scale", 1.0, "Deviation (Gauss, Laplace)", "标准差（Gauss、Laplace）", 0, 255),
        _number("lam", 2.0, "Rate (Poisson)", "强度（Poisson）", 0, 255),
        _number("p", 0.01, "Share of pixels (Impulse, SaltAndPepper)", "像素比例（Impulse、SaltAndPepper）", 0, 1),
    ),
    _augmentation("Blur", "Blur", "模糊", _choice("blur_type", ("Gauss", "Average"), "Kind of blur", "模糊类型")),
    _augmentation(
        "Crop",
        "Cut off the edges",
        "裁剪边缘",
        _number("crop_percent_min", 0.0, "Least share cut off at each side", "每边裁剪的最小比例", 0, 0.45),
        _number("crop_percent_max", 0.2, "Largest share cut off at each side", "每边裁剪的最大比例", 0, 0.45),
    ),
    _augmentation("CutOut", "Cover a part", "随机遮挡"),
    _augmentation(
        "Flip",
        "Mirror",
        "翻转",
        _choice("lr_ud", ("lr", "ud"), "lr: left to right, ud: upside down", "lr：左右翻转；ud：上下翻转"),
        _number("flip_p", 1.0, "Probability", "翻转概率", 0, 1),
    ),
    _augmentation("Grayscale", "Take colours away", "灰度化"),
    _augmentation("HistogramEqual", "Use all degrees of brightness", "直方图均衡"),
    _augmentation("LightArithmetic", "Add to the brightness", "亮度加减"),
    _augmentation(
        "LightContrast",
        "Change the contrast",
        "对比度变换",
        _choice("func", ("gamma", "sigmoid", "log", "linear"), "Function", "变换函数"),
    ),
    _augmentation("MotionBlur", "Blur as if moving", "运动模糊"),
    _augmentation(
        "Padding",
        "Add an edge",
        "填充边缘",
        *(
            _whole(f"px_{side}", 1, f"Pixels added: {side}", f"填充像素：{side}", 0, 4096)
            for side in ("top", "right", "left", "bottom")
        ),
    ),
    _augmentation(
        "Resize",
        "Change the size",
        "调整尺寸",
        _whole("height", 224, "Height in pixels", "高度（像素）", 1, 8192),
        _whole("width", 224, "Width in pixels", "宽度（像素）", 1, 8192),
    ),
    _augmentation(
        "Rotate",
        "Turn",
        "旋转",
        _number("angle_min", 90.0, "One end of the range in degrees", "角度范围的一端", -360, 360),
        _number("angle_max", -90.0, "The other end", "角度范围的另一端", -360, 360),
    ),
    _augmentation("Saturation", "Change the saturation", "饱和度变换"),
    _augmentation(
        "Scale",
        "Stretch or shrink in one direction",
        "沿单方向缩放",
        _choice("scaleXY", _AXIS, "Direction", "方向"),
        _number("scale_min", 0.5, "Least factor", "最小比例", 0.05, 10),
        _number("scale_max", 1.5, "Largest factor", "最大比例", 0.05, 10),
    ),
    _augmentation("Sharpen", "Sharpen", "锐化"),
    _augmentation(
        "Shear",
        "Slant",
        "错切",
        _choice("shearXY", _AXIS, "Direction", "方向"),
        _number("shear_min", -30.0, "Least angle in degrees", "最小角度", -60, 60),
        _number("shear_max", 30.0, "Largest angle in degrees", "最大角度", -60, 60),
    ),
    _augmentation("Translate", "Move", "平移", _choice("translateXY", _AXIS, "Direction", "方向")),
    _augmentation(
        "Weather",
        "Draw weather",
        "模拟天气",
        _choice("weather_mode", ("Rain", "Fog", "Snow", "Clouds"), "Weather", "天气类型"),
    ),
    Operator(
        "Mosaic",
        TemplateId.AUGMENTATION,
        "Put four images together into one",
        "将四张图片拼接为一张",
        (
            _whole("size", 512, "Width and height of the new image", "新图片的边长", 32, 4096),
            _number("share", 0.5, "New images as a share of the images there are", "新增图片占原图片的比例", 0.01, 1),
        ),
        "mosaic",
        alone=False,
    ),
)

_ANALYSIS = (
    Operator(
        "sys_data_analyse",
        TemplateId.ANALYSE,
        "Measure the features of images and boxes",
        "统计图片与标注框的特征",
        (),
        "analysis",
    ),
)

_CUSTOM = (
    Operator(
        "custom",
        TemplateId.CUSTOM,
        "Run a Python file of your own",
        "运行自定义的 Python 文件",
        (
            Parameter(
                "path",
                ParameterType.PATH,
                default=None,
                text="The file, which says at its head which parameters it takes",
                zh="算子文件；文件开头声明其参数",
                required=True,
            ),
        ),
        "custom",
    ),
)

# Operators of the public API that train generative networks.
REFUSED = frozenset({"StyleGAN", "CycleGAN"})

OPERATORS = {one.name: one for one in (*_VALIDATION, *_CLEANING, *_SELECTION, *_AUGMENTATION, *_ANALYSIS, *_CUSTOM)}

# What data processing is there, in the order in which it is shown: name in English and in Chinese.
ITEMS = {
    TemplateId.CLEANING: ("Data cleansing", "数据清洗"),
    TemplateId.VALIDATION: ("Data validation", "数据校验"),
    TemplateId.SELECTION: ("Data selection", "数据选择"),
    TemplateId.AUGMENTATION: ("Data augmentation", "数据增强"),
}


def operators_of(template: TemplateId) -> list[Operator]:
    """Return the operators of a template, in order."""
    return [one for one in OPERATORS.values() if one.template is template]
