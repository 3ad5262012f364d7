"""Cells of CSV files: text that a spreadsheet would take for a formula gets a tab, and loses it again (decision 0094)."""

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe(text: str) -> str:
    """Return the text of a cell as it is written."""
    return f"\t{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def original(text: str) -> str:
    """Return what `safe` was given. A tab that nobody needed to write stays."""
    rest = text[1:]
    return rest if text.startswith("\t") and safe(rest) == text else text
