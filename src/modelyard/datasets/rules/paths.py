"""Paths of datasets: how they are spelled on the wire, and what lies inside what."""

_SCHEME = "obs://"


def on_wire(place: str) -> str:
    """Return `obs://bucket/folder/` as `/bucket/folder/`, the way the public API writes paths; empty stays empty."""
    return f"/{place.removeprefix(_SCHEME)}" if place else ""


def is_bare_bucket(place: str) -> bool:
    """Return whether a folder is a whole bucket."""
    return place.removeprefix(_SCHEME).count("/") < 2


def lies_in(inner: str, outer: str) -> bool:
    """Return whether a folder is another one or below it; both end with a slash."""
    return bool(outer) and inner.startswith(outer)


def inner_path(work_path: str, name: str, dataset_id: str) -> str:
    """Return the folder below the work path that a dataset has for itself."""
    return f"{work_path}{name}-{dataset_id}/"
