"""The two languages of the product and how a request chooses one."""

from collections.abc import Mapping

from modelyard.core.types import StrEnum


class Language(StrEnum):
    """A language that the platform speaks, in the spelling of the X-Language header."""

    EN = "en-us"
    ZH = "zh-cn"


def choose_language(headers: Mapping[str, str]) -> Language:
    """Return the language a request asks for: X-Language first, then Accept-Language, else English."""
    wanted = headers.get("x-language") or headers.get("accept-language") or ""
    return Language.ZH if wanted.strip().lower().startswith("zh") else Language.EN
