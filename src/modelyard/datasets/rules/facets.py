"""What samples are filtered by: the values that a document, or a sample itself, gives."""

import hashlib
from collections.abc import Iterable

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.types.datasets import SampleState

PRESENT, FOLDER, DAY, META = "present", "folder", "day", "meta"
FINDING = "finding"
# Files that are gone, that were changed, and that a synchronisation has seen so far.
MISSING, CHANGED, SEEN = "missing", "changed", "seen"
STATE, LABEL, AUTHOR, HARD, SCORE, ATTRIBUTE = "state", "label", "author", "hard", "score", "attribute"
HUNDREDTHS = 100
_LONGEST = 200
_DIGEST = 8
_BETWEEN = "\x1f"

Value = tuple[str, str]


def of_document(annotations: Iterable[Annotation], state: SampleState, author: str, *, hard: bool) -> set[Value]:
    """Return the values that a document gives its sample. Labels are numbers here; unlabelled is no value."""
    found: set[Value] = set()
    if state is not SampleState.UNLABELLED:
        found |= {(STATE, state), (AUTHOR, cut(author))}
    for each in annotations:
        hard = hard or each.hard
        if each.label:
            found.add((LABEL, each.label))
        if each.confidence is not None:
            found.add((SCORE, str(int(each.confidence * HUNDREDTHS))))
        for name, value in each.attributes:
            found |= {(ATTRIBUTE, attribute(each.label, name)), (ATTRIBUTE, attribute(each.label, name, value))}
    if hard:
        found.add((HARD, "1"))
    return found


def of_sample(folder: str, day: str, properties: Iterable[tuple[str, str]]) -> set[Value]:
    """Return the values that a sample has by itself."""
    own = {(PRESENT, ""), (FOLDER, cut(folder)), (DAY, day)}
    known = list(properties)
    return own | {(META, pair(name, value)) for name, value in known} | {(META, pair(name, "")) for name, _ in known}


def attribute(label: str, name: str, value: str | None = None) -> str:
    """Return the value for an attribute of a label's annotations; without a value, for having it at all."""
    return cut(_BETWEEN.join((label, name) if value is None else (label, name, value)))


def pair(name: str, value: str) -> str:
    """Return the value for an attribute of samples; an empty one for having it at all."""
    return cut(f"{name}{_BETWEEN}{value}")


def parts(text: str) -> list[str]:
    """Return what `pair` and `attribute` joined."""
    return text.split(_BETWEEN)


def cut(text: str) -> str:
    """Return a value as it is kept: long ones by their beginning and a digest, so that an index can hold them."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}…{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=_DIGEST).hexdigest()}"
