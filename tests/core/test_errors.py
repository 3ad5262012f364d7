"""Every failure that the product can name."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import modelyard
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language


def all_errors() -> list[type[AppError]]:
    """Import the whole product and return every error class."""
    for module in pkgutil.walk_packages(modelyard.__path__, "modelyard."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    found: list[type[AppError]] = []
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child.__module__.startswith("modelyard."):
                if not child.__name__.startswith("_"):
                    found.append(child)
                waiting.append(child)
    return found


ERRORS = all_errors()


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)(?:!r)?}", text))


class TestEveryError:
    @pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
    def test_has_both_languages_with_the_same_parameters(self, error: type[AppError]) -> None:
        assert error.text
        assert re.search("[\u4e00-\u9fff]|{", error.zh)
        # A word of the message itself may come in both languages: {quota} and {quota_zh}.
        assert placeholders(error.text) == {name.removesuffix("_zh") for name in placeholders(error.zh)}

    @pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
    def test_renders_in_both_languages(self, error: type[AppError]) -> None:
        failure = error(**dict.fromkeys(placeholders(error.text + error.zh), "X"))

        assert "{" not in failure.message(Language.EN) + failure.message(Language.ZH)

    @pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
    def test_its_code_has_a_known_form(self, error: type[AppError]) -> None:
        assert re.fullmatch(r"(ModelArts|Modelyard|APIG|IAM|STS5|PAP5)\.\d{4}|1\d{3}|[A-Za-z]+", error.code)

    def test_no_code_of_our_own_range_is_used_twice(self) -> None:
        ours = Counter(error.code for error in ERRORS if error.code.startswith("Modelyard.") and "code" in vars(error))

        assert [code for code, count in ours.items() if count > 1] == []
