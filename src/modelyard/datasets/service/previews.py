"""Samples in small: thumbnails of images, waves of recordings, the beginning of texts and tables.

Thumbnails are kept in a folder on this machine, named by what they show: account, place, ETag and size. What is kept is only
shown to who may read the file now.
"""

import asyncio
import contextlib
import csv
import hashlib
import io
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import SampleNotFound
from modelyard.datasets.errors.insight import NoPreview
from modelyard.datasets.models.datasets import DatasetRow, SampleRow
from modelyard.datasets.ports import CannotDecode, Decoder
from modelyard.datasets.rules import ids, texts, waves
from modelyard.datasets.rules.cells import original
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.schemas.insight import PreviewAnswer, TableAnswer, WaveAnswer
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import DataType
from modelyard.datasets.types.insight import Undecodable
from modelyard.objects.service import places, reading

MOST_IMAGE_BYTES = 64 * 2**20
_MOST_SOUND_BYTES = 64 * 2**20
_MOST_TEXT_BYTES = 64 * 1024
_TEXT_CHARACTERS = 2000
_TABLE_ROWS, _TABLE_CELLS, _CELL_CHARACTERS = 20, 50, 200
# What is looked at is written anew after it; what nobody looked at goes first.
_TOUCH_SECONDS = 24 * 3600
_WHY = {
    Undecodable.EMPTY: ("the file is empty", "文件为空"),
    Undecodable.UNKNOWN: ("the file is no image of a known kind", "文件不是可识别的图像"),
    Undecodable.DAMAGED: ("the image is damaged", "图像已损坏"),
    Undecodable.LARGE: ("the image is too large to be decoded", "图像过大，无法解码"),
    Undecodable.MEMORY: ("decoding the image takes too much memory", "解码该图像占用内存过多"),
    Undecodable.TIME: ("decoding the image takes too long", "解码该图像耗时过长"),
}


@dataclass(frozen=True)
class Shown:
    """A thumbnail, and a tag that changes with it."""

    content: bytes
    tag: str


async def thumbnail(
    context: DatasetsContext, who: Subject, dataset_id: str, sample_id: str, *, side: int, seen: str = ""
) -> Shown | None:
    """Return a JPEG of an image sample whose longer side is at most `side`; None if the caller has it already.

    seen: the tag of what the caller has. Raises DatasetNotFound, SampleNotFound, NoPreview, and what reading the file raises.
    """
    dataset, sample = await _sample(context, who, dataset_id, sample_id)
    if dataset.data_type != DataType.IMAGE:
        raise NoPreview(problem="it is no image", problem_zh="样本不是图像", resource=sample_id)
    location = places.read_place(sample.source, field="source")
    await places.require_readable(context.objects, who, location)
    tag = name_of(dataset, sample, side)
    if tag == seen:
        return None
    kept = await asyncio.to_thread(find, context.thumbnails, tag)
    if kept is None:
        if sample.size_bytes > MOST_IMAGE_BYTES:
            raise no_preview(Undecodable.LARGE)
        content = await reading.read_object(context.objects, who, sample.source, MOST_IMAGE_BYTES)
        try:
            kept = (await decoder_of(context).thumbnail(content, side)).content
        except CannotDecode as error:
            raise no_preview(error.reason) from None
        await asyncio.to_thread(keep, context.thumbnails, tag, kept)
    return Shown(kept, tag)


async def preview(context: DatasetsContext, who: Subject, dataset_id: str, sample_id: str) -> PreviewAnswer:
    """Return a sample in small, by what the dataset holds. Raises DatasetNotFound, SampleNotFound, NoPreview."""
    dataset, sample = await _sample(context, who, dataset_id, sample_id)
    kind = DataType(dataset.data_type)
    if kind is DataType.IMAGE:
        path = f"/v2/{dataset.project_id}/datasets/{dataset.id}/data-annotations/samples/{sample_id}/thumbnail"
        return PreviewAnswer(kind="image", thumbnail=path)
    if sample.content is not None:
        shown = sample.content[:_TEXT_CHARACTERS]
        return PreviewAnswer(kind="text", text=shown, is_cut=len(shown) < len(sample.content))
    if kind is DataType.AUDIO:
        content = await reading.read_object(context.objects, who, sample.source, _MOST_SOUND_BYTES)
        try:
            found = await asyncio.to_thread(waves.wave, content)
        except Unreadable as error:
            raise _unreadable(error) from None
        return PreviewAnswer(kind="audio", wave=WaveAnswer(**found._asdict()), is_cut=sample.size_bytes > len(content))
    if kind in {DataType.TEXT, DataType.TABLE}:
        content = await reading.read_object(context.objects, who, sample.source, _MOST_TEXT_BYTES)
        try:
            text = beginning(content, whole=sample.size_bytes <= len(content))
        except Unreadable as error:
            raise _unreadable(error) from None
        if kind is DataType.TABLE:
            return PreviewAnswer(kind="table", table=TableAnswer(rows=first_rows(text)), is_cut=True)
        return PreviewAnswer(kind="text", text=text[:_TEXT_CHARACTERS], is_cut=len(text) > _TEXT_CHARACTERS)
    return PreviewAnswer(kind="none")


def beginning(content: bytes, *, whole: bool) -> str:
    """Return the text of the first bytes of a file, without the half of a character at its end. Raises `Unreadable`."""
    cuts = [content[: len(content) - cut] for cut in range(1 if whole else 4)]
    # In UTF-8 first: half of one of its characters may be a whole one elsewhere.
    for each in cuts:
        with contextlib.suppress(UnicodeDecodeError, Unreadable):
            each.decode("utf-8")
            return texts.decoded(each)
    for each in cuts[:-1]:
        with contextlib.suppress(Unreadable):
            return texts.decoded(each)
    return texts.decoded(cuts[-1])


def first_rows(text: str) -> list[list[str]]:
    """Return the first rows of a table, with cells that people can read."""
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # what comes before it can be shown
        for row in csv.reader(io.StringIO(text)):
            rows.append([original(cell)[:_CELL_CHARACTERS] for cell in row[:_TABLE_CELLS]])
            if len(rows) == _TABLE_ROWS:
                break
    return rows


def decoder_of(context: DatasetsContext) -> Decoder:
    """Return who opens pictures."""
    assert context.decoder is not None, "the application has no decoder"
    return context.decoder


def no_preview(reason: Undecodable) -> NoPreview:
    """Return the failure that a file gives no picture."""
    problem, problem_zh = _WHY[reason]
    return NoPreview(problem=problem, problem_zh=problem_zh)


def why(reason: Undecodable) -> tuple[str, str]:
    """Return why a file gives no picture, in English and Chinese."""
    return _WHY[reason]


def name_of(dataset: DatasetRow, sample: SampleRow, side: int) -> str:
    """Return the name of a thumbnail: another one as soon as the file is another. Accounts share none."""
    said = "\x00".join((dataset.domain_id, sample.source, sample.etag, str(sample.size_bytes), str(side)))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def find(folder: Path | None, name: str) -> bytes | None:
    """Return a thumbnail that is kept."""
    if folder is None:
        return None
    place = _place(folder, name)
    try:
        content = place.read_bytes()
        if time.time() - place.stat().st_mtime > _TOUCH_SECONDS:
            os.utime(place)
    except OSError:
        return None
    return content


def keep(folder: Path | None, name: str, content: bytes) -> None:
    """Keep a thumbnail. A full disk costs the thumbnail, not the answer."""
    if folder is None:
        return
    place = _place(folder, name)
    beside = place.with_suffix(f".{secrets.token_hex(6)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()


async def tidy(context: DatasetsContext) -> None:
    """Delete thumbnails that nobody looked at for the longest time, until the rest has room."""
    if context.thumbnails is not None:
        await asyncio.to_thread(_tidy, context.thumbnails, context.settings.most_thumbnail_bytes)


def _tidy(folder: Path, most: int) -> None:
    files = []
    for place in folder.glob("*/*"):
        try:
            told = place.stat()
        except OSError:
            continue
        files.append((told.st_mtime, told.st_size, place))
    total = sum(size for _, size, _ in files)
    for _, size, place in sorted(files):
        if total <= most:
            return
        place.unlink(missing_ok=True)
        total -= size


async def _sample(context: DatasetsContext, who: Subject, dataset_id: str, sample_id: str) -> tuple[DatasetRow, SampleRow]:
    async with context.database.read_session() as db:
        dataset, _ = await get_rows(db, who, dataset_id)
        number = ids.sample_of(dataset.id, sample_id)
        sample = None if number is None else await db.get(SampleRow, number)
    if sample is None or sample.dataset != dataset.number:
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    return dataset, sample


def _unreadable(error: Unreadable) -> NoPreview:
    from_en, from_zh = error.problem.text(), error.problem.text(Language.ZH)
    return NoPreview(problem=from_en, problem_zh=from_zh)


def _place(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
