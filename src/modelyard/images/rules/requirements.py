"""Requirement files that become images: what may stand in them."""

import re
from dataclasses import dataclass

from modelyard.images.types import LONGEST_REQUIREMENTS

MOST_REQUIREMENTS = 2000

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_EXTRAS = r"(?:\s*\[\s*[A-Za-z0-9._-]+(?:\s*,\s*[A-Za-z0-9._-]+)*\s*\])?"
_CLAUSE = r"(?:===|~=|==|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
_SPECIFIERS = rf"(?:\s*\(?\s*{_CLAUSE}(?:\s*,\s*{_CLAUSE})*\s*\)?)?"
_MARKER = r"(?:\s*;[A-Za-z0-9_.\s'\"<>=!~()]+)?"
_HASHES = r"(?P<hashes>(?:\s+--hash[=\s]\s*sha(?:256|384|512):[0-9a-f]{64,128})*)"
_REQUIREMENT = re.compile(rf"(?P<name>{_NAME}){_EXTRAS}(?P<specifiers>{_SPECIFIERS}){_MARKER}{_HASHES}\s*")
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True)
class Requirements:
    """A requirement file that was looked through.

    text: without comments, one requirement a line. is_lock: each is pinned and has hashes, so that nothing is left open.
    """

    text: str
    names: tuple[str, ...]
    is_lock: bool


@dataclass(frozen=True)
class Problem:
    """What is wrong in which line, counted from 1."""

    line: int
    problem: str
    problem_zh: str


def read_requirements(text: str) -> Requirements | Problem:
    """Return what a requirement file asks for, or what is wrong with it.

    Names with versions, extras, markers and hashes are all there is. Options, addresses, paths and files within files are
    refused: where packages come from is the operator's to say.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST_REQUIREMENTS:
        return Problem(1, f"the file is longer than {LONGEST_REQUIREMENTS} bytes", f"文件超过 {LONGEST_REQUIREMENTS} 字节")
    found: list[re.Match[str]] = []
    for number, line in _logical_lines(text):
        requirement = _read_line(number, line)
        if isinstance(requirement, Problem):
            return requirement
        found.append(requirement)
    hashed = [bool(requirement["hashes"]) for requirement in found]
    return _problem_of_all(found, hashed) or Requirements(
        text="".join(f"{requirement.string}\n" for requirement in found),
        names=tuple(re.sub(r"[-_.]+", "-", requirement["name"]).lower() for requirement in found),
        is_lock=all(hashed),
    )


def _read_line(number: int, line: str) -> "re.Match[str] | Problem":
    if line.startswith("-"):
        return Problem(
            number,
            "options are not admitted; the operator sets where packages come from (images.index_url)",
            "不支持选项；软件包来源由管理员配置（images.index_url）",
        )
    if "://" in line or " @ " in line or line.startswith((".", "/")):
        return Problem(number, "addresses and paths are not admitted; write name==version", "不支持网址与路径；请写 名称==版本")
    found = _REQUIREMENT.fullmatch(line)
    if found is None:
        said = f"{line[:100]!r}"
        return Problem(number, f"{said} is no requirement; write name==version", f"{said} 不是有效的依赖；请写 名称==版本")
    return found


def _problem_of_all(found: "list[re.Match[str]]", hashed: list[bool]) -> Problem | None:
    if not found:
        return Problem(1, "the file asks for nothing", "文件中没有任何依赖")
    if len(found) > MOST_REQUIREMENTS:
        return Problem(1, f"there are more than {MOST_REQUIREMENTS} requirements", f"依赖超过 {MOST_REQUIREMENTS} 项")
    pinned = all("==" in requirement["specifiers"] and "*" not in requirement["specifiers"] for requirement in found)
    if any(hashed) and not (all(hashed) and pinned):
        return Problem(
            1,
            "either every requirement is pinned with == and has hashes, or none has",
            "哈希要么全部提供（且均以 == 固定版本），要么都不提供",
        )
    return None


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, those that end with a backslash joined, each with its number."""
    found: list[tuple[int, str]] = []
    begun = ""
    start = 1
    for number, raw in enumerate(text.splitlines(), start=1):
        if not begun:
            start = number
        line = _COMMENT.sub("", raw).rstrip()
        if line.endswith("\\"):
            begun += line[:-1] + " "
            continue
        whole = (begun + line).strip()
        begun = ""
        if whole:
            found.append((start, whole))
    if begun.strip():
        found.append((start, begun.strip()))
    return found
