"""Operators that make a new picture of each one. Boxes and other shapes move along."""

from __future__ import annotations

import math
import random
from typing import Any, Callable, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from modelyard_processing import shapes
from modelyard_processing.samples import Sample, rgb

# What an operator gives: the picture, where its points are now (None: where they were), and what was done in words.
Result = Tuple[Any, ...]
_GROUND = (128, 128, 128)
_LARGEST_SIDE = 16_384


def augment(sample: Sample, steps: Sequence[dict[str, Any]], draw: random.Random) -> Sample:
    """Return a new sample: the operators are applied one after the other."""
    for step in steps:
        image = rgb(sample.image)
        function = OPERATORS[step["operator"]]
        new, matrix, words = function(image, step["parameters"], draw)
        said = sample.annotations
        if matrix is not None:
            said = shapes.move(said, matrix, *new.size)
        sample = sample.changed(new, said, [step["operator"], *words])
    return sample


def _numbers(draw: random.Random) -> np.random.Generator:
    return np.random.default_rng(draw.getrandbits(63))


def _picture(values: NDArray[Any]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8), "RGB")


def _array(image: Image.Image) -> NDArray[Any]:
    return np.asarray(image, dtype=np.float32)


def _affine(image: Image.Image, matrix: shapes.Matrix, size: tuple[int, int]) -> Image.Image:
    """Return a picture transformed. matrix: from old points to new ones."""
    if not (0 < size[0] <= _LARGEST_SIDE and 0 < size[1] <= _LARGEST_SIDE):
        raise ValueError(f"the picture would be {size[0]} by {size[1]} pixels")
    return image.transform(size, Image.Transform.AFFINE, shapes.inverse(matrix), Image.Resampling.BICUBIC, fillcolor=_GROUND)


def _between(draw: random.Random, one: float, other: float) -> float:
    return draw.uniform(min(one, other), max(one, other))


def add_noise(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    kind, numbers, pixels = values["noise_type"], _numbers(draw), _array(image)
    if kind == "Gauss":
        pixels = pixels + numbers.normal(values["loc"], values["scale"], pixels.shape)
    elif kind == "Laplace":
        pixels = pixels + numbers.laplace(values["loc"], values["scale"], pixels.shape)
    elif kind == "Poisson":
        pixels = pixels + numbers.poisson(values["lam"], pixels.shape)
    else:
        # Impulses hit each channel by itself, salt and pepper whole pixels.
        form = pixels.shape if kind == "Impulse" else (*pixels.shape[:2], 1)
        hit, white = numbers.random(form) < values["p"], numbers.random(form) < 0.5
        pixels = np.where(hit, np.where(white, 255.0, 0.0), pixels)
    return _picture(pixels), None, [kind]


def blur(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    radius = _between(draw, 1, 3)
    made = ImageFilter.GaussianBlur(radius) if values["blur_type"] == "Gauss" else ImageFilter.BoxBlur(radius)
    return image.filter(made), None, [values["blur_type"], f"{radius:.1f}"]


def crop(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    width, height = image.size
    shares = [_between(draw, values["crop_percent_min"], values["crop_percent_max"]) for _ in range(4)]
    left, top = int(shares[0] * width), int(shares[1] * height)
    right, bottom = width - int(shares[2] * width), height - int(shares[3] * height)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    return image.crop((left, top, right, bottom)), (1, 0, -left, 0, 1, -top), [f"{left},{top},{right},{bottom}"]


def cut_out(image: Image.Image, _values: dict[str, Any], draw: random.Random) -> Result:
    width, height = image.size
    wide, high = int(width * _between(draw, 0.1, 0.3)) + 1, int(height * _between(draw, 0.1, 0.3)) + 1
    left, top = draw.randrange(max(1, width - wide)), draw.randrange(max(1, height - high))
    new = image.copy()
    ImageDraw.Draw(new).rectangle((left, top, left + wide - 1, top + high - 1), fill=_GROUND)
    return new, None, [f"{left},{top},{wide},{high}"]


def flip(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    if draw.random() >= values["flip_p"]:
        return image, None, ["no"]
    width, height = image.size
    if values["lr_ud"] == "lr":
        return ImageOps.mirror(image), (-1, 0, width, 0, 1, 0), ["lr"]
    return ImageOps.flip(image), (1, 0, 0, 0, -1, height), ["ud"]


def grayscale(image: Image.Image, _values: dict[str, Any], _draw: random.Random) -> Result:
    return ImageOps.grayscale(image).convert("RGB"), None, []


def histogram_equal(image: Image.Image, _values: dict[str, Any], _draw: random.Random) -> Result:
    # Of the brightness alone, so that colours stay what they are.
    light, blue, red = image.convert("YCbCr").split()
    return Image.merge("YCbCr", (ImageOps.equalize(light), blue, red)).convert("RGB"), None, []


def light_arithmetic(image: Image.Image, _values: dict[str, Any], draw: random.Random) -> Result:
    by = draw.choice((-1, 1)) * _between(draw, 15, 60)
    return _picture(_array(image) + by), None, [f"{by:+.0f}"]


def light_contrast(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    kind, pixels = values["func"], _array(image) / 255
    if kind == "gamma":
        strength = _between(draw, 0.5, 2.0)
        new = pixels**strength
    elif kind == "sigmoid":
        strength = _between(draw, 5, 10)
        new = 1 / (1 + np.exp(strength * (0.5 - pixels)))
    elif kind == "log":
        strength = _between(draw, 0.8, 1.2)
        new = strength * np.log2(1 + pixels)
    else:
        strength = _between(draw, 0.5, 1.6)
        new = 0.5 + strength * (pixels - 0.5)
    return _picture(new * 255), None, [kind, f"{strength:.2f}"]


def motion_blur(image: Image.Image, _values: dict[str, Any], draw: random.Random) -> Result:
    length, angle = draw.randint(3, 7), draw.uniform(0, math.pi)
    total = np.zeros((image.height, image.width, 3), dtype=np.float32)
    for step in range(-length, length + 1):
        shift = (round(step * math.cos(angle)), round(step * math.sin(angle)))
        total += _array(ImageChops.offset(image, *shift))
    return _picture(total / (2 * length + 1)), None, [str(2 * length + 1), f"{math.degrees(angle):.0f}"]


def padding(image: Image.Image, values: dict[str, Any], _draw: random.Random) -> Result:
    top, right, bottom, left = (values[f"px_{side}"] for side in ("top", "right", "bottom", "left"))
    new = ImageOps.expand(image, (left, top, right, bottom), fill=_GROUND)
    return new, (1, 0, left, 0, 1, top), [f"{top},{right},{bottom},{left}"]


def resize(image: Image.Image, values: dict[str, Any], _draw: random.Random) -> Result:
    size = (values["width"], values["height"])
    matrix = (size[0] / image.width, 0, 0, 0, size[1] / image.height, 0)
    return image.resize(size, Image.Resampling.LANCZOS), matrix, [f"{size[0]}x{size[1]}"]


def rotate(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    degrees = _between(draw, values["angle_min"], values["angle_max"])
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    matrix, size = _fitted((cosine, -sine, 0, sine, cosine, 0), *image.size)
    return _affine(image, matrix, size), matrix, [f"{degrees:.1f}"]


def scale(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    factor = _between(draw, values["scale_min"], values["scale_max"])
    wide, high = (factor, 1.0) if values["scaleXY"] == "X" else (1.0, factor)
    size = (max(1, round(image.width * wide)), max(1, round(image.height * high)))
    matrix = (size[0] / image.width, 0, 0, 0, size[1] / image.height, 0)
    return _affine(image, matrix, size), matrix, [values["scaleXY"], f"{factor:.2f}"]


def shear(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    degrees = _between(draw, values["shear_min"], values["shear_max"])
    slant = math.tan(math.radians(degrees))
    wanted = (1, slant, 0, 0, 1, 0) if values["shearXY"] == "X" else (1, 0, 0, slant, 1, 0)
    matrix, size = _fitted(wanted, *image.size)
    return _affine(image, matrix, size), matrix, [values["shearXY"], f"{degrees:.1f}"]


def translate(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    share = draw.choice((-1, 1)) * _between(draw, 0.05, 0.25)
    by = (share * image.width, 0.0) if values["translateXY"] == "X" else (0.0, share * image.height)
    matrix = (1, 0, round(by[0]), 0, 1, round(by[1]))
    return _affine(image, matrix, image.size), matrix, [values["translateXY"], f"{share:+.2f}"]


def saturation(image: Image.Image, _values: dict[str, Any], draw: random.Random) -> Result:
    factor = _between(draw, 0.3, 2.0)
    return ImageEnhance.Color(image).enhance(factor), None, [f"{factor:.2f}"]


def sharpen(image: Image.Image, _values: dict[str, Any], draw: random.Random) -> Result:
    percent = draw.randint(80, 200)
    return image.filter(ImageFilter.UnsharpMask(2, percent, 2)), None, [f"{percent}%"]


def weather(image: Image.Image, values: dict[str, Any], draw: random.Random) -> Result:
    kind, numbers = values["weather_mode"], _numbers(draw)
    width, height = image.size
    if kind == "Rain":
        layer = Image.new("L", image.size, 0)
        pen, long, wide = ImageDraw.Draw(layer), max(4, height // 20), max(1, height // 400)
        for _ in range(math.ceil(0.06 * width * height / (long * wide))):  # a share of the picture, however large it is
            x, y = int(numbers.integers(width)), int(numbers.integers(height))
            pen.line((x, y, x + long // 4, y + long), fill=int(numbers.integers(90, 190)), width=wide)
        layer = layer.filter(ImageFilter.GaussianBlur(0.7))
        return Image.composite(Image.new("RGB", image.size, (210, 215, 225)), image, layer), None, [kind]
    if kind == "Snow":
        layer = Image.new("L", image.size, 0)
        pen, most = ImageDraw.Draw(layer), max(2, height // 120)
        for _ in range(max(30, width * height // 1500)):
            x, y, radius = int(numbers.integers(width)), int(numbers.integers(height)), float(numbers.uniform(1, most + 1))
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(numbers.integers(140, 255)))
        layer = layer.filter(ImageFilter.GaussianBlur(0.8))
        return Image.composite(Image.new("RGB", image.size, (250, 250, 252)), image, layer), None, [kind]
    # Fog is even, clouds are in patches: noise of few or more grid points, drawn large.
    cells = 3 if kind == "Fog" else 6
    small = Image.fromarray(numbers.integers(0, 255, (cells, cells), dtype=np.uint8), "L")
    patches = _array_of_light(small.resize(image.size, Image.Resampling.BICUBIC))
    share = 0.35 + 0.3 * patches if kind == "Fog" else 0.85 * np.clip(patches * 2 - 0.8, 0, 1)
    white = np.full((height, width, 3), 235, dtype=np.float32)
    return _picture(_array(image) * (1 - share[..., None]) + white * share[..., None]), None, [kind]


def _array_of_light(image: Image.Image) -> NDArray[Any]:
    return np.asarray(image, dtype=np.float32) / 255


def _fitted(matrix: shapes.Matrix, width: int, height: int) -> tuple[shapes.Matrix, tuple[int, int]]:
    """Return a transformation moved so that nothing is cut off, and the size of the new picture."""
    corners = [shapes.moved(corner, matrix) for corner in ((0, 0), (width, 0), (width, height), (0, height))]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    size = (max(1, math.ceil(right - left - 1e-6)), max(1, math.ceil(bottom - top - 1e-6)))
    return shapes.joined(matrix, (1, 0, -left, 0, 1, -top)), size


OPERATORS: dict[str, Callable[[Image.Image, dict[str, Any], random.Random], Result]] = {
    "AddNoise": add_noise,
    "Blur": blur,
    "Crop": crop,
    "CutOut": cut_out,
    "Flip": flip,
    "Grayscale": grayscale,
    "HistogramEqual": histogram_equal,
    "LightArithmetic": light_arithmetic,
    "LightContrast": light_contrast,
    "MotionBlur": motion_blur,
    "Padding": padding,
    "Resize": resize,
    "Rotate": rotate,
    "Saturation": saturation,
    "Scale": scale,
    "Sharpen": sharpen,
    "Shear": shear,
    "Translate": translate,
    "Weather": weather,
}


def mosaic(samples: Sequence[Sample], size: int, draw: random.Random) -> tuple[Image.Image, list[dict[str, Any]]]:
    """Return one picture of four, with what is said about all of them."""
    centre = (int(size * draw.uniform(0.35, 0.65)), int(size * draw.uniform(0.35, 0.65)))
    boxes = (
        (0, 0, *centre),
        (centre[0], 0, size, centre[1]),
        (0, centre[1], centre[0], size),
        (centre[0], centre[1], size, size),
    )
    new = Image.new("RGB", (size, size), _GROUND)
    said: list[dict[str, Any]] = []
    for sample, (left, top, right, bottom) in zip(samples, boxes):
        wide, high = right - left, bottom - top
        part = rgb(sample.image).resize((wide, high), Image.Resampling.LANCZOS)
        new.paste(part, (left, top))
        matrix = (wide / sample.image.width, 0, left, 0, high / sample.image.height, top)
        for one in shapes.move(sample.annotations, matrix, size, size):
            if one not in said:
                said.append(one)
    return new, said
