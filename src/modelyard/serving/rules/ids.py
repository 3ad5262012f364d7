"""Ids of services: UUIDs with hyphens on the wire, 32 hex digits in tables, paths of sockets and names of clusters."""

import re

_HEX = re.compile(r"[0-9a-f]{32}")


def wire_id(service_id: str) -> str:
    """Return the id of a service or a model as clients see it; what is no such id stays as it is."""
    if not _HEX.fullmatch(service_id):
        return service_id
    return "-".join((service_id[:8], service_id[8:12], service_id[12:16], service_id[16:20], service_id[20:]))


def row_id(text: str) -> str | None:
    """Return the id as tables have it, from either form; None for what is no id."""
    found = text.replace("-", "").lower()
    return found if _HEX.fullmatch(found) else None
