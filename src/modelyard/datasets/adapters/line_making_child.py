"""The process that makes the lines of versions; see `line_making`."""

from collections.abc import Callable
from typing import Any

from modelyard.datasets.adapters.answering import serve
from modelyard.datasets.rules.part_lines import Form, Page, PartForm, PartLines


def begin(first: Any) -> Callable[[Any], Any]:
    """Return what makes lines of pages; first: the fields of `Form`."""
    lines = PartLines(Form(*first))

    def answer(question: Any) -> Any:
        part, rows, is_last = question
        made, counted = lines.take(Page(None if part is None else PartForm(*part), rows, is_last))
        return made, None if counted is None else tuple(counted)

    return answer


if __name__ == "__main__":
    serve(begin)
