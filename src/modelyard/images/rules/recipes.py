"""Recipes of preset images: what is in them, how they are checked, where they can be had."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modelyard.images.rules.names import ImageName
from modelyard.images.types import Accelerator

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - for the oldest Python
    import tomli as tomllib


@dataclass(frozen=True)
class Machine:
    """What decides which images a machine can have. python: `3.11`; python_full: `3.11.7`."""

    python: str
    python_full: str
    os: str
    os_version: str
    arch: str
    has_cuda: bool = False
    has_cann: bool = False


@dataclass(frozen=True)
class Recipe:
    """A preset image.

    key: the name of its files. engine: as image names write it; engine_name: as training jobs name it.
    version: the engine's; empty for Python itself, whose version is the machine's.
    requirements: what is asked for; the lock says what comes of it.
    locks: pinned packages with hashes, by version of Python. A machine that none is for resolves the requirements itself.
    lock_pythons: what locks are made for. lock_archs: where they can be used; empty for everywhere.
    smoke_test: a Python program that must end well in a new image.
    hint: what to do when its packages cannot be found, in English and Chinese.
    resources: what it runs on, as the API says it.
    """

    key: str
    engine: str
    engine_name: str
    accelerator: Accelerator
    description: str
    description_zh: str
    requirements: str
    smoke_test: str
    locks: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    toolkit: str = ""
    chip: str = ""
    lock_pythons: tuple[str, ...] = ()
    lock_archs: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    hint_zh: str = ""

    @property
    def resources(self) -> tuple[str, ...]:
        return {Accelerator.CPU: ("CPU", "GPU"), Accelerator.CUDA: ("GPU",), Accelerator.CANN: ("ASCEND",)}[self.accelerator]

    def lock_for(self, machine: Machine) -> str | None:
        """Return the lock for a machine, None when the requirements must be resolved there."""
        if self.lock_archs and machine.arch not in self.lock_archs:
            return None
        return self.locks.get(machine.python)

    def name_on(self, machine: Machine) -> ImageName:
        """Return the name that the image has on a machine."""
        return ImageName(
            engine=self.engine,
            version=self.version or machine.python_full,
            accelerator=self.accelerator,
            toolkit=self.toolkit,
            python=machine.python,
            os=machine.os,
            os_version=machine.os_version,
            arch=machine.arch,
            chip=self.chip,
        )

    def missing_on(self, machine: Machine) -> str:
        """Return what the machine lacks for this image, empty when nothing."""
        if self.accelerator is Accelerator.CUDA and not machine.has_cuda:
            return "NVIDIA GPU"
        if self.accelerator is Accelerator.CANN and not machine.has_cann:
            return "Ascend NPU"
        return ""


def read_recipe(key: str, text: str, files: Mapping[str, str]) -> Recipe:
    """Return the recipe that a TOML text describes; `files` holds the texts that lie beside it, by name.

    Raises KeyError and ValueError for a recipe that is not whole; recipes are ours, so nobody else sees that.
    """
    values: dict[str, Any] = tomllib.loads(text)
    return Recipe(
        key=key,
        engine=values["engine"],
        engine_name=values["engine_name"],
        accelerator=Accelerator(values["accelerator"]),
        description=values["description"],
        description_zh=values["description_zh"],
        requirements="".join(f"{line}\n" for line in values["requirements"]),
        smoke_test=values["smoke_test"],
        locks={
            name.removeprefix(f"{key}-").removesuffix(".lock"): text
            for name, text in files.items()
            if name.startswith(f"{key}-3.") and name.endswith(".lock")
        },
        version=str(values.get("version", "")),
        toolkit=str(values.get("toolkit", "")),
        chip=str(values.get("chip", "")),
        lock_pythons=tuple(values.get("lock_pythons", ())),
        lock_archs=tuple(values.get("lock_archs", ())),
        env=tuple(sorted(values.get("env", {}).items())),
        hint=values.get("hint", ""),
        hint_zh=values.get("hint_zh", ""),
    )
