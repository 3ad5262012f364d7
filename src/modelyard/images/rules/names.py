"""Names of images: `pytorch_2.13.0-cpu-py_3.11-debian_12-x86_64`, and what people write instead of them."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from modelyard.images.types import Accelerator

LONGEST_NAME = 128

_PART = r"[a-z][a-z0-9+.]*"
_VERSION = r"[0-9][0-9a-z.]*"
_NAME = re.compile(
    rf"(?P<engine>{_PART})_(?P<version>{_VERSION})"
    rf"-(?P<accelerator>cpu|cuda|cann)(?:_(?P<toolkit>{_VERSION}))?"
    rf"-py_(?P<python>3\.[0-9]{{1,2}})"
    rf"-(?P<os>{_PART})_(?P<os_version>{_VERSION})"
    r"-(?P<arch>x86_64|aarch64)(?:-(?P<chip>[a-z][a-z0-9]*))?"
)


@dataclass(frozen=True)
class ImageName:
    """The parts of a name. toolkit: the version of CUDA or CANN. chip: only for Ascend, for example `snt9b`."""

    engine: str
    version: str
    accelerator: Accelerator
    python: str
    os: str
    os_version: str
    arch: str
    toolkit: str = ""
    chip: str = ""

    def __str__(self) -> str:
        toolkit = f"_{self.toolkit}" if self.toolkit else ""
        chip = f"-{self.chip}" if self.chip else ""
        return (
            f"{self.engine}_{self.version}-{self.accelerator}{toolkit}-py_{self.python}"
            f"-{self.os}_{self.os_version}-{self.arch}{chip}"
        )

    @property
    def stem(self) -> str:
        """The name as far as the accelerator: what tells the images of one machine apart."""
        return str(self).split("-py_", maxsplit=1)[0]


def read_name(text: str) -> ImageName | None:
    """Return the parts of a name, None for what does not follow the grammar."""
    found = _NAME.fullmatch(text) if len(text) <= LONGEST_NAME else None
    if found is None:
        return None
    parts = {key: value or "" for key, value in found.groupdict().items()}
    accelerator = Accelerator(parts.pop("accelerator"))
    if (accelerator is Accelerator.CPU) != (not parts["toolkit"]):
        return None  # a toolkit has a version, and where there is none there is no toolkit
    return ImageName(accelerator=accelerator, **parts)


def choose(asked: str, names: Sequence[ImageName]) -> ImageName | None:
    """Return the name that a person means: the whole name, its begin up to the accelerator, or the engine alone.

    The engine alone means its image for the CPU. Case does not matter. None when nothing or more than one fits.
    """
    wanted = asked.lower()
    for fits in (
        [name for name in names if str(name) == wanted],
        [name for name in names if name.stem == wanted],
        [name for name in names if name.engine == wanted and name.accelerator is Accelerator.CPU],
    ):
        if len(fits) == 1:
            return fits[0]
    return None


def near(asked: str, names: Sequence[str], *, most: int = 8) -> list[str]:
    """Return the names most like what was asked for, best first; all of them when nothing is alike."""
    by_case = {name.lower(): name for name in names}
    close = difflib.get_close_matches(asked.lower()[:200], list(by_case), n=most, cutoff=0.4)
    return [by_case[name] for name in close] or sorted(names)[:most]
