"""Before a run: what it needs is written into a directory of the platform, from where it is copied into the task."""

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.types import CodeCopy, InputCopy, OnFailure, OutputSync, Restart, TaskSpec
from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.processing import NothingToProcess, ProcessorInvalid, TooManySamples
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import manifest
from modelyard.datasets.rules.ids import sample_id, sample_number
from modelyard.datasets.rules.processing_results import covering, place_of
from modelyard.datasets.service import reading_documents, versions
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_drafting import read_operator
from modelyard.datasets.service.processing_finding import get_version
from modelyard.datasets.types.processing import OWNER_TYPE, ROLE, SourceType
from modelyard.objects.service import downloads, places, reading
from modelyard.objects.types import CopyLimits

HOME = "/home/ma-user"
RUN, INPUTS, OUTPUT = f"{HOME}/run", f"{HOME}/inputs", f"{HOME}/output"
RESULTS, FIGURES, MANIFEST, IMPORT = "results/", "summary.json", "output.manifest", "import.manifest"
_MOST_FOLDERS = 16
_PAGE = 2000
_MOST_MANIFEST_BYTES = 2**29
_SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp")


@dataclass(frozen=True)
class Sample:
    """A sample of the input. annotations: canonical, with names of labels."""

    id: str
    source: str
    annotations: list[dict[str, Any]] = field(default_factory=list)
    usage: str = ""


@dataclass(frozen=True)
class Orders:
    """What is known of a run, apart from the database."""

    version_id: str
    name: str
    generation: int
    workspace_id: str
    image: str
    flavor: str
    seconds: int
    owner: Subject
    inputs: list[dict[str, Any]]
    source_version: str
    steps: list[dict[str, Any]]
    seed: int
    limit: int
    output: str
    is_custom: bool
    target: str
    recipe: dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """What is ready to run. folders: of the input. digest: of the list of samples. code: digest of a custom operator."""

    directory: str
    folders: list[str]
    paths: dict[str, str]
    count: int
    digest: str
    code: str = ""


async def prepare(context: ProcessingContext, orders: Orders, owner: Subject) -> Prepared:
    """Write the instructions of a run, the list of its samples and the code of a custom operator, with its owner's rights.

    Raises NothingToProcess, TooManySamples, and what datasets and objects raise.
    """
    found = [sample async for sample in samples_of(context, orders, owner)]
    if not found:
        raise NothingToProcess(problem="no image")
    if orders.limit and len(found) > orders.limit:
        step = len(found) / orders.limit
        found = [found[int(index * step)] for index in range(orders.limit)]
    try:
        folders = covering((one.source for one in found), _MOST_FOLDERS)
    except ValueError:
        problem, zh = f"the samples are in more than {_MOST_FOLDERS} buckets", f"样本分布在超过 {_MOST_FOLDERS} 个桶中"
        raise ProcessorInvalid(field="inputs", problem=problem, problem_zh=zh) from None
    code = b""
    if orders.is_custom:
        _, code = await read_operator(context, owner, orders.steps[0]["parameters"]["path"], field="path")
        wanted = orders.recipe.get("code_sha256")
        if hashlib.sha256(code).hexdigest() != wanted:
            problem, zh = "the file of the operator was changed meanwhile", "算子文件已被修改"
            raise ProcessorInvalid(field="path", problem=problem, problem_zh=zh)
    paths = {
        value: f"{INPUTS}/parameter-{index}-{name}"
        for index, step in enumerate(orders.steps)
        for name, value in step["parameters"].items()
        if isinstance(value, str) and name.endswith("_sample_path")
    }
    lines = b"".join(_line(number, one, folders) for number, one in enumerate(found))
    recipe = orjson.dumps(
        {
            "seed": orders.seed,
            "steps": orders.steps,
            "paths": paths,
            "output": OUTPUT,
            "count": len(found),
        }
    )
    directory = context.runs / f"{orders.version_id}-{orders.generation}"
    await asyncio.to_thread(_write, directory, {"recipe.json": recipe, "input.jsonl": lines, "operator.py": code})
    return Prepared(
        str(directory),
        folders,
        paths,
        len(found),
        hashlib.sha256(lines).hexdigest(),
        hashlib.sha256(code).hexdigest() if code else "",
    )


def workload_of(orders: Orders, prepared: Prepared) -> WorkloadCreate:
    """Return what compute is asked for: one task that reads the folders, and writes one of its own."""
    inputs = [
        InputCopy(f"input-{index}", folder, f"{INPUTS}/{index}", mounted=True) for index, folder in enumerate(prepared.folders)
    ]
    inputs += [
        InputCopy(f"parameter-{index}", source, target, mounted=True)
        for index, (source, target) in enumerate(prepared.paths.items())
    ]
    task = TaskSpec(
        role=ROLE,
        index=0,
        argv=("python", "-m", "modelyard_processing", RUN),
        env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        code=(CodeCopy(prepared.directory, RUN),),
        inputs=tuple(inputs),
        outputs=(OutputSync("output", orders.output, OUTPUT, predownload=True),),
    )
    return WorkloadCreate(
        owner_type=OWNER_TYPE,
        owner_id=orders.version_id,
        name=orders.name[-64:],
        image=orders.image,
        tasks=(task,),
        flavor=orders.flavor,
        generation=orders.generation,
        workspace_id=orders.workspace_id,
        restart=Restart(OnFailure.FAULT, most=2),
        max_run_seconds=orders.seconds,
    )


async def samples_of(context: ProcessingContext, orders: Orders, owner: Subject) -> AsyncIterator[Sample]:
    """Yield the images that are to be processed, in a stable order. Raises TooManySamples, DatasetNotFound."""
    source, count = orders.inputs[0], 0
    readers = {SourceType.DATASET: _of_dataset, SourceType.OBS: _of_folder, SourceType.TASK: _of_task}
    async for sample in readers[SourceType(source["type"])](context, orders, owner):
        count += 1
        if count > context.settings.max_samples:
            raise TooManySamples(limit=context.settings.max_samples)
        yield sample


async def _of_dataset(context: ProcessingContext, orders: Orders, owner: Subject) -> AsyncIterator[Sample]:
    if orders.source_version:
        async for sample in _of_version(context, orders, owner):
            yield sample
        return
    dataset_id, after, revision = orders.inputs[0]["source"], -1, None
    while True:
        async with context.database.read_session() as db:
            row, job = await get_rows(db, owner, dataset_id)
            # Labelling goes on; all pages are of one moment.
            revision = row.revision if revision is None else revision
            labels = {str(one.number): one.name for one in (await queries.labels_of(db, [job.id]))[job.id]}
            page = await reading_documents.pages(db, row, job, after=after, limit=_PAGE, revision=revision)
        for one in page:
            known = [each._replace(label=labels[each.label]) for each in documents.parsed(one.document) if each.label in labels]
            number = sample_number(row.number, one.ordinal)
            yield Sample(sample_id(row.id, number), one.source, orjson.loads(documents.document(known)), one.usage)
        if len(page) < _PAGE:
            return
        after = page[-1].ordinal


async def _of_folder(context: ProcessingContext, orders: Orders, owner: Subject) -> AsyncIterator[Sample]:
    place = places.read_place(places.spell(orders.inputs[0]["source"], folder=True) or "", field="inputs.0.source")
    most = context.settings.max_samples
    contents = await downloads.list_contents(
        context.datasets.objects, owner, place, CopyLimits(4 * most, 2**50, 64), field="inputs"
    )
    for path in sorted(contents.files):
        if path.lower().endswith(_SUFFIXES):
            source = f"{contents.location}{path}"
            yield Sample(hashlib.md5(source.encode(), usedforsecurity=False).hexdigest(), source)


async def _of_task(context: ProcessingContext, orders: Orders, owner: Subject) -> AsyncIterator[Sample]:
    """Yield what an earlier run left: it wrote a manifest."""
    async with context.database.read_session() as db:
        _, before = await get_version(db, owner, orders.inputs[0]["source"], orders.source_version)
    place = f"{before.output}{MANIFEST}"
    content = await reading.read_object(context.datasets.objects, owner, place, _MOST_MANIFEST_BYTES)
    for sample in _of_lines(content):
        yield sample


async def _of_version(context: ProcessingContext, orders: Orders, owner: Subject) -> AsyncIterator[Sample]:
    """Yield what a version of a dataset holds: it never changes."""
    async with context.database.read_session() as db:
        found = await versions.get_input(db, owner, orders.inputs[0]["source"], orders.source_version)
    for place, size in found.parts:
        content = await reading.read_object(context.datasets.objects, owner, place, size + 1)
        for sample in _of_lines(content):
            yield sample


def _of_lines(content: bytes) -> Iterator[Sample]:
    """Yield the samples of a manifest that are files."""
    for number, line in enumerate(content.splitlines()):
        item, _ = manifest.read_line(line, number)
        if item is None or not item.source.startswith("s3://"):
            continue
        source = item.source.replace("s3://", "obs://", 1)
        known = hashlib.md5(source.encode(), usedforsecurity=False).hexdigest()
        yield Sample((item.id or known)[:32], source, orjson.loads(documents.document(item.annotations)), item.usage)


def _line(number: int, one: Sample, folders: list[str]) -> bytes:
    index, path = place_of(one.source, folders)
    entry = {
        "n": number,
        "id": one.id,
        "source": one.source,
        "file": f"{INPUTS}/{index}/{path}",
        "usage": one.usage,
        "a": one.annotations,
    }
    return orjson.dumps(entry) + b"\n"


def _write(directory: Path, files: dict[str, bytes]) -> None:
    """Write files beside their place and rename, so that what has the right name is whole."""
    beside = directory.with_name(directory.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    for name, content in files.items():
        if content:
            (beside / name).write_bytes(content)
    beside.rename(directory)


def is_final(error: AppError) -> bool:
    """Return whether trying again cannot cure a failure."""
    return error.status < 500 and error.status not in {409, 429}
