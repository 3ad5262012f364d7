"""The columns of tables, read from the beginnings of their files."""

import csv
import io
import itertools

from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import DatasetInvalid
from modelyard.datasets.rules.cells import original
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.tables import Column, ColumnType, guessed
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.formats.files import ObjectFiles
from modelyard.datasets.service.previews import beginning
from modelyard.objects.service import places

_MOST_FILES = 50
_BYTES = 64 * 1024
_ROWS = 200


async def columns_of(context: DatasetsContext, who: Subject, folder: str, *, has_header: bool) -> list[Column]:
    """Return the columns of the CSV files below a folder, of which the first fifty are looked at; none without files.

    has_header: names are in the first row, else they are `attr_1` and so on. A type is the narrowest that fits all values seen.
    Raises DatasetInvalid if files disagree, or cannot be read.
    """
    files = ObjectFiles(context.objects, who, places.read_place(folder, field="data_sources"))
    page, _ = await files.page("")
    found: list[Column] = []
    first = ""
    for each in itertools.islice((one for one in page if one.path.lower().endswith(".csv") and one.size_bytes), _MOST_FILES):
        content = await files.read(each.path, length=_BYTES)
        try:
            columns = _columns(content, each.size_bytes, has_header=has_header)
        except Unreadable as error:
            said, said_zh = error.problem.text(), error.problem.text(Language.ZH)
            raise _invalid(f"{each.path}: {said}", f"{each.path}：{said_zh}") from None
        if not found:
            found, first = columns, each.path
            continue
        if [one.name for one in found] != [one.name for one in columns]:
            problem = f"{each.path} has other columns than {first}: give a schema"
            raise _invalid(problem, f"{each.path} 与 {first} 的列不一致，请填写 schema")
        found = [_wider(before, now) for before, now in zip(found, columns, strict=True)]
    return found


def _columns(content: bytes, size: int, *, has_header: bool) -> list[Column]:
    is_whole = size <= len(content)
    text = beginning(content, whole=is_whole)
    if not is_whole and "\n" in text:
        text = text[: text.rindex("\n") + 1]  # the last row may go on
    try:
        rows = [[original(cell) for cell in row] for row in itertools.islice(csv.reader(io.StringIO(text)), _ROWS) if row]
    except csv.Error as error:
        raise Unreadable("csv", value=str(error)) from None
    if not rows:
        return []
    names = [cell.strip() for cell in rows[0]] if has_header else [f"attr_{place}" for place in range(1, len(rows[0]) + 1)]
    if any(not name or len(name) > 256 or not name.isprintable() for name in names) or len(set(names)) < len(names):
        raise Unreadable("value", value=", ".join(names)[:100])
    return guessed(rows[1 if has_header else 0 :], names)


def _wider(one: Column, other: Column) -> Column:
    """Return a column that takes the values of both."""
    if one.type == other.type:
        return one
    numbers = (ColumnType.INT, ColumnType.LONG, ColumnType.DOUBLE)
    if one.type in numbers and other.type in numbers:
        return one._replace(type=max(one.type, other.type, key=numbers.index))
    return one._replace(type=ColumnType.STRING)


def _invalid(problem: str, problem_zh: str) -> DatasetInvalid:
    return DatasetInvalid(field="schema", problem=problem, problem_zh=problem_zh)
