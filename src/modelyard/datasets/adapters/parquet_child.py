"""The process that reads Parquet: the file on standard input, the rows to skip as its argument, rows on standard output."""

import json
import marshal
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

from modelyard.datasets.rules.rows import plain

_MOST_MEMORY_BYTES = 8 * 2**30
_ROWS = 250


def main() -> None:
    """Write names of classes, then rows, and none at the end; or what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    try:
        for kind, value in _told(int(sys.argv[1])):
            content = marshal.dumps((kind, value))
            sys.stdout.buffer.write(len(content).to_bytes(4, "little") + content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)


def _told(skip: int) -> Iterator[tuple[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415 - the optional package is wanted here only
    from pyarrow import parquet  # noqa: PLC0415

    try:
        pa.set_cpu_count(1)
        file = parquet.ParquetFile(os.fdopen(0, "rb"))
        yield "names", _names(file.schema_arrow.metadata or {})
        for batch in _batches(file, skip):
            yield "rows", [{str(name): plain(value) for name, value in row.items()} for row in batch.to_pylist()]
        yield "rows", []
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        yield "problem", str(error).replace("\n", " ")[:200] or type(error).__name__


def _batches(file: Any, skip: int) -> Iterator[Any]:
    """Yield batches after so many rows; groups of rows before these are not read."""
    groups, first = list(range(file.num_row_groups)), 0
    while groups and first + file.metadata.row_group(groups[0]).num_rows <= skip:
        first += file.metadata.row_group(groups.pop(0)).num_rows
    for batch in file.iter_batches(batch_size=_ROWS, row_groups=groups, use_threads=False) if groups else ():
        left = max(skip - first, 0)
        first += batch.num_rows
        if left < batch.num_rows:
            yield batch.slice(left)


def _names(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    """Return the names of classes that files of the Hub of Hugging Face have for columns of numbers."""
    try:
        features = json.loads(metadata[b"huggingface"])["info"]["features"]
        return {name: [str(each) for each in told["names"]] for name, told in features.items() if "names" in told}
    except (KeyError, TypeError, ValueError):
        return {}


if __name__ == "__main__":
    main()
