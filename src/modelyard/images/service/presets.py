"""Preset images as this machine can have them."""

from dataclasses import dataclass

from modelyard.images.rules.digests import environment_digest
from modelyard.images.rules.names import choose, read_name
from modelyard.images.rules.recipes import Recipe
from modelyard.images.service.context import ImagesContext
from modelyard.images.types import Accelerator

SCOPE = "preset"


@dataclass(frozen=True)
class Preset:
    """A preset image: its recipe, its name and the lock that it has here.

    lock: None when the requirements have to be resolved on this machine first. build_id: the id of its build; the digest
    where that is known beforehand. missing: what the machine lacks; empty when it can be had.
    """

    recipe: Recipe
    name: str
    lock: str | None
    build_id: str
    missing: str = ""


def list_presets(context: ImagesContext) -> list[Preset]:
    """Return all preset images by name, also those that this machine cannot have."""
    return sorted((_preset(context, recipe) for recipe in context.recipes), key=lambda preset: preset.name)


def find_preset(context: ImagesContext, asked: str) -> Preset | None:
    """Return the preset image that a name means: the whole name, its begin up to the accelerator, the engine, its address."""
    own = f"{context.settings.organization}/"
    if asked.startswith(own) and ":" in asked:
        asked = asked.rpartition(":")[2]
    by_name = {recipe.name_on(context.machine): recipe for recipe in context.recipes}
    name = choose(asked, list(by_name))
    return None if name is None else _preset(context, by_name[name])


def address_of(context: ImagesContext, preset: Preset) -> str:
    """Return the address of a preset image in the form of a registry: `atelier/pytorch_2_13:<name>`."""
    return f"{context.settings.organization}/{group_of(preset)}:{preset.name}"


def group_of(preset: Preset) -> str:
    """Return the name under which the versions of an image are listed: `pytorch_2_13`."""
    name = read_name(preset.name)
    assert name is not None
    numbers = name.version.split(".")[:2]
    on = "" if name.accelerator is Accelerator.CPU else f"_{name.accelerator}"
    return "_".join([name.engine, *numbers]) + on


def digest_of(context: ImagesContext, *, scope: str, lock: str, smoke_test: str) -> str:
    """Return the digest of an environment on this machine."""
    machine = context.machine
    return environment_digest(
        scope=scope,
        lock=lock,
        smoke_test=smoke_test,
        python_full=machine.python_full,
        base=context.base,
        arch=machine.arch,
    )


def _preset(context: ImagesContext, recipe: Recipe) -> Preset:
    lock = recipe.lock_for(context.machine)
    # Without a lock the requirements stand for it, so that each machine has one build of each recipe.
    build_id = digest_of(context, scope=SCOPE, lock=lock or recipe.requirements, smoke_test=recipe.smoke_test)
    return Preset(
        recipe=recipe,
        name=str(recipe.name_on(context.machine)),
        lock=lock,
        build_id=build_id,
        missing=recipe.missing_on(context.machine),
    )
