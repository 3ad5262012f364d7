"""Runs the steps of a recipe over samples. What is finished is written in parts, so that it need not be done again."""

from __future__ import annotations

# ruff: noqa: T201 - the log of a run is what it prints
import contextlib
import importlib.util
import json
import os
import sys
import time
import traceback
from typing import Any, Callable, Iterator

import numpy as np

from modelyard_processing import augmentation, looking
from modelyard_processing.analysis import Features
from modelyard_processing.filters import FILTERS, JUDGES
from modelyard_processing.samples import (
    ADDED,
    DELETED,
    KEPT,
    MODIFIED,
    Added,
    Broken,
    Deleted,
    Modified,
    Sample,
    chance,
    read_image,
)

PART = 200
_PART_SECONDS = 20
_TOLD_EVERY = 1.0
_TOGETHER = frozenset([*JUDGES, "mosaic"])
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".bmp": "BMP", ".webp": "WEBP"}


class Run:
    """One run. folder: holds the recipe, the input and perhaps the file of an operator."""

    def __init__(self, folder: str) -> None:
        with open(os.path.join(folder, "recipe.json"), encoding="utf-8") as file:
            recipe = json.load(file)
        with open(os.path.join(folder, "input.jsonl"), encoding="utf-8") as file:
            self.input = [json.loads(line) for line in file]
        self.seed, self.steps, self.paths = recipe["seed"], recipe["steps"], recipe["paths"]
        self.output = recipe["output"]
        self.operator = os.path.join(folder, "operator.py")
        self.before, self.after = Features(), Features()
        self.is_analysis = self.steps[0]["program"] == "analysis"
        self._parts = 0
        self._pending: list[dict[str, Any]] = []
        self._flushed = self._told = time.monotonic()
        self._done = self._failed = 0

    def run(self) -> None:
        """Do what is left to be done."""
        for name in ("Data", "results"):
            os.makedirs(os.path.join(self.output, name), exist_ok=True)
        finished = self._finished()
        if finished:
            print(f"{len(finished)} samples were finished before", flush=True)
        self._say("", force=True)
        if any(step["program"] in _TOGETHER for step in self.steps):
            if not finished:
                self._together()
        else:
            self._one_by_one(finished)
        self._flush()
        summary = {"before": self.before.told(), "after": self.before.told() if self.is_analysis else self.after.told()}
        if self.is_analysis:
            summary = self.before.told()
        self._write("summary.json", json.dumps(summary).encode())
        self._say("", force=True)

    def _one_by_one(self, finished: dict[int, list[dict[str, Any]]]) -> None:
        work = self._worker()
        for entry in self.input:
            if entry["n"] in finished:
                self._look_again(entry, finished[entry["n"]])
                continue
            sample = _sample(entry)
            results: list[tuple[int, Sample, list[list[str]]]] = []
            with contextlib.suppress(Broken):
                self.before.add(sample, _size(sample.path))
            try:
                results = work(sample)
            except Exception as error:  # noqa: BLE001 - one sample that cannot be processed is no reason to give up the others
                if not isinstance(error, Broken):
                    traceback.print_exc()
                self._failed += 1
                results = [(DELETED, sample, [["failed", f"{type(error).__name__}: {error}"[:200]]])]
                print(f"{entry['n']} {sample.name!a}: {error}", flush=True)
            self._keep(entry, results)
            self._step()

    def _worker(self) -> Callable[[Sample], list[tuple[int, Sample, list[list[str]]]]]:
        """Return what is done to each sample."""
        program = self.steps[0]["program"]
        if program == "custom":
            return self._custom()
        if program == "augmentation":
            return self._augment
        if program == "analysis":
            return lambda sample: [(KEPT, sample, [])]
        return self._filter

    def _filter(self, sample: Sample) -> list[tuple[int, Sample, list[list[str]]]]:
        for step in self.steps:
            found = FILTERS[step["program"]](sample, step["parameters"])
            if isinstance(found, Deleted):
                return [(DELETED, sample, [*sample.words, [step["operator"], found.why]])]
            if isinstance(found, Modified):
                assert found.image is not None
                name = os.path.splitext(sample.name)[0] + found.suffix if found.suffix else sample.name
                sample = sample.changed(found.image, found.annotations, [step["operator"], found.why])
                sample.name = name
        return [(MODIFIED if sample.was_changed else KEPT, sample, sample.words)]

    def _augment(self, sample: Sample) -> list[tuple[int, Sample, list[list[str]]]]:
        steps = [step for step in self.steps if step["program"] == "augmentation"]
        try:
            _ = sample.image
        except Broken as error:
            if any(step["parameters"].get("do_validation", True) for step in self.steps):
                return [(DELETED, sample, [["validation", str(error)]])]
            raise
        results = [(KEPT, sample, [])]  # type: list[tuple[int, Sample, list[list[str]]]]
        for copy in range(max([step["parameters"]["copies"] for step in steps], default=0)):
            new = augmentation.augment(sample, steps, chance(self.seed, sample.number, copy))
            results.append((ADDED, new, new.words))
        return results

    def _custom(self) -> Callable[[Sample], list[tuple[int, Sample, list[list[str]]]]]:
        described = importlib.util.spec_from_file_location("operator_of_user", self.operator)
        assert described is not None
        assert described.loader is not None
        module = importlib.util.module_from_spec(described)
        sys.modules["operator_of_user"] = module
        described.loader.exec_module(module)
        process = getattr(module, "process", None)
        if not callable(process):
            raise SystemExit("The operator has no function process(sample, parameters, random).")
        values = {name: value for name, value in self.steps[0]["parameters"].items() if name != "path"}

        def work(sample: Sample) -> list[tuple[int, Sample, list[list[str]]]]:
            found = process(sample, dict(values), chance(self.seed, sample.number))
            outcomes = found if isinstance(found, (list, tuple)) else [found] if found is not None else []
            results: list[tuple[int, Sample, list[list[str]]]] = []
            own: tuple[int, Sample, list[list[str]]] = (KEPT, sample, [])
            for one in outcomes:
                if isinstance(one, Deleted):
                    own = (DELETED, sample, [["custom", str(one.why)]])
                elif isinstance(one, Modified):
                    image = sample.image if one.image is None else one.image
                    own = (
                        MODIFIED,
                        sample.changed(image, one.annotations, ["custom", str(one.why)]),
                        [["custom", str(one.why)]],
                    )
                elif isinstance(one, Added):
                    new = sample.changed(one.image, one.annotations, ["custom", str(one.why)])
                    results.append((ADDED, new, new.words))
                else:
                    raise TypeError("process returns None, Deleted, Modified, Added, or a list of these")
            return [own, *results]

        return work

    def _together(self) -> None:
        """Run steps that look at all samples; those that look at one are done on the way."""
        alive, matrix = self._survey()
        added: list[tuple[dict[str, Any], Sample]] = []
        for number, step in enumerate(self.steps):
            print(f"{step['operator']}: {len(alive)} samples", flush=True)
            self._say(step["operator"], force=True)
            if step["program"] == "mosaic":
                added += self._mosaics(number, step, alive)
                continue
            if step["program"] == "augmentation":
                self._augment_all(number, step, alive)
                continue
            gone = self._judged(step, alive, matrix)
            for index, why in gone.items():
                entry, sample = alive[index]
                self._keep(entry, [(DELETED, sample, [[step["operator"], why]])])
            stay = [index for index in range(len(alive)) if index not in gone]
            alive, matrix = [alive[index] for index in stay], matrix[stay]
        for entry, sample in alive:
            self._keep(entry, [(KEPT, sample, [])])
        for entry, sample in added:
            self._keep(entry, [(ADDED, sample, sample.words)])

    def _survey(self) -> tuple[list[tuple[dict[str, Any], Sample]], Any]:
        """Return the samples that are pictures, and their descriptors."""
        alive: list[tuple[dict[str, Any], Sample]] = []
        points: list[Any] = []
        for entry in self.input:
            sample = _sample(entry)
            try:
                self.before.add(sample, _size(sample.path))
                points.append(looking.descriptor(sample.image))
                alive.append((entry, sample))
                sample.forget()
            except Broken as error:
                self._keep(entry, [(DELETED, sample, [["validation", str(error)]])])
            self._done += 1
            self._say("descriptors")
        return alive, np.array(points, dtype=np.float32) if points else np.zeros((0, 192), dtype=np.float32)

    def _judged(self, step: dict[str, Any], alive: list[tuple[dict[str, Any], Sample]], matrix: Any) -> dict[int, str]:
        """Return which samples go, and why."""
        samples = [sample for _, sample in alive]
        if step["program"] in JUDGES:
            more = {"seed": self.seed, "paths": self.paths}
            return JUDGES[step["program"]](samples, matrix, step["parameters"], more) if samples else {}
        gone: dict[int, str] = {}
        for index, sample in enumerate(samples):
            found = FILTERS[step["program"]](sample, step["parameters"])
            sample.forget()
            if isinstance(found, Deleted):
                gone[index] = found.why
        return gone

    def _augment_all(self, number: int, step: dict[str, Any], alive: list[tuple[dict[str, Any], Sample]]) -> None:
        for entry, sample in alive:
            for copy in range(step["parameters"]["copies"]):
                new = augmentation.augment(sample, [step], chance(self.seed, number, sample.number, copy))
                self._keep(entry, [(ADDED, new, new.words)])
            sample.forget()

    def _mosaics(
        self, number: int, step: dict[str, Any], alive: list[tuple[dict[str, Any], Sample]]
    ) -> Iterator[tuple[dict[str, Any], Sample]]:
        values = step["parameters"]
        for index in range(max(1, round(values["share"] * len(alive))) if alive else 0):
            draw = chance(self.seed, number, index)
            chosen = [alive[draw.randrange(len(alive))] for _ in range(4)]
            image, said = augmentation.mosaic([sample for _, sample in chosen], values["size"], draw)
            entry, first = chosen[0]
            for _, sample in chosen:
                sample.forget()
            names = ", ".join(sample.name for _, sample in chosen)
            new = first.changed(image, said, [step["operator"], names[:200]])
            new.name = f"mosaic-{index}.jpg"
            yield entry, new

    def _keep(self, entry: dict[str, Any], results: list[tuple[int, Sample, list[list[str]]]]) -> None:
        """Write the pictures of results, and what is to be said about them."""
        for number, (kind, sample, words) in enumerate(results):
            told: dict[str, Any] = {"n": entry["n"], "p": kind, "w": words}
            if kind in {MODIFIED, ADDED}:
                file = self._save(entry, sample, kind, number)
                told |= {"f": file, "a": sample.annotations, "s": [*sample.image.size, 3]}
                self.after.add(sample, _size(os.path.join(self.output, file)))
            elif kind == KEPT and not self.is_analysis:
                with contextlib.suppress(Broken):
                    self.after.add(sample, _size(sample.path))
            sample.forget()
            self._pending.append(told)

    def _save(self, entry: dict[str, Any], sample: Sample, kind: int, number: int) -> str:
        """Write a picture into a folder of a thousand, under a name that says which sample it came from."""
        stem, suffix = os.path.splitext(sample.name)
        suffix = suffix.lower() if suffix.lower() in {*_FORMATS, ".png"} else ".png"
        mark = "_checked" if kind == MODIFIED else f"_{self._parts}-{len(self._pending)}-{number}"
        clean = "".join(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "_" for letter in stem)
        while len(clean.encode("utf-8", "replace")) > 120:
            clean = clean[:-1]
        clean = clean.encode("utf-8", "replace").decode()
        file = f"Data/{entry['n'] // 1000:06}/{entry['n']}-{clean}{mark}{suffix}"
        path = os.path.join(self.output, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        image = sample.image
        form = _FORMATS.get(suffix, "PNG")
        if form in {"JPEG", "BMP"} and image.mode not in {"RGB", "L"}:
            image = image.convert("RGB")
        more = {"quality": 95, "subsampling": 0} if form == "JPEG" else {}
        image.save(f"{path}.new", form, **more)
        os.replace(f"{path}.new", path)
        return file

    def _step(self, doing: str = "") -> None:
        self._done += 1
        self._say(doing)
        if len(self._pending) >= PART or time.monotonic() - self._flushed > _PART_SECONDS:
            self._flush()

    def _say(self, doing: str, *, force: bool = False) -> None:
        if not force and time.monotonic() - self._told < _TOLD_EVERY:
            return
        self._told = time.monotonic()
        told = {"done": self._done, "total": len(self.input), "failed": self._failed, "step": doing}
        print(f"@modelyard {json.dumps(told)}", flush=True)

    def _finished(self) -> dict[int, list[dict[str, Any]]]:
        """Return what was finished before this run was stopped; its parts are counted on."""
        found: dict[int, list[dict[str, Any]]] = {}
        while True:
            path = os.path.join(self.output, "results", f"{self._parts:06}.jsonl")
            try:
                with open(path, encoding="utf-8") as file:
                    lines = [json.loads(line) for line in file]
            except (OSError, ValueError):
                return found
            for line in lines:
                found.setdefault(line["n"], []).append(line)
            self._parts += 1

    def _look_again(self, entry: dict[str, Any], results: list[dict[str, Any]]) -> None:
        """Count what was finished before."""
        sample = _sample(entry)
        try:
            self.before.add(sample, _size(sample.path))
            for one in results:
                if one["p"] != DELETED and not self.is_analysis:
                    path = os.path.join(self.output, one["f"]) if one.get("f") else sample.path
                    image = read_image(path)
                    said = one["a"] if one.get("a") is not None else entry["a"]
                    self.after.add(Sample(entry["n"], path, "", said, _image=image), _size(path))
        except Broken:
            pass
        self._step()

    def _flush(self) -> None:
        if self._pending:
            content = b"".join(json.dumps(one).encode() + b"\n" for one in self._pending)
            self._write(f"results/{self._parts:06}.jsonl", content)
            self._parts += 1
            self._pending = []
        self._flushed = time.monotonic()

    def _write(self, name: str, content: bytes) -> None:
        path = os.path.join(self.output, name)
        with open(f"{path}.new", "wb") as file:
            file.write(content)
        os.replace(f"{path}.new", path)


def _sample(entry: dict[str, Any]) -> Sample:
    return Sample(entry["n"], entry["file"], os.path.basename(entry["file"]), entry["a"])


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
