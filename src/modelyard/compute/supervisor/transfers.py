"""When a task's objects are carried: inputs before its process, complete outputs while it runs, the rest at the end."""

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor.carriers import Carriers, Order, read_keys
from modelyard.compute.supervisor.ending import Ended
from modelyard.compute.supervisor.watching import free_bytes

if TYPE_CHECKING:
    from modelyard.compute.supervisor.task import Task

# A file that has not changed for so long is complete at first sight.
_OLD_SECONDS = 60
# The log is one object and uploaded whole each time: seldom, and the longer it is, the more seldom.
_MIRROR_SECONDS = 30
_MIRROR_BYTES_PER_SECOND = 2 * 2**20


class Transfers:
    """Gives the carrier its orders."""

    def __init__(self, task: "Task") -> None:
        self._task = task
        self._carriers = Carriers(task.facts, task.directory, task.poller)
        self._looks: dict[str, Order] = {}
        self._told: set[str] = set()
        self._mirroring: Order | None = None
        self._mirror_at = 0.0

    def fetch_inputs(self) -> None:
        """Copy the inputs, and what outputs begin with. Raises Ended when something cannot be copied."""
        facts = self._task.facts
        copied = [copy for copy in facts["inputs"] if not copy["mounted"]]
        for copy in [*copied, *(sync for sync in facts["outputs"] if sync["predownload"])]:
            self._task.step("input", copy["name"], partial(self._fetch, copy))

    def begin_sync(self) -> None:
        """Look after the outputs from now on."""
        facts = self._task.facts
        if facts["outputs"]:
            period = facts["sync_seconds"]
            self._task.say(f"start the periodic upload of outputs, period = {period:g} seconds", "upload")
            self._task.poller.every(period, self._look)
        if facts["mirror"]:
            self._mirror_at = time.monotonic() + _MIRROR_SECONDS
            self._task.poller.every(facts["sync_seconds"], self._mirror)

    def renew(self) -> None:
        """Use keys that were renewed."""
        self._carriers.renew(read_keys(self._task.directory))

    def finish(self) -> str:
        """Upload what is left. Nothing of the task runs any more. Returns what went wrong, in a sentence, or nothing."""
        failed: list[str] = []
        for sync in self._task.facts["outputs"]:
            problem = self._upload(sync)
            if problem:
                failed.append(problem)
        if self._task.facts["mirror"]:
            order = self._order_mirror()
            self._task.poller.wait(lambda: order.answer is not None)
            failed += [f"The log could not be uploaded: {problem}." for problem in order.problems[:1]]
        return " ".join(failed)

    def close(self) -> None:
        """End the carrier."""
        self._carriers.close()

    def _fetch(self, copy: dict[str, Any]) -> None:
        task = self._task
        task.say(f"download {copy['name']}: obs://{copy['bucket']}/{copy['key']} to {copy['target']}")
        # The disk of the node is not filled either.
        free = free_bytes(task.directory) - task.facts["min_free_disk_bytes"]
        room = max(0, min(task.facts["resources"]["disk_bytes"], free))
        wanted = {name: copy[name] for name in ("bucket", "key", "target")}
        order = self._carriers.order("download", task.stage, task.files, **wanted, room_bytes=room)
        task.poller.wait(lambda: order.answer is not None or task.ended is not None)
        task.check()
        assert order.answer is not None
        if order.answer.get("too_large"):
            raise Ended("disk", f"Input {copy['name']}: {order.problems[0]}.")
        if order.failed:
            for line in order.problems:
                task.say(f"download of {copy['name']} failed: {line}")
            more = f" (and {order.failed - 1} more)" if order.failed > 1 else ""
            raise Ended("setup", f"Input {copy['name']} (obs://{copy['bucket']}/{copy['key']}): {order.problems[0]}{more}")
        task.say(f"downloaded {copy['name']}: {order.answer['files']} files, {order.answer['bytes']} bytes")

    def _look(self) -> None:
        for sync in self._task.facts["outputs"]:
            before = self._looks.get(sync["target"])
            if before is not None:
                if before.answer is None:
                    continue
                self._tell_problems(sync, before)
            self._looks[sync["target"]] = self._order_look(sync, final=False)

    def _order_look(self, sync: dict[str, Any], *, final: bool) -> Order:
        wanted = {"source": sync["target"], "bucket": sync["bucket"], "key": sync["key"], "final": final}
        is_open = [] if final else self._task.open_for_writing()
        task = self._task
        return self._carriers.order("look", task.stage, task.files, **wanted, open=is_open, old_seconds=_OLD_SECONDS)

    def _tell_problems(self, sync: dict[str, Any], order: Order) -> None:
        """Say what could not be uploaded, each thing once; it is tried again."""
        for line in order.problems:
            if line not in self._told:
                self._told.add(line)
                self._task.say(f"upload of {sync['name']} failed, it is tried again: {line}", "upload")

    def _upload(self, sync: dict[str, Any]) -> str:
        task, begun = self._task, time.monotonic()
        task.note("upload", "started", sync["name"])
        task.say(f"upload {sync['name']} to obs://{sync['bucket']}/{sync['key']}", "upload")
        order = self._order_look(sync, final=True)
        task.poller.wait(lambda: order.answer is not None)
        if order.failed:
            # The carrier may have died; and what failed in one go may succeed in the next.
            order = self._order_look(sync, final=True)
            task.poller.wait(lambda: order.answer is not None)
        assert order.answer is not None
        for line in [*order.problems, *order.notices]:
            task.say(f"{sync['name']}: {line}", "upload")
        seconds = time.monotonic() - begun
        if not order.failed:
            text = f"{order.answer['files']} files, {order.answer['bytes']} bytes at the end"
            task.say(f"uploaded {sync['name']}: {text}", "upload")
            task.note("upload", "finished", sync["name"], seconds, text)
            return ""
        more = f" (and {order.failed - 1} more)" if order.failed > 1 else ""
        message = f"Output {sync['name']} could not be uploaded to obs://{sync['bucket']}/{sync['key']}: "
        message += f"{order.problems[0]}{more}."
        task.note("upload", "failed", sync["name"], seconds, message)
        return message

    def _mirror(self) -> None:
        if self._mirroring is not None and self._mirroring.answer is None:
            return
        if time.monotonic() < self._mirror_at:
            return
        self._mirroring = self._order_mirror()
        self._mirror_at = time.monotonic() + max(_MIRROR_SECONDS, self._task.log.size / _MIRROR_BYTES_PER_SECOND)

    def _order_mirror(self) -> Order:
        task, mirror = self._task, self._task.facts["mirror"]
        wanted = {"bucket": mirror["bucket"], "key": mirror["key"], "source": "/log"}
        return self._carriers.order("mirror", task.stage, task.files, **wanted)
