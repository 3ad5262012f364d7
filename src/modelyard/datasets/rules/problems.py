"""What can be wrong with one item of an import, a sync or an export. Problems cost items, never tasks."""

from typing import NamedTuple

from modelyard.core.i18n import Language

# By code, in both languages. Codes are stable: scripts read them in reports.
TEXTS = {
    "encoding": ("the bytes are neither UTF-8 nor {value}", "既不是 UTF-8 编码，也不是 {value} 编码"),
    "json": ("not JSON: {value}", "不是合法的 JSON：{value}"),
    "xml": ("not XML that can be read: {value}", "不是可以读取的 XML：{value}"),
    "csv": ("not CSV from here on: {value}", "从此处起不是合法的 CSV：{value}"),
    "doctype": ("XML with a document type is not read", "不支持带有 DOCTYPE 的 XML"),
    "missing": ("is missing", "缺失"),
    "type": ("must be {value}", "必须是 {value}"),
    "value": ("{value} is not known here", "无法识别 {value}"),
    "number": ("{value} is not a number", "{value} 不是数字"),
    "range": ("{value} is out of range", "{value} 超出范围"),
    "long": ("is longer than {value}", "长度超过 {value}"),
    "empty": ("is empty", "为空"),
    "shape": ("is no {value}", "不是合法的 {value}"),
    "outside": ("{value} is outside the image", "{value} 超出图像范围"),
    "span": ("{value} is no place in the text", "{value} 不是文本中的有效位置"),
    "time": ("{value} is no time within the recording", "{value} 不是有效的时间"),
    "relation": ("names {value}, which is no entity here", "引用了不存在的实体 {value}"),
    "twice": ("{value} was there before", "{value} 重复"),
    "pair": ("{value} has no partner", "{value} 没有对应的文件"),
    "width": ("has {value} columns", "有 {value} 列"),
    "image": ("is no image of a known kind", "不是可识别的图像"),
    "size": ("the size of the image is not known", "图像尺寸未知"),
    "unknown": ("{value} is not in the dataset", "数据集中没有 {value}"),
    "unreadable": ("cannot be read: {value}", "无法读取：{value}"),
    "gone": ("{value} is no longer there", "{value} 已不存在"),
    "forbidden": ("{value} may not be read", "无权读取 {value}"),
    "changed": ("{value} was changed meanwhile", "{value} 在此期间被修改"),
    "other_size": ("{value} is not the size of the image", "{value} 不是图像的实际尺寸"),
    "absent": ("there is no file {value}", "文件 {value} 不存在"),
    "other": ("another file lies at {value} already", "{value} 处已有另一个文件"),
    "lost": ("{value} cannot be said in this format", "该格式无法表示 {value}"),
}


class Problem(NamedTuple):
    """One thing that is wrong.

    code: a key of `TEXTS`. place: the field, or element, in question. value: what the text names.
    line: in the file, from 1; 0 where lines do not matter. file: where several files make an import.
    """

    code: str
    place: str = ""
    value: str = ""
    line: int = 0
    file: str = ""

    def text(self, language: Language = Language.EN) -> str:
        """Return the problem as a sentence."""
        said = TEXTS[self.code][language is Language.ZH].format(value=self.value)
        return f"{self.place}: {said}" if self.place else said


class Unreadable(Exception):
    """Raised by the parts of readers; `problem` is what the reader reports."""

    def __init__(self, code: str, place: str = "", value: object = "") -> None:
        shown = str(value)
        self.problem = Problem(code, place, shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…")
        super().__init__(self.problem.text())


_SHOWN = 120


class Problems(list[Problem]):
    """What was wrong so far. `with problems.at(place):` notes what is raised inside and goes on after it."""

    def __init__(self, file: str = "") -> None:
        super().__init__()
        self.file = file

    def at(self, place: str, line: int = 0) -> "_Catch":
        """Return a context that catches `Unreadable` and notes it with this place before its own."""
        return _Catch(self, place, line)

    def note(self, code: str, place: str = "", value: object = "", line: int = 0) -> None:
        """Note a problem."""
        self.append(Unreadable(code, place, value).problem._replace(line=line, file=self.file))


class _Catch:
    __slots__ = ("line", "place", "problems")

    def __init__(self, problems: Problems, place: str, line: int) -> None:
        self.problems, self.place, self.line = problems, place, line

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Unreadable):
            return False
        place = ".".join(each for each in (self.place, error.problem.place) if each)
        self.problems.append(error.problem._replace(place=place, line=self.line, file=self.problems.file))
        return True
