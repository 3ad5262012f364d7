"""After a run: what it wrote is read, judged, and put together into rows and a manifest."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import ProcessorResultInvalid
from modelyard.datasets.rules import manifest
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.facets import PARENT
from modelyard.datasets.rules.processing_results import Told, read_annotations, read_figures, read_results
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_preparing import FIGURES, IMPORT, MANIFEST, RESULTS, Orders
from modelyard.datasets.types.datasets import Kind, LabelType
from modelyard.datasets.types.processing import ResultProperty, SourceType
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.service import reading, writing

_MOST_PART_BYTES = 64 * 1024 * 1024
_MOST_FIGURE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Collected:
    """What became of the samples. results: columns of rows. counts: by property. manifest: where it was written."""

    results: list[dict[str, Any]]
    counts: dict[int, int]
    origin: int
    figures: dict[str, Any]
    manifest: str
    to_import: int


async def collect(context: ProcessingContext, orders: Orders, owner: Subject) -> Collected:
    """Read the results of a run with its owner's rights, and write the manifest of what is left and new.

    Raises ProcessorResultInvalid for what no run of ours writes, and what objects raise. May be repeated.
    """
    directory = context.runs / f"{orders.version_id}-{orders.generation}"
    samples = await asyncio.to_thread(_read_input, directory / "input.jsonl")
    told = await _read_parts(context, orders, owner, len(samples))
    missing = len(samples) - len({one.number for one in told})
    if missing:
        raise _wrong(f"nothing is said about {missing} samples", f"缺少 {missing} 个样本的结果")
    figures = await _read(context, owner, f"{orders.output}{FIGURES}", _MOST_FIGURE_BYTES)
    place = f"{orders.output}{MANIFEST}"
    lines = await asyncio.to_thread(_manifest, samples, told, orders.output)
    await writing.create_object(context.datasets.objects, owner, place, b"".join(lines))
    # What a dataset has already is not imported into it: what was said about it meanwhile counts.
    is_same = orders.inputs[0]["type"] == SourceType.DATASET and orders.inputs[0]["source"] == orders.target
    new = [line for line, one in zip(lines, _left(told), strict=True) if one.file or not is_same]
    if orders.target and new:
        await writing.create_object(context.datasets.objects, owner, f"{orders.output}{IMPORT}", b"".join(new))
    counts = {one.value: 0 for one in ResultProperty}
    for one in told:
        counts[one.property] += 1
    rows = [
        {
            "version_id": orders.version_id,
            "number": number,
            "property": one.property.value,
            "sample_id": samples[one.number]["id"],
            "origin_source": samples[one.number]["source"],
            "new_source": _source(samples[one.number], one, orders.output),
            "said": orjson.dumps(one.said).decode(),
        }
        for number, one in enumerate(told)
    ]
    return Collected(rows, counts, len(samples), {} if figures is None else read_figures(figures), place, len(new))


async def _read_parts(context: ProcessingContext, orders: Orders, owner: Subject, count: int) -> list[Told]:
    told: list[Told] = []
    number = 0
    while (
        content := await _read(context, owner, f"{orders.output}{RESULTS}{number:06}.jsonl", _MOST_PART_BYTES + 1)
    ) is not None:
        if len(content) > _MOST_PART_BYTES:
            raise _wrong(f"part {number} is too large", f"第 {number} 部分过大")
        found = await asyncio.to_thread(read_results, content, count)
        if found is None:
            raise _wrong(f"part {number} is damaged", f"第 {number} 部分已损坏")
        told += found
        if len(told) > context.settings.max_results:
            limit = context.settings.max_results
            raise _wrong(f"there are more than {limit} results", f"结果超过 {limit} 条")
        number += 1
    return told


async def _read(context: ProcessingContext, owner: Subject, place: str, most: int) -> bytes | None:
    try:
        return await reading.read_object(context.datasets.objects, owner, place, most)
    except ObjectNotFound:
        return None


def _read_input(file: Path) -> list[dict[str, Any]]:
    with file.open("rb") as lines:
        return [orjson.loads(line) for line in lines]


def _source(sample: dict[str, Any], told: Told, output: str) -> str:
    if told.property is ResultProperty.DELETED:
        return ""
    return f"{output}{told.file}" if told.file else str(sample["source"])


def _left(told: list[Told]) -> list[Told]:
    return [one for one in told if one.property is not ResultProperty.DELETED]


def _manifest(samples: list[dict[str, Any]], told: list[Told], output: str) -> list[bytes]:
    """Return the lines of what was kept, changed and added."""
    lines = []
    for one in _left(told):
        sample = samples[one.number]
        source = _source(sample, one, output)
        said = read_annotations(sample["a"]) if one.annotations is None else one.annotations
        parent = ((PARENT, str(sample["id"])),) if one.file else ()
        item = Item(source.replace("obs://", "s3://", 1), said, usage=sample["usage"], size=one.size, properties=parent)
        has_shapes = any(each.kind is Kind.SHAPE for each in said)
        kind = LabelType.OBJECT_DETECTION if has_shapes else LabelType.IMAGE_CLASSIFICATION
        lines.append(manifest.write_line(item, kind) + b"\n")
    return lines


def _wrong(problem: str, problem_zh: str) -> ProcessorResultInvalid:
    return ProcessorResultInvalid(problem=problem, problem_zh=problem_zh)
