"""Making the lines of versions: in this process for small ones, in a process of its own for large ones."""

import asyncio
from collections import deque

from modelyard.datasets.adapters.asking_child import Child
from modelyard.datasets.rules.part_lines import Counted, Form, Page, PartLines


class LinesHere:
    """Makes lines in a thread."""

    def __init__(self, form: Form) -> None:
        self._lines = PartLines(form)
        self._asked: deque[Page] = deque()

    def ask(self, page: Page) -> None:
        """Give it samples, whose lines it makes in order."""
        self._asked.append(page)

    async def answer(self) -> tuple[bytes, Counted | None]:
        """Return the lines of the next page, and with the last one of a part what is in that."""
        return await asyncio.to_thread(self._lines.take, self._asked.popleft())

    def close(self) -> None:
        """Give up."""
        self._asked.clear()


class LinesElsewhere:
    """Makes lines in a process of its own: does what `LinesHere` does. Close it, whatever happens."""

    def __init__(self, form: Form) -> None:
        self._child = Child("modelyard.datasets.adapters.line_making_child", tuple(form))

    def ask(self, page: Page) -> None:
        """Give it samples. Nothing waits here: ask for answers before there are too many."""
        part = None if page.part is None else tuple(page.part)
        # Rows are of a type of the driver on PostgreSQL.
        self._child.ask((part, [tuple(row) for row in page.rows], page.is_last))

    async def answer(self) -> tuple[bytes, Counted | None]:
        """Return the lines of the next page, and with the last one of a part what is in that. Raises ChildDied."""
        lines, counted = await self._child.answer()
        return lines, None if counted is None else Counted(*counted)

    def close(self) -> None:
        """End it."""
        self._child.close()
