"""When a task's objects are carried: inputs before its process, complete outputs while it runs, the rest at the end."""

import time
from collections.abc import Callable
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
# Who breaks an upload off is not kept waiting: neither for the requests that are under way, nor for the log.
_HALT_SECONDS = 3
_LAST_MIRROR_SECONDS = 10


class Transfers:
    """Gives the carrier its orders."""

    def __init__(self, task: "Task") -> None:
        self._task = task
        self._carriers = Carriers(task.facts, task.directory, task.poller)
        self._looks: dict[str, Order] = {}
        self._told: set[str] = set()
        self._mirroring: Order | None = None
        self._mirror_at = 0.0
        # What came of the last upload, if somebody stopped the task meanwhile.
        self.called_off = ""

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
        """Upload what is left. Nothing of the task runs any more. Returns what went wrong, in a sentence, or nothing.

        A user who stops the task only now wants no more of it: `called_off` says what was uploaded. One who had stopped it
        before wants what it has written.
        """
        failed: list[str] = []
        is_wanted = self._task.was_stopped_by_user
        for sync in self._task.facts["outputs"]:
            problem = self._upload(sync, until=lambda: self._task.was_stopped_by_user and not is_wanted)
            if problem:
                failed.append(problem)
        if self._task.facts["mirror"]:
            order = self._order_mirror()
            self._task.poller.wait(lambda: order.answer is not None, _LAST_MIRROR_SECONDS if self.called_off else None)
            if order.answer is None:
                self._carriers.halt(_HALT_SECONDS)
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

    def _upload(self, sync: dict[str, Any], until: Callable[[], bool]) -> str:
        """Upload what is left of an output, until somebody does not want it any more."""
        task, begun = self._task, time.monotonic()
        task.note("upload", "started", sync["name"])
        task.say(f"upload {sync['name']} to obs://{sync['bucket']}/{sync['key']}", "upload")
        order = self._look_at_last(sync, until)
        if not until() and order.failed:
            # The carrier may have died; and what failed in one go may succeed in the next.
            order = self._look_at_last(sync, until)
        if until():
            return self._call_off(sync, order, time.monotonic() - begun)
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

    def _look_at_last(self, sync: dict[str, Any], until: Callable[[], bool]) -> Order:
        order = self._order_look(sync, final=True)
        self._task.poller.wait(lambda: order.answer is not None or until())
        return order

    def _call_off(self, sync: dict[str, Any], order: Order, seconds: float) -> str:
        self._carriers.halt(_HALT_SECONDS)
        assert order.answer is not None
        left = f", {order.left} more were not" if order.left else ""
        text = f"{order.answer['files']} files were uploaded to obs://{sync['bucket']}/{sync['key']} at the end{left}"
        self._task.say(f"upload of {sync['name']} was broken off: {text}", "upload")
        self._task.note("upload", "failed", sync["name"], seconds, f"It was broken off: {text}.")
        self.called_off = f"{self.called_off} {sync['name']}: {text}.".strip()
        return ""

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
