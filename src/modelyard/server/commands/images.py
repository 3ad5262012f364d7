"""`modelyard images`: build environments ahead, list them, remove them. The operator's own; needs no running platform."""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.home import Home, find_home

if TYPE_CHECKING:
    from modelyard.images.ports import Progress
    from modelyard.images.service.context import ImagesContext

_MIB = 2**20
_TEXTS = {
    Language.EN: {
        "build": "build preset images now, so that the first job need not wait; without names, all that this machine can have",
        "list": "list preset images and what lies on the disk",
        "remove": "take environments off the disk; the next use builds them again",
        "json": "print JSON",
        "done": "{name}: {size_mib} MiB, {packages} packages",
        "not_built": "not built",
        "missing": "not here: no {missing}",
        "in_use": "in use",
        "there": "on the disk",
    },
    Language.ZH: {
        "build": "立即构建预置镜像，使首个作业无需等待；不指定名称时构建本机可用的全部镜像",
        "list": "列出预置镜像与磁盘上的运行环境",
        "remove": "从磁盘移除运行环境，下次使用时重新构建",
        "json": "以 JSON 输出",
        "done": "{name}：{size_mib} MiB，{packages} 个软件包",
        "not_built": "未构建",
        "missing": "不可用：本机没有 {missing}",
        "in_use": "使用中",
        "there": "已在磁盘上",
    },
}


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the sub-commands."""
    text = _TEXTS[language]
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name in ("build", "list", "remove"):
        sub = verbs.add_parser(name, help=text[name], description=text[name], allow_abbrev=False)
        add_home(sub)
        sub.add_argument("--lang", choices=["en", "zh"], default=argparse.SUPPRESS, help="language of the output / 输出语言")
        if name == "list":
            sub.add_argument("--json", action="store_true", help=text["json"])
        else:
            sub.add_argument("names", metavar="NAME", nargs="*" if name == "build" else "+")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Do what the sub-command says. Raises ImageNotFound, ImageUnavailable, ImageBuildFailed, ImageInUse."""
    home = find_home(arguments.home)
    if arguments.verb == "build":
        return _build(home, arguments.names, language)
    if arguments.verb == "remove":
        _on_images(home, lambda context: _remove(context, arguments.names))
        return 0
    images = _on_images(home, _list)
    if arguments.json:
        print(json.dumps(images, indent=2, ensure_ascii=False))
    else:
        _print(images, language)
    return 0


def _on_images(home: Home, work: "Callable[[ImagesContext], Awaitable[Any]]") -> Any:
    """Do some work with the images of a home; its database is used if there is one of this version."""
    import asyncio  # noqa: PLC0415 - other commands need none of these
    from functools import partial  # noqa: PLC0415

    from modelyard.core.db import Database  # noqa: PLC0415
    from modelyard.server.images import images_context, images_in_use  # noqa: PLC0415
    from modelyard.server.migrations.schema import current_revision, newest_revision  # noqa: PLC0415
    from modelyard.server.settings import database_url, settings_of  # noqa: PLC0415

    settings = settings_of(home)

    async def on_images() -> Any:
        url = database_url(settings, home)
        if settings.database.url is None and not home.database_file.exists():
            return await work(images_context(settings, home, None))
        database = Database(url, pool_size=1)
        try:
            if await current_revision(database) != newest_revision():
                return await work(images_context(settings, home, None))
            return await work(images_context(settings, home, database, in_use=partial(images_in_use, database)))
        finally:
            await database.close()

    return asyncio.run(on_images())


def _build(home: Home, names: list[str], language: Language) -> int:
    """Build one image after another, with a bar for each. Interrupted, it leaves nothing half done."""
    import asyncio  # noqa: PLC0415

    # The bar is only wanted here, and its import is slow.
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from modelyard.images.service.builds import build_preset  # noqa: PLC0415
    from modelyard.images.service.presets import find_preset, list_presets  # noqa: PLC0415
    from modelyard.server.images import images_context  # noqa: PLC0415
    from modelyard.server.settings import settings_of  # noqa: PLC0415

    context = images_context(settings_of(home), home, None)
    wanted = names or [preset.name for preset in list_presets(context) if not preset.missing]
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[doing]}"))
    with Progress(*columns, TimeElapsedColumn(), disable=not sys.stderr.isatty(), transient=True) as bars:
        for name in wanted:
            preset = find_preset(context, name)
            bar = bars.add_task(name if preset is None else preset.name, total=100, doing="")

            async def watch(progress: "Progress", bar: Any = bar) -> bool:
                bars.update(bar, completed=progress.percent, doing=f"{progress.step} {progress.message}")  # type: ignore[attr-defined]
                return True

            made = asyncio.run(build_preset(context, name, watch))  # type: ignore[arg-type]
            bars.update(bar, completed=100, doing="")
            facts = {"name": made.name, "size_mib": made.size_bytes // _MIB, "packages": len(made.packages)}
            bars.console.print(_TEXTS[language]["done"].format(**facts), highlight=False, soft_wrap=True)
    return 0


async def _list(context: "ImagesContext") -> list[dict[str, Any]]:
    """Return preset images, then what else lies on the disk."""
    from modelyard.images.service.housekeeping import list_stored  # noqa: PLC0415
    from modelyard.images.service.presets import list_presets  # noqa: PLC0415

    stored = {image.digest: image for image in await list_stored(context)}
    images: list[dict[str, Any]] = []
    for preset in list_presets(context):
        image = stored.pop(preset.build_id, None)
        facts = {"name": preset.name, "kind": "preset", "missing": preset.missing, "built": image is not None}
        images.append(facts | ({} if image is None else _facts(image)))
    images += [{"name": ", ".join(image.names), "kind": "other", "built": True, **_facts(image)} for image in stored.values()]
    return images


def _facts(image: Any) -> dict[str, Any]:
    return {
        "digest": image.digest,
        "size_bytes": image.size_bytes,
        "packages": image.packages,
        "built_at": to_iso_microseconds(image.built_at),
        "used_at": None if image.used_at is None else to_iso_microseconds(image.used_at),
        "in_use": image.is_in_use,
    }


async def _remove(context: "ImagesContext", names: list[str]) -> None:
    from modelyard.images.errors import ImageNotFound  # noqa: PLC0415
    from modelyard.images.rules.names import near  # noqa: PLC0415
    from modelyard.images.service.housekeeping import list_stored, remove_stored  # noqa: PLC0415
    from modelyard.images.service.presets import find_preset  # noqa: PLC0415

    stored = {image.digest: image for image in await list_stored(context)}
    for name in names:
        preset = find_preset(context, name)
        digest = name if preset is None else preset.build_id
        by_name = [image.digest for image in stored.values() if name in image.names]
        digest = digest if digest in stored else next(iter(by_name), "")
        if not digest:
            known = [each for image in stored.values() for each in image.names]
            raise ImageNotFound(image=name, near=", ".join(near(name, known)) or "-")
        await remove_stored(context, digest)


def _print(images: list[dict[str, Any]], language: Language) -> None:
    text = _TEXTS[language]
    for image in images:
        if image.get("missing"):
            state = text["missing"].format(missing=image["missing"])
        elif not image["built"]:
            state = text["not_built"]
        else:
            used = image["used_at"] or image["built_at"]
            state = f"{image['size_bytes'] / _MIB:7.0f} MiB  {used[:10]}  {text['in_use' if image['in_use'] else 'there']}"
        print(f"{image['name']:<64}  {state}")
