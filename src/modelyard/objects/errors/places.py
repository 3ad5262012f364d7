"""Failures of places that somebody wants to read from, write to, or have as files."""

from modelyard.core.errors import Invalid, NotFound


class PlaceNotFound(NotFound):
    """Nothing is there: neither an object nor a folder with anything in it."""

    code = "Modelyard.2160"
    text = "There is nothing at obs://{bucket}/{key}."
    zh = "obs://{bucket}/{key} 下没有任何内容。"


class FolderOverLimit(Invalid):
    """A folder has more than may be copied: entries, bytes or levels."""

    code = "Modelyard.2161"
    text = "{field}: the folder has too many {what}: at least {found}, at most {limit} are allowed."
    zh = "{field}：文件夹的 {what} 超过限制：至少为 {found}，上限为 {limit}。"


class NameNotForFiles(Invalid):
    """A key cannot be a file name, or is both a file and a folder."""

    code = "Modelyard.2162"
    text = "{field}: the object {key} cannot become a file: its name {problem}."
    zh = "{field}：对象 {key} 无法保存为文件（{problem}）。"
