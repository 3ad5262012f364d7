"""`modelyard accounts`: make and list accounts. The operator's own, so it works on the database and not through the API."""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.server.cli import add_home
from modelyard.server.errors import NotYetStarted, RestoreUnfinished
from modelyard.server.home import Home, check, find_home

if TYPE_CHECKING:
    from modelyard.core.db import Database
    from modelyard.iam.settings import IAMSettings

_WHO = Subject.system("modelyard accounts")
_TEXTS = {
    Language.EN: {
        "create": "make an account with its owner",
        "list": "list all accounts",
        "owner": "name of the user who owns the account and may do everything in it",
        "stdin": "read the password from the first line of the standard input; without it, one is made and printed",
        "json": "print JSON",
    },
    Language.ZH: {
        "create": "新建账号及其所有者",
        "list": "列出全部账号",
        "owner": "账号所有者的用户名，拥有该账号的全部权限",
        "stdin": "从标准输入的第一行读取密码；不指定时自动生成并输出",
        "json": "以 JSON 输出",
    },
}


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the sub-commands."""
    text = _TEXTS[language]
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name in ("create", "list"):
        sub = verbs.add_parser(name, help=text[name], description=text[name], allow_abbrev=False)
        add_home(sub)
        sub.add_argument("--lang", choices=["en", "zh"], default=argparse.SUPPRESS, help="language of the output / 输出语言")
        sub.add_argument("--json", action="store_true", help=text["json"])
        if name == "create":
            sub.add_argument("name", metavar="NAME")
            sub.add_argument("--owner", metavar="USER", required=True, help=text["owner"])
            sub.add_argument("--password-stdin", action="store_true", help=text["stdin"])


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Do what the sub-command says. Raises NotYetStarted on a home without tables, and what creating an account raises."""
    home = find_home(arguments.home)
    if arguments.verb == "list":
        accounts = _on_database(home, _list)
        if arguments.json:
            print(json.dumps(accounts, indent=2, ensure_ascii=False))
        else:
            for account in accounts:
                print("  ".join([account["domain_id"], account["created_at"], account["domain_name"], account["owner_name"]]))
        return 0
    given = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else None

    async def create(database: "Database", settings: "IAMSettings") -> dict[str, str]:
        return await _create(database, settings, arguments.name, arguments.owner, given)

    made = _on_database(home, create)
    if arguments.json:
        print(json.dumps(made, indent=2, ensure_ascii=False))
    else:
        for name, value in made.items():
            print(f"{name}: {value}")
    return 0


def _on_database(home: Home, work: Callable[["Database", "IAMSettings"], Awaitable[Any]]) -> Any:
    """Do some work on the database of a home that was started before, by this version."""
    import asyncio  # noqa: PLC0415 - other commands need none of these

    from modelyard.core.db import Database  # noqa: PLC0415
    from modelyard.server.migrations.schema import check_revision, current_revision  # noqa: PLC0415
    from modelyard.server.settings import database_url, iam_settings, settings_of  # noqa: PLC0415

    check(home)
    if home.restore_marker.exists():
        raise RestoreUnfinished(home=str(home.path))
    if not home.master_key_file.exists():
        raise NotYetStarted(home=str(home.path))
    settings = settings_of(home)

    async def on_database() -> Any:
        database = Database(database_url(settings, home), pool_size=1)
        try:
            found = await current_revision(database)
            if found is None:
                raise NotYetStarted(home=str(home.path))
            check_revision(found)
            return await work(database, iam_settings(settings))
        finally:
            await database.close()

    return asyncio.run(on_database())


async def _create(database: "Database", settings: "IAMSettings", name: str, owner: str, password: str | None) -> dict[str, str]:
    from modelyard.iam import service as iam  # noqa: PLC0415

    secret = iam.new_password() if password is None else password
    async with database.session() as db:
        made = await iam.create_domain(db, _WHO, name, owner_name=owner, password=secret, settings=settings)
    facts = {
        "domain_name": name,
        "domain_id": made.domain_id,
        "owner_name": owner,
        "owner_id": made.owner_id,
        "project_name": made.project_name,
        "project_id": made.project_id,
    }
    return facts if password is not None else {**facts, "password": secret}


async def _list(database: "Database", _settings: "IAMSettings") -> list[dict[str, Any]]:
    from modelyard.iam import service as iam  # noqa: PLC0415

    async with database.read_session() as db:
        accounts = await iam.list_accounts(db, _WHO)
    return [
        {
            "domain_id": account.id,
            "domain_name": account.name,
            "owner_name": account.owner,
            "enabled": account.enabled,
            "created_at": to_iso_microseconds(account.created_at),
        }
        for account in accounts
    ]
