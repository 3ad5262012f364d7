"""Files that other people's tools have written load, and they load ours: pycocotools, and Label Studio's own converter."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as masks_of_coco
from pycocotools.coco import COCO

from drawn_annotations import HEIGHT, SIZE, WIDTH
from format_files import PICTURE, exported, imported
from modelyard.datasets.rules import masks
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.geometry import Shape, box, shaped
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind
from modelyard.datasets.types.sources import Format

_DETECTION = LabelType.OBJECT_DETECTION
_CAR = Annotation(Kind.SHAPE, label="car", shape=box(10, 20, 30, 40))
_TREE = Annotation(Kind.SHAPE, label="松树", shape=box(1, 2, 3, 4))
_ROOF = Annotation(Kind.SHAPE, label="car", shape=shaped(ShapeKind.POLYGON, ((64, 48), (320, 48), (64, 240))))


def _painted(said: tuple[Annotation, ...]) -> Any:
    found = np.zeros((HEIGHT, WIDTH), np.uint8)
    for one in said:
        assert one.shape is not None
        for row, parts in masks.covered(one.shape.points, HEIGHT, WIDTH).items():
            for start, end in parts:
                found[row, start:end] ^= 1
    return found


def _rounded(one: Annotation) -> Shape:
    assert one.shape is not None
    return shaped(one.shape.kind, [(round(x), round(y)) for x, y in one.shape.points])


def _ring() -> Any:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    far = (rows - 200) ** 2 + (columns - 300) ** 2
    return np.asfortranarray(((far < 100**2) & (far > 40**2)).astype(np.uint8))


class TestPycocotools:
    def _read(self, entries: list[dict[str, Any]]) -> tuple[Annotation, ...]:
        pictures = [{"id": 1, "file_name": "1.png", "width": WIDTH, "height": HEIGHT}]
        whole = {"images": pictures, "annotations": entries, "categories": [{"id": 1, "name": "car"}]}
        files = {"annotations/instances_train.json": json.dumps(whole).encode(), "images/1.png": PICTURE}
        (item,), problems = imported(Format.COCO, files, _DETECTION)
        assert problems == []
        return item.annotations

    def test_masks_are_read_to_the_pixel(self) -> None:
        packed = masks_of_coco.encode(_ring())
        counts = {"size": packed["size"], "counts": packed["counts"].decode()}
        (one,) = self._read([{"id": 5, "image_id": 1, "category_id": 1, "iscrowd": 1, "segmentation": counts}])
        assert one.attributes == (("iscrowd", "1"),)
        assert (_painted((one,)) == _ring()).all()

    def test_counts_that_are_not_packed(self) -> None:
        counts: list[int] = []
        last = 0
        for value in _ring().flatten(order="F"):
            if value != last or not counts:
                counts.append(0)
                last = value
            counts[-1] += 1
        said = self._read(
            [{"id": 5, "image_id": 1, "category_id": 1, "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts}}]
        )
        assert (_painted(said) == _ring()).all()

    @pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
    def test_it_reads_ours(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        crowd = _ROOF._replace(attributes=(("iscrowd", "1"),))
        files, _ = exported(Format.COCO, [("1.png", Item("s3://b/1.png", (_CAR, crowd, _TREE), size=SIZE))])
        (tmp_path / "a.json").write_bytes(files["annotations.json"])
        found = COCO(str(tmp_path / "a.json"))
        boxes = [each["bbox"] for each in found.loadAnns(found.getAnnIds())]
        assert boxes == [[10, 20, 30, 40], [64, 48, 256, 192], [1, 2, 3, 4]]
        assert [each["name"] for each in found.loadCats(found.getCatIds())] == ["car", "松树"]
        (roof,) = found.loadAnns(found.getAnnIds(iscrowd=True))
        assert abs(int(found.annToMask(roof).sum()) - 256 * 192 / 2) < 300


class TestLabelStudio:
    """Its converter reads our tasks, and we read what it makes of them."""

    def _converted(self, folder: Path, kind: str, *said: Annotation) -> dict[str, bytes]:
        from label_studio_converter import Converter  # noqa: PLC0415 - it configures logging when it is imported

        shapes = "".join(
            f'<{name} name="{name}" toName="image"><Label value="car"/><Label value="松树"/></{name}>'
            for name in ("RectangleLabels", "PolygonLabels")
        )
        (folder / "1.png").write_bytes(PICTURE)
        files, lost = exported(Format.LABEL_STUDIO, [("1.png", Item("s3://b/1.png", said, size=SIZE))])
        assert lost == []
        tasks = json.loads(files["tasks.json"])
        for task in tasks:
            task["data"]["image"] = str(folder / "1.png")
            for result in task["annotations"][0]["result"]:
                result["from_name"] = {"rectanglelabels": "RectangleLabels"}.get(result["type"], "PolygonLabels")
        (folder / "tasks.json").write_text(json.dumps(tasks))
        config = f'<View><Image name="image" value="$image"/>{shapes}</View>'
        Converter(config, str(folder)).convert(str(folder / "tasks.json"), str(folder / "out"), kind, is_dir=False)
        out = folder / "out"
        return {each.relative_to(out).as_posix(): each.read_bytes() for each in out.rglob("*") if each.is_file()}

    @pytest.mark.parametrize(
        ("kind", "target", "said"),
        [
            ("VOC", Format.VOC, (_CAR, _TREE)),
            ("COCO", Format.COCO, (_CAR, _TREE, _ROOF)),
            ("YOLO", Format.YOLO, (_CAR, _TREE, _ROOF)),
            ("JSON", Format.LABEL_STUDIO, (_CAR, _TREE, _ROOF)),
        ],
    )
    def test_what_it_writes_is_read(self, tmp_path: Path, kind: str, target: Format, said: tuple[Annotation, ...]) -> None:
        files = {**self._converted(tmp_path, kind, *said), "images/1.png": PICTURE}
        files = {name: content for name, content in files.items() if target is Format.YOLO or name != "notes.json"}
        found, problems = imported(target, files, _DETECTION)
        assert problems == []
        read = [one._replace(attributes=()) for item in found for one in item.annotations]
        rounded = [one._replace(shape=_rounded(one)) for one in read]
        assert sorted(rounded, key=str) == sorted(said, key=str)
