"""`batch`: asks the model about many files, each by itself, and goes on where it was interrupted.

An input is a file, a folder, or a manifest with one JSON object `{"source": PATH}` a line. A CSV file with a mapping is one
request a row. What a file of the input gets is written beside the others as `NAME_result.txt`; the manifest of the
results has one line each, failures included.
"""

from __future__ import annotations

import csv
import io
import json
import mimetypes
import os
import sys
from dataclasses import dataclass
from typing import Any, Iterator

from model_service.runtime import models, wire
from model_service.runtime.package import open_package
from model_service.runtime.problems import PackageProblem
from model_service.runtime.protocols import PLAIN, Request, Stream
from model_service.runtime.settings import Settings

BOUNDARY = "model-service-batch"
FAILED_ALL = 4  # the exit status when there were inputs and none got a result


@dataclass(frozen=True)
class Item:
    """One file to ask about; `key` is its name in the results, the same at every run."""

    key: str
    path: str


def batch(folder: str, source: str, target: str, settings: Settings, *, mapping: str = "", field: str = "images") -> int:
    """Ask about everything that the source names; return 0 when at least one input got a result, or there was none."""
    try:
        package = open_package(folder)
        model = models.load(package, settings)
        columns = _mapping(mapping)
        items = list(_items(source))
    except (PackageProblem, OSError, ValueError) as problem:
        sys.stderr.write(f"model_service: {problem}\n")
        return 3
    is_form = any("multipart/form-data" in api.content_type for api in package.apis)
    os.makedirs(target, exist_ok=True)
    journal = os.path.join(target, "progress.jsonl")
    done = _done(journal)
    counts = {"SUCCESSFUL": 0, "FAILED": 0}
    with open(journal, "a", encoding="utf-8") as file:
        if file.tell():
            file.write("\n")  # what an interrupted run wrote last may have no end
        for number, item in enumerate(items, 1):
            line = done.get(item.key)
            if line is None:
                line = _one(model, item, target, columns=columns, field=field if is_form else "")
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
            counts[line["result"]] += 1
            _tell(number, len(items), counts)
    _write_manifest(items, _done(journal), target)
    return FAILED_ALL if items and not counts["SUCCESSFUL"] else 0


def _items(source: str) -> Iterator[Item]:
    """Yield the inputs in an order that does not change. Raises OSError, ValueError."""
    if os.path.isdir(source):
        for place, folders, names in os.walk(source):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(place, name)
                yield Item(os.path.relpath(path, source), path)
    elif source.endswith(".manifest"):
        base = os.path.dirname(os.path.abspath(source))
        with open(source, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                entry = json.loads(line)
                if not isinstance(entry, dict) or not isinstance(entry.get("source"), str):
                    raise ValueError(f'{source}, line {number}: must be an object with "source"')  # noqa: TRY004
                yield Item(entry["source"], os.path.join(base, entry["source"]))
    else:
        yield Item(os.path.basename(source), source)


def _mapping(path: str) -> Any:
    """Return the schema of a request whose leaves name columns, or None."""
    if not path:
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def request_of(schema: Any, row: list[str], where: str = "") -> Any:
    """Return the body of a request for one row of a CSV file, by a schema whose leaves have `index`. Raises ValueError."""
    kind = schema.get("type")
    if kind == "object":
        return {name: request_of(inner, row, f"{where}.{name}") for name, inner in (schema.get("properties") or {}).items()}
    if kind == "array":
        inner = schema.get("items", schema.get("item"))
        inner = inner if isinstance(inner, list) else [inner]
        return [request_of(one, row, f"{where}[]") for one in inner if isinstance(one, dict)]
    index = schema.get("index")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(row):
        raise ValueError(f"{where.lstrip('.')}: index {index!r} is no column; the row has {len(row)}")
    text = row[index].strip()
    try:
        return {"integer": int, "number": float, "boolean": _truth}.get(str(kind), str)(text)  # type: ignore[operator]
    except ValueError:
        raise ValueError(f"{where.lstrip('.')}: {text!r} in column {index} is no {kind}") from None


def _truth(text: str) -> bool:
    if text.lower() in {"true", "1"}:
        return True
    if text.lower() in {"false", "0"}:
        return False
    raise ValueError(text)


def _one(model: Any, item: Item, target: str, *, columns: Any, field: str) -> dict[str, Any]:
    """Ask about one input and write its result; return its line in the manifest."""
    try:
        if columns is not None and item.path.lower().endswith(".csv"):
            body = b"\n".join(_of_rows(model, item, columns))
        else:
            with open(item.path, "rb") as file:
                body = _asked(model, _request(item, file.read(), field))
    except Exception as error:  # noqa: BLE001 - the file failed, the others go on
        return {"source": item.key, "result": "FAILED", "error_message": str(error) or type(error).__name__}
    name = f"{item.key.lstrip('/').replace('..', '__')}_result.txt"
    path = os.path.join(target, "results", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(f"{path}.part", "wb") as file:
        file.write(body)
    os.replace(f"{path}.part", path)
    return {"source": item.key, "result": "SUCCESSFUL", "inference-loc": f"results/{name}"}


def _of_rows(model: Any, item: Item, columns: Any) -> Iterator[bytes]:
    with open(item.path, encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), 1):
            if not row:
                continue
            try:
                body = wire.dumps(request_of(columns, row))
                yield _asked(model, Request(body, "application/json", PLAIN))
            except Exception as error:
                raise ValueError(f"line {number}: {error}") from error


def _request(item: Item, content: bytes, field: str) -> Request:
    if not field:
        return Request(content, "application/json", PLAIN)
    name = os.path.basename(item.path).replace('"', "%22")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    body = io.BytesIO()
    body.writelines([head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])
    return Request(body.getvalue(), f"multipart/form-data; boundary={BOUNDARY}", PLAIN)


def _asked(model: Any, request: Request) -> bytes:
    (answer,) = model.run([request])
    if isinstance(answer, BaseException):
        raise answer
    if isinstance(answer, Stream):
        return b"".join(answer.protocol.part(part) for part in answer.parts)
    return bytes(answer)


def _done(journal: str) -> dict[str, dict[str, Any]]:
    """Return what an earlier run finished, by source; a line that was cut off does not count."""
    found: dict[str, dict[str, Any]] = {}
    if os.path.exists(journal):
        with open(journal, encoding="utf-8") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if isinstance(entry, dict) and entry.get("result") in {"SUCCESSFUL", "FAILED"}:
                    found[str(entry.get("source"))] = entry
    return found


def _tell(number: int, total: int, counts: dict[str, int]) -> None:
    line = {"done": number, "total": total, "successful": counts["SUCCESSFUL"], "failed": counts["FAILED"]}
    sys.stdout.write(f"progress {json.dumps(line)}\n")
    sys.stdout.flush()


def _write_manifest(items: list[Item], done: dict[str, dict[str, Any]], target: str) -> None:
    path = os.path.join(target, "infer-result.manifest")
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(done[item.key], ensure_ascii=False) + "\n" for item in items)
    os.replace(f"{path}.part", path)
