"""`modelyard storage`: bring files in, unpack, list and delete, through the running platform."""

import argparse
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.client import PlatformClient, client_of
from modelyard.server.home import find_home

_POLL_SECONDS = 0.5
_CANCELED_EXIT = 130
_TEXTS = {
    Language.EN: {
        "import": "import a directory or file that lies on the server",
        "extract": "unpack an archive of a bucket",
        "rm": "delete an object, or a folder with all that is in it",
        "ls": "list buckets, or what is in a folder",
        "tasks": "list storage tasks",
        "cancel": "cancel a storage task",
        "succeeded": "done: {done_files} files, {done_bytes} bytes; {skipped_files} were there already",
        "failed": "failed: {done_files} files done, {failed_files} failed",
        "canceled": "canceled: {done_files} files done",
        "left": "The task goes on. `modelyard storage tasks` shows it, `modelyard storage cancel {id}` ends it.",
        "started": "task {id} started",
        "counting": "counting",
        "more": "... and {count} more",
        "again": "Run the same command again to go on: what is there already is not copied again.",
    },
    Language.ZH: {
        "import": "导入服务器上的目录或文件",
        "extract": "解压桶中的压缩包",
        "rm": "删除对象，或删除文件夹及其全部内容",
        "ls": "列出桶或文件夹中的内容",
        "tasks": "列出存储任务",
        "cancel": "取消存储任务",
        "succeeded": "完成：{done_files} 个文件，{done_bytes} 字节，其中 {skipped_files} 个已存在",
        "failed": "失败：已完成 {done_files} 个文件，{failed_files} 个失败",
        "canceled": "已取消：已完成 {done_files} 个文件",
        "left": "任务仍在继续。`modelyard storage tasks` 可查看，`modelyard storage cancel {id}` 可取消。",
        "started": "任务 {id} 已创建",
        "counting": "统计中",
        "more": "……以及另外 {count} 个",
        "again": "再次运行相同命令即可继续：已存在的文件不会重复复制。",
    },
}


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the sub-commands."""
    text = _TEXTS[language]
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    def verb(name: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text[name], description=text[name], allow_abbrev=False)
        add_home(sub)
        sub.add_argument("--lang", choices=["en", "zh"], default=argparse.SUPPRESS, help="language of the output / 输出语言")
        return sub

    for name in ("import", "extract"):
        sub = verb(name)
        sub.add_argument("source", metavar="PATH" if name == "import" else "obs://BUCKET/ARCHIVE")
        sub.add_argument("target", metavar="obs://BUCKET/FOLDER")
        sub.add_argument("--overwrite", action="store_true", help="replace objects that are there / 覆盖已存在的对象")
        sub.add_argument("--no-wait", action="store_true", help="return at once / 立即返回")
    sub = verb("rm")
    sub.add_argument("source", metavar="obs://BUCKET/KEY")
    sub.add_argument("--no-wait", action="store_true", help="return at once / 立即返回")
    verb("ls").add_argument("place", nargs="?", metavar="obs://BUCKET/FOLDER/")
    verb("tasks").add_argument("--state", choices=["waiting", "running", "succeeded", "failed", "canceled"])
    verb("cancel").add_argument("task", metavar="ID")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Do what the sub-command says: 0 when it is done, 1 when a task failed, 130 when it was canceled."""
    client = client_of(find_home(arguments.home), language)
    if arguments.verb == "ls":
        return _list(client, arguments.place)
    if arguments.verb == "tasks":
        return _list_tasks(client, arguments.state)
    if arguments.verb == "cancel":
        client.call("POST", f"/storage/tasks/{arguments.task}/cancel")
        return 0
    body = {"kind": "delete" if arguments.verb == "rm" else arguments.verb, "source": arguments.source}
    if arguments.verb != "rm":
        body |= {"target": arguments.target, "overwrite": arguments.overwrite}
    if arguments.verb == "import":
        body["source"] = str(Path(arguments.source).expanduser().absolute())
    task = client.call("POST", "/storage/tasks", body)
    if arguments.no_wait:
        print(_TEXTS[language]["started"].format(**task))
        return 0
    try:
        task = _follow(client, task)
    except KeyboardInterrupt:
        print(_TEXTS[language]["left"].format(**task))
        raise
    return _conclude(task, language)


def _follow(client: PlatformClient, task: dict[str, Any]) -> dict[str, Any]:
    """Show the progress of a task until it ends."""
    # The bar is only wanted here, and its import is slow.
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[files]}"),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns) as progress:
        bar = progress.add_task(_TEXTS[client.language]["counting"], total=None, files="")
        while task["finished_at"] is None:
            time.sleep(_POLL_SECONDS)
            task = client.call("GET", f"/storage/tasks/{task['id']}")
            if task["total_files"] is not None:
                progress.update(
                    bar,
                    description=task["kind"],
                    total=task["total_bytes"],
                    completed=task["done_bytes"],
                    files=f"{task['done_files']}/{task['total_files']}",
                )
    return task


def _conclude(task: dict[str, Any], language: Language) -> int:
    text = _TEXTS[language]
    for problem in task["problems"]:
        print(f"{problem['path']}: {problem['reason']}")
    hidden = task["failed_files"] - len(task["problems"])
    if hidden > 0:
        print(text["more"].format(count=hidden))
    print(text[task["state"]].format(**task))
    if task["state"] == "succeeded":
        return 0
    if task["error"] is not None:
        print(f"{task['error']['error_code']}: {task['error']['error_msg']}")
    if task["kind"] == "import":
        print(text["again"])
    return _CANCELED_EXIT if task["state"] == "canceled" else 1


def _list(client: PlatformClient, place: str | None) -> int:
    if place is None:
        for bucket in client.call("GET", "/storage/buckets", query={"limit": "1000"})["buckets"]:
            print(f"obs://{bucket['name']}/")
        return 0
    bucket, _, prefix = place.removeprefix("obs://").removeprefix("s3://").lstrip("/").partition("/")
    marker: str | None = ""
    while marker is not None:
        query = {"prefix": prefix, "limit": "1000", "marker": marker}
        page = client.call("GET", f"/storage/buckets/{bucket}/objects", query=query)
        for folder in page["folders"]:
            print(f"{'':>15}  {'':19}  obs://{bucket}/{folder['prefix']}")
        for item in page["objects"]:
            print(f"{item['size_bytes']:>15}  {_moment(item['modified_at'])}  obs://{bucket}/{item['key']}")
        marker = page["next_marker"]
    return 0


def _list_tasks(client: PlatformClient, state: str | None) -> int:
    query = {"limit": "100", **({"state": state} if state else {})}
    for task in client.call("GET", "/storage/tasks", query=query)["tasks"]:
        files = f"{task['done_files']}/{'?' if task['total_files'] is None else task['total_files']}"
        arrow = f" -> {task['target']}" if task["target"] else ""
        what = f"{task['kind']} {task['source']}{arrow}"
        print(f"{task['id']}  {task['state']:9}  {files:>15}  {_moment(task['created_at'])}  {what}")
    return 0


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
