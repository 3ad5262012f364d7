"""The language of traffic rules: `#VAR == 'text'`, `#VAR matches 'regex'`, `#VAR.hashCode() % 100 < 10`.

A subset of SpEL, as the guide documents it. One thing is different on purpose: the remainder of a hash is never negative,
so that `% 100 < 10` is ten per cent of all values and not fifty-five.
"""

import re

from modelyard.serving.types import Comparison, Condition, Equals, HashIn, Matches, Operand, Variable

_VARIABLE = r"#(?P<variable>[A-Za-z_][A-Za-z0-9_-]*)"
_TEXT = r"'(?P<text>(?:[^']|'')*)'"
_NUMBER = r"(?P<sign>-?)\s*(?P<number>\d{1,10})"
_EQUALS = re.compile(rf"{_VARIABLE}\s*==\s*{_TEXT}")
_MATCHES = re.compile(rf"{_VARIABLE}\s+matches\s+{_TEXT}")
_HASH = re.compile(
    rf"{_VARIABLE}\s*\.\s*hashCode\s*\(\s*\)\s*(?:%\s*(?P<modulus>\d{{1,10}})\s*)?(?P<comparison>==|!=|<=|>=|<|>)\s*{_NUMBER}"
)
_HEADER = "HEADER_"
_HEADER_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_LARGEST = 2**31 - 1
# What Java and RE2 do not read alike, or what RE2 does not have: look-around, back-references, possessive and atomic groups.
_FOREIGN = re.compile(r"\(\?|\\[1-9]|\\[kGZQE]|[*+?}]\+")


class ConditionInvalid(ValueError):
    """A condition cannot be understood; what is wrong, in both languages."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.text, self.zh = text, zh


def parse(text: str) -> Condition:
    """Return the condition that a text stands for. Raises ConditionInvalid, which says what is wrong with it."""
    text = text.strip()
    found = _EQUALS.fullmatch(text)
    if found:
        return Equals(_operand(found["variable"]), _unquoted(found["text"]))
    found = _MATCHES.fullmatch(text)
    if found:
        return Matches(_operand(found["variable"]), _pattern(_unquoted(found["text"])))
    found = _HASH.fullmatch(text)
    if found is None:
        raise ConditionInvalid(
            f"{text[:100]!r} is none of: #VAR == 'text', #VAR matches 'regex', #VAR.hashCode() % 100 < 10",
            f"{text[:100]!r} 不是支持的表达式：#VAR == 'text'、#VAR matches 'regex'、#VAR.hashCode() % 100 < 10",
        )
    modulus = None if found["modulus"] is None else int(found["modulus"])
    value = int(found["sign"] + found["number"])
    if (modulus is not None and not 1 <= modulus <= _LARGEST) or not -_LARGEST <= value <= _LARGEST:
        raise ConditionInvalid(
            "its numbers have to fit into 32 bits, and the modulus is at least 1", "数值必须在 32 位整数范围内，且模数不小于 1"
        )
    return HashIn(_operand(found["variable"]), modulus, Comparison(found["comparison"]), value)


def hash_code(text: str) -> int:
    """Return Java's `hashCode` of a string: over its UTF-16 units, as a 32-bit number with a sign."""
    value = 0
    data = text.encode("utf-16-be", "surrogatepass")
    for position in range(0, len(data), 2):
        value = (31 * value + (data[position] << 8 | data[position + 1])) & 0xFFFFFFFF
    return value - 2**32 if value >= 2**31 else value


def holds(condition: Condition, value: str | None) -> bool:
    """Return whether a condition holds for the value of its variable; None where there is none.

    The gateway decides by this as well, in a language of its own; tests hold the two together.
    """
    if value is None:
        return False
    if isinstance(condition, Equals):
        return value == condition.value
    if isinstance(condition, Matches):
        return re.fullmatch(condition.pattern, value) is not None
    number = hash_code(value)
    if condition.modulus is not None:
        number %= condition.modulus
    return _compare(number, condition.comparison, condition.value)


def _compare(number: int, comparison: Comparison, value: int) -> bool:
    return {
        Comparison.LESS: number < value,
        Comparison.LESS_OR_EQUAL: number <= value,
        Comparison.EQUAL: number == value,
        Comparison.NOT_EQUAL: number != value,
        Comparison.GREATER: number > value,
        Comparison.GREATER_OR_EQUAL: number >= value,
    }[comparison]


def _operand(name: str) -> Operand:
    if name.startswith(_HEADER):
        header = name[len(_HEADER) :]
        if not _HEADER_NAME.fullmatch(header):
            raise ConditionInvalid(f"#{name} names no header", f"#{name} 没有指定请求头名称")
        return Operand(Variable.HEADER, header.lower())
    known = [item.value for item in Variable if item is not Variable.HEADER]
    if name not in known:
        names = ", ".join(f"#{item}" for item in known)
        raise ConditionInvalid(
            f"there is no #{name[:64]}; there are {names} and #HEADER_<name>",
            f"不支持变量 #{name[:64]}，可用变量为 {names} 和 #HEADER_<name>",
        )
    return Operand(Variable(name))


def _unquoted(text: str) -> str:
    """A quote inside a text is written twice."""
    return text.replace("''", "'")


def _pattern(pattern: str) -> str:
    if _FOREIGN.search(pattern):
        raise ConditionInvalid(
            f"{pattern[:100]!r} uses look-around, back-references or possessive quantifiers, which are not supported",
            f"{pattern[:100]!r} 使用了不支持的正则语法（环视、反向引用或占有量词）",
        )
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConditionInvalid(
            f"{pattern[:100]!r} is no regular expression: {error}", f"{pattern[:100]!r} 不是合法的正则表达式：{error}"
        ) from error
    return pattern
