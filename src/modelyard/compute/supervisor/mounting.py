"""Inputs that are mounted: found in the cache of the machine or copied into it, before the sandbox is made."""

from functools import partial
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor import sandbox
from modelyard.compute.supervisor.carriers import Carriers, Places, read_keys
from modelyard.compute.supervisor.ending import Ended
from modelyard.compute.supervisor.input_cache import Filling, Held, InputCache

if TYPE_CHECKING:
    from modelyard.compute.supervisor.task import Task

_TRIES = 5
_LOOK_SECONDS = 0.2
_PLACE = "/filling"


class MountedInputs:
    """The mounted inputs of one task. places: where they are on the machine, and in the task."""

    def __init__(self, task: "Task") -> None:
        self._task = task
        self._held: list[Held] = []
        self._carriers: Carriers | None = None
        self.places: list[tuple[str, str]] = []

    def provide(self) -> None:
        """Find or copy all of them. One for which there is no room is left to be copied into the task. Raises Ended."""
        for copy in self._task.facts["inputs"]:
            if copy["mounted"]:
                self._task.step("input", copy["name"], partial(self._provide, copy))

    def renew(self) -> None:
        """Use keys that were renewed."""
        if self._carriers is not None:
            self._carriers.renew(read_keys(self._task.directory))

    def close(self) -> None:
        """Let go of everything. Nothing of the task runs any more."""
        for held in self._held:
            held.release()
        self._held.clear()

    def _provide(self, copy: dict[str, Any]) -> None:
        task, facts = self._task, self._task.facts["input_cache"]
        if not facts or not task.facts["is_isolated"]:
            self._copy_instead(copy, "this machine keeps no inputs")
            return
        cache = InputCache(facts["directory"], most_bytes=facts["most_bytes"], min_free_bytes=task.facts["min_free_disk_bytes"])
        cache.open()
        sandbox.ensure_etc(task.directory, task.facts)
        for _ in range(_TRIES):
            filling = cache.begin()
            # As the platform's own user, to whom the cache belongs. It sees nothing but the new directory.
            self._carriers = Carriers({**task.facts, "user": None}, task.directory, task.poller)
            try:
                if self._try(cache, filling, copy):
                    return
            finally:
                self._carriers.close()
                self._carriers = None
                filling.discard()
        raise Ended("setup", f"Input {copy['name']} ({_source(copy)}) was changed again and again while it was read.")

    def _try(self, cache: InputCache, filling: Filling, copy: dict[str, Any]) -> bool:
        """Returns False when the objects were changed meanwhile."""
        task, name = self._task, f"{copy['name']}: {_source(copy)}"
        survey = self._ask("survey", filling, bucket=copy["bucket"], key=copy["key"])
        self._demand(survey, copy)
        digest, size, count = (survey[word] for word in ("digest", "size", "objects"))
        if copy["digest"] and digest != copy["digest"]:
            raise Ended(
                "setup",
                f"Input {copy['name']} ({_source(copy)}): the objects are not those that were recorded: "
                f"some were changed, added or deleted since. There are {count} objects now, {size} bytes.",
            )
        if not digest:
            self._copy_instead(copy, "the store gives its objects no ETags")
            return True
        held = self._take(cache, digest)
        is_used = False
        try:
            if held.is_whole:
                # Others have copied it. Whether the owner of this task may read it, the store says, object by object.
                if not self._is_as_listed(self._ask("confirm", filling, bucket=copy["bucket"]), copy):
                    return False
                task.say(f"{name} is on this machine already: {count} objects, {size} bytes, read-only")
            elif not cache.reserve(filling, size, count):
                self._copy_instead(copy, f"there is no room to keep its {size} bytes on this machine")
                return True
            else:
                task.say(f"download {name} to keep it on this machine: {count} objects, {size} bytes")
                if not self._is_as_listed(self._ask("fill", filling, bucket=copy["bucket"], target=_PLACE), copy):
                    return False
                cache.keep(filling, held)
                task.say(f"downloaded {copy['name']}: {count} objects, {size} bytes, read-only")
            is_used = True
            self._held.append(held)
            self.places.append((cache.tree(digest), copy["target"]))
            return True
        finally:
            if not is_used:
                held.release()

    def _take(self, cache: InputCache, digest: str) -> Held:
        was_told = False
        while True:
            held = cache.take(digest)
            if held is not None:
                return held
            if not was_told:
                self._task.say("another task is downloading the same input; waiting for it")
                was_told = True
            self._task.poller.wait(lambda: self._task.ended is not None, _LOOK_SECONDS)
            self._task.check()

    def _ask(self, what: str, filling: Filling, **values: Any) -> dict[str, Any]:
        task = self._task
        assert self._carriers is not None
        order = self._carriers.order(what, None, Places((filling.tree, _PLACE)), **values)
        task.poller.wait(lambda: order.answer is not None or task.ended is not None)
        task.check()
        assert order.answer is not None
        return {**order.answer, "problems": order.problems}

    def _is_as_listed(self, answer: dict[str, Any], copy: dict[str, Any]) -> bool:
        if answer.get("changed"):
            self._task.say(f"{copy['name']}: {answer['problems'][0]}; it is listed again")
            return False
        self._demand(answer, copy)
        return True

    def _demand(self, answer: dict[str, Any], copy: dict[str, Any]) -> None:
        if answer["failed"]:
            problems = answer["problems"]
            for line in problems:
                self._task.say(f"download of {copy['name']} failed: {line}")
            more = f" (and {answer['failed'] - 1} more)" if answer["failed"] > 1 else ""
            raise Ended("setup", f"Input {copy['name']} ({_source(copy)}): {problems[0]}{more}")

    def _copy_instead(self, copy: dict[str, Any], reason: str) -> None:
        if copy["digest"]:
            raise Ended("setup", f"Input {copy['name']} ({_source(copy)}) cannot be kept on this machine: {reason}.")
        copy["mounted"] = False
        self._task.say(f"{copy['name']} is copied into the task instead of mounted: {reason}")


def _source(copy: dict[str, Any]) -> str:
    return f"obs://{copy['bucket']}/{copy['key']}"
