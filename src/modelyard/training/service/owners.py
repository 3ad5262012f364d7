"""Whose job it is: the caller as a row keeps him."""

from dataclasses import asdict
from typing import Any

from modelyard.core.subject import Subject, SubjectKind


def remembered(who: Subject) -> dict[str, Any]:
    """Return a caller as a row keeps him."""
    return {**asdict(who), "kind": who.kind.value, "access_key": None}


def subject_of(values: dict[str, Any]) -> Subject:
    """Return the caller that a row remembers."""
    return Subject(**{**values, "kind": SubjectKind(values["kind"])})
