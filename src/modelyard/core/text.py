"""Kinds of text that requests carry. Control characters are refused: no database, log line or file name wants them."""

import re
from typing import Annotated

from pydantic import AfterValidator

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_BUT_BREAKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _single_line(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("must not contain control characters or line breaks")
    return value


def _many_lines(value: str) -> str:
    if _CONTROL_BUT_BREAKS.search(value):
        raise ValueError("must not contain control characters other than line breaks and tabs")
    return value


Line = Annotated[str, AfterValidator(_single_line)]
Prose = Annotated[str, AfterValidator(_many_lines)]
