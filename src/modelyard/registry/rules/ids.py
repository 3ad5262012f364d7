"""Ids of models: UUIDs with hyphens on the wire, 32 hex digits in tables and names of directories."""

import re

_HEX = re.compile(r"[0-9a-f]{32}")


def wire_id(model_id: str) -> str:
    """Return the id as clients see it."""
    return "-".join((model_id[:8], model_id[8:12], model_id[12:16], model_id[16:20], model_id[20:]))


def row_id(text: str) -> str | None:
    """Return the id as tables have it, from either form; None for what is no id."""
    found = text.replace("-", "").lower()
    return found if _HEX.fullmatch(found) else None
