"""`modelyard version`."""

import argparse
import json

import modelyard
from modelyard.core.i18n import Language
from modelyard.server.build import build_name


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the form of the output."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Print version and build."""
    if arguments.json:
        print(json.dumps({"version": modelyard.__version__, "build": build_name()}))
    else:
        print(f"modelyard {modelyard.__version__} ({build_name()})")
    return 0
