"""The process that parses manifests; see `parsing`."""

from collections.abc import Callable
from typing import Any

from modelyard.datasets.adapters.answering import serve
from modelyard.datasets.rules.manifest import read_line
from modelyard.datasets.rules.preparing import Facts, Preparer, Wishes
from modelyard.datasets.rules.quick_lines import QuickLines
from modelyard.datasets.types.datasets import LabelType

_NO_FACTS = Facts()


def begin(first: Any) -> Callable[[Any], Any]:
    """Return what parses lines; first: as `ManifestParser` was given it."""
    wishes, labels, next_label = first
    wishes = Wishes(**{**wishes, "label_type": LabelType(wishes["label_type"])})
    preparer = Preparer(wishes, {(kind, name): number for kind, name, number in labels}, next_label)
    quick = QuickLines(preparer)
    return lambda question: parsed(preparer, quick, *question, look=wishes.look)


def parsed(preparer: Preparer, quick: QuickLines, line: int, content: bytes, *, look: bool = False) -> tuple[Any, ...]:
    """Return what lines become, as plain values: rows, sets of values, labels, problems, lines with files, lines seen."""
    with_files, problems, seen = [], [], 0
    for number, each in enumerate(content.split(b"\n"), line):
        if not each.strip():
            continue
        seen += 1
        if quick.take(each, number):
            continue
        item, told = read_line(each, number)
        if item is None and told[0].code == "json" and (other := _otherwise(each)) is not None:
            each = other  # noqa: PLW2901 - it is this line, in the encoding that all else expects
            item, told = read_line(each, number)
        problems += told
        if item is None:
            continue
        if item.files or (look and not item.source.startswith("content://")):
            with_files.append((number, each))
        elif preparer.take(item, _NO_FACTS, number) and not told:
            quick.learn(each, item, number)
    block, told = preparer.taken()
    plain = [tuple(problem) for problem in problems + told]
    said = [tuple(one) for one in block.said]
    return block.rows, block.own, said, [tuple(one) for one in block.labels], block.skipped, plain, with_files, seen


def _otherwise(line: bytes) -> bytes | None:
    """Return a line that is not UTF-8 as the other encoding reads it."""
    try:
        line.decode()
    except UnicodeDecodeError:
        try:
            return line.decode("gb18030").encode()
        except UnicodeDecodeError:
            return None
    return None


if __name__ == "__main__":
    serve(begin)
