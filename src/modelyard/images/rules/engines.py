"""Engines as training jobs name them: `PyTorch`, `pytorch_2.13.0-cpu-py_3.11-...`, and what old scripts carry."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The word that stands for "an image of my own" in the place of a version.
CUSTOM = "custom"

_OTHER_NAMES = {
    "pytorch": "pytorch",
    "torch": "pytorch",
    "tensorflow": "tensorflow",
    "tf": "tensorflow",
    "scikitlearn": "sklearn",
    "sklearn": "sklearn",
    "xgboostsklearn": "sklearn",
    "python": "python",
}
# The work environment under which Ascend images of all frameworks are listed.
_ASCEND = "ascendpoweredengine"


@dataclass(frozen=True)
class EngineEntry:
    """One engine that can be asked for.

    id: the name of its image, as a whole. name: `PyTorch`. version: of the framework.
    """

    id: str
    name: str
    version: str
    family: str
    is_ascend: bool = False

    @property
    def stem(self) -> str:
        return self.id.split("-py_", maxsplit=1)[0]


def family_of(engine_name: str) -> str:
    """Return the family that the name of an engine means; one that we do not know is its own."""
    plain = re.sub(r"[^a-z]", "", engine_name.lower())
    return _OTHER_NAMES.get(plain, plain)


def find_engine(
    entries: Iterable[EngineEntry], name: str, version: str, *, aliases: Mapping[str, str] | None = None
) -> EngineEntry | None:
    """Return the engine that a name and a version mean, None when there is none of exactly that version.

    version: the id of an engine, its begin up to the accelerator, the version of the framework alone, or the old form
    `PyTorch-2.13.0-python3.11`. Empty means the engine's image for the CPU. aliases: old versions and what to use instead.
    """
    known = sorted(entries, key=lambda entry: (entry.is_ascend, "-cpu" not in entry.id, entry.id))
    for old, new in (aliases or {}).items():
        if version.lower() == old.lower() or (not version and name.lower() == old.lower()):
            # What the site says counts, also where it is another framework, or a processor instead of a card.
            name, version = "", new
            break
    wanted = version.lower()
    if name:
        ascend = re.sub(r"[^a-z]", "", name.lower()) == _ASCEND
        known = [entry for entry in known if (entry.is_ascend if ascend else entry.family == family_of(name))]
    if not wanted:
        return known[0] if known and name else None
    old_form = re.fullmatch(r"([a-z_]+)-([0-9][0-9a-z.]*)(?:-python([0-9.]+))?", wanted)
    for fits in (
        [entry for entry in known if entry.id == wanted],
        [entry for entry in known if entry.stem == wanted],
        [entry for entry in known if name and entry.version == wanted],
        [entry for entry in known if entry.family == wanted],
        [entry for entry in known if old_form is not None and _is_old_form(entry, old_form)],
    ):
        if fits:
            return fits[0]
    return None


def _is_old_form(entry: EngineEntry, form: "re.Match[str]") -> bool:
    python = form[3]
    return entry.family == family_of(form[1]) and entry.version == form[2] and (python is None or f"-py_{python}-" in entry.id)
