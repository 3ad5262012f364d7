"""Imports of one file of another tool: seconds and most memory for COCO, CVAT, Label Studio and CSV, a process for each."""

import asyncio
import multiprocessing
import resource
import struct
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from modelyard.datasets.service.formats.files import Ask
from modelyard.datasets.service.formats.folder import SOURCES
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.sources import FileInfo, Format

OF_ONE = 8  # boxes of a picture
PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 640, 480, 8, 2, 0, 0, 0, 0)
    + struct.pack(">I4sI", 0, b"IDAT", 0)
    + zlib.compress(b"")
)


def main(*, quick: bool = False) -> None:
    """Write a file of each format, import it, print what that took."""
    sizes = (8,) if quick else (100, 1024)
    start = multiprocessing.get_context("spawn")
    for name, parts in WRITERS.items():
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                write(path, parts, size * 2**20)
                process = start.Process(target=measure, args=(name, path))
                process.start()
                process.join()


def write(path: Path, parts: Callable[[int], Iterator[str]], size: int) -> None:
    """Write a file of about so many bytes."""
    with path.open("w") as file:
        count = size // len("".join(parts(1000))) * 1000
        file.writelines(parts(count))


def measure(name: str, path: Path) -> None:
    """Import the file and print seconds, samples and the most memory of this process, with what the rest of it takes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, found, problems = time.perf_counter(), 0, 0

    async def run() -> None:
        nonlocal found, problems
        source = SOURCES[Format(name)](Ask(LabelType.OBJECT_DETECTION, path.name))
        files, checkpoint, is_last = DiskFiles(path), {}, False
        while not is_last:
            batch = await source.read(files, checkpoint, 1000)
            found, problems = found + len(batch.found), problems + len(batch.problems)
            checkpoint, is_last = batch.checkpoint, batch.is_last
        await source.close()

    asyncio.run(run())
    size, spent = path.stat().st_size / 2**20, time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{found:,} samples in {spent:.1f} s ({time.process_time():.1f} of a processor), {problems} problems"
    print(f"{name} of {size:,.0f} MiB: {told}; at most {memory:.0f} MiB ({before:.0f} before)", flush=True)


class DiskFiles:
    """One file of annotations on the disk; every picture that it names is there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def page(self, after: str, limit: int = 1000) -> tuple[list[FileInfo], bool]:
        """See `Files`."""
        return [], True

    async def inside(self, folder: str) -> tuple[list[FileInfo], list[str]]:
        """See `Files`."""
        return [], []

    async def info(self, path: str) -> FileInfo | None:
        """See `Files`."""
        return FileInfo(path, self._path.stat().st_size if path == self._path.name else len(PICTURE), "e", 1)

    async def read(self, path: str, *, offset: int = 0, length: int | None = None) -> bytes:
        """See `Files`."""
        if path != self._path.name:
            return PICTURE
        with self._path.open("rb") as file:
            file.seek(offset)
            return file.read(-1 if length is None else length)


def coco(count: int) -> Iterator[str]:
    """Boxes come in another order than pictures."""
    yield '{"images":['
    for number in range(count):
        yield f'{"," * bool(number)}{{"id":{number},"file_name":"{number:08}.png","width":640,"height":480}}'
    yield '],"annotations":['
    for number in range(count * OF_ONE):
        about = f'"id":{number},"image_id":{number * 7919 % count},"category_id":{number % 20},"iscrowd":0,"area":1200'
        polygon = ",".join(f"{(number + point * 37) % 600}.5,{(number * 3 + point * 53) % 440}.25" for point in range(6))
        yield f'{"," * bool(number)}{{{about},"bbox":[{number % 500},20,30,40],"segmentation":[[{polygon}]]}}'
    yield '],"categories":['
    yield ",".join(f'{{"id":{number},"name":"label {number}"}}' for number in range(20))
    yield "]}"


def cvat(count: int) -> Iterator[str]:
    """Boxes with an attribute."""
    yield "<annotations><version>1.1</version>\n"
    for number in range(count):
        yield f'<image id="{number}" name="{number:08}.png" width="640" height="480">\n'
        for box in range(OF_ONE):
            edges = f'xtl="{box}.5" ytl="20.25" xbr="{box + 30}.5" ybr="60.0"'
            yield f'<box label="label {box}" occluded="0" {edges}><attribute name="side">left</attribute></box>\n'
        yield "</image>\n"
    yield "</annotations>\n"


def label_studio(count: int) -> Iterator[str]:
    """Boxes of one annotator."""
    yield "["
    for number in range(count):
        results = ",".join(
            f'{{"id":"r{box}","from_name":"label","to_name":"image","type":"rectanglelabels","original_width":640,'
            f'"original_height":480,"value":{{"x":{box}.5,"y":20,"width":10,"height":20,"rectanglelabels":["label {box}"]}}}}'
            for box in range(OF_ONE)
        )
        said = f'"annotations":[{{"was_cancelled":false,"result":[{results}]}}]'
        yield f'{"," * bool(number)}{{"id":{number},"data":{{"image":"{number:08}.png"}},{said}}}'
    yield "]"


def csv(count: int) -> Iterator[str]:
    """Rows of one picture stand together."""
    yield "filename,class,xmin,ymin,xmax,ymax,confidence\n"
    for number in range(count):
        for box in range(OF_ONE):
            yield f"{number:08}.png,label {box},{box}.5,20.25,{box + 30}.5,60.0,0.5\n"


WRITERS = {"COCO": coco, "CVAT": cvat, "LABEL_STUDIO": label_studio, "CSV": csv}
