"""The environment of a model with dependencies: what its engine's image asks for, and the model's own packages after it."""

import hashlib
import re
from collections.abc import Sequence

from modelyard.registry.types import Dependency, Restraint

NAMESPACE = "models"
_OPERATORS = {Restraint.EXACT: "==", Restraint.ATLEAST: ">=", Restraint.ATMOST: "<="}
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def requirement_of(dependency: Dependency) -> str:
    """Return a dependency as a line of a requirement file."""
    if dependency.restraint is None:
        return dependency.name
    return f"{dependency.name}{_OPERATORS[dependency.restraint]}{dependency.version}"


def requirements_of(engine: str, dependencies: Sequence[Dependency]) -> str:
    """Return the requirement file of a model's environment.

    engine: that of the engine's image. What a model asks for takes the place of what the engine asks for under that name.
    """
    own = {_plain(dependency.name) for dependency in dependencies}
    kept = [line.strip() for line in engine.splitlines()]
    lines = [line for line in kept if line and not line.startswith("#") and _plain(line) not in own]
    return "".join(f"{line}\n" for line in (*lines, *dict.fromkeys(map(requirement_of, dependencies))))


def address_of(engine_image: str, requirements: str, workspace_id: str) -> str:
    """Return the address of an environment among images; equal requirements share one."""
    engine = re.sub(r"[^a-z0-9]+", "-", engine_image.partition("_")[0].lower()).strip("-") or "engine"
    text = f"{engine_image}\0{requirements}\0{workspace_id}"
    return f"{NAMESPACE}/{engine}:{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _plain(text: str) -> str:
    found = _NAME.match(text)
    return "" if found is None else re.sub(r"[-_.]+", "-", found[0]).lower()
