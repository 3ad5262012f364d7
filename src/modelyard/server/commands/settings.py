"""`modelyard settings`."""

import argparse

from modelyard.core.i18n import Language


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """There is nothing to say."""


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Print every setting with its variable, default and meaning."""
    from modelyard.server.reference import settings_page  # noqa: PLC0415 - sees the settings of all capabilities

    print(settings_page(language), end="")
    return 0
