"""The operators of processing tasks, run as in a task: over a folder of pictures, with a recipe."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from modelyard_processing import shapes
from modelyard_processing.augmentation import OPERATORS, augment
from modelyard_processing.running import Run
from modelyard_processing.samples import Sample

BOX = {"kind": "shape", "label": "cat", "shape": {"kind": "bndbox", "points": [[20, 30], [80, 90]]}}
SIZE = (160, 120)


def picture(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture that is like no other with another seed."""
    small = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def read(file: Path) -> Image.Image:
    """Return a picture, with its file closed."""
    with Image.open(file) as found:
        return found.copy()


class Folder:
    """A folder of pictures, and runs over them."""

    def __init__(self, path: Path) -> None:
        self.path, self.files = path, list[Path]()

    def add(self, name: str, image: Image.Image | bytes, **more: Any) -> None:
        file = self.path / name
        if isinstance(image, bytes):
            file.write_bytes(image)
        else:
            image.save(file, more.pop("form", None), **more)
        self.files.append(file)

    def run(self, *steps: tuple[str, str, dict[str, Any]], code: str = "", seed: int = 5, again: bool = False) -> list[Any]:
        """Return the results of operators: name, program, parameters."""
        folder, output = self.path / "run", self.path / "output"
        folder.mkdir(exist_ok=True)
        told = [{"operator": name, "program": program, "parameters": values} for name, program, values in steps]
        paths = {"obs://b/wanted/": str(self.path / "wanted"), "obs://b/unwanted/": str(self.path / "unwanted")}
        recipe = {"seed": seed, "steps": told, "paths": paths, "output": str(output)}
        (folder / "recipe.json").write_text(json.dumps(recipe))
        entries = [
            {"n": number, "file": str(file), "a": [BOX], "id": "", "usage": ""} for number, file in enumerate(self.files)
        ]
        (folder / "input.jsonl").write_text("".join(json.dumps(one) + "\n" for one in entries))
        (folder / "operator.py").write_text(code)
        if not again:
            for file in sorted(output.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
        Run(str(folder)).run()
        parts = sorted((output / "results").iterdir())
        return [json.loads(line) for part in parts for line in part.read_text().splitlines()]

    def figures(self) -> dict[str, Any]:
        return dict(json.loads((self.path / "output" / "summary.json").read_text()))

    def became(self, found: list[Any]) -> dict[str, int]:
        """Return the properties of results by file name; of added ones the number of the last."""
        return {self.files[one["n"]].name: one["p"] for one in found}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


LIMITS = {
    "image_max_width": -1,
    "image_max_height": -1,
    "image_min_width": 20,
    "image_min_height": 1,
    "fix_suffix": True,
    "fix_orientation": True,
    "fix_channels": True,
}


class TestValidation:
    def test_broken_small_turned_and_misnamed_files_are_found(self, folder: Folder) -> None:
        turned = Image.Exif()
        turned[0x0112] = 6
        folder.add("good.png", picture(1))
        folder.add("bad.jpg", b"no picture")
        folder.add("empty.jpg", b"")
        folder.add("tiny.png", picture(2, (10, 10)))
        folder.add("turned.jpg", picture(3), exif=turned)
        folder.add("cmyk.jpg", picture(4).convert("CMYK"))
        folder.add("liar.jpg", picture(5), form="PNG")
        found = folder.run(("MetaValidation", "validation", LIMITS))
        assert folder.became(found) == {
            "good.png": 0,
            "bad.jpg": 2,
            "empty.jpg": 2,
            "tiny.png": 2,
            "turned.jpg": 1,
            "cmyk.jpg": 1,
            "liar.jpg": 1,
        }
        told = {folder.files[one["n"]].name: one for one in found}
        assert told["turned.jpg"]["s"] == [120, 160, 3]
        assert told["liar.jpg"]["f"].endswith("_checked.png")
        assert read(folder.path / "output" / told["cmyk.jpg"]["f"]).mode == "RGB"

    def test_what_is_too_large_shrinks_with_its_boxes(self, folder: Folder) -> None:
        folder.add("large.png", picture(1))
        (one,) = folder.run(("MetaValidation", "validation", {**LIMITS, "image_max_width": 80}))
        assert (one["s"], one["a"][0]["shape"]["points"]) == ([80, 60, 3], [[10, 15], [40, 45]])

    def test_figures_are_of_before_and_after(self, folder: Folder) -> None:
        folder.add("a.png", picture(1))
        folder.add("b.png", picture(2, (10, 10)))
        folder.run(("MetaValidation", "validation", LIMITS))
        told = folder.figures()
        assert (told["before"]["count"], told["after"]["count"]) == (2, 1)
        assert told["before"]["features"]["Bounding Box Number"]["count"] >= 1


class TestCleaningAndSelection:
    def test_what_is_alike_is_there_once(self, folder: Folder) -> None:
        for number in range(6):
            folder.add(f"{number}.png", picture(number))
        folder.add("again.jpg", picture(3), quality=60)
        folder.add("small.png", picture(4, (80, 60)))
        folder.add("bad.png", b"x")
        found = folder.run(("SimDeduplication", "duplicates", {"simlarity_threshold": 0.9}))
        assert {name for name, kind in folder.became(found).items() if kind == 2} == {"again.jpg", "small.png", "bad.png"}

    def test_a_share_is_kept_and_it_is_the_various(self, folder: Folder) -> None:
        for number in range(5):
            folder.add(f"{number}.png", picture(number))
            folder.add(f"{number}.jpg", picture(number), quality=70)
        found = folder.run(("RRD", "diversity", {"sample_ratio": 0.5, "n_clusters": None}))
        kept = {name.partition(".")[0] for name, kind in folder.became(found).items() if kind == 0}
        assert kept == {"0", "1", "2", "3", "4"}

    def test_dark_and_blurred_ones_go(self, folder: Folder) -> None:
        values = {"min_sharpness": 0.5, "min_brightness": 0.08, "max_brightness": 0.96, "min_contrast": 0.02}
        folder.add("good.png", picture(1))
        folder.add("dark.png", Image.new("RGB", SIZE))
        folder.add("white.png", Image.new("RGB", SIZE, (255, 255, 255)))
        folder.add("even.png", Image.new("RGB", SIZE, (120, 120, 120)))
        assert folder.became(folder.run(("QualityFilter", "quality", values))) == {
            "good.png": 0,
            "dark.png": 2,
            "white.png": 2,
            "even.png": 2,
        }

    def test_what_is_unlike_all_others_goes(self, folder: Folder) -> None:
        for number in range(12):
            noise = np.random.default_rng(number).integers(-10, 10, (120, 160, 3))
            folder.add(f"{number}.png", Image.fromarray(np.clip(np.asarray(picture(1)) + noise, 0, 255).astype(np.uint8)))
        folder.add("other.png", picture(99))
        found = folder.run(("Outliers", "outliers", {"max_deviation": 4.0, "neighbours": 3}))
        assert [name for name, kind in folder.became(found).items() if kind == 2] == ["other.png"]

    def test_what_is_like_the_wanted_stays(self, folder: Folder) -> None:
        for name in ("wanted", "unwanted"):
            (folder.path / name).mkdir()
        picture(1).save(folder.path / "wanted" / "1.png")
        (folder.path / "wanted" / "notes.txt").write_text("x")
        picture(2).save(folder.path / "unwanted" / "2.png")
        for number in (1, 2, 3):
            folder.add(f"{number}.jpg", picture(number), quality=80)
        values = {
            "prototype_sample_path": "obs://b/wanted/",
            "criticism_sample_path": "obs://b/unwanted/",
            "n_clusters": None,
            "simlarity_threshold": 0.9,
            "embedding_distance": 0.2,
        }
        assert folder.became(folder.run(("PCC", "resemblance", values))) == {"1.jpg": 0, "2.jpg": 2, "3.jpg": 2}

    def test_steps_follow_each_other(self, folder: Folder) -> None:
        values = {"min_sharpness": 0, "min_brightness": 0.08, "max_brightness": 1, "min_contrast": 0}
        folder.add("dark.png", Image.new("RGB", SIZE))
        folder.add("1.png", picture(1))
        folder.add("2.png", picture(1))
        found = folder.run(
            ("QualityFilter", "quality", values), ("SimDeduplication", "duplicates", {"simlarity_threshold": 0.9})
        )
        assert folder.became(found) == {"dark.png": 2, "1.png": 0, "2.png": 2}


class TestAugmentation:
    @pytest.mark.parametrize("name", sorted(OPERATORS))
    def test_each_adds_a_picture_that_is_the_same_with_the_same_seed(self, folder: Folder, name: str) -> None:
        folder.add("1.png", picture(1))
        values = {**DEFAULTS.get(name, {}), "copies": 2, "do_validation": True}
        first = folder.run((name, "augmentation", values))
        pixels = [np.asarray(read(folder.path / "output" / one["f"])) for one in first if one["p"] == 3]
        second = folder.run((name, "augmentation", values))
        again = [np.asarray(read(folder.path / "output" / one["f"])) for one in second if one["p"] == 3]
        assert [one["p"] for one in first] == [0, 3, 3]
        assert first == second
        assert all((one == other).all() for one, other in zip(pixels, again, strict=True))
        assert first[1]["w"][0][0] == name

    @pytest.mark.parametrize("mode", ["Rain", "Fog", "Snow", "Clouds"])
    def test_weather_is_seen(self, folder: Folder, mode: str) -> None:
        folder.add("1.png", picture(1))
        found = folder.run(("Weather", "augmentation", {"weather_mode": mode, "copies": 1}))
        new = np.asarray(read(folder.path / "output" / found[1]["f"]), dtype=float)
        assert abs(new - np.asarray(picture(1), dtype=float)).mean() > 1

    @pytest.mark.parametrize("kind", ["Gauss", "Laplace", "Poisson", "Impulse", "SaltAndPepper"])
    def test_noise_of_each_kind(self, kind: str) -> None:
        sample = Sample(0, "", "a.png", [], _image=picture(1))
        values = {"noise_type": kind, "loc": 0, "scale": 9, "lam": 9, "p": 0.2}
        new = augment(sample, [{"operator": "AddNoise", "parameters": values}], random.Random(1))
        assert (np.asarray(new.image) != np.asarray(picture(1))).mean() > 0.05

    @pytest.mark.parametrize("func", ["gamma", "sigmoid", "log", "linear"])
    def test_contrast_of_each_kind(self, func: str) -> None:
        sample = Sample(0, "", "a.png", [], _image=picture(1))
        new = augment(sample, [{"operator": "LightContrast", "parameters": {"func": func}}], random.Random(1))
        assert new.image.size == SIZE

    def test_boxes_lie_where_the_thing_is_now(self) -> None:
        white = Image.new("RGB", SIZE)
        white.paste((255, 255, 255), (20, 30, 80, 90))
        for name in ("Flip", "Rotate", "Scale", "Shear", "Translate", "Padding", "Resize", "Crop"):
            values = {**DEFAULTS[name], "px_top": 9, "angle_min": -90, "angle_max": -90}
            new = augment(Sample(0, "", "a", [BOX], _image=white), [{"operator": name, "parameters": values}], random.Random(3))
            light = np.asarray(new.image)[..., 0] > 200
            rows, columns = np.flatnonzero(light.any(axis=1)), np.flatnonzero(light.any(axis=0))
            seen = [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]
            (x1, y1), (x2, y2) = new.annotations[0]["shape"]["points"]
            assert np.allclose(seen, [x1, y1, x2, y2], atol=2.5), name

    def test_four_pictures_become_one(self, folder: Folder) -> None:
        for number in range(4):
            folder.add(f"{number}.png", picture(number))
        found = folder.run(("Mosaic", "mosaic", {"size": 200, "share": 0.5}))
        added = [one for one in found if one["p"] == 3]
        assert (len(added), len(added[0]["a"]), added[0]["s"]) == (2, 4, [200, 200, 3])

    def test_several_are_applied_one_after_the_other(self, folder: Folder) -> None:
        folder.add("1.png", picture(1))
        folder.add("bad.png", b"x")
        flip = ("Flip", "augmentation", {"lr_ud": "ud", "flip_p": 1, "copies": 1, "do_validation": True})
        found = folder.run(flip, ("Padding", "augmentation", {**DEFAULTS["Padding"], "copies": 1}))
        assert [one["w"] for one in found if one["p"] == 3] == [[["Flip", "ud"], ["Padding", "1,1,1,1"]]]
        assert [one["p"] for one in found] == [0, 3, 2]


DEFAULTS: dict[str, dict[str, Any]] = {
    "AddNoise": {"noise_type": "Gauss", "loc": 0, "scale": 5, "lam": 2, "p": 0.01},
    "Blur": {"blur_type": "Average"},
    "Crop": {"crop_percent_min": 0.0, "crop_percent_max": 0.1},
    "Flip": {"lr_ud": "lr", "flip_p": 1},
    "LightContrast": {"func": "gamma"},
    "Padding": {"px_top": 1, "px_right": 1, "px_left": 1, "px_bottom": 1},
    "Resize": {"height": 60, "width": 200},
    "Rotate": {"angle_min": 90, "angle_max": -90},
    "Scale": {"scaleXY": "Y", "scale_min": 0.5, "scale_max": 1.5},
    "Shear": {"shearXY": "Y", "shear_min": -30, "shear_max": 30},
    "Translate": {"translateXY": "Y"},
    "Weather": {"weather_mode": "Fog"},
}


class TestShapes:
    @pytest.mark.parametrize(
        ("shape", "expected"),
        [
            ({"kind": "point", "points": [[10, 10]]}, {"kind": "point", "points": [[90, 10]]}),
            ({"kind": "point", "points": [[-10, 10]]}, None),
            ({"kind": "line", "points": [[10, 10], [-50, 10]]}, {"kind": "line", "points": [[90, 10], [100, 10]]}),
            ({"kind": "dashed", "points": [[-10, 10], [-50, 10]]}, None),
            ({"kind": "line", "points": [[10, -5], [10, -9]]}, None),
            ({"kind": "circle", "points": [[30, 30]], "radius": 10}, {"kind": "circle", "points": [[70, 30]], "radius": 10}),
            ({"kind": "polyline", "points": [[1, 1], [2, 2], [-3, 3]]}, {"kind": "polyline", "points": [[99, 1], [98, 2]]}),
            ({"kind": "polyline", "points": [[-1, 1], [2, 2]]}, None),
            ({"kind": "polygon", "points": [[-50, 0], [-10, 0], [-10, 9]]}, None),
            ({"kind": "bndbox", "points": [[-90, 0], [5, 50]]}, None),
        ],
    )
    def test_they_turn_with_the_picture(self, shape: dict[str, Any], expected: dict[str, Any] | None) -> None:
        found = shapes.move([{"kind": "shape", "shape": shape}], (-1, 0, 100, 0, 1, 0), 100, 100)
        assert (found[0]["shape"] if found else None) == expected

    def test_what_has_no_shape_stays(self) -> None:
        assert shapes.move([{"kind": "class", "label": "a"}], shapes.IDENTITY, 9, 9) == [{"kind": "class", "label": "a"}]

    def test_a_circle_at_the_edge_is_what_is_left_of_it(self) -> None:
        circle = {"kind": "circle", "points": [[5, 50]], "radius": 10}
        (found,) = shapes.move([{"kind": "shape", "shape": circle}], shapes.IDENTITY, 100, 100)
        assert found["shape"]["kind"] == "polygon"
        assert min(x for x, _ in found["shape"]["points"]) == 0

    @given(st.lists(st.tuples(st.integers(-50, 150), st.integers(-50, 150)), min_size=3, max_size=8))
    def test_what_is_cut_is_inside_and_no_larger(self, points: list[tuple[float, float]]) -> None:
        found = shapes.clipped(points, 100, 100)
        assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 100 + 1e-6 for x, y in found)

    @given(st.tuples(*[st.floats(-3, 3)] * 6))
    def test_undoing_a_transformation_leads_back(self, matrix: tuple[float, ...]) -> None:
        a, b, _, d, e, _ = matrix
        if abs(a * e - b * d) < 0.1:
            return
        there = shapes.moved((3, 4), matrix)
        assert np.allclose(shapes.moved(there, shapes.inverse(matrix)), (3, 4), atol=1e-6)


CUSTOM = """
from modelyard_processing import Added, Deleted, Modified

def process(sample, parameters, random):
    if sample.name == "bad.png":
        return Deleted("bad")
    if sample.name == "fails.png":
        raise ValueError("no idea")
    if sample.name == "odd.png":
        return 5
    if sample.name == "more.png":
        return [Modified(annotations=[], why="none"), Added(sample.image.rotate(random.randrange(360)), why="turned")]
    return None
"""


class TestCustomOperators:
    def test_each_outcome_is_kept(self, folder: Folder) -> None:
        for name in ("good.png", "bad.png", "fails.png", "odd.png", "more.png"):
            folder.add(name, picture(1))
        found = folder.run(("custom", "custom", {"path": "x"}), code=CUSTOM)
        assert [(folder.files[one["n"]].name, one["p"]) for one in found] == [
            ("good.png", 0),
            ("bad.png", 2),
            ("fails.png", 2),
            ("odd.png", 2),
            ("more.png", 1),
            ("more.png", 3),
        ]
        assert found[2]["w"] == [["failed", "ValueError: no idea"]]
        assert found[4]["a"] == []

    def test_a_file_without_the_function_is_refused(self, folder: Folder) -> None:
        folder.add("good.png", picture(1))
        with pytest.raises(SystemExit, match="no function"):
            folder.run(("custom", "custom", {"path": "x"}), code="x = 1")


class TestGoingOn:
    def test_what_is_finished_is_not_done_again(self, folder: Folder) -> None:
        for number in range(3):
            folder.add(f"{number}.png", picture(number))
        flip = ("Flip", "augmentation", {"lr_ud": "lr", "flip_p": 0.5, "copies": 1, "do_validation": True})
        whole = folder.run(flip)
        output = folder.path / "output"
        part = output / "results" / "000000.jsonl"
        lines = part.read_text().splitlines(keepends=True)
        part.write_text("".join(lines[:2]))
        (output / "summary.json").unlink()

        again = folder.run(flip, again=True)
        assert [one["n"] for one in again] == [0, 0, 1, 1, 2, 2]
        assert [one["w"] for one in again] == [one["w"] for one in whole]
        assert folder.figures()["after"]["count"] == 6


class TestAnalysis:
    def test_features_of_pictures_and_boxes(self, folder: Folder) -> None:
        folder.add("1.png", picture(1))
        folder.add("2.jpg", picture(2))
        found = folder.run(("sys_data_analyse", "analysis", {}))
        told = folder.figures()
        assert [one["p"] for one in found] == [0, 0]
        assert (told["count"], told["labels"]) == (2, {"cat": 2})
        for name in ("Resolution", "Brightness", "Colorfulness", "Overlap Score of Bounding Boxes", "Blur Score"):
            assert told["features"][name]["count"] == 2
