"""Parsing in a process of its own."""

from typing import Any

from modelyard.datasets.adapters.asking_child import Child
from modelyard.datasets.rules.preparing import Block, NewLabel, Said
from modelyard.datasets.rules.problems import Problem


class ManifestParser:
    """A process that makes lines of manifests ready to be written. Close it, whatever happens."""

    def __init__(self, wishes: dict[str, Any], labels: list[tuple[int, str, int]], next_label: int) -> None:
        """Start it. wishes: fields of `Wishes`. labels: type, name and number."""
        self._child = Child("modelyard.datasets.adapters.parsing_child", (wishes, labels, next_label))

    def feed(self, first_line: int, lines: bytes) -> None:
        """Give it lines, which it answers in order. Nothing waits here: ask for answers before there are too many."""
        self._child.ask((first_line, lines))

    async def answer(self) -> "Parsed":
        """Return what became of the lines of the next `feed`. Raises ChildDied."""
        return Parsed(await self._child.answer())

    def close(self) -> None:
        """End it."""
        self._child.close()


class Parsed:
    """What became of some lines. with_files: numbers and bytes of lines that name files to be read."""

    def __init__(self, value: Any) -> None:
        rows, own, said, labels, skipped, problems, self.with_files, self.seen = value
        self.block = Block(rows, own, [Said(*each) for each in said], [NewLabel(*each) for each in labels], skipped)
        self.problems = [Problem(*each) for each in problems]
