"""Ids of jobs: UUIDs with hyphens on the wire, 32 hex digits in tables and names of directories."""

import re

_HEX = re.compile(r"[0-9a-f]{32}")


def wire_id(job_id: str) -> str:
    """Return the id as clients see it."""
    return "-".join((job_id[:8], job_id[8:12], job_id[12:16], job_id[16:20], job_id[20:]))


def row_id(text: str) -> str | None:
    """Return the id as tables have it, from either form; None for what is no id."""
    found = text.replace("-", "").lower()
    return found if _HEX.fullmatch(found) else None
