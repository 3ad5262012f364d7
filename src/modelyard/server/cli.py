"""The `modelyard` command. Each sub-command is a module of `server.commands`, imported only when it is asked for.

Such a module has `add_arguments(parser, language)` and `run(arguments, language) -> exit code`.
"""

import argparse
import importlib
import os
import sys
from dataclasses import dataclass

import modelyard
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language


@dataclass(frozen=True)
class Command:
    """A sub-command: its name, its module, and what it does in both languages."""

    name: str
    module: str
    text: str
    zh: str


COMMANDS = [
    Command("up", "up", "start the platform and keep it running", "启动平台并保持运行"),
    Command("down", "down", "stop the platform", "停止平台"),
    Command("status", "status", "show what runs, and how it is", "查看运行状态"),
    Command("doctor", "doctor", "check this machine and the platform, and explain", "检查本机与平台，并给出说明"),
    Command("credentials", "credentials", "print the keys of the first administrator", "输出首个管理员的密钥"),
    Command("accounts", "accounts", "create and list accounts", "创建与列出账号"),
    Command("storage", "storage", "import, unpack, list and delete objects", "导入、解压、列出与删除对象"),
    Command("images", "images", "build environments ahead, list and remove them", "预先构建、列出与移除运行环境"),
    Command("settings", "settings", "list every setting", "列出所有配置项"),
    Command("backup", "backup", "write a backup of the running platform", "备份正在运行的平台"),
    Command("restore", "restore", "bring a backup back onto an empty home", "将备份恢复到空的主目录"),
    Command(
        "generate",
        "generate",
        "write openapi.json and the settings reference (for developers)",
        "生成接口描述与配置参考（开发者）",
    ),
    Command("version", "version", "print version and build", "输出版本与构建号"),
]


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Run the command line; returns the exit code. Failures are printed in the language asked for."""
    language = language_asked(argv)
    command = next((command for command in COMMANDS if argv and argv[0] == command.name), None)
    if command is None:
        return _overview(argv, language)
    module = importlib.import_module(f"modelyard.server.commands.{command.module}")
    parser = argparse.ArgumentParser(
        prog=f"modelyard {command.name}",
        description=command.zh if language is Language.ZH else command.text,
        allow_abbrev=False,
    )
    parser.add_argument("--lang", choices=["en", "zh"], help="language of the output / 输出语言")
    module.add_arguments(parser, language)
    try:
        return int(module.run(parser.parse_args(argv[1:]), language))
    except AppError as error:
        print(f"modelyard: {error.message(language)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`modelyard settings | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0


def language_asked(argv: list[str]) -> Language:
    """Return the language of the output: --lang, else what the locale says."""
    if "--lang" in argv[:-1]:
        chosen = argv[argv.index("--lang") + 1]
    else:
        chosen = next((argument[7:] for argument in argv if argument.startswith("--lang=")), "")
    chosen = chosen or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.ZH if chosen.lower().startswith("zh") else Language.EN


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add the option that every command about a home has."""
    parser.add_argument("--home", metavar="DIR", help="the home of the platform (MODELYARD_HOME, else ~/.modelyard)")


def _overview(argv: list[str], language: Language) -> int:
    known = [argument for argument in argv if not argument.startswith("--lang") and argument not in {"en", "zh"}]
    if known == ["--version"]:
        print(f"modelyard {modelyard.__version__}")
        return 0
    asked = known in ([], ["-h"], ["--help"], ["help"])
    stream = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"modelyard: no command {known[0]!r}", file=stream)
    print("usage: modelyard COMMAND [--lang en|zh] [--home DIR] ...\n", file=stream)
    for command in COMMANDS:
        print(f"  {command.name:<12} {command.zh if language is Language.ZH else command.text}", file=stream)
    print("\nmodelyard COMMAND --help", file=stream)
    return 0 if asked else 2
