"""Vocabulary that the standard library lacks on the oldest supported Python."""

import sys
from typing import TypeAlias

if sys.version_info >= (3, 11):
    from enum import StrEnum as StrEnum  # noqa: PLC0414 - exported on purpose
else:
    from enum import Enum

    class StrEnum(str, Enum):
        """An enumeration whose members are strings (Python 3.11 has it built in)."""

        __str__ = str.__str__


JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
