"""`modelyard generate`: the files that follow from the code."""

import argparse
from pathlib import Path

from modelyard.core.i18n import Language


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add where the files go."""
    parser.add_argument("--into", metavar="DIR", default=".", help="the root of the working copy (.)")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Write openapi.json and the settings reference in both languages."""
    for name, text in generated_files().items():
        file = Path(arguments.into) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return 0


def generated_files() -> dict[str, str]:
    """Return the text of each generated file by its path in the working copy."""
    import orjson  # noqa: PLC0415 - this command sees the whole application, others should not

    from modelyard.server.app import create_app  # noqa: PLC0415
    from modelyard.server.home import Home  # noqa: PLC0415
    from modelyard.server.reference import settings_page  # noqa: PLC0415
    from modelyard.server.settings import PlatformSettings  # noqa: PLC0415

    app = create_app(PlatformSettings(), Home(Path("/nonexistent")))
    description = orjson.dumps(app.openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"
    return {
        "openapi.json": description,
        "docs/user/en/settings.md": settings_page(Language.EN),
        "docs/user/zh/settings.md": settings_page(Language.ZH),
    }
