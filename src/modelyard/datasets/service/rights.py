"""Whether the one who imports may read what a manifest names; asked once for each folder."""

from modelyard.core.subject import Subject
from modelyard.datasets.rules.preparing import Block, Row
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.objects.service import places

_MOST_KNOWN = 10_000
_SOURCE, _CONTENT = Row._fields.index("source"), Row._fields.index("content")


class Readable:
    """Remembers which folders may be read, for one run of a task."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    async def keep_readable(self, context: DatasetsContext, who: Subject, block: Block, problems: list[Problem]) -> None:
        """Take out of a block what may not be read, and tell."""
        folders = {each[_SOURCE].rpartition("/")[0] for each in block.rows if each[_CONTENT] is None}
        may = {folder: await self.may_read(context, who, folder) for folder in folders}
        if all(may.values()):
            return
        kept = []
        for each in block.rows:
            if each[_CONTENT] is not None or may[each[_SOURCE].rpartition("/")[0]]:
                kept.append(each)
            else:
                row = Row._make(each)
                problems.append(Problem("forbidden", "source", row.source[:200], row.line, row.file))
        block.rows[:] = kept

    async def may_read(self, context: DatasetsContext, who: Subject, folder: str) -> bool:
        """Return whether the files of a folder may be read; its name has no slash at its end."""
        if folder not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[folder] = await places.may_read(context.objects, who, f"{folder}/")
        return self._known[folder]
